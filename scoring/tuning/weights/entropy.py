"""Weights from a table: what tells projects apart weighs more (熵权法, the entropy weight method).

C. E. Shannon, Bell System Technical Journal 27, 1948, for the entropy. Values are first brought between 0 and 1 by the smallest
and the largest of their column; with shares p of a column's sum, its entropy is e = −Σ p ln p ÷ ln n, its weight (1 − e) ÷ Σ (1 − e).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.values.irrational import ln


def entropies(columns: Sequence[Sequence[Fraction]], smaller_is_better: Sequence[bool]) -> list[Fraction]:
    """The entropy of each column, between 0 and 1, of at least two values that are not all equal; 1 of equal values."""
    return [_entropy(_scaled(values, smaller)) for values, smaller in zip(columns, smaller_is_better, strict=True)]


def shares_of_entropies(found: Sequence[Fraction]) -> list[Fraction] | None:
    """The share of each column; None where every column has equal values only."""
    whole = sum((1 - each for each in found), Fraction(0))
    return None if whole == 0 else [(1 - each) / whole for each in found]


def _scaled(values: Sequence[Fraction], smaller: bool) -> list[Fraction] | None:
    low, high = min(values), max(values)
    if low == high:
        return None
    return [(high - each if smaller else each - low) / (high - low) for each in values]


def _entropy(values: Sequence[Fraction] | None) -> Fraction:
    if values is None:
        return Fraction(1)
    whole = sum(values, Fraction(0))
    parts = [each / whole for each in values if each]
    return -sum((part * ln(part) for part in parts), Fraction(0)) / ln(Fraction(len(values)))
