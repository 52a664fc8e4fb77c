"""What lints look at: a rulebook with its set, lowered; its tables, each with everything that can happen in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from scoring.engines.exact.evaluation import Evaluation
from scoring.lint.combinations import MOST_STEPS, Apart, BeyondBudget, Budget, Case, Found, looked_through, narrow
from scoring.lint.counterexample import counterexample, decided
from scoring.lint.guards import Guard, as_node, guarded_tables
from scoring.lint.keys import Key, Keys
from scoring.lint.witness import facts_refused
from scoring.nodes.kind import YES_NO, Kind
from scoring.nodes.node import Choose, Column, Constant, Evidenced, Item, Logic, Name, Node
from scoring.nodes.shapes import Shapes
from scoring.nodes.walk import children, names_in
from scoring.problems import Counterexample, Place, Text
from scoring.program.kinds import KINDS
from scoring.program.program import Criterion, Indicator, Limit, Program, Requirement
from scoring.program.scope import Scope
from scoring.project.fact_sheet import FactSheet, Reported
from scoring.project.project import Project
from scoring.project.rows import Row
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook, Sections
from scoring.values.value import Value

MOST_STEPS_OF_ALL = 2_000_000
"""Of all tables of a rulebook together."""
GAPLESS = ("count", "all", "all_by_output", "ranked")
"""Policies to which no row that holds is an answer as well."""
ALONE = ("unique", "any")
"""Policies that two rows that hold may break."""

WHY_NOT = {
    "large": Text("it has more combinations than are looked at", "组合太多，超出查看的限度"),
    "kinds": Text("a key of it cannot be listed", "有的键不能逐一列出"),
    "computed": Text(
        "its keys are computed, so not all combinations need happen", "键由公式算出，各种组合未必都会出现"
    ),
}

Values = tuple[tuple[Key, Value], ...]
"""Values of keys."""


@dataclass(frozen=True, eq=False)
class AnalysedTable:
    """A table that an author wrote, or the condition of a limit, and all that can happen in it."""

    of: str  # value, rule, result, limit, grade
    name: str
    entry: Entry[Any] | None
    choose: Choose
    keys: tuple[Key, ...]
    found: Found | None
    undecided: str | None = None  # why, as in WHY_NOT
    independent: bool = False  # whether every combination of its keys can happen
    guard: Guard = ()  # what holds where it is looked up

    @property
    def written(self) -> str:
        """What the author calls it: of a value with parameters that value, whoever calls it."""
        return self.choose.name or self.name

    @property
    def may_be_refused(self) -> bool:
        """Whether a project can be refused where no row holds."""
        return self.choose.otherwise is None and self.choose.hit not in GAPLESS

    def not_decided(self, book: AnalysisModel) -> Text | None:
        """Why something of it is left open."""
        if self.undecided is not None:
            return WHY_NOT[self.undecided]
        assert self.found is not None
        if self.independent:
            return None
        open_ = [self.found.nothing] if self.may_be_refused else []
        open_ += [case for _, _, case in self.found.twice]
        left = [case for case in open_ if case is not None and self.refused(case, book) is None]
        return WHY_NOT["computed"] if left else None

    def counterexample(self, values: Values, book: AnalysisModel, comes: Text) -> Counterexample | None:
        """The values as facts."""
        return counterexample(self.of, self.name, values, book.program, comes)

    def said(self, values: Values, book: AnalysisModel) -> str:
        """The values in words: `rate = 90%, scope = city`."""
        found = self.counterexample(values, book, Text("", ""))
        if found is not None:
            return found.said
        return ", ".join(f"{key.name or '…'} = {value}" for key, value in values)

    def refused(self, case: Case, book: AnalysisModel) -> Values | None:
        """The facts of a case that the exact engine indeed refuses; None where it does not, or none are found."""
        if self.independent:
            refused = decided(self.choose, case.values, book.bare) is None and book.allows(case.values)
            return case.values if refused else None
        kinds = book.scope.state.fact_kinds
        facts = facts_refused(self.choose, case.values, book.plain, kinds, self.guard)
        if facts is None or not all(name in kinds or (name == "actual" and self.of == "rule") for name in facts):
            return None
        return tuple((_as_key(name, case.keys, kinds), value) for name, value in facts.items())

    def takes(self, case: Case, clause: int, book: AnalysisModel) -> bool:
        """Whether the exact engine indeed takes that clause."""
        found = decided(self.choose, case.values, book.bare)
        return found is not None and (self.choose.clauses[clause] in found.taken or found.stopped_at == clause)


@dataclass(frozen=True, eq=False)
class AnalysisModel:
    """A rulebook (with a set) as lints see it."""

    rulebook: Rulebook
    indicator_set: IndicatorSet | None
    sections: Sections
    scope: Scope
    program: Program
    criteria: tuple[tuple[Entry[Any], Criterion], ...]  # every rule by itself
    inputs: Mapping[str, Reported] = field(default_factory=dict)  # what a set says of its rows: targets
    rows: Mapping[str, Row] = field(default_factory=dict)
    project: Project | None = None  # whose own rows and sections alone are told of

    def tells(self, place: Place) -> bool:
        """Whether what stands there is told of: of a project, what it says itself."""
        return self.project is None or place.file == self.project.document.file

    def told_at(self, indicator: Indicator, place: Place) -> Place:
        """Where something about an indicator is told: at that place, or at a project's own row where the place is not its own."""
        if self.project is None or self.tells(place) or not self._is_own(indicator):
            return place
        return self.project.entries[indicator.id].place

    def _is_own(self, indicator: Indicator) -> bool:
        """Whether the project says what an indicator is, or how it is scored."""
        project, row = self.project, self.rows.get(indicator.id)
        return (
            project is not None
            and row is not None
            and indicator.id in project.entries
            and row.told_by(project.document)
        )

    @cached_property
    def bare(self) -> Program:
        """The program without what other indicators bring, so that one is tried quickly."""
        return replace(self.program, definitions=(), constants={})

    @cached_property
    def plain(self) -> Program:
        """The program with its values, and without what only indicators need."""
        return replace(self.program, constants={}, indicators=())

    @cached_property
    def sheet(self) -> FactSheet:
        """What the set says of its rows."""
        return FactSheet(self.inputs)

    def together(self, one: Limit, other: Limit) -> AnalysedTable | None:
        """The condition of two limits at once, where both can bite at facts that are known; None where they cannot."""
        conditions = list(dict.fromkeys(clause.when for limit in (one, other) for clause in limit.when.clauses))
        both = tuple(when for when in conditions if when is not None)
        when = Logic(YES_NO, "and", both) if len(both) > 1 else both[0] if both else None
        clause = replace(one.when.clauses[0], when=when)
        table = self._view.table("limit", one.name, None, replace(one.when, clauses=(clause,)))
        known = table.found is not None and table.found.held
        return table if known and all(key.name is not None for key in table.keys) else None

    def allows(self, values: Values) -> bool:
        """Whether the ranges of facts allow these values."""
        at = Evaluation(self.bare, FactSheet({}))
        at.named.update({key.name: value for key, value in values if key.name is not None and key.field is None})
        return not any(at.condition(one.that) is False for one in self.program.requirements if one.fact in at.named)

    @cached_property
    def tables(self) -> tuple[AnalysedTable, ...]:
        """Every table that an author wrote, looked through."""
        return tuple(self._view.table(*each) for each in self._written())

    @cached_property
    def written_tables(self) -> tuple[tuple[AnalysedTable, ...], ...]:
        """The same, those together that are one table of the author's, called with different values."""
        found: dict[tuple[str, str], list[AnalysedTable]] = {}
        for table in self.tables:
            found.setdefault((table.written, str(table.choose.place)), []).append(table)
        return tuple(tuple(each) for each in found.values())

    @cached_property
    def tables_of_rule(self) -> Mapping[str, tuple[AnalysedTable, ...]]:
        """The tables of rules, by the rule's name."""
        found: dict[str, tuple[AnalysedTable, ...]] = {}
        for table in self.tables:
            if table.of == "rule":
                found[table.name] = (*found.get(table.name, ()), table)
        return found

    @cached_property
    def limits(self) -> Mapping[str, AnalysedTable]:
        """The conditions of limits, by name."""
        return {one.name: self._view.table("limit", one.name, self.rulebook.limits.get(one.name), one.when)
                for one in self.program.limits}  # fmt: skip

    @cached_property
    def _view(self) -> _View:
        return _View(self)

    def _written(self) -> Iterator[tuple[str, str, Entry[Any] | None, Choose, Guard]]:
        for definition in self.program.definitions:
            column = self.sections.columns.get(definition.name)
            entry: Entry[Any] | None = column or self.sections.values.get(definition.name)
            if entry is not None and not self.tells(entry.place):
                continue
            for choose, guard in self._tables_in(definition.node):
                yield "value" if column is None else "column", definition.name, entry, choose, guard
        by_own = {one.criterion.rule for one in self.program.indicators if self._is_own(one)}
        for rule, criterion in self.criteria:
            if not (self.tells(rule.place) or rule.name in by_own):
                continue
            if rule.model.kind is None or not KINDS[rule.model.kind].own_clauses:
                for choose, guard in self._tables_in(criterion.points):
                    yield "rule", rule.name, rule, choose, guard
        if self.project is not None:  # it declares neither results nor grades
            return
        for result in self.program.results:
            for choose, guard in self._tables_in(result.node) if result.node is not None else ():
                yield "result", result.name, self.rulebook.results.get(result.name), choose, guard
            if result.grade is not None:
                yield "grade", result.name, None, result.grade.choose, ()
        if self.program.grade is not None:
            yield "grade", "total", self.rulebook.grades.get(""), self.program.grade.choose, ()

    def _tables_in(self, node: Node) -> Iterator[tuple[Choose, Guard]]:
        for choose, guard in guarded_tables(node, self._view.shapes):
            if not choose.quiet and choose.clauses and choose.hit != "ranked":
                yield choose, guard


def _as_key(name: str, keys: tuple[Key, ...], kinds: Mapping[str, Kind]) -> Key:
    """A fact as a key, as it stands among the keys or by its declared kind."""
    return next((key for key in keys if key.name == name), None) or Key(Name(kinds[name], name))


def _apart(choose: Choose) -> Apart | None:
    """Which rows of a table may not hold at once: of `unique` no two, of `any` those with different results."""
    if choose.hit == "unique":
        return lambda one, other: True
    if choose.hit == "any":
        thens = [clause.then for clause in choose.clauses]
        same = {n: then.value for n, then in enumerate(thens) if isinstance(then, Constant)}
        return lambda one, other: one not in same or other not in same or same[one] != same[other]
    return None


class _View:
    """Tables of one rulebook being looked through, within what is left of the budget."""

    def __init__(self, book: AnalysisModel) -> None:
        self.book = book
        self.shapes = Shapes()
        self.left = MOST_STEPS_OF_ALL
        self.fixed: dict[int, bool] = {}  # whether a node of that number reads nothing
        self.ranges: dict[str, list[Requirement]] = {}
        for one in book.program.requirements:
            if names_in(one.that) == (one.fact,):
                self.ranges.setdefault(one.fact, []).append(one)

    def table(self, of: str, name: str, entry: Entry[Any] | None, choose: Choose, guard: Guard = ()) -> AnalysedTable:
        keys = Keys(self.shapes, self.prepare, self.constant)
        outside = as_node(guard)
        budget = Budget(min(MOST_STEPS, self.left))
        given = budget.left
        found, why = None, None
        try:
            for clause in choose.clauses:
                if clause.when is not None:
                    keys.collect(clause.when)
            if outside is not None:
                keys.collect(outside)
            narrow(keys, self.ranges)
            found = looked_through(choose, keys, budget, _apart(choose), outside)
        except BeyondBudget as undecided:
            why = str(undecided)
        self.left = max(0, self.left - (given - max(0, budget.left)))
        return AnalysedTable(of, name, entry, choose, tuple(keys.all), found, why, self.independent(keys, of), guard)

    def independent(self, keys: Keys, of: str) -> bool:
        facts = self.book.scope.state.fact_kinds
        known = {"actual"} if of == "rule" else {"total"} if of == "grade" else set()
        return all(
            isinstance(key.node, Constant | Item) or (key.name is not None and (key.name in facts or key.name in known))
            for key in keys.all
        )

    def constant(self, node: Node) -> Node:
        """A condition that no fact changes, such as that of a table called with a number, as yes or no."""
        if isinstance(node, Constant) or not self.is_fixed(node):
            return node
        value = self.blank.condition(node)
        return Constant(YES_NO, value) if isinstance(value, bool) else node

    def is_fixed(self, node: Node) -> bool:
        """Whether a node reads no fact, no value and no record."""
        if node.number not in self.fixed:
            own = not isinstance(node, Name | Item | Column | Evidenced)
            self.fixed[node.number] = own and all(self.is_fixed(child) for child in children(node))
        return self.fixed[node.number]

    @cached_property
    def blank(self) -> Evaluation:
        """The exact engine without a single fact."""
        return Evaluation(self.book.bare, FactSheet({}))

    def prepare(self, key: Key) -> None:
        """What a key can be is known for the total, and of whole numbers."""
        if key.name in ("total", "total.earned"):
            self.of_total(key)
        fact = self.book.scope.state.sections.facts.get(key.name or "") if key.field is None else None
        if fact is not None and fact.model.kind == "whole":
            key.step = Fraction(1)

    def of_total(self, key: Key) -> None:
        """A total lies between what all indicators can earn at least and at most, in the decimals of their points."""
        program = self.book.program
        low, high = self._ends_of_total()
        key.ends = low, high
        key.constants += [end for end in key.ends if end is not None]
        added_up = all(group.how == "sum" and group.rounding is None for group in program.groups)
        if added_up and not program.results and program.rounding is not None and program.rounding.decimals is not None:
            key.step = Fraction(1, 10**program.rounding.decimals)

    def _ends_of_total(self) -> tuple[Fraction | None, Fraction | None]:
        program, none = self.book.program, Fraction(0)
        if program.results:
            return None, None
        if program.indicators:
            highest = max(program.possible or none, program.weight)
            bonus = sum((max(one.criterion.highest - one.weight, none) for one in program.indicators), none)
            return min(sum((one.criterion.lowest for one in program.indicators), none), none), highest + bonus
        alone = [criterion for _, criterion in self.book.criteria]  # each weighing 100
        low = none if all(criterion.lowest >= 0 for criterion in alone) else None
        return low, program.possible if all(criterion.highest <= 100 for criterion in alone) else None
