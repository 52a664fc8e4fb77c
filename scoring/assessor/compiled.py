"""A rulebook, a set and rows put together and lowered: the one place where a program comes from.

What is made here never changes, so that any number of threads may read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.walk import names_in
from scoring.problems import Problem
from scoring.program.declared_units import declared_units
from scoring.program.lowering import Alone, check_rules, lower, open_scope
from scoring.program.program import Program
from scoring.program.scope import Scope
from scoring.project.fact_sheet import FactSheet, Reported
from scoring.project.presumption import with_presumed
from scoring.project.rows import Row
from scoring.rulebook.rulebook import Rulebook, Sections, merged
from scoring.values.units import Units


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """What a rulebook, a set and perhaps a project declare: their sections as one, units, names, every rule by itself."""

    rulebook: Rulebook
    sections: Sections
    units: Units
    scope: Scope
    criteria: Alone
    problems: tuple[Problem, ...]

    def program(self, rows: Sequence[Row] | None) -> tuple[Program, list[Problem]]:
        """The program for these rows, with its own problems; None where no rows are known."""
        apart = self.scope.apart()
        program = lower(self.rulebook, self.sections, apart, rows, self.criteria)
        return program, [*apart.state.problems, *self._presumed_beyond(program)]

    def _presumed_beyond(self, program: Program) -> Iterator[Problem]:
        """What a fact is presumed to be, where its own range, options or kind do not take it."""
        facts, kinds = self.sections.facts, self.scope.state.fact_kinds
        for one in program.requirements:
            entry = facts.get(one.fact)
            if entry is None or entry.model.if_missing is None or names_in(one.that) != (one.fact,):
                continue
            sheet = FactSheet(with_presumed({}, {one.fact: entry}, kinds, self.units))
            if Evaluation(program, sheet).condition(one.that) is False:
                yield Problem(one.code, one.message, entry.at("if_missing"), one.fix)


def declared(rulebook: Rulebook, layers: Sequence[Sections]) -> Declared:
    """Several layers as one, every value and every rule lowered, used or not."""
    sections, problems = merged(layers)
    units, found = declared_units(sections)
    scope = open_scope(rulebook, sections, units)
    apart = scope.apart()
    criteria = check_rules(rulebook, sections, apart)
    problems = [*problems, *found, *scope.state.problems, *apart.state.problems]
    return Declared(rulebook, sections, units, scope, criteria, tuple(problems))


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """What is declared, rows, and the program that they make; with every problem of all of it."""

    declared: Declared
    rows: tuple[Row, ...]
    program: Program
    problems: tuple[Problem, ...]

    @property
    def inputs(self) -> Mapping[str, Reported]:
        """What the rows say themselves: their targets, actuals and reasons."""
        return {name: reported for row in self.rows for name, reported in row.inputs.items()}
