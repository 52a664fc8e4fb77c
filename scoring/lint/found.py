"""What a lint hands back: a problem with its code, in the severity that it has unless the rulebook sets another."""

from __future__ import annotations

from scoring.problems import Counterexample, Place, Problem, Severity, Text


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
