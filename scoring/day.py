"""Dates of the precision in which they were given: a year, a month or a day. (signatures first)"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Day:
    year: int
    month: int | None = None
    day: int | None = None
