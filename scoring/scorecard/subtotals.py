"""Subtotals: how indicators' points add up to groups, and groups to the whole.

A group with `combine = "sum"` earns what its members earn. Any other combines its members' degrees (points earned over
points possible, each with its weight) and earns that share of its own weight. What does not apply is left out, and its
weight is spread over the rest, before any limit acts on a group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from scoring.problems import InputRefused, Place, Problem, Text
from scoring.program.program import Group, Program
from scoring.scorecard.ranges import ZERO, Range
from scoring.values import arithmetic
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.value import Value

ONE = Fraction(1)
NOTHING = Range(ZERO, ZERO)
Spreading = Literal["nothing", "all", "siblings"]
Limiting = Callable[[str, Range], Range]
"""What limits make of a group's redistributed points."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What one indicator brings to its group: its points, or None where it does not count."""

    group: str
    weight: Fraction
    points: Range | None


@dataclass(frozen=True, slots=True)
class Shares:
    """What becomes of the weight of what does not apply, by group (the whole is ""): facts of weights, not of points."""

    weight: Mapping[str, Fraction]
    applies: Mapping[str, Fraction]  # the weight of what applies, after spreading among siblings
    there: Mapping[str, bool]  # whether anything applies, be it of no weight
    spread: Mapping[str, Fraction]  # by what the members' points are multiplied
    outer: Mapping[str, Fraction]  # by what the group's own points are multiplied on their way to the total


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A group's redistributed points; `degrees`: lowest and highest of each member, where a group combines them."""

    points: Range
    degrees: tuple[tuple[Fraction, Fraction], ...] = ()
    weights: tuple[Fraction, ...] = ()  # of the degrees
    exact: Fraction | None = None  # what degrees came to before the group rounds it


@dataclass(frozen=True, slots=True)
class _Member:
    points: Range
    applies: Fraction  # the weight of what applies in it


def share_out(counting: Sequence[Counting], program: Program, spreading: Spreading) -> Shares:
    """How weights are spread: over everything that applies, within each group and one level up, or not at all."""
    inside: dict[str, list[tuple[Fraction, Fraction, bool]]] = {"": [], **{group.path: [] for group in program.groups}}
    for one in counting:
        counts = one.points is not None
        inside[one.group].append((one.weight, one.weight if counts else ZERO, counts))
    weights, applies, there, spread = {}, {}, {}, {}
    for group in (*reversed(program.groups), None):  # members before the group above them, the whole last
        path = group.path if group is not None else ""
        members = inside[path]
        there[path] = any(counts for _, _, counts in members)
        spread[path] = ONE
        if group is not None and group.how != "sum":
            weights[path] = group.weight
            applies[path] = group.weight if any(part for _, part, _ in members) else ZERO
        else:
            weights[path] = sum((weight for weight, _, _ in members), ZERO)
            applies[path] = sum((part for _, part, _ in members), ZERO)
            left = applies[path]
            if spreading == "siblings":
                left = sum((weight for weight, part, _ in members if part), ZERO)
                applies[path] = weights[path] if left else ZERO
            if left and (spreading == "siblings" or (spreading == "all" and not path)):
                spread[path] = weights[path] / left
        if group is not None:
            inside[path.rpartition("/")[0]].append((weights[path], applies[path], there[path]))
    outer = {"": ONE}
    for group in program.groups:
        above = group.path.rpartition("/")[0]
        outer[group.path] = outer[above] * spread[above]
    return Shares(weights, applies, there, spread, outer)


def add_up(
    counting: Sequence[Counting], program: Program, shares: Shares, limiting: Limiting | None = None
) -> tuple[dict[str, Subtotal], Range]:
    """Every group's redistributed points by path, and all of them together, not yet rounded.

    `limiting` changes the points of a group before they count for the group above; what does not apply it never sees.
    """
    members: dict[str, list[_Member]] = {"": [], **{group.path: [] for group in program.groups}}
    for one in counting:
        if one.points is not None:
            members[one.group].append(_Member(one.points, one.weight))
    found: dict[str, Subtotal] = {}
    for group in reversed(program.groups):
        path, outer = group.path, shares.outer[group.path]
        if not shares.there[path]:
            found[path] = Subtotal(NOTHING)
            continue
        within = _within(group, members[path], shares.spread[path])
        points = within.points
        redistributed = points.scaled(outer)
        if limiting is not None:
            limited = limiting(path, redistributed)
            if limited != redistributed:
                redistributed, points = limited, limited.scaled(1 / outer)
        found[path] = replace(within, points=redistributed)
        members[path.rpartition("/")[0]].insert(
            0, _Member(points, shares.applies[path])
        )  # in the order in which they are shown
    whole = _sum(members[""]).scaled(shares.spread[""])
    return {group.path: found[group.path] for group in program.groups}, whole


def _within(group: Group, members: Sequence[_Member], spread: Fraction) -> Subtotal:
    """A group's points within itself, and its members' degrees with their weights where it combines them."""
    if group.how == "sum":
        return Subtotal(_sum(members).rounded(group.rounding).scaled(spread))
    weighing = [member for member in members if member.applies]
    if not weighing:
        return Subtotal(NOTHING)
    weights = [member.applies for member in weighing]
    degrees = tuple((member.points.low / member.applies, member.points.high / member.applies) for member in weighing)
    low, high = (_combined(group, [degree[end] for degree in degrees], weights) for end in (0, 1))
    return Subtotal(Range(low, high).rounded(group.rounding), degrees, tuple(weights), low)


def _sum(members: Sequence[_Member]) -> Range:
    total = NOTHING
    for member in members:
        total = total + member.points
    return total


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
