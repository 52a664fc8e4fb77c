"""A project, a rulebook and a set put together and scored: what every command and the batch run.

`Assessor.prepare` gathers every problem of all three; `score` runs an engine, and compares the rules engine with
the exact one: a difference is an internal error that shows both, never a score.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from scoring.assessor.compiled import Compiled, Declared, declared
from scoring.assessor.judgements import reported_by, rows_decided
from scoring.assessor.occasion import occasion
from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import InputRefused, Problem, Text, has_errors
from scoring.program.program import Program
from scoring.project.fact_sheet import FactSheet
from scoring.project.project import Project, fact_sheet
from scoring.project.rows import Row, put_rows_together
from scoring.project.wordings import Sought, sought
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, Sections
from scoring.scorecard.assessment import Context, assess
from scoring.scorecard.build_scorecard import in_words, trace_value
from scoring.scorecard.scorecard import Finding, ResultScore, Scorecard
from scoring.scorecard.standing import alone

Engine = Literal["rules", "exact"]
MOST_PROGRAMS = 32


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that an engine needs for one project; `compiled` is where its program comes from."""

    program: Program
    sheet: FactSheet
    context: Context
    compiled: Compiled | None = None


class EnginesDiffer(Exception):
    """The engines disagree: our mistake. Carries both scorecards."""

    def __init__(self, rules: Scorecard, exact: Scorecard) -> None:
        self.rules, self.exact = rules, exact
        super().__init__("the rules engine and the exact engine disagree")


class Assessor:
    """A rulebook with an indicator set, ready for any number of projects; threads may share it.

    What a rulebook and its set declare is put together once. Programs are kept for rows that many projects have alike, and
    only such as have no word of a project in them and nothing to tell.
    """

    def __init__(self, rulebook: Rulebook, indicator_set: IndicatorSet | None = None) -> None:
        self.rulebook = rulebook
        self.indicator_set = indicator_set
        self.declared = declared(rulebook, self._layers())
        of_set = indicator_set.indicators if indicator_set is not None else {}
        self._of_set = put_rows_together(of_set, {}, self.declared.units, {}, rulebook.sections.group_names)
        self._programs: OrderedDict[object, Program] = OrderedDict()
        self._lock = Lock()

    def prepare(self, project: Project, beforehand: Sequence[Finding] = ()) -> tuple[Prepared | None, list[Problem]]:
        """The program, facts and circumstances of one project; None where something is an error.

        `beforehand`: findings that the scorecard begins with.
        """
        compiled = self.compiled(project)
        program, rows, names = compiled.program, compiled.rows, compiled.declared
        problems = list(compiled.problems)
        sheet, found = fact_sheet(project, names.sections.facts, names.scope.state.fact_kinds, names.units)
        problems += found
        rows, found = rows_decided(rows, program, names)
        problems += found
        inputs, found = reported_by(rows, program, names, project)
        problems += found
        circumstances, found = occasion(project, program, rows, self.rulebook, self.indicator_set, beforehand)
        if names.sections.rules and not self._has_something_to_score(project):
            problems.append(_nothing_to_score(project))
        problems = list(dict.fromkeys(problems + found))  # a rule is looked at by itself and for each of its rows
        if has_errors(problems):
            return None, problems
        return Prepared(program, sheet.with_(inputs).among_others(alone(program)), circumstances, compiled), problems

    def compiled(self, project: Project | None = None) -> Compiled:
        """The program of a project's rows, or of the set's alone, with all that it rests on; no fact is read."""
        names, (rows, of_rows) = self.declared, self._of_set
        if project is not None:
            if project.sections != Sections():
                names = declared(self.rulebook, [*self._layers(), project.sections])
            if project.entries or names is not self.declared:
                of_set = self.indicator_set.indicators if self.indicator_set is not None else {}
                called = names.sections.group_names
                rows, of_rows = put_rows_together(of_set, project.entries, names.units, project.file.source, called)
        rows_known = project is not None or self.indicator_set is not None
        program, of_program = self._program(project, names, rows) if rows_known else names.program(None)
        return Compiled(names, rows, program, (*names.problems, *of_rows, *of_program, *self.sought(names)[1]))

    def sought(self, names: Declared | None = None) -> tuple[list[Sought], list[Problem]]:
        """What `[read.NAME]` of the rulebook and the set look for in reports, with every problem of it."""
        names = names or self.declared
        rows = self.indicator_set.indicators if self.indicator_set is not None else None
        return sought(names.sections.reads, names.scope.state.fact_kinds, rows)

    def _has_something_to_score(self, project: Project) -> bool:
        """Whether anybody wrote an indicator or a result, sound or not: of one that is not, its own problem is told."""
        rules, chosen = self.rulebook, self.indicator_set
        documents = [*rules.documents, *(chosen.documents if chosen is not None else ()), project.document]
        written = (document.data.get(key) for document in documents for key in ("indicator", "result"))
        return bool(rules.results) or any(written)

    def sound(self) -> Compiled:
        """The program of the set's rows, without errors; raises `InputRefused` with all problems."""
        found = self.compiled()
        if has_errors(found.problems):
            raise InputRefused(found.problems)
        return found

    def _layers(self) -> list[Sections]:
        return [self.rulebook.sections, *([self.indicator_set.sections] if self.indicator_set is not None else [])]

    def _program(
        self, project: Project | None, names: Declared, rows: tuple[Row, ...]
    ) -> tuple[Program, Sequence[Problem]]:
        """The program of these rows. Projects whose rows have the same shape share one."""
        shape = _shape(project, rows) if names is self.declared else None
        if shape is None:
            return names.program(rows)
        with self._lock:  # whoever comes second finds it done
            known = self._programs.get(shape)
            if known is not None:
                self._programs.move_to_end(shape)
                return known, ()
            program, problems = names.program(rows)
            if not problems:
                self._programs[shape] = program
                if len(self._programs) > MOST_PROGRAMS:
                    self._programs.popitem(last=False)
            return program, problems


def _nothing_to_score(project: Project) -> Problem:
    return Problem(
        "nothing-to-score",
        Text("there is nothing to score: no indicator and no result", "没有可评分的内容：既无指标，也无结果"),
        project.place(),
        Text(
            "add rows in [indicator], or name a set with `indicators`",
            "在 [indicator] 中写指标，或用 indicators 指定指标集",
        ),
    )


def _shape(project: Project | None, rows: tuple[Row, ...]) -> object:
    """What projects of one program have alike; None for rows of which a project wrote something that the program tells.

    Where nothing has a place of its own nothing will be told, and labels need not be alike.
    """
    if project is None or not project.entries:
        return tuple(row.shape for row in rows)
    if not project.document.placed:
        return "untold", tuple(row.shape_unlabelled for row in rows)
    own = any(row.told_by(project.document) for row in rows)
    return None if own else tuple(row.shape for row in rows)


def score(
    prepared: Prepared, engine: Engine = "rules", seen: Callable[[Evaluation], object] | None = None
) -> Scorecard:
    """The scorecard; with `rules` the trace is of what fired, and `exact` must agree on all that was decided.

    `seen` is shown the exact evaluation, which knows every clause that was reached.
    """
    reference = Evaluation(prepared.program, prepared.sheet)
    exact = assess(reference, prepared.context)
    if seen is not None:
        seen(reference)
    if engine == "exact":
        return in_words(exact, reference, prepared.context)
    from scoring.engines.durable.evaluation import evaluate

    with evaluate(prepared.program, prepared.sheet) as evaluation:
        rules = assess(evaluation, prepared.context)
        if rules != exact:
            raise EnginesDiffer(
                in_words(rules, evaluation, prepared.context), in_words(exact, reference, prepared.context)
            )
        return in_words(rules, evaluation, prepared.context)


def explain_value(prepared: Prepared, name: str, engine: Engine = "rules") -> ResultScore | None:
    """A value of the rulebook for one project, with its trace; None when there is none of that name."""
    if engine == "exact":
        evaluation = Evaluation(prepared.program, prepared.sheet)
        assess(evaluation, prepared.context)
        return trace_value(name, evaluation)
    from scoring.engines.durable.evaluation import evaluate

    with evaluate(prepared.program, prepared.sheet) as rules:
        assess(rules, prepared.context)
        return trace_value(name, rules)
