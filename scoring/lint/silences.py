"""What authors silence: `allow = { "row-gap" = "reason" }`, which holds for all that its section spans."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.problems import Place, Problem, Text
from scoring.project.project import Project
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook


@dataclass(frozen=True, slots=True)
class Silence:
    """One lint that is allowed in the lines of one section."""

    code: str
    reason: str
    place: Place  # of its key
    reason_place: Place
    first: int
    last: int

    def holds_for(self, problem: Problem) -> bool:
        at = problem.place
        return problem.code == self.code and at.file == self.place.file and self.first <= at.line <= self.last


def silences(rulebook: Rulebook, chosen: IndicatorSet | None, project: Project | None = None) -> list[Silence]:
    """Every `allow`, in the order in which sections are read."""
    found = []
    for entry in _entries(rulebook, chosen, project):
        for code, reason in (getattr(entry.model, "allow", None) or {}).items():
            first, last = entry.document.lines_of(entry.path)
            found.append(Silence(code, reason, entry.key("allow", code), entry.at("allow", code), first, last))
    return found


def _entries(rulebook: Rulebook, chosen: IndicatorSet | None, project: Project | None) -> Iterator[Entry[Any]]:
    group: Mapping[str, Entry[Any]]
    for sections in (rulebook.sections, *(one.sections for one in (chosen, project) if one is not None)):
        for group in (
            sections.facts, sections.values, sections.lists, sections.columns, sections.rules, sections.checks,
        ):  # fmt: skip
            yield from group.values()
        for rule in sections.rules.values():
            for number, part in enumerate(rule.model.part or ()):
                yield Entry(rule.name, part, rule.document, (*rule.path, "part", number))
    for group in (rulebook.limits, rulebook.results, rulebook.frames, rulebook.grades):
        yield from group.values()
    if chosen is not None:
        yield chosen.header
        yield from chosen.indicators.values()
    if project is not None:
        yield from project.entries.values()


def faults(rulebook: Rulebook, written: Collection[Silence], codes: Collection[str]) -> Iterator[Problem]:
    """Names of lints that there are not, and silences without a reason."""
    header = rulebook.header
    named = [(code, header.key("lint", code)) for code in header.model.lint]
    named += [(silence.code, silence.place) for silence in written]
    for code, place in named:
        if code not in codes:
            yield Problem("unknown-lint", Text(f"there is no lint `{code}`", f"没有检查项 {code}"), place,
                          Text("lints are " + ", ".join(codes), "有 " + "、".join(codes)))  # fmt: skip
    for silence in written:
        if not silence.reason.strip():
            yield Problem("reason-missing", Text(f"`{silence.code}` is allowed without a reason", f"允许 {silence.code} 而没有写明理由"),
                          silence.reason_place, Text("write why it is meant", "写明为什么如此"))  # fmt: skip
