"""What cannot be scored: a cell or a whole row, and why."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.problems import Text


@dataclass(frozen=True, slots=True)
class Reject:
    """A cell (or a whole row) that cannot be scored."""

    row: int  # of the table, from 1, without the head
    column: str
    value: str
    reason: Text
    fix: Text | None = None  # what to write instead
    project: str = ""
