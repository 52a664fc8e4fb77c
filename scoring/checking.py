"""Everything that loading finds wrong with rulebooks, indicator sets and projects, without any project's facts."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.lowering.book import check_rules, declared_units, lower, open_scope
from scoring.problems import Problem
from scoring.rows import Row, put_rows_together
from scoring.rulebook import IndicatorSet, Rulebook, merged


def check_rulebook(rulebook: Rulebook, indicator_set: IndicatorSet | None = None) -> list[Problem]:
    """Every problem of a rulebook, or of a set together with its rulebook."""
    layers = [rulebook.sections, *([indicator_set.sections] if indicator_set is not None else [])]
    sections, problems = merged(layers)
    units, found = declared_units(sections)
    problems += found
    scope = open_scope(sections, units)
    check_rules(rulebook, sections, scope)
    rows: Sequence[Row] = ()
    if indicator_set is not None:
        rows, found = put_rows_together(indicator_set.indicators, {}, units, {})
        problems += found
    lower(rulebook, sections, scope, rows)
    return problems + scope.shelf.problems
