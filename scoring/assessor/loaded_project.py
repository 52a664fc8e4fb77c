"""A project file with its rulebook and indicator set, opened from disk or a stream: what commands begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.assessor.assessor import Assessor, Prepared
from scoring.documents.document import Document
from scoring.documents.files import read_document, read_stream
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.project.project import Project, read_project
from scoring.rulebook.library import folder_of, open_rulebook, open_set
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.scorecard.scorecard import Finding

COMMAND_LINE = Place("<command line>")


@dataclass(frozen=True, slots=True)
class LoadedProject:
    """One project ready to be scored, and what it was opened from."""

    prepared: Prepared
    project: Project
    rulebook: Rulebook
    indicator_set: IndicatorSet | None
    problems: Sequence[Problem]  # warnings and notes


def open_project(facts: str, rules: str | None = None, indicators: str | None = None) -> LoadedProject:
    """The project at a path (`-`: standard input); raises `InputRefused` with all problems of all files.

    `rules` and `indicators` go before what the project names, and the scorecard says so.
    """
    document, problems = _document(facts)
    project, found = read_project(document) if document is not None else (None, [])
    problems += found
    shelves = _Shelves(document, rules, indicators, problems)
    indicator_set, rulebook = shelves.indicator_set(), shelves.rulebook()
    if project is None or rulebook is None or shelves.lacking:
        raise InputRefused(problems)
    prepared, found = Assessor(rulebook, indicator_set).prepare(project, shelves.chosen)
    problems += found
    if prepared is None or has_errors(problems):
        raise InputRefused(problems)
    return LoadedProject(prepared, project, rulebook, indicator_set, problems)


class _Shelves:
    """The set and the rulebook that a project or the command line names, whatever else is wrong with the project."""

    def __init__(
        self, document: Document | None, rules: str | None, indicators: str | None, problems: list[Problem]
    ) -> None:
        self.document, self.problems = document, problems
        self.asked = {"rules": rules, "indicators": indicators}
        self.chosen: list[Finding] = []
        self.lacking = False
        self.beside: Path | None = None
        self.named_by_set: tuple[str, Place] | None = None

    def indicator_set(self) -> IndicatorSet | None:
        named = self._named("indicators")
        self._tell_choice("indicators", Text("indicator set", "指标集"), self._in_project("indicators"))
        if named is None:
            return None
        name, at = named
        found: IndicatorSet | None = None
        if self._may_name(name, at):
            found, problems = open_set(name, at)
            self.problems += problems
            folder = folder_of("indicators", name)
            self.beside = folder.resolve().parent.parent / "rules" if folder is not None else None
        if found is None:
            self.lacking = True
        else:
            self.named_by_set = (found.header.model.rules, found.header.at("rules"))
        return found

    def rulebook(self) -> Rulebook | None:
        named = self._named("rules") or self.named_by_set
        self._tell_choice("rules", Text("rulebook", "规则集"), self._in_project("rules") or self.named_by_set)
        if named is None:
            if not self.lacking and self.document is not None:
                self.problems.append(_no_rules(self.document))
            return None
        name, at = named
        if not self._may_name(name, at):
            return None
        period = self.document.data.get("period") if self.document is not None else None
        found, problems = open_rulebook(name, at, self.beside, None if period is None else str(period))
        self.problems += problems
        return found

    def _named(self, key: str) -> tuple[str, Place] | None:
        """What the command line names, else the project, and where."""
        asked = self.asked[key]
        if asked is not None:
            return asked, COMMAND_LINE
        return self._in_project(key)

    def _in_project(self, key: str) -> tuple[str, Place] | None:
        written = self.document.data.get(key) if self.document is not None else None
        if self.document is None or not isinstance(written, str):
            return None
        return written, self.document.value_place((key,))

    def _tell_choice(self, key: str, what: Text, named: tuple[str, Place] | None) -> None:
        """What the command line chose goes before what the files name, and the scorecard says so."""
        asked = self.asked[key]
        if asked is not None and named is not None and named[0] != asked:
            message = Text(
                f"the command line chose {what.en} `{asked}` instead of `{named[0]}`",
                f"命令行指定{what.zh} {asked}，取代文件中的 {named[0]}",
            )
            self.chosen.append(Finding("chosen-on-command-line", "note", message, COMMAND_LINE))

    def _may_name(self, name: str, at: Place) -> bool:
        """A project file, which may be a stranger's, names shipped things only: paths are the command line's."""
        if at == COMMAND_LINE or not ("/" in name or "\\" in name or ".." in name):
            return True
        self.problems.append(
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
        return False


def _document(facts: str) -> tuple[Document | None, list[Problem]]:
    if facts == "-":
        return read_stream()
    path = Path(facts)
    return read_document(path, path.name or facts or ".")


def _no_rules(document: Document) -> Problem:
    return Problem(
        "no-rules",
        Text("the project names neither a rulebook nor an indicator set", "项目没有写明规则集，也没有写明指标集"),
        document.header_place(()),
        Text(
            'add indicators = "…" or rules = "…", or pass --rules',
            '补上 indicators = "…" 或 rules = "…"，或用 --rules 指定',
        ),
    )
