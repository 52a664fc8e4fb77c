"""The site of the documentation: how pages are made ready for it, how its search cuts Chinese, what is looked at when it is built.

`make docs` builds the site itself.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.inspection import faults
from docs.site.chinese_search import pieces
from docs.website import for_sphinx, with_contents

ROOT = Path(__file__).resolve().parents[2]
PAGE = '<html><body><h1 id="top">甲</h1><a href="other.html#top">乙</a><img src="a.png">{}</body></html>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "index.html").write_text(PAGE.format(""), encoding="utf-8")
    (tmp_path / "other.html").write_text(PAGE.format(""), encoding="utf-8")
    return tmp_path


def test_a_site_whose_links_lead_somewhere_has_no_faults(site: Path) -> None:
    assert faults(site, ROOT) == []


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ('<script src="https://cdn.example/x.js"></script>', "index.html: loads https://cdn.example/x.js"),
        ('<link href="//fonts.example/x.css">', "index.html: loads //fonts.example/x.css"),
        ('<a href="gone.html">x</a>', "index.html: leads nowhere: gone.html"),
        ('<a href="other.html#gone">x</a>', "index.html: leads to no place of that page: other.html#gone"),
        (f"<p>{ROOT}/docs</p>", f"index.html: names the folder {ROOT}"),
    ],
)
def test_what_is_wrong_with_a_page_is_told(site: Path, added: str, told: str) -> None:
    (site / "index.html").write_text(PAGE.format(added), encoding="utf-8")
    assert told in faults(site, ROOT)


def test_a_link_out_of_the_site_is_no_fault(site: Path) -> None:
    (site / "index.html").write_text(PAGE.format('<a href="https://example.org/">x</a>'), encoding="utf-8")
    assert faults(site, ROOT) == []


def test_a_style_that_loads_a_font_from_elsewhere_is_told(site: Path) -> None:
    (site / "x.css").write_text("@font-face { src: url(https://fonts.example/a.woff) }", encoding="utf-8")
    assert faults(site, ROOT) == ["x.css: loads https://fonts.example/a.woff"]


def test_chinese_is_cut_into_pairs_and_the_rest_into_words() -> None:
    assert pieces("预算执行率（rate）= 95%") == ["预算", "算执", "执行", "行率", "rate", "95"]
    assert pieces("分 TOML文件") == ["分", "toml", "文件"]


def test_a_question_of_two_chinese_words_is_in_a_text_that_has_them_together() -> None:
    assert set(pieces("资金到位率")) <= set(pieces("县财政局的资金到位率为100%"))
    assert not set(pieces("到位资金率")) <= set(pieces("县财政局的资金到位率为100%"))


def test_links_to_the_reference_are_those_of_the_language_that_is_built() -> None:
    assert for_sphinx("[a](../reference/units.md#x)", "zh") == "[a](reference/units.md#x)"
    assert for_sphinx("[a](../../reference/units.md)", "zh") == "[a](../reference/units.md)"
    assert for_sphinx("[English](../en/index.md)", "zh") == '<a href="../en/index.html">English</a>'


def test_a_file_is_shown_with_its_name_above() -> None:
    shown = for_sphinx("```toml file=rules.toml\nx = 1\n```", "en")
    assert shown == "```{code-block} toml\n:caption: rules.toml\n\nx = 1\n```"


def test_an_index_has_the_contents_of_the_pages_that_it_leads_to() -> None:
    page = "# A\n\n| x | [One](one.md) |\n\n## B\n\n- [Two](b/two.md): text\n\nSee [elsewhere](c.md).\n"
    made = with_contents(page)
    assert "```{toctree}\n:hidden:\n\nOne <one>\n```" in made
    assert "```{toctree}\n:hidden:\n:caption: B\n\nTwo <b/two>\n```" in made
    assert "<c>" not in made
