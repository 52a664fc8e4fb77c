"""What surrounds a project's facts: what does not apply, what a person decided, drafts, judgements, and rows that say the same twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scoring.assessor.approved import adjusted, counted_otherwise, nothing_approved
from scoring.assessor.claims import claims_of
from scoring.assessor.form_said import form_said, left_open
from scoring.assessor.identities import identity, identity_of_set
from scoring.assessor.standing import standing_findings, standing_problems
from scoring.assessor.unknown_indicator import unknown_indicator
from scoring.problems import Problem, Text
from scoring.program.program import Program
from scoring.project.about import DRAFT, known_source
from scoring.project.drafts import drafts_of
from scoring.project.project import Project
from scoring.project.reading import Reading
from scoring.project.rows import Row
from scoring.rulebook import model
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.scorecard.assessment import Context, Override, Stands
from scoring.scorecard.findings import role
from scoring.scorecard.scorecard import (
    Confirmation,
    Declaration,
    Finding,
    Judgement,
    OneJudgement,
    Source,
)
from scoring.values.number import show_number
from scoring.values.units import Units

MOST_NAMED = 12


def occasion(
    project: Project,
    program: Program,
    rows: Sequence[Row],
    rulebook: Rulebook,
    indicator_set: IndicatorSet | None,
    beforehand: Sequence[Finding] = (),
) -> tuple[Context, list[Problem]]:
    """Everything that the scorecard says beside what the program finds; it begins with the findings `beforehand`."""
    problems = standing_problems(program, rulebook, indicator_set, project)
    claims, found = claims_of(project, rows)
    problems += found
    declared, found = _declared(project, program)
    problems += found
    override, found = _override(project, program)
    problems += found
    problems += _strangers(project, [row.id for row in rows])
    problems += counted_otherwise(project, rulebook)
    made = Context(
        project=project.name,
        period=project.period,
        rulebook=identity(rulebook),
        indicator_set=identity_of_set(indicator_set) if indicator_set is not None else None,
        declared=declared,
        judged={row.id: _judgement(row) for row in rows if row.judged is not None},
        targets={row.id: row.target_written for row in rows if row.target_written is not None},
        claims=claims,
        override=override,
        sources=tuple(_source(name, one) for name, one in project.file.source.items()),
        form=form_said(project.file.filled_form),
        drafts=tuple(name for name, _ in drafts_of(project.document)),
        stands={row.id: Stands(row.source, row.at) for row in rows if row.source is not None or row.at},
        findings=(
            *beforehand,
            *left_open(project),
            *adjusted(project),
            *nothing_approved(project, rulebook),
            *_drafts(project),
            *standing_findings(program, rulebook, indicator_set, project),
            *_rows_twice(rows, project),
            *_stale(rows),
            *_adopted(rows),
        ),
    )
    return made, problems


def _rows_twice(rows: Iterable[Row], project: Project) -> Iterator[Finding]:
    """Rows of the project's own that say the same: group, name, target and actual."""
    first: dict[object, Row] = {}
    for row in rows:
        if row.entry.document is not project.document:
            continue
        actual = row.inputs.get(f"{row.id}.actual")
        said = row.path, row.label, row.target_written, actual.written if actual is not None else row.formula
        other = first.setdefault(said, row)
        if other is not row:
            message = Text(f"{row.id} {row.label.en} says the same as {other.id}, and is counted again",
                           f"{row.id} {row.label.zh} 与 {other.id} 完全相同，重复计分")  # fmt: skip
            yield Finding("row-twice", "warning", message, row.place, indicator=row.id)


def _stale(rows: Iterable[Row]) -> Iterator[Finding]:
    """Judgements of rows that said something else when they were judged."""
    for row in rows:
        if row.stale is not None:
            message = Text(
                f"{row.id} {row.label.en}: the judgement does not count, the row has changed since: {row.stale}",
                f"{row.id} {row.label.zh}：评判之后该行有变化，原评判不作数：{row.stale}",
            )
            yield Finding("judgement-stale", "warning", message, row.place)


def _source(name: str, written: model.SourceModel) -> Source:
    on = str(written.on) if written.on is not None else None
    return Source(name, written.title, written.by, on, written.sha256, written.note)


def _drafts(project: Project) -> Iterator[Finding]:
    """That points rest on what nobody has confirmed."""
    drafts = drafts_of(project.document)
    if not drafts:
        return
    names = ", ".join(name for name, _ in drafts[:MOST_NAMED]) + (", …" if len(drafts) > MOST_NAMED else "")
    message = Text(
        f"{len(drafts)} facts were read by a program, and nobody has confirmed them: {names}",
        f"有 {len(drafts)} 项数据由程序读出，尚未经人确认：{names}",
    )
    yield Finding("draft-facts", "warning", message, project.place(*drafts[0][1], DRAFT))


def _strangers(project: Project, known: Sequence[str]) -> Iterator[Problem]:
    """What is said of rows that there are none of, and of a document that the project does not name."""
    for section, rows in (
        ("not_understood", [one.row for one in project.file.not_understood]),
        ("assumed", [one.row for one in project.file.assumed]),
        ("adjusted", [one.row for one in project.file.adjusted]),
    ):
        for number, row in enumerate(rows):
            if row is not None and row not in known:
                yield unknown_indicator(row, known, project.place(section, number, "row"))
    form = project.file.filled_form
    if form is not None and form.source is not None:
        reading = Reading(Units.standard(), project.document, project.file.source)
        known_source(reading, form.source, ("filled_form", "source"))
        yield from reading.problems


def _adopted(rows: Iterable[Row]) -> Iterator[Finding]:
    """Points that rest on a claim which nobody reviewed stand apart: whose, how many, who adopted it and when."""
    for row in rows:
        judged, by = row.judged, row.judged_by
        if judged is None or judged.adopted is None or by is None:
            continue
        points, who = show_number(row.claimed[judged.adopted]), f"{judged.by}, {judged.on}"
        message = Text(f"{row.id} {row.label.en}: the {points} points are the claim of `{judged.adopted}`, adopted unreviewed ({who})",
                       f"{row.id} {row.label.zh}：{points} 分为采纳的{role(judged.adopted).zh}，未经复核（{judged.by}，{judged.on}）")  # fmt: skip
        yield Finding("claim-adopted", "note", message, by.at("judged", "adopted"), indicator=row.id, by=judged.adopted)


def _judgement(row: Row) -> Judgement:
    judged = row.judged
    assert judged is not None
    each = tuple(OneJudgement(one.level, _measure(one), one.by, _day(one.on), one.why) for one in judged.each or ())
    seen = judged.confirmed
    confirmed = Confirmation(seen.by, _day(seen.on)) if seen is not None else None
    return Judgement(
        judged.level, _measure(judged), judged.by, _day(judged.on), judged.why, each, judged.adopted, confirmed
    )


def _measure(judged: model.JudgedModel | model.OneJudgementModel) -> str | None:
    return judged.share if judged.share is not None else str(judged.points) if judged.points is not None else None


def _day(on: object) -> str | None:
    return str(on) if on is not None else None


def _declared(project: Project, program: Program) -> tuple[dict[str, Declaration], list[Problem]]:
    known = {indicator.id for indicator in program.indicators}
    declared, problems = {}, []
    for id_, written in project.file.not_applicable.items():
        if id_ not in known:
            problems.append(unknown_indicator(id_, known, project.document.key_place(("not_applicable", id_))))
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
