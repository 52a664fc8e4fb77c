"""A limit that can never bite, or always does: its condition holds for no combination of facts, or for every one."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.looked import Looked, cases, lint
from scoring.problems import Problem, Text

CODES = ("limit-never-bites", "limit-always-bites")


def find(looked: Looked) -> Iterator[Problem]:
    for limit in looked.program.limits:
        listed = cases(limit.when, looked)
        if not listed:
            continue
        truths = [case.truths[0] for case in listed]
        if all(truth is False for truth in truths):
            yield lint(
                "limit-never-bites",
                Text(f"limit `{limit.name}` can never bite", f"限制 {limit.name} 永远不会触发"),
                limit.place,
                Text("correct its condition, or delete it", "改正条件，或删去"),
            )
        if all(truth is True for truth in truths):
            yield lint(
                "limit-always-bites",
                Text(f"limit `{limit.name}` always bites", f"限制 {limit.name} 总会触发"),
                limit.place,
                Text("correct its condition", "改正条件"),
            )
