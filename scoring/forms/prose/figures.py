"""A number of a report that says how much, how many, what share or when; and one that nobody can read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.forms.prose.bounds import Bound
from scoring.problems import Text
from scoring.values.day import Day

FigureKind = Literal["amount", "count", "share", "score", "date", "number"]
MOST_FIGURES = 5_000
"""Of one report; those that are published have some hundred."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the text of a report, from `start` (its bound's word counted) to `end`.

    `value` is as it is written, in half-width digits: `28.00`, `2023-02`, `11月底`, `1/5`, `3-5`; `unit` has 万 in it
    (`万元`, `万人次`). `number` is the same exactly, shares as hundredths, None of dates; `day` of dates whose year is known.
    """

    start: int
    end: int
    at: int  # where the number itself begins
    kind: FigureKind
    value: str
    unit: str | None
    bound: Bound
    number: Fraction | None = None
    day: Day | None = None
    deadline: bool = False
    in_words: bool = False
    more: bool = False  # 余, 多: more than the number, but not by much
    step: Fraction | None = None  # the last digit that is written counts so much, where `value` does not show it

    @property
    def money(self) -> bool:
        return self.kind == "amount"

    @property
    def term(self) -> str:
        """The number in a sum or a quotient: `114.6万元`, `2304000 yuan`."""
        unit = self.unit or ""
        return f"{self.value}{' ' if unit.isascii() and unit[:1].isalpha() else ''}{unit}"

    @property
    def slack(self) -> Fraction:
        """How far the number may lie from what was measured: half its last digit, of 46.8万人 and 4162.5万元.

        0 of 46人 and 300万元, and of few digits, which are decided and not measured: 1.2亿元, 5万人.
        """
        if self.number is None or self.bound == "range" or "/" in self.value:
            return Fraction(0)
        step = self._last_digit()
        fewest = 100 if self.kind == "amount" else 10 if self.kind == "count" else 0
        return step / 2 if step and abs(self.number) >= fewest * step else Fraction(0)

    def _last_digit(self) -> Fraction:
        """What one more in the last digit would be; 0 of a whole number."""
        if self.step is not None or self.number is None:
            return self.step or Fraction(0)
        manifold = self.kind != "amount" and (self.unit or "").startswith(("万", "亿"))
        if not self.number or not (self.decimals or manifold):
            return Fraction(0)
        return self.number / Fraction(self.value) / Fraction(10**self.decimals)

    @property
    def decimals(self) -> int:
        return len(self.value.partition(".")[2]) if self.value.lstrip("-").replace(".", "").isdigit() else 0


@dataclass(frozen=True, slots=True)
class Unread:
    """A number that is not used: where, and why."""

    start: int
    end: int
    code: Literal["malformed", "unclear", "no-unit", "too-long", "too-many"]
    why: Text


_HIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
GLUED = re.compile(
    rf"[{_HIDDEN}]{{0,20}}+(?:[0-9^_'’⁰¹²³⁴-⁹]|[eE][+-]?[0-9]|[.,][0-9])[0-9.,eE^_'’+⁰¹²³⁴-⁹十百千万亿{_HIDDEN}]*|[{_HIDDEN}]{{1,20}}+[0-9十百千万亿.,][0-9.,十百千万亿{_HIDDEN}]*"
)
"""What goes on behind a number so that both are one that cannot be read: a number is read whole, or not at all."""
STRANGE = rf"(?:(?![0-9])\d)[\d.,]*|[0-9]{{0,40}}+[{_HIDDEN}]{{1,20}}+[0-9][0-9.,]*"
"""Digits of other scripts, and digits behind a character that nobody sees."""
OTHER_WAY = re.compile("[\u202d\u202e][^\n\u202c]*")
"""What is shown in another order than it is written in."""
MALFORMED = Text("this is no number that can be read; nothing is guessed", "不是可以读取的数，不作猜测")
TOO_MANY = Text(
    f"a report has at most {MOST_FIGURES} figures; what stands behind is not read",
    f"一份报告至多读 {MOST_FIGURES} 个数，此后未读",
)
NO_UNIT = Text("it is not said what this number counts", "没有写明这个数的单位")
OTHER_ORDER = Text(
    "its characters are told to be shown in another order; nothing is guessed", "该处字符被指定为反向显示，不作猜测"
)


def as_shown(text: str, figures: list[Figure], unread: list[Unread]) -> tuple[list[Figure], list[Unread]]:
    """Figures without those of which a reader sees another order than is written; these are told."""
    turned = [found.span() for found in OTHER_WAY.finditer(text)]
    hidden = (
        [one for one in figures if any(start <= one.at < end for start, end in turned[:MOST_FIGURES])] if turned else []
    )
    if not hidden:
        return figures, unread
    told = [Unread(one.start, one.end, "malformed", OTHER_ORDER) for one in hidden]
    return [one for one in figures if one not in hidden], sorted((*unread, *told), key=lambda one: one.start)
