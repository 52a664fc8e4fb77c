"""Subtotals: how indicators' points add up to groups, and groups to the whole.

A group with `combine = "sum"` earns what its members earn. Any other combines its members' degrees (points earned over
points possible, each with its weight) and earns that share of its own weight; members that do not apply are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.problems import InputRefused, Place, Problem, Text
from scoring.program.program import Group, Program
from scoring.scorecard.outcome import ScoredIndicator
from scoring.scorecard.ranges import ZERO, Range
from scoring.values import arithmetic
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.value import Value

Limiting = Callable[[str, Range], Range]


@dataclass(frozen=True, slots=True)
class Subtotal:
    """Points of a group or indicator, the weight of what applies in it, and its whole weight."""

    range: Range
    applies: Fraction
    weight: Fraction
    degrees: tuple[
        tuple[Fraction, Fraction], ...
    ] = ()  # lowest and highest of each member, of a group that combines them


NOTHING = Subtotal(Range(ZERO, ZERO), ZERO, ZERO)


def add_up(
    scored: Sequence[ScoredIndicator], program: Program, limiting: Limiting | None = None, among_siblings: bool = False
) -> tuple[dict[str, Subtotal], Subtotal]:
    """Every group's subtotal by path, and all of them together.

    `limiting` changes a subtotal before it counts for the group above; `among_siblings` spreads the weight of what
    does not apply over the rest of its group, and one level up where nothing is left of it.
    """
    members: dict[str, list[Subtotal]] = {"": [], **{group.path: [] for group in program.groups}}
    for one in scored:
        members[one.indicator.group].append(_of_indicator(one))
    subtotals: dict[str, Subtotal] = {}
    for group in reversed(program.groups):  # members before the group above them
        subtotal = _of_group(group, members[group.path], among_siblings)
        if limiting is not None:
            subtotal = replace(subtotal, range=limiting(group.path, subtotal.range))
        subtotals[group.path] = subtotal
        members[group.path.rpartition("/")[0]].insert(0, subtotal)  # in the order in which they are shown
    ordered = {group.path: subtotals[group.path] for group in program.groups}
    return ordered, _sum(members[""], among_siblings)


def _of_indicator(one: ScoredIndicator) -> Subtotal:
    weight = one.indicator.weight
    return Subtotal(Range(ZERO, ZERO), ZERO, weight) if one.range is None else Subtotal(one.range, weight, weight)


def _of_group(group: Group, members: Sequence[Subtotal], among_siblings: bool) -> Subtotal:
    if group.how == "sum":
        subtotal = _sum(members, among_siblings)
    else:
        applying = [member for member in members if member.applies]
        if not applying:
            return Subtotal(Range(ZERO, ZERO), ZERO, group.weight)
        weights = [member.weight for member in applying]
        degrees = tuple((member.range.low / member.applies, member.range.high / member.applies) for member in applying)
        low, high = (_combined(group, [degree[end] for degree in degrees], weights) for end in (0, 1))
        known = all(member.range.known for member in applying)
        subtotal = Subtotal(Range(low, high, known), group.weight, group.weight, degrees)
    if group.rounding is None:
        return subtotal
    range_ = subtotal.range
    low, high = group.rounding.apply(range_.low), group.rounding.apply(range_.high)
    return replace(subtotal, range=Range(low, high, range_.known))


def _combined(group: Group, degrees: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    """The group's weight × its members' degrees combined, which never falls when one of them rises.

    A product knows no weights: they would be exponents. Raises `InputRefused` where there is no number.
    """
    try:
        value: Value = arithmetic.aggregate(group.how, degrees, None if group.how == "product" else weights)
    except (Undefined, TooLarge) as error:
        message = Text(
            f"group `{group.path}` has no {group.how}: {error.text.en}",
            f"{group.path} 求不出 {group.how}：{error.text.zh}",
        )
        fix = Text('combine it by "mean", or round its members\' points', '改用 "mean" 合并，或先对成员得分取整')
        raise InputRefused([Problem("no-subtotal", message, group.place or Place("?"), fix)]) from None
    assert isinstance(value, Fraction)
    return value * group.weight


def _sum(members: Sequence[Subtotal], among_siblings: bool) -> Subtotal:
    range_, applies, weight = NOTHING.range, ZERO, ZERO
    for member in members:
        weight += member.weight
        if member.applies or not among_siblings:
            range_ = range_ + member.range
            applies += member.weight if among_siblings else member.applies
    if among_siblings and applies:
        return Subtotal(range_ if applies == weight else range_.scaled(weight / applies), weight, weight)
    return Subtotal(range_, applies, weight)
