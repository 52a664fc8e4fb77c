"""What a person judged, read against the levels of the rule: a judgement outside its level is a problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from scoring.assessor.compiled import Declared
from scoring.assessor.decision import decided
from scoring.nodes.kind import NUMBER, SHARE, TEXT, Kind
from scoring.problems import Place, Problem, Text, one_of
from scoring.program.constructs import lower_value
from scoring.program.criterion_input import RuleEntry
from scoring.program.levels import Level, read_levels
from scoring.program.program import Program
from scoring.program.scope import CompileState, Scope
from scoring.project.fact_sheet import About, Reported
from scoring.project.project import Project
from scoring.project.rows import Row, share_or_points
from scoring.values.number import show_number
from scoring.values.units import Units


def read_judgement(
    row: Row, entry: RuleEntry, levels: list[Level], units: Units, sources: Mapping[str, Any]
) -> tuple[dict[str, Reported], list[Problem]]:
    """The judgement of a row as facts `<id>.judged.level`, `.share` or `.points`."""
    judged = row.judged
    if judged is None or row.judged_by is None:
        return {}, []
    place = row.judged_by.at("judged")
    level_place = row.judged_by.at("judged", "level") if judged.level is not None else place
    problems: list[Problem] = []
    names = [level.name for level in levels]
    if entry.model.kind != "judged":
        message = Text(
            f"rule `{entry.name}` of `{row.id}` judges nothing",
            f"{row.id} 的规则 {entry.name} 不是评判类，不能写 judged",
        )
        return {}, [
            Problem("not-judged", message, place, Text("delete it, or choose a judged rule", "删去，或改用评判类规则"))
        ]
    if not levels:
        return {}, []
    on = str(judged.on) if judged.on is not None else None
    about = About(judged.source, judged.at, judged.by, on, judged.why)
    found: dict[str, Reported] = {}
    level = next((level for level in levels if level.name == judged.level), None)
    if judged.level is None or level is None:
        problems.append(_unknown_level(judged.level, names, row, level_place))
        return {}, problems
    name = f"{row.id}.judged.level"
    found[name] = Reported(name, level.name, level.name, level_place, Kind("text", options=tuple(names)), about=about)
    for key, said in (("by", about.by), ("on", about.on), ("why", about.why)):
        if said:
            name = f"{row.id}.judged.{key}"
            found[name] = Reported(name, said, said, row.judged_by.at("judged", key), TEXT)
    raw, key = (judged.points, "points") if level.in_points else (judged.share, "share")
    other = judged.share if level.in_points else judged.points
    if other is not None:
        problems.append(_wrong_measure(level, place))
    if raw is None:
        return found, problems
    place = row.judged_by.at("judged", key)
    read = share_or_points(raw)
    if read is None or read[0] != ("points" if level.in_points else "share"):
        problems.append(_wrong_measure(level, place))
        return found, problems
    if judged.each is None and judged.adopted is None:  # several together may come between levels
        problems += _outside(read[1], level, entry, place)
    name = f"{row.id}.judged.{key}"
    kind = NUMBER if level.in_points else SHARE
    unit = None if level.in_points else units.get("%")
    found[name] = Reported(name, read[1], str(raw), place, kind, unit, about)
    return found, problems


def _unknown_level(written: str | None, names: list[str], row: Row, place: Place) -> Problem:
    fix = (one_of(written, names) if written else
           Text(f'add level = "…": {", ".join(names)}', f'补上 level = "…"：{"、".join(names)}'))  # fmt: skip
    return Problem(
        "unknown-level",
        Text(f"`{written}` is no level of `{row.id}`" if written else f"the judgement of `{row.id}` names no level",
             f"{row.id} 没有等级 {written}" if written else f"{row.id} 的评判没有写明等级"),
        place,
        fix,
    )  # fmt: skip


def _wrong_measure(level: Level, place: Place) -> Problem:
    if level.in_points:
        return Problem("wrong-kind", Text("this rule is judged in points", "该规则按分值评判"), place,
                       Text(f"write points = {show_number(level.high)}", f"写成 points = {show_number(level.high)}"))  # fmt: skip
    return Problem("share-without-percent", Text("this rule is judged in shares such as 85%", "该规则按比例评判，例如 85%"), place,
                   Text('write share = "85%"', '写成 share = "85%"'))  # fmt: skip


def _outside(value: Fraction, level: Level, entry: RuleEntry, place: Place) -> Iterator[Problem]:
    above = value > level.high or (value == level.high and not level.high_included)
    if value < level.low or above:
        if level.in_points:
            ends = f"{show_number(level.low)} – {show_number(level.high)}"
            shown = show_number(value)
        else:
            ends = f"{show_number(level.low * 100)}% – {show_number(level.high * 100)}%"
            shown = f"{show_number(value * 100)}%"
            if not level.high_included:
                ends += " (excluded)"
        yield Problem(
            "outside-level",
            Text(f"{shown} lies outside level `{level.name}`, which is {ends}",
                 f"{shown} 不在等级 {level.name} 的范围内（{ends.replace('(excluded)', '，不含上限')}）"),
            place,
            Text("correct the share, or name the level it belongs to", "改正比例，或改写所属等级"),
        )  # fmt: skip
    step = share_or_points(entry.model.step) if entry.model.step is not None else None
    if level.in_points and step is not None and step[1] > 0 and (value / step[1]).denominator != 1:
        yield Problem(
            "off-step",
            Text(
                f"{show_number(value)} is no multiple of {show_number(step[1])}",
                f"{show_number(value)} 不是 {show_number(step[1])} 的整数倍",
            ),
            place,
            Text("round the judgement", "按步长取整"),
        )


def rows_decided(rows: Iterable[Row], program: Program, names: Declared) -> tuple[tuple[Row, ...], list[Problem]]:
    """Every row with one judgement, where several people judged it or a claim is adopted; with what is wrong about that."""
    found: list[Row] = []
    problems: list[Problem] = []
    rules = {indicator.id: indicator.criterion.rule for indicator in program.indicators}
    for row in rows:
        entry = names.sections.rules.get(rules.get(row.id, ""))
        made, faults = decided(row, entry, levels_of(entry, names)) if entry is not None else (row, [])
        found.append(made)
        problems += faults
    return tuple(found), problems


def levels_of(entry: RuleEntry, names: Declared) -> list[Level]:
    """The levels of a judged rule, best first; none of another. What is wrong with them is told where the rule is read."""
    quiet = Scope(CompileState(names.sections, names.units, {}, lower_value))
    return read_levels(entry, quiet) if entry.model.kind == "judged" else []


def reported_by(
    rows: Iterable[Row], program: Program, names: Declared, project: Project
) -> tuple[dict[str, Reported], list[Problem]]:
    """What rows report: actuals, targets, judgements."""
    sections, units = names.sections, names.units
    inputs: dict[str, Reported] = {}
    problems: list[Problem] = []
    rules = {indicator.id: indicator.criterion.rule for indicator in program.indicators}
    for row in rows:
        inputs.update(row.inputs)
        entry = sections.rules.get(rules.get(row.id, ""))
        if row.judged is None or entry is None:
            continue
        levels = levels_of(entry, names)
        found, faults = read_judgement(row, entry, levels, units, project.file.source)
        inputs.update(found)
        problems += faults
    return inputs, problems
