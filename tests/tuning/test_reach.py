"""What would reach a goal is the smallest change that does, scored; never beaten by trying every number."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import pytest

from scoring.api.reaching import Reached, reach
from scoring.assessor.assessor import Assessor
from scoring.documents.document import parse_toml
from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import InputRefused
from scoring.project.project import read_project
from scoring.rulebook.rulebook import put_together
from scoring.scorecard.assessment import assess
from tests.running import run

MOST = 30
RULES = """format = 1
[rulebook]
name = "ours"
total = 100
[grade]
rows = [[">= 90", "优"], [">= 60", "中"], ["else", "差"]]
[fact]
done = {{ kind = "whole", range = ">= 0 and <= {most}" }}
late = {{ kind = "whole", range = ">= 0 and <= {most}" }}
sound = {{ kind = "yes_no" }}
[rule.first]
gives = "share"
by = "done"
rows = {first}
[rule.second]
gives = "points"
is = "{second}"
[rule.third]
rows = [["sound", "100%"], ["else", "{third}%"]]
[limit.late]
when = "late > {limit}"
total = {{ at_most = {cap} }}
"""
PROJECT = """format = 1
project = "P"
period = 2024
rules = "rules.toml"
[facts]
{facts}
[indicator]
A = {{ in = "甲", weight = 40, rule = "first" }}
B = {{ in = "乙", weight = 40, rule = "second" }}
C = {{ in = "丙", weight = 20, rule = "third" }}
"""


def small(seed: int) -> tuple[str, dict[str, object]]:
    """A rulebook of three facts, not monotone in any, and what a project reports."""
    rng = Random(seed)
    edges = sorted(rng.sample(range(1, MOST), 3))
    cells = ['"0%"', '"100%"', f'"{rng.randint(1, 99)}%"', f'"done / {rng.randint(20, 60)}"', '"1 / (1 + late)"']
    rows = ", ".join(f'["< {edge}", {rng.choice(cells)}]' for edge in edges)
    second = rng.choice(("late", "40 - late", "done * late / 40", "abs(late - done)", "40 * done / (done + late + 1)",
                         "max(0, 40 - (done - 20) * (done - 20) / 10)", "if late >= 7 then 33.333 else done"))  # fmt: skip
    rules = RULES.format(most=MOST, first=f'[{rows}, ["else", {rng.choice(cells)}]]', second=second,
                         third=rng.randint(0, 60), limit=rng.randint(5, 25), cap=rng.randint(50, 95))  # fmt: skip
    return rules, {"done": rng.randint(0, MOST), "late": rng.randint(0, MOST), "sound": rng.random() < 0.5}


def written(facts: dict[str, object]) -> str:
    return PROJECT.format(facts="\n".join(f"{name} = {str(value).lower()}" for name, value in facts.items()))


def total_of(book: Assessor, facts: dict[str, object]) -> Fraction | None:
    document, _ = parse_toml(written(facts).encode(), "project.toml")
    assert document is not None
    project, _ = read_project(document)
    assert project is not None
    ready, _ = book.prepare(project)
    if ready is None:
        return None
    try:
        total = assess(Evaluation(ready.program, ready.sheet), ready.context).totals.total
    except InputRefused:
        return None
    return total.points if total is not None else None


def compared(seed: int, folder: Path) -> int:
    """How many answers were compared with trying every value of every fact, all of them right."""
    rules, facts = small(seed)
    document, _ = parse_toml(rules.encode(), "rules.toml")
    assert document is not None
    book, problems = put_together([document])
    assert book is not None and not problems, [one.message.en for one in problems]
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    (folder / "project.toml").write_text(written(facts), encoding="utf-8")
    assessor = Assessor(book)
    now = total_of(assessor, facts)
    assert now is not None
    goal = now + Random(seed).randint(1, 30)
    found = reach(folder / "project.toml", points=goal).found
    ways = {way.changes[0].fact: way for way in found.ways}
    count = 0
    for name, value in facts.items():
        others = (True, False) if name == "sound" else range(MOST + 1)
        fits = [
            other
            for other in others
            if (total := total_of(assessor, {**facts, name: other})) is not None and total >= goal
        ]
        count += 1
        if not fits:
            assert name not in ways, (seed, name, ways[name])
            continue
        assert name in ways, (seed, name, fits, goal)
        after = ways[name].changes[0].after
        if name != "sound":
            assert isinstance(value, int)
            assert abs(int(after) - value) == min(abs(int(other) - value) for other in fits), (seed, name, after, fits)
    return count


@pytest.mark.parametrize("seed", range(5))
def test_no_change_is_smaller_than_the_one_that_is_told(seed: int, tmp_path: Path) -> None:
    assert compared(seed, tmp_path) == 3


@cache
def of_example(**goal: object) -> Reached:
    return reach(Path(__file__).parents[2] / "examples" / "self-evaluation" / "form.toml", **goal)  # type: ignore[arg-type]


def test_money_counts_and_levels_are_moved_as_they_are_written() -> None:
    found = of_example(points=96).found
    after = {way.changes[0].fact: way.changes[0].after for way in found.ways}
    assert after["E1.judged"].startswith("达成 ") and after["E1.judged"].endswith("%")
    assert all(way.total is not None and way.total >= 96 for way in (*found.ways, *found.pairs))
    efforts = [way.effort for way in found.ways]
    assert efforts == sorted(efforts)


def test_where_points_were_lost_the_next_step_wins_some_back() -> None:
    found = of_example(points=96).found
    assert [one.id for one in found.lost][:2] == ["E1", "E3"]
    assert all(one.next is not None and one.wins is not None and one.wins > 0 for one in found.lost)


def test_a_goal_that_is_reached_and_one_that_there_is_not() -> None:
    assert of_example(grade="良").found.reached
    with pytest.raises(InputRefused, match="there is no grade"):
        of_example(grade="甲")


def test_the_command_says_it_in_both_languages(tmp_path: Path) -> None:
    rules, facts = small(3)
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    (tmp_path / "project.toml").write_text(written(facts), encoding="utf-8")
    done = run("reach", tmp_path / "project.toml", "--points", "100", "--lang", "en")
    assert done.status in (0, 1) and "where points were lost" in done.out
    assert "失分之处" in run("reach", tmp_path / "project.toml", "--points", "100", "--lang", "zh").out
    page = run("reach", tmp_path / "project.toml", "--grade", "优", "--format", "html").out
    assert page.startswith("<!DOCTYPE html>") and "<script" not in page
    assert run("reach", tmp_path / "project.toml").status == 2
