"""What is to be said of every project of a rulebook and its set, whatever the facts are: weights, the frame, what is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from scoring.problems import Problem, Text
from scoring.program.bases import basis_said
from scoring.program.program import Indicator, Program
from scoring.project.project import Project
from scoring.project.rows import share_or_points
from scoring.rulebook.editions import in_force
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.scorecard.scorecard import Finding
from scoring.values.day import Day
from scoring.values.number import show_number


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
    """That the weights do not add up to the total that the rulebook is written for; None where they do, or some have none."""
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
