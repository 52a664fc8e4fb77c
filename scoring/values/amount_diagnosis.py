"""Why a text is no amount, and how to write what was meant. Bounds and words are never turned into numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.problems import Place, Problem, Text
from scoring.values.characters import plain
from scoring.values.day import is_date
from scoring.values.number import LARGEST_EXPONENT, LONGEST_NUMBER, cut, read_number, show_number
from scoring.values.units import Units

LONGEST_AMOUNT = 200

_NUMBER_LIKE = re.compile(r"[+-]?[0-9.,'_]*[0-9][0-9.,'_]*(?:[eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}

# Words and signs that make an amount a bound: (words, bounds below, bounds above).
_Words = tuple[str, ...]
_BEFORE: tuple[tuple[_Words, bool, bool], ...] = (
    (("约", "大约", "左右", "上下", "~", "≈", "about"), True, True),
    (("≥", ">=", "＞", ">", "不少于", "不低于", "至少", "超过", "逾", "大于", "高于", "多于", "at least"), True, False),
    (
        ("≤", "<=", "＜", "<", "不超过", "不高于", "至多", "最多", "近", "小于", "低于", "少于", "不到", "at most"),
        False,
        True,
    ),
)
_WITHIN: tuple[tuple[_Words, bool], ...] = ((("余", "多", "以上", "+"), True), (("以下", "以内", "以里"), False))
_RANGE = re.compile(r"([0-9.]+)\s*([^0-9.\s]*?)\s*(?:-|–|—|~|～|至|到)\s*([0-9.]+)\s*(.*)")


@dataclass(frozen=True, slots=True)
class AmountFault:
    """Why a text is no amount; `offset` and `length` say where in it."""

    code: str
    message: Text
    fix: Text | None
    offset: int
    length: int
    ends: tuple[tuple[str, str], ...] = ()  # of a bound or a range: sign and amount

    def problem(self, at: Place) -> Problem:
        """The problem, where `at` is the place of the whole text."""
        return Problem(self.code, self.message, at.inside(self.offset, max(self.length, 1)), self.fix)


def fault_in(text: str, units: Units) -> AmountFault:
    """What keeps a text that `read_amount` could not read from being an amount: one fault, with its fix."""
    stripped = plain(text).strip()
    offset = len(text) - len(text.lstrip())
    if not stripped:
        fix = Text("write the amount, or leave the line out", "写明数值，或删去此行")
        return _fault("amount-empty", Text("there is no amount here", "此处没有数值"), fix, 0, len(text))
    if len(stripped) > LONGEST_AMOUNT:
        message = Text(
            f"`{cut(stripped)}` is too long for an amount: {len(stripped)} characters",
            f"`{cut(stripped)}` 过长，不是数值：共 {len(stripped)} 个字符",
        )
        fix = Text("write the number and its unit alone", "只写数字和单位")
        return _fault("amount-too-long", message, fix, offset, len(stripped))
    for reason in (_nothing_counted, _day, _bound_or_range, _no_point, _separated, _too_large, _wrong_unit):
        if (fault := reason(stripped, units)) is not None:
            return replace(fault, offset=fault.offset + offset)
    return _no_number(stripped, offset)


def _fault(code: str, message: Text, fix: Text | None, offset: int, length: int) -> AmountFault:
    return AmountFault(code, message, fix, offset, length)


def _no_number(text: str, offset: int) -> AmountFault:
    message = Text(f"`{cut(text)}` is no number with a unit", f"`{cut(text)}` 不是“数字＋单位”")
    fix = Text("write digits and a unit, such as `28.00 万元` or `95%`", "请写数字和单位，如 `28.00 万元` 或 `95%`")
    return _fault("not-an-amount", message, fix, offset, len(text))


def _write(text: str) -> Text:
    return Text(f"write `{text}`", f"请写 `{text}`")


def _nothing_counted(text: str, units: Units) -> AmountFault | None:
    if text.lower().lstrip("+-") not in ("nan", "inf", "infinity", "∞"):
        return None
    message = Text(f"`{text}` is no number that anything can be computed with", f"`{text}` 不是可以计算的数")
    fix = Text("leave the line out if the amount is not known", "如数值未知，请删去此行")
    return _fault("not-a-number", message, fix, 0, len(text))


def _day(text: str, units: Units) -> AmountFault | None:
    if not is_date(text):
        return None
    message = Text(f"`{text}` is a date, not an amount", f"`{text}` 是日期，不是数值")
    return _fault("not-an-amount", message, None, 0, len(text))


def _no_point(text: str, units: Units) -> AmountFault | None:
    """A stop for a decimal point, a dash for a minus: what they mean is not certain."""
    odd = [i for i, c in enumerate(text) if c in "。–"]
    if not odd or not text.translate({ord(c): None for c in "。–"})[:1].isdigit():
        return None
    names = "".join(dict.fromkeys(text[i] for i in odd))
    message = Text(
        f"`{cut(text)}` has characters of no number (`{names}`)", f"`{cut(text)}` 中有不属于数字的字符（`{names}`）"
    )
    return _fault("full-width", message, _write(_ungrouped(text.replace("。", ".").replace("–", "-"))), odd[0], 1)


def _ungrouped(text: str) -> str:
    found = _GROUPED.match(text)
    return text if found is None else found.group().replace(",", "") + text[found.end() :]


def _bound_or_range(text: str, units: Units) -> AmountFault | None:
    if (found := _RANGE.fullmatch(text)) is not None:
        low, first_unit, high, last_unit = found.groups()
        unit = last_unit or first_unit
        if (
            first_unit in ("", unit)
            and read_number(low) is not None
            and read_number(high) is not None
            and (not unit or units.get(unit))
        ):
            written = f'{{ at_least = "{_spaced(low, unit)}", at_most = "{_spaced(high, unit)}" }}'
            message = Text(f"`{cut(text)}` is a range, not an amount", f"`{cut(text)}` 是区间，不是确定的数值")
            both = ((">=", _spaced(low, unit)), ("<=", _spaced(high, unit)))
            return AmountFault("amount-is-a-range", message, _exact_or(written), 0, len(text), both)
    rest, at_least, at_most, sign = _bound_words(text)
    if not (at_least or at_most):
        return None
    amount = _plain_amount(rest, units)
    shown = amount or ("266 米" if at_least else "100 件")
    keys = [key for key, holds in (("at_least", at_least), ("at_most", at_most)) if holds]
    written = '{ at_least = "…", at_most = "…" }' if len(keys) == 2 else f'{{ {keys[0]} = "{shown}" }}'
    message = Text(
        f"`{cut(text)}` is a bound (`{sign}`), not an amount", f"`{cut(text)}` 只是一个界限（`{sign}`），不是确定的数值"
    )
    ends = ((">=" if at_least else "<=", amount),) if amount and len(keys) == 1 else ()
    return AmountFault("amount-is-a-bound", message, _exact_or(written), text.find(sign), len(sign), ends)


def _exact_or(written: str) -> Text:
    return Text(
        f"write the exact amount, or `{written}` if no more is known",
        f"请写确切数值；如只知道界限，请写 `{written}`",
    )


def _spaced(number: str, unit: str) -> str:
    return f"{number}{'' if unit in ('', '%', '‰') else ' '}{unit}"


def _bound_words(text: str) -> tuple[str, bool, bool, str]:
    """The text without the words that make it a bound, whether it bounds below and above, and those words."""
    lower = text.lower()
    for words, at_least, at_most in _BEFORE:
        for word in sorted(words, key=len, reverse=True):
            if lower.startswith(word) or (word in ("左右", "上下") and lower.endswith(word)):
                return text.replace(text[lower.index(word) :][: len(word)], "", 1).strip(), at_least, at_most, word
    for words, at_least in _WITHIN:
        for word in words:
            where = text.find(word, 1)
            if where > 0 and any(c.isdigit() or c in "十百千万亿" for c in text[:where]):
                rest = (text[:where] + text[where + len(word) :]).strip()
                return rest, at_least, not at_least, word
    return text, False, False, ""


def _plain_amount(text: str, units: Units) -> str | None:
    """A number written with 百, 千, 万, 亿 before the unit (`2.3万份`), in digits: `23000 份`."""
    found = _NUMBER_LIKE.match(text)
    number = read_number(_ungrouped(found.group())) if found else Fraction(1)
    if number is None:
        return None
    rest = text[found.end() :].strip() if found else text
    if not rest or units.get(rest) is not None:
        return _spaced(show_number(number), rest) if found else None
    for word in sorted(_MULTIPLES, key=len, reverse=True):
        unit = rest.removeprefix(word)
        if unit != rest and (not unit or units.get(unit) is not None):
            return _spaced(show_number(number * _MULTIPLES[word]), unit)
    return None


def _separated(text: str, units: Units) -> AmountFault | None:
    found = _NUMBER_LIKE.match(text)
    if found is None:
        return None
    number = found.group().strip("'_") if found.group()[-1] in "'_" else found.group()
    rest = text[len(number) :].strip()
    if _GROUPED.fullmatch(number):
        message = Text(f"`{cut(number)}` has separators of thousands", f"`{cut(number)}` 带有千位分隔符")
        return _fault("thousands-separator", message, _write(_spaced(number.replace(",", ""), rest)), 0, len(number))
    if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", number):
        return None
    bare = number.lstrip("+-")
    if re.fullmatch(r"\.[0-9]+|[0-9]+\.", bare):
        sign = number[: len(number) - len(bare)]
        whole = sign + (f"0{bare}" if bare.startswith(".") else bare[:-1])
        fix = _write(_spaced(whole, rest))
    else:
        fix = Text(
            "write only digits and at most one decimal point, such as `1234.56`",
            "只写数字和至多一个小数点，如 `1234.56`",
        )
    message = Text(f"`{cut(number)}` is no well-formed number", f"`{cut(number)}` 不是规范的数字")
    return _fault("malformed-number", message, fix, 0, len(number))


def _too_large(text: str, units: Units) -> AmountFault | None:
    found = _NUMBER_LIKE.match(text)
    if found is None or read_number(found.group()) is not None:
        return None
    message = Text(f"`{cut(found.group())}` is too large or too long a number", f"`{cut(found.group())}` 过大或过长")
    fix = Text(
        f"write at most {LONGEST_NUMBER} digits and an exponent of at most {LARGEST_EXPONENT}",
        f"至多 {LONGEST_NUMBER} 位数字，指数至多 {LARGEST_EXPONENT}",
    )
    return _fault("number-too-large", message, fix, 0, len(found.group()))


def _wrong_unit(text: str, units: Units) -> AmountFault | None:
    found = _NUMBER_LIKE.match(text)
    if found is None:
        return None
    name = text[found.end() :].strip()
    offset = text.rindex(name) if name else 0
    message = Text(f"unit `{cut(name)}` is not known", f"未知单位 `{cut(name)}`")
    near, plain = units.near(name), _plain_amount(text, units)
    if plain is not None and found is not None and name in _MULTIPLES and units.get(f"{name}元") is not None:
        money = _spaced(_ungrouped(found.group().strip()), f"{name}元")
        fix = Text(f"write `{money}` if it is money, else `{plain}`", f"金额请写 `{money}`，否则写 `{plain}`")
    elif plain is not None:
        fix = _write(plain)
    elif near is not None:
        fix = Text(
            f'did you mean `{near}`? otherwise declare it as `[unit."{cut(name)}"]`',
            f'是否为 `{near}`？否则请用 `[unit."{cut(name)}"]` 声明',
        )
    else:
        fix = Text(f'declare it as `[unit."{cut(name)}"]`', f'请用 `[unit."{cut(name)}"]` 声明')
    return _fault("unknown-unit", message, fix, offset, len(name))
