"""The edits between two rulebooks with their sets: on what they mean, so that layout, order and remarks are none.

Any of them can be applied to the first side alone, which gives a side like any other: that is how each is held to account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.documents.document import Document
from scoring.documents.positions import Path
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.rulebook.changes import ChangedDocument, with_value
from scoring.rulebook.fingerprint import plain_of
from scoring.rulebook.loading import validated
from scoring.rulebook.rulebook import Entry
from scoring.tuning.editions.difference import NOTHING, Alike, Differs, Part, difference, differences, mixed
from scoring.tuning.editions.edit_words import Cells, cells_of, said
from scoring.tuning.editions.reading_words import HEADERS, is_name, is_words
from scoring.tuning.editions.side import Key, Side


@dataclass(frozen=True)
class Edit:
    """One edit: what was before and after, and where each stands; `inert` of words that no score rests on."""

    number: int
    key: Key
    path: Path  # in its part, on the side that has it
    before: Any
    after: Any
    was: Place | None
    now: Place | None
    inert: bool
    cells: Cells | None = None  # of the row that it is in

    @property
    def place(self) -> Place:
        """Where it is written: after the edit, or before where nothing is left."""
        found = self.now or self.was
        assert found is not None
        return found

    @property
    def is_name(self) -> bool:
        """Whether it is a label by which tables or checks may find what it is of."""
        return is_name(self.key, self.path)

    @property
    def said(self) -> Text:
        """The edit in words: `rule execution, row 1, condition: >= 90% → >= 92%`."""
        return said(self.key, self.path, self.before, self.after, self.cells)


class Edits:
    """All edits that make one side the other."""

    def __init__(self, before: Side, after: Side) -> None:
        self.before, self.after = before, after
        self._was, self._is = before.parts(), after.parts()
        self._parts: dict[Key, Part] = {}
        listed: list[Edit] = []
        for key in _keys(before, after, self._was, self._is):
            one = difference(_data(self._was.get(key)), _data(self._is.get(key)), len(listed))
            if isinstance(one, Alike):
                continue
            self._parts[key] = one
            listed += [self._edit(key, each) for each in differences(one)]
        self.listed = tuple(listed)
        self._words = tuple(
            one for one in listed if one.inert and one.key[1] not in HEADERS and one.after is not NOTHING
        )

    def __iter__(self) -> Iterator[Edit]:
        return iter(self.listed)

    def __len__(self) -> int:
        return len(self.listed)

    @property
    def moving(self) -> tuple[Edit, ...]:
        """Those on which a score may rest."""
        return tuple(edit for edit in self.listed if not edit.inert)

    def _edit(self, key: Key, one: Differs) -> Edit:
        was, now = self._was.get(key), self._is.get(key)
        path = one.path_before if one.after is NOTHING else one.path_after
        return Edit(
            one.number,
            key,
            path,
            one.before,
            one.after,
            _place(was, one.path_before) if one.before is not NOTHING else None,
            _place(now, one.path_after) if one.after is not NOTHING else None,
            is_words(key, path, was if one.after is NOTHING else now),
            cells_of(_data(was if one.after is NOTHING else now), path),
        )

    def side(self, chosen: Iterable[Edit]) -> Side:
        """The first side with these edits alone, and words for readers that may come along; raises `InputRefused` where that cannot be read."""
        numbers = {edit.number for edit in (*chosen, *self._words)}
        parts: dict[Key, Entry[Any]] = {}
        problems: list[Problem] = []
        for key in dict.fromkeys([*self._was, *self._is]):
            if key not in self._parts:
                parts[key] = self._was[key]
                continue
            made, found = self._mixed(key, numbers)
            problems += found
            if made is not None:
                parts[key] = made
        if has_errors(problems):
            raise InputRefused(problems)
        return self.before.with_parts(parts)

    def _mixed(self, key: Key, numbers: set[int]) -> tuple[Entry[Any] | None, list[Problem]]:
        part, was, now = self._parts[key], self._was.get(key), self._is.get(key)
        if isinstance(part, Differs):
            return (now if part.number in numbers else was), []
        assert was is not None and now is not None
        own = {each.number for each in differences(part)}
        if not own & numbers:
            return was, []
        if own <= numbers:
            return now, []
        return _entry(part, was, now, numbers)


def _entry(part: Part, was: Entry[Any], now: Entry[Any], numbers: set[int]) -> tuple[Entry[Any] | None, list[Problem]]:
    """An entry with some of its edits; what was edited stands where the other side has it."""
    replaced: dict[Path, tuple[Document, Path]] = {}

    def placed(at: Path, second: bool, path: Path) -> None:
        source = now if second else was
        replaced[(*was.path, *at)] = source.document, (*source.path, *path)

    value = mixed(part, numbers, placed)
    data = with_value(was.document.data, was.path, value)
    document = ChangedDocument(
        was.document.file, data, was.document.lines, home=was.document.home, base=was.document, replaced=replaced
    )
    made, problems = validated(type(was.model), document, was.path)
    return (Entry(was.name, made, document, was.path) if made is not None else None), problems


def _keys(before: Side, after: Side, was: Mapping[Key, Any], now: Mapping[Key, Any]) -> list[Key]:
    """Every part of either side; a set that one side alone has is no edit of rules."""
    keys = list(dict.fromkeys([*was, *now]))
    both = before.indicator_set is not None and after.indicator_set is not None
    return keys if both else [key for key in keys if key[0] == "rules"]


def _data(entry: Entry[Any] | None) -> Any:
    return NOTHING if entry is None else plain_of(entry.model)


def _place(entry: Entry[Any] | None, path: Path) -> Place | None:
    return entry.at(*path) if entry is not None and path else entry.place if entry is not None else None
