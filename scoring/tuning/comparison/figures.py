"""Every figure of a comparison, from two tables of scores laid side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from scoring.assessor.assessor import Assessor
from scoring.engines.columnar.duck import Connection, literal
from scoring.program.program import Program
from scoring.tuning.comparison.comparison import NO_GRADE, REJECTED, ColumnChange, Counts, Effect, Spread
from scoring.tuning.comparison.pairing import Pair, Pairing, as_text
from scoring.tuning.editions.scored import ScoreTable
from scoring.tuning.editions.side import Side

POINTS = ("total", "lowest", "highest")


class Figures:
    """Two tables of scores, joined: by row, or by the projects' names."""

    def __init__(
        self, connection: Connection, first: ScoreTable, second: ScoreTable, same: Mapping[str, str], by_name: bool,
        only: Collection[str] | None = None,
    ) -> None:  # fmt: skip
        """`only`: the columns by which a project counts as changed, where not all are looked at."""
        self.connection, self.first, self.second, self.by_name = connection, first, second, by_name
        self.pairing = Pairing(connection, first, second, same, by_name)
        self.joined, self.scored = self.pairing.scan, self.pairing.scored
        self.pairs = [pair for pair in self.pairing.pairs if only is None or pair[0] in only]
        self.counts = self._counts()
        self.grades = _grades(first.side, second.side)

    def _counts(self) -> Counts:
        pairing = self.pairing
        before, after = pairing.cells(("total", "total"))
        settled = f"{before} IS NULL AND {after} IS NOT NULL" if self.has_totals else "FALSE"
        opened = f"{before} IS NOT NULL AND {after} IS NULL" if self.has_totals else "FALSE"
        points = pairing.any_differs([(name, name) for name in POINTS])
        changed = pairing.any_differs(self.pairs)
        asked = ["TRUE", changed, points, pairing.differs(("grade", "grade")), settled, opened, f"{changed} AND NOT {points}"]  # fmt: skip
        listed = ", ".join(f"count(*) FILTER ({one})" for one in asked)
        found = self.row(f"SELECT {listed} FROM {self.joined} WHERE {self.scored}")
        scored, changed_, moved, regraded, settled_, opened_, others = found
        gain, lose = self._surely()
        open_ = moved - gain - lose - settled_ - opened_
        only_after, only_before, neither, *lone = self._of_one_side()
        projects = scored + only_after + only_before + neither + sum(lone)
        changed_ += only_after + only_before
        return Counts(projects, changed_, moved, regraded, settled_, opened_, gain, lose, open_, others, only_before, only_after, neither, *lone)  # fmt: skip

    def _surely(self) -> tuple[int, int]:
        """How many gain and lose: of totals, and of what is a range on both sides where neither end goes the other way."""
        ends = ("lowest", "highest")
        if not self.has_totals or any(end not in one.columns for end in ends for one in (self.first, self.second)):
            spread = self.spread()
            return spread.up, spread.down
        was, now = ([side(end) for end in ends] for side in (self.pairing.before, self.pairing.after))
        alike = f"({self.pairing.before('total')} IS NULL) = ({self.pairing.after('total')} IS NULL)"
        where = f"{self.scored} AND {alike} AND {self.pairing.any_differs([(end, end) for end in POINTS])}"
        if all(self.pairing.are_numbers((end, end)) for end in ends):
            cells = [f"sign({b} - {a})" for a, b in zip(was, now, strict=True)]
        else:
            cells = [as_text(one) for pair in zip(was, now, strict=True) for one in pair]
        gain = lose = 0
        query = f"SELECT {', '.join(cells)}, count(*) FROM {self.joined} WHERE {where} GROUP BY ALL"
        for *found, count in self.connection.execute(query).fetchall():
            known = [None if one is None else _number(str(one)) for one in found]
            if len(known) == 4:
                known = [None if a is None or b is None else b - a for a, b in (known[:2], known[2:])]
            low, high = known
            if low is None or high is None:
                continue
            gain += count if min(low, high) >= 0 and max(low, high) > 0 else 0
            lose += count if max(low, high) <= 0 and min(low, high) < 0 else 0
        return gain, lose

    def _of_one_side(self) -> tuple[int, ...]:
        """Rejected before alone, after alone, on both sides; in the data of one side alone, where there are two."""
        key = "project" if self.by_name else '"row", file'
        a, b = (f"SELECT {key} FROM {one.rejected}" for one in (self.first, self.second))
        sa, sb = (f"SELECT {key} FROM {one.scan}" for one in (self.first, self.second))
        any_ = [self.row(f"SELECT count(*) FROM ({one})")[0] for one in (a, b)]
        only_after = self._both_ways(b, sa) if any_[1] else 0
        only_before = self._both_ways(a, sb) if any_[0] else 0
        neither = self._both_ways(a, b) if all(any_) else 0
        if not self.by_name:
            return only_after, only_before, neither, 0, 0
        lone = (self.row(f"SELECT count(*) FROM (({one}) EXCEPT ({other}) EXCEPT ({rejected}))")[0]
                for one, other, rejected in ((sa, sb, b), (sb, sa, a)))  # fmt: skip
        return only_after, only_before, neither, *lone

    def _both_ways(self, one: str, other: str) -> int:
        return self.row(f"SELECT count(*) FROM (({one}) INTERSECT ({other}))")[0]

    @property
    def has_totals(self) -> bool:
        return "total" in self.first.columns and "total" in self.second.columns

    def matrix(self) -> dict[tuple[str, str], int]:
        """How many projects have which grade before and after; rejected ones among them."""
        a, b = self._grade_cells()
        query = f"SELECT {a}, {b}, count(*) FROM {self.joined} WHERE {self.scored} GROUP BY ALL ORDER BY ALL"
        found = {(before, after): count for before, after, count in self.connection.execute(query).fetchall()}
        found |= self._rejected_in_matrix()
        return {pair: count for pair, count in found.items() if count}

    def _grade_cells(self) -> tuple[str, str]:
        a, b = (f"coalesce({one}, {literal(NO_GRADE)})" for one in self.pairing.cells(("grade", "grade")))
        return a, b

    def _rejected_in_matrix(self) -> dict[tuple[str, str], int]:
        on = "USING (project)" if self.by_name else 'USING ("row")' if not self.first.several else 'USING ("row", file)'
        found: dict[tuple[str, str], int] = {(REJECTED, REJECTED): self.counts.rejected_both}
        for one, other, is_after in ((self.first, self.second, True), (self.second, self.first, False)):
            grade = f"coalesce(s.grade, {literal(NO_GRADE)})" if "grade" in one.columns else literal(NO_GRADE)
            query = f"SELECT {grade}, count(*) FROM {one.scan} s JOIN {other.rejected} r {on} GROUP BY ALL ORDER BY ALL"
            for name, count in self.connection.execute(query).fetchall():
                found[(name, REJECTED) if is_after else (REJECTED, name)] = count
        return found

    def spread(self) -> Spread:
        """The differences of totals, each with how often it comes."""
        return self._spread(("total", "total"))

    def _spread(self, pair: Pair) -> Spread:
        if pair[0] not in self.first.columns or pair[1] not in self.second.columns:
            return Spread(())
        a, b = self.pairing.before(pair[0]), self.pairing.after(pair[1])
        known = f"{self.scored} AND {a} IS NOT NULL AND {b} IS NOT NULL"
        if self.pairing.are_numbers(pair):
            query = f"SELECT {b} - {a}, count(*) FROM {self.joined} WHERE {known} GROUP BY ALL"
            found = {Fraction(str(one)): count for one, count in self.connection.execute(query).fetchall()}
            return Spread(tuple(sorted(found.items())))
        found = {}
        query = f"SELECT {as_text(a)}, {as_text(b)}, count(*) FROM {self.joined} WHERE {known} GROUP BY ALL"
        for *cells, count in self.connection.execute(query).fetchall():
            before, after = (_number(one) for one in cells)
            if (
                before is not None and after is not None
            ):  # a result of which something is missing is a text such as 4 – 6
                found[after - before] = found.get(after - before, 0) + count
        return Spread(tuple(sorted(found.items())))

    def columns(self) -> Iterator[ColumnChange]:
        """The columns beside the total in which projects changed."""
        pairs = [pair for pair in self.pairs if pair[0] not in (*POINTS, "grade") and self.pairing.differs(pair) != "FALSE"]  # fmt: skip
        if not pairs:
            return
        listed = ", ".join(f"count(*) FILTER ({self.pairing.differs(pair)})" for pair in pairs)
        counts = self.row(f"SELECT {listed} FROM {self.joined} WHERE {self.scored}")
        for pair, count in zip(pairs, counts, strict=True):
            if count:
                yield ColumnChange(pair[0], count, self._spread(pair).sum if self._is_number(pair) else None)

    def _is_number(self, pair: Pair) -> bool:
        """Whether either side gives numbers in a column: points, or a result that is one."""
        columns = self.first.columns.get(pair[0]), self.second.columns.get(pair[1])
        results = {one.head for program in self._programs for one in program.results if one.kind.name == "number" and one.members is None}  # fmt: skip
        return pair[0] in results or any(one is not None and (one.exact or one.decimals is not None) for one in columns)

    @property
    def _programs(self) -> tuple[Program, ...]:
        return *self.first.programs, *self.second.programs

    @property
    def gives_points(self) -> bool:
        """Whether projects have totals at all, and not named results alone."""
        return any(one.indicators or any(result.is_total for result in one.results) for one in self._programs)

    def effect(self) -> Effect:
        """What the second side does to all projects, in short."""
        a, b = self._grade_cells()
        query = f"SELECT {a} AS before, {b} AS after, count(*) FROM {self.joined} WHERE {self.scored} GROUP BY ALL HAVING before <> after ORDER BY ALL"
        regraded = {(before, after): count for before, after, count in self.connection.execute(query).fetchall()}
        counts = self.counts
        return Effect(
            self.spread(), regraded, counts.rejected_after, counts.changed, counts.gain, counts.lose, counts.open
        )

    def row(self, query: str) -> tuple[int, ...]:
        found = self.connection.execute(query).fetchone()
        assert found is not None
        return tuple(int(one) for one in found)

    def rows(self, query: str) -> list[dict[str, object]]:
        found = self.connection.execute(query)
        names = [one[0] for one in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _number(cell: str) -> Fraction | None:
    try:
        return Fraction(cell)
    except ValueError:
        return None


def _grades(before: Side | None, after: Side | None) -> tuple[str, ...]:
    """The grades of both sides, the best first."""
    found: dict[str, None] = {}
    for side in (one for one in (after, before) if one is not None):
        program = Assessor(side.rulebook, side.indicator_set).compiled().program
        grades = [program.grade, *(one.grade for one in program.results if one.is_total)]
        for grade in grades:
            found |= dict.fromkeys(reversed(grade.names)) if grade is not None else {}
    return tuple(found)
