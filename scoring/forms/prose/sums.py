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
    """A total with the parts that the report gives of it; `others` may as well be the total that is meant."""

    total: Told
    parts: tuple[Told, ...]
    whole: Whole
    others: tuple[Told, ...] = ()


def checked(found: Sequence[Sum], units: Units) -> tuple[list[Recomputed], list[Doubt]]:
    """Each sum computed again; those that do not agree are contradictions where the parts are all of it."""
    recomputed: list[Recomputed] = []
    doubts: list[Doubt] = []
    for one in found:
        parts = [each for part in one.parts if (each := quantity_of(part.figure, units)) is not None and each.exact]
        totals = [(other, each) for other in (one.total, *one.others)
                  if (each := quantity_of(other.figure, units)) is not None and each.exact]  # fmt: skip
        if not totals or totals[0][0] is not one.total or len(parts) < len(one.parts):
            continue
        added = sum((each.low for each in parts), Fraction(0))
        meant = next((total for total, each in totals if abs(added - each.low) <= _rounded(total, each, parts)), None)
        stated = totals[0][1].low
        kind = _doubtful(one, added, stated, parts) if meant is None else None
        if meant is None and kind is None:
            continue
        total = meant or one.total
        passages = (total.passage, *(part.passage for part in one.parts))
        terms = " + ".join(part.figure.value + (part.figure.unit or "") for part in one.parts)
        recomputed.append(
            Recomputed(f"{terms} = {in_unit_of(added, total.figure, units)}", meant is not None, passages)
        )
        if kind is not None:
            doubts.append(_differs(one, kind, added, stated, terms, units))
    return recomputed, doubts


def _rounded(total: Told, quantity: Quantity, parts: Sequence[Quantity]) -> Fraction:
    """By how much a total may miss its parts, rounded as it is: money by what its own last digit leaves out, points by nothing."""
    if total.figure.kind == "score":
        return Fraction(0)
    if total.figure.money:
        return quantity.slack if all(part.slack < quantity.slack for part in parts) else Fraction(0)
    return quantity.slack + sum((part.slack for part in parts), Fraction(0))


def _doubtful(one: Sum, added: Fraction, stated: Fraction, parts: Sequence[Quantity]) -> Kind | None:
    """Whether parts that miss their total contradict it: said to be all of it, more than it, or nearly it; else it is asked."""
    if one.whole == "no":
        return None
    if one.total.figure.kind == "score" and any(part.low >= stated for part in parts):
        return None  # an average of points, and not their sum
    if one.whole == "said" or added > stated or added >= stated * NEARLY:
        return "contradiction"
    return "question"


def _differs(one: Sum, kind: Kind, added: Fraction, total: Fraction, terms: str, units: Units) -> Doubt:
    sum_, difference = in_unit_of(added, one.total.figure, units), in_unit_of(added - total, one.total.figure, units)
    points = one.total.figure.kind == "score"
    name = one.total.name or "合计"
    return Doubt(
        "points-do-not-add-up" if points else "parts-do-not-add-up",
        kind,
        Text(f"`{name}` is {shown(one.total.figure)}, but its parts add up to {sum_} ({terms}): {difference} off",
             f"{name} 为 {shown(one.total.figure)}，各项之和为 {sum_}（{terms}），相差 {difference}"),
        Text("correct the total or the part that is wrong", "改正合计数或有误的分项"),
        (one.total.passage, *(part.passage for part in one.parts)),
    )  # fmt: skip
