"""The library as a program uses it: everything loaded from wherever it is, and said as the commands say it."""

from __future__ import annotations

import datetime
import doctest
import json
import pickle
import re
import subprocess
import sys
import tempfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import cli
import scoring
import scoring.api

ROOT = Path(__file__).resolve().parents[2]
RULES = """
format = 1
[rulebook]
name = "ours"
[fact]
spent = "万元"
[rule.r]
kind = "proportional"
[result.share]
is = "spent / 100 万元"
optional = true
"""
PROJECT = {
    "project": "p",
    "period": 2024,
    "facts": {"spent": "57 万元"},
    "indicator": {"X": {"in": "产出", "weight": 10, "rule": "r", "target": ">= 10 个", "actual": "5 个"}},
}
TOML = """
format = 1
project = "p"
period = 2024
[facts]
spent = "57 万元"
[indicator]
X = { in = "产出", weight = 10, rule = "r", target = ">= 10 个", actual = "5 个" }
"""


def bare(card: scoring.Card) -> dict[str, object]:
    """A scorecard without the places, which are of the file, the text or the dict."""
    text = re.sub(r'"where": "[^"]*"', '"where": ""', card.to_json())
    data: dict[str, object] = json.loads(text)
    return data


def refused(project: object, rules: str = RULES) -> str:
    with pytest.raises(scoring.InputRefused) as told:
        scoring.load(rules).score(project)  # type: ignore[arg-type]
    return str(told.value)


# ---------------------------------------------------------------- wherever it is


def test_a_project_is_the_same_as_a_dict_a_text_a_file_and_when_read_before(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(TOML)
    book = scoring.load(RULES)
    said = bare(book.score(PROJECT))
    for source in (TOML, json.dumps({"format": 1, **PROJECT}), tmp_path / "p.toml", str(tmp_path / "p.toml")):
        assert bare(book.score(source)) == said
        assert bare(book.score(scoring.read(source))) == said


def test_a_rulebook_is_the_same_as_a_dict_a_text_a_file_and_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/book.toml").write_text(RULES)
    (tmp_path / "one.toml").write_text(RULES)
    data = {
        "rulebook": {"name": "ours"},
        "fact": {"spent": "万元"},
        "rule": {"r": {"kind": "proportional"}},
        "result": {"share": {"is": "spent / 100 万元", "optional": True}},
    }
    books = [
        scoring.load(source) for source in (RULES, data, Path("ours"), "ours", "ours/", "one.toml", Path("one.toml"))
    ]
    assert len({book.fingerprint for book in books}) == 1
    assert len({json.dumps(bare(book.score(PROJECT))) for book in books}) == 1


def test_what_there_is_not_is_refused_when_it_is_loaded(tmp_path: Path) -> None:
    for name in ("self-evaluatoin", tmp_path / "nothing", "no/such.toml"):
        with pytest.raises(scoring.InputRefused, match="there is no rulebook"):
            scoring.load(name)
    with pytest.raises(TypeError):
        scoring.load()


@pytest.mark.parametrize(
    "broken", [RULES + "[limit.l]\nwhen = 'nothing'\n", "format = 1\n[rulebook\n", 'format = 1\n[fact]\nx = "元"\n']
)
def test_a_rulebook_with_errors_is_checked_and_scores_nothing(broken: str) -> None:
    book = scoring.load(broken)
    report = book.check()
    assert not report.ok and report.errors
    with pytest.raises(scoring.InputRefused) as told:
        book.score(PROJECT)
    assert {problem.code for problem in report.errors} <= {problem.code for problem in told.value.problems}


def test_files_that_are_not_saved_go_before_those_on_disk(tmp_path: Path) -> None:
    folder = tmp_path / "rules" / "ours"
    folder.mkdir(parents=True)
    (folder / "book.toml").write_text(RULES)
    assert scoring.load(folder).check().ok
    changed = {folder / "book.toml": RULES.replace("spent / 100", "spnet / 100")}
    (problem,) = scoring.load(folder, files=changed).check().errors
    assert (problem.code, str(problem.place)) == ("unknown-name", "rules/ours/book.toml:10:7")
    more = {folder / "more.toml": 'format = 1\n[value.half]\nis = "spent / 2"\n'}
    assert "half" in scoring.load(folder, files=more).score(PROJECT)
    project = {tmp_path / "p.toml": TOML}
    assert "X" in scoring.load(folder, files={**changed, **project, folder / "book.toml": RULES}).score(
        tmp_path / "p.toml"
    )
    new = tmp_path / "rules" / "new"
    assert scoring.load(new, files={new / "book.toml": RULES}).name == "ours"
    assert scoring.load(folder).check().ok


@pytest.mark.parametrize(
    "stray", ["../x.toml", "rules/ours/below/x.toml", "rules/other/x.toml", "rules/ours/.hidden.toml", "x.csv"]
)
def test_a_file_that_is_not_read_is_told(stray: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "rules" / "ours"
    folder.mkdir(parents=True)
    (folder / "book.toml").write_text(RULES)
    (tmp_path / "p.toml").write_text(TOML)
    said = rf"`{re.escape(stray)}` of `files` is not read"
    for rules in (folder, folder / "book.toml", RULES):
        with pytest.raises(scoring.InputRefused, match=said):
            scoring.load(rules, files={stray: "a"})
    for project in ("p.toml", TOML, PROJECT):
        with pytest.raises(scoring.InputRefused, match=said):
            scoring.read(project, files={stray: TOML})


def test_a_place_ends_where_an_editor_sees_its_end() -> None:
    book = scoring.load(RULES + '[value]\nv = { label = "𝟚𝟚", is = "spnet" }\n')
    (problem,) = book.check().errors
    start, end = problem.start, problem.end
    assert (start.line, start.column, end.column) == (13, 27, 32)
    assert (start.utf16, end.utf16) == (29, 34)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("given", "comes"),
    [(57, 57), (57.3, Fraction(573, 10)), (0.1, Fraction(1, 10)), (Decimal("1e-3"), Fraction(1, 1000)), (Fraction(1, 8), Fraction(1, 8)),
     (10**30, 10**30)],
)  # fmt: skip
def test_a_number_in_a_dict_is_the_decimal_that_python_prints(given: object, comes: object) -> None:
    rules = 'format = 1\n[rulebook]\nname = "n"\n[fact]\nx = { kind = "number" }\n[result.y]\nis = "x"\n'
    card = scoring.load(rules).score({"project": "p", "facts": {"x": given}})
    assert card["y"].points == comes


class Count(int):
    """A whole number of another library's."""


def nested(levels: int, wide: int = 1) -> object:
    value: object = "57 万元"
    for _ in range(levels):
        value = [value] * wide
    return value


CIRCLE: dict[str, object] = {}
CIRCLE["a"] = CIRCLE
NO_INPUT: list[tuple[object, str]] = [
    (b"57", "Python's `bytes` is neither text, number, date, yes or no, list nor table"),
    (bytearray(b"57"), "Python's `bytearray`"),
    ({"57 万元"}, "Python's `set`"),
    (frozenset(), "Python's `frozenset`"),
    (object(), "Python's `object`"),
    (57 + 0j, "Python's `complex`"),
    (int, "Python's `type`"),
    (range(3), "Python's `range`"),
    (iter([57]), "Python's `list_iterator`"),
    (Path("57"), "Path`"),
    (datetime.timedelta(1), "Python's `timedelta`"),
    ({1: 2}, "a key of this table is Python's `int`; keys are texts"),
    ({None: 2}, "a key of this table is Python's `NoneType`"),
    ({("a", "b"): 2}, "a key of this table is Python's `tuple`"),
    (float("nan"), "`NaN` is no number that can be scored"),
    (float("inf"), "`Infinity` is no number"),
    (float("-inf"), "`-Infinity` is no number"),
    (Decimal("nan"), "`NaN` is no number"),
    (Decimal("sNaN"), "`NaN` is no number"),
    (Decimal("-Infinity"), "`-Infinity` is no number"),
    (10**5000, "this number has more than 100 digits, or an exponent beyond 100"),
    (-(10**101), "this number has more than 100 digits"),
    (Decimal("1e999999"), "this number has more than 100 digits"),
    (Decimal("1e-999999"), "this number has more than 100 digits"),
    (Decimal("1" * 101), "this number has more than 100 digits"),
    (1e308, "this number has more than 100 digits"),
    (Fraction(1, 3), "`1/3` has no end as a decimal"),
    (Fraction(1, 2**100_000), "this number has more than 100 digits"),
    (nested(70), "nested more than 64 levels deep"),
    (nested(60, wide=2), "this would make more than 5000000 bytes"),
    (CIRCLE, "nested more than 64 levels deep"),
    ("57\ud800", "U+D800"),
    (None, "[wrong-kind]"),
    (True, "[wrong-kind]"),
    (57, "`57` has no unit"),
    (Count(57), "`57` has no unit"),
    ((57,), "[wrong-kind]"),
    (datetime.datetime(2024, 3, 1, 10), "times of day are not read, only dates"),
    (datetime.time(10), "times of day are not read"),
    (datetime.date(2024, 3, 1), "`2024-03-01` is a date, not an amount"),
]


@pytest.mark.parametrize(("given", "told"), NO_INPUT, ids=[str(number) for number in range(len(NO_INPUT))])
@pytest.mark.parametrize("below", [False, True])
def test_whatever_python_has_in_a_dict_is_read_or_refused_with_a_reason(given: object, told: str, below: bool) -> None:
    said = refused({**PROJECT, "facts": {"spent": {"value": given} if below else given, "spend": 1}})
    assert told in said
    assert "`spend`" in said or "bytes" in told  # all that is wrong, at once
    with pytest.raises(scoring.InputRefused):
        scoring.read({**PROJECT, "why": given, "facts": {"spent": given}})


def test_a_dict_that_is_wrong_in_a_row_is_told_of_that_row_alone() -> None:
    for weight in (True, "ten", Decimal("sNaN"), 10**5000, -1, {1}):
        row = {**PROJECT["indicator"]["X"], "weight": weight}  # type: ignore[index]
        said = refused({**PROJECT, "indicator": {"X": row}}, RULES.partition("[result")[0])
        assert len(said.splitlines()) == 1, said
    said = refused({**PROJECT, "indicator": [("X", 3)]}, RULES.partition("[result")[0])
    assert "nothing to score" not in said


@pytest.mark.parametrize("source", [5, b"x", ["x"], object()])
def test_what_is_no_source_is_a_wrong_call(source: object) -> None:
    with pytest.raises(TypeError, match="is a path, a text or a dict, not"):
        scoring.load(RULES).score(source)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a rulebook is a path, a text or a dict, not"):
        scoring.load(source)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="an indicator set is a path, a text or a dict, not"):
        scoring.load(indicators=source)  # type: ignore[arg-type]


# ---------------------------------------------------------------- what is said


def test_a_book_says_what_the_commands_say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")  # the width of a table that no terminal shows
    form = "examples/self-evaluation/form.toml"
    for card in (scoring.score(form), scoring.load("self-evaluation").score(form)):
        for said, arguments in (
            (card.to_json("zh"), ["score", form, "--format", "json"]),
            (card.text("en"), ["score", form, "--lang", "en"]),
            (card.explain("zh") + "\n", ["explain", form]),
            (card["N1"].explain("en") + "\n", ["explain", form, "N1", "--lang", "en"]),
        ):
            cli.main(arguments)
            assert capsys.readouterr().out == said


def test_an_exception_says_what_is_wrong_and_survives_a_process() -> None:
    with pytest.raises(scoring.InputRefused) as told:
        scoring.load(RULES).score({**PROJECT, "facts": {"spend": 1, "spent": "3 头"}})
    for error in (told.value, pickle.loads(pickle.dumps(told.value))):
        assert "`spend`" in str(error) and "`头`" in str(error) and "did you mean `spent`?" in str(error)
        assert [problem.severity for problem in error.problems] == ["error", "error"]


def test_a_name_that_is_not_on_a_card_is_a_key_that_is_not_there() -> None:
    card = scoring.load(RULES).score(PROJECT)
    assert "X" in card and "share" in card and "Y" not in card and list(card) == ["X", "share"]
    with pytest.raises(KeyError, match="there is no indicator, result or value `Y`"):
        card["Y"]


def test_a_project_that_names_other_rules_is_told_so() -> None:
    book = scoring.load(RULES)
    assert [one.code for one in book.score({**PROJECT, "rules": "ours"}).findings] == []
    (finding,) = book.score({**PROJECT, "rules": "theirs"}).findings
    assert finding.code == "other-rules" and "`theirs`" in finding.message.en and "`ours`" in finding.message.en


def test_checking_a_project_tells_everything_that_scoring_it_would() -> None:
    book = scoring.load(RULES + '[check.c]\nthat = "spent > 60 万元"\nmessage = "too little"\n')
    assert [problem.code for problem in book.check(PROJECT)] == ["c"]
    assert [problem.code for problem in book.check({**PROJECT, "facts": {"spend": 1}})] == ["unknown-fact"]


# ---------------------------------------------------------------- tables


TABLE = "project,spent (万元),X.actual\nA,57,5 个\nB,about 3,7 个\nC,60,12 个\n"
SET = 'format = 1\n[indicator_set]\nname = "s"\nrules = "ours"\n[indicator]\nX = { in = "产出", weight = 10, rule = "r", target = ">= 10 个" }\n'


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table, and everything temporary in a folder of its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "staged"))
    (tmp_path / "staged").mkdir()
    (tmp_path / "table.csv").write_text(TABLE)
    return tmp_path / "table.csv"


@pytest.mark.parametrize("engine", ["columnar", "exact"])
def test_every_row_of_a_table_comes_as_it_would_by_itself(table: Path, engine: str) -> None:
    book = scoring.load(RULES, indicators=SET)
    with book.batch(table, engine=engine) as batch:
        rows = list(batch)
        assert [(row.number, row.project, row.status) for row in rows] == [
            (1, "A", "complete"), (2, "B", "rejected"), (3, "C", "complete")]  # fmt: skip
        (reject,) = rows[1].rejects
        assert (reject.project, reject.column, reject.value) == ("B", "spent (万元)", "about 3")
        for row in (rows[0], rows[2]):
            one = {"A": ("57 万元", "5 个"), "C": ("60 万元", "12 个")}[row.project or ""]
            card = book.score({"project": "x", "facts": {"spent": one[0]}, "indicator": {"X": {"actual": one[1]}}})
            assert (row["total"], row["产出"]) == (card.total.points, card["X"].points), list(row.values)
        assert batch.to_polars()["total"].to_list() == [rows[0]["total"], rows[2]["total"]]
        with pytest.raises(KeyError):
            rows[0]["nothing"]


def test_a_run_leaves_nothing_behind_whether_it_is_closed_forgotten_or_cancelled(table: Path) -> None:
    book = scoring.load(RULES, indicators=SET)
    staged = table.parent / "staged"
    batch = book.batch(table)
    assert not list(staged.iterdir())
    list(batch)
    assert list(staged.iterdir())
    batch.close()
    assert not list(staged.iterdir())
    forgotten = book.batch(table)
    list(forgotten)
    del forgotten
    assert not list(staged.iterdir())
    asked = []
    for stop_at in (1, 2, 3):
        asked.clear()
        with pytest.raises(scoring.Cancelled):
            list(book.batch(table, engine="exact", cancel=lambda: asked.append(1) or len(asked) >= stop_at))  # type: ignore[func-returns-value]  # noqa: B023
        assert not list(staged.iterdir())
    (table.parent / "bad.csv").write_text("what\n1\n")
    with pytest.raises(scoring.InputRefused):
        list(book.batch(table.parent / "bad.csv"))
    assert not list(staged.iterdir())


def test_progress_comes_to_its_end(table: Path) -> None:
    seen: list[tuple[int, int]] = []
    list(scoring.load(RULES, indicators=SET).batch(table, engine="exact", progress=lambda *at: seen.append(at)))
    assert seen == [(1, 3), (2, 3), (3, 3), (3, 3)]


# ---------------------------------------------------------------- the page


def code_of(page: str) -> str:
    """What stands at Python's prompt on a page."""
    blocks = re.findall(r"```pycon\n(.*?)```", page, re.DOTALL)
    return "".join(example.source for block in blocks for example in doctest.DocTestParser().get_examples(block))


def test_what_the_page_shows_is_typed(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text(code_of((ROOT / "docs/en/library.md").read_text(encoding="utf-8")))
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--config-file", "pyproject.toml"]
    ran = subprocess.run([*command, str(tmp_path / "page.py")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.stdout + ran.stderr == ""


def test_every_name_that_is_promised_is_found_and_documented() -> None:
    page = (ROOT / "docs/en/library.md").read_text(encoding="utf-8")
    from scoring import api

    assert sorted(api.HOMES) == api.__all__ == sorted(api.__all__)
    assert [name for name in api.__all__ if not getattr(scoring, name).__doc__] == []
    raised = [
        name
        for name in api.__all__
        if isinstance(getattr(scoring, name), type) and issubclass(getattr(scoring, name), Exception)
    ]
    assert [name for name in raised if f"| `{name}` |" not in page] == []
    with pytest.raises(AttributeError):
        scoring.nothing_like_it  # noqa: B018


def test_an_engine_a_period_or_a_language_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no engine 'foo'"):
        scoring.load(RULES, engine="foo")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'abc' is no period"):
        scoring.load(RULES, period="abc")
    book = scoring.load(RULES)
    card = book.score(PROJECT)
    for said in (card.text, card.explain, card.explain_all, card.to_dict, card["X"].explain, book.check().text):
        with pytest.raises(ValueError, match="no language 'fr'"):
            said("fr")


def test_every_name_that_is_promised_is_there_whatever_was_imported_before() -> None:
    """A module of the same name must not stand in its way."""
    names = "import types, scoring\nfor name in scoring.api.__all__:\n    assert not isinstance(getattr(scoring, name), types.ModuleType), name\n"  # fmt: skip
    for first in ("", "import scoring.api.batch, scoring.api.tuning, scoring.api.ranking, scoring.api.reactions\n"):
        subprocess.run([sys.executable, "-c", f"import scoring.api\n{first}{names}"], check=True, cwd=ROOT)
    homes = {path.stem for path in (ROOT / "scoring" / "api").glob("*.py")}
    assert not homes & set(scoring.api.__all__)


def test_every_name_that_is_promised_stands_on_the_page_of_the_library() -> None:
    """Doors by how they are called; what they give is told with them."""
    doors = [name for name in scoring.api.__all__ if name.islower()]
    for language in ("en", "zh"):
        page = (ROOT / "docs" / language / "library.md").read_text(encoding="utf-8")
        assert [name for name in doors if not re.search(rf"scoring\.{name}\(|`{name}`", page)] == [], language
