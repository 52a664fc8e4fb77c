"""Targets as people write them: a sign and an amount or a date, or `定性` with what is hoped for in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.problems import Text
from scoring.values.amount import read_amount
from scoring.values.amount_diagnosis import AmountFault
from scoring.values.characters import plain, sign_of
from scoring.values.day import Day
from scoring.values.number import cut
from scoring.values.units import Units

QUALITATIVE = "定性"
SIGNS = (">=", "<=", "=", ">", "<")

# What a sign is called; by Chinese law 以上, 以下 and 以内 include the number, 超过 and 不足 do not.
_BEFORE = {
    ">=": ("不少于", "不低于", "不小于", "至少", "大于等于", "大于或等于"),
    "<=": ("不超过", "不高于", "不多于", "不大于", "至多", "最多", "小于等于", "小于或等于", "控制在"),
    ">": ("超过", "大于", "高于", "多于"),
    "<": ("小于", "低于", "少于", "不足", "不到"),
}
_AFTER = {">=": ("及以上", "(含)以上", "以上"), "<=": ("及以下", "(含)以下", "以下", "以内", "之内")}
_BY = re.compile(r"([0-9]{4})年([0-9]{1,2})月(?:([0-9]{1,2})日|底|末)(?:之前|以前|前)?(?:完成)?")
_NAMED = re.compile(r"[^0-9<>=≥≤]+([<>=≥≤].*)")
_NUMERAL = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿]")


@dataclass(frozen=True, slots=True)
class Target:
    """A target's sign; where its amount begins, or of a qualitative one what it says in words."""

    sign: str
    begins: int = 0
    words: str = ""

    @property
    def written(self) -> str:
        """A qualitative target as people read it."""
        return f"{self.sign}：{self.words}" if self.words else self.sign


def read_target(text: str) -> Target | None:
    """The sign of a target; None where it has none."""
    if text.strip().startswith(QUALITATIVE):
        words = text.strip()[len(QUALITATIVE) :].strip()
        if not words or words[0] in "：:":
            return Target(QUALITATIVE, words=words[1:].strip())
    found = sign_of(text)
    return Target(*found) if found is not None else None


def in_words(text: str) -> bool:
    """Whether a target says in words alone what is hoped for: nothing in it counts or measures."""
    return bool(text.strip(" /-—无")) and sign_of(text) is None and _NUMERAL.search(plain(text)) is None


def fix_of(text: str, units: Units) -> Text:
    """How to write a target without a sign: what its words say, where they leave no doubt."""
    written = as_target(text, units)
    if written is not None:
        return Text(f'write "{written}"', f'写成 "{written}"')
    if in_words(text):
        return Text(f'write "{QUALITATIVE}：{cut(text)}"', f'写成 "{QUALITATIVE}：{cut(text)}"')
    shown = plain(text).strip()
    if isinstance(read_amount(shown, units), AmountFault):
        return Text('write a sign and an amount, such as ">= 95%"', '写明方向和数值，例如 ">= 95%"')
    return Text(f'write ">= {shown}", "<= {shown}" or "= {shown}"', f'写成 ">= {shown}"、"<= {shown}" 或 "= {shown}"')


def as_target(text: str, units: Units) -> str | None:
    """What its words say of a target without a sign, where they leave no doubt: `>= 95%` of 95%以上."""
    text = plain(text).strip()
    by = _BY.fullmatch(text)
    if by is not None:
        day = Day.read(f"{by.group(1)}年{by.group(2)}月" + (f"{by.group(3)}日" if by.group(3) else ""))
        return None if day is None else f"<= {day.last().isoformat()}"
    for sign, amount in _signed(text):
        if not isinstance(read_amount(amount, units), AmountFault):
            return f"{sign} {amount.strip()}"
    return None


def _signed(text: str) -> Iterator[tuple[str, str]]:
    """Where words stand for a sign: the sign, and what is left for an amount."""
    for sign, words in _BEFORE.items():
        yield from ((sign, text[len(word) :]) for word in words if text.startswith(word))
    for sign, words in _AFTER.items():
        yield from ((sign, text[: -len(word)]) for word in words if text.endswith(word))
    named = _NAMED.fullmatch(text)  # 合格率≥95%
    found = sign_of(named.group(1)) if named is not None else None
    if named is not None and found is not None:
        yield found[0], named.group(1)[found[1] :]
