"""Which edits are of words for readers alone: a remark, a basis, a label by which nothing is found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scoring.documents.positions import Path
from scoring.rulebook.authored import Authored
from scoring.rulebook.fingerprint import plain_of
from scoring.rulebook.model.outcome import EachModel
from scoring.rulebook.rulebook import Entry
from scoring.tuning.editions.difference import canonical
from scoring.tuning.editions.side import Key

HEADERS: Final = ("rulebook", "indicator_set")
OF_HEADERS: Final = ("name", "edition", "label", "effective", "basis", "note", "lint", "departs", "allow")
OF_ALL: Final = ("label", "note", "basis", "allow")
"""Keys of a header and of everything else that are for readers, where the language has them: a name that somebody gave may be spelled so."""
NAMED: Final = ("fact", "list", "column", "indicator", "group")
"""Sections that are found by their label as well: by heads and rows of tables, and by checks of rows."""


def is_words(key: Key, path: Path, entry: Entry[Any] | None) -> bool:
    """Whether no score rests on what stands at a path of an entry."""
    section = key[1]
    if section == "basis":
        return True
    if section in HEADERS:
        return bool(path) and path[0] in OF_HEADERS
    word, depth = _word(entry.model if entry is not None else None, path)
    if word != "label":
        return word is not None
    return not is_name(key, path) and not (depth and entry is not None and _names_rows(entry))


def is_name(key: Key, path: Path) -> bool:
    """Whether it is a label by which tables or checks may find what it is of."""
    return key[1] in NAMED and path[:1] == ("label",)


def _word(at: Any, path: Path) -> tuple[str | None, int]:
    """The key for readers that a path leads through, and at which step; names that authors gave are none."""
    for depth, step in enumerate(path):
        if isinstance(at, Authored):
            field = next((name for name, one in type(at).model_fields.items() if step in (name, one.alias)), None)
            if (
                field is not None and step in OF_ALL and not isinstance(at, EachModel)
            ):  # which tells rows by their label
                return str(step), depth
            at = getattr(at, field) if field is not None else None
        elif isinstance(at, Mapping):
            if step == "label" and "row" in at:
                return step, depth
            at = at.get(step)
        elif isinstance(at, list | tuple) and isinstance(step, int) and step < len(at):
            at = at[step]
        else:
            return None, 0
    return None, 0


def _names_rows(entry: Entry[Any]) -> bool:
    """Whether a missing policy may name a row by its label."""
    return '"row"' in canonical(plain_of(entry.model).get("missing"))
