"""A project file with its rulebook and indicator set, opened from disk or a stream: what commands begin with."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.documents import Document
from scoring.files import parse_stream, read_document
from scoring.library import folder_of, open_rulebook, open_set
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.project import Project, read_project
from scoring.rulebook import IndicatorSet, Rulebook
from scoring.scorecard import Finding
from scoring.scorer import Assessor, Prepared


@dataclass(frozen=True, slots=True)
class Opened:
    """One project ready to be scored, and what it was opened from."""

    prepared: Prepared
    project: Project
    rulebook: Rulebook
    indicator_set: IndicatorSet | None
    problems: Sequence[Problem]  # warnings and notes


def open_project(facts: str, rules: str | None = None, indicators: str | None = None) -> Opened:
    """The project at a path (`-`: standard input); raises `InputRefused` with all problems of all files.

    `rules` and `indicators` go before what the project names, and the scorecard says so.
    """
    document, problems = _document(facts)
    if document is None:
        raise InputRefused(problems)
    project, found = read_project(document)
    problems += found
    if project is None:
        raise InputRefused(problems)
    chosen: list[Finding] = []
    set_name = indicators or project.file.indicators
    command_line = Place("<command line>")
    indicator_set, set_found = None, True
    beside: Path | None = None
    if set_name is not None:
        at = command_line if indicators else project.place("indicators")
        if indicators and project.file.indicators not in (None, indicators):
            chosen.append(_chosen("indicator set", "指标集", indicators, project.file.indicators))
        _no_paths_from_files(set_name, at, problems, allowed=indicators is not None)
        indicator_set, found = open_set(set_name, at)
        problems += found
        set_found = indicator_set is not None
        folder = folder_of("indicators", set_name)
        beside = folder.resolve().parent.parent / "rules" if folder is not None else None
    named = project.file.rules or (indicator_set.header.model.rules if indicator_set is not None else None)
    book_name = rules or named
    rulebook = None
    if book_name is not None:
        at = command_line if rules else project.place("rules") if project.file.rules else Place("<indicator set>")
        if not rules and not project.file.rules and indicator_set is not None:
            at = indicator_set.header.at("rules")
        if rules and named not in (None, rules):
            chosen.append(_chosen("rulebook", "规则集", rules, named))
        _no_paths_from_files(book_name, at, problems, allowed=rules is not None)
        rulebook, found = open_rulebook(book_name, at, beside)
        problems += found
    elif set_found:
        problems.append(_no_rules(project))
    if rulebook is None or not set_found:
        raise InputRefused(problems)
    prepared, found = Assessor(rulebook, indicator_set).prepare(project, chosen)
    problems += found
    if prepared is None or has_errors(problems):
        raise InputRefused(problems)
    return Opened(prepared, project, rulebook, indicator_set, problems)


def _document(facts: str) -> tuple[Document | None, list[Problem]]:
    if facts == "-":
        return parse_stream(sys.stdin.buffer.read(), "<stdin>")
    path = Path(facts)
    return read_document(path, path.name)


def _no_paths_from_files(name: str, at: Place, problems: list[Problem], allowed: bool) -> None:
    """A project file, which may be a stranger's, names shipped things only: paths are the command line's."""
    if not allowed and ("/" in name or "\\" in name or ".." in name):
        problems.append(
            Problem(
                "path-in-file",
                Text(f"`{name}` is a path; a file may only name a rulebook or set", f"{name} 是路径，文件里只能写名称"),
                at,
                Text(
                    "give the path on the command line: --rules or --indicators",
                    "在命令行用 --rules 或 --indicators 指明路径",
                ),
            )
        )
        raise InputRefused(problems)


def _chosen(en: str, zh: str, chosen: str, named: str | None) -> Finding:
    """What the command line chose goes before what the files name, and the scorecard says so."""
    instead = Text(f" instead of `{named}`", f"，取代文件中的 {named}") if named is not None else Text("", "")
    message = Text(f"the command line chose {en} `{chosen}`{instead.en}", f"命令行指定{zh} {chosen}{instead.zh}")
    return Finding("chosen-on-command-line", "note", message, Place("<command line>"))


def _no_rules(project: Project) -> Problem:
    return Problem(
        "no-rules",
        Text("the project names neither a rulebook nor an indicator set", "项目没有写明规则集，也没有写明指标集"),
        project.document.header_place(()),
        Text(
            'add indicators = "…" or rules = "…", or pass --rules',
            '补上 indicators = "…" 或 rules = "…"，或用 --rules 指定',
        ),
    )
