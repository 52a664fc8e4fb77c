"""`[[cases]]`: a published table of cases beside the rulebook, every row of it scored and compared.

A blank cell is a missing fact, or a result that the table does not give; a row that gives none is a problem, since it would
prove nothing. Numbers must be equal to the last digit unless `within` allows a distance, for sources that publish floats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Assessor, Engine, Prepared, score
from scoring.assessor.identities import identity
from scoring.engines.exact.evaluation import Evaluation
from scoring.examples import members
from scoring.examples.case_columns import CaseColumns, ExpectedColumn, FactColumn, read_columns
from scoring.examples.case_result import CaseResult, result_of
from scoring.examples.case_table import MOST_CASES, CaseRow, CaseTable, read_cases
from scoring.examples.coverage import Reached, compared_by, limits_of, reached_by
from scoring.nodes.kind import ANY, DATE, NUMBER, Kind
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.program.program import Program
from scoring.program.scope import Scope
from scoring.project.fact_sheet import FactSheet, Reported
from scoring.project.facts import FactReader
from scoring.project.heads import YES, with_unit
from scoring.project.list_cell import ListCell, read_list_cell
from scoring.project.presumption import with_presumed
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook
from scoring.scorecard.assessment import Context
from scoring.scorecard.scorecard import Scorecard
from scoring.values.number import cut, read_number, show_number
from scoring.values.units import Unit
from scoring.values.value import Value

YES_OR_NO = {**YES, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is not the published one: its name, the head of its column, where the cell stands, and how it came about."""

    name: str
    column: str
    place: Place
    expected: str
    got: str
    outcome: str
    value: Value
    arithmetic: Text | None = None  # or what is missing
    where: Place | None = None  # of the rule
    key: str | None = None  # of the record that it is of, where the result has one for each
    path: tuple[str, ...] = ()  # below the record, where the cell holds a table of records


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A case tried: how many values were compared, which differ, or why it could not be scored."""

    number: int  # of the row, from 1, without the heads
    id: str | None
    row: CaseRow
    compared: int = 0
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()
    scorecard: Scorecard | None = None  # of a case that differs
    reached: frozenset[Reached] = frozenset()  # places and names of the clauses that what was compared rests on

    @property
    def equal(self) -> bool:
        return not self.differences and not self.problems


class Cases:
    """One table of cases over a rulebook's program: read at once, tried case by case."""

    def __init__(
        self,
        cases: Entry[model.CasesModel],
        raw: bytes,
        rulebook: Rulebook,
        program: Program,
        scope: Scope,
        inputs: Mapping[str, Reported],
    ) -> None:
        self.cases, self.raw = cases, raw
        self.rulebook, self.program, self.scope = rulebook, program, scope
        self.inputs = inputs  # of the set's rows: their targets
        self.columns = CaseColumns((), ())
        folder = cases.document.file.rpartition("/")[0]
        self.file = f"{folder}/{cases.model.file}" if folder else cases.model.file
        self.table, self.problems = read_cases(raw, self.file)
        if self.table is not None:
            columns, problems = read_columns(cases, self.table, program, scope)
            self.problems += problems
            self.columns = columns or self.columns

    def again(self, raw: bytes) -> Cases:
        """The same table as it is now."""
        return Cases(self.cases, raw, self.rulebook, self.program, self.scope, self.inputs)

    def tried(self, engine: Engine) -> Iterator[TriedCase]:
        """Every case in its order; nothing of a table whose heads are not understood."""
        if self.problems or self.table is None:
            return
        covered = compared_by(
            self.program, [one.name for one in self.columns.expected], self.scope.state.sections.rules
        )
        told = 0
        for row in self.table.rows():
            yield from self._unreadable(told)
            told = len(self.table.problems)
            if row.number > MOST_CASES:
                break
            yield self._tried(row, engine, covered)
        yield from self._unreadable(told)

    def faults(self) -> list[Problem]:
        """Everything that is wrong with the table as it is written, without scoring it."""
        if self.problems or self.table is None:
            return self.problems
        found: list[Problem] = []
        for row in self.table.rows():
            try:
                self.sheet(row)
            except InputRefused as refused:
                found += refused.problems
            found += self._wanted(row)[1]
        return found + self.table.problems

    def _unreadable(self, told: int) -> Iterator[TriedCase]:
        """Rows that are none count as cases that are not equal."""
        assert self.table is not None
        for problem in self.table.problems[told:]:
            yield TriedCase(0, None, CaseRow(0, problem.place.line, (), ""), problems=(problem,))

    def _tried(self, row: CaseRow, engine: Engine, covered: frozenset[Reached] | None) -> TriedCase:
        id_ = row.cells[self.columns.id] if self.columns.id is not None else None
        wanted, problems = self._wanted(row)
        try:
            sheet = self.sheet(row)
        except InputRefused as refused:
            problems = [*refused.problems, *problems]
        if problems:
            return TriedCase(row.number, id_, row, problems=tuple(problems))
        named = identity(self.rulebook)
        period = sheet.get("period")
        context = Context(f"case {row.number}", period.written if period is not None else None, named, None)
        reached: set[Reached] = set()

        def seen(at: Evaluation) -> None:
            reached.update(reached_by(at, self.scope.state.sections.rules))

        try:
            card = score(Prepared(self.program, sheet, context), engine, seen)
        except InputRefused as refused:
            at = f"{self.file}:{row.line}" + (f", {id_}" if id_ else "")
            told = tuple(_in_row(problem, at) for problem in refused.problems)
            return TriedCase(row.number, id_, row, problems=told)
        reached |= limits_of(card, self.program)
        differences = tuple(self._differences(row, wanted, card))
        counted = frozenset(reached if covered is None else reached & covered)
        return TriedCase(row.number, id_, row, len(wanted), differences, (), card if differences else None, counted)

    def _wanted(self, row: CaseRow) -> tuple[list[tuple[ExpectedColumn, str]], list[Problem]]:
        """What is expected of a row; a row that expects nothing is a problem."""
        assert self.table is not None
        wanted = [(one, row.cells[one.index]) for one in self.columns.expected if row.cells[one.index]]
        if wanted:
            return wanted, [
                problem for one, cell in wanted if (problem := self._unreadable_cell(row, one, cell)) is not None
            ]
        at = self.table.place(row, self.columns.expected[0].index)
        message = Text("this case expects nothing", "这个案例没有写明预期的结果")
        fix = Text("write what must come out, or delete the row", "写明应得的结果，或删去这一行")
        return [], [Problem("nothing-compared", message, at, fix)]

    def _unreadable_cell(self, row: CaseRow, column: ExpectedColumn, cell: str) -> Problem | None:
        """What is expected of a number or of yes and no, and is neither that nor a word for what there is not."""
        if cell in (self.cases.model.none, "not_scorable", "not_applicable") or " | " in cell:
            return None
        if self._by_record(column.name):
            table = members.read_table(cell)
            return self._no_table(row, column, cell) if table is None else self._no_column(row, column, table)
        kind = members.kind_of_name(column.name, self.program)
        if kind is None and any(one.id == column.name for one in self.program.indicators):
            kind = NUMBER
        if kind is None or kind.name not in ("number", "yes_no"):
            return None
        document = _Row(self.table, row)
        reader = FactReader(self.scope.units, document, {})
        if kind.name == "yes_no":
            if cell.lower() not in YES_OR_NO:
                reader.value(cell, kind, (column.index,))
        elif read_number(cell) is None:
            reader.value(with_unit(cell, column.unit) if column.unit else cell, ANY, (column.index,))
        return reader.problems[0] if reader.problems else None

    def _by_record(self, name: str) -> bool:
        return any(one.name == name and one.members is not None for one in self.program.results)

    def _no_column(self, row: CaseRow, column: ExpectedColumn, table: Mapping[str, Any]) -> Problem | None:
        """The first column that a cell expects of a record and that the result does not have."""
        assert self.table is not None
        known = members.columns_of(column.name, self.program)
        named = (path for columns in table.values() for path, _ in members.columns_named(columns, known))
        for name in (".".join(path) for path in named):
            if name not in known:
                at, has = self.table.place(row, column.index), ", ".join(known)
                message = Text(f"`{column.name}` has no column `{name}`", f"{column.name} 没有 {name} 这一列")
                return Problem("unknown-name", message, at, Text(f"its columns are {has}", f"各列为 {has}"))
        return None

    def _no_table(self, row: CaseRow, column: ExpectedColumn, cell: str) -> Problem:
        assert self.table is not None
        at = self.table.place(row, column.index)
        message = Text(f"`{cut(cell, 60)}` does not say what is expected of which record",
                       f"{cut(cell, 60)} 没有写明哪条记录应得什么")  # fmt: skip
        fix = Text('write {"A": {"points": 92.1}}, or expect "NAME.A.points" of a column of its own',
                   '写成 {"A": {"points": 92.1}}，或在 expect 中为 "名称.A.points" 另设一列')  # fmt: skip
        return Problem("wrong-kind", message, at, fix)

    # ------------------------------------------------------------------ facts

    def sheet(self, row: CaseRow) -> FactSheet:
        """The facts of a row; raises `InputRefused` with what cannot be read."""
        assert self.table is not None
        reported = dict(self.inputs)
        document = _Row(self.table, row)
        reader = FactReader(self.scope.units, document, {})
        columns: list[tuple[int, str, Any, Kind]] = []
        for one in self.columns.facts:
            cell = row.cells[one.index]
            if one.kind.name == "list" and cell:
                listed = document.lists[one.index] = read_list_cell(cell, one.kind, one.unit)
                reader.problems += document.told(one.index)
                columns += [(one.index, one.fact, listed.records, one.kind)] if not listed.problems else []
            elif cell:
                columns.append((one.index, one.fact, _cell(cell, one), one.kind))
        if self.columns.period is not None and row.cells[self.columns.period]:
            columns.append((self.columns.period, "period", row.cells[self.columns.period], DATE))
        for index, name, cell, kind in columns:
            read = reader.value(cell, kind, (index,))
            if read is not None:
                at = document.value_place((index,))
                reported[name] = Reported(
                    name, read.value, read.written, at, read.kind, read.unit, records=read.records
                )
        if reader.problems:
            raise InputRefused(reader.problems)
        state = self.scope.state
        return FactSheet(with_presumed(reported, state.sections.facts, state.fact_kinds, self.scope.units))

    # ------------------------------------------------------------------ comparing

    def _differences(
        self, row: CaseRow, wanted: Sequence[tuple[ExpectedColumn, str]], card: Scorecard
    ) -> Iterator[Difference]:
        assert self.table is not None
        for column, cell in wanted:
            if self._by_record(column.name):
                yield from self._of_records(row, column, cell, card)
                continue
            got = result_of(column.name, card)
            if not self._same(cell, got, column):
                yield self._difference(row, column, cell, got)

    def _difference(
        self, row: CaseRow, column: ExpectedColumn, cell: str, got: CaseResult, path: tuple[str, ...] = ()
    ) -> Difference:
        assert self.table is not None
        head, place = self.table.heads.cells[column.index], self.table.place(row, column.index)
        named = members.column_of_name(column.name, self.program)
        key = named[1] if named is not None else None
        unit = self.unit_of(column.name)
        told = got.told
        if unit is not None and isinstance(got.value, Fraction):
            told = f"{show_number(got.value / unit.factor)} {unit.name}"
        return Difference(column.name, head, place, cell, told, got.outcome, got.value, got.why, got.where, key, path)

    def _of_records(self, row: CaseRow, column: ExpectedColumn, cell: str, card: Scorecard) -> Iterator[Difference]:
        """What a cell with a table of records expects of each of them and did not come out."""
        known = members.columns_shown(next(one for one in card.results if one.name == column.name))
        for key, columns in (members.read_table(cell) or {}).items():
            for path, expected in members.columns_named(columns, known):
                of_record = replace(column, name=f"{column.name}.{key}.{'.'.join(path)}")
                got, wanted = result_of(of_record.name, card), _as_cell(expected, self.cases.model.none)
                if not self._same(wanted, got, of_record):
                    yield replace(self._difference(row, of_record, wanted, got, path), key=key)

    def _same(self, cell: str, got: CaseResult, column: ExpectedColumn) -> bool:
        if got.outcome == "none":
            return self.cases.model.none is not None and cell == self.cases.model.none
        if got.outcome != "scored":
            return cell == got.outcome
        return self._equal(cell, got.value, self.unit_of(column.name), column)

    def unit_of(self, name: str) -> Unit | None:
        """The unit in which a result is given, and a bare number is meant; a share is a plain number."""
        kind = members.kind_of_name(name, self.program)
        return self.scope.units.get(kind.unit) if kind is not None and kind.unit and kind.dimension else None

    def _equal(self, cell: str, value: Value, unit: Unit | None, column: ExpectedColumn) -> bool:
        if isinstance(value, bool):
            return YES_OR_NO.get(cell.lower()) is value
        if isinstance(value, tuple):
            parts = cell.split(" | ")
            return len(parts) == len(value) and all(
                self._equal(part, each, unit, column) for part, each in zip(parts, value, strict=True)
            )
        if isinstance(value, Fraction):
            number = self._number(cell, unit, column)
            if number is None:
                return False
            return number == value if column.within is None else column.within.allows(number, value)
        return cell == str(value)

    def _number(self, cell: str, unit: Unit | None, column: ExpectedColumn) -> Fraction | None:
        """A number as the table writes it: in the unit of its cell, of its head, or of the result."""
        plain = read_number(cell)
        if plain is not None and column.unit is None:
            return plain * unit.factor if unit is not None else plain
        reader = FactReader(self.scope.units, _Row(None, None), {})
        read = reader.value(with_unit(cell, column.unit) if column.unit else cell, ANY, ())
        return read.value if read is not None and isinstance(read.value, Fraction) else None


@dataclass
class ComparedCases:
    """How a table of cases came out so far."""

    cases: Cases
    total: int = 0
    equal: int = 0
    values: int = 0  # compared
    differing: int = 0  # of these
    problems: list[Problem] = field(default_factory=list)
    reached: set[Reached] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.problems += self.cases.problems

    def count(self, case: TriedCase) -> None:
        self.total += 1
        self.equal += case.equal
        self.values += case.compared
        self.differing += len(case.differences)
        self.problems += case.problems
        self.reached |= case.reached


def cases_of(
    rulebook: Rulebook, indicator_set: IndicatorSet | None, tables: Sequence[tuple[Entry[model.CasesModel], bytes]]
) -> list[Cases]:
    """Tables of cases, given their bytes, over the rulebook's program; raises `InputRefused` with its problems."""
    of_set = Assessor(rulebook, indicator_set).sound()
    return [Cases(cases, raw, rulebook, of_set.program, of_set.declared.scope, of_set.inputs) for cases, raw in tables]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table, where a document would be: every value is at its cell's place."""

    table: CaseTable | None
    row: CaseRow | None
    unread: frozenset[tuple[str | int, ...]] = frozenset()
    lists: dict[int, ListCell] = field(default_factory=dict)  # of cells that hold one

    def value_place(self, path: tuple[str | int, ...], of_key: bool = False) -> Place:
        if self.table is None or self.row is None or not path:
            return Place("")
        index, *inside = path
        if not inside or int(index) not in self.lists:
            return self.table.place(self.row, int(index))
        return self.table.inside(self.row, int(index), *self.lists[int(index)].span(inside, of_key))

    def key_place(self, path: tuple[str | int, ...]) -> Place:
        return self.value_place(path, of_key=True)

    def told(self, index: int) -> Iterator[Problem]:
        """What is wrong with a list as it is written."""
        assert self.table is not None
        assert self.row is not None
        for problem, span in self.lists[index].problems:
            yield replace(problem, place=self.table.inside(self.row, index, *span))


def _as_cell(expected: Any, none: str | None) -> str:
    """A value of a table within a cell, as a cell of its own would have it."""
    if isinstance(expected, bool):
        return "true" if expected else "false"
    return (none or "") if expected is None else str(expected)


def _cell(cell: str, column: FactColumn) -> Any:
    if column.kind.name == "yes_no" and cell.lower() in YES_OR_NO:
        return YES_OR_NO[cell.lower()]
    return with_unit(cell, column.unit) if column.unit is not None else cell


def _in_row(problem: Problem, at: str) -> Problem:
    """A problem of the rules, said with the row of the table that came upon it."""
    return replace(problem, message=Text(f"{problem.message.en} ({at})", f"{problem.message.zh}（{at}）"))
