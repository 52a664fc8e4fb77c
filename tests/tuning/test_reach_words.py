"""What reach tells in the words of whoever asks, and that it never says of what it did not look at that it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.api.reaching import Reached, reach
from scoring.documents.spelling import width
from scoring.tuning.reach.answer import Tried
from tests.running import run
from tests.tuning.small_reach import compare_small
from tests.tuning.tried_reach import Came

RULES = """format = 1
[rulebook]
name = "ours"
total = 100
[grade]
rows = [[">= 90", "优"], [">= 60", "中"], ["else", "差"]]
[fact]
plan = {{ kind = "yes_no", label = {{ zh = "有计划", en = "there is a plan" }} }}
note = {{ kind = "text", label = {{ zh = "备注", en = "remarks" }} }}
parts = {{ key = "name", label = {{ zh = "路段", en = "stretches" }}, list = {{ name = {{ kind = "text" }}, good = {{ kind = "yes_no" }} }} }}
side = {{ kind = "whole", range = ">= 0 and <= 9", label = {{ zh = "边长", en = "length" }} }}
[rule.checked]
kind = "checklist"
items = [{{ when = "plan", evidence = "required" }}]
[rule.own]
{rule}
[check.side]
that = "side <= 8"
message = {{ zh = "边长太大", en = "the side is too long" }}
"""
PROJECT = """format = 1
project = "P"
period = 2024
rules = "rules.toml"
[facts]
{facts}
[indicator]
A = {{ in = "甲", label = "计划", weight = 40, rule = "checked" }}
B = {{ in = "乙", label = "村道", weight = 60, rule = "own" }}
"""


def asked(folder: Path, rule: str, facts: str, **goal: object) -> Reached:
    (folder / "rules.toml").write_text(RULES.format(rule=rule), encoding="utf-8")
    (folder / "p.toml").write_text(PROJECT.format(facts=facts), encoding="utf-8")
    return reach(folder / "p.toml", **goal)  # type: ignore[arg-type]


BY_SIDE = 'gives = "points"\nis = "side * 6"'
PLANNED = 'plan = { value = true, evidence = "x" }\n'


def test_facts_have_labels_with_their_codes_and_findings_their_words_in_both_languages(tmp_path: Path) -> None:
    made = asked(tmp_path, BY_SIDE, PLANNED + "side = 1", points=90)
    for language, said in (
        ("en", ("side length: 1 → 9", "[1] the side is too long  [check]", "(judgement)")),
        ("zh", ("side 边长：1 → 9", "[1] 边长太大  [check]", "评判")),
    ):
        text = made.text(language)  # type: ignore[arg-type]
        assert said[0] in text and said[2] not in text
        assert said[1].rpartition("  ")[0] in text, text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_columns_line_up_whatever_the_width_of_characters(language: str) -> None:
    form = Path(__file__).parents[2] / "examples" / "self-evaluation" / "form.toml"
    lines = run("reach", form, "--points", "98", "--lang", language).out.splitlines()
    start = next(n for n, line in enumerate(lines) if line in ("单独改不够", "not enough alone"))
    table = lines[start + 1 : lines.index("", start)]
    assert len({width(line) for line in table}) == 1
    codes = ("N2.actual", "E1.judged", ".actual", ".judged")
    assert not any(code in line for line in lines for code in codes)


def test_a_yes_without_its_evidence_may_get_it(tmp_path: Path) -> None:
    made = asked(tmp_path, BY_SIDE, "plan = true\nside = 9", grade="优")
    (way,) = (way for way in made.found.ways if way.changes[0].fact == "plan")
    assert way.changes[0].evidence and way.total == 94
    assert "plan there is a plan: yes → yes, with evidence" in made.text()
    assert "plan 有计划：是 → 是（附佐证）" in made.text("zh")


@pytest.mark.parametrize(("rule", "facts", "name"), [
    ('rows = [["all(parts, good)", "100%"], ["else", "0%"]]', 'parts = [{ name = "x", good = false }]', "parts"),
    ("rows = [[\"note == 'ok'\", \"100%\"], [\"else\", \"0%\"]]", 'note = "no"', "note"),
])  # fmt: skip
def test_what_is_never_moved_is_named_and_nothing_is_said_to_be_impossible(
    rule: str, facts: str, name: str, tmp_path: Path
) -> None:
    made = asked(tmp_path, rule, "side = 1\nplan = false\n" + facts, grade="优")
    assert made.answer == "not_found" and made.found.unmoved == (name,)
    assert f"not moved, being lists or free text: {name} " in made.text()
    lost = next(one for one in made.found.lost if one.id == "B")
    assert lost.why is not None and "not moved, being a list or free text" in lost.why.en
    assert run("reach", tmp_path / "p.toml", "--grade", "优").status == 3
    kept = reach(tmp_path / "p.toml", grade="优", keep=[name])
    assert kept.answer == "impossible"


def test_of_what_no_formula_tells_all_that_was_tried_is_told(tmp_path: Path) -> None:
    root = 'gives = "points"\nis = "sqrt(side) * 20"'
    made = asked(tmp_path, root, PLANNED + "side = 0", points=100)
    (way,) = made.found.ways
    assert (way.changes[0].fact, way.changes[0].after) == ("side", "9")
    assert way.tried == Tried(9, 0, "1", "9", True) and way.proved
    assert "side length: every value was tried, 9 of them, from 1 to 9" in made.text()
    assert "已试遍全部 9 个值（1 至 9）" in made.text("zh")
    assert made.to_dict()["tried"]["side"] == {"count": 9, "refused": 0, "least": "1", "most": "9", "every": True}
    little = reach(tmp_path / "p.toml", points=100, keep=["plan"])
    assert little.possible


def test_of_what_no_formula_tells_the_most_that_was_seen_is_told(tmp_path: Path) -> None:
    made = asked(tmp_path, 'gives = "points"\nis = "sqrt(side) * 10"', PLANNED + "side = 4", points=100)
    (one,) = (one for one in made.found.too_little if one.fact == "side")
    assert (one.at, one.total, one.ruled_out) == ("9", 70, True)
    assert "no other value of these alone raises the total: plan there is a plan\n" in made.text()


def test_the_ranges_of_two_facts_that_are_not_reported_are_those_of_trying_every_value(tmp_path: Path) -> None:
    came = Came()
    for seed in (30020, 30045, 30070, 30110, 30125):
        compare_small(seed, tmp_path, came)
    assert not came.wrong, came.wrong


def test_a_number_that_is_not_moved_below_zero_is_named_where_it_might_reach_it_there(tmp_path: Path) -> None:
    growth = 'gives = "share"\nis = "if grown < -5 then 100% else 0%"\n[fact.grown]\nkind = "number"\n'
    made = asked(tmp_path, growth, PLANNED + "grown = 3", points=100)
    assert made.answer == "not_found" and made.found.below_zero == ("grown",)
    assert "not looked at below zero: grown" in made.text() and "未查看负值：grown" in made.text("zh")
    made = asked(tmp_path, growth + 'range = ">= -9 and <= 9"\n', PLANNED + "grown = 3", points=100)
    assert made.possible and not made.found.below_zero
    made = asked(
        tmp_path,
        'gives = "share"\nis = "min(grown, 5) / 10"\n[fact.grown]\nkind = "number"\n',
        PLANNED + "grown = 3",
        points=100,
    )
    assert made.answer == "impossible"
