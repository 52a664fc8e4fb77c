"""A claim about two rulebooks is proved, or shown not to hold by a project that both books score."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli
from scoring.api.book import load
from scoring.api.proving import Proved, prove
from scoring.commands import INTERNAL_ERROR
from scoring.tuning.algebra.operations import OPERATIONS
from tests.running import run

ROOT = Path(__file__).parents[2]
SET = """format = 1
[indicator_set]
name = "county"
rules = "ours"
[indicator]
A = { in = "过程", weight = 40, rule = "execution", actual = "= spent / budget", target = ">= 100%" }
B = { in = "产出", weight = 60, rule = "order" }
[fact]
budget = { unit = "万元", range = "> 0 元" }
spent = { unit = "万元", range = ">= 0 元" }
late = { kind = "whole", range = ">= 0" }
diverted = { kind = "yes_no" }
"""
RULES = """format = 1
[rulebook]
name = "ours"
total = 100
[grade]
rows = [[">= 90", "优"], [">= 60", "中"], ["else", "差"]]
[rule.execution]
by = "actual"
rows = [[">= 90%", "100%"], [">= 60%", "actual / 90%"], ["else", "0%"]]
[rule.order]
kind = "deduction"
deduct = [{ each = "late", points = 10, at_most = 30 }]
[limit.diverted]
when = "diverted"
total = { at_most = 59 }
"""


def proved(before: str, after: str, no: str = "change", rules: str = RULES) -> Proved:
    """The claim about the rules with a piece of text replaced."""
    assert before in rules
    books = [load(text, indicators=SET) for text in (rules, rules.replace(before, after))]
    return prove(*books, no=no)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"actual / 90%"', '"actual * 10 / 9"'),
        ('[">= 90%", "100%"], [">= 60%", "actual / 90%"], ["else"', '["< 60%", "0%"], ["< 90%", "actual / 90%"], [">= 90%", "100%"], ["else"'),
        ('when = "diverted"', 'when = "not (not diverted)"'),
        ('rows = [[">= 90", "优"]', 'rows = [["> 100", "优"], [">= 90", "优"]'),
        ('by = "actual"', 'by = "max(actual, 0%)"'),
    ],
)  # fmt: skip
def test_another_way_of_writing_the_same_moves_nobody(before: str, after: str) -> None:
    assert proved(before, after).verdict == "proved"


def test_a_threshold_that_moves_somebody_shows_whom() -> None:
    found = proved('[">= 60%", "actual / 90%"]', '[">= 70%", "actual / 90%"]')
    assert found.verdict == "counterexample"
    counterexample = found.proof.counterexample
    assert counterexample is not None and len(counterexample.away) == 1
    assert [one.name for one in counterexample.moved] == ["A", "过程", "total"]
    before, after = (load(text, indicators=SET) for text in (RULES, RULES.replace('">= 60%", "a', '">= 70%", "a')))
    cards = [book.score(found.counterexample or "") for book in (before, after)]
    assert cards[0].total.points != cards[1].total.points


def test_a_deduction_that_costs_less_makes_nobody_lose() -> None:
    assert proved("points = 10, at_most = 30", "points = 8, at_most = 30", "loss").verdict == "proved"
    assert proved("points = 8, at_most = 30", "points = 10, at_most = 30", "loss",
                  RULES.replace("points = 10", "points = 8")).verdict == "counterexample"  # fmt: skip


def test_what_moves_points_may_move_no_grade() -> None:
    inside = proved('"actual / 90%"', '"actual / 90% - 0.1%"', "grade")
    assert inside.verdict == "counterexample"  # at the edge of a grade anything moves it
    assert proved("at_most = 59", "at_most = 58", "grade").verdict == "proved"
    assert proved("at_most = 59", "at_most = 58").verdict == "counterexample"


def test_a_rule_that_only_some_projects_feel_is_found_with_missing_facts() -> None:
    found = proved('[">= 90%", "100%"]', '["missing", "50%"], [">= 90%", "100%"]')
    assert proved('["else", "0%"]', '["missing", "50%"], ["else", "0%"]').verdict == "proved"  # nobody gets there
    assert found.verdict == "counterexample" and found.proof.counterexample is not None
    assert set(found.proof.counterexample.away) <= {"spent", "budget"}


def test_what_cannot_be_looked_into_is_not_decided_unless_it_is_alike() -> None:
    rules = RULES + '[result.curve]\nis = "ln(spent / 1 万元 + 1)"\nround = { decimals = 2 }\n'
    assert proved('"actual / 90%"', '"actual * 10 / 9"', rules=rules).verdict == "proved"
    assert proved('"ln(spent / 1 万元 + 1)"', '"ln(1 + spent / 1 万元)"', rules=rules).verdict == "proved"
    found = proved('"ln(spent / 1 万元 + 1)"', '"ln(spent * 2 / 1 万元 + 2) - ln(2)"', rules=rules)
    assert found.verdict == "not decided"
    assert "ln(" in found.text("en")


def test_the_answer_is_the_same_each_time() -> None:
    texts = [proved('">= 60%", "a', '">= 70%", "a').to_json("zh") for _ in range(2)]
    assert texts[0] == texts[1]


def test_the_command_says_it_and_writes_the_project(tmp_path: Path) -> None:
    for name, text in (("old", RULES), ("new", RULES.replace('">= 60%", "a', '">= 70%", "a'))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rules.toml").write_text(text, encoding="utf-8")
    (tmp_path / "set.toml").write_text(SET, encoding="utf-8")
    sides = [str(tmp_path / "old"), str(tmp_path / "new"), "--indicators", str(tmp_path / "set.toml")]
    file = tmp_path / "counterexample.toml"
    done = run("prove", *sides, "--lang", "en", "-o", str(file))
    assert done.status == 1 and "not so: there is a counterexample" in done.out
    again = run("score", str(file), "--rules", sides[1], "--indicators", sides[3], "--lang", "en")
    assert again.status == 0, again.err
    same = run("prove", sides[0], sides[0], "--indicators", sides[3], "--lang", "zh")
    assert same.status == 0 and "已证明" in same.out
    page = run("prove", *sides, "--format", "html").out
    assert page.startswith("<!DOCTYPE html>") and "<script" not in page


def test_a_counterexample_that_scoring_does_not_bear_out_is_told_as_our_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terms take the greater of two for the lesser: what they show then is no counterexample, and never silence."""
    monkeypatch.setitem(OPERATIONS, "max", OPERATIONS["min"])
    for name, text in (("old", RULES), ("new", RULES.replace('by = "actual"', 'by = "max(actual, 0%)"'))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rules.toml").write_text(text, encoding="utf-8")
    (tmp_path / "set.toml").write_text(SET, encoding="utf-8")
    status = cli.main(
        ["prove", str(tmp_path / "old"), str(tmp_path / "new"), "--indicators", str(tmp_path / "set.toml")]
    )
    said = capsys.readouterr().err
    assert status == INTERNAL_ERROR
    assert "terms and scores disagree about" in said and "[facts]" in said and said.count('"schema"') == 2
    assert "Traceback" not in said


MEAN = """format = 1
[rulebook]
name = "index"
[fact]
a = { kind = "number", range = ">= 0 and <= 10" }
b = { kind = "number", range = ">= 0 and <= 10" }
[result.score]
is = "(3 * a + b) / 4"
total = true
round = { decimals = 1 }
[grade]
rows = [[">= 8", "high"], [">= 5", "fair"], ["else", "low"]]
"""


@pytest.mark.parametrize(
    ("before", "after", "so"),
    [
        ("3 * a + b", "2 * a + 2 * b", ()),
        ("(3 * a + b) / 4", "0.75 * a + 0.25 * b", ("change", "loss", "grade")),
        ("(3 * a + b) / 4", "(3 * a + b) / 4 + 1", ("loss",)),
        ('[">= 8", "high"]', '[">= 9", "high"]', ("loss",)),
        ('[">= 8", "high"]', '[">= 7.95", "high"]', ("change", "loss", "grade")),
    ],
)
def test_a_total_that_is_a_result_is_followed(before: str, after: str, so: tuple[str, ...]) -> None:
    """Without indicators the total is a formula: whoever loses by it loses, and whose grade it moves has another."""
    assert before in MEAN
    books = [load(text) for text in (MEAN, MEAN.replace(before, after))]
    for claim in ("change", "loss", "grade"):
        found = prove(*books, no=claim)  # type: ignore[arg-type]
        assert found.verdict == ("proved" if claim in so else "counterexample"), claim


def test_whatever_is_unusual_in_a_counterexample_is_said() -> None:
    judged = RULES.replace(
        "[limit.d", '[rule.effect]\nkind = "judged"\nlevels = [["达成", ">= 80%"], ["未达成", "else"]]\n[limit.d'
    )
    rows = SET.replace("weight = 60", "weight = 50").replace(
        "[fact]", 'C = { in = "效益", weight = 10, rule = "effect" }\n[fact]'
    )
    books = [load(text, indicators=rows) for text in (judged, judged.replace('["达成"', '["全达成"'))]
    found = prove(*books)
    assert found.counterexample is not None and "diverted = false" in found.counterexample
    said = found.text("en")
    assert "before: scored, after: refused\nrefused: " in said or "before: refused, after: scored\nrefused: " in said
    assert "unusual in it: nothing\n" not in said
    acts = proved("total = { at_most = 59 }", "total = { at_most = 50 }").proof.counterexample
    assert acts is not None and acts.away == ("diverted",)


def test_an_actual_that_is_not_there_is_unusual() -> None:
    rules = (
        RULES.replace("total = 100\n", 'total = 100\nrule_for = { "=" = "exact" }\n', 1)
        + '[rule.exact]\nby = "actual"\nrows = [[">= 100 万元", "100%"], ["else", "0%"]]\n[fact]\nlate = { kind = "whole" }\nspent = { unit = "万元" }\nbudget = { unit = "万元" }\ndiverted = { kind = "yes_no" }\n'
    )
    found = prove(load(rules), load(rules.replace('"=" = "exact"', '"=" = "execution"')))
    counterexample = found.proof.counterexample
    assert counterexample is not None
    lacking = any(
        one.outcome == "not_scorable"
        for card in (counterexample.before, counterexample.after)
        if card
        for one in card.indicators
    )
    assert lacking == ("is not scored" in found.text("en"))
    assert ("，" in found.text("zh")) or not lacking


def test_a_file_that_cannot_be_written_is_told_with_a_fix(tmp_path: Path) -> None:
    for name, text in (("old.toml", RULES), ("new.toml", RULES.replace('">= 60%", "a', '">= 70%", "a'))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "set.toml").write_text(SET, encoding="utf-8")
    ran = run("prove", tmp_path / "old.toml", tmp_path / "new.toml", "--indicators", tmp_path / "set.toml",
              "-o", tmp_path / "none" / "x.toml", "--lang", "en")  # fmt: skip
    assert ran.status == 1 and "cannot be written" in ran.err and "fix: make it first" in ran.err


def test_what_a_group_of_the_form_should_weigh_moves_nobody() -> None:
    one, other = (
        f'{RULES}[frame."产出"]\nweight = {weight}\n[fact]\n' + SET.partition("[fact]")[2].strip()
        for weight in (50, 55)
    )
    assert prove(load(one), load(other)).verdict == "proved"


def test_a_bound_of_a_grade_is_gone_to_step_by_step_among_many_indicators() -> None:
    """No single fact brings the total between the two bounds: as many are changed as it takes."""
    from bench.proofs import growing_rules, growing_set

    books = [load(growing_rules(best=best), indicators=growing_set(30)) for best in (90, 91)]
    found = prove(*books, no="grade")
    assert found.verdict == "counterexample" and found.counterexample is not None
    grades = [book.score(found.counterexample).to_dict("en")["grade"] for book in books]
    assert grades[0] != grades[1]
    assert prove(*books, no="loss").verdict == "proved"


UNIQUE = """format = 1
[rulebook]
name = "lookup"
[fact]
a = { options = ["p", "q", "r"] }
b = { options = ["x", "y", "z"] }
[value.first]
by = ["a", "b"]
gives = ["low", "mid", "high"]
hit = "unique"
rows = [
  ["p", ["x", "y"], "low"],
  ["p", "z", "mid"],
  [["q", "r"], "x", "mid"],
  ["q", ["y", "z"], "high"],
  ["r", ["y", "z"], "high"],
]
[result.answer]
is = "if first == 'high' then 2 else if first == 'mid' then 1 else 0"
"""


def test_unique_rows_in_another_order_or_drawn_together_are_the_same() -> None:
    turned = UNIQUE.replace('  ["p", "z", "mid"],\n', "").replace('  ["r",', '  ["p", "z", "mid"],\n  ["r",')
    parted = UNIQUE.replace('["p", ["x", "y"], "low"]', '["p", "y", "low"],\n  ["p", "x", "low"]')
    assert prove(load(UNIQUE), load(turned)).proof.work == 0
    for other in (turned, parted):
        assert prove(load(UNIQUE), load(other)).verdict == "proved"
    both = UNIQUE.replace('["p", "z", "mid"]', '["p", ["y", "z"], "mid"]')  # two rows hold: refused
    assert prove(load(UNIQUE), load(both)).verdict == "counterexample"


def test_a_counterexample_is_scored_from_where_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {"old.toml": RULES, "new.toml": RULES.replace('">= 60%", "a', '">= 70%", "a'), "set.toml": SET}
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
    asked = ("prove", "old.toml", "new.toml", "--indicators", "set.toml", "--lang", "en", "-o")
    assert run(*asked, "ce.toml").status == 1
    assert run("score", "ce.toml").status == 0
    lines = Path("ce.toml").read_text(encoding="utf-8").splitlines()
    commands = [line.removeprefix("# scoring ").split() for line in lines if line.startswith("# scoring ")]
    totals = [json.loads(run(*command, "--format", "json").out)["total"]["points"] for command in commands]
    assert len(totals) == 2 and totals[0] != totals[1]
    assert run(*asked, "ce.toml").status == 1  # one of ours is written anew


@pytest.mark.parametrize("output", ["old.toml", "set.toml", "rules/more.toml", "rules/else.toml", "mine.toml"])
def test_a_counterexample_is_written_over_nothing_else(
    output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rules").mkdir()
    new, value = RULES.replace('">= 60%", "a', '">= 70%", "a'), 'format = 1\n[value.x]\nis = "1"\n'
    files = {"old.toml": RULES, "rules/new.toml": new, "rules/more.toml": value, "rules/else.toml": value.replace("x", "y"),
             "set.toml": SET, "mine.toml": 'project = "甲"\n'}  # fmt: skip
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
    ran = run("prove", "old.toml", "rules", "--indicators", "set.toml", "-o", output)
    assert ran.status == 1 and not ran.out and "output-is-input" in ran.err
    assert Path(output).read_text(encoding="utf-8") == files[output]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ('is = "a * 2 元"\nunit = "元"', 'is = "a * 3 元"\nunit = "元"', ("2 元", "3 元")),
        (
            "is = \"if a > 1 then 'much' else 'little'\"",
            "is = \"if a > 1 then 'much' else 'less'\"",
            ("little", "less"),
        ),
        ('is = "a > 1"', 'is = "a >= 1"', ("no", "yes")),
        ('is = "a"\nwhen = "a > 1"', 'is = "a"\nwhen = "a >= 1"', ("not applicable", "1")),
        ('is = "d"', 'is = "e"', ("not scorable: missing d", "2024-12-31")),
    ],
)
def test_results_that_move_are_shown_as_a_scorecard_shows_them(before: str, after: str, shown: tuple[str, str]) -> None:
    facts = '[fact]\na = { kind = "number", range = ">= 1 and <= 1" }\nd = { kind = "date" }\ne = { kind = "date" }\n'
    rules = f'format = 1\n[rulebook]\nname = "one"\n{facts}[result.x]\n'
    found = prove(load(f"{rules}{before}\n"), load(f"{rules}{after}\n"))
    assert found.proof.counterexample is not None, found.text("en")
    moved = found.proof.counterexample.moved[0]
    assert [moved.before.en.startswith(shown[0]), moved.after.en.startswith(shown[1])] == [True, True], moved
    assert moved.before != moved.after
    for told in (found.text("en"), found.to_json("zh"), found.to_html("zh")):
        assert "Fraction" not in told and "('" not in told


def test_digits_that_a_number_is_written_with_are_no_fact_of_their_own() -> None:
    """Of a number that is not reported none are known, whatever the terms say."""
    rules = """format = 1
[rulebook]
name = "digits"
[fact]
a = { kind = "number" }
b = { kind = "number" }
[result.x]
is = "if precision(a) >= precision(b) then '甲' else '乙'"
"""
    assert prove(load(rules), load(rules.replace("(a) >= precision(b)", "(b) >= precision(a)"))).verdict != "proved"
