"""Numbers as people write them in a sentence, exactly: digits with separators, characters, 万 and 亿, fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from scoring.values.number import LONGEST_NUMBER, show_number

_DIGIT = {character: value for value, written in enumerate(("零", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
          for character in written}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT = {"万": 10**4, "亿": 10**8}
CIRCLES = "〇○◯"
"""What is written for 零 in a year."""
CHARACTERS = "".join((*_DIGIT, *_TENS, *_GREAT))
IN_CHARACTERS = rf"[{CHARACTERS}]{{1,24}}(?:点[{''.join(_DIGIT)}]{{1,12}})?"
IN_DIGITS = r"[0-9]++(?:[.,][0-9]++)*+"

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_FOLLOWING = re.compile(
    r" ?(?P<before>[余多])?(?P<multiple>[十百千]?[万亿]|十|百(?!分)|千(?![克米瓦帕卡伏字]))?(?P<after>[余多])?"
)
_LOWER = {
    "亿": re.compile(r"([0-9]{1,4}(?:\.[0-9]+)?)([千百十]?万)"),
    "万": re.compile(r"([0-9]{4}(?![0-9.,%千百])|[0-9]{1,3}(?=千(?![克米瓦])))(千|)"),
}
"""What may go on behind 亿 and 万: 3亿5000万, 1亿2千万, 12万3千, 12万3500; 12万3 is meant as one or the other, and is no number."""
_TENS_BEHIND = re.compile("([0-9])([百十])")
"""What may go on behind 千 and 百: 1千3百5十."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text, from `start` to `end`: `written` in half-width digits, times `multiple` (`2.3` and `万`).

    `more` says that 余 or 多 stands in it. `written` is None where the text is no number that could be meant.
    """

    start: int
    end: int
    written: str | None
    multiple: str = ""
    more: bool = False

    @property
    def value(self) -> Fraction | None:
        if self.written is None:
            return None
        return Fraction(self.written) * (_GREAT.get(self.multiple[-1:], 1) * _TENS.get(self.multiple[:1], 1))


def one_by_one(text: str) -> str | None:
    """Characters that each are a digit, as digits: `二〇二四` is 2024; None where another stands among them."""
    digits = [_DIGIT.get("零" if character in CIRCLES else character) for character in text]
    return "".join(map(str, digits)) if digits and None not in digits else None


def of_digits(text: str, start: int, end: int) -> Numeral:
    """The number whose digits stand from `start` to `end`, with 万, 亿, 余, 多 behind them."""
    digits = text[start:end]
    if not (_PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits)) or len(digits) > LONGEST_NUMBER:
        return Numeral(start, end, None)
    written = digits.replace(",", "")
    following = _FOLLOWING.match(text, end)
    assert following is not None
    multiple = following["multiple"] or ""
    more = bool(following["before"] or following["after"]) and text[following.end() : following.end() + 1] not in "额款"
    if not multiple and not more:
        return Numeral(start, end, written)
    end = following.end()
    if multiple in ("亿", "万") and not more and (lower := _LOWER[multiple].match(text, end)) is not None:
        rest = Fraction(lower[1]) * _TENS.get(lower[2][:1], 1) * (10**4 if lower[2][-1:] == "万" else 1)
        whole = Fraction(written) * _GREAT[multiple] + rest  # 12万3千
        return Numeral(start, lower.end(), show_number(whole / 10**4), "万")
    if multiple in _TENS:
        value, place = Fraction(written) * _TENS[multiple], _TENS[multiple]
        while not more and (lower := _TENS_BEHIND.match(text, end)) is not None and _TENS[lower[2]] < place:
            place, end = _TENS[lower[2]], lower.end()
            value += int(lower[1]) * place
        written, multiple = show_number(value), ""
    return Numeral(start, end, written, multiple, more)


def of_characters(text: str, start: int, end: int) -> Numeral | None:
    """The number written in characters from `start` to `end`; None where they are no number (`一一`, `百千`)."""
    whole, _, part = text[start:end].partition("点")
    multiple = ""
    if whole[-1:] in _GREAT and whole[:-1] and not any(each in _GREAT for each in whole[:-1]):
        whole, multiple = whole[:-1], whole[-1]
    elif whole in _GREAT:
        whole, multiple = "一", whole
    value = _counted(whole)
    if value is None or (part and multiple):
        return None
    written = str(value)
    if not multiple and not part and value >= 10**4 and any(each in _GREAT for each in whole):
        multiple = "亿" if value >= 10**8 else "万"  # 三万五千 is told as 3.5万
        written = show_number(Fraction(value, _GREAT[multiple]))
    if part:
        written += "." + "".join(str(_DIGIT[digit]) for digit in part)
    following = _FOLLOWING.match(text, end)
    assert following is not None
    more = bool(following["before"] or following["after"]) and text[following.end() : following.end() + 1] not in "额款"
    if more:
        end, multiple = following.end(), following["multiple"] or multiple
        if multiple in _TENS:
            return None
    return Numeral(start, end, written, multiple, more)


def _counted(text: str) -> int | None:
    """`二百零五` is 205, `十二` 12, `二零二三` 2023; None where the characters are out of order, or mean one of two (`二百五`)."""
    if all(character in _DIGIT for character in text):
        digits = "".join(str(_DIGIT[character]) for character in text)
        return int(digits) if len(text) == 1 or ("零" in text and len(text) == 4) else None
    total = section = 0
    digit: int | None = None
    last = last_great = 10**12
    for character in text:
        if character in _DIGIT:
            if digit is not None and character != "零" and digit != 0:
                return None
            digit = _DIGIT[character]
        elif character in _TENS:
            if _TENS[character] >= last:
                return None
            last = _TENS[character]
            section += (1 if digit is None else digit) * last
            digit = None
        else:
            if _GREAT[character] >= last_great or section + (digit or 0) == 0:
                return None
            last_great, last = _GREAT[character], 10**12
            total += (section + (digit or 0)) * last_great
            section, digit = 0, None
    above = last if section else last_great  # 二百五 is meant as 250 or as 205
    if digit and text[-2:-1] != "零" and 10 < above < 10**12:
        return None
    return total + section + (digit or 0)
