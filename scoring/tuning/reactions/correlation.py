"""Rank correlation of two numbers of every row of a table, exactly counted.

M. G. Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945: τ_b = (C − D) ÷ √((n₀ − n₁)(n₀ − n₂)), C pairs in
the same order, D in opposite order, n₀ all pairs, n₁ and n₂ those tied in the one and in the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scoring.engines.columnar.duck import Connection
from scoring.values.irrational import sqrt


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows: in all, in opposite order, tied in the first number, in the second, in both."""

    all: int
    opposite: int
    first: int
    second: int
    both: int

    @property
    def tau(self) -> Fraction | None:
        """τ_b to 34 digits, 1 where both orders are the same; None where one of the numbers is the same everywhere."""
        one, other = self.all - self.first, self.all - self.second
        if not one or not other:
            return None
        same = self.all - self.first - self.second + self.both - self.opposite
        return (same - self.opposite) / sqrt(Fraction(one * other))


def pairs_of(connection: Connection, scan: str, first: str, second: str) -> Pairs:
    """Over the rows of a scan where neither is null; whole numbers throughout."""
    cells = f"SELECT {first} AS a, {second} AS b, count(*) AS c FROM {scan} WHERE {first} IS NOT NULL AND {second} IS NOT NULL GROUP BY ALL"
    ranked = f"SELECT dense_rank() OVER (ORDER BY a) AS x, dense_rank() OVER (ORDER BY b) AS y, c FROM ({cells})"
    query = connection.cursor().execute(f"SELECT x, y, c FROM ({ranked}) ORDER BY x, y")
    counted = _Counted()
    while some := query.fetchmany(50_000):
        for x, y, count in some:
            counted.add(x, y, count)
    return counted.pairs()


def pairs_of_numbers(cells: Iterable[tuple[Fraction, Fraction, int]]) -> Pairs:
    """The same of numbers that are no decimals: each two of them with how often they come."""
    listed = sorted(cells)
    places = {number: place for place, number in enumerate(sorted({second for _, second, _ in listed}), start=1)}
    counted, x, last = _Counted(), 0, None
    for first, second, count in listed:
        x, last = (x if first == last else x + 1), first
        counted.add(x, places[second], count)
    return counted.pairs()


class _Counted:
    """Rows that came so far, in the order of the first number and then of the second: a tree of counts by the second
    (P. M. Fenwick, "A new data structure for cumulative frequency tables", Software: Practice and Experience 24, 1994)."""

    def __init__(self) -> None:
        self.tree: list[int] = [0]
        self.rows = self.opposite = self.both = 0
        self.by_first: dict[int, int] = {}
        self.by_second: dict[int, int] = {}
        self.waiting: list[tuple[int, int]] = []  # of the same first number: counted when it is over
        self.x = 0

    def add(self, x: int, y: int, count: int) -> None:
        if x != self.x:
            self._over()
            self.x = x
        self.waiting.append((y, count))

    def _over(self) -> None:
        """All rows of one first number: which came before with a larger second one, then they take their place."""
        for y, count in self.waiting:
            self.opposite += count * (self.rows - self._upto(y))
        for y, count in self.waiting:
            self._put(y, count)
            self.rows += count
            self.both += count * (count - 1) // 2
            self.by_first[self.x] = self.by_first.get(self.x, 0) + count
            self.by_second[y] = self.by_second.get(y, 0) + count
        self.waiting.clear()

    def _upto(self, y: int) -> int:
        found, y = 0, min(y, len(self.tree) - 1)
        while y > 0:
            found += self.tree[y]
            y &= y - 1
        return found

    def _put(self, y: int, count: int) -> None:
        while len(self.tree) <= y:  # a new place stands for what lies below it, which has come already
            at = len(self.tree)
            below, size = at - 1, 0
            while below > at - (at & -at):
                size += self.tree[below]
                below &= below - 1
            self.tree.append(size)
        while y < len(self.tree):
            self.tree[y] += count
            y += y & -y

    def pairs(self) -> Pairs:
        self._over()

        def tied(counts: dict[int, int]) -> int:
            return sum(count * (count - 1) // 2 for count in counts.values())

        every = self.rows * (self.rows - 1) // 2
        return Pairs(every, self.opposite, tied(self.by_first), tied(self.by_second), self.both)
