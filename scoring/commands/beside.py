"""Published cases that lie beside a rulebook or a set, opened."""

from __future__ import annotations

from pathlib import Path

from scoring.examples.cases import Cases, cases_of
from scoring.problems import InputRefused, Problem
from scoring.rulebook.library import read_beside
from scoring.rulebook.model import CasesModel
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook


def tables_beside(
    rulebook: Rulebook, indicator_set: IndicatorSet | None
) -> tuple[list[tuple[Path, Cases]], list[Problem]]:
    """Every table of cases of the set, or of the rulebook, with its path; why some cannot be opened."""
    own = indicator_set.sections.cases if indicator_set is not None else rulebook.sections.cases
    found: list[tuple[Entry[CasesModel], Path, bytes]] = []
    problems: list[Problem] = []
    for cases in own:
        read, more = read_beside(cases)
        problems += more
        if read is not None:
            found.append((cases, *read))
    if not found:
        return [], problems
    try:
        made = cases_of(rulebook, indicator_set, [(cases, raw) for cases, _, raw in found])
    except InputRefused as refused:
        return [], [*problems, *refused.problems]
    return [(path, cases) for (_, path, _), cases in zip(found, made, strict=True)], problems
