"""Dates in a sentence, in the precision in which they are written: `2023年2月`, `2024-02-14`, `二零二三年二月`, `11月底`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoring.forms.numerals import one_by_one
from scoring.values.day import Day

_C = "零一二三四五六七八九"
_MONTH_C = "十[一二]|[一二三四五六七八九十]"
_DAY_C = "[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_PART_OF_MONTH = r"(?:[ ]?(?P<part>底|末|初|[上中下]旬))?"
_LIMIT = r"(?:之前|以前|前(?![期后往后述]))"
DATE = (
    rf"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}}) ?年 ?(?P<month>1[0-2]|0?[1-9]) ?月(?: ?(?P<day>3[01]|[12][0-9]|0?[1-9]) ?[日号])?"
    r"|(?<![0-9.\-/])(?P<iso_year>(?:19|20)[0-9]{2})(?P<dash>[-/.])(?P<iso_month>1[0-2]|0?[1-9])"
    r"(?:(?P=dash)(?P<iso_day>3[01]|[12][0-9]|0?[1-9]))?(?![0-9年%‰./万亿-])"
    rf"|(?P<year_c>[一二][{_C}]{{3}})年(?P<month_c>{_MONTH_C})月(?:(?P<day_c>{_DAY_C})[日号])?"
    r"|(?<![0-9])(?P<alone>(?:1[0-2]|0?[1-9]) ?月)(?:(?P<alone_day>3[01]|[12][0-9]|0?[1-9]) ?[日号])?(?![0-9]*[份]?[以]?来)"
)
_AFTER = re.compile(rf"{_PART_OF_MONTH}(?P<limit>{_LIMIT})?")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date from `start` to `end`: `day` where its year is known, else as it is written. `before` of `6月底前`."""

    start: int
    end: int
    day: Day | None
    written: str
    before: bool


def date_in(found: re.Match[str], text: str) -> Dated | None:
    """The date that was found; None where it is none (`2023.15`, 31 February) or a number that only looks like one."""
    groups = found.groupdict()
    after = _AFTER.match(text, found.end())
    assert after is not None
    end, before = after.end(), after["limit"] is not None
    if groups["alone"]:
        return Dated(
            found.start(),
            end - len(after["limit"] or ""),
            None,
            text[found.start() : end - len(after["limit"] or "")],
            before,
        )
    if groups["iso_year"] and groups["iso_day"] is None and groups["dash"] != "-":
        return None
    year, month, day = (
        groups[name] or groups["iso_" + name] or _in_digits(groups.get(name + "_c"))
        for name in ("year", "month", "day")
    )
    if year is None or month is None:
        return None
    written = f"{int(year):04}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    read = Day.parse(written)
    return None if read is None else Dated(found.start(), end, read, written, before)


def _in_digits(written: str | None) -> str | None:
    if not written:
        return None
    if len(written) == 4 and "十" not in written:
        return one_by_one(written)
    tens, ten, ones = written.rpartition("十")
    value = (_C.index(tens) if tens else 1) * 10 if ten else 0
    return str(value + (_C.index(ones) if ones else 0))
