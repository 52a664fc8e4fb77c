"""A row that only a person can judge: what the judge is shown of it, what was decided, and how it is known again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from scoring.assessor.assessor import Assessor
from scoring.assessor.compiled import Compiled
from scoring.assessor.judgements import levels_of
from scoring.assessor.loaded_project import open_project
from scoring.documents.files import read_document
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.program.criterion_input import RuleEntry
from scoring.program.levels import Level
from scoring.project.project import Project, read_project
from scoring.project.rows import Row
from scoring.values.number import show_number
from scoring.values.units import Units

State = Literal["unjudged", "stale", "adopted", "judged"]
SELF = "self"
DIGITS = 32  # of a fingerprint


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row of a judged rule; `file` is the project's file below its folder, `judged` what that file says was decided."""

    file: str
    project: str
    unit: str
    row: Row
    entry: RuleEntry
    levels: tuple[Level, ...]
    target: str
    actual: str
    judged: Mapping[str, Any] | None

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def claimed(self) -> str:
        points = self.row.claimed.get(SELF)
        return "" if points is None else show_number(points)

    @property
    def in_points(self) -> bool:
        return self.levels[0].in_points

    @property
    def state(self) -> State:
        if self.judged is None:
            return "unjudged"
        if self.row.stale is not None:
            return "stale"
        return "adopted" if self.judged.get("adopted") is not None else "judged"

    @property
    def is_open(self) -> bool:
        """Whether nobody has judged what stands there now."""
        return self.state in ("unjudged", "stale")

    @property
    def key(self) -> str:
        """What no other row of the same projects is called."""
        return f"{self.file}\n{self.id}"

    @property
    def fingerprint(self) -> str:
        """Of all that a judgement rests on."""
        return _fingerprint([self.row.label.zh, self.row.label.en, self.target, self.actual, self.claimed])

    @property
    def decided(self) -> str:
        """The fingerprint of what was decided; empty where nothing was."""
        return "" if self.judged is None else _fingerprint(self.judged)


@dataclass(frozen=True, slots=True)
class ProjectToJudge:
    """A project with its rows that a person judges, by id, in its order."""

    file: str
    path: Path
    project: Project
    units: Units
    rows: Mapping[str, JudgedRow]


def _fingerprint(of: Any) -> str:
    said = json.dumps(of, ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:DIGITS]


@dataclass(slots=True)
class Projects:
    """Opens projects one after the other; rules that many of them name are put together once."""

    rules: str | None = None
    _known: dict[object, Assessor] = field(default_factory=dict)

    def open(self, path: Path, file: str) -> ProjectToJudge:
        """The project at a path, which people know as `file`; raises `InputRefused` where it is none that can be scored."""
        if path.suffix.lower() != ".toml":
            message = Text(
                f"judgements are put into TOML, and `{file}` is none", f"评判只能写入 TOML 项目文件，{file} 不是"
            )
            raise InputRefused([Problem("not-a-project", message, Place(file))])
        project, assessor = self._opened(path)
        compiled = assessor.compiled(project)
        rows = {one.id: one for one in _rows(project, compiled, file)}
        return ProjectToJudge(file, path, project, compiled.declared.units, rows)

    def _opened(self, path: Path) -> tuple[Project, Assessor]:
        document, problems = read_document(path, path.name)
        project, found = read_project(document) if document is not None else (None, [])
        data = document.data if document is not None else {}
        named = (str(path.parent), *(str(data.get(key)) for key in ("rules", "indicators", "period")))
        if project is None or named not in self._known:
            loaded = open_project(str(path), self.rules)
            self._known[named] = loaded.assessor
            return loaded.project, loaded.assessor
        assessor = self._known[named]
        prepared, more = assessor.prepare(project)
        problems += [*found, *more]
        if prepared is None or has_errors(problems):
            raise InputRefused(problems)
        return project, assessor


def _rows(project: Project, compiled: Compiled, file: str) -> Iterator[JudgedRow]:
    rules = {one.id: one.criterion.rule for one in compiled.program.indicators}
    said = project.document.data
    for row in compiled.rows:
        entry = compiled.declared.sections.rules.get(rules.get(row.id, ""))
        if entry is None or row.id in project.file.not_applicable:
            continue
        levels = levels_of(entry, compiled.declared)
        if not levels:
            continue
        own = _at(said, "indicator", row.id) or {}
        target, actual = (
            _written(own.get(key), getattr(row.entry.model, key), said, own, key) for key in ("target", "actual")
        )
        judged = own.get("judged")
        yield JudgedRow(file, project.name, _unit(said), row, entry, tuple(levels), target, actual, judged)


def _written(own: Any, of_set: Any, said: Mapping[str, Any], row: Mapping[str, Any], key: str) -> str:
    """A target or an actual word for word; what nobody could read of the form as well."""
    raw = own if own is not None else of_set
    if isinstance(raw, Mapping):
        raw = raw.get("is", raw.get("value"))
    if raw is not None:
        return str(raw)
    cell, listed = _at(row, "at", key), said.get("not_understood")
    if cell is None or not isinstance(listed, Sequence):
        return ""
    found = (one.get("text") for one in listed if isinstance(one, Mapping) and one.get("at") == cell)
    return next((text for text in found if isinstance(text, str)), "")


def _unit(said: Mapping[str, Any]) -> str:
    unit = _at(said, "filled_form", "head", "unit")
    unit = unit.get("value") if isinstance(unit, Mapping) else unit
    return unit if isinstance(unit, str) else ""


def _at(data: Any, *path: str) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data
