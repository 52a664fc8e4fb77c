"""What stands for a side where somebody names one: a rulebook or a set, by name or path, or as it was in a revision of git."""

from __future__ import annotations

from pathlib import Path

from scoring.documents.files import DISK, Overlay
from scoring.problems import InputRefused, Place, Problem, has_errors
from scoring.rulebook.folder import things_at
from scoring.rulebook.library import Lookup, command_line, open_rulebook, open_rules_of, open_set
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.tuning.editions.history import revision_named
from scoring.tuning.editions.side import Side

COMMAND_LINE = Place("<command line>")


def open_side(named: str, indicators: str | None = None, over: Overlay = DISK, period: str | None = None) -> Side:
    """The side that `BOOK`, `SET`, `BOOK+SET`, or `REV:PATH` of any of them stands for; raises `InputRefused` with all problems.

    `indicators` is the set of a rulebook that is named without one.
    """
    first, plus, second = (named, "", "") if Path(named).exists() else named.partition("+")
    rulebook, chosen, problems = _opened(first, over, period)
    if plus or (indicators is not None and chosen is None):
        path, snapshot = revision_named(second if plus else str(indicators), over)
        chosen, found = open_set(path, COMMAND_LINE, command_line(snapshot))
        problems += found
    if rulebook is None or has_errors(problems):
        raise InputRefused(problems)
    return Side(named, rulebook, chosen)


def names_set(named: str, over: Overlay = DISK) -> bool:
    """Whether a set is named, and no rulebook."""
    path, snapshot = revision_named(named, over)
    return _is_set(path, command_line(snapshot))


def _opened(named: str, over: Overlay, period: str | None) -> tuple[Rulebook | None, IndicatorSet | None, list[Problem]]:  # fmt: skip
    path, snapshot = revision_named(named, over)
    lookup = command_line(snapshot)
    if _is_set(path, lookup):
        chosen, problems = open_set(path, COMMAND_LINE, lookup)
        if chosen is None:
            return None, None, problems
        rulebook, found = open_rules_of(chosen, lookup, period)
        return rulebook, chosen, [*problems, *found]
    rulebook, problems = open_rulebook(path, COMMAND_LINE, lookup, period)
    return rulebook, None, problems


def _is_set(path: str, lookup: Lookup) -> bool:
    try:
        return any(thing.kind == "indicator_set" for thing in things_at(path, lookup)[:1])
    except InputRefused:  # opening it as a rulebook tells why
        return False
