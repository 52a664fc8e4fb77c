"""Everything that is wrong with rulebooks and indicator sets, without any project's facts: what loading finds, and lints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.lint.analysis import analysed, not_decided
from scoring.lint.analysis_model import AnalysisModel
from scoring.problems import NotDecided, Problem, has_errors
from scoring.program.declared_units import declared_units
from scoring.program.lowered import Lowered
from scoring.program.lowering import check_rules, criteria_alone, lower, open_scope
from scoring.project.rows import Row, put_rows_together
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, merged


@dataclass(frozen=True, slots=True)
class Checked:
    """Every problem of a rulebook, or of a set together with its rulebook, and the tables that are not decided."""

    problems: tuple[Problem, ...] = ()
    not_decided: tuple[NotDecided, ...] = ()

    def and_also(self, other: Checked) -> Checked:
        return Checked(self.problems + other.problems, self.not_decided + other.not_decided)


def check_rulebook(rulebook: Rulebook, indicator_set: IndicatorSet | None = None) -> list[Problem]:
    """Every problem of a rulebook, or of a set together with its rulebook; lints where loading finds no error."""
    return list(checked(rulebook, indicator_set).problems)


def checked(rulebook: Rulebook, indicator_set: IndicatorSet | None = None) -> Checked:
    """Every problem of a rulebook, or of a set together with its rulebook; lints where loading finds no error."""
    layers = [rulebook.sections, *([indicator_set.sections] if indicator_set is not None else [])]
    sections, problems = merged(layers)
    units, found = declared_units(sections)
    problems += found
    scope = open_scope(sections, units)
    alone = check_rules(rulebook, sections, scope)
    rows: Sequence[Row] = ()
    if indicator_set is not None:
        rows, found = put_rows_together(indicator_set.indicators, {}, units, {})
        problems += found
    program = lower(rulebook, sections, scope, rows)
    problems += scope.state.problems
    if has_errors(problems):
        return Checked(tuple(problems))
    inputs = {name: reported for row in rows for name, reported in row.inputs.items()}
    book = AnalysisModel(rulebook, indicator_set, sections, scope.apart(), program, alone, inputs)
    return Checked((*problems, *analysed(book)), tuple(not_decided(book)))


def looked_at(rulebook: Rulebook, indicator_set: IndicatorSet | None = None) -> AnalysisModel:
    """A rulebook and set as lints and coverage see them; whatever is wrong with them has been told before."""
    sections, _ = merged([rulebook.sections, *([indicator_set.sections] if indicator_set is not None else [])])
    units, _ = declared_units(sections)
    scope = open_scope(sections, units)
    rows, _ = put_rows_together(indicator_set.indicators if indicator_set is not None else {}, {}, units, {})
    program = lower(rulebook, sections, scope, rows)
    return AnalysisModel(
        rulebook, indicator_set, sections, scope, program, criteria_alone(Lowered(scope, rulebook, sections))
    )
