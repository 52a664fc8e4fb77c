"""What groups weigh in formulas, and what becomes of the weight of what does not apply. Mirrors `scorecard.subtotals`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.forms.writing.formulas import ratios
from scoring.forms.writing.formulas.quantities import Ratio, constant
from scoring.program.program import Group, Program
from scoring.scorecard import subtotals

ZERO, ONE = constant(Fraction(0)), constant(Fraction(1))


@dataclass(frozen=True, slots=True)
class Counting:
    """What one indicator weighs in its group, and whether it counts."""

    group: str
    weight: Ratio
    counts: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """By group, the whole is ""; see `subtotals.Shares`, which says what each is."""

    weight: Mapping[str, Ratio]
    applies: Mapping[str, Ratio]
    spread: Mapping[str, Ratio]
    outer: Mapping[str, Ratio]


@dataclass(frozen=True, slots=True)
class _Member:
    weight: Ratio
    applies: Ratio
    today: Fraction  # of what applies in it


def share_out(
    counting: Sequence[Counting],
    program: Program,
    spreading: subtotals.Spreading,
    today: subtotals.Shares,
    declared: frozenset[str],
) -> Shares:
    """How weights are spread; `declared` are the groups whose weight is a number of their own."""
    inside: dict[str, list[_Member]] = {"": [], **{group.path: [] for group in program.groups}}
    for one in counting:
        applies = one.weight if one.counts else ZERO
        inside[one.group].append(_Member(one.weight, applies, applies.now or Fraction(0)))
    weights, applied, spread = {}, {}, {}
    for group in (*reversed(program.groups), None):
        path = group.path if group is not None else ""
        members, left = inside[path], today.applies[path]
        weights[path] = _weight(group, members, declared)
        applied[path], spread[path] = weights[path] if left else ZERO, ONE
        if group is None or group.how == "sum":
            applied[path] = ratios.total([one.applies for one in members])
            if left and spreading == "siblings":
                there = ratios.total([one.weight for one in members if one.today])
                applied[path], spread[path] = weights[path], _share(weights[path], there)
            elif left and not path:
                spread[path] = _share(weights[path], applied[path])
        if group is not None:
            inside[path.rpartition("/")[0]].append(_Member(weights[path], applied[path], left))
    outer = {"": ONE}
    for group in program.groups:
        above = group.path.rpartition("/")[0]
        outer[group.path] = ratios.product(outer[above], spread[above])
    return Shares(weights, applied, spread, outer)


def _weight(group: Group | None, members: Sequence[_Member], declared: frozenset[str]) -> Ratio:
    if group is not None and group.how != "sum" and group.path in declared:
        return constant(group.weight)
    return ratios.total([one.weight for one in members])


def _share(weight: Ratio, of: Ratio) -> Ratio:
    return ONE if weight == of else ratios.quotient(weight, of)
