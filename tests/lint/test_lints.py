"""Each lint: a rulebook that has the mistake, one near it that has not; what is said, in both languages."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import cli
from scoring.commands.check import check_path
from scoring.lint.analysis import CODES, MODULES

ROOT = Path(__file__).resolve().parents[2]
LINTS = ROOT / "tests" / "golden" / "lints"
NAMES = sorted(folder.name for folder in LINTS.iterdir() if folder.is_dir())
SHIPPED = [
    *sorted(path.relative_to(ROOT) for kind in ("rules", "indicators") for path in (ROOT / kind).iterdir()),
    *sorted(path.parent.relative_to(ROOT) for path in (ROOT / "examples").rglob("rulebook.toml")),
]
REFUSED = ("unit-does-not-fit",)
"""Mistakes that loading refuses already, shown beside the lints."""
NO_ALARM = ("not-decided", "silenced")


def checked(path: Path, language: str, *more: str) -> tuple[str, int]:
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        status = cli.main(["check", str(path), "--lang", language, *more])
    assert "internal error" not in complained.getvalue(), complained.getvalue()
    return said.getvalue() + complained.getvalue(), status


def lies(name: str, which: str) -> Path:
    """The rulebook, or the indicator set with its rulebook beside it."""
    file = LINTS / name / f"{which}.toml"
    return file if file.is_file() else LINTS / name / which / "indicators" / "set"


def test_every_lint_has_a_rulebook_with_the_mistake_and_one_without() -> None:
    assert set(NAMES) == {*CODES, *REFUSED, *NO_ALARM}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NO_ALARM])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_mistake_is_told_and_nothing_else(name: str, language: str, golden: Callable[[str, str], None]) -> None:
    told, status = checked(lies(name, "mistake"), language)
    assert told.count(f"  [{name}]\n") == 1, told
    assert len(re.findall(r"^  \[[a-z-]+\]$", told, re.MULTILINE)) == 1
    assert status == (1 if name in REFUSED else 0)
    golden(told, f"tests/golden/lints/{name}/{language}.txt")


@pytest.mark.parametrize("name", NAMES)
def test_the_rulebook_near_it_gives_no_alarm(name: str) -> None:
    told, status = checked(lies(name, "near"), "en")
    assert (told, status) == ("1 checked, no problems\n", 0)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_table_that_is_not_decided_is_told_without_an_alarm(
    language: str, golden: Callable[[str, str], None]
) -> None:
    told, status = checked(lies("not-decided", "mistake"), language)
    assert status == 0
    golden(told, f"tests/golden/lints/not-decided/{language}.txt")


def test_a_lint_may_be_made_an_error() -> None:
    told, status = checked(lies("silenced", "mistake"), "en")
    assert status == 1
    assert "1 error" in told


@pytest.mark.parametrize("path", SHIPPED, ids=str)
def test_nothing_that_is_shipped_gives_an_alarm(path: Path) -> None:
    assert check_path(str(ROOT / path)) == []


def silenced_with(tmp_path: Path, allow: str) -> tuple[str, int]:
    text = (LINTS / "silenced" / "near.toml").read_text(encoding="utf-8")
    (tmp_path / "x.toml").write_text(re.sub(r"allow = .*", f"allow = {allow}", text), encoding="utf-8")
    return checked(tmp_path / "x.toml", "en")


def test_a_lint_that_there_is_not_is_a_problem(tmp_path: Path) -> None:
    told, status = silenced_with(tmp_path, '{ "row-gab" = "exactly 90% does not happen" }')
    assert status == 1
    assert "there is no lint `row-gab`" in told
    assert "[row-gap]" in told


def test_a_silence_needs_a_reason(tmp_path: Path) -> None:
    told, status = silenced_with(tmp_path, '{ "row-gap" = " " }')
    assert status == 1
    assert "`row-gap` is allowed without a reason" in told
    assert "[row-gap]" not in told


def test_a_silence_in_a_rulebook_that_only_a_set_needs_is_no_alarm_without_one(tmp_path: Path) -> None:
    shutil.copytree(LINTS / "weight-exceeded" / "mistake", tmp_path / "mine")
    file = tmp_path / "mine" / "rules" / "book" / "rulebook.toml"
    file.write_text(file.read_text(encoding="utf-8") + 'allow = { "weight-exceeded" = "a bonus" }\n', encoding="utf-8")
    assert check_path(str(tmp_path / "mine" / "indicators" / "set")) == []
    assert check_path(str(tmp_path / "mine" / "rules" / "book")) == []


# ---------------------------------------------------------------- pages


def fragments(module: ModuleType) -> tuple[str, str]:
    """The mistake and its correction on a lint's page."""
    mistake, better = re.findall(r"```toml\n(.*?)```", module.__doc__ or "", re.DOTALL)
    return mistake, better


def told_of(fragment: str, folder: Path) -> Iterator[str]:
    """The codes that are told of a page's fragment, put into a rulebook, or into a set and its rulebook."""
    book, _, indicators = fragment.partition("# the indicator set\n")
    head = "format = 1\n" + ("" if "[rulebook]" in book else '[rulebook]\nname = "r"\n')
    for name, text in (("rules/r", head + book), ("indicators/s", f"format = 1\n{indicators}")):
        (folder / name).mkdir(parents=True)
        (folder / name / "file.toml").write_text(text, encoding="utf-8")
    for problem in check_path(str(folder / ("indicators/s" if indicators else "rules/r"))):
        yield problem.code


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.CODE)
def test_the_page_of_a_lint_shows_the_mistake_and_its_correction(module: ModuleType, tmp_path: Path) -> None:
    mistake, better = fragments(module)
    assert list(told_of(mistake, tmp_path / "mistake")) == [module.CODE]
    assert list(told_of(better, tmp_path / "better")) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.CODE)
def test_a_lint_is_named_by_its_file_and_explained_by_the_command(module: ModuleType) -> None:
    assert module.__name__ == f"scoring.lint.lints.{module.CODE.replace('-', '_')}"
    assert f"{module.CODE}\n\n{(module.__doc__ or '').strip()}\n" in page(module.CODE)


def page(code: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        cli.main(["check", "--explain", code])
    return said.getvalue()


def test_a_lint_that_there_is_not_cannot_be_explained() -> None:
    assert "there is no lint `row-gab`" in page("row-gab")


# ---------------------------------------------------------------- machines


def test_json_and_sarif_carry_the_counterexample_and_what_is_not_decided() -> None:
    found = json.loads(checked(lies("rows-overlap", "mistake"), "en", "--format", "json")[0])
    (problem,) = found["problems"]
    shown = {"of": "value", "name": "points", "given": {"rate": "90%", "scope": "city"},
             "comes": "several rows take it, the project is refused"}  # fmt: skip
    assert problem["counterexample"] == shown
    (run,) = json.loads(checked(lies("rows-overlap", "mistake"), "en", "--format", "sarif")[0])["runs"]
    assert run["results"][0]["properties"]["counterexample"] == shown

    found = json.loads(checked(lies("not-decided", "mistake"), "en", "--format", "json")[0])
    assert found["problems"] == []
    (table,) = found["not_decided"]
    assert (table["name"], table["line"]) == ("points", 11)
    (run,) = json.loads(checked(lies("not-decided", "mistake"), "en", "--format", "sarif")[0])["runs"]
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("points: ")


def test_many_problems_are_counted_by_kind_at_the_end(tmp_path: Path) -> None:
    facts = "\n".join(f'f{n} = "元"' for n in range(30))
    text = f'format = 1\n[rulebook]\nname = "x"\n[fact]\nspent = "元"\n{facts}\n[result.r]\nis = "spent"\n'
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    told, _ = checked(tmp_path / "x.toml", "en")
    assert told.endswith("30 warnings\n     30  unused-fact\n")


BIDS = """
format = 1
[rulebook]
name = "bids"
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { kind = "number" }, size = { kind = "number" }, valid = { kind = "yes_no" } } }
[result.price]
is = "%s"
"""


@pytest.mark.parametrize(
    ("formula", "is_told"),
    [
        ("mean(bids, price, weight = size, drop_lowest = 1, else = 0)", True),
        ("sum(bids, price / size, weight = size, keep_highest = 2)", True),
        ("sum(bids, price, weight = price, keep_highest = 2)", False),
        ("sum(bids, price, weight = 2, keep_highest = 2)", False),
        ("mean(bids, price, drop_lowest = 1, else = 0)", False),
    ],
)
def test_whose_weight_counts_of_two_equal_values_is_not_left_to_how_they_are_listed(
    formula: str, is_told: bool, tmp_path: Path
) -> None:
    file = tmp_path / "bids.toml"
    file.write_text(BIDS % formula, encoding="utf-8")
    assert ("[listed-order]" in checked(file, "en")[0]) is is_told


@pytest.mark.parametrize(
    ("formula", "condition"),
    [
        ("mean(bids, price, where = valid)", '"count(bids, valid) > 0"'),
        ("mean(bids, price, where = bidder != 'A')", "'count(bids, bidder != \"A\") > 0'"),
        ("mean(bids, price, drop_lowest = 1, drop_highest = 1)", '"count(bids) > 1 + 1"'),
        ("mean(bids, price, where = valid, drop_lowest = 2)", '"count(bids, valid) > 2"'),
    ],
)
def test_what_is_offered_against_an_aggregate_of_none_leaves_a_record(
    formula: str, condition: str, tmp_path: Path
) -> None:
    file = tmp_path / "bids.toml"
    file.write_text(BIDS % formula, encoding="utf-8")
    assert f"or when = {condition}\n" in checked(file, "en")[0]
    file.write_text(BIDS % formula + f"when = {condition}\n", encoding="utf-8")
    assert checked(file, "en") == ("1 checked, no problems\n", 0)
