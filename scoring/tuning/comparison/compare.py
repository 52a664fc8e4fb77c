"""Two sides compared over the projects of DATA: every figure from their two tables of scores, joined row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from scoring.assessor.assessor import Assessor
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.problems import InputRefused, Place, Problem, Text, nearest
from scoring.tuning.comparison.changed import stage_changed
from scoring.tuning.comparison.comparison import (
    NO_GRADE,
    REJECTED,
    Change,
    ColumnChange,
    Comparison,
    Counts,
    EditGroup,
    Effect,
    Ends,
    Key,
    Move,
    Share,
    Spread,
    Standing,
)
from scoring.tuning.comparison.groups import groups_of
from scoring.tuning.comparison.pairing import KEYS, Pair, Pairing, as_text
from scoring.tuning.editions.edits import Edits
from scoring.tuning.editions.scored import Data, ScoreTable
from scoring.tuning.editions.side import Side
from scoring.values.number import cut

POINTS = ("total", "lowest", "highest")
TOTALS = ("total", "lowest", "highest", "grade", "status")
SUBTOTALS = 2
"""The section of a table of scores in which groups stand."""
AT_ONCE = 8
"""Groups of edits that are scored alone in one query."""


@dataclass(frozen=True)
class Asked:
    """What a comparison is asked for."""

    top: int = 20  # projects that are shown
    shares: bool = True  # whether each edit is tried alone
    same: Mapping[str, str] | None = None  # indicators that are called otherwise after: before = after
    by_name: bool = False  # whether projects are matched by their names, as those of two years
    changed: Path | None = None  # where all projects that change are staged as a table


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
    _something(data, first, second)
    _same(asked.same or {}, first, second)
    both = _Both(data.connection, first, second, asked.same or {}, asked.by_name)
    groups, columns = groups_of(edits), tuple(both.columns())
    with ExitStack() as stack:
        alone = _Alone(data, both.moves(asked.top, data), stack if asked.changed is not None else None)
        if asked.shares and both.counts.changed:
            alone.try_each(edits, groups)
        if asked.changed is not None:
            stage_changed(data, both.pairing, {one.column for one in columns}, alone.tables, asked.changed)
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
        columns,
        tuple(alone.moves),
        tuple(alone.effects) if alone.effects else None,
    )


def _something(data: Data, first: ScoreTable, second: ScoreTable) -> None:
    """Raises `InputRefused` where neither side scores any project: nothing moved would be no answer."""
    if first.part is not None or second.part is not None:
        return
    query = f"SELECT any_value(zh), any_value(en), count(*) FROM {first.rejected} GROUP BY zh, en ORDER BY 3 DESC, 2 LIMIT 1"
    found = data.connection.execute(query).fetchone()
    place = Place(data.inputs[0])
    if found is None:
        raise InputRefused([Problem("empty-table", Text("no projects to compare", "没有可对比的项目"), place, Text("name projects or a table with rows", "写明项目或有内容的表格"))])  # fmt: skip
    zh, en, count = found
    message = Text(f"neither side scores any project; {count:,} are rejected since {en}", f"两边都没有能评分的项目；{count:,} 个被拒收：{zh}")  # fmt: skip
    raise InputRefused([Problem("all-rejected", message, place, Text("run `scoring batch` to see every reason", "用 scoring batch 查看全部原因"))])  # fmt: skip


def _same(same: Mapping[str, str], first: ScoreTable, second: ScoreTable) -> None:
    """Raises `InputRefused` for indicators said to be the same that are none, and for one that two are said to be."""
    problems = []
    for names, table, what in ((list(same), first, "BOOK_A"), (list(same.values()), second, "BOOK_B")):
        known = [name for program in table.programs for name in (one.id for one in program.indicators)]
        for name in dict.fromkeys(names):
            if known and name not in known:
                near = nearest(name[:60], known)
                fix = Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else Text("name an indicator of it", "写其中的指标")  # fmt: skip
                message = Text(f"{what} has no indicator `{cut(name)}`", f"{what} 没有指标 {cut(name)}")
                problems.append(Problem("unknown-indicator", message, Place("--same"), fix))
            if names.count(name) > 1:
                message = Text(f"two indicators are said to be `{cut(name)}`", f"有两个指标都写成 {cut(name)}")
                problems.append(Problem("name-twice", message, Place("--same"), Text("leave one of them out", "去掉其一")))  # fmt: skip
    if problems:
        raise InputRefused(problems)


@dataclass
class _Alone:
    """What each group of edits does alone: to the moves, to all projects; the tables where `stack` keeps them."""

    data: Data
    moves: list[Move]
    stack: ExitStack | None
    effects: list[Effect] = field(default_factory=list)
    tables: list[ScoreTable] = field(default_factory=list)

    def try_each(self, edits: Edits, groups: Sequence[EditGroup]) -> None:
        """Every group, some in one query."""
        for start in range(0, len(groups), AT_ONCE):
            some = groups[start : start + AT_ONCE]
            sides = [edits.after if len(one.edits) == len(edits.moving) else edits.side(one.edits) for one in some]
            with ExitStack() as own:
                stack = own if self.stack is None else self.stack
                first, *tables = stack.enter_context(self.data.scored_beside(edits.before, sides))
                for table in tables:
                    self._take(_Both(self.data.connection, first, table, {}, False))
                if self.stack is not None:
                    self.tables += tables

    def _take(self, alone: _Both) -> None:
        points, number = alone.points_of(self.moves), len(self.effects)
        self.moves = [replace(move, shares=(*move.shares, Share(number, *_share(move, points)))) for move in self.moves]
        self.effects.append(alone.effect())


def _share(move: Move, points: Mapping[Key, Ends]) -> tuple[Fraction | None, Fraction | None]:
    """What an edit alone does to a project's points, by what it alone gives it."""
    after = points.get(move.key)
    if move.before.points is None or after is None:
        return None, None
    return after[0] - move.before.points[0], after[1] - move.before.points[1]


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
        self.connection, self.first, self.second, self.by_name = connection, first, second, by_name
        self.pairing = Pairing(connection, first, second, same, by_name)
        self.pairs, self.joined, self.scored = self.pairing.pairs, self.pairing.scan, self.pairing.scored
        self.counts = self._counts()
        self.grades = _grades(first.side, second.side)

    # ------------------------------------------------------------------ figures

    def _counts(self) -> Counts:
        pairing = self.pairing
        before, after = pairing.cells(("total", "total"))
        settled = f"{before} IS NULL AND {after} IS NOT NULL" if self._has_totals else "FALSE"
        opened = f"{before} IS NOT NULL AND {after} IS NULL" if self._has_totals else "FALSE"
        points = pairing.any_differs([(name, name) for name in POINTS])
        changed = pairing.any_differs(self.pairs)
        asked = ["TRUE", changed, points, pairing.differs(("grade", "grade")), settled, opened, f"{changed} AND NOT {points}"]  # fmt: skip
        listed = ", ".join(f"count(*) FILTER ({one})" for one in asked)
        found = self._row(f"SELECT {listed} FROM {self.joined} WHERE {self.scored}")
        scored, changed_, moved, regraded, settled_, opened_, others = found
        only_after, only_before, neither, *lone = self._of_one_side()
        projects = scored + only_after + only_before + neither + sum(lone)
        changed_ += only_after + only_before
        return Counts(projects, changed_, moved, regraded, settled_, opened_, others, only_before, only_after, neither, *lone)  # fmt: skip

    def _of_one_side(self) -> tuple[int, ...]:
        """Rejected before alone, after alone, on both sides; in the data of one side alone, where there are two."""
        key = "project" if self.by_name else '"row", file'
        a, b = (f"SELECT {key} FROM {one.rejected}" for one in (self.first, self.second))
        sa, sb = (f"SELECT {key} FROM {one.scan}" for one in (self.first, self.second))
        any_ = [self._row(f"SELECT count(*) FROM ({one})")[0] for one in (a, b)]
        only_after = self._both_ways(b, sa) if any_[1] else 0
        only_before = self._both_ways(a, sb) if any_[0] else 0
        neither = self._both_ways(a, b) if all(any_) else 0
        if not self.by_name:
            return only_after, only_before, neither, 0, 0
        lone = (self._row(f"SELECT count(*) FROM (({one}) EXCEPT ({other}) EXCEPT ({rejected}))")[0]
                for one, other, rejected in ((sa, sb, b), (sb, sa, a)))  # fmt: skip
        return only_after, only_before, neither, *lone

    def _both_ways(self, one: str, other: str) -> int:
        return self._row(f"SELECT count(*) FROM (({one}) INTERSECT ({other}))")[0]

    @property
    def _has_totals(self) -> bool:
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
        found: dict[Fraction, int] = {}
        if self.pairing.are_numbers(pair):
            query = f"SELECT {b} - {a}, count(*) FROM {self.joined} WHERE {known} GROUP BY ALL"
            found = {Fraction(str(one)): count for one, count in self.connection.execute(query).fetchall()}
        else:
            query = f"SELECT {as_text(a)}, {as_text(b)}, count(*) FROM {self.joined} WHERE {known} GROUP BY ALL"
            for before, after, count in self.connection.execute(query).fetchall():
                one = Fraction(after) - Fraction(before)
                found[one] = found.get(one, 0) + count
        return Spread(tuple(sorted(found.items())))

    def columns(self) -> Iterator[ColumnChange]:
        """The columns beside the total in which projects changed."""
        pairs = [pair for pair in self.pairs if pair[0] not in (*POINTS, "grade") and self.pairing.differs(pair) != "FALSE"]  # fmt: skip
        if not pairs:
            return
        listed = ", ".join(f"count(*) FILTER ({self.pairing.differs(pair)})" for pair in pairs)
        counts = self._row(f"SELECT {listed} FROM {self.joined} WHERE {self.scored}")
        for pair, count in zip(pairs, counts, strict=True):
            if count:
                is_number = any(one is not None and one.decimals is not None
                                for one in (self.first.columns.get(pair[0]), self.second.columns.get(pair[1])))  # fmt: skip
                yield ColumnChange(pair[0], count, self._spread(pair).sum if is_number else None)

    def effect(self) -> Effect:
        """What the second side does to all projects, in short."""
        a, b = self._grade_cells()
        query = f"SELECT {a} AS before, {b} AS after, count(*) FROM {self.joined} WHERE {self.scored} GROUP BY ALL HAVING before <> after ORDER BY ALL"
        regraded = {(before, after): count for before, after, count in self.connection.execute(query).fetchall()}
        return Effect(self.spread(), regraded, self.counts.rejected_after)

    # ------------------------------------------------------------------ projects

    def moves(self, top: int, data: Data) -> list[Move]:
        """The projects that move most: by points, then those that change otherwise."""
        found = [self._move(row, data) for row in self._most(top)]
        return [*found, *self._rejected_moves(top - len(found), data)][:top]

    def _most(self, top: int) -> list[dict[str, object]]:
        """Their cells on both sides; which they are is found first, so that only theirs are made texts."""
        pairing, keys = self.pairing, [self.pairing.key(name) for name in ("file", "row", "project")]
        changed = pairing.any_differs(self.pairs)
        regraded = pairing.differs(("grade", "grade"))
        query = (f"SELECT {keys[0]}, {keys[1]} FROM {self.joined} WHERE {self.scored} AND {changed} "
                 f"ORDER BY coalesce({self._size()}, 0) DESC, {regraded} DESC, 1, 2 LIMIT {top}")  # fmt: skip
        if changed == "FALSE":
            return []
        order = {key: place for place, key in enumerate(self.connection.execute(query).fetchall())}
        if not order:
            return []
        cells = []
        for number, pair in enumerate(self.pairs):
            a, b = pairing.before(pair[0]), pairing.after(pair[1])
            cells += [f"{as_text(a)} AS a{number}", f"{as_text(b)} AS b{number}"]
        listed = ", ".join([f"{key} AS {quoted(name)}" for key, name in zip(keys, KEYS, strict=True)] + cells)
        numbers = ", ".join(str(row) for row in sorted({int(row) for _, row in order}))
        found = self._rows(f"SELECT {listed} FROM {self.joined} WHERE {keys[1]} IN ({numbers})")
        return sorted((one for one in found if (one["file"], one["row"]) in order), key=lambda one: order[one["file"], one["row"]])  # fmt: skip

    def _size(self) -> str:
        """By how much the points of a project moved, at the end at which they moved more."""
        if not self._has_totals:
            return "0"
        made = []
        for end in ("lowest", "highest"):
            a, b = self.pairing.before(end), self.pairing.after(end)
            made.append(f"abs({b} - {a})" if self.pairing.are_numbers((end, end)) else f"abs({_about(b)} - {_about(a)})")  # fmt: skip
        return f"greatest({', '.join(dict.fromkeys(made))})"

    def _move(self, row: Mapping[str, object], data: Data) -> Move:
        cells = {pair: (row[f"a{number}"], row[f"b{number}"]) for number, pair in enumerate(self.pairs)}
        changes = [
            Change(pair[0], _or_none(a), _or_none(b))
            for pair, (a, b) in cells.items()
            if pair[0] not in TOTALS and not self._is_subtotal(pair[0]) and (a or None) != (b or None)
        ]
        key = _or_none(row["file"]), int(str(row["row"]))
        return Move(
            data.id_of(*key),
            _or_none(row["project"]) or "",
            _standing({name: cells[name, name][0] for name in TOTALS if (name, name) in cells}),
            _standing({name: cells[name, name][1] for name in TOTALS if (name, name) in cells}),
            tuple(changes),
            key=key,
        )

    def _is_subtotal(self, name: str) -> bool:
        """Whether a column is a group's, which moves with its members."""
        column = self.first.columns.get(name) or self.second.columns.get(name)
        return column is not None and column.section == SUBTOTALS

    def points_of(self, moves: Sequence[Move]) -> dict[Key, Ends]:
        """What the second side gives these projects."""
        side = self.second
        if side.part is None or "total" not in side.columns or not moves:
            return {}
        numbers = ", ".join(str(row) for row in sorted({row for _, row in (move.key for move in moves)}))
        listed = ", ".join(f"{as_text(quoted(name))} AS {name}" for name in POINTS)
        found = self._rows(f'SELECT file, "row", {listed} FROM {side.scan} WHERE "row" IN ({numbers})')
        ends = {(_or_none(one["file"]), int(str(one["row"]))): _ends(one) for one in found}
        return {key: points for key, points in ends.items() if points is not None}

    def _rejected_moves(self, most: int, data: Data) -> list[Move]:
        """Projects that one side rejects."""
        found: list[Move] = []
        on = "USING (project)" if self.by_name else 'USING ("row")' if not self.first.several else 'USING ("row", file)'
        for one, other, is_after in ((self.first, self.second, True), (self.second, self.first, False)):
            names = [name for name in TOTALS if name in one.columns]
            cells = "".join(f", {as_text(f's.{quoted(name)}')} AS {name}" for name in names)
            query = (f'SELECT s.file, s."row", s.project, r.zh, r.en{cells} FROM {one.scan} s JOIN {other.rejected} r {on} '
                     f'ORDER BY 1, 2 LIMIT {max(most, 0)}')  # fmt: skip
            for row in self._rows(query):
                scored = _standing(row)
                refused = Standing(REJECTED, reason=Text(str(row["en"]), str(row["zh"])))
                ends = (scored, refused) if is_after else (refused, scored)
                key = _or_none(row["file"]), int(str(row["row"]))
                found.append(Move(data.id_of(*key), _or_none(row["project"]) or "", *ends, key=key))
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


def _about(cell: str) -> str:
    """A number near enough to put projects in order by, of an exact decimal or a quotient in a text."""
    text = as_text(cell)
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
