"""Which weights of a program may be other ones on its form: those of which it holds nothing but the weight itself.

The same rows with other weights are lowered beside it, some a thousand times as large, some a thousandth. Where nothing
differs but constants that stand for a weight, formulas may read that weight from its cell. Bounds in shares of a weight, or
a scale that is the weight today, are other constants then: such an indicator keeps the weight that it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Prepared
from scoring.nodes.node import Arithmetic, Constant, Node, Numbered
from scoring.problems import Place, Text
from scoring.program.program import Indicator, Program

TIMES = (Fraction(1000), Fraction(1, 1000))
LOOKS = frozenset({"number", "scope", "written", "place", "label", "applies_written", "choice", "bounds"})
"""What of a node differs from one lowering to the next, is for readers alone, or acts only where there are no points."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """`linked` names the weights that may be other ones, `N1.weight`; `full` those that are the most that their row earns.

    `all_together` numbers the constants of the grade that are what everything weighs. Where `limits` or `grade` rest on
    weights in another way, they hold for today's alone.
    """

    linked: frozenset[str] = frozenset()
    full: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()  # whose weight is declared
    limits: bool = False
    grade: bool = False
    all_together: frozenset[int] = frozenset()


def weighing(prepared: Prepared) -> Weighing:
    """What the program of a project knows of its weights."""
    program = prepared.program
    others = [] if prepared.compiled is None else [_weighed(prepared, times) for times in TIMES]
    if not others or any(_differing(program.definitions, one.definitions) != [] for one in others):
        return Weighing()
    linked: set[str] = set()
    full: set[str] = set()
    for number, indicator in enumerate(program.indicators):
        name, beside = f"{indicator.id}.weight", [one.indicators[number] for one in others]
        if not indicator.weight or not all(_alike(indicator, one) for one in beside):
            continue
        if all(one.criterion.highest == indicator.criterion.highest for one in beside):
            linked.add(name)
        elif all(one.criterion.highest == one.weight for one in (indicator, *beside)):
            linked.add(name)
            full.add(name)
    grade = [_together(program, one) for one in others]
    return Weighing(
        frozenset(linked),
        frozenset(full),
        frozenset(group.path for group in program.groups if group.declared),
        all(_differing(program.limits, one.limits) == [] for one in others),
        None not in grade,
        grade[0] or frozenset(),
    )


def _weighed(prepared: Prepared, times: Fraction) -> Program:
    """The same rows with weights so many times as large."""
    compiled = prepared.compiled
    assert compiled is not None
    rows = [replace(row, weight=row.weight * times) for row in compiled.rows]
    return compiled.declared.program(rows)[0]


def _alike(one: Indicator, other: Indicator) -> bool:
    """Whether both are built alike, but that points are kept within the weight where they might be above it."""
    mine, theirs = one.criterion, other.criterion
    here, there = ((within(each.points), each.applies) for each in (mine, theirs))
    return mine.lowest == theirs.lowest and _differing(here, there) == []


def within(points: Node) -> Node:
    """Points before they are kept within a weight."""
    if not isinstance(points, Arithmetic) or points.op != "clamp":
        return points
    most = points.args[2]
    return points.args[0] if isinstance(most, Constant) and most.stands_for else points


def _together(program: Program, other: Program) -> frozenset[int] | None:
    """The constants of the grade that are what everything weighs; None where another weight makes it another grade."""
    found = _differing(program.grade, other.grade)
    if found is None or any((one.value, beside.value) != (program.weight, other.weight) for one, beside in found):
        return None
    return frozenset(one.number for one, _ in found)


def _differing(one: Any, other: Any) -> list[tuple[Constant, Constant]] | None:
    """Constants that differ in two things that are built alike; None where they are not."""
    found: list[tuple[Constant, Constant]] = []
    waiting: list[tuple[Any, Any]] = [(one, other)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        mine, theirs = waiting.pop()
        if type(mine) is not type(theirs):
            return None
        if isinstance(mine, Constant):
            if mine.stands_for != theirs.stands_for:
                return None
            if not mine.stands_for.endswith(".weight") and mine.value != theirs.value:
                found.append((mine, theirs))
        elif isinstance(mine, Text | Place) or (isinstance(mine, Numbered) and (mine.number, theirs.number) in seen):
            continue
        elif is_dataclass(mine) and not isinstance(mine, type):
            if isinstance(mine, Numbered):
                seen.add((mine.number, theirs.number))
            waiting.extend(_parts(mine, theirs))
        elif isinstance(mine, Sequence) and not isinstance(mine, str):
            if len(mine) != len(theirs):
                return None
            waiting.extend(zip(mine, theirs, strict=True))
        elif mine != theirs:
            return None
    return found


def _parts(mine: Any, theirs: Any) -> Iterator[tuple[Any, Any]]:
    yield from ((getattr(mine, one.name), getattr(theirs, one.name)) for one in fields(mine) if one.name not in LOOKS)
