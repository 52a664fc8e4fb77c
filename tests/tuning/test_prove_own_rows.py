"""Without a set every project writes its own rows: each criterion is proved for any weight, target and actual, then what adds up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scoring.api.book import load
from scoring.api.proving import Claimed, Proved, prove
from scoring.problems import InputRefused
from tests.running import run

ROOT = Path(__file__).resolve().parents[2]
RULES = """format = 1
[rulebook]
name = "ours"
total = 100
[grade]
rows = [[">= 90", "优"], [">= 60", "中"], ["else", "差"]]
[fact]
late = { kind = "whole", range = ">= 0" }
diverted = { kind = "yes_no" }
[rule.execution]
by = "actual"
rows = [[">= 90%", "100%"], [">= 60%", "actual / 90%"], ["else", "0%"]]
[rule.reach]
kind = "proportional"
[rule.order]
kind = "deduction"
deduct = [{ each = "late", points = 10, at_most = 30 }]
[rule.effect]
kind = "judged"
levels = [["好", ">= 80%"], ["中", ">= 60%"], ["差", "else"]]
[rule.by_date]
rows = [["actual <= target", 10], ["else", 2]]
[rule.tasks]
between = ["10%", "90%"]
gives = "points"
is = "10 * late"
missing = { value = "50%" }
[limit.diverted]
when = "diverted"
total = { at_most = 59 }
"""


def proved(before: str, after: str, no: str = "change", rules: str = RULES) -> Proved:
    assert before in rules
    return prove(load(rules), load(rules.replace(before, after)), no=no)  # type: ignore[arg-type]


def confirmed(found: Proved, before: str, after: str, rules: str = RULES) -> None:
    """The project that is handed over, as its file says it, is scored otherwise."""
    cards = [load(text).score(found.counterexample or "") for text in (rules, rules.replace(before, after))]
    assert cards[0].to_dict("en") != cards[1].to_dict("en")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"actual / 90%"', '"actual * 10 / 9"'),
        ('[">= 90%", "100%"], [">= 60%", "actual / 90%"], ["else"', '["< 60%", "0%"], ["< 90%", "actual / 90%"], [">= 90%", "100%"], ["else"'),
        ('when = "diverted"', 'when = "not (not diverted)"'),
        ('rows = [[">= 90", "优"]', 'rows = [["> 100", "优"], [">= 90", "优"]'),
        ('"actual <= target", 10', '"not (actual > target)", 10'),
        ('"10 * late"', '"late * 5 * 2"'),
        ('{ value = "50%" }', '{ value = "50.0%" }'),
        ("total = { at_most = 59 }", 'total = { at_most = 59 }\nlabel = "挪用"'),
    ],
)  # fmt: skip
def test_another_way_of_writing_the_same_moves_no_row(before: str, after: str) -> None:
    assert proved(before, after).verdict == "proved"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[">= 60%", "actual / 90%"]', '[">= 70%", "actual / 90%"]'),
        ('kind = "proportional"', 'kind = "proportional"\nnothing_below = "60%"'),
        ("points = 10, at_most = 30", "points = 12, at_most = 30"),
        ('["好", ">= 80%"]', '["好", ">= 85%"]'),
        ('"actual <= target", 10', '"actual < target", 10'),
        ('between = ["10%", "90%"]', 'between = ["10%", "80%"]'),
        ('{ value = "50%" }', '{ value = "40%" }'),
        ("total = { at_most = 59 }", "total = { at_most = 58 }"),
        ('[">= 90", "优"]', '[">= 92", "优"]'),
        ('by = "actual"', 'by = "max(actual, 0%)"'),  # of an actual of which only a bound is known
        ('[rule.order]\nkind = "deduction"\ndeduct = [{ each = "late", points = 10, at_most = 30 }]\n', ""),
    ],
)  # fmt: skip
def test_what_moves_a_row_is_shown_by_a_project_of_one_row(before: str, after: str) -> None:
    found = proved(before, after)
    assert found.verdict == "counterexample" and found.proof.counterexample is not None
    assert len(found.proof.counterexample.project["indicator"]) == 1
    if found.proof.counterexample.after is not None:
        confirmed(found, before, after)


def test_points_that_only_heavy_rows_feel_are_shown_by_one() -> None:
    """A row of less weight gives all of it anyway; what no row of the total can show is left open."""
    before, after = '"actual <= target", 10', '"actual <= target", 20'
    assert proved(before, after).verdict == "counterexample"
    rules = RULES.replace('"actual <= target", 10', '"actual <= target", 200')
    assert proved('"actual <= target", 200', '"actual <= target", 300', rules=rules).verdict == "not decided"


def test_nobody_loses_where_no_row_can() -> None:
    assert proved("points = 10, at_most = 30", "points = 8, at_most = 30", "loss").verdict == "proved"
    assert proved('["好", ">= 80%"]', '["好", ">= 85%"]', "loss").verdict == "proved"
    assert proved("total = { at_most = 59 }", "total = { at_most = 70 }", "loss").verdict == "proved"
    assert proved("points = 10, at_most = 30", "points = 12, at_most = 30", "loss").verdict == "counterexample"


def test_grades_are_proved_for_whatever_rows_add_up_to() -> None:
    assert proved("total = { at_most = 59 }", "total = { at_most = 58 }", "grade").verdict == "proved"
    assert proved('[">= 90", "优"]', '[">= 89.999", "优"]', "grade").verdict == "proved"  # no total lies between
    assert proved('[">= 90", "优"]', '[">= 89.99", "优"]', "grade").verdict == "counterexample"
    found = proved("points = 10, at_most = 30", "points = 8, at_most = 30", "grade")
    assert found.verdict == "counterexample"


def test_a_rule_that_the_sign_chooses_is_followed() -> None:
    rules = RULES.replace("total = 100", 'total = 100\nrule_for = { ">=" = "reach", "<=" = "reach" }')
    assert proved('"<=" = "reach"', '"<=" = "execution"', rules=rules).verdict == "counterexample"
    assert proved('"<=" = "reach"', '"<=" = "reach"', rules=rules).verdict == "proved"


def test_a_rulebook_that_is_not_whole_without_its_set_is_refused() -> None:
    """A limit that reads what only sets declare would be left out, and nothing said of it be true."""
    rules = RULES.replace('diverted = { kind = "yes_no" }\n', "")
    with pytest.raises(InputRefused):
        proved("total = { at_most = 59 }", "total = { at_most = 50 }", rules=rules)


def test_what_only_makes_a_finding_moves_no_score() -> None:
    told = RULES.replace('kind = "proportional"', 'kind = "proportional"\nover = { beyond = "130%", then = "finding" }')
    for claim in ("change", "loss", "grade"):
        assert proved('"130%"', '"140%"', claim, rules=told).verdict == "proved"
    counts = told.replace('then = "finding"', 'then = "50%"')
    assert proved('"130%"', '"140%"', rules=counts).verdict == "counterexample"


def test_rows_of_a_counterexample_are_called_plainly_and_refusals_speak_the_readers_language() -> None:
    gone = '[rule.order]\nkind = "deduction"\ndeduct = [{ each = "late", points = 10, at_most = 30 }]\n'
    found = proved(gone, "")
    assert found.proof.counterexample is not None
    assert list(found.proof.counterexample.project["indicator"]) == ["N1"]
    assert "不予受理：没有规则" in found.text("zh") and "refused: there is no rule" in found.text("en")
    assert found.to_dict("zh")["counterexample"]["refused"][0].startswith("没有规则")


def test_problems_of_two_folders_of_one_name_say_in_which_they_are(tmp_path: Path) -> None:
    for name, text in (("old", RULES), ("new", RULES.replace('"actual / 90%"', '"actuall / 90%"'))):
        (tmp_path / name / "ours").mkdir(parents=True)
        (tmp_path / name / "ours" / "rules.toml").write_text(text, encoding="utf-8")
    for sides in (("old/ours", "new/ours"), ("new/ours", "old/ours"), ("old/ours", "new/ours/rules.toml")):
        ran = run("prove", *(tmp_path / side for side in sides), "--lang", "en")
        assert ran.status != 0
        file = ran.err.partition(":")[0]
        assert file.endswith("new/ours/rules.toml") and Path(file).is_file()


OFF = 'total = 100\nweights_off_total = "finding"\n'
UNIT = f'{RULES}[unit."担"]\nis = "50 亩"\n'


@pytest.mark.parametrize(
    ("before", "after", "rules", "no"),
    [
        ("total = 100\n", OFF, RULES, "change"),  # rows that do not add up are refused, or only told of
        (OFF, "total = 100\n", RULES.replace("total = 100\n", OFF), "change"),
        ("50 亩", "60 亩", UNIT, "change"),  # a target in it is another amount
        ("50 亩", "60 亩", UNIT, "loss"),
        ("50 亩", "60 亩", UNIT, "grade"),
        ('[unit."担"]\nis = "50 亩"\n', "", UNIT, "change"),
        ('["a"]', '["a", "b"]', RULES, "change"),
        ('key = "name"\n', "", RULES, "change"),
        ("total = 100\n", 'total = 100\ncounts = "approved"\n', RULES, "change"),
    ],
)
def test_what_is_read_or_refused_otherwise_is_never_proved(before: str, after: str, rules: str, no: str) -> None:
    """Terms are about amounts of projects that are read: how files are read may differ besides."""
    rules += '[fact.items]\nkey = "name"\nlist = { name = ["a"], cost = "元" }\n'
    assert before in rules
    assert proved(before, after, no, rules).verdict != "proved"


@pytest.mark.parametrize(
    ("added", "before", "after", "reason"),
    [
        ('[check.c]\neach = { label = "路*" }\nthat = "actual <= 1000"\nbroken = "stop"\n', "路*", "桥*", "check `c` looks at each row"),
        ('[rule.mixed]\n[[rule.mixed.part]]\nname = "a"\ngives = "points"\nis = "late * 50"\nbetween = ["0%", "40%"]\n', "* 50", "* 50 * 1", "parts kept between shares"),
    ],
)  # fmt: skip
def test_why_rows_are_not_looked_into_is_said(added: str, before: str, after: str, reason: str) -> None:
    found = proved(before, after, rules=RULES + added)
    assert found.verdict == "not decided" and reason in found.text("en")


@pytest.mark.parametrize("claim", ["change", "loss", "grade"])
def test_a_row_that_reports_days_is_shown_beside_rows_that_report_numbers(claim: Claimed, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules" / "self-evaluation", tmp_path / "after")
    file = tmp_path / "after" / "criteria.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("actual <= target", "actual < target"), encoding="utf-8")
    found = prove(ROOT / "rules" / "self-evaluation", tmp_path / "after", no=claim).proof
    assert found.counterexample is not None
    row = found.counterexample.project["indicator"]["N1"]
    assert row["target"] == f">= {row['actual']}" and row["rule"] == "by_date"
    assert found.counterexample.away == ("N1.actual", "N1.target")
