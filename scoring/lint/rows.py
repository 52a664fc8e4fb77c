"""Rows of tables: a gap, an overlap, a row that is never reached, one that an earlier row always shadows.

A gap is a combination of the keys that no row takes, in a table without `otherwise`: a project that reports it is
refused. An overlap is a combination that two rows of a `unique` table take. Both are told with such a combination, and
only where all keys are reported facts, so that it can happen; it was tried on the exact engine. A row that no combination
reaches is dead: often its edges are in the wrong order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.core import Choose
from scoring.engines.exact import Evaluation
from scoring.facts import FactSheet
from scoring.lint.looked import Case, Looked, cases, lint
from scoring.problems import InputRefused, Problem, Text

CODES = ("row-gap", "rows-overlap", "row-unreachable", "row-shadowed")
GAPLESS = ("count", "all", "all_by_output", "ranked")


def find(looked: Looked) -> Iterator[Problem]:
    for _, choose in looked.tables():
        listed = cases(choose, looked)
        if listed:
            yield from _of_table(choose, listed, looked)


def _of_table(choose: Choose, listed: Sequence[Case], looked: Looked) -> Iterator[Problem]:
    yield from _dead(choose, listed)
    if choose.otherwise is None and choose.hit not in GAPLESS:
        gap = next((case for case in listed if case.independent and not any(t is not False for t in case.truths)), None)
        if gap is not None and _refused(choose, gap, looked):
            yield lint(
                "row-gap",
                Text(f"no row of `{choose.name}` takes {gap.said()}", f"{choose.name} 没有一行包括 {gap.said()}"),
                choose.place,
                Text('add a row for it, or a last row ["else", …]', '为它加一行，或在最后加 ["else", …]'),
            )
    if choose.hit == "unique":
        twice = next((case for case in listed if case.independent and case.truths.count(True) > 1), None)
        if twice is not None and _refused(choose, twice, looked):
            first, second = [clause for clause, t in zip(choose.clauses, twice.truths, strict=True) if t is True][:2]
            yield lint(
                "rows-overlap",
                Text(f"two rows of `{choose.name}` take {twice.said()}; the other is at {first.place}",
                     f"{choose.name} 有两行都包括 {twice.said()}，另一行在 {first.place}"),
                second.place,
                Text("let their edges exclude each other", "让两行的边界互斥"),
            )  # fmt: skip


def _dead(choose: Choose, listed: Sequence[Case]) -> Iterator[Problem]:
    """Rows that hold nowhere, or only where an earlier one holds."""
    for number, clause in enumerate(choose.clauses):
        holds = [case for case in listed if case.truths[number] is True]
        if not holds:
            yield lint(
                "row-unreachable",
                Text(f"no value reaches the row `{clause.id}` of `{choose.name}`",
                     f"没有任何值能到达 {choose.name} 的 {clause.id} 这一行"),
                clause.place,
                Text("correct its edges, or delete it", "改正边界，或删去这一行"),
            )  # fmt: skip
            continue
        if choose.hit != "first":
            continue
        shadows = [_first(case) for case in holds]
        if all(first is not None and first < number for first in shadows):
            earlier = choose.clauses[shadows[0] or 0]
            yield lint(
                "row-shadowed",
                Text(f"rows before it take everything that the row `{clause.id}` of `{choose.name}` takes",
                     f"{choose.name} 的 {clause.id} 这一行所包括的，前面的行都已包括"),
                clause.place,
                Text("order rows from high to low", "各行从高到低排列"),
                underline=Text(f"line {earlier.place.line} already takes it", f"第 {earlier.place.line} 行已包括"),
            )  # fmt: skip


def _first(case: Case) -> int | None:
    return next((number for number, truth in enumerate(case.truths) if truth is not False), None)


def _refused(choose: Choose, case: Case, looked: Looked) -> bool:
    """Whether scoring these facts is indeed refused."""
    at = Evaluation(looked.program, FactSheet({}))
    at.named.update(case.values)
    try:
        at.choose(choose)
    except InputRefused:
        return True
    return False
