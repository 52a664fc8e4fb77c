"""What a cell of a workbook says to the person who looks at it: 95% where 0.95 is shown as such, 28 万元, 2024-03."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from scoring.batch.inputs.input_table import cell_text

MONEY = {"¥": "元", "￥": "元"}
_PARTS = re.compile(r'"([^"]*)"|\\(.)|!(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.|(.)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """How a number format shows a number: what it puts before and behind, and whether as a share."""

    percent: bool = False
    before: str = ""
    behind: str = ""
    scaled: bool = False  # shown as something else than it is, such as 280000 as 28.0 with 万 behind
    precision: str = "day"  # of a date


@lru_cache(1024)
def shown_by(number_format: str) -> ShownNumber:
    """What a number format, in the part for positive numbers, does beside the digits."""
    percent, scaled, codes, digits = False, False, "", False
    words = {"before": "", "behind": ""}
    for found in _PARTS.finditer(number_format):
        quoted, slashed, banged, money, code = found.groups()
        word = next((each for each in (quoted, slashed, banged, money) if each), None)
        if word is not None:
            words["behind" if digits else "before"] += word
        elif code == ";":
            break
        elif code is not None:
            digits = digits or code in "0#?@G"
            percent = percent or code == "%"
            codes += code.lower()
            if code not in "0#?.,%/+-() eEGeneral@:ymdhsYMDHSAaPpbBg" or code in MONEY:
                words["behind" if digits else "before"] += code
    behind = words["behind"].strip()
    # 0!.0,"万" shows a tenth of a myriad; a comma at the end shows thousands
    scaled = bool(behind) and (bool(re.search(r"[0#?],+(?:[^0#?,]|$)", codes)) or behind[0] in ".．")
    precision = "day" if "d" in codes else "month" if "m" in codes else "year"
    return ShownNumber(percent, words["before"].strip(), behind, scaled, precision)


def text_in(value: Any, number_format: str) -> str | None:
    """The text of a cell; raises nothing, invents nothing: what is in doubt stays visible and is refused by its reader."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return cell_text(value)
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime.datetime | datetime.date):
        return _moment(value, number_format)
    return str(value)  # times and durations: no reader takes them for numbers


def _number(value: int | float, number_format: str) -> str:
    # a workbook's numbers have 15 digits: the 4 of a computed 0.30000000000000004 was never anybody's
    number = Decimal(f"{value:.15g}" if isinstance(value, float) else value)
    shown = shown_by(number_format)
    if not number.is_finite():
        return str(number)
    if shown.scaled:
        return f"{number:f} ({number_format})"
    if shown.percent:
        return f"{_shortest(number.scaleb(2))}%"
    unit = shown.behind or shown.before
    return f"{_shortest(number)} {MONEY.get(unit, unit)}".rstrip()


def _shortest(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: datetime.datetime | datetime.date, number_format: str) -> str:
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return value.isoformat(" ")
    day = f"{value.year:04}-{value.month:02}-{value.day:02}"
    return {"day": day, "month": day[:7], "year": day[:4]}[shown_by(number_format).precision]
