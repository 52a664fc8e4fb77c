"""Everything that is wrong with rulebooks, indicator sets and what projects declare, without any facts: what loading finds, and lints."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.assessor.assessor import Assessor
from scoring.lint.analysis import analysed, not_decided
from scoring.lint.analysis_model import AnalysisModel
from scoring.problems import NotDecided, Problem, has_errors
from scoring.project.project import Project
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, Sections


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
    return checked_by(Assessor(rulebook, indicator_set))


def checked_by(assessor: Assessor) -> Checked:
    """The same of what an assessor holds."""
    problems = list(dict.fromkeys(assessor.compiled().problems))
    if has_errors(problems):
        return Checked(tuple(problems))
    looked = looked_at(assessor)
    return Checked((*problems, *analysed(looked)), tuple(not_decided(looked)))


def check_project(assessor: Assessor, project: Project) -> list[Problem]:
    """What lints find in what a project says itself: its rows, and what it declares; it can be scored."""
    if not project.entries and project.sections == Sections():
        return []
    return analysed(looked_at(assessor, project))


def looked_at(assessor: Assessor, project: Project | None = None) -> AnalysisModel:
    """A rulebook and set, perhaps with a project's own, as lints and coverage see them; whatever is wrong with them has been told before."""
    compiled = assessor.compiled(project)
    names = compiled.declared
    return AnalysisModel(
        assessor.rulebook,
        assessor.indicator_set,
        names.sections,
        names.scope.apart(),
        compiled.program,
        names.criteria,
        compiled.inputs,
        {row.id: row for row in compiled.rows},
        project,
    )
