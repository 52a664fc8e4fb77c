"""What a number of a workbook says to the person who looks at it, by the cell's number format: 95.50%, 1,200.00, 2024-09-18.

Decimal on the way from the digits in the file. A workbook's numbers have 15 digits; those beyond are of its binary notation
(the 4 of 0.30000000000000004), which no spreadsheet program shows.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

DIGITS = Context(prec=15, rounding=ROUND_HALF_UP, Emin=-9999, Emax=9999)
WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
FURTHEST = 60  # decimal places before and behind the point that are written out
LAST_DAY = 2_958_465  # 9999-12-31

BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"},
    **{14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM"},
    **{20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0"},
    **{39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-;@", 42: "¥#,##0;¥-#,##0;¥-;@"},
    **{43: "#,##0.00;-#,##0.00;-;@", 44: "¥#,##0.00;¥-#,##0.00;¥-;@", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0"},
    **{48: "##0.0E+0", 49: "@"},
    # of Chinese editions
    **{27: "yyyy-m", 28: "m-d", 29: "m-d", 30: "yyyy-mm-dd", 31: "yyyy-mm-dd", 32: "h:mm", 33: "h:mm:ss"},
    **{36: "yyyy-m", 50: "yyyy-m", 51: "m-d", 52: "yyyy-m", 53: "m-d", 54: "m-d", 57: "yyyy-m", 58: "m-d"},
}  # fmt: skip

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<slashed>.)|\[\$(?P<money>[^\]-]*)[^\]]*\]|(?P<bracket>\[[^\]]*\])'
    r"|(?P<pad>[_*].)|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])|(?P<code>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"\[([<>=]{1,2})(-?[0-9.]+)\]")
ELAPSED = frozenset(("elapsed",))
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
Kind = Literal["digit", "point", "comma", "percent", "literal", "general", "text", "other"]


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format, between its semicolons."""

    tokens: tuple[tuple[Kind, str], ...]
    condition: tuple[str, Decimal] | None
    date: frozenset[str]  # of `ymdhs`, or ELAPSED; empty where it shows a number

    def has(self, kind: Kind) -> bool:
        return any(each == kind for each, _ in self.tokens)


def number_of(written: str) -> Decimal | None:
    """The number that a file holds as digits, without those beyond the 15th of a fraction; None where it is none."""
    try:
        number = Decimal(written.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > FURTHEST:
        return None
    return number if number == number.to_integral_value(context=WIDE) else DIGITS.plus(number)


def plain(number: Decimal) -> str:
    """All its digits, without an exponent and without zeros at the end: `0.945`, `1200`."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def shown_number(number: Decimal, number_format: str, since_1904: bool = False) -> str:
    """The text of a number, as the format says."""
    section, bare = _section_of(_sections(number_format), number)
    if section is None:
        return ""
    if section.date:
        return _moment(number, section.date, since_1904) or plain(number)
    if section.has("other") or not (section.has("digit") or section.has("general") or section.has("text")):
        has_words = any(kind == "literal" and text.strip() for kind, text in section.tokens)
        return _words(section.tokens) if has_words and not section.has("other") else plain(number)
    if not section.has("digit"):
        said = plain(abs(number) if bare else number)
        return "".join(text if kind == "literal" else said for kind, text in section.tokens if kind in _SAID).strip()
    return _digits(number, section.tokens, bare)


def shown_text(text: str, number_format: str) -> str:
    """A text as a format shows it, which may put words around it (`@"万元"`)."""
    if "@" not in number_format or len(number_format) < 2:
        return text
    section = _sections(number_format)[-1]
    if sum(kind == "text" for kind, _ in section.tokens) != 1:
        return text
    return "".join(said if kind == "literal" else text for kind, said in section.tokens if kind in ("literal", "text"))


def same_number(text: str, number: Decimal) -> bool:
    """Whether a text says exactly this number, however its thousands are parted."""
    try:
        return Decimal(text.replace(",", "").strip()) == number
    except InvalidOperation:
        return False


_SAID = ("literal", "general", "text")


@lru_cache(1024)
def _sections(number_format: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(number_format[:255]):
        if token.group() == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(part) for part in parts)


def _section(written: Sequence[re.Match[str]]) -> _Section:
    tokens: list[tuple[Kind, str]] = []
    condition = None
    codes = "".join(token["code"] or "" for token in written).lower()
    elapsed = any(_ELAPSED.fullmatch(token["bracket"] or "") for token in written)
    is_date = elapsed or (bool(set(codes) & set("ymdhs")) and not any(token["general"] for token in written))
    for token in written:
        found = _CONDITION.fullmatch(token["bracket"] or "")
        if found is not None:
            bound = number_of(found[2])
            condition = (found[1], bound) if bound is not None else None
        elif not token["bracket"] and not token["pad"]:
            tokens.append(_token(token))
    date = frozenset(codes) & frozenset("ymdhs") if is_date else frozenset()
    return _Section(tuple(tokens), condition, ELAPSED if elapsed else date)


def _token(token: re.Match[str]) -> tuple[Kind, str]:
    if token["general"]:
        return "general", ""
    if token["exponent"] or token["code"] == "/":
        return "other", ""
    code = token["code"]
    if code is None:
        return "literal", token["quoted"] or token["slashed"] or token["money"] or ""
    kinds: dict[str, Kind] = {".": "point", ",": "comma", "%": "percent", "@": "text"}
    return ("digit" if code in "0#?" else kinds.get(code, "literal")), code


def _section_of(listed: Sequence[_Section], number: Decimal) -> tuple[_Section | None, bool]:
    """The section that shows a number, and whether it shows a negative one without a sign of its own."""
    numbers = [section for section in listed[:3] if not section.has("text") or len(listed) == 1] or [listed[0]]
    if any(section.condition is not None for section in numbers):
        for section in numbers:
            if section.condition is None or _holds(number, *section.condition):
                return section, False
        return None, False
    if number < 0 and len(numbers) > 1:
        return numbers[1], True
    return numbers[2 if number == 0 and len(numbers) > 2 else 0], False


def _holds(number: Decimal, sign: str, bound: Decimal) -> bool:
    return {"<": number < bound, "<=": number <= bound, ">": number > bound, ">=": number >= bound,
            "=": number == bound, "<>": number != bound}.get(sign, False)  # fmt: skip


def _words(tokens: Sequence[tuple[Kind, str]]) -> str:
    return "".join(text for kind, text in tokens if kind == "literal").strip()


def _digits(number: Decimal, tokens: Sequence[tuple[Kind, str]], bare: bool) -> str:
    kinds = [kind for kind, _ in tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    whole, last = _last_digit(kinds, point), _last_digit(kinds, len(kinds))
    trailing = [*kinds[whole:point], *kinds[max(point, last) :]].count("comma")  # each shows thousands as 1
    grouped = "comma" in kinds[:whole]
    places = kinds[point:].count("digit")
    scale = 2 * kinds.count("percent") - 3 * trailing
    size = abs(number).scaleb(scale, WIDE).quantize(Decimal(1).scaleb(-places), context=WIDE)
    before, _, behind = f"{size:f}".partition(".")
    shown = _before(before.lstrip("0"), tokens[:point], grouped) + _behind(behind, tokens[point:])
    shown = shown.strip()
    return f"-{shown}" if number < 0 and not bare else shown


def _last_digit(kinds: Sequence[Kind], point: int) -> int:
    """Behind the last digit before the point."""
    return max((at + 1 for at, kind in enumerate(kinds[:point]) if kind == "digit"), default=0)


def _before(digits: str, tokens: Sequence[tuple[Kind, str]], grouped: bool) -> str:
    """What stands before the point: digits from right to left, the leftmost code taking all that are left."""
    left = sum(kind == "digit" for kind, _ in tokens)
    said: list[str] = []
    count = 0
    for kind, text in reversed(tokens):
        if kind == "digit":
            left -= 1
            take = len(digits) if left == 0 else min(1, len(digits))
            taken, digits = digits[len(digits) - take :], digits[: len(digits) - take]
            for digit in reversed(taken or ("0" if text == "0" else "")):
                if grouped and count and count % 3 == 0:
                    said.append(",")
                said.append(digit)
                count += 1
        elif kind in ("literal", "percent"):
            said.append(text[::-1])
    return digits + "".join(said)[::-1]


def _behind(digits: str, tokens: Sequence[tuple[Kind, str]]) -> str:
    said = ""
    needed = max(
        (at for at, code in enumerate(text for kind, text in tokens if kind == "digit") if code == "0"), default=-1
    )
    kept = max(needed + 1, len(digits.rstrip("0")))
    at = 0
    for kind, text in tokens:
        if kind == "point":
            said += "."
        elif kind == "digit":
            said += digits[at : at + 1] if at < kept else ""
            at += 1
        elif kind in ("literal", "percent"):
            said += text
    return said


def _moment(number: Decimal, codes: frozenset[str], since_1904: bool) -> str | None:
    """A serial number as day, month, year or time of day."""
    if not 0 <= number <= LAST_DAY:
        return None
    whole = int(number)
    seconds = int(((number - whole) * 86_400).to_integral_value(ROUND_HALF_UP))
    if codes == ELAPSED:
        return f"{whole * 24 + seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    time = f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    if not codes & set("yd") and codes & set("hs"):
        return time
    day = _day(whole + (1462 if since_1904 else 0))
    if "d" not in codes:
        return day[:7] if "m" in codes else day[:4]
    return f"{day} {time}" if seconds and codes & set("hs") else day


def _day(serial: int) -> str:
    if serial in (0, 60):  # days that only spreadsheet programs know
        return "1900-02-29" if serial else "1900-01-00"
    day = datetime.date(1899, 12, 31) + datetime.timedelta(days=serial - (serial > 60))
    return f"{day.year:04}-{day.month:02}-{day.day:02}"
