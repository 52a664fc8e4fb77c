"""Runs every lint over a rulebook and its set; silences what is allowed in place, and sets severities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from scoring.lint import bare, denominator, edges, falling, frame, hundredfold, limits, rows, totals, unused, weight
from scoring.lint.looked import Looked
from scoring.problems import Problem, Text, has_errors
from scoring.rulebook import Entry, IndicatorSet, Rulebook

LINTS = (rows, edges, limits, weight, falling, totals, frame, unused, bare, denominator, hundredfold)
CODES = tuple(code for each in LINTS for code in each.CODES)


def analysed(looked: Looked) -> list[Problem]:
    """Everything that lints find, less what is allowed where it stands, in the severity that the rulebook sets."""
    severities = looked.rulebook.header.model.lint
    allowed = dict(_allowed(looked.rulebook, looked.indicator_set))
    found = []
    for each in LINTS:
        for problem in each.find(looked):
            severity = severities.get(problem.code, problem.severity)
            if severity != "off" and not _is_allowed(problem, allowed):
                found.append(replace(problem, severity=severity))
    return list(dict.fromkeys(found)) + _unknown(looked)


def _is_allowed(problem: Problem, allowed: dict[tuple[str, str], tuple[int, int]]) -> bool:
    lines = allowed.get((problem.place.file, problem.code))
    return lines is not None and lines[0] <= problem.place.line <= lines[1]


def _allowed(rulebook: Rulebook, chosen: IndicatorSet | None) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """File and code of every `allow`, with the lines of the entry that it stands in."""
    for entry in _entries(rulebook, chosen):
        for code in getattr(entry.model, "allow", None) or {}:
            yield (entry.document.file, code), entry.document.lines_of(entry.path)


def _entries(rulebook: Rulebook, chosen: IndicatorSet | None) -> Iterator[Entry[Any]]:
    group: Mapping[str, Entry[Any]]
    layers = [rulebook.sections, *([chosen.sections] if chosen is not None else [])]
    for sections in layers:
        for group in (sections.facts, sections.values, sections.rules, sections.checks):
            yield from group.values()
    for group in (rulebook.limits, rulebook.results):
        yield from group.values()
    if chosen is not None:
        yield from chosen.indicators.values()


def _unknown(looked: Looked) -> list[Problem]:
    """Names of lints that there are not."""
    known = Text("lints are " + ", ".join(CODES), "有 " + "、".join(CODES))
    found = []
    header = looked.rulebook.header
    for code in header.model.lint:
        if code not in CODES:
            found.append(
                Problem(
                    "unknown-lint",
                    Text(f"there is no lint `{code}`", f"没有检查项 {code}"),
                    header.key("lint", code),
                    known,
                )
            )
    for entry in _entries(looked.rulebook, looked.indicator_set):
        for code in getattr(entry.model, "allow", None) or {}:
            if code not in CODES:
                found.append(
                    Problem(
                        "unknown-lint",
                        Text(f"there is no lint `{code}`", f"没有检查项 {code}"),
                        entry.key("allow", code),
                        known,
                    )
                )
    return found


__all__ = ["CODES", "analysed", "has_errors"]
