"""A project's file, read: what it reports, its own rows, what is not applicable, what was claimed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scoring.documents.document import Document
from scoring.documents.syntax import as_key
from scoring.nodes.kind import DATE, Kind
from scoring.problems import Place, Problem, Text, nearest
from scoring.project.fact_sheet import FactSheet, Reported
from scoring.project.facts import FactReader
from scoring.project.presumption import with_presumed
from scoring.rulebook import model
from scoring.rulebook.loading import validated
from scoring.rulebook.rulebook import Entry, Sections, sections_of
from scoring.values.day import Day
from scoring.values.units import Units

YEAR = re.compile(r"\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Project:
    """One project's file; `entries` are its own indicator rows and additions to the set's."""

    file: model.ProjectFile
    document: Document
    sections: Sections
    entries: Mapping[str, Entry[model.IndicatorModel]]

    @property
    def name(self) -> str:
        return self.file.project

    @property
    def period(self) -> str | None:
        return None if self.file.period is None else str(self.file.period)

    def place(self, *path: str | int) -> Place:
        return self.document.value_place(path)


def read_project(document: Document) -> tuple[Project | None, list[Problem]]:
    """A project from its document, with every problem of its shape."""
    other = next((section for section in ("rulebook", "indicator_set") if section in document.data), None)
    if other is not None and "project" not in document.data:
        return None, [_no_project(other, document)]
    file, problems = validated(model.ProjectFile, document)
    if file is None:
        return None, problems
    sections, found = sections_of(file, document)
    entries = {id_: Entry(id_, row, document, ("indicator", id_)) for id_, row in file.indicator.items()}
    project = Project(file, document, sections, entries)
    problems += found
    if file.period is not None and (not YEAR.fullmatch(str(file.period)) or Day.parse(str(file.period)) is None):
        problems.append(
            Problem(
                "not-a-date",
                Text(
                    f"period `{str(file.period)[:40]}` is no year, month or day",
                    f"period 应为年、月或日：{str(file.period)[:40]}",
                ),
                project.place("period"),
                Text("such as 2024", "例如 2024"),
            )
        )
    return project, problems


def _no_project(section: str, document: Document) -> Problem:
    what = Text("rulebook", "规则集") if section == "rulebook" else Text("indicator set", "指标集")
    option = "--rules" if section == "rulebook" else "--indicators"
    return Problem(
        "not-a-project",
        Text(f"this is a {what.en}, not a project".replace("a indicator", "an indicator"), f"这是{what.zh}，不是项目"),
        document.header_place((section,)),
        Text(f"name the project's file; this one goes with {option}", f"写明项目文件；这个文件用 {option} 指定"),
    )


def fact_sheet(
    project: Project, declared: Mapping[str, Entry[model.FactModel]], kinds: Mapping[str, Kind], units: Units
) -> tuple[FactSheet, list[Problem]]:
    """Every fact that the project reports, and what the rulebook presumes of others."""
    problems: list[Problem] = []
    known_as = {entry.model.from_: name for name, entry in declared.items() if entry.model.from_ is not None}
    reported: dict[str, Reported] = {}
    reader = FactReader(units, project.document, project.file.source)
    for written, raw in project.file.facts.items():
        name = written if written in declared else known_as.get(written)
        if name is None:
            problems.append(_undeclared(written, project, [*declared, *known_as]))
            continue
        if name in reported:
            problems.append(
                Problem("name-twice", Text(f"fact `{name}` is reported twice", f"数据 {name} 上报了两次"),
                        project.document.key_place(("facts", written)), Text("delete one of the two", "删去其中一个"))
            )  # fmt: skip
            continue
        found = reader.reported(name, raw, kinds[name], ("facts", written))
        if found is not None:
            reported[name] = found
    problems += reader.problems
    reported = with_presumed(reported, declared, kinds, units)
    day = Day.parse(project.period) if project.period is not None else None
    if day is not None:
        reported["period"] = Reported("period", day, str(day), project.place("period"), DATE)
    return FactSheet(reported), problems


def _undeclared(name: str, project: Project, known: list[str]) -> Problem:
    near = nearest(name, known)
    return Problem(
        "unknown-fact",
        Text(f"no rulebook or set declares a fact `{name}`", f"规则集和指标集都没有声明数据 {name}"),
        project.document.key_place(("facts", name)),
        Text(f"did you mean `{near}`?", f"是否指 {near}？")
        if near
        else Text(f'declare it: [fact] {as_key(name)} = "元"', f'先声明：[fact] {as_key(name)} = "元"'),
    )
