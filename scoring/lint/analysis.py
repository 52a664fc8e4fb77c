"""Runs every lint over a rulebook and its set; silences what is allowed in place, and sets severities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from scoring.lint import lints
from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lints import silences_nothing
from scoring.lint.silences import faults, silences
from scoring.problems import NotDecided, Problem


class Lint(Protocol):
    """A module of `lints`: its docstring is the lint's page, and where it says `NEEDS_SET`, it finds nothing without one."""

    __doc__: str | None
    __name__: str
    CODE: str

    def find(self, book: AnalysisModel) -> Iterator[Problem]: ...


def _found() -> Iterator[Lint]:
    """Every module in the folder of lints, by name."""
    for one in sorted(iter_modules(lints.__path__), key=lambda module: module.name):
        yield cast(Lint, import_module(f"{lints.__name__}.{one.name}"))


MODULES = tuple(_found())
LAST = silences_nothing
"""Looks at what the others leave."""
LINTS = tuple(module for module in MODULES if module.CODE != LAST.CODE)
CODES = tuple(module.CODE for module in MODULES)
NEED_SET = {module.CODE for module in LINTS if getattr(module, "NEEDS_SET", False)}


def analysed(book: AnalysisModel) -> list[Problem]:
    """Everything that lints find, less what is allowed where it stands, in the severity that the rulebook sets."""
    written = [one for one in silences(book.rulebook, book.indicator_set, book.project) if book.tells(one.place)]
    found = []
    used = set()
    for each in LINTS:
        for problem in each.find(book):
            if not book.tells(problem.place):
                continue
            silence = next((one for one in written if one.holds_for(problem)), None)
            if silence is None:
                found.append(problem)
            else:
                used.add(silence)
    left = [one for one in written if one not in used and one.code in CODES]
    found += [one for one in LAST.find(book, left, NEED_SET) if not any(two.holds_for(one) for two in written)]
    severities = book.rulebook.header.model.lint
    told = ((problem, severities.get(problem.code, problem.severity)) for problem in dict.fromkeys(found))
    set_ = [replace(problem, severity=severity) for problem, severity in told if severity != "off"]
    return set_ + [one for one in faults(book.rulebook, written, CODES) if book.tells(one.place)]


def not_decided(book: AnalysisModel) -> list[NotDecided]:
    """Tables and limits of which something is left open."""
    return [NotDecided(table.written, table.choose.place, why)
            for table in (*book.tables, *book.limits.values()) if (why := table.not_decided(book)) is not None]  # fmt: skip
