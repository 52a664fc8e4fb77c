"""What is wrong with examples and whole scorecards as they are written, whatever they expect: facts, names, rows."""

from __future__ import annotations

from scoring.examples.example import try_examples
from scoring.examples.scorecards import try_scorecards
from scoring.problems import Problem
from scoring.rulebook.rulebook import IndicatorSet, Rulebook


def faults_of_examples(rulebook: Rulebook, indicator_set: IndicatorSet | None) -> list[Problem]:
    """Every error in the examples and scorecards of the set's own, or of the rulebook's; that one does not hold is none."""
    layers = [rulebook.sections, *([indicator_set.sections] if indicator_set is not None else [])]
    own = layers[-1]
    found = [problem for one in try_examples(rulebook, layers, "exact") if one.example in own.examples
             for problem in one.problems]  # fmt: skip
    found += [problem for one in try_scorecards(rulebook, indicator_set, own.scorecards, "exact")
              for problem in one.problems]  # fmt: skip
    return [problem for problem in found if problem.severity == "error"]
