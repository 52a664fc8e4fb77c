"""A rulebook with its indicator set, loaded from wherever it is: what projects are scored with."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from scoring.api.card import Card
from scoring.api.report import Report
from scoring.api.sources import Source, checked, document_of, is_text, name_of, not_read, read, read_source
from scoring.assessor.assessor import Assessor, Engine
from scoring.assessor.loaded_project import LoadedProject, open_project
from scoring.documents.document import Document
from scoring.documents.files import Overlay
from scoring.forms.endings import is_document
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.project.project import Project
from scoring.rulebook.library import Lookup, command_line, open_rulebook, open_rules_of, open_set, rulebook_from
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_set_together
from scoring.scorecard.scorecard import Finding
from scoring.values.day import Day

if TYPE_CHECKING:
    from scoring.api.batch import Batch
    from scoring.tuning.editions.side import Side

Files = Mapping[str | os.PathLike[str], str]
ASKED = Place("<load>")

__all__ = ["Book", "load", "read", "score"]


def load(
    rules: Source | None = None,
    *,
    indicators: Source | None = None,
    period: str | int | None = None,
    files: Files | None = None,
    engine: Engine = "rules",
) -> Book:
    """A rulebook, with an indicator set if one is named: each a shipped name, a path, TOML as text, or a dict.

    Without `rules` the rulebook is the one that the set names. Of several editions the one in force at the end of the `period`
    is taken. `files` are texts that go before what lies on disk, by path. `engine="exact"` leaves out durable-rules.
    Raises `InputRefused` where there is nothing of that name, and for a text in `files` that nothing leads to; what is wrong
    inside is told by `check`, and refused by `score`; `ValueError` for an engine or a period that is none.
    """
    if rules is None and indicators is None:
        raise TypeError("load() takes rules, indicators or both")
    if engine not in get_args(Engine):
        raise ValueError(f"there is no engine {engine!r}: rules or exact")
    if period is not None and Day.parse(str(period)) is None:
        raise ValueError(f"{period!r} is no period: such as 2024 or 2024-06")
    lookup = command_line(Overlay(files or {}))
    problems: list[Problem] = []
    chosen: IndicatorSet | None = None
    if indicators is not None:
        chosen, problems = _set(indicators, lookup)
    rulebook: Rulebook | None = None
    when = None if period is None else str(period)
    if rules is not None:
        rulebook, found = _rulebook(rules, lookup, when)
        problems = [*problems, *found]
    elif chosen is not None:
        rulebook, found = open_rules_of(chosen, lookup, when)
        problems = [*problems, *found]
    stray = not_read(lookup.over, projects=False) if not has_errors(problems) else []
    if stray or any(problem.place == ASKED for problem in problems):
        raise InputRefused([*problems, *stray])
    sound = rulebook is not None and (chosen is not None or indicators is None)
    assessor = Assessor(rulebook, chosen) if sound and rulebook is not None else None
    return Book(assessor, problems, lookup.over, engine)


def _set(source: Source, lookup: Lookup) -> tuple[IndicatorSet | None, list[Problem]]:
    checked(source, "an indicator set")
    if isinstance(source, Mapping) or is_text(source):
        document, problems = document_of(source, "<indicators>")
        chosen, found = put_set_together([document]) if document is not None else (None, [])
        return chosen, [*problems, *found]
    return open_set(name_of(source), ASKED, lookup)


def _rulebook(source: Source, lookup: Lookup, period: str | None) -> tuple[Rulebook | None, list[Problem]]:
    checked(source, "a rulebook")
    if isinstance(source, Mapping) or is_text(source):
        document, problems = document_of(source, "<rules>")
        rulebook, found = rulebook_from([document], lookup, period) if document is not None else (None, [])
        return rulebook, [*problems, *found]
    return open_rulebook(name_of(source), ASKED, lookup, period)


class Book:
    """A rulebook with its indicator set, put together once; it never changes, and threads may share it."""

    def __init__(
        self, assessor: Assessor | None, problems: list[Problem], over: Overlay, engine: Engine = "rules"
    ) -> None:
        self._assessor, self._problems, self._over, self._engine = assessor, tuple(problems), over, engine

    @property
    def name(self) -> str:
        return self._sound().rulebook.name

    @property
    def edition(self) -> str | None:
        return self._sound().rulebook.header.model.edition

    @property
    def fingerprint(self) -> str:
        """`sha256:…` of everything that the rulebook says; comments and the names of files do not count."""
        return self._sound().rulebook.fingerprint

    @property
    def indicators(self) -> str | None:
        """The name of the indicator set."""
        chosen = self._sound().indicator_set
        return chosen.name if chosen is not None else None

    def __repr__(self) -> str:
        if self._assessor is None:
            return "<Book that cannot be read>"
        name, chosen = self._assessor.rulebook.name, self._assessor.indicator_set
        return f"<Book {name}{f' with {chosen.name}' if chosen is not None else ''}>"

    def check(self, project: Source | Project | None = None) -> Report:
        """Everything that is wrong with the rulebook and the set, lints included; of a project all that scoring it would tell, and lints of its own rows."""
        from scoring.lint.checking import checked_by

        if project is not None:
            return self._checked(project)
        if self._assessor is None or has_errors(self._problems):
            return Report.of(self._problems)
        found = checked_by(self._assessor)
        return Report.of([*self._problems, *found.problems], found.not_decided)

    def score(self, project: Source | Project) -> Card:
        """The scorecard of a project: a path, TOML or JSON as text, a dict, or what `read` gave.

        Raises `InputRefused` with every problem of the rulebook, the set and the project.
        """
        return self._scored(project)[0]

    def _scored(self, project: Source | Project) -> tuple[Card, Project]:
        assessor = self._sound()
        made, problems = read_source(project, self._over)
        if made is None:
            raise InputRefused([*self._problems, *problems])
        prepared, found = assessor.prepare(made, _other_rules(made, assessor))
        problems = [*self._problems, *problems, *found]
        if prepared is None or has_errors(problems):
            raise InputRefused(problems)
        return Card(prepared, _documents(assessor, made), self._engine, problems), made

    def batch(
        self,
        table: str | os.PathLike[str],
        *,
        columns: str | os.PathLike[str] | None = None,
        engine: str = "columnar",
        processes: int = 1,
        progress: Callable[[int, int], object] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> Batch:
        """Every row of a table (`.csv`, `.parquet`, `.xlsx`) scored, or rejected with its reasons; run when it is first asked.

        `columns`: a TOML file that says what heads mean. `progress(done, rows)` and `cancel()` are called now and then.
        """
        from scoring.api.batch import Batch

        assessor = self._sound()
        if has_errors(self._problems):
            raise InputRefused(self._problems)
        return Batch(assessor, table, columns, engine, processes, progress, cancel)

    def side(self) -> Side:
        """What is compared with another; raises `InputRefused` with all problems."""
        from scoring.tuning.editions.side import Side

        assessor = self._sound()
        if has_errors(self._problems):
            raise InputRefused(self._problems)
        return Side(assessor.rulebook.name, assessor.rulebook, assessor.indicator_set)

    def _checked(self, project: Source | Project) -> Report:
        try:
            card, made = self._scored(project)
        except InputRefused as refused:
            return Report.of(refused.problems)
        return _report(card, self._sound(), made)

    def _sound(self) -> Assessor:
        if self._assessor is None:
            raise InputRefused(self._problems)
        return self._assessor


def score(
    project: str | os.PathLike[str],
    rules: str | None = None,
    indicators: str | None = None,
    *,
    within: Path | None = None,
    engine: Engine = "rules",
    among: str | os.PathLike[str] | None = None,
) -> Card:
    """The scorecard of a project's file by the rulebook and the set that it names, or by those that are named here.

    A document with one official form (`.xlsx`, `.docx`, …) is read and scored. `among`: a table, or a folder or pattern of projects,
    with which the rulebook compares it. `-` is standard input. Paths that the project names stay `within` a folder, by default its own. Raises `InputRefused` with
    all problems of all files.
    """
    document = None
    if is_document(project):
        from scoring.api.forms import only_form

        document = only_form(project, rules).project.document
    return score_document(document, project, rules, indicators, within=within, engine=engine, among=among)


def score_document(
    document: Document | None,
    project: str | os.PathLike[str],
    rules: str | None = None,
    indicators: str | None = None,
    *,
    within: Path | None = None,
    engine: Engine = "rules",
    among: str | os.PathLike[str] | None = None,
) -> Card:
    """The same of a document that stands for what lies at the path; None: of that itself."""
    loaded = open_project(os.fspath(project), rules, indicators, within, document=document)
    if among is not None:
        from scoring.batch.among import among_others

        by = loaded.assessor
        loaded = replace(
            loaded, prepared=among_others(loaded.prepared, os.fspath(among), by.rulebook, by.indicator_set)
        )
    return card_of(loaded, engine)


def check_file(project: str | os.PathLike[str], within: Path | None = None) -> Report:
    """What is wrong with a project's file, as `Book.check` says it, by the rulebook and the set that it names."""
    try:
        loaded = open_project(os.fspath(project), within=within)
        return _report(card_of(loaded, "exact"), loaded.assessor, loaded.project)
    except InputRefused as refused:
        return Report.of(refused.problems)


def card_of(loaded: LoadedProject, engine: Engine) -> Card:
    """The scorecard of a project that is opened."""
    return Card(loaded.prepared, _documents(loaded.assessor, loaded.project), engine, loaded.problems)


def _report(card: Card, assessor: Assessor, project: Project) -> Report:
    """All that scoring tells, and what lints find in the project's own rows and sections."""
    from scoring.lint.checking import check_project

    return Report.of([*card.problems, *_as_problems(card.findings), *check_project(assessor, project)])


def _as_problems(findings: tuple[Finding, ...]) -> list[Problem]:
    """Findings of a scorecard as a check tells them."""
    return [Problem(one.code, one.message, one.where, None, one.severity) for one in findings]


def _documents(assessor: Assessor, project: Project) -> list[Document]:
    chosen = assessor.indicator_set
    return [*assessor.rulebook.documents, *(chosen.documents if chosen is not None else ()), project.document]


def _other_rules(project: Project, assessor: Assessor) -> list[Finding]:
    """Where a project names other rules than those that score it, the scorecard says so."""
    own: list[tuple[str, Text, Rulebook | IndicatorSet | None]] = [
        ("indicators", Text("indicator set", "指标集"), assessor.indicator_set),
        ("rules", Text("rulebook", "规则集"), assessor.rulebook),
    ]
    findings = []
    for key, what, used in own:
        named: Any = project.document.data.get(key)
        if not isinstance(named, str) or (used is not None and _is_meant(named, used, project)):
            continue
        by = used.name if used is not None else "—"
        message = Text(f"the project names {what.en} `{named}`; it is scored by `{by}`",
                       f"项目写明{what.zh} {named}，实际使用 {by}")  # fmt: skip
        findings.append(Finding("other-rules", "note", message, project.document.value_place((key,))))
    return findings


def _is_meant(named: str, used: Rulebook | IndicatorSet, project: Project) -> bool:
    """Whether that name, or path seen from the project, is what scores."""
    home, at = used.header.document.home, project.document.home
    if named.partition("@")[0] == used.name:
        return True
    if home is None or at is None:
        return False
    path = (at.parent / Path(named)).resolve()
    return path in (home.resolve(), home.resolve().parent)
