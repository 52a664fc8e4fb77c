"""A project, a rulebook and a set put together and scored: what every command and the batch run.

`Assessor.prepare` gathers every problem of all three; `score` runs an engine, and compares the rules engine with
the exact one: a difference is an internal error that shows both, never a score.
"""

from __future__ import annotations

import difflib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.assessor.judgements import read_judgement
from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.program.constructs import lower_value
from scoring.program.declared_units import declared_units
from scoring.program.levels import read_levels
from scoring.program.lowering import check_rules, lower, open_scope
from scoring.program.program import Indicator, Program
from scoring.program.scope import CompileState, Scope
from scoring.project.facts import FactSheet, Reported
from scoring.project.project import Project, fact_sheet
from scoring.project.rows import Row, put_rows_together, share_or_points
from scoring.rulebook.editions import in_force
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, Sections, merged
from scoring.scorecard.build_scorecard import Context, Override, assess, in_words, trace_value
from scoring.scorecard.findings import ClaimedPoints
from scoring.scorecard.scorecard import Declaration, Finding, Identity, Judgement, ResultScore, Scorecard
from scoring.values.day import Day
from scoring.values.number import show_number
from scoring.values.units import Units

Engine = Literal["rules", "exact"]
MOST_PROGRAMS = 32


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that an engine needs for one project."""

    program: Program
    sheet: FactSheet
    context: Context


class EnginesDiffer(Exception):
    """The engines disagree: our mistake. Carries both scorecards."""

    def __init__(self, rules: Scorecard, exact: Scorecard) -> None:
        self.rules, self.exact = rules, exact
        super().__init__("the rules engine and the exact engine disagree")


class Assessor:
    """A rulebook with an indicator set, ready for any number of projects: what they share is lowered once."""

    def __init__(self, rulebook: Rulebook, indicator_set: IndicatorSet | None, tells: bool = True) -> None:
        """`tells`: whether labels and places of a project's own rows are told; where they are not, its program may be another's."""
        self.rulebook = rulebook
        self.indicator_set = indicator_set
        self.tells = tells
        self._shared: tuple[Sections, Units, Scope, list[Problem]] | None = None
        self._set_rows: tuple[tuple[Row, ...], list[Problem]] | None = None
        self._programs: OrderedDict[object, tuple[Program, list[Problem]]] = OrderedDict()

    def prepare(self, project: Project, beforehand: Sequence[Finding] = ()) -> tuple[Prepared | None, list[Problem]]:
        """The program, facts and circumstances of one project; None where something is an error.

        `beforehand`: findings that the scorecard begins with.
        """
        sections, units, scope, problems = self._sections(project)
        rows, found = self._rows(project, units)
        problems = problems + found
        program, found = self._program(project, sections, scope, rows)
        problems += found
        sheet, found = fact_sheet(project, sections.facts, scope.state.fact_kinds, units)
        problems += found
        inputs, found = _inputs(program, rows, sections, units, project)
        problems += found + _weights(program, self.rulebook, self.indicator_set, project)
        claims, found = _claims(project, rows)
        problems += found
        declared, more = _declared(project, program)
        override, even_more = _override(project, program)
        found = more + even_more
        problems = list(dict.fromkeys(problems + found))  # a rule is looked at by itself and for each of its rows
        if has_errors(problems):
            return None, problems
        context = Context(
            project=project.name,
            period=project.period,
            rulebook=_identity(self.rulebook),
            indicator_set=Identity(self.indicator_set.name, self.indicator_set.fingerprint)
            if self.indicator_set
            else None,
            declared=declared,
            judged={row.id: _judgement(row) for row in rows if row.judged is not None},
            targets={row.id: row.target_written for row in rows if row.target_written is not None},
            claims=claims,
            override=override,
            findings=(*beforehand, *_static_findings(program, self.rulebook, self.indicator_set, project)),
        )
        return Prepared(program, sheet.with_(inputs), context), problems

    def lowered(self, project: Project) -> tuple[Program, tuple[Row, ...], Scope, list[Problem]]:
        """The program of a project's rows, the rows themselves, and what is declared; whatever it reports is not read."""
        sections, units, scope, problems = self._sections(project)
        rows, found = self._rows(project, units)
        program, more = self._program(project, sections, scope, rows)
        return program, rows, scope, [*problems, *found, *more]

    def standing_findings(self, project: Project, program: Program) -> list[Finding]:
        """Findings that no fact changes: weights off their total or frame, changes, editions out of force."""
        return _static_findings(program, self.rulebook, self.indicator_set, project)

    def _sections(self, project: Project) -> tuple[Sections, Units, Scope, list[Problem]]:
        """Sections, units and values of rulebook and set, and of the project where it declares its own."""
        if project.sections != Sections():
            return self._opened(project.sections)
        if self._shared is None:
            self._shared = self._opened(project.sections)
        return self._shared

    def _opened(self, own: Sections) -> tuple[Sections, Units, Scope, list[Problem]]:
        layers = [self.rulebook.sections, *([self.indicator_set.sections] if self.indicator_set else []), own]
        sections, problems = merged(layers)
        units, found = declared_units(sections)
        scope = open_scope(sections, units)
        apart = scope.apart()  # a rule that no indicator uses is checked as well
        check_rules(self.rulebook, sections, apart)
        return sections, units, scope, problems + found + scope.state.problems + apart.state.problems

    def _rows(self, project: Project, units: Units) -> tuple[tuple[Row, ...], list[Problem]]:
        """Rows of the set and the project; those of the set alone are read once."""
        of_set = self.indicator_set.indicators if self.indicator_set is not None else {}
        if project.entries or project.sections != Sections():
            return put_rows_together(of_set, project.entries, units, project.file.source)
        if self._set_rows is None:
            self._set_rows = put_rows_together(of_set, {}, units, {})
        return self._set_rows

    def _program(
        self, project: Project, sections: Sections, scope: Scope, rows: tuple[Row, ...]
    ) -> tuple[Program, list[Problem]]:
        """The program of these rows. Projects whose rows have the same shape share one."""
        shape = self._shape(project, rows)
        if shape is not None and shape in self._programs:
            self._programs.move_to_end(shape)
            return self._programs[shape]
        apart = scope.apart()
        lowered = lower(self.rulebook, sections, apart, rows), apart.state.problems
        if shape is not None:
            self._programs[shape] = lowered
            if len(self._programs) > MOST_PROGRAMS:
                self._programs.popitem(last=False)
        return lowered

    def _shape(self, project: Project, rows: tuple[Row, ...]) -> object:
        """What projects of one program have alike; None for a project that shares none."""
        if project.sections != Sections():
            return None
        if not self.tells:
            return tuple(row.shape_unlabelled for row in rows)
        own = any(row.entry.document is project.document for row in rows)
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


def opened(rulebook: Rulebook, indicator_set: IndicatorSet | None) -> tuple[Program, Scope, dict[str, Reported]]:
    """A rulebook and set without a project: program, names, and the targets of the set's own rows.

    Raises `InputRefused` with all problems.
    """
    sections, problems = merged([rulebook.sections, *([indicator_set.sections] if indicator_set else [])])
    units, found = declared_units(sections)
    scope = open_scope(sections, units)
    rows, more = put_rows_together(indicator_set.indicators if indicator_set else {}, {}, units, {})
    program = lower(rulebook, sections, scope, rows)
    problems = [*problems, *found, *more, *scope.state.problems]
    if has_errors(problems):
        raise InputRefused(problems)
    return program, scope, {name: reported for row in rows for name, reported in row.inputs.items()}


def _identity(rulebook: Rulebook) -> Identity:
    return Identity(rulebook.name, rulebook.fingerprint, rulebook.header.model.edition)


def _inputs(
    program: Program, rows: Iterable[Row], sections: Sections, units: Units, project: Project
) -> tuple[dict[str, Reported], list[Problem]]:
    """What rows report: actuals, targets, judgements."""
    inputs: dict[str, Reported] = {}
    problems: list[Problem] = []
    rules = {indicator.id: indicator.criterion.rule for indicator in program.indicators}
    for row in rows:
        inputs.update(row.inputs)
        entry = sections.rules.get(rules.get(row.id, ""))
        if row.judged is None or entry is None:
            continue
        quiet = Scope(CompileState(sections, units, {}, lower_value))
        levels = read_levels(entry, quiet) if entry.model.kind == "judged" else []
        found, faults = read_judgement(row, entry, levels, units, project.file.source)
        inputs.update(found)
        problems += faults
    return inputs, problems


def _judgement(row: Row) -> Judgement:
    judged = row.judged
    assert judged is not None
    measure = judged.share if judged.share is not None else str(judged.points) if judged.points is not None else None
    return Judgement(judged.level, measure, judged.by, str(judged.on) if judged.on is not None else None, judged.why)


def _declared(project: Project, program: Program) -> tuple[dict[str, Declaration], list[Problem]]:
    known = {indicator.id for indicator in program.indicators}
    declared, problems = {}, []
    for id_, written in project.file.not_applicable.items():
        if id_ not in known:
            problems.append(_unknown_indicator(id_, known, project.document.key_place(("not_applicable", id_))))
            continue
        declared[id_] = Declaration(written.why, written.by, str(written.on) if written.on is not None else None)
    return declared, problems


def _override(project: Project, program: Program) -> tuple[Override | None, list[Problem]]:
    """The grade that a person decided on; it must be one of the rulebook's."""
    written = project.file.override.get("grade")
    if written is None:
        return None, []
    grades = [program.grade, *(one.grade for one in program.results if one.is_total)]
    names = [name for grade in grades if grade is not None for name in grade.names]
    place = project.place("override", "grade", "is")
    if written.is_ not in names:
        known = ", ".join(names)
        message = Text(f"there is no grade `{written.is_}`", f"没有等级 {written.is_}")
        fix = Text(f"grades are {known}", f"等级有 {known}") if names else Text("delete it", "删去")
        return None, [Problem("unknown-option", message, place, fix)]
    return Override(
        written.is_, written.why, written.by, str(written.on) if written.on is not None else None, place
    ), []


def _unknown_indicator(id_: str, known: Iterable[str], place: Place) -> Problem:
    near = difflib.get_close_matches(id_, sorted(known), 1)
    return Problem(
        "unknown-indicator",
        Text(f"there is no indicator `{id_}`", f"没有指标 {id_}"),
        place,
        Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？") if near else _there_are(known),
    )


def _there_are(known: Iterable[str]) -> Text:
    some = sorted(known)
    listed = ", ".join(some[:20]) + (", …" if len(some) > 20 else "")
    return (
        Text(f"there are {listed}", f"有 {listed}")
        if some
        else Text("declare it in [indicator]", "在 [indicator] 中声明")
    )


def _claims(project: Project, rows: Iterable[Row]) -> tuple[list[ClaimedPoints], list[Problem]]:
    """Claims by role: totals and points of `[claim.ROLE]`, and `claimed` on rows."""
    known = [row.id for row in rows]
    problems: list[Problem] = []
    points: dict[str, dict[str, Fraction]] = {}
    for row in rows:
        for by, claimed in row.claimed.items():
            points.setdefault(by, {})[row.id] = claimed
    totals: dict[str, Fraction | None] = {}
    places: dict[str, Place] = {}
    for by, claim in project.file.claim.items():
        path = ("claim", by)
        places[by] = project.document.key_place(path)
        totals[by] = _claimed_points(claim.total, project.place(*path, "total"), problems)
        for id_, raw in claim.points.items():
            if id_ not in known:
                problems.append(_unknown_indicator(id_, known, project.document.key_place((*path, "points", id_))))
                continue
            read = _claimed_points(raw, project.place(*path, "points", id_), problems)
            if read is not None:
                points.setdefault(by, {})[id_] = read
    roles = list(dict.fromkeys([*totals, *points]))
    claims = [ClaimedPoints(by, totals.get(by), points.get(by, {}), places.get(by, project.place())) for by in roles]
    return claims, problems


def _claimed_points(raw: object, place: Place, problems: list[Problem]) -> Fraction | None:
    if raw is None:
        return None
    read = share_or_points(raw)
    if read is None or read[0] != "points":
        problems.append(
            Problem("wrong-kind", Text("points belong here", "这里应为分值"), place, Text("such as 92", "例如 92"))
        )
        return None
    return read[1]


def _weights(
    program: Program, rulebook: Rulebook, indicator_set: IndicatorSet | None, project: Project
) -> list[Problem]:
    """Weights off the total stop a set of our own."""
    off = _off_total(program)
    if off is None or rulebook.header.model.weights_off_total != "stop":
        return []
    place = indicator_set.header.place if indicator_set is not None else project.place("indicator")
    return [Problem("weights-off-total", off, place, Text("correct the weights", "改正权重"))]


def _off_total(program: Program) -> Text | None:
    if program.possible is None or not program.indicators or program.weight == program.possible:
        return None
    added, possible = show_number(program.weight), show_number(program.possible)
    return Text(f"the weights add up to {added}, not {possible}", f"权重合计为 {added}，应为 {possible}")


def _static_findings(
    program: Program, rulebook: Rulebook, indicator_set: IndicatorSet | None, project: Project
) -> list[Finding]:
    """Findings that no fact changes: weights off the total or off the rulebook's frame."""
    findings: list[Finding] = []
    place = indicator_set.header.place if indicator_set is not None else project.place("indicator")
    findings += _of_rulebook(rulebook, project)
    off = _off_total(program)
    if off is not None:
        findings.append(Finding("weights-off-total", "warning", off, place))
    departs = project.file.departs or (indicator_set.header.model.departs if indicator_set is not None else None)
    if departs is not None:
        return findings
    weights = _group_weights(program.indicators) if rulebook.frames else {}
    for path, entry in rulebook.frames.items():
        wanted = share_or_points(entry.model.weight)
        has = weights.get(path, Fraction(0))
        if wanted is not None and has != wanted[1] and program.indicators:
            shown, frame = show_number(has), show_number(wanted[1])
            message = Text(f"group `{path}` weighs {shown}; the rulebook's frame has {frame}",
                           f"{path} 的权重为 {shown}，规则集的框架为 {frame}")  # fmt: skip
            findings.append(Finding("weights-off-frame", "warning", message, entry.place))
    return findings


def _of_rulebook(rulebook: Rulebook, project: Project) -> Iterator[Finding]:
    """What is changed of the rulebooks that it uses; whether it is in force at all."""
    for change in rulebook.changes:
        message = Text(f"{change.said}: {change.why}", f"{change.said}：{change.why}")
        yield Finding("rulebook-changed", "note", message, change.place)
    day = Day.parse(project.period) if project.period is not None else None
    if day is not None and not in_force(rulebook, day):
        message = Text(
            f"the rulebook is not in force at the end of {project.period}",
            f"{project.period} 期末该规则集不在适用时间内",
        )
        yield Finding("rulebook-not-in-force", "warning", message, rulebook.header.at("effective"))


def _group_weights(indicators: Iterable[Indicator]) -> Mapping[str, Fraction]:
    weights: dict[str, Fraction] = {}
    for indicator in indicators:
        for depth in range(1, len(indicator.path) + 1):
            path = "/".join(indicator.path[:depth])
            weights[path] = weights.get(path, Fraction(0)) + indicator.weight
    return weights
