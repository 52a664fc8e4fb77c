"""Judgements put into projects' files: a project at a time, whole or not at all, every other byte as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scoring.assessor.decision import decided
from scoring.documents.document import LARGEST
from scoring.documents.editing import amended, amended_all, line_end, said_by, without_key
from scoring.documents.files import cannot_write, read_bytes, write_bytes
from scoring.documents.spelling import key, value
from scoring.forms.review.deciding import Decision, decision
from scoring.forms.review.filled import FilledRow
from scoring.forms.review.judged_row import SELF, JudgedRow, Projects, ProjectToJudge
from scoring.problems import InputRefused, Problem, Text
from scoring.rulebook import model

OF_ROWS = "indicator"


@dataclass(slots=True)
class Judged:
    """What came of a project: how many rows were judged, revised, judged so already, and left empty; nothing where a problem is."""

    file: str
    written: int = 0
    revised: int = 0
    unchanged: int = 0
    empty: int = 0
    problems: list[Problem] = field(default_factory=list)


def put_into(folder: Path, filled: Sequence[FilledRow], rules: str | None = None) -> list[Judged]:
    """What was filled in, put into the projects of a folder; each project whole, and not at all where something is wrong."""
    by_file: dict[str, list[FilledRow]] = {}
    for one in filled:
        by_file.setdefault(one.file, []).append(one)
    projects = Projects(rules)
    return [_project(folder, file, rows, projects) for file, rows in by_file.items()]


def _project(folder: Path, file: str, filled: Sequence[FilledRow], projects: Projects) -> Judged:
    made = Judged(file, empty=sum(one.is_empty for one in filled))
    said = [one for one in filled if not one.is_empty]
    if not said:
        return made
    path = folder / file
    if not path.is_file():
        message = Text(f"there is no project `{file}` in `{folder.name}`", f"{folder.name} 中没有项目 {file}")
        made.problems.append(
            Problem(
                "not-found",
                message,
                said[0].place("level"),
                Text("name the folder of the projects: -o", "用 -o 写明项目所在的文件夹"),
            )
        )
        return made
    try:
        project = projects.open(path, file)
    except InputRefused as refused:
        made.problems += [one for one in refused.problems if one.severity == "error"]
        return made
    decisions = [
        _decision(project, id_, [one for one in said if one.indicator == id_])
        for id_ in dict.fromkeys(one.indicator for one in said)
    ]
    made.problems += [problem for one in decisions for problem in one.problems]
    if made.problems:
        return made
    changed = {one.id: one.judged for one in decisions if one.judged is not None}
    made.revised = sum(one.revised for one in decisions if one.judged is not None)
    made.written, made.unchanged = len(changed) - made.revised, len(decisions) - len(changed)
    try:
        _write(project, changed)
    except InputRefused as refused:
        return Judged(file, problems=list(refused.problems))
    return made


def _decision(project: ProjectToJudge, id_: str, filled: Sequence[FilledRow]) -> Decision:
    row = project.rows.get(id_)
    if row is not None:
        return decision(row, filled, project)
    message = Text(
        f"`{project.file}` has no row `{id_[:40]}` that a person judges",
        f"{project.file} 中没有须人工评判的指标 {id_[:40]}",
    )
    return Decision(
        id_,
        problems=[
            Problem(
                "unknown-indicator",
                message,
                filled[0].place("level"),
                Text("take a new workbook: scoring review", "请用 scoring review 重新导出"),
            )
        ],
    )


# ---------------------------------------------------------------- adopted claims


@dataclass(frozen=True, slots=True)
class Adopted:
    """The claims that may be adopted, by project; `left` says why others are not, by how many."""

    rows: Sequence[tuple[ProjectToJudge, Sequence[JudgedRow]]]
    left: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows in self.rows)


def adoptable(projects: Sequence[ProjectToJudge], drawn: frozenset[str]) -> Adopted:
    """Rows that nobody has judged, outside of the sample, whose rule lets the claim be adopted."""
    found: list[tuple[ProjectToJudge, list[JudgedRow]]] = []
    left: dict[str, int] = {}
    for project in projects:
        taken = []
        for row in project.rows.values():
            if not row.is_open or row.key in drawn:
                continue
            if row.state == "stale":  # what a person decided is not given up for a claim
                left["stale"] = left.get("stale", 0) + 1
                continue
            judged = model.JudgedModel.model_validate({"adopted": SELF, "by": "—", "on": "—"})
            _, problems = decided(replace(row.row, judged=judged, judged_by=row.row.entry), row.entry, row.levels)
            for problem in problems[:1]:
                left[problem.code] = left.get(problem.code, 0) + 1
            taken += [row] if not problems else []
        found += [(project, taken)] if taken else []
    return Adopted(found, left)


def adopt(of: Adopted, by: str, on: Any) -> None:
    """Writes them into the projects, all that can be amended or none; raises `InputRefused`."""
    judged = {"adopted": SELF, "by": by, "on": on}
    texts = [(project, _amended(project, {row.id: judged for row in rows})) for project, rows in of.rows]
    for project, (before, after) in texts:
        _put(project, before, after)


# ---------------------------------------------------------------- the file


def _write(project: ProjectToJudge, changed: Mapping[str, Mapping[str, Any]]) -> None:
    if changed:
        _put(project, *_amended(project, changed))


def _put(project: ProjectToJudge, before: bytes, after: bytes) -> None:
    try:
        write_bytes(project.path, after, before)
    except OSError as error:
        raise InputRefused([cannot_write(project.file, error)]) from None


def _amended(project: ProjectToJudge, changed: Mapping[str, Mapping[str, Any]]) -> tuple[bytes, bytes]:
    """The file before and after; raises `InputRefused` where it was written since, or cannot be amended."""
    raw, problems = read_bytes(project.path, project.file, LARGEST)
    if raw is None:
        raise InputRefused(problems)
    after: bytes | None = raw
    for id_, judged in changed.items():
        before = project.rows[id_].judged
        after = with_judgement(after, id_, judged, before) if after is not None else None
        if after is None:
            message = Text(f"the judgement of `{id_}` cannot be amended in the file", f"无法在文件中改写 {id_} 的评判")
            place = project.project.document.key_place((OF_ROWS, id_))
            raise InputRefused(
                [
                    Problem(
                        "cannot-amend",
                        message,
                        place,
                        Text(
                            f"write it by hand: judged = {value(judged)}"[:400],
                            f"请手工写入：judged = {value(judged)}"[:400],
                        ),
                    )
                ]
            )
    assert after is not None
    return raw, after


def with_judgement(raw: bytes, id_: str, judged: Mapping[str, Any], before: Mapping[str, Any] | None) -> bytes | None:
    """The file with that judgement of a row, instead of the one before; None where it cannot be amended so."""
    path = (OF_ROWS, id_, "judged")
    if before is None:
        return amended(raw, path, judged) or _with_row(raw, id_, judged)
    for name in before:
        if name not in judged:
            without = without_key(raw, (*path, name))
            if without is None:
                return None
            raw = without
    changed = [((*path, name), said) for name, said in judged.items() if before.get(name) != said]
    return amended_all(raw, changed) if changed else raw


def _with_row(raw: bytes, id_: str, judged: Mapping[str, Any]) -> bytes | None:
    """A row of the set of which the project says nothing yet, at the end of the file."""
    wanted = said_by(raw)
    if wanted is None or id_ in wanted.get(OF_ROWS, {}):
        return None
    wanted = deepcopy(wanted)
    wanted.setdefault(OF_ROWS, {})[id_] = {"judged": dict(judged)}
    end = line_end(raw)
    text = f"\n[{OF_ROWS}.{key(id_)}]\njudged = {value(judged)}\n".encode().replace(b"\n", end)
    after = raw + (b"" if raw.endswith(b"\n") else end) + text
    return after if said_by(after) == wanted else None
