"""Two sides compared over the projects of DATA: every figure from their two tables of scores, joined row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.assessor.assessor import Assessor
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.tuning.comparison.comparison import (
    NO_GRADE,
    REJECTED,
    Change,
    ColumnChange,
    Comparison,
    Counts,
    Effect,
    Ends,
    Move,
    Share,
    Spread,
    Standing,
)
from scoring.tuning.comparison.groups import groups_of
from scoring.tuning.editions.edits import Edits
from scoring.tuning.editions.scored import Data, ScoreTable
from scoring.tuning.editions.side import Side

NOT_COMPARED = ("row", "file", "project", "rulebook")
TOTALS = ("total", "lowest", "highest", "grade", "status")
SUBTOTALS = 2
"""The section of a table of scores in which groups stand."""


@dataclass(frozen=True)
class Asked:
    """What a comparison is asked for."""

    top: int = 20  # projects that are shown
    shares: bool = True  # whether each edit is tried alone
    same: Mapping[str, str] | None = None  # indicators that are called otherwise after: before = after
    by_name: bool = False  # whether projects are matched by their names, as those of two years


def compare_sides(
    before: Side, after: Side, data: Data, asked: Asked | None = None, then: Data | None = None
) -> Comparison:
    """Two sides over the same projects, or the second over its own (`then`). Raises `InputRefused`."""
    asked = asked if asked is not None else Asked()
    edits = Edits(before, after)
    if then is None:
        first, second = data.scored_both(before, after)
    else:
        first, second = data.scored(before), then.scored(after)
        _each_once(data, first)
        _each_once(then, second)
        asked = replace(asked, shares=False, by_name=True)
    return compare_tables(data, first, second, edits, asked)


def compare_tables(data: Data, first: ScoreTable, second: ScoreTable, edits: Edits, asked: Asked) -> Comparison:
    """Two tables of scores; `data` scores the edits of which shares are asked. Raises `InputRefused`."""
    both = _Both(data.connection, first, second, asked.same or {}, asked.by_name)
    groups = groups_of(edits)
    sides: list[ScoreTable] = []
    if asked.shares and both.counts.changed:
        sides = [second if len(group.edits) == len(edits.moving) else data.scored(edits.side(group.edits), totals_only=True) for group in groups]  # fmt: skip
    return Comparison(
        edits.before,
        edits.after,
        tuple(data.inputs),
        edits.listed,
        groups,
        both.counts,
        both.grades,
        both.matrix(),
        both.spread(),
        tuple(both.columns()),
        tuple(both.moves(asked.top, sides, data)),
        tuple(_Both(data.connection, first, one, {}, False).effect() for one in sides) if sides else None,
    )


def _each_once(data: Data, table: ScoreTable) -> None:
    """Raises `InputRefused` where projects cannot be matched by their names, since several have one."""
    if named_once(data.connection, table):
        return
    query = f"SELECT project FROM {table.scan} GROUP BY project HAVING count(*) > 1 ORDER BY project LIMIT 1"
    found = data.connection.execute(query).fetchone()
    name = str(found[0]) if found is not None else ""
    message = Text(f"several projects are called `{name[:60]}`, and are matched by their names",
                   f"有多个项目都叫 {name[:60]}，而项目按名称对应")  # fmt: skip
    fix = Text(
        'name the column of their code with --columns: code = "project"',
        '用 --columns 写明编号所在的列：code = "project"',
    )
    raise InputRefused([Problem("name-twice", message, Place(data.inputs[0]), fix)])


def named_once(connection: Connection, table: ScoreTable) -> bool:
    """Whether no two projects of a table have one name, so that they can be matched by it."""
    query = f"SELECT count(*) - count(DISTINCT project) FROM {table.scan}"
    found = connection.execute(query).fetchone()
    return found is not None and found[0] == 0


class _Both:
    """Two tables of scores, joined: by row, or by the projects' names."""

    def __init__(
        self, connection: Connection, first: ScoreTable, second: ScoreTable, same: Mapping[str, str], by_name: bool
    ) -> None:
        self.connection, self.first, self.second = connection, first, second
        self.same, self.by_name = same, by_name
        self.pairs = self._pairs()
        self.joined = self._joined()
        self.counts = self._counts()
        self.grades = _grades(first.side, second.side)

    # ------------------------------------------------------------------ SQL

    def _pairs(self) -> list[tuple[str, str]]:
        """Columns before and after that are the same thing."""
        renamed = {f"{old}.{end}": f"{new}.{end}" for old, new in self.same.items() for end in ("points", "outcome")}
        after = self.second.columns
        found = [(name, renamed.get(name, name)) for name in self.first.columns if name not in NOT_COMPARED]
        taken = {new for _, new in found}
        return [*found, *((name, name) for name in after if name not in taken and name not in NOT_COMPARED)]

    def _cells(self, pair: tuple[str, str]) -> tuple[str, str]:
        """SQL of both cells in types that compare."""
        old, new = self.first.columns.get(pair[0]), self.second.columns.get(pair[1])
        cells = self.first.cell(pair[0], "a"), self.second.cell(pair[1], "b")
        if old is not None and new is not None and (old.decimals is None) != (new.decimals is None):
            return _text(cells[0]), _text(cells[1])
        return cells

    def _differs(self, pair: tuple[str, str]) -> str:
        a, b = self._cells(pair)
        name = pair[0]
        if name in ("findings", "limits"):
            a, b = f"coalesce({a}, '')", f"coalesce({b}, '')"
        return f"{a} IS DISTINCT FROM {b}"

    def _joined(self) -> str:
        """What stands after FROM: a row for each project that either side scored, as `a` and `b`."""
        if self.by_name:
            return f"{self.first.scan} a FULL JOIN {self.second.scan} b ON a.project = b.project"
        if self._are_aligned():
            return f"{self.first.scan} a POSITIONAL JOIN {self.second.scan} b"
        on = 'a."row" = b."row"' + (" AND a.file = b.file" if self.first.several else "")
        return f"{self.first.scan} a FULL JOIN {self.second.scan} b ON {on}"

    def _are_aligned(self) -> bool:
        """Whether both have the same rows in the same order, so that they need not be looked for."""
        rows = [f'(SELECT file, "row" FROM {one.scan})' for one in (self.first, self.second)]
        differs = 'a."row" IS DISTINCT FROM b."row" OR a.file IS DISTINCT FROM b.file'
        return self._row(f"SELECT count(*) FILTER ({differs}) FROM {rows[0]} a POSITIONAL JOIN {rows[1]} b")[0] == 0

    @property
    def _scored(self) -> str:
        """Whether both sides scored a project."""
        return 'a."row" IS NOT NULL AND b."row" IS NOT NULL'

    def _points(self) -> str:
        """Whether points moved."""
        return " OR ".join(self._differs((name, name)) for name in ("total", "lowest", "highest"))

    def _changed(self) -> str:
        return " OR ".join(["FALSE", *(self._differs(pair) for pair in self.pairs)])

    # ------------------------------------------------------------------ figures

    def _counts(self) -> Counts:
        settled = "a.total IS NULL AND b.total IS NOT NULL" if self._has_totals else "FALSE"
        opened = "a.total IS NOT NULL AND b.total IS NULL" if self._has_totals else "FALSE"
        points, changed = f"({self._points()})", f"({self._changed()})"
        asked = [
            "TRUE", changed, points, self._differs(("grade", "grade")), settled, opened, f"{changed} AND NOT {points}",
        ]  # fmt: skip
        listed = ", ".join(f"count(*) FILTER ({one})" for one in asked)
        found = self._row(f"SELECT {listed} FROM {self.joined} WHERE {self._scored}")
        scored, changed_, moved, regraded, settled_, opened_, others = found
        key = "project" if self.by_name else '"row", file'
        a, b = (f"SELECT {key} FROM {one.rejected}" for one in (self.first, self.second))
        sa, sb = (f"SELECT {key} FROM {one.scan}" for one in (self.first, self.second))
        only_after, only_before, neither = (
            self._row(f"SELECT count(*) FROM ({query})")[0]
            for query in (f"({b}) INTERSECT ({sa})", f"({a}) INTERSECT ({sb})", f"({a}) INTERSECT ({b})")
        )
        lone = (0, 0)
        if self.by_name:
            lone = (
                self._row(f"SELECT count(*) FROM (({sa}) EXCEPT ({sb}) EXCEPT ({b}))")[0],
                self._row(f"SELECT count(*) FROM (({sb}) EXCEPT ({sa}) EXCEPT ({a}))")[0],
            )
        projects = scored + only_after + only_before + neither + sum(lone)
        changed_ += only_after + only_before
        return Counts(projects, changed_, moved, regraded, settled_, opened_, others, only_before, only_after, neither, *lone)  # fmt: skip

    @property
    def _has_totals(self) -> bool:
        return "total" in self.first.columns and "total" in self.second.columns

    def matrix(self) -> dict[tuple[str, str], int]:
        """How many projects have which grade before and after; rejected ones among them."""
        a, b = (f"coalesce({one}, {literal(NO_GRADE)})" for one in self._cells(("grade", "grade")))
        query = f"SELECT {a}, {b}, count(*) FROM {self.joined} WHERE {self._scored} GROUP BY ALL ORDER BY ALL"
        found = {(before, after): count for before, after, count in self.connection.execute(query).fetchall()}
        found |= self._rejected_in_matrix()
        return {pair: count for pair, count in found.items() if count}

    def _rejected_in_matrix(self) -> dict[tuple[str, str], int]:
        on = "USING (project)" if self.by_name else 'USING ("row")' if not self.first.several else 'USING ("row", file)'
        found: dict[tuple[str, str], int] = {(REJECTED, REJECTED): self.counts.rejected_both}
        for one, other, is_after in ((self.first, self.second, True), (self.second, self.first, False)):
            grade = f"coalesce({one.cell('grade', 's')}, {literal(NO_GRADE)})"
            query = f"SELECT {grade}, count(*) FROM {one.scan} s JOIN {other.rejected} r {on} GROUP BY ALL ORDER BY ALL"
            for name, count in self.connection.execute(query).fetchall():
                found[(name, REJECTED) if is_after else (REJECTED, name)] = count
        return found

    def spread(self) -> Spread:
        """The differences of totals, each with how often it comes."""
        return self._spread(("total", "total"))

    def _spread(self, pair: tuple[str, str]) -> Spread:
        old, new = self.first.columns.get(pair[0]), self.second.columns.get(pair[1])
        if old is None or new is None:
            return Spread(())
        a, b = self.first.cell(pair[0], "a"), self.second.cell(pair[1], "b")
        known = f"{self._scored} AND {a} IS NOT NULL AND {b} IS NOT NULL"
        found: dict[Fraction, int] = {}
        if old.decimals is not None and new.decimals is not None:
            query = f"SELECT {b} - {a}, count(*) FROM {self.joined} WHERE {known} GROUP BY ALL"
            found = {Fraction(str(one)): count for one, count in self.connection.execute(query).fetchall()}
        else:
            query = f"SELECT {_text(a)}, {_text(b)}, count(*) FROM {self.joined} WHERE {known} GROUP BY ALL"
            for before, after, count in self.connection.execute(query).fetchall():
                one = Fraction(after) - Fraction(before)
                found[one] = found.get(one, 0) + count
        return Spread(tuple(sorted(found.items())))

    def columns(self) -> Iterator[ColumnChange]:
        """The columns beside the total in which projects changed."""
        pairs = [pair for pair in self.pairs if pair[0] not in ("total", "lowest", "highest", "grade")]
        if not pairs:
            return
        listed = ", ".join(f"count(*) FILTER ({self._differs(pair)})" for pair in pairs)
        counts = self._row(f"SELECT {listed} FROM {self.joined} WHERE {self._scored}")
        for pair, count in zip(pairs, counts, strict=True):
            if count:
                is_number = any(one is not None and one.decimals is not None
                                for one in (self.first.columns.get(pair[0]), self.second.columns.get(pair[1])))  # fmt: skip
                yield ColumnChange(pair[0], count, self._spread(pair).sum if is_number else None)

    def effect(self) -> Effect:
        """What the second side does to all projects, in short."""
        a, b = (f"coalesce({one}, {literal(NO_GRADE)})" for one in self._cells(("grade", "grade")))
        query = f"SELECT {a} AS before, {b} AS after, count(*) FROM {self.joined} WHERE {self._scored} GROUP BY ALL HAVING before <> after ORDER BY ALL"
        regraded = {(before, after): count for before, after, count in self.connection.execute(query).fetchall()}
        return Effect(self.spread(), regraded, self.counts.rejected_after)

    # ------------------------------------------------------------------ projects

    def moves(self, top: int, sides: Sequence[ScoreTable], data: Data) -> list[Move]:
        """The projects that move most: by points, then those that change otherwise; with each edit's share."""
        rows = self._most(top)
        found = []
        for row in rows:
            move = self._move(row, data)
            shares = tuple(Share(number, *self._share(one, row, move.before)) for number, one in enumerate(sides))
            found.append(replace(move, shares=shares))
        return [*found, *self._rejected_moves(top - len(found), data)][:top]

    def _most(self, top: int) -> list[dict[str, object]]:
        cells = []
        for number, pair in enumerate(self.pairs):
            a, b = self.first.cell(pair[0], "a"), self.second.cell(pair[1], "b")
            cells += [f"{_text(a)} AS a{number}", f"{_text(b)} AS b{number}"]
        size = f"greatest(abs({_about('b.lowest')} - {_about('a.lowest')}), abs({_about('b.highest')} - {_about('a.highest')}))" if self._has_totals else "0"  # fmt: skip
        listed = ", ".join(['coalesce(a.file, b.file) AS file', 'coalesce(a."row", b."row") AS "row"',
                            'coalesce(a.project, b.project) AS project', *cells])  # fmt: skip
        query = (f"SELECT {listed} FROM {self.joined} WHERE {self._scored} AND ({self._changed()}) "
                 f'ORDER BY coalesce({size}, 0) DESC, ({self._differs(("grade", "grade"))}) DESC, 1, 2 LIMIT {top}')  # fmt: skip
        return self._rows(query)

    def _move(self, row: Mapping[str, object], data: Data) -> Move:
        cells = {pair: (row[f"a{number}"], row[f"b{number}"]) for number, pair in enumerate(self.pairs)}
        changes = [
            Change(pair[0], _or_none(a), _or_none(b))
            for pair, (a, b) in cells.items()
            if pair[0] not in TOTALS and not self._is_subtotal(pair[0]) and (a or None) != (b or None)
        ]
        return Move(
            data.id_of(_or_none(row["file"]), int(str(row["row"]))),
            _or_none(row["project"]) or "",
            _standing({name: cells[name, name][0] for name in TOTALS if (name, name) in cells}),
            _standing({name: cells[name, name][1] for name in TOTALS if (name, name) in cells}),
            tuple(changes),
        )

    def _is_subtotal(self, name: str) -> bool:
        """Whether a column is a group's, which moves with its members."""
        column = self.first.columns.get(name) or self.second.columns.get(name)
        return column is not None and column.section == SUBTOTALS

    def _share(self, side: ScoreTable, row: Mapping[str, object], before: Standing) -> tuple[Fraction | None, Fraction | None]:  # fmt: skip
        """What an edit alone does to a project's points."""
        if before.points is None or side.part is None or "total" not in side.columns:
            return None, None
        where = f'"row" = {int(str(row["row"]))}' + (f" AND file = {literal(str(row['file']))}" if side.several else "")
        found = self._rows(f"SELECT {_text('total')} AS total, {_text('lowest')} AS lowest, {_text('highest')} AS highest FROM {side.scan} WHERE {where}")  # fmt: skip
        points = _ends(found[0]) if found else None
        if points is None:
            return None, None
        return points[0] - before.points[0], points[1] - before.points[1]

    def _rejected_moves(self, most: int, data: Data) -> list[Move]:
        """Projects that one side rejects."""
        found: list[Move] = []
        on = "USING (project)" if self.by_name else 'USING ("row")' if not self.first.several else 'USING ("row", file)'
        for one, other, is_after in ((self.first, self.second, True), (self.second, self.first, False)):
            names = [name for name in TOTALS if name in one.columns]
            cells = "".join(f", {_text(f's.{quoted(name)}')} AS {name}" for name in names)
            query = (f'SELECT s.file, s."row", s.project, r.zh, r.en{cells} FROM {one.scan} s JOIN {other.rejected} r {on} '
                     f'ORDER BY 1, 2 LIMIT {max(most, 0)}')  # fmt: skip
            for row in self._rows(query):
                scored = _standing(row)
                refused = Standing(REJECTED, reason=Text(str(row["en"]), str(row["zh"])))
                ends = (scored, refused) if is_after else (refused, scored)
                found.append(Move(data.id_of(_or_none(row["file"]), int(str(row["row"]))), _or_none(row["project"]) or "", *ends))  # fmt: skip
        return found

    def _row(self, query: str) -> tuple[int, ...]:
        found = self.connection.execute(query).fetchone()
        assert found is not None
        return tuple(int(one) for one in found)

    def _rows(self, query: str) -> list[dict[str, object]]:
        found = self.connection.execute(query)
        names = [one[0] for one in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _standing(cells: Mapping[str, object]) -> Standing:
    return Standing(_or_none(cells.get("status")) or "", _ends(cells), _or_none(cells.get("grade")))


def _ends(cells: Mapping[str, object]) -> Ends | None:
    low, high, total = (_or_none(cells.get(name)) for name in ("lowest", "highest", "total"))
    if total is not None:
        return Fraction(total), Fraction(total)
    return (Fraction(low), Fraction(high)) if low is not None and high is not None else None


def _or_none(cell: object) -> str | None:
    return None if cell is None or cell == "" else str(cell)


def _text(cell: str) -> str:
    return f"CAST({cell} AS VARCHAR)"


def _about(cell: str) -> str:
    """A number near enough to put projects in order by, of an exact decimal or a quotient in a text."""
    text = _text(cell)
    below = f"coalesce(TRY_CAST(nullif(split_part({text}, '/', 2), '') AS DOUBLE), 1)"
    return f"TRY_CAST(split_part({text}, '/', 1) AS DOUBLE) / {below}"


def _grades(before: Side | None, after: Side | None) -> tuple[str, ...]:
    """The grades of both sides, the best first."""
    found: dict[str, None] = {}
    for side in (one for one in (after, before) if one is not None):
        program = Assessor(side.rulebook, side.indicator_set).compiled().program
        grades = [program.grade, *(one.grade for one in program.results if one.is_total)]
        for grade in grades:
            found |= dict.fromkeys(reversed(grade.names)) if grade is not None else {}
    return tuple(found)
