"""How subtotals and the total came about, written out: what was combined, spread, limited and rounded."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.problems import Text
from scoring.program.program import Group, Program
from scoring.scorecard.figures import number, percent, step_of
from scoring.scorecard.outcome import rounded
from scoring.scorecard.totals import GroupTotal, Totals, Way
from scoring.values.number import show_number
from scoring.values.rounding import Rounding


def arithmetic_of_group(group: Group, totals: Totals, program: Program) -> Text | None:
    """`geomean(81%, 64%) × 50 = 36`, `20 × 40 ÷ 20 = 40 → at most 10`; None where members' points simply add up."""
    found, way = totals.groups[group.path], totals.way
    counted = found.counted.points
    if way is None or counted is None or found.earned.points is None:
        return _of_degrees(group, found)
    chain = _Chain()
    before = (
        _combined(group, way, chain) if group.how != "sum" else _summed(group, found.earned.points, way, chain, program)
    )
    chain.bound(before, counted)
    rounding = group.rounding if group.rounding is not None else program.rounding
    return chain.text(counted if rounding is None else rounding.apply(counted), rounding)


def _combined(group: Group, way: Way, chain: _Chain) -> Fraction:
    """A group's degrees combined, rounded as it says, and spread: its points before its own limits."""
    found, outer = way.counted[group.path], way.shares.outer[group.path]
    own = found.exact if found.exact is not None else Fraction(0)
    chain.start(_degrees(group, found.degrees, found.weights), own)
    if group.rounding is not None:
        own = group.rounding.apply(own)
        chain.round(own, group.rounding)
    if outer != 1:
        chain.spread(own, own * outer, *_factor(group.path, way))
    return own * outer


def _summed(group: Group, earned: Fraction, way: Way, chain: _Chain, program: Program) -> Fraction:
    """A group's members added, rounded as it says: its points before its own limits."""
    members = _members(group.path, way, program)
    before = sum(members, Fraction(0))
    times, over = _factor(group.path, way)
    if earned != before:
        if earned * times / over == before:
            chain.spread(earned, before, times, over)
        else:
            chain.sum(members)
    if group.rounding is not None:
        before = group.rounding.apply(before * over / times) * times / over
        chain.round(before, group.rounding)
    return before


def arithmetic_of_total(totals: Totals, program: Program) -> Text | None:
    """`33.34 × 100 ÷ 50 = 66.68`, `46.2 + 20 = 66.2 → at most 59`; None where points simply add up."""
    way, total = totals.way, totals.total
    if way is None or total is None or totals.earned is None:
        return None
    weight = way.shares.weight[""]
    members = _members("", way, program)
    exact = sum(members, Fraction(0))
    spread = way.shares.spread[""]
    plain = only_spread(way, program)
    if total.points is None or totals.earned.points is None:
        return _spread_range(totals, way, program) if spread != 1 and plain else None
    chain = _Chain()
    if spread != 1 and plain:
        chain.spread(way.whole.low / spread, way.whole.low, weight, weight / spread)
    elif not plain or exact != rounded(exact, program):
        chain.sum(members)
    else:
        return None
    after = rounded(way.whole_counted.low, program)
    chain.round(after, program.rounding)
    chain.bound(after, total.points)
    return chain.text(total.points, program.rounding)


def only_spread(way: Way, program: Program) -> bool:
    """Whether nothing happens to points on the way but one spreading over all."""
    outer = way.shares.spread[""]
    return way.whole == way.whole_counted and all(
        group.how == "sum"
        and group.rounding is None
        and way.shares.spread[group.path] == 1
        and way.shares.outer[group.path] == outer
        for group in program.groups
    )


def _spread_range(totals: Totals, way: Way, program: Program) -> Text:
    spread, weight = way.shares.spread[""], way.shares.weight[""]
    before = " – ".join(dict.fromkeys(number(end / spread) for end in (way.whole.low, way.whole.high)))
    after = " – ".join(dict.fromkeys(number(rounded(end, program)) for end in (way.whole.low, way.whole.high)))
    line = f"({before}) × {show_number(weight)} ÷ {show_number(weight / spread)} = {after}"
    return Text(line, line)


def _factor(path: str, way: Way) -> tuple[Fraction, Fraction]:
    """By what a group's points are multiplied and divided, in weights where one spreading did it."""
    shares = way.shares
    own, outer = shares.spread[path], shares.outer[path]
    if own == outer == 1:  # where no weight says by what, as of a group that weighs nothing
        return Fraction(1), Fraction(1)
    if outer == 1:
        return shares.weight[path], shares.weight[path] / own
    if own == 1 and outer == shares.spread[""]:
        return shares.weight[""], shares.weight[""] / outer
    factor = own * outer
    return Fraction(factor.numerator), Fraction(factor.denominator)


def _members(path: str, way: Way, program: Program) -> list[Fraction]:
    """The redistributed points of the members of a group that apply, after their own limits."""
    shares = way.shares
    factor = shares.spread[path] * shares.outer[path]
    found = [
        way.counted[group.path].points.low
        for group in program.groups
        if group.path.rpartition("/")[0] == path and shares.there[group.path]
    ]
    return [*found, *(one.points.low * factor for one in way.counting if one.group == path and one.points is not None)]


def _degrees(group: Group, degrees: Sequence[tuple[Fraction, Fraction]], weights: Sequence[Fraction]) -> str:
    """`mean(81% (weight 30), 64% (weight 10)) × 50`; weights where they count."""
    shares = [percent(low) if low == high else f"{percent(low)}–{percent(high)}" for low, high in degrees]
    if group.how in ("mean", "geomean") and len(set(weights)) > 1:
        shares = [f"{share} (weight {show_number(weight)})" for share, weight in zip(shares, weights, strict=True)]
    return f"{group.how}({', '.join(shares)}) × {show_number(group.weight)}"


def _of_degrees(group: Group, found: GroupTotal) -> Text | None:
    if not found.degrees:
        return None
    line = _degrees(group, found.degrees, found.weights)
    return Text(line, line.replace("(weight ", "(权重 "))


class _Chain:
    """Steps of an equation under way, in both languages, and the number that they have come to."""

    def __init__(self) -> None:
        self.en: list[str] = []
        self.zh: list[str] = []
        self.at: Fraction | None = None

    def _add(self, en: str, zh: str | None = None) -> None:
        self.en.append(en)
        self.zh.append(en if zh is None else zh)

    def start(self, line: str, value: Fraction) -> None:
        self._add(_equal(line, number(value)), _equal(line.replace("(weight ", "(权重 "), number(value)))
        self.at = value

    def sum(self, members: Sequence[Fraction]) -> None:
        self.at = sum(members, Fraction(0))
        line = " + ".join(number(one) for one in members)
        self._add(_equal(line, number(self.at)) if len(members) > 1 else line)

    def spread(self, before: Fraction, after: Fraction, by: Fraction, over: Fraction) -> None:
        times = f" × {show_number(by)}" if by != 1 else ""
        parts = f" ÷ {show_number(over)}" if over != 1 else ""
        self._add(_equal(f"{number(before)}{times}{parts}", number(after)))
        self.at = after

    def round(self, after: Fraction, rounding: Rounding | None) -> None:
        if self.at is not None and self.at != after:
            shown = show_number(after, rounding.decimals if rounding is not None else None)
            step = step_of(rounding, after)
            self._add(shown + step.en, shown + step.zh)
            self.at = after

    def bound(self, before: Fraction, after: Fraction) -> None:
        if before == after:
            return
        if self.at is None:
            self._add(number(before))
        end = show_number(after)
        self._add(*((f"at most {end}", f"不高于 {end}") if before > after else (f"at least {end}", f"不低于 {end}")))
        self.at = after

    def text(self, after: Fraction, rounding: Rounding | None) -> Text | None:
        if not self.en:
            return None
        self.round(after, rounding)
        return Text(" → ".join(self.en), " → ".join(self.zh))


def _equal(text: str, value: str) -> str:
    return text if text == value else f"{text} = {value}".replace("= ≈", "≈ ")
