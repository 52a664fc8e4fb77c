"""What counts as a row's judgement: what one person decided, several together, or a claim that is adopted unreviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from scoring.problems import Place, Problem, Text
from scoring.program.criterion_input import RuleEntry
from scoring.program.levels import Level
from scoring.project.rows import Row, share_or_points
from scoring.rulebook import model
from scoring.values.number import show_number

LEAST_WITHOUT_ENDS = 3


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _median(values: Sequence[Fraction]) -> Fraction:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _without_ends(values: Sequence[Fraction]) -> Fraction:
    return _mean(sorted(values)[1:-1])


COMBINED: Mapping[str, tuple[Callable[[Sequence[Fraction]], Fraction], Text]] = {
    "mean": (_mean, Text("mean", "平均")),
    "median": (_median, Text("median", "中位数")),
    "without_ends": (_without_ends, Text("mean without highest and lowest", "去掉最高最低的平均")),
}


def decided(row: Row, entry: RuleEntry, levels: Sequence[Level]) -> tuple[Row, list[Problem]]:
    """The row with one judgement: that of several people combined as the rule says, or the claim that is adopted.

    A row whose judgement is one person's comes back as it is. Problems: the rule does not combine, or adopts nothing; several
    ways at once; nobody claims anything; too few for leaving out the ends.
    """
    judged = row.judged
    if judged is None or row.judged_by is None or (judged.each is None and judged.adopted is None):
        return row, []
    problems = list(_several_ways(row, judged, row.judged_by.at("judged")))
    if problems or not levels:
        return replace(row, judged=None, judged_by=None), problems
    if judged.each is not None:
        made, problems = _of_several(row, judged.each, entry, levels)
    else:
        made, problems = _of_claim(row, str(judged.adopted), entry, levels)
    if made is None:
        return replace(row, judged=None, judged_by=None), problems
    return replace(row, judged=judged.model_copy(update=made)), problems


def _several_ways(row: Row, judged: model.JudgedModel, place: Place) -> Iterator[Problem]:
    written = [key for key in ("level", "each", "adopted") if getattr(judged, key) is not None]
    written += [key for key in ("share", "points") if getattr(judged, key) is not None and "level" not in written]
    if len(written) > 1:
        yield Problem(
            "name-twice",
            Text(f"the judgement of `{row.id}` is there in several ways: {', '.join(written)}", f"{row.id} 的评判写了几种：{'、'.join(written)}"),
            place,
            Text("keep one of them", "只保留一种"),
        )  # fmt: skip


def _of_several(
    row: Row, each: Sequence[model.OneJudgementModel], entry: RuleEntry, levels: Sequence[Level]
) -> tuple[dict[str, object] | None, list[Problem]]:
    by = row.judged_by
    assert by is not None
    place = by.at("judged", "each")
    if entry.model.panel is None:
        return None, [Problem("not-combined", Text(f"rule `{entry.name}` does not say how several judgements become one", f"规则 {entry.name} 没有写明多人评判如何合成"),
                              place, Text('add panel = "mean" (or "median", "without_ends") to the rule', '在规则中补上 panel = "mean"（或 "median"、"without_ends"）'))]  # fmt: skip
    way, name = COMBINED[entry.model.panel]
    least = LEAST_WITHOUT_ENDS if entry.model.panel == "without_ends" else 1
    if len(each) < least:
        return None, [Problem("too-few", Text(f"{len(each)} judged, at least {least} have to", f"只有 {len(each)} 人评判，至少要 {least} 人"), place)]  # fmt: skip
    measures: list[Fraction] = []
    problems: list[Problem] = []
    for number, one in enumerate(each):
        read = _measure(one, levels)
        if isinstance(read, Fraction):
            measures.append(read)
        else:
            problems.append(Problem("outside-level", Text(f"{one.by}: {read.en}", f"{one.by}：{read.zh}"), by.at("judged", "each", number)))  # fmt: skip
    if problems:
        return None, problems
    said = [Text(f"{one.by} {_said(one)}", f"{one.by} {_said(one)}") for one in each]
    why = f"{name.zh}：{'；'.join(one.zh for one in said)}"
    days = [str(one.on) for one in each if one.on is not None]
    made = _made(way(measures), levels, "、".join(one.by for one in each), max(days) if len(days) == len(each) else None, why)  # fmt: skip
    return made, []


def _said(one: model.OneJudgementModel) -> str:
    measure = one.share if one.share is not None else str(one.points)
    return f"{one.level} {measure}" + (f"（{one.why}）" if one.why else "")


def _measure(one: model.OneJudgementModel, levels: Sequence[Level]) -> Fraction | Text:
    """The share or points of one of several, within the level that it names."""
    level = next((level for level in levels if level.name == one.level), None)
    if level is None:
        names = [each.name for each in levels]
        return Text(f"`{one.level}` is no level; there are {', '.join(names)}", f"没有等级 {one.level}，有 {'、'.join(names)}")  # fmt: skip
    raw, other = (one.points, one.share) if level.in_points else (one.share, one.points)
    read = share_or_points(raw) if raw is not None else None
    if read is None or other is not None or read[0] != ("points" if level.in_points else "share"):
        wanted = Text("points", "分值") if level.in_points else Text("a share such as 85%", "比例，例如 85%")
        return Text(f"{wanted.en} belong here", f"应写{wanted.zh}")
    inside = level.low <= read[1] < level.high or (read[1] == level.high and level.high_included)
    return (
        read[1] if inside else Text(f"{raw} lies outside level `{level.name}`", f"{raw} 不在等级 {level.name} 的范围内")
    )


def _of_claim(
    row: Row, role: str, entry: RuleEntry, levels: Sequence[Level]
) -> tuple[dict[str, object] | None, list[Problem]]:
    by = row.judged_by
    assert by is not None
    judged = row.judged
    assert judged is not None
    place = by.at("judged", "adopted")
    if not entry.model.adopts:
        return None, [Problem("not-adopted", Text(f"rule `{entry.name}` adopts no claims", f"规则 {entry.name} 不采纳自评"),
                              place, Text("judge the row, or say adopts = true in the rule", "由人评判，或在规则中写 adopts = true"))]  # fmt: skip
    claimed = row.claimed.get(role)
    if claimed is None:
        return None, [Problem("no-claim", Text(f"`{role}` claims no points for `{row.id}`", f"{role} 没有为 {row.id} 申报得分"), place,
                              Text("judge the row", "由人评判"))]  # fmt: skip
    missing = [key for key in ("by", "on") if getattr(judged, key) is None]
    if missing:
        return None, [Problem("missing-key", Text(f"who adopts a claim, and when, is said: {', '.join(missing)}", f"采纳自评须写明何人何时：{'、'.join(missing)}"),
                              place, Text('add by = "…", on = 2025-03-01', '补上 by = "…"、on = 2025-03-01'))]  # fmt: skip
    most = levels[0].high if levels[0].in_points else Fraction(1)
    measure = claimed if levels[0].in_points else claimed / row.weight if row.weight else Fraction(0)
    if not 0 <= measure <= most:
        return None, [Problem("outside-level", Text(f"the claim of {show_number(claimed)} lies outside the levels of `{entry.name}`", f"申报的 {show_number(claimed)} 分不在规则 {entry.name} 的等级范围内"),
                              place, Text("judge the row", "由人评判"))]  # fmt: skip
    why = judged.why or f"采纳自评 {show_number(claimed)} 分，未经复核"
    return _made(measure, levels, str(judged.by), str(judged.on), why), []


def _made(measure: Fraction, levels: Sequence[Level], by: str, on: str | None, why: str) -> dict[str, object]:
    """A judgement of that share or those points, on the highest level that they reach."""
    level = next((one for one in levels if measure >= one.low), levels[-1])
    shown = {"points": show_number(measure)} if level.in_points else {"share": f"{show_number(measure * 100)}%"}
    return {"level": level.name, "by": by, "on": on, "why": why, **shown}
