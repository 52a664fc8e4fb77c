"""Weights from pairwise judgements: the analytic hierarchy process.

T. L. Saaty, *The Analytic Hierarchy Process*, 1980: priorities are the principal right eigenvector of the matrix of judgements,
λ its eigenvalue; CI = (λ − n) / (n − 1), and the consistency ratio CR is CI over its mean for random judgements. Judgements
of several people are combined by their geometric mean (Aczél and Saaty, J. Math. Psychology 27, 1983).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

DIGITS = 34
WORKING = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""What the steps are computed with; of the result 34 digits are kept."""
CLOSE = Decimal("1e-45")
MOST_STEPS = 100_000

RANDOM_INDEX = (
    None,
    None,
    None,
    "0.58",
    "0.90",
    "1.12",
    "1.24",
    "1.32",
    "1.41",
    "1.45",
    "1.49",
    "1.51",
    "1.48",
    "1.56",
    "1.57",
    "1.59",
)
"""By the number of things compared (Saaty 1980, table of 1 to 15); one or two are always consistent."""
MOST_COMPARED = len(RANDOM_INDEX) - 1
CONSISTENT = Fraction(1, 10)
"""Judgements with a larger ratio should be looked at again (Saaty 1980)."""
SCALE = tuple(sorted({Fraction(n) for n in range(1, 10)} | {Fraction(1, n) for n in range(2, 10)}))
"""How many times as important one thing is as another: 1/9 to 9."""

Matrix = Sequence[Sequence[Fraction]]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A judgement that fits the others badly: given `given`, the priorities say `implied`; `nearest` of the scale."""

    first: int
    second: int
    given: Fraction
    implied: Fraction
    nearest: Fraction


@dataclass(frozen=True, slots=True)
class Priorities:
    """Shares that sum to 1, the eigenvalue, the consistency ratio (None for fewer than three), the worst fits first."""

    shares: tuple[Fraction, ...]
    eigenvalue: Fraction
    ratio: Fraction | None
    contradictions: tuple[Contradiction, ...]

    @property
    def consistent(self) -> bool:
        return self.ratio is None or self.ratio <= CONSISTENT


def priorities(matrix: Matrix) -> Priorities:
    """What a matrix of positive reciprocal judgements says: `matrix[i][j]` is how many times as important i is as j.

    Eigenvector and eigenvalue have 34 significant digits; the shares sum exactly to 1.
    """
    size = len(matrix)
    vector, eigenvalue = _eigen(matrix)
    shares = [_kept(each) for each in vector]
    shares[-1] = 1 - sum(shares[:-1], Fraction(0))
    ratio = None
    if size > 2:
        index = RANDOM_INDEX[size]
        assert index is not None
        ratio = max(Fraction(0), (_kept(eigenvalue) - size) / (size - 1)) / Fraction(index)
    return Priorities(tuple(shares), _kept(eigenvalue), ratio, _contradictions(matrix, shares))


def combined(values: Sequence[Fraction]) -> Fraction:
    """The geometric mean of several people's judgements of one pair, to 34 significant digits where it is irrational."""
    from scoring.values.irrational import power

    product = Fraction(1)
    for value in values:
        product *= value
    return power(product, Fraction(1, len(values)))


def _eigen(matrix: Matrix) -> tuple[list[Decimal], Decimal]:
    """The principal eigenvector, summing to 1, by repeated multiplication: it converges for every positive matrix (Perron)."""
    rows = [[WORKING.divide(Decimal(each.numerator), Decimal(each.denominator)) for each in row] for row in matrix]
    vector = [WORKING.divide(Decimal(1), Decimal(len(rows)))] * len(rows)
    for _ in range(MOST_STEPS):
        product = [_sum(WORKING.multiply(a, b) for a, b in zip(row, vector, strict=True)) for row in rows]
        eigenvalue = _sum(product)
        after = [WORKING.divide(each, eigenvalue) for each in product]
        moved = max(abs(a - b) for a, b in zip(after, vector, strict=True))
        vector = after
        if moved <= CLOSE:
            break
    return vector, eigenvalue


def _sum(values: Iterable[Decimal]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = WORKING.add(total, value)
    return total


def _kept(value: Decimal) -> Fraction:
    return Fraction(Context(prec=DIGITS, rounding=ROUND_HALF_EVEN).plus(value))


def _contradictions(matrix: Matrix, shares: Sequence[Fraction]) -> tuple[Contradiction, ...]:
    """The judgements that differ from what the priorities imply, farthest apart (as a quotient) first."""
    found = []
    for first in range(len(matrix)):
        for second in range(first + 1, len(matrix)):
            given, implied = matrix[first][second], shares[first] / shares[second]
            nearest = min(SCALE, key=lambda step: (_apart(step, implied), step))
            if nearest != given:
                found.append(Contradiction(first, second, given, implied, nearest))
    return tuple(sorted(found, key=lambda one: (-_apart(one.given, one.implied), one.first, one.second)))


def _apart(one: Fraction, other: Fraction) -> Fraction:
    return max(one / other, other / one)
