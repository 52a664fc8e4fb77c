"""What the columns of a table of cases are: facts, what is expected, the case's name, its period; no other may be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.examples.case_table import CaseRow, CaseTable
from scoring.examples.members import column_of_name
from scoring.nodes.kind import Kind
from scoring.problems import Place, Problem, Text, nearest
from scoring.program.program import Program
from scoring.program.scope import Scope
from scoring.project.heads import heads_of_facts, name_and_unit, unit_fault
from scoring.project.list_cell import of_cells
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry
from scoring.values.number import cut

PROJECT = ("project", "项目", "项目名称", "case", "案例")
PERIOD = ("period", "年度", "评价年度")
DISTANCE = re.compile(r"\s*(\d+(?:\.\d+)?)(?:e(-?\d{1,3}))?\s*(relative|absolute)?\s*")


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column whose cells are a fact, in the unit of its head."""

    index: int
    fact: str
    kind: Kind
    unit: str | None


@dataclass(frozen=True, slots=True)
class ExpectedColumn:
    """A column that says what must come out: a result, a part of one or its grade, points, `total` or `grade`."""

    index: int
    name: str
    unit: str | None
    within: Distance | None


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a result may be from the published number: `2e-9 relative` is 2e-9 × max(1, |published|)."""

    size: Fraction
    relative: bool

    def allows(self, published: Fraction, got: Fraction) -> bool:
        most = self.size * max(Fraction(1), abs(published)) if self.relative else self.size
        return abs(published - got) <= most


@dataclass(frozen=True, slots=True)
class CaseColumns:
    """The columns of one table."""

    facts: tuple[FactColumn, ...]
    expected: tuple[ExpectedColumn, ...]
    id: int | None = None
    period: int | None = None


def read_columns(
    cases: Entry[model.CasesModel], table: CaseTable, program: Program, scope: Scope
) -> tuple[CaseColumns | None, list[Problem]]:
    """What each column is, or everything that is wrong with the heads and with what `[[cases]]` says of them."""
    reading = _Reading(cases, table, program, scope)
    columns = reading.columns()
    return (None, reading.problems) if reading.problems else (columns, [])


class _Reading:
    """The heads of one table being read."""

    def __init__(self, cases: Entry[model.CasesModel], table: CaseTable, program: Program, scope: Scope) -> None:
        self.cases, self.table, self.program, self.scope = cases, table, program, scope
        self.heads = table.heads.cells
        self.facts = heads_of_facts(scope.state.sections.facts, (*PROJECT, *PERIOD))
        self.results = {one.name for one in program.results} | {one.id for one in program.indicators}
        self.problems: list[Problem] = []

    def columns(self) -> CaseColumns:
        written = self.cases.model
        self._once()
        for key, names in (("given", written.given), ("expect", written.expect)):
            for name, head in names.items():
                if head not in self.heads:
                    self._no_column(head, self.cases.at(key, name))
        for number, head in enumerate(written.ignore):
            if head not in self.heads:
                self._no_column(head, self.cases.at("ignore", number))
        if written.id is not None and written.id not in self.heads:
            self._no_column(written.id, self.cases.at("id"))
        expected = tuple(self._expected())
        if not written.expect:
            message = Text("this table says nothing of what is expected", "没有写明预期的结果")
            fix = Text("add expect = { … }, a result and its column", "补上 expect = { … }，写明结果及其列")
            self._problem("nothing-compared", message, self.cases.place, fix)
        return CaseColumns(
            tuple(self._of_facts()), expected, self._index(written.id, PROJECT), self._index(None, PERIOD)
        )

    def _index(self, named: str | None, usual: tuple[str, ...]) -> int | None:
        """The column that is named, or that has a usual name and is nothing else."""
        if named is not None:
            return self.heads.index(named) if named in self.heads else None
        return next((self.heads.index(head) for head in usual if head in self.heads and not self._declared(head)), None)

    def _declared(self, head: str) -> bool:
        written = self.cases.model
        return head in (*written.given.values(), *written.expect.values(), *written.ignore, written.id)

    def _once(self) -> None:
        """Heads that name no column: none at all, or one name twice."""
        for index, head in enumerate(self.heads):
            if not head:
                message = Text(f"column {index + 1} has no head", f"第 {index + 1} 列没有列名")
                self._problem("no-head", message, self._at(index), Text("name it or delete it", "写上列名，或删去该列"))
            elif head in self.heads[:index] and head not in self.cases.model.ignore:
                message = Text(f"two columns are `{cut(head, 60)}`", f"有两列都是 {cut(head, 60)}")
                self._problem("name-twice", message, self._at(index), Text("delete one", "删去其一"))

    def _of_facts(self) -> Iterator[FactColumn]:
        written, kinds = self.cases.model, self.scope.state.fact_kinds
        named = {head: fact for fact, head in written.given.items()}
        for name in written.given:
            if name not in kinds:
                message = Text(f"no fact `{name}` is declared", f"没有声明数据 {name}")
                self._problem("unknown-fact", message, self.cases.key("given", name), _near(name, kinds))
        seen: dict[str, str] = {}
        for index, head in enumerate(self.heads):
            if not head or head in written.ignore or head in self.heads[:index]:
                continue
            if head in written.expect.values() and head not in named:
                continue
            bare, unit = name_and_unit(head)
            whole = self.facts.get(head)
            fact = named.get(head) or whole or self.facts.get(bare)
            if fact is None or fact not in kinds:
                self._unknown(index, head)
                continue
            if fact in seen:
                message = Text(f"columns `{cut(seen[fact], 60)}` and `{cut(head, 60)}` are the same",
                               f"列 {cut(seen[fact], 60)} 与 {cut(head, 60)} 是同一内容")  # fmt: skip
                self._problem("name-twice", message, self._at(index), Text("delete one", "删去其一"))
            seen[fact] = head
            yield from self._fact(index, fact, kinds[fact], unit if whole is None else None)

    def _fact(self, index: int, fact: str, kind: Kind, unit: str | None) -> Iterator[FactColumn]:
        of_unit = of_cells(kind)
        if unit is not None and of_unit.name == "list":
            message = Text(f"the records of `{fact}` have several fields, which one unit cannot be meant for",
                           f"{fact} 的记录有多个字段，列名中的一个单位无法对应")  # fmt: skip
            fix = Text("delete it, and write units in the cells", "删去它，把单位写在单元格里")
            self._problem("unit-does-not-fit", message, self._at(index), fix)
        elif (problem := unit_fault(unit, of_unit, self.scope.units, self._at(index))) is not None:
            self.problems.append(problem)
        else:
            yield FactColumn(index, fact, kind, unit)

    def _unknown(self, index: int, head: str) -> None:
        """A column that nobody reads: an error, unless it is expected, or names the case or its period."""
        if head in (self.cases.model.id, *PROJECT, *PERIOD):
            return
        message = Text(
            f"column `{cut(head, 60)}` is neither a fact nor expected", f"列 {cut(head, 60)} 既不是数据，也不是预期结果"
        )
        bare, _ = name_and_unit(head)
        near = nearest(bare[:60], list(self.facts))
        fix = (Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else
               Text(f'name what it is in `given` or `expect`, or add ignore = ["{head}"]; id = "{head}" if it names the case',
                    f'在 given 或 expect 中写明它是什么，或补上 ignore = ["{head}"]；是案例名称则写 id = "{head}"'))  # fmt: skip
        self._problem("unknown-column", message, self._at(index), fix)

    def _expected(self) -> Iterator[ExpectedColumn]:
        written = self.cases.model
        for name in written.within:
            if name not in written.expect:
                message = Text(f"`{name}` is not expected of this table", f"{name} 不在 expect 中")
                self._problem("unknown-name", message, self.cases.key("within", name), _near(name, written.expect))
        for name, head in written.expect.items():
            if not self._is_expected(name):
                message = Text(f"there is no result and no indicator `{name}`", f"没有结果或指标 {name}")
                self._problem("unknown-name", message, self.cases.key("expect", name), self._instead(name))
            elif head in self.heads:
                yield ExpectedColumn(self.heads.index(head), name, name_and_unit(head)[1], self._within(name))

    def _instead(self, name: str) -> Text:
        """What may be expected instead: of a result for each record one of its columns."""
        of = next((one for one in self.program.results if one.name == name.split(".")[0]), None)
        if of is None or of.members is None:
            return _near(name, self.results)
        columns = [one.name for one in of.members.columns]
        such, listed = f"{of.name}.KEY.{columns[0]}", ", ".join(columns[:12])
        return Text(f"write `{such}`, with the {of.members.key} for KEY; its columns are {listed}",
                    f"写成 {such}，其中 KEY 是 {of.members.key} 的值；列有 {listed}")  # fmt: skip

    def _is_expected(self, name: str) -> bool:
        """Whether there is something of that name: of a result for each record, `NAME.KEY.COLUMN` or all of it."""
        first = name.split(".")[0]
        by_record = any(one.name == first and one.members is not None for one in self.program.results)
        if by_record and first != name:
            return column_of_name(name, self.program) is not None
        return first in self.results or name in ("total", "grade")

    def _within(self, name: str) -> Distance | None:
        written = self.cases.model.within.get(name)
        if written is None:
            return None
        matched = DISTANCE.fullmatch(written)
        if matched is None:
            message = Text(f"`{written}` is no distance", f"{written} 不是差距")
            fix = Text('such as "2e-9 relative" or "0.01 absolute"', '例如 "2e-9 relative" 或 "0.01 absolute"')
            self._problem("wrong-kind", message, self.cases.at("within", name), fix)
            return None
        size = Fraction(matched.group(1)) * Fraction(10) ** int(matched.group(2) or 0)
        return Distance(size, matched.group(3) != "absolute")

    def _no_column(self, head: str, at: Place) -> None:
        message = Text(f"the table has no column `{head}`", f"表中没有列 {head}")
        self._problem("unknown-column", message, at, _near(head, self.heads))

    def _at(self, index: int) -> Place:
        return self.table.place(CaseRow(0, self.table.heads.line, self.heads, self.table.heads.text), index)

    def _problem(self, code: str, message: Text, at: Place, fix: Text) -> None:
        self.problems.append(Problem(code, message, at, fix))


def _near(name: str, known: Mapping[str, object] | set[str] | tuple[str, ...]) -> Text:
    near = nearest(name, list(known))
    if near:
        return Text(f"did you mean `{near}`?", f"是否指 {near}？")
    listed = list(known)[:20]
    return (
        Text(f"there are {', '.join(listed)}", f"有 {'、'.join(listed)}")
        if listed
        else Text("there are none", "一个也没有")
    )
