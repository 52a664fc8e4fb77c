"""What was filled in, put together with what a project says already: one judgement a row, or what stands against it."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from scoring.assessor.decision import decided
from scoring.assessor.judgements import read_judgement
from scoring.forms.review.columns import COLUMNS
from scoring.forms.review.filled import FilledRow, day_of
from scoring.forms.review.judged_row import JudgedRow, ProjectToJudge
from scoring.forms.writing.book import clean
from scoring.problems import Problem, Text
from scoring.project.rows import share_or_points
from scoring.rulebook import model

HEADS = {column.key: column.head for column in COLUMNS}
ONE = ("level", "share", "points", "by", "on", "why")
"""Keys of what one person decided."""
LOOK = Text(
    "settle it in the project's file, or take a new workbook with --all",
    "请在项目文件中处理，或用 --all 重新导出后修改",
)


@dataclass(slots=True)
class Decision:
    """What a row's judgement becomes: `judged` is None where it stays as it is; `revised` where it was another before."""

    id: str
    judged: dict[str, Any] | None = None
    revised: bool = False
    problems: list[Problem] = field(default_factory=list)


def decision(of: JudgedRow, filled: Sequence[FilledRow], project: ProjectToJudge) -> Decision:
    """The judgement of one row by all that was filled in for it, or every problem of that."""
    made = Decision(of.id)
    changed = [one for one in filled if one.fingerprint != of.fingerprint]
    if changed:
        made.problems += [_changed(of, one) for one in changed]
        return made
    news = []
    for one in filled:
        said, problems = _said(of, one, project)
        made.problems += problems
        news += [(one, said)] if said is not None else []
    if not made.problems:
        _Together(of, made).put(news)
    return made


def _changed(of: JudgedRow, one: FilledRow) -> Problem:
    return Problem(
        "row-changed",
        Text(f"{of.id} of `{of.file}` says something else than when the workbook was written", f"{of.file} 的 {of.id} 在导出评判表之后有变化"),
        one.place("level"),
        Text("judge it anew: scoring review", "请用 scoring review 重新导出并评判"),
    )  # fmt: skip


def _said(of: JudgedRow, one: FilledRow, project: ProjectToJudge) -> tuple[dict[str, Any] | None, list[Problem]]:
    """What one workbook says of the row: a judgement with `confirmed` where there is one."""
    problems = list(_lacking(one))
    if problems:
        return None, problems
    day = day_of(one.said("on"))
    if day is None:
        return None, [_no_day(one, "on")]
    key = "points" if of.in_points else "share"
    said: dict[str, Any] = {
        "level": _level(of, one.said("level")), key: _measure(one.said("measure"), of.in_points),
        "by": one.said("by"), "on": datetime.date.fromisoformat(str(day)), "why": one.said("reason"),
    }  # fmt: skip
    problems = _against_levels(of, said, one, project)
    confirmed, found = _confirmed(one)
    problems += found
    return said | ({"confirmed": confirmed} if confirmed is not None else {}), problems


def _lacking(one: FilledRow) -> Iterator[Problem]:
    for key in ("level", "measure", "by", "on", "reason"):
        cell = one.cells[key]
        if cell.without_value:
            message = Text("this is a formula without a value", "公式没有计算结果")
            yield Problem("no-value", message, cell.place, Text("write the value itself", "直接填写数值"))
        elif not cell.text:
            head = HEADS[key]
            message = Text(f"`{head.en}` is not filled in", f"未填写{head.zh}")
            yield Problem(
                "missing-key", message, cell.place, Text("fill it in, or empty the whole row", "请填写，或清空整行")
            )


def _no_day(one: FilledRow, key: str) -> Problem:
    said = one.said(key)[:40]
    return Problem("not-a-date", Text(f"`{said}` is no day", f"“{said}”不是日期"), one.place(key),
                   Text("write year, month and day: 2025-03-31", "写明年月日：2025-03-31"))  # fmt: skip


def _level(of: JudgedRow, said: str) -> str:
    """The level's own name; a sheet holds it without what no sheet can hold."""
    return next((level.name for level in of.levels if clean(level.name).strip() == said), said)


def _measure(said: str, in_points: bool) -> Any:
    """A share as a text, points as a number; what is neither stays as it was written."""
    text = unicodedata.normalize("NFKC", said).strip()
    read = share_or_points(text)
    if in_points and read is not None and read[0] == "points" and "/" not in text:
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() else number
    return text


def _against_levels(of: JudgedRow, said: Mapping[str, Any], one: FilledRow, project: ProjectToJudge) -> list[Problem]:
    """As the rule takes it, or not: the same problems as of a judgement that stands in the project."""
    judged = model.JudgedModel.model_validate({key: said[key] for key in ONE if key in said})
    row = replace(of.row, judged=judged, judged_by=of.row.entry, stale=None)
    _, problems = read_judgement(row, of.entry, list(of.levels), project.units, project.project.file.source)
    return [
        replace(problem, place=one.place("level" if problem.code == "unknown-level" else "measure"))
        for problem in problems
        if problem.severity == "error"
    ]


def _confirmed(one: FilledRow) -> tuple[dict[str, Any] | None, list[Problem]]:
    by, on = one.said("confirmed_by"), one.said("confirmed_on")
    if not by and not on:
        return None, []
    problems = [
        Problem("missing-key", Text(f"`{HEADS[key].en}` is not filled in", f"未填写{HEADS[key].zh}"), one.place(key),
                Text("who confirms, and when, go together", "复核人与复核日期须同时填写"))
        for key in ("confirmed_by", "confirmed_on") if not one.said(key)
    ]  # fmt: skip
    day = day_of(on)
    if on and day is None:
        problems.append(_no_day(one, "confirmed_on"))
    if by and by == one.said("by"):
        problems.append(Problem("confirmed-by-oneself", Text(f"`{by}` confirms a judgement of their own", f"{by} 复核的是自己的评判"),
                                one.place("confirmed_by"), Text("a second person confirms", "应由第二人复核")))  # fmt: skip
    if problems or day is None:
        return None, problems
    return {"by": by, "on": datetime.date.fromisoformat(str(day))}, []


class _Together:
    """One row's judgements: those of the project, and those that are new."""

    def __init__(self, of: JudgedRow, made: Decision) -> None:
        self.of, self.made = of, made
        counts = of.judged is not None and of.state == "judged"
        before: Mapping[str, Any] = of.judged if counts and of.judged is not None else {}
        each = before.get("each")
        self.kept: list[dict[str, Any]] = [dict(one) for one in each] if isinstance(each, list) else []
        if counts and not self.kept:
            self.kept = [{key: before[key] for key in before if key not in ("confirmed", "each")}]
        self.confirmed: Mapping[str, Any] | None = before.get("confirmed")

    def put(self, news: Sequence[tuple[FilledRow, dict[str, Any]]]) -> None:
        new_rows = 0
        for one, said in news:
            confirmed = said.pop("confirmed", None)
            new_rows += self._one(one, said)
            self._confirm(one, confirmed)
        if self.made.problems or not news:
            return
        judged: dict[str, Any] = dict(self.kept[0]) if len(self.kept) == 1 else {"each": self.kept}
        if self.confirmed is not None:
            judged["confirmed"] = dict(self.confirmed)
        if len(self.kept) > 1 and new_rows:
            self._combined(judged, news[-1][0])
        if not self.made.problems and judged != self.of.judged:
            self.made.judged = judged

    def _one(self, one: FilledRow, said: dict[str, Any]) -> bool:
        """One person's judgement among the others; whether it is new or another than before."""
        at = next((at for at, old in enumerate(self.kept) if old.get("by") == said["by"]), None)
        seen = one.decided == self.of.decided or (at is not None and _is_later(said, self.kept[at]))
        if at is not None and _same(self.kept[at], said):
            return False
        if at is None and self.kept and self.of.entry.model.panel is None:
            if not (seen and len(self.kept) == 1 and self.of.state == "judged" and not self.made.revised):
                self.made.problems.append(self._several(one, said))
                return False
            at = 0
        if (at is not None or self.of.state in ("stale", "adopted")) and not seen:
            self.made.problems.append(self._otherwise(one))
            return False
        if at is None:
            self.kept.append(said)
            return True
        self.made.revised = True
        self.kept[at] = said
        return True

    def _confirm(self, one: FilledRow, confirmed: Mapping[str, Any] | None) -> None:
        if (
            self.made.revised
            and self.confirmed is not None
            and (confirmed is None or _plain(confirmed) == _plain(self.confirmed))
        ):
            if confirmed is not None:
                message = Text("what was confirmed is another judgement than this one", "复核的是修改之前的评判")
                fix = Text("empty it, or let it be confirmed again", "清空复核栏，或重新复核")
                self.made.problems.append(Problem("confirmed-another", message, one.place("confirmed_by"), fix))
            self.confirmed = None
        elif confirmed is None or (self.confirmed is not None and _plain(confirmed) == _plain(self.confirmed)):
            return
        elif self.confirmed is not None and one.decided != self.of.decided:
            self.made.problems.append(self._otherwise(one))
        else:
            self.confirmed = confirmed

    def _several(self, one: FilledRow, said: Mapping[str, Any]) -> Problem:
        others = "、".join(str(old.get("by", "?")) for old in self.kept)
        rule = self.of.entry.name
        return Problem(
            "not-combined",
            Text(f"{self.of.id} of `{self.of.file}` is judged by {others} and by {said['by']}, and rule `{rule}` does not say how they become one",
                 f"{self.of.file} 的 {self.of.id} 由{others}和{said['by']}分别评判，规则 {rule} 没有写明如何合成"),
            one.place("by"),
            Text('keep one of them, or add panel = "mean" (or "median", "without_ends") to the rule', '只保留一人的评判，或在规则中补上 panel = "mean"（或 "median"、"without_ends"）'),
        )  # fmt: skip

    def _otherwise(self, one: FilledRow) -> Problem:
        old = next((old for old in self.kept if old.get("by") == one.said("by")), self.of.judged or {})
        by, level = old.get("by") or "—", old.get("level") or "—"
        return Problem(
            "judged-otherwise",
            Text(f"{self.of.id} of `{self.of.file}` was judged otherwise in the meantime: {level}, {by}",
                 f"{self.of.file} 的 {self.of.id} 在此期间已有其他评判：{level}，{by}"),
            one.place("level"),
            LOOK,
        )  # fmt: skip

    def _combined(self, judged: Mapping[str, Any], one: FilledRow) -> None:
        each = {"each": [{key: said[key] for key in ONE if key in said} for said in self.kept]}
        row = replace(
            self.of.row, judged=model.JudgedModel.model_validate(each), judged_by=self.of.row.entry, stale=None
        )
        _, problems = decided(row, self.of.entry, self.of.levels)
        fix = Text("read the workbooks of all judges together", "请把所有评判人的评判表一起读入")
        self.made.problems += [
            replace(problem, place=one.place("level"), fix=problem.fix or fix) for problem in problems
        ]


def _is_later(said: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """Whether somebody corrects a judgement of their own on a later day."""
    new, before = (day_of(str(one.get("on", ""))) for one in (said, old))
    return new is not None and before is not None and new.first() > before.last()


def _same(old: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return _plain({key: old[key] for key in ONE if key in old}) == _plain(said)


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    """So that 8 and 8.0, 90% and 90.0%, and a day and its text are the same."""
    return {
        key: share_or_points(one) or one if key in ("share", "points") else str(one).strip()
        for key, one in said.items()
    }
