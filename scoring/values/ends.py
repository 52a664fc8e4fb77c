"""Between which two numbers a value lies: sums, products, the least and the greatest of such pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

Ends = tuple[Fraction | None, Fraction | None]
"""The least and the greatest; None where nothing is known."""
OPEN: Ends = (None, None)
ZERO = Fraction(0)


def each(change: Callable[[Fraction], Fraction], ends: Ends) -> Ends:
    """Of something that never falls when the number rises."""
    low, high = ends
    return None if low is None else change(low), None if high is None else change(high)


def negated(ends: Ends) -> Ends:
    low, high = ends
    return None if high is None else -high, None if low is None else -low


def or_nothing(ends: Ends) -> Ends:
    """Of what may also be zero."""
    low, high = ends
    return None if low is None else min(low, ZERO), None if high is None else max(high, ZERO)


def added(several: Iterable[Ends]) -> Ends:
    low: Fraction | None = ZERO
    high: Fraction | None = ZERO
    for below, above in several:
        low = None if low is None or below is None else low + below
        high = None if high is None or above is None else high + above
    return low, high


def multiplied(several: Sequence[Ends]) -> Ends:
    low, high = several[0]
    for other in several[1:]:
        known = [end for end in (low, high, *other) if end is not None]
        if len(known) == 4:
            corners = [a * b for a in (low, high) for b in other if a is not None and b is not None]
            low, high = min(corners), max(corners)
        elif low is not None and other[0] is not None and low >= 0 and other[0] >= 0:
            low, high = low * other[0], None
        else:
            return OPEN
    return low, high


def widest(several: Sequence[Ends]) -> Ends:
    """Of one of them, whichever it is."""
    lows, highs = [low for low, _ in several], [high for _, high in several]
    return _extreme(min, lows, all), _extreme(max, highs, all)


def least(several: Sequence[Ends]) -> Ends:
    """Of the smallest of them all."""
    return _extreme(min, [low for low, _ in several], all), _extreme(min, [high for _, high in several], any)


def greatest(several: Sequence[Ends]) -> Ends:
    """Of the largest of them all."""
    return _extreme(max, [low for low, _ in several], any), _extreme(max, [high for _, high in several], all)


def kept(several: Sequence[Ends]) -> Ends:
    """Of a number kept between two others."""
    (low, high), (bottom, _), (_, top) = several
    return (
        low if bottom is None else bottom if low is None else max(low, bottom),
        high if top is None else top if high is None else min(high, top),
    )


def unsigned(ends: Ends) -> Ends:
    """Of a number without its sign."""
    if ends[0] is not None and ends[0] >= 0:
        return ends
    return max(ZERO, -ends[1]) if ends[1] is not None else ZERO, greatest([ends, negated(ends)])[1]


def _extreme(
    choose: Callable[[list[Fraction]], Fraction],
    ends: Sequence[Fraction | None],
    needed: Callable[[Iterable[bool]], bool],
) -> Fraction | None:
    """One of them; None where not all (or not any) of them are known."""
    known = [end for end in ends if end is not None]
    return choose(known) if known and needed(end is not None for end in ends) else None
