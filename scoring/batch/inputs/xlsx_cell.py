"""What a cell of a workbook says to the person who looks at it: 95% where 0.95 is shown as such, 28 万元, 2024-03."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from scoring.batch.inputs.input_table import cell_text

MOST_ZEROS = 35
MONEY = {"¥": "元", "￥": "元"}
_CONDITION = re.compile(r"\[([<>=]{1,2})(-?[0-9.]+)\]")
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne
}  # fmt: skip
_PARTS = re.compile(r'"([^"]*)"|\\(.)|!(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.|(.)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """How a section of a number format shows a number: what it puts before and behind, and whether as a share."""

    percent: bool = False
    before: str = ""
    behind: str = ""
    another: bool = False  # whether another number is shown: thousands as 1, a minus that is left out, nothing at all
    zeros: int = 0  # digits that are always shown, of a format of zeros alone: 3 of `000`
    precision: str = "day"  # of a date


@lru_cache(1024)
def sections(number_format: str) -> tuple[tuple[str, tuple[str, float] | None], ...]:
    """The parts of a format between its semicolons, each with its condition, such as that of `[>100]0`."""
    found, at = [""], 0
    while at < len(number_format):
        token = _PARTS.match(number_format, at)
        assert token is not None
        if token.group(0) == ";":
            found.append("")
        else:
            found[-1] += token.group(0)
        at = token.end()
    conditions = [_CONDITION.search(section) for section in found]
    return tuple((section, (one.group(1), float(one.group(2))) if one is not None else None)
                 for section, one in zip(found, conditions, strict=True))  # fmt: skip


def section_of(number_format: str, value: float) -> tuple[str, bool]:
    """The section that shows a number, and whether it shows a negative one without a sign of its own."""
    listed = sections(number_format)
    if any(condition is not None for _, condition in listed):
        for section, condition in listed:
            if condition is None or _HOLDS[condition[0]](value, condition[1]):
                return section, False
        return "", False
    numbers = listed[:3]
    if value < 0 and len(numbers) > 1:
        return numbers[1][0], True
    return numbers[2 if value == 0 and len(numbers) > 2 else 0][0], False


@lru_cache(1024)
def shown_by(section: str, negative: bool = False, bare: bool = False) -> ShownNumber:
    """What a section does beside the digits of a number; `bare`: of a negative one, which it is to give its sign."""
    percents, codes, digits = 0, "", False
    words = {"before": "", "behind": ""}
    for found in _PARTS.finditer(section):
        quoted, slashed, banged, money, code = found.groups()
        word = next((each for each in (quoted, slashed, banged, money) if each), None)
        if word is not None:
            words["behind" if digits else "before"] += word
        elif code is not None:
            digits = digits or code in "0#?@G"
            percents += code == "%"
            codes += code.lower()
            if code not in "0#?.,%/+-() eEGeneral@:ymdhsYMDHSAaPpbBg" or code in MONEY:
                words["behind" if digits else "before"] += code
    before, behind = words["before"].strip(), words["behind"].strip()
    signs = codes.replace("e-", "").replace("e+", "")
    signed = any(sign in signs + before for sign in "-△▲") or re.search(r"[(]\s*[0#?]", codes) is not None
    # 0!.0,"万" shows a tenth of a myriad; a comma after the digits shows thousands; ;;; shows nothing
    another = (
        not digits
        or percents > 1
        or bool(re.search(r"[0#?],+(?:[^0#?,]|$)", codes))
        or behind[:1] in (".", "．")
        or (signed != bare if bare or not negative else False)
    )
    zeros = len(codes) if codes.strip("0") == "" and not before and not behind else 0
    precision = "day" if "d" in codes else "month" if "m" in codes else "year"
    return ShownNumber(percents > 0, before.strip("△▲"), behind, another, zeros, precision)


class NoText(str):
    """What a cell of another kind than text says: a number, a date, yes or no. `zeros`: digits that are always shown."""

    zeros: int

    def __new__(cls, said: object, zeros: int = 0) -> NoText:
        made = super().__new__(cls, said)
        made.zeros = zeros
        return made


def text_in(value: Any, number_format: str) -> str | None:
    """The text of a cell, `NoText` where it is none; raises nothing, invents nothing: what is in doubt stays visible and is refused by its reader."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return NoText(cell_text(value) or "")
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime.datetime | datetime.date):
        return NoText(_moment(value, number_format))
    return NoText(value)  # times and durations: no reader takes them for numbers


def _number(value: int | float, number_format: str) -> str:
    # a workbook's numbers have 15 digits: the 4 of a computed 0.30000000000000004 was never anybody's
    number = Decimal(f"{value:.15g}" if isinstance(value, float) else value)
    if not number.is_finite():
        return NoText(number)
    section, bare = section_of(number_format, float(value))
    shown = shown_by(section, value < 0, bare)
    if shown.another:
        return NoText(f"{number:f} ({number_format})")
    if shown.percent:
        return NoText(f"{_shortest(number.scaleb(2))}%")
    unit = shown.behind or shown.before
    return NoText(f"{_shortest(number)} {MONEY.get(unit, unit)}".rstrip(), min(shown.zeros, MOST_ZEROS))


def _shortest(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: datetime.datetime | datetime.date, number_format: str) -> str:
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return value.isoformat(" ")
    day = f"{value.year:04}-{value.month:02}-{value.day:02}"
    return {"day": day, "month": day[:7], "year": day[:4]}[shown_by(sections(number_format)[0][0]).precision]
