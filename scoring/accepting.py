"""`scoring test --accept`: a computed result written into an example; nothing else in the file changes."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.documents import parse_toml
from scoring.examples import Tried
from scoring.number import read_number

KEYS = ("earns", "gives", "bites", "broken")


def accepted(text: str, tried: Sequence[Tried]) -> tuple[str, list[Tried]]:
    """The file's text with what came out in place of what was expected, and the examples that were changed so.

    An example that expects something missing, or whose result cannot be written exactly, stays as it is.
    """
    changed: list[Tried] = []
    for one in tried:
        after = _with(text, one)
        if after is not None:
            text = after
            changed.append(one)
    return text, changed


def _with(text: str, one: Tried) -> str | None:
    written = one.example.model
    keys = [key for key in KEYS if getattr(written, key) is not None]
    if len(keys) != 1 or written.missing is not None or one.problems or not one.got:
        return None
    key = keys[0]
    before = getattr(written, key)
    got = one.got.lower() if isinstance(before, bool) else one.got
    if one.got.startswith("missing") or (
        not isinstance(before, str) and not isinstance(before, bool) and read_number(got) is None
    ):
        return None
    if "≈" in got or '"' in got or "\\" in got:
        return None
    place = one.example.at(key)
    lines = text.split("\n")
    line = lines[place.line - 1]
    start = place.column - 1
    lines[place.line - 1] = line[:start] + got + line[start + place.length :]
    after = "\n".join(lines)
    return after if _only_that(text, after, (*one.example.path, key)) else None


def _only_that(before: str, after: str, path: tuple[str | int, ...]) -> bool:
    """Whether the two texts say the same but for the value at the path."""
    documents = [parse_toml(text.encode(), "")[0] for text in (before, after)]
    if any(document is None for document in documents):
        return False
    first, second = (document.data for document in documents if document is not None)
    for data in (first, second):
        at = data
        for key in path[:-1]:
            at = at[key]  # type: ignore[index]
        at.pop(path[-1])  # type: ignore[arg-type]
    return first == second
