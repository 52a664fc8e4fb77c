"""What a cell's text is: one number with its unit, a bound, a date, words, or something that nobody can be sure of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from scoring.problems import Text
from scoring.values.characters import plain, sign_of
from scoring.values.number import LONGEST_NUMBER, cut, read_number, show_number
from scoring.values.units import MULTIPLES, Unit, Units

Kind = Literal[
    "empty", "stroke", "number", "about", "bound", "range", "change", "date", "open date", "malformed", "words", "mixed"
]
"""`bound` is a number behind which 以上, 余 … stands; a sign before it is `sign` of whatever follows."""

LONGEST_UNIT = 12
STROKES = frozenset(
    (
        "/",
        "//",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "无",
        "暂无",
        "没有",
        "不适用",
        "n/a",
        "na",
        "none",
        "nil",
        "不涉及",
        "未涉及",
        "、",
        "x",
        "×",
    )
)

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![0-9,.])")
_NUMBER_LIKE = re.compile(r"[+-]?[0-9][0-9.,'，。]*")
_DATE = re.compile(
    r"(?:于|在)?(?:[0-9]{4}(?:年|[-./])(?:[0-9]{1,2}(?:月份?|[-./])?(?:[0-9]{1,2}日?)?)?|[0-9]{1,2}月(?:份|[0-9]{1,2}日)?)"
    r"(?:上旬|中旬|下旬)?(?:年?底|年?末|年内|内|当年)?(?:以?之?前)?(?:完成|完工|竣工|完毕|实施)?"
)
_DATES = re.compile(r"(?P<one>[0-9]{4}年?.*?)(?:-|—|~|至|到)+(?P<two>[0-9]{4}年?.*)")
_OPEN_DATE = re.compile(r"[0-9]{4}年[-_—xX×\s]*月|[0-9]{4}年[0-9]{1,2}月[-_—xX×\s]+日|[-_—xX×]{1,4}年[-_—xX×\s]*月")
_ABOUT = re.compile(r"^(?:约|大约|大概|近似|接近|将近|近|逾|超|~|≈|about|approx\.?)|(?:左右|上下)$", re.IGNORECASE)
_BOUND = re.compile(
    r"^(?P<number>[+-]?[0-9][0-9.,]*)(?P<unit>.*?)(?P<word>以上|以下|以内|之内|余|多|\+)(?P<more>.{0,4})$"
)
_RANGE = re.compile(r"^[0-9][0-9.,]*[^0-9]{0,6}?(?:-|—|–|~|至|到)[0-9][0-9.,]*[^0-9]*$")
_CHANGE = re.compile(r"(?:提升|提高|增长|增加|上升|下降|降低|减少|压减|节约|缩短|同比|较上年|比上年)")
_IN_WORDS = (
    (">=", ("不少于", "不低于", "不小于", "大于等于", "大于或等于", "至少", "达到", "at least")),
    ("<=", ("不超过", "不高于", "不大于", "不多于", "不超", "小于等于", "小于或等于", "至多", "控制在", "at most")),
    (">", ("大于", "高于", "多于", "超过")),
    ("<", ("小于", "低于", "少于")),
    ("=", ("等于",)),
)
OF_TARGETS = {"以上": ">=", "以下": "<=", "以内": "<=", "之内": "<="}
"""Words behind a number that are the sign of a target: 95%以上."""
OF_BOUNDS = {**OF_TARGETS, "余": ">=", "多": ">=", "+": ">="}
"""Those that make it a bound, of a target or of what was reached."""
_NO_UNIT = re.compile(
    r"[0-9,.;。；、:：!！?？]|以上|以下|以内|左右|上下|余|多|前|后|底|内|至|未|不|约|近|超|非|且|或|和|及|并"
)


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a text says. `number` and `unit` only of one number; `rest` are words behind the unit, `before` those before the sign.

    `sign` is the one that stands before (or is said in words before) the value, `body` the text without it. `multiple` is the
    万 of a number without a unit, which `number` has counted: 1200000 of `120万`.
    """

    kind: Kind
    body: str
    sign: str | None = None
    number: str | None = None
    unit: str | None = None
    rest: str = ""
    before: str = ""
    word: str = ""
    multiple: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind == "number"


def cell_value(text: str, units: Units | None = None) -> CellValue:
    """What a text says, without a guess: a number only where it is exactly one."""
    known = units or Units.standard()
    stripped = " ".join(plain(text).replace("\u00a0", " ").split())
    if not stripped:
        return CellValue("empty", "")
    if _is_stroke(stripped):
        return CellValue("stroke", stripped)
    before, sign, body = _signed(stripped)
    found = _valued(body.replace(" ", ""), known)
    if sign is None and found.kind == "bound" and found.word in OF_TARGETS:
        return found
    return CellValue(found.kind, body.strip(), sign, found.number, found.unit, found.rest, before, found.word, found.multiple)  # fmt: skip


def _is_stroke(text: str) -> bool:
    return text.casefold().rstrip("。.;；") in STROKES or set(text) <= set("-—–_/ ")


def _signed(text: str) -> tuple[str, str | None, str]:
    """Words before a sign, the sign, and what follows."""
    if (found := sign_of(text)) is not None:
        return "", found[0], text[found[1] :]
    for sign, words in _IN_WORDS:
        for word in words:
            if text.startswith(word) and text[len(word) :].lstrip()[:1].isdigit():
                return "", sign, text[len(word) :].lstrip()
    where = next((at for at, each in enumerate(text) if each in ">=<≥≤⩾⩽≧≦"), None)
    if where is not None and not any(each.isdigit() for each in text[:where]):
        inner = sign_of(text[where:])
        if inner is not None and text[where + inner[1] :][:1].isdigit():
            return text[:where].strip(), inner[0], text[where + inner[1] :]
    return "", None, text


def _valued(text: str, units: Units) -> CellValue:
    if _OPEN_DATE.search(text):
        return CellValue("open date", text)
    if is_date_like(text):
        return CellValue("date", text)
    if _ABOUT.search(text) and any(each.isdigit() for each in text):
        return CellValue("about", text)
    if _RANGE.match(text):
        return CellValue("range", text)
    if (bound := _BOUND.match(text)) is not None and (
        unit := _unit_in(bound["unit"] + bound["more"], units)
    ) is not None:
        number = _number(bound["number"])
        if unit in MULTIPLES and number is not None:
            return CellValue("bound", text, None, _times(number, unit), word=bound["word"], multiple=unit)
        return CellValue("bound", text, None, number, unit or None, word=bound["word"])
    return _number_with_unit(text, units) or _no_number(text)


def _number_with_unit(text: str, units: Units) -> CellValue | None:
    start = _NUMBER_LIKE.match(text)
    if start is None:
        return None
    written = start.group()
    number = _number(written)
    if number is None:
        return CellValue("malformed", text)
    rest = text[start.end() :]
    if rest in MULTIPLES:
        return CellValue("number", text, None, _times(number, rest), multiple=rest)
    if not rest or (unit := units.get(rest)) is not None:
        return CellValue("number", text, None, number, unit.name if rest and unit is not None else None)
    if len(rest) <= LONGEST_UNIT and (near := _longest_unit(rest, units)) is not None:
        more = rest[len(near[0]) :]
        if not _NO_UNIT.search(more):
            return CellValue("number", text, None, number, near[1].name, more)
    if _unit_in(rest, units) is not None:
        return CellValue("number", text, None, number, rest)
    return None


def _number(written: str) -> str | None:
    """In half-width digits without separators; None for `7,00.0,77`, `1.2.3` and what is too long."""
    if not _NUMBER.fullmatch(written) or len(written) > LONGEST_NUMBER:
        return None
    return written.replace(",", "").removeprefix("+")


def _times(number: str, multiple: str) -> str:
    """The number in full: 1200000 of 120 and 万."""
    read = read_number(number)
    assert read is not None
    return show_number(read * MULTIPLES[multiple])


def _unit_in(text: str, units: Units) -> str | None:
    """The unit that a text is; an unknown one only where it is as short as units are; '' for none."""
    if not text:
        return ""
    known = units.get(text)
    if known is not None:
        return known.name
    return text if len(text) <= 4 and not _NO_UNIT.search(text) and not _CHANGE.search(text) else None


def _longest_unit(text: str, units: Units) -> tuple[str, Unit] | None:
    for length in range(len(text), 0, -1):
        unit = units.get(text[:length])
        if unit is not None:
            return text[:length], unit
    return None


def _no_number(text: str) -> CellValue:
    if not any(each.isdigit() for each in text):
        return CellValue("words", text)
    if _CHANGE.search(text):
        return CellValue("change", text)
    return CellValue("mixed", text)


def is_date_like(text: str) -> bool:
    """Whether a text can only be a date or a span of dates: `2022年12月底前`, `2023-09-08`, `12月31日前`; not `12月`, a length of time."""
    plain_text = plain(text).replace(" ", "")
    if (spans := _DATES.fullmatch(plain_text)) is not None and _DATE.fullmatch(spans["one"]):
        return _DATE.fullmatch(spans["two"]) is not None
    if re.fullmatch(r"[0-9]+(?:[./-][0-9]*)?|[0-9]{1,2}月|[0-9]{4}[./][0-9]{3,}.*", plain_text):
        return bool(re.fullmatch(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])", plain_text))
    if not re.match(r"(?:于|在)?(?:(?:19|20)[0-9]{2}(?:年|[-./])|(?:1[0-2]|0?[1-9])月)", plain_text):
        return False
    return _DATE.fullmatch(plain_text) is not None


# ---------------------------------------------------------------- why a value is a question, and what to do


def why_not(value: CellValue, text: str) -> tuple[Text, Text] | None:
    """Why a value is no exact number, and the fix; None where nothing is to be said of it."""
    shown = cut(" ".join(text.split()))
    exact = Text("write the exact number and its unit", "请写确切的数和单位")
    match value.kind:
        case "stroke":
            return (
                Text(f"`{shown}` gives no value", f"`{shown}` 没有给出数值"),
                Text("write the value, or declare the indicator not applicable", "请写数值，或声明此指标不适用"),
            )
        case "about":
            return Text(
                f"`{shown}` is approximate: it has no direction and is never scored",
                f"`{shown}` 是约数，没有方向，不计分",
            ), exact
        case "bound":
            return Text(
                f"`{shown}` is only a bound (`{value.word}`), not an exact value",
                f"`{shown}` 只是界限（`{value.word}`），不是确切数值",
            ), exact
        case "range":
            return Text(f"`{shown}` is a range, not a value", f"`{shown}` 是区间，不是一个数值"), exact
        case "change":
            return (
                Text(f"`{shown}` is a change without its base", f"`{shown}` 是变化幅度，没有基数和来源"),
                Text("write from what to what, or the value itself", "请写明从多少到多少，或写数值本身"),
            )
        case "open date":
            return (
                Text(f"`{shown}` is a date that was left unfilled", f"`{shown}` 的日期没有填完"),
                Text("write the whole date", "请写完整日期"),
            )
        case "malformed":
            return (
                Text(
                    f"`{shown}` is no well-formed number and must not be guessed", f"`{shown}` 不是规范的数字，不作猜测"
                ),
                Text("write digits with at most one decimal point", "只写数字和至多一个小数点"),
            )
        case "mixed":
            return Text(f"`{shown}` is more than one number with its unit", f"`{shown}` 不只是一个数和单位"), exact
        case "words":
            return Text(f"`{shown}` are words where a number belongs", f"`{shown}` 是文字，此处应为数值"), exact
        case "date":
            return Text(f"`{shown}` is a date where a number belongs", f"`{shown}` 是日期，此处应为数值"), exact
        case _:
            return None
