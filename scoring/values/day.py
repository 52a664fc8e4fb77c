"""Dates of the precision in which they were given: a year, a month or a day.

Nothing is invented: `2023-01` is some day of January 2023, and every question about it is answered yes
or no only when all its days give the same answer.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from fractions import Fraction

from scoring.values.characters import plain

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_IN_CHARACTERS = re.compile(r"([0-9]{4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or some day of a month or a year."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Day | None:
        """The date written as `2023`, `2023-01` or `2023-01-05`; None for anything else, and for 30 February."""
        return cls._of(_WRITTEN.fullmatch(text))

    @classmethod
    def read(cls, text: str) -> Day | None:
        """The same, or as forms have it: `2023年1月5日`, `2023年1月`, `2023年`, in characters of any width."""
        written = plain(text).strip()
        return cls.parse(written) or cls._of(_IN_CHARACTERS.fullmatch(written))

    @classmethod
    def _of(cls, found: re.Match[str] | None) -> Day | None:
        if found is None:
            return None
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            datetime.date(year or 0, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            return None
        return cls(year or 0, month, day)

    @property
    def is_exact(self) -> bool:
        return self.day is not None

    def first(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def last(self) -> datetime.date:
        if self.month is None:
            return datetime.date(self.year, 12, 31)
        if self.day is not None:
            return datetime.date(self.year, self.month, self.day)
        if self.month == 12:
            return datetime.date(self.year, 12, 31)
        return datetime.date(self.year, self.month + 1, 1) - datetime.timedelta(days=1)

    def __str__(self) -> str:
        """ISO 8601 in its own precision."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)])

    def open_parts(self) -> str:
        """The date with what nobody gave as `??`: `2023-01-??`. Names what is missing, in any language."""
        return f"{self.year:04}-{_two(self.month)}-{_two(self.day)}"


def _two(part: int | None) -> str:
    return "??" if part is None else f"{part:02}"


def is_date(text: str) -> bool:
    """Whether a text can only be a date: `2024` may be a number, and `2024年` a length of time."""
    return ("-" in text or "月" in text) and Day.read(text) is not None


def compare(op: str, a: Day, b: Day) -> bool | None:
    """Whether `a op b`, for == != < <= > >=; None when it depends on the days that nobody gave.

    `2023-01 < 2023-06-01` is yes, `2023-01 == 2023-01-15` unknown, and so is `2023-01 == 2023-01`: the
    same month need not be the same day. `2023-01 <= 2023-01-31` is yes: no day of January is later.
    """
    match op:
        case "<":
            return _earlier(a, b)
        case "<=":
            return _not(_earlier(b, a))
        case ">":
            return _earlier(b, a)
        case ">=":
            return _not(_earlier(a, b))
        case "==":
            return _same(a, b)
        case "!=":
            return _not(_same(a, b))
    raise ValueError(op)


def _earlier(a: Day, b: Day) -> bool | None:
    if a.last() < b.first():
        return True
    return False if a.first() >= b.last() else None


def _same(a: Day, b: Day) -> bool | None:
    if a.is_exact and b.is_exact:
        return a == b
    return False if a.last() < b.first() or b.last() < a.first() else None


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def within(day: Day, period: Day) -> bool | None:
    """Whether a date lies in a period (a year, a month, a day); None when only part of what it may be does."""
    if period.first() <= day.first() and day.last() <= period.last():
        return True
    return False if day.last() < period.first() or period.last() < day.first() else None


def days_between(a: Day, b: Day) -> Fraction | None:
    """Days from a to b, negative when b is earlier; None unless both are full days."""
    return Fraction((b.first() - a.first()).days) if a.is_exact and b.is_exact else None
