"""Weights from an order of importance alone, most important first.

Rank-order centroid, rank sum and rank reciprocal: W. G. Stillwell, D. A. Seaver, W. Edwards, Organizational Behavior and Human
Performance 28, 1981; F. H. Barron and B. E. Barrett, Management Science 42, 1996. By ratios of neighbours (序关系法, G1): 郭亚军,
综合评价理论与方法, 2002. All exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

Method = Literal["centroid", "sum", "reciprocal"]


def shares_of_order(sizes: Sequence[int], method: Method) -> list[Fraction]:
    """The share of each place of an order, `sizes` things on a place; those on one place share its places' mean evenly."""
    count = sum(sizes)
    by_place = [_raw(place, count, method) for place in range(1, count + 1)]
    whole = sum(by_place, Fraction(0))
    shares, begun = [], 0
    for size in sizes:
        mean = sum(by_place[begun : begun + size], Fraction(0)) / size / whole
        shares += [mean] * size
        begun += size
    return shares


def shares_of_ratios(ratios: Sequence[Fraction]) -> list[Fraction]:
    """Shares where each thing is `ratios[k]` times as important as the next one of the order."""
    raw = [Fraction(1)]
    for ratio in reversed(ratios):
        raw.insert(0, raw[0] * ratio)
    whole = sum(raw, Fraction(0))
    return [each / whole for each in raw]


def _raw(place: int, count: int, method: Method) -> Fraction:
    if method == "sum":
        return Fraction(count + 1 - place)
    if method == "reciprocal":
        return Fraction(1, place)
    return sum((Fraction(1, each) for each in range(place, count + 1)), Fraction(0))
