"""The period that a form says it is of: a year, several, or months; in digits of any width or in Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.forms.numerals import CIRCLES, one_by_one
from scoring.problems import Text
from scoring.values.characters import plain
from scoring.values.day import Day

_C = f"[{CIRCLES}零一二三四五六七八九]"
_YEAR = rf"(?:(?<![0-9.])(?:19|20)[0-9]{{2}}(?![0-9])|[一二]{_C}{{3}}(?!{_C}))"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = r"\s*(?:[-—–―~～/]+|至|到)\s*"
_PARTS = {"上半年": (1, 6), "下半年": (7, 12), **{f"{said}季度": (3 * at + 1, 3 * at + 3)
          for at, number in enumerate(("一", "二", "三", "四")) for said in (f"第{number}", number, f"{at + 1}", f"第{at + 1}")}}  # fmt: skip
_MONTHS = re.compile(
    rf"(?P<year>{_YEAR})\s*[年./-]\s*(?P<first>{_MONTH})\s*(?:月份?)?(?:[./-]?\s*{_DAY}\s*日)?{_TO}"
    rf"(?:(?P<other>{_YEAR})\s*[年./-]\s*)?(?P<last>{_MONTH})\s*(?:月份?|(?![0-9年]))(?:[./-]?\s*{_DAY}\s*日)?"
)
_PART = re.compile(rf"(?P<year>{_YEAR})\s*年?\s*度?\s*(?P<part>{'|'.join(_PARTS)})")
_YEARS = re.compile(
    rf"(?P<year>{_YEAR})\s*年?\s*度?{_TO}(?P<other>{_YEAR}|[0-9]{{2}}(?=\s*(?:学|财政|预算)?年))\s*(?:学|财政|预算)?\s*年?\s*度?"
)
_ONE = re.compile(
    rf"(?P<year>{_YEAR})(?:\s*(?:财政|预算))?+(?:\s*年)?+(?:\s*度)?+(?!\s*[-./]\s*[0-9])(?!\s*{_MONTH}\s*月)"
)
_NUMBER_OF_A_PAPER = re.compile(rf"[〔\[【(（]\s*{_YEAR}\s*[〕\]】)）]\s*(?:第\s*)?[0-9]{{1,5}}\s*号")
_AROUND = re.compile(
    r"[()\[\]〔〕【】<>《》:：\s]|财政|预算|评价|自评|所属|fiscal|budget|financial|year|fy", re.IGNORECASE
)
SEVERAL = (
    Text("several years are said, and a project has one", "写了不止一年，而一个项目只有一个年度"),
    Text("write `period = …` into the project: the year that is scored", "在项目文件中写 `period = …`：所评的年度"),
)
PART_OF_A_YEAR = (
    Text("this is a part of a year; the project is taken as of the whole year", "写的是年内一段时间，项目按全年处理"),
    Text("write `period = …` into the project where a month is meant", "若指某一个月，在项目文件中写 `period = …`"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period from `start` to `end` of a text, with its first and last day in the precision in which they are said."""

    start: int
    end: int
    first: Day
    last: Day

    @property
    def year(self) -> str | None:
        """The year that all of it lies in; None of several."""
        return f"{self.first.year:04}" if self.first.year == self.last.year else None

    @property
    def question(self) -> tuple[Text, Text] | None:
        """What is to be asked: of several years, and of a part of one."""
        if self.year is None:
            return SEVERAL
        months = (self.first.month or 1, self.last.month or 12)
        return PART_OF_A_YEAR if months != (1, 12) else None


def period_in(text: str) -> Period | None:
    """The first period that stands in a text; years in the number of a paper (`〔2020〕10号`) and dates are none."""
    hidden = _NUMBER_OF_A_PAPER.sub(lambda found: " " * len(found.group()), plain(text))
    return next(_periods(hidden), None)


def period_alone(text: str) -> Period | None:
    """The period that a text is and nothing else, but for brackets and words such as 财政年度 around it."""
    found = period_in(text)
    if found is None:
        return None
    rest = text[: found.start] + text[found.end :]
    return None if _AROUND.sub("", plain(rest)) else found


def _periods(text: str) -> Iterator[Period]:
    found = [(match.start(), -match.end(), kind, match)
             for kind, pattern in (("months", _MONTHS), ("part", _PART), ("years", _YEARS), ("one", _ONE))
             for match in pattern.finditer(text)]  # fmt: skip
    for start, end, kind, match in sorted(found, key=lambda one: one[:2]):
        year = _year(match["year"])
        other = year
        if kind in ("months", "years") and match["other"]:
            other = _year(match["other"], year)
        first, last = _months(kind, match)
        if other < year or (other == year and (last or 12) < (first or 1)):
            continue
        yield Period(start, -end, Day(year, first), Day(other, last))


def _months(kind: str, match: re.Match[str]) -> tuple[int | None, int | None]:
    if kind == "part":
        return _PARTS[match["part"]]
    return (_month(match["first"]), _month(match["last"])) if kind == "months" else (None, None)


def _year(written: str, before: int = 0) -> int:
    year = int(written if written.isdigit() and written.isascii() else one_by_one(written) or "0")
    return year if year > 99 else before - before % 100 + year


def _month(written: str) -> int:
    if written.isascii():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (10 if ten else 0) + int(one_by_one(ones) or "0") + (int(one_by_one(tens) or "0") if tens else 0)
