"""What a lint hands back: a problem with its code, in the severity that it has unless the rulebook sets another."""

from __future__ import annotations

from scoring.nodes.node import Choose
from scoring.problems import Counterexample, Place, Problem, Severity, Text

MOST_OF_TABLE = 20
"""Rows of one table that are told of one by one."""


def lint(
    code: str,
    message: Text,
    place: Place,
    fix: Text,
    severity: Severity = "warning",
    underline: Text | None = None,
    shown_by: Counterexample | None = None,
) -> Problem:
    return Problem(code, message, place, fix, severity, underline, shown_by)


def and_more(code: str, choose: Choose, count: int) -> Problem:
    """What is said of a table with more such rows than are told of one by one."""
    rows = Text(f"{count} more rows of `{choose.name}` like those named", f"{choose.name} 还有 {count} 行与所列的相同")
    return lint(code, rows, choose.place, Text("correct those named, and check again", "先改正所列各行，再检查"))
