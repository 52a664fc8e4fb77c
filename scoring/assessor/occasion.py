"""What surrounds a project's facts: who claims what, what does not apply, what a person decided, and findings that no fact changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from scoring.assessor.approved import adjusted, counted_otherwise, nothing_approved, whereabouts
from scoring.problems import Place, Problem, Text, nearest
from scoring.program.bases import basis_said
from scoring.program.program import Indicator, Program
from scoring.project.about import DRAFT, known_source
from scoring.project.drafts import drafts_of
from scoring.project.project import Project
from scoring.project.reading import Reading
from scoring.project.rows import Row, share_or_points
from scoring.rulebook import model
from scoring.rulebook.editions import in_force
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, text_of
from scoring.scorecard.assessment import Context, Override, Stands
from scoring.scorecard.findings import ClaimedPoints, role
from scoring.scorecard.scorecard import (
    Confirmation,
    Declaration,
    Finding,
    FormSaid,
    Identity,
    Judgement,
    OneJudgement,
    Revision,
    Said,
    Source,
)
from scoring.values.day import Day
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
    claims, found = _claims(project, rows)
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
        form=_form(project.file.filled_form),
        drafts=tuple(name for name, _ in drafts_of(project.document)),
        stands={row.id: Stands(row.source, row.at) for row in rows if row.source is not None or row.at},
        findings=(
            *beforehand,
            *_left_open(project),
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


def identity(rulebook: Rulebook) -> Identity:
    return Identity(rulebook.name, rulebook.fingerprint, rulebook.header.model.edition, _revisions(rulebook))


def identity_of_set(indicator_set: IndicatorSet) -> Identity:
    return Identity(indicator_set.name, indicator_set.fingerprint, revisions=_revisions(indicator_set))


def _revisions(one: Rulebook | IndicatorSet) -> tuple[Revision, ...]:
    found = (entry.model for entry in one.revisions)
    return tuple(
        Revision(
            str(each.on),
            each.by,
            each.why,
            tuple(text_of(label) for label in each.changed),
            text_of(each.moved) if each.moved is not None else None,
        )
        for each in found
    )


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


def _form(written: model.FilledFormModel | None) -> FormSaid | None:
    if written is None:
        return None
    return FormSaid(
        form=written.form,
        source=written.source,
        sheet=written.sheet,
        title=_said(written.title) if written.title is not None else None,
        head=_each_said(written.head),
        goals=_each_said(written.goals),
        total=_each_said(written.total),
        notes=tuple(_said(one) for one in written.notes),
        more=_each_said(written.more),
    )


def _each_said(written: Mapping[str, model.Said]) -> dict[str, Said]:
    return {name: _said(one) for name, one in written.items()}


def _said(written: model.Said) -> Said:
    return Said(written, None) if isinstance(written, str) else Said(written.value, written.at)


def _left_open(project: Project) -> Iterator[Finding]:
    """What nobody could read in the project's documents, and what was taken by declaration."""
    for number, one in enumerate(project.file.not_understood):
        why, of, at = text_of(one.why), *whereabouts(one.row, one.at)
        en, zh = f"{of}{at.en}`{one.text}` is not understood: {why.en}", f"{of}{at.zh}“{one.text}”没有读懂：{why.zh}"
        if not one.text:
            en, zh = f"{of}{at.en}is empty: {why.en}", f"{of}{at.zh}为空：{why.zh}"
        fix = text_of(one.fix) if one.fix is not None else None
        if fix is not None:
            en, zh = f"{en}; {fix.en}", f"{zh}；{fix.zh}"
        yield Finding("not-understood", "warning", Text(en, zh), project.place("not_understood", number, "text"),
                      indicator=one.row, at=one.at, fix=fix)  # fmt: skip
    for number, taken in enumerate(project.file.assumed):
        why, of, at = text_of(taken.why), *whereabouts(taken.row, taken.at)
        message = Text(f"{of}{at.en}`{taken.text}` is taken for `{taken.is_}`: {why.en}",
                       f"{of}{at.zh}“{taken.text}”按“{taken.is_}”读取：{why.zh}")  # fmt: skip
        yield Finding(
            "assumed", "note", message, project.place("assumed", number, "is"), indicator=taken.row, at=taken.at
        )


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
                yield _unknown_indicator(row, known, project.place(section, number, "row"))
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
    near = nearest(id_, sorted(known))
    return Problem(
        "unknown-indicator",
        Text(f"there is no indicator `{id_}`", f"没有指标 {id_}"),
        place,
        Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else _there_are(known),
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


def standing_problems(
    program: Program, rulebook: Rulebook, indicator_set: IndicatorSet | None, project: Project
) -> list[Problem]:
    """What refuses every project whatever its facts are: weights off the total, where the rulebook says that this stops."""
    off = off_total(program)
    if off is None or rulebook.header.model.weights_off_total != "stop":
        return []
    place = indicator_set.header.place if indicator_set is not None else project.place("indicator")
    return [Problem("weights-off-total", off, place, Text("correct the weights", "改正权重"))]


def off_total(program: Program) -> Text | None:
    if program.possible is None or not program.indicators or program.weight == program.possible:
        return None
    if not all(one.weighed for one in program.indicators):
        return None  # that is told instead
    added, possible = show_number(program.weight), show_number(program.possible)
    return Text(f"the weights add up to {added}, not {possible}", f"权重合计为 {added}，应为 {possible}")


def standing_findings(
    program: Program, rulebook: Rulebook, indicator_set: IndicatorSet | None, project: Project
) -> list[Finding]:
    """Findings that no fact changes: weights off the total or off the rulebook's frame."""
    findings: list[Finding] = []
    place = indicator_set.header.place if indicator_set is not None else project.place("indicator")
    findings += _of_rulebook(rulebook, project)
    unweighed = [one for one in program.indicators if not one.weighed]
    if unweighed:
        return [*findings, _without_weight(unweighed, program)]
    off = off_total(program)
    if off is not None:
        findings.append(Finding("weights-off-total", "warning", off, place))
    departing = _departing(indicator_set, project)
    if departing is not None:
        return [*findings, departing]
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


def _without_weight(unweighed: Sequence[Indicator], program: Program) -> Finding:
    ids, all_ = ", ".join(one.id for one in unweighed), len(program.indicators)
    message = Text(f"{len(unweighed)} of {all_} rows have no weight, so that there is no total: {ids}",
                   f"{all_} 行指标中有 {len(unweighed)} 行没有分值，因此没有总分：{ids}")  # fmt: skip
    return Finding("weights-missing", "warning", message, unweighed[0].place)


def _departing(indicator_set: IndicatorSet | None, project: Project) -> Finding | None:
    """Why the groups' weights are not those of the rulebook's frame, where project or set says so."""
    why, place = project.file.departs, project.place("departs")
    if why is None and indicator_set is not None:
        why, place = indicator_set.header.model.departs, indicator_set.header.at("departs")
    if why is None:
        return None
    message = Text(f"weights of groups depart from the rulebook's frame: {why}", f"分组权重与规则集的框架不同：{why}")
    return Finding("departs-from-frame", "note", message, place)


def _of_rulebook(rulebook: Rulebook, project: Project) -> Iterator[Finding]:
    """What is changed of the rulebooks that it uses; whether it is in force at all."""
    for change in rulebook.changes:
        message = Text(f"{change.said}: {change.why}", f"{change.said}：{change.why}")
        basis = basis_said(change.basis, rulebook.sections.bases)
        yield Finding("rulebook-changed", "note", message, change.place, basis=basis)
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
