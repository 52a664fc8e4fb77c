"""Two small rulebooks without a set, and every project of one or two small rows: what a proof says of them, and what trying says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from random import Random
from typing import Any

from scoring.assessor.assessor import Assessor
from scoring.problems import has_errors
from scoring.rulebook.rulebook import put_together
from tests.tuning.small_pairs import document, shown

WEIGHTS = (4, 100)
AMOUNTS = (None, "55%", "60%", "89%", "90%", "110%", {"at_least": "90%"}, {"at_most": "60%"})
TARGETS = (None, ">= 90%", "<= 60%")
FEW_AMOUNTS = (None, "60%", "89%", "100%")


def rules(parts: Mapping[str, str]) -> str:
    return f"""format = 1
[rulebook]
name = "small"
total = 100
points = {{ decimals = 1 }}
[grade]
rows = [[">= {parts["best"]}", "优"], [">= 60", "中"], ["else", "差"]]
[fact]
late = {{ kind = "whole", range = ">= 0 and <= 5" }}
[rule.a]
by = "actual"
gives = "share"
missing = {parts["missing"]}
rows = [{parts["rows"]}]
[rule.b]
kind = "proportional"
{parts["more"]}
[rule.c]
gives = "points"
is = "{parts["formula"]}"
[limit.late]
when = "{parts["when"]}"
total = {{ at_most = {parts["cap"]} }}
"""


def pair(seed: int) -> tuple[str, str]:
    """A rulebook and another that differs in one thing, or is written otherwise."""
    rng = Random(seed)
    low, high = rng.choice(((55, 90), (60, 90), (60, 100)))
    parts = {
        "best": str(rng.choice((80, 90))),
        "rows": f'["< {low}%", "0%"], ["< {high}%", "actual / {high}%"], ["else", "100%"]',
        "missing": rng.choice(('"not_scorable"', '"zero"', '"leave_out"', '{ value = "50%" }')),
        "more": rng.choice(("", 'nothing_below = "60%"')),
        "formula": rng.choice(("weight - late", "5 * late", "if late > 2 then 0 else weight", "weight * actual")),
        "when": rng.choice(("late > 4", "late >= 1 and late < 3", "total < 60")),
        "cap": str(rng.choice((45, 59, 70))),
    }
    other = dict(parts)
    key = rng.choice([*parts])
    other[key] = {
        "best": rng.choice(("85", f"{parts['best']}.00", f"{int(parts['best']) - 1}.95", "100.5")),
        "rows": rng.choice((
            f'["< {low}%", "0%"], ["< {high + 1}%", "actual / {high}%"], ["else", "100%"]',
            f'["< {low}%", "0%"], ["< {high}%", "actual * 100 / {high}"], ["else", "100%"]',
            f'[">= {high}%", "100%"], [">= {low}%", "actual / {high}%"], ["else", "0%"]',
            f'["< {low}%", "5%"], ["< {high}%", "actual / {high}%"], ["else", "100%"]',
            f'["< {low}%", "0%"], ["<= {high}%", "actual / {high}%"], ["else", "100%"]',
        )),
        "missing": rng.choice(('"zero"', '"not_scorable"', "{ value = 0 }", '{ value = "50.0%" }')),
        "more": rng.choice(("", 'nothing_below = "60%"', 'nothing_below = "60.0%"', 'nothing_below = "50%"')),
        "formula": rng.choice((
            f"({parts['formula']}) * 1",
            f"min(weight, {parts['formula']})",
            f"max(0, {parts['formula']})",
            f"({parts['formula']}) + 0.001",
            f"({parts['formula']}) - 1",
        )),
        "when": rng.choice((f"not (not ({parts['when']}))", f"{parts['when']} and late >= 0", "late > 5", "known(late) and late > 3")),
        "cap": rng.choice(("59", "58", "100", f"{parts['cap']}.0")),
    }[key]  # fmt: skip
    return rules(parts), rules(other)


def assessor(text: str) -> Assessor | None:
    book, problems = put_together([document(text, "rules.toml")])
    if book is None or has_errors(problems):
        return None
    made = Assessor(book)
    return None if has_errors(made.compiled().problems) else made


def projects() -> Iterator[dict[str, Any]]:
    """Every project of one small row; and of two, with fewer amounts."""
    late = (None, 1, 3)
    for rule, weight, target, amount, days in product("abc", WEIGHTS, TARGETS, AMOUNTS, late):
        rows = {"A": _row(rule, weight, target, amount)}
        if weight < 100:
            rows["B"] = _row("a", 100 - weight, None, "90%")
        yield _project(rows, days)
    for one, other, weight, days in product(FEW_AMOUNTS, FEW_AMOUNTS, (40,), late):
        yield _project({"A": _row("a", weight, None, one), "B": _row("b", 100 - weight, ">= 90%", other)}, days)


def _row(rule: str, weight: int, target: str | None, actual: Any) -> dict[str, Any]:
    said = {"target": target, "actual": actual}
    return {"in": "甲", "weight": weight, "rule": rule, **{key: one for key, one in said.items() if one is not None}}


def _project(rows: Mapping[str, Any], late: int | None) -> dict[str, Any]:
    facts = {"late": late} if late is not None else {}
    return {"format": 1, "project": "P", "period": 2024, "rules": "small", "indicator": rows, "facts": facts}


def moved(one: Assessor, other: Assessor) -> dict[str, bool]:
    """Of each claim whether some project shows that it is not so."""
    return shown(one, other, projects())
