"""Published rates, computed again from the figures of the report that they rest on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice, permutations

from scoring.forms.prose.base import Base, Between
from scoring.forms.prose.bases import COMPLETED, FELL, ROSE, Bases, words_before
from scoring.forms.prose.doubt import Doubt, Recomputed
from scoring.forms.prose.quantities import decimal, shown
from scoring.forms.prose.told import Told
from scoring.problems import Text
from scoring.values.units import Units

MOST_BASES = 40
"""Of one rate that are tried."""
MOST_NEAR = 8
"""Figures around a rate of which two may bear it out in a way that no words tell."""


def rates_checked(
    text: str, told: Sequence[Told], units: Units, period: str | None
) -> tuple[list[Recomputed], list[Doubt]]:
    """Every rate whose figures the report gives, computed again; those that none of the possible figures bear out."""
    recomputed: list[Recomputed] = []
    doubts: list[Doubt] = []
    bases = Bases(text, told, units, period)
    for place, rate in enumerate(told):
        if rate.figure.kind != "share" or rate.figure.number is None or rate.standing not in ("reached", "planned"):
            continue
        agreeing, differing, tried = _tried(bases, place)
        if (best := agreeing or differing) is not None:
            if agreeing is None and _borne_out_near(bases, place):
                continue
            base, (_, value, _) = best
            passages = (rate.passage, base.part.passage, base.whole.passage)
            recomputed.append(Recomputed(f"{base.said()} = {decimal(value * 100, 2)}%", agreeing is not None, passages))
            if agreeing is None:
                doubts.append(_differs(rate, base, value))
        elif not tried and (implied := _implied(bases, place)) is not None:
            if isinstance(implied, Doubt):
                doubts.append(implied)
            else:
                recomputed.append(implied)
    return recomputed, doubts


Tried = tuple[Base, Between]


def _tried(bases: Bases, place: int) -> tuple[Tried | None, Tried | None, bool]:
    """The first base that bears a rate out, the first that alone can be meant, and whether there is any."""
    seen: set[tuple[str | None, ...]] = set()
    differing = None
    for base in islice(bases.of(place), MOST_BASES):
        said = tuple(
            each for one in (base.part, base.whole, *base.also) for each in (one.figure.value, one.figure.unit)
        )
        if (said in seen and not base.sure) or (between := base.between(bases.quantity)) is None:
            continue
        seen.add(said)
        if agrees(bases.told[place], between):
            return (base, between), differing, True
        if differing is None and base.sure:
            differing = base, between
    return None, differing, bool(seen)


def agrees(rate: Told, between: Between) -> bool:
    """Whether a published rate is the computed one, rounded or cut at its own decimals; a bound only has to hold.

    Figures that are rounded themselves (1.46万人次) bear out any rate that they may be rounded from.
    """
    published = rate.figure.number
    low, value, high = between
    if published is None:
        return False
    last = Fraction(1, 10**rate.figure.decimals * 100)
    match rate.figure.bound:
        case "at_least":
            return high >= published
        case "at_most":
            return low <= published
        case "about":
            return abs(value - published) <= published / 10
    if "/" in rate.figure.value:
        return low <= published <= high
    rounded = published - last / 2 <= high and low <= published + last / 2
    cut = 0 <= value - published < last
    return rounded or cut


def _differs(rate: Told, base: Base, value: Fraction) -> Doubt:
    name = rate.name or "比率"
    again = f"{decimal(value * 100, 2)}%"
    return Doubt(
        "rate-differs",
        "contradiction",
        Text(f"`{name}` is given as {shown(rate.figure)}; {base.said()} is {again}",
             f"{name} 写为 {shown(rate.figure)}，按 {base.said()} 应为 {again}"),
        Text("correct the rate, or the figures it rests on", "改正比率，或其所依据的数"),
        (rate.passage, base.part.passage, base.whole.passage),
    )  # fmt: skip


def _borne_out_near(bases: Bases, place: int) -> bool:
    """Whether any two figures of the rate's own sentence bear it out, though its words do not say that it rests on them."""
    rate = bases.told[place]
    words = words_before(bases.text, rate)
    change = -1 if FELL.search(words) else 1 if ROSE.search(words) else 0
    near = [one for one in bases.told[max(0, place - MOST_NEAR) : place + MOST_NEAR]
            if one.sentence == rate.sentence and one.figure.kind in ("count", "amount", "number")][:MOST_NEAR]  # fmt: skip
    pairs = (Base(one, other, change).between(bases.quantity) for one, other in permutations(near, 2))
    return any(agrees(rate, between) for between in pairs if between is not None)


# ---------------------------------------------------------------- a base that is not there


def _implied(bases: Bases, place: int) -> Doubt | Recomputed | None:
    """A rate of completion or change whose base stands elsewhere in the report, or nowhere: the base that it implies."""
    rate = bases.told[place]
    if rate.figure.bound != "exact" or not rate.figure.number or "/" in rate.figure.value:
        return None
    words = words_before(bases.text, rate)
    near = next(bases.before(place), None)
    if near is None or not near.figure.number or near.figure.bound != "exact" or near.figure.kind == "amount":
        return None
    if near.sentence != rate.sentence or rate.start - near.figure.end > 30:
        return None
    if COMPLETED.search(words):
        change, base, what = 0, near.figure.number / rate.figure.number, Text("what was planned", "计划数")
    elif re.search("同比|(?:较|比|与)(?:上年|去年)", words) and (FELL.search(words) or ROSE.search(words)):
        change = -1 if FELL.search(words) else 1
        grown = 1 + change * rate.figure.number
        if grown <= 0:
            return None
        base, what = near.figure.number / grown, Text("the number of the year before", "上年数")
    else:
        return None
    for other in bases.each_value(near.figure.kind):
        if other is near:
            continue
        rests = Base(near, other, change)
        between = rests.between(bases.quantity)
        if between is not None and agrees(rate, between):
            passages = (rate.passage, near.passage, other.passage)
            return Recomputed(f"{rests.said()} = {decimal(between[1] * 100, 2)}%", True, passages)
    in_its_unit = base * Fraction(near.figure.value) / near.figure.number
    nearly = f"{round(in_its_unit) if near.figure.decimals == 0 else decimal(in_its_unit, near.figure.decimals).rstrip('…')}{near.figure.unit or ''}"
    return Doubt(
        "base-not-stated",
        "question",
        Text(f"{shown(near.figure)} at {shown(rate.figure)} needs {nearly} as {what.en}, which is nowhere stated",
             f"{near.name} {shown(near.figure)} 与 {shown(rate.figure)} 推得{what.zh}约 {nearly}，报告未写明"),
        Text("state the number that the rate is measured against", "写明计算该比率所用的基数"),
        (near.passage, rate.passage),
    )  # fmt: skip
