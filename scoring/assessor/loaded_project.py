"""A project with the rulebook and the set that it names: from a file or a stream to what can be scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.assessor.assessor import Assessor, Prepared
from scoring.documents.document import Document
from scoring.documents.files import DISK, Overlay, read_document, read_stream
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.project.project import Project, read_project
from scoring.rulebook.library import Found, Lookup, Shelf, beside_file, command_line, find, open_rulebook, open_set
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.scorecard.scorecard import Finding

COMMAND_LINE = Place("<command line>")
OF_CHOOSING = ("chosen-on-command-line", "taken-nearby")
"""Findings of how rules were chosen, and not of what they found."""
WHAT = {"rules": Text("rulebook", "规则集"), "indicators": Text("indicator set", "指标集")}


@dataclass(frozen=True, slots=True)
class LoadedProject:
    """One project ready to be scored, and what it was put together from."""

    prepared: Prepared
    project: Project
    assessor: Assessor
    problems: Sequence[Problem]  # warnings and notes


@dataclass(frozen=True, slots=True)
class Opened:
    """What a program has opened already, which goes before whatever is named."""

    rulebook: Rulebook | None = None
    indicator_set: IndicatorSet | None = None


class Openings:
    """What projects that are scored one after the other open alike: a rulebook and a set are read once for all that name them
    from the same folder, and put together once."""

    def __init__(self) -> None:
        self._sets: dict[object, IndicatorSet] = {}
        self._rulebooks: dict[object, Rulebook] = {}
        self._assessors: list[Assessor] = []

    def indicator_set(self, named: _Name) -> tuple[IndicatorSet | None, list[Problem]]:
        """As `open_set`; what there is something to tell about is opened anew for each project, and told at its own place."""
        known = self._sets.get(named.key)
        if known is not None:
            return known, []
        found, problems = open_set(named.name, named.at, named.lookup)
        if found is not None and not problems:
            self._sets[named.key] = found
        return found, problems

    def rulebook(self, named: _Name, period: str | None) -> tuple[Rulebook | None, list[Problem]]:
        """As `open_rulebook`."""
        key = named.key, period
        known = self._rulebooks.get(key)
        if known is not None:
            return known, []
        found, problems = open_rulebook(named.name, named.at, named.lookup, period)
        if found is not None and not problems:
            self._rulebooks[key] = found
        return found, problems

    def assessor(self, rulebook: Rulebook, indicator_set: IndicatorSet | None) -> Assessor:
        for one in self._assessors:
            if one.rulebook is rulebook and one.indicator_set is indicator_set:
                return one
        self._assessors.append(Assessor(rulebook, indicator_set))
        return self._assessors[-1]


def open_project(
    facts: str,
    rules: str | None = None,
    indicators: str | None = None,
    within: Path | None = None,
    opened: Opened | None = None,
    over: Overlay = DISK,
    document: Document | None = None,
    openings: Openings | None = None,
) -> LoadedProject:
    """The project at a path (`-`: standard input); raises `InputRefused` with all problems of all files.

    `rules` and `indicators` go before what the project names, and the scorecard says so. Paths that the project names do not
    lead out of the folder `within`, by default the file's own. `document` stands for what lies at the path.
    `openings` are shared by projects that are opened in a row.
    """
    openings = openings if openings is not None else Openings()
    problems: list[Problem]
    if document is not None:
        problems, lookup = [], beside_file(Path(facts), within, over)
    elif facts == "-":
        document, problems = read_stream()
        lookup = Lookup(Path())
    else:
        file = Path(facts)
        document, problems = read_document(file, file.name or facts or ".", over)
        lookup = beside_file(file, within, over)
    project, found = read_project(document) if document is not None else (None, [])
    problems += found
    named = _Named(document, {"rules": rules, "indicators": indicators}, lookup, problems, openings)
    opened = opened if opened is not None else Opened()
    indicator_set = opened.indicator_set if opened.indicator_set is not None else named.indicator_set()
    rulebook = opened.rulebook if opened.rulebook is not None else named.rulebook()
    if project is None or rulebook is None or named.lacking:
        raise InputRefused(problems)
    assessor = openings.assessor(rulebook, indicator_set)
    prepared, found = assessor.prepare(project, named.findings)
    problems += found
    if prepared is None or has_errors(problems):
        raise InputRefused(problems)
    return LoadedProject(prepared, project, assessor, problems)


@dataclass(frozen=True)
class _Name:
    """A name or path, where it is written, and from where it is looked up."""

    name: str
    at: Place
    lookup: Lookup

    @property
    def key(self) -> object:
        """What leads to the same files."""
        return self.name, self.lookup


class _Named:
    """The set and the rulebook that a project or the command line names, whatever else is wrong with the project."""

    def __init__(
        self,
        document: Document | None,
        asked: dict[Shelf, str | None],
        lookup: Lookup,
        problems: list[Problem],
        openings: Openings,
    ) -> None:
        self.document, self.asked, self.lookup, self.problems = document, asked, lookup, problems
        self.openings = openings
        self.findings: list[Finding] = []
        self.lacking = False
        self.by_set: _Name | None = None

    def indicator_set(self) -> IndicatorSet | None:
        named = self._named("indicators", self._in_project("indicators"))
        if named is None:
            return None
        found, problems = self.openings.indicator_set(named)
        self.problems += problems
        if found is None:
            self.lacking = True
            return None
        self._tell_taken("indicators", named)
        header = found.header
        self.by_set = _Name(header.model.rules, header.at("rules"), named.lookup.of(header.document.home))
        return found

    def rulebook(self) -> Rulebook | None:
        named = self._named("rules", self._in_project("rules") or self.by_set)
        if named is None:
            if not self.lacking and self.document is not None:
                self.problems.append(_no_rules(self.document))
            return None
        period = self.document.data.get("period") if self.document is not None else None
        found, problems = self.openings.rulebook(named, None if period is None else str(period))
        self.problems += problems
        if found is not None:
            self._tell_taken("rules", named)
        return found

    def _named(self, key: Shelf, in_files: _Name | None) -> _Name | None:
        """What the command line names, which goes before what the files do; then the scorecard says so."""
        asked = self.asked[key]
        if asked is None:
            return in_files
        if in_files is not None and in_files.name != asked:
            what = WHAT[key]
            message = Text(
                f"the command line chose {what.en} `{asked}` instead of `{in_files.name}`",
                f"命令行指定{what.zh} {asked}，取代文件中的 {in_files.name}",
            )
            self.findings.append(Finding("chosen-on-command-line", "note", message, COMMAND_LINE))
        return _Name(asked, COMMAND_LINE, command_line(self.lookup.over))

    def _in_project(self, key: Shelf) -> _Name | None:
        written = self.document.data.get(key) if self.document is not None else None
        if self.document is None or not isinstance(written, str):
            return None
        return _Name(written, self.document.value_place((key,)), self.lookup)

    def _tell_taken(self, key: Shelf, named: _Name) -> None:
        """The scorecard says where a name led to that is a shipped one's as well."""
        found = find(key, named.name.partition("@")[0] if key == "rules" else named.name, named.at, named.lookup)
        if isinstance(found, Found) and found.instead_of_shipped:
            self.findings.append(_taken(WHAT[key], named, found.instead_of_shipped))


def _taken(what: Text, named: _Name, where: str) -> Finding:
    message = Text(f"{what.en} `{named.name}` is the one in {where}, not the shipped one",
                   f"{what.zh} {named.name} 取自 {where}，不是自带的")  # fmt: skip
    return Finding("taken-nearby", "note", message, named.at)


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
