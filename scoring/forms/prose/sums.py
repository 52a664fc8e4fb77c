"""A total with its parts, added up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.forms.prose.doubt import Doubt, Recomputed
from scoring.forms.prose.quantities import Quantity, in_unit_of, quantity_of, shown
from scoring.forms.prose.told import Told
from scoring.problems import Text
from scoring.values.units import Units

NEARLY = Fraction(9, 10)
Whole = Literal["said", "meant", "no"]
"""Whether parts are said to be all of a total, only can be meant so (money behind 其中), or may be some of it."""
Kind = Literal["contradiction", "question"]


@dataclass(frozen=True, slots=True)
class Sum:
    """A total with the parts that the report gives of it; `others` may as well be the total that is meant.

    `longer` is the list of parts if it goes on behind a semicolon.
    """

    total: Told
    parts: tuple[Told, ...]
    whole: Whole
    others: tuple[Told, ...] = ()
    longer: tuple[Told, ...] = ()


def checked(found: Sequence[Sum], units: Units) -> tuple[list[Recomputed], list[Doubt]]:
    """Each sum computed again; those that do not agree are contradictions where the parts are all of it."""
    recomputed: list[Recomputed] = []
    doubts: list[Doubt] = []
    for one in found:
        added = [each for parts in (one.parts, one.longer) if parts and (each := _added(one, parts, units)) is not None]
        if not added:
            continue
        best = next((each for each in added if each.total is not None), added[0])
        kind = _doubtful(one, best) if best.total is None else None
        if best.total is None and kind is None:
            continue
        total = best.total or one.total
        passages = (total.passage, *(part.passage for part in best.parts))
        said = f"{best.terms} = {in_unit_of(best.sum, total.figure, units)}"
        recomputed.append(Recomputed(said, best.total is not None, passages))
        if kind is not None:
            doubts.append(_differs(one, best, kind, units))
    return recomputed, doubts


@dataclass(frozen=True, slots=True)
class _Added:
    """Parts added up: the total that they bear out, if any does, and the one that is stated."""

    parts: Sequence[Told]
    largest: Fraction
    sum: Fraction
    total: Told | None
    stated: Fraction

    @property
    def terms(self) -> str:
        return " + ".join(part.figure.term for part in self.parts)


def _added(one: Sum, parts: Sequence[Told], units: Units) -> _Added | None:
    """None where a part or the total is no exact number."""
    each = [quantity for part in parts if (quantity := quantity_of(part.figure, units)) is not None and quantity.exact]
    totals = [(total, quantity) for total in (one.total, *one.others)
              if (quantity := quantity_of(total.figure, units)) is not None and quantity.exact]  # fmt: skip
    if not totals or totals[0][0] is not one.total or len(each) < len(parts):
        return None
    added = sum((quantity.low for quantity in each), Fraction(0))
    meant = next((total for total, own in totals if abs(added - own.low) <= _rounded(total, own, each)), None)
    return _Added(parts, max(quantity.low for quantity in each), added, meant, totals[0][1].low)


def _rounded(total: Told, quantity: Quantity, parts: Sequence[Quantity]) -> Fraction:
    """By how much a total may miss its parts, rounded as it is: money by what its own last digit leaves out, points by nothing."""
    if total.figure.kind == "score":
        return Fraction(0)
    if total.figure.money:
        return quantity.slack if all(part.slack < quantity.slack for part in parts) else Fraction(0)
    return quantity.slack + sum((part.slack for part in parts), Fraction(0))


def _doubtful(one: Sum, added: _Added) -> Kind | None:
    """Whether parts that miss their total contradict it: said to be all of it, more than it, or nearly it; else it is asked."""
    if one.whole == "no" or (one.longer and added.sum < added.stated):
        return None
    if one.total.figure.kind == "score" and added.largest >= added.stated:
        return None  # an average of points, and not their sum
    if one.whole == "said" or added.sum > added.stated or added.sum >= added.stated * NEARLY:
        return "contradiction"
    return "question"


def _differs(one: Sum, added: _Added, kind: Kind, units: Units) -> Doubt:
    sum_, difference = (
        in_unit_of(added.sum, one.total.figure, units),
        in_unit_of(added.sum - added.stated, one.total.figure, units),
    )
    points = one.total.figure.kind == "score"
    name = one.total.name or "合计"
    return Doubt(
        "points-do-not-add-up" if points else "parts-do-not-add-up",
        kind,
        Text(f"`{name}` is {shown(one.total.figure)}, but its parts add up to {sum_} ({added.terms}): {difference} off",
             f"{name} 为 {shown(one.total.figure)}，各项之和为 {sum_}（{added.terms}），相差 {difference}"),
        Text("correct the total or the part that is wrong", "改正合计数或有误的分项"),
        (one.total.passage, *(part.passage for part in added.parts)),
    )  # fmt: skip
