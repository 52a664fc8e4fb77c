"""How something is told in prose: `安排…经费{amount}` is words, a gap, words and a slot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from scoring.problems import Place, Problem, Text, nearest
from scoring.values.number import cut

Slot = Literal["amount", "count", "share", "date", "number", "each"]
SLOTS: tuple[Slot, ...] = ("amount", "count", "share", "date", "number", "each")
LONGEST = 100
MOST_GAPS = 6
MOST_WORDINGS = 50
_BLANKS = re.compile(
    r"(?<![A-Za-z0-9,.])[ \u3000]+|[ \u3000]+(?![A-Za-z0-9 ])"
)  # those between English words are theirs
_PIECES = re.compile(r"(…|\.\.\.)|\{([^{}]*)\}|([^…{}]+?)(?=…|\.\.\.|[{}]|$)|([{}])")


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand there as they are; `gap` if others may stand before them."""

    text: str
    gap: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording, ready to be looked for: words before the slot, the slot, whether a gap is before it, words behind it."""

    written: str
    before: tuple[Words, ...]
    slot: Slot | None
    gap: bool
    after: tuple[Words, ...]


def read_wording(written: str, at: Place) -> Wording | Problem:
    """The wording that somebody wrote; problem `wording-not-understood` says what is wrong in it."""
    if len(written) > LONGEST:
        return _wrong(at, Text(f"a wording has at most {LONGEST} characters", f"一种说法至多 {LONGEST} 个字符"))
    before: list[Words] = []
    after: list[Words] = []
    slot: Slot | None = None
    gap = slot_gap = False
    gaps = 0
    for found in _PIECES.finditer(_BLANKS.sub("", written)):
        space, name, words, stray = found.groups()
        if stray is not None:
            return _wrong(at, Text(f"`{stray}` stands alone", f"{stray} 没有配对"))
        if space is not None:
            gap, gaps = True, gaps + (not gap)
        elif name is not None:
            chosen = next((each for each in SLOTS if each == name), None)
            if chosen is None:
                return _unknown_slot(name, at)
            if slot is not None:
                return _wrong(at, Text("a wording has one slot", "一种说法只能有一个空位"))
            slot, slot_gap, gap = chosen, gap, False
        else:
            (before if slot is None else after).append(Words(words, gap))
            gap = False
    if not before or before[0].gap or sum(len(one.text) for one in (*before, *after)) < 2:
        return _wrong(
            at,
            Text(
                "a wording begins with words, and has two characters of them at least",
                "一种说法以文字开头，文字至少两个字",
            ),
        )
    if gap:
        return _wrong(at, Text("behind the last gap nothing stands", "最后的“…”之后没有内容"))
    if gaps > MOST_GAPS:
        return _wrong(at, Text(f"a wording has at most {MOST_GAPS} gaps", f"一种说法至多 {MOST_GAPS} 处“…”"))
    return Wording(written, tuple(before), slot, slot_gap, tuple(after))


def _wrong(at: Place, message: Text) -> Problem:
    return Problem("wording-not-understood", message, at, _such_as())


def _such_as() -> Text:
    return Text("such as `安排…经费{amount}`", "例如 安排…经费{amount}")


def _unknown_slot(name: str, at: Place) -> Problem:
    near = nearest(name, SLOTS)
    known = ", ".join(f"{{{each}}}" for each in SLOTS)
    return Problem(
        "wording-not-understood",
        Text(f"there is no slot `{{{cut(name)}}}`", f"没有空位 {{{cut(name)}}}"),
        at,
        Text(f"did you mean `{{{near}}}`?", f"是否指 {{{near}}}？") if near else Text(f"slots are {known}", f"空位有 {known}"),
    )  # fmt: skip
