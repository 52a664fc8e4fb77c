"""The summary of a run as people read it: text and one HTML page, whatever somebody named a project."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from scoring.batch.outputs.figures import figures_of
from scoring.documents.spelling import width
from scoring.problems import Language, Text
from scoring.views import batch_page, batch_text
from scoring.views.batch_style import STYLE
from scoring.views.run_figures import (
    Bin,
    ClaimFigures,
    Edge,
    Figures,
    Listed,
    Lost,
    NamedFigure,
    Refusal,
    Rows,
    Scale,
    Totals,
)
from tests.staged_scores import SCALE, database, stage_rejects, stage_scores

LANGUAGES: tuple[Language, ...] = ("zh", "en")
ABOUT = [
    (Text("input", "输入"), "projects.csv"),
    (Text("rulebook", "规则集"), "performance-evaluation 2020 (0f3a…)"),
    (Text("indicators", "指标集"), "grassroots-2024"),
]
EVIL = (
    "</td></title></style><script>alert(1)</script>\"' onload='x' \u202egnp.exe\u2066 & <img src=x onerror=alert(1)> \x1b[31m"
    + "长" * 300
)
EMPTY = Figures(Scale(), Rows(3, 3, 0, 0, 0, 0), (), 0, None, (), (), (), (), (), ())


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    folder = tmp_path_factory.mktemp("run")
    with database(folder) as connection:
        scores = stage_scores(connection, folder / "r.parquet", 1000, "'第' || (i + 1) || '号项目'")
        rejects = stage_rejects(connection, folder / "x.parquet", 12)
        return figures_of(connection, scores, SCALE, came=1012, rejected=12, slow=34, rejects=rejects)


def hostile() -> Figures:
    """As much of everything as there can be, all of it named by a stranger."""
    named = tuple(Listed(row, EVIL, Fraction(1, 3)) for row in range(10))
    bins = tuple(Bin(Fraction(n, 20), Fraction(n + 1, 20), n * n * 3000) for n in range(20))
    return Figures(
        scale=Scale(
            tuple(f"{EVIL}{n}" for n in range(40)),
            tuple((Fraction(n, 40), f"{EVIL}{n}") for n in range(40)),
            labels={EVIL: Text(EVIL, EVIL)},
        ),
        rows=Rows(5_000_000, 1_000_000, 3, 4_000_000, 3_000_000, 1_000_000),
        grades=tuple((f"{EVIL}{n}", n * 1_234_567) for n in range(100)),
        without_grade=5,
        totals=Totals(
            4_000_000, Fraction(0), (Fraction(1, 3), Fraction(1, 2), Fraction(3, 4)), Fraction(1), Fraction(2, 3), bins
        ),
        lost=tuple(Lost(f"{EVIL}{n}", Fraction(10), Fraction(300 - n), 1000, n, 3 * n) for n in range(200)),
        limits=tuple(NamedFigure(EVIL, 100 - n, n) for n in range(100)),
        findings=tuple(NamedFigure(EVIL, 100 - n) for n in range(100)),
        claims=tuple(ClaimFigures(EVIL, 1000, 200, 30, 40, Fraction(1, 3), named) for _ in range(50)),
        edges=tuple(Edge(Fraction(n, 40), EVIL, n, 2, 3, named) for n in range(40)),
        refusals=tuple(Refusal(EVIL, 77, Text(EVIL, EVIL)) for _ in range(10)),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_reads_as_reviewed(
    language: Language, figures: Figures, golden: Callable[[str, str], None]
) -> None:
    golden(batch_text.render(figures, ABOUT, language), f"tests/golden/summaries/summary.{language}.txt")
    page = batch_page.render(figures, ABOUT, language).replace(STYLE, "…")  # a change of it shows in the policy
    golden(page, f"tests/golden/summaries/summary.{language}.html")


def test_columns_line_up_whatever_is_in_them(figures: Figures) -> None:
    lines = batch_text.render(figures, ABOUT, "zh").split("\n")
    for title, rows in (("等级", 5), ("失分最多的指标", 4), ("触发的限制", 2)):
        start = lines.index(title) + 2
        ends = {width(line[: re.search(r" {2}[█▏▎▍▌▋▊▉]", line).start()]) for line in lines[start : start + rows]}  # type: ignore[union-attr]
        assert len(ends) == 1, f"the bars of {title} begin at one column"


def test_little_is_not_called_nothing_and_most_is_not_called_all() -> None:
    grades = (("优", 1), ("良", 99_999), ("中", 0))
    text = batch_text.render(
        Figures(Scale(), Rows(100_000, 0, 0, 100_000, 100_000, 0), grades, 0, None, (), (), (), (), (), ()), [], "en"
    )
    shares = [line.split()[2] for line in text.split("\n") if line.strip().startswith(("优", "良", "中"))]
    assert shares == ["<0.1%", ">99.9%", "0.0%"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_in_which_nothing_was_scored_has_a_summary(language: Language) -> None:
    assert "3" in batch_text.render(EMPTY, [], language)
    assert "<svg" in batch_page.render(EMPTY, [], language)


@pytest.mark.parametrize(
    ("slow", "said"),
    [
        (0, "all rows were scored as columns"),
        (2, "2 rows were scored one by one"),
        (9, "all rows were scored one by one"),
    ],
)
def test_it_says_how_many_rows_went_one_by_one(slow: int, said: str) -> None:
    assert said in batch_text.render(replace(EMPTY, rows=Rows(9, 0, slow, 9, 9, 0)), [], "en")


class Page(HTMLParser):
    """The elements, attributes and texts of a page as a browser finds them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ("meta", "rect", "line", "circle") or not self.get_starttag_text().endswith("/>"):  # type: ignore[union-attr]
            self.open.append(tag)
        if tag == "meta":
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in ("rect", "line", "circle"):
            raise AssertionError(f"</{tag}> closes {self.open[-3:]}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_stranger_wrote_stays_text(language: Language) -> None:
    text = batch_page.render(hostile(), [(Text("input", "输入"), EVIL)] * 1000, language)
    page = Page(text)
    assert page.open == []
    assert {"script", "img", "link", "iframe", "object", "a", "form", "base"}.isdisjoint(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("style", "src", "href")]
    assert not set(text) & set("\x1b\u202e\u2066"), "nothing turns the direction of writing or steers a terminal"
    assert "http" not in text.replace("http-equiv", "")


def test_the_page_allows_its_own_style_and_nothing_else(figures: Figures) -> None:
    text = batch_page.render(figures, ABOUT, "zh")
    style = text.partition("<style>")[2].partition("</style>")[0]
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    assert ("content", policy) in Page(text).attributes
    assert "url(" not in style and "@import" not in style


def test_the_page_is_of_bounded_size_whatever_comes_in() -> None:
    assert len(batch_page.render(hostile(), [(Text("input", "输入"), EVIL)] * 1000, "zh").encode()) < 500_000
    assert len(batch_text.render(hostile(), [(Text("input", "输入"), EVIL)] * 1000, "zh").encode()) < 100_000


def test_plots_are_well_formed_and_have_a_tooltip_on_every_bar(figures: Figures) -> None:
    page = batch_page.render(figures, ABOUT, "en")
    plots = [ET.fromstring(each) for each in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]
    (histogram,) = [plot for plot in plots if plot.get("class") == "plot"]
    tips = [title.text for title in histogram.iter("title")]
    assert "[75, 80): 92 projects, 9.4%" in tips
    assert all(plot.find(".//title") is not None for plot in plots)


def test_colour_is_for_terminals_alone(figures: Figures) -> None:
    assert "\x1b" not in batch_text.render(figures, ABOUT, "zh")
    assert "\x1b[1m" in batch_text.render(figures, ABOUT, "zh", color=True)
