"""A smaller rulebook and project that still show the same: entries, keys and members taken away one after the other."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from tests.judge.generate import Drawn

Path = tuple[Any, ...]


def shrunk(pair: Drawn, shows: Callable[[Drawn], bool], tries: int = 1500) -> Drawn:
    """The smallest pair that `shows` still holds for, as far as taking away and simplifying leads."""
    small = copy.deepcopy(pair)
    progress = True
    while progress and tries > 0:
        progress = False
        for change in list(changes({"book": small.book, "project": small.project})):
            tries -= 1
            if tries <= 0:
                break
            smaller = changed(small, change)
            if smaller is not None and shows(smaller):
                small = smaller
                progress = True
    return small


def changes(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Where something can go (None) or be simpler; large things first."""
    if isinstance(data, dict):
        for key in data:
            yield (*path, key), None
        for key, value in data.items():
            yield from changes(value, (*path, key))
    elif isinstance(data, list):
        for at in reversed(range(len(data))):
            yield (*path, at), None
        for at, value in enumerate(data):
            yield from changes(value, (*path, at))
    elif isinstance(data, str):
        for simpler in simpler_texts(data):
            yield path, simpler


def simpler_texts(text: str) -> list[str]:
    found = []
    for joint in (" and ", " or ", " + ", " - ", " * ", " / ", ", "):
        if joint in text:
            parts = text.split(joint)
            found += [balanced(part) for part in (joint.join(parts[:-1]), joint.join(parts[1:]), *parts)]
    return [each for each in found if each and each != text]


def balanced(text: str) -> str:
    text = text.strip()
    for start in ("min(", "max(", "floor(", "ceil(", "abs(", "not (", "("):
        if text.startswith(start) and text.count("(") > text.count(")"):
            text = text[len(start) :]
    while text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1]
    return text.strip()


def changed(pair: Drawn, change: tuple[Path, Any]) -> Drawn | None:
    path, to = change
    if len(path) < 2:
        return None
    data = {"book": copy.deepcopy(pair.book), "project": copy.deepcopy(pair.project)}
    at: Any = data
    try:
        for step in path[:-1]:
            at = at[step]
        if to is None:
            if path[-1] in ("format", "rulebook", "project", "period", "rules", "name", "total"):
                return None
            del at[path[-1]]
        else:
            if not isinstance(at[path[-1]], str):
                return None
            at[path[-1]] = to
    except (KeyError, IndexError, TypeError):
        return None
    return Drawn(data["book"], data["project"])
