"""Where in a report a wording stands: within a sentence, gaps bounded, so that no text takes long."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.forms.prose.sections import Outline
from scoring.forms.prose.told import Told
from scoring.rulebook.wording import Wording, Words

WIDEST_GAP = 40
MOST_HITS = 1_000
_FITS = {
    "amount": ("amount",),
    "count": ("count", "number"),
    "share": ("share",),
    "date": ("date",),
    "number": ("amount", "count", "share", "score", "number"),
    "each": ("amount", "count", "share", "score", "number"),
}
_JOINS = re.compile("(?: |of |was |were |is |to |reached |totall?ed |共计|合计|累计|分别为|达到|为|是|达|共|：|约|了)*")
"""What may stand between words and a number that follows them, gap or not."""
_REST = re.compile("结余|剩余|合计|共计|总计|小计")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a wording stands: from `start` to `end`, with the figures in its slot; none where it has no slot."""

    start: int
    end: int
    told: tuple[Told, ...]


def hits(wording: Wording, text: str, outline: Outline, told: Sequence[Told]) -> list[Hit]:
    """Every place of a wording, in the order of the text, each figure once."""
    starts = [one.start for one in told]
    found: dict[tuple[int, ...], Hit] = {}
    first = wording.before[0].text
    at = text.find(first)
    while at >= 0 and len(found) < MOST_HITS:
        hit = _at(wording, text, at, outline.sentence(at)[1], told, starts)
        if hit is not None:
            found.setdefault(tuple(one.start for one in hit.told) or (hit.start,), hit)
        at = text.find(first, at + 1)
    return list(found.values())


def _at(wording: Wording, text: str, at: int, end: int, told: Sequence[Told], starts: Sequence[int]) -> Hit | None:
    """The wording where its first words begin at `at`; the figure that stands nearest."""
    places = {at + len(wording.before[0].text)}
    for words in wording.before[1:]:
        places = set(_behind(words, text, places, end))
    if wording.slot is None:
        return Hit(at, min(places), ()) if places else None
    for place in sorted(places):
        for one in _in_slot(wording, text, place, end, told, starts):
            figures: tuple[Told, ...] = (one,)
            if wording.slot == "each":
                figures = tuple(_each(text, one, end, told, starts))
            behind = {figures[-1].figure.end}
            for words in wording.after:
                behind = set(_behind(words, text, behind, end))
            if behind:
                return Hit(at, min(behind), figures)
    return None


def _behind(words: Words, text: str, places: set[int], end: int) -> Iterator[int]:
    """Where words end that stand at one of these places, or up to a gap behind it."""
    for place in places:
        if not words.gap:
            place += text.startswith(" ", place)
            if text.startswith(words.text, place):
                yield place + len(words.text)
            continue
        last = min(end, place + WIDEST_GAP + len(words.text))
        at = text.find(words.text, place, last)
        while at >= 0:
            yield at + len(words.text)
            at = text.find(words.text, at + 1, last)


def _in_slot(
    wording: Wording, text: str, place: int, end: int, told: Sequence[Told], starts: Sequence[int]
) -> Iterator[Told]:
    assert wording.slot is not None
    joined = _JOINS.match(text, place)
    lowest = joined.end() if joined is not None else place
    for number in range(bisect_left(starts, place), len(told)):
        one = told[number]
        if one.start >= end or one.start > (place + WIDEST_GAP if wording.gap else lowest):
            return
        if one.figure.kind in _FITS[wording.slot] and one.standing != "full":
            yield one


def _each(text: str, first: Told, end: int, told: Sequence[Told], starts: Sequence[int]) -> Iterator[Told]:
    """Every figure of the first one's kind up to the sentence's end, or to what is left over."""
    last = first.figure.end
    for number in range(bisect_left(starts, first.start), len(told)):
        one = told[number]
        if one.start >= end or (one is not first and _REST.search(text, last, one.start)):
            return
        last = one.figure.end
        if one.figure.kind in _FITS["each"] and one.figure.kind != "share":
            yield one
