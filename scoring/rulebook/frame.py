"""The groups that a rulebook's forms have, by every name that forms call them: 产出指标 and 产出 are one group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.problems import Problem, Text


def group_names(frames: Mapping[str, Any]) -> dict[str, str]:
    """The group's path in the rulebook by what else it is called; a name of two groups is left out."""
    return {path: meant[0] for path, meant in _meant(frames).items() if len(meant) == 1 and path not in frames}


def names_twice(frames: Mapping[str, Any]) -> Iterator[Problem]:
    """Names that are said of two groups, or are another group's own."""
    for path, meant in _meant(frames).items():
        others = list(dict.fromkeys([*([path] if path in frames else ()), *meant]))
        if len(others) > 1:
            yield Problem(
                "name-twice",
                Text(
                    f"group `{path}` has two meanings: {', '.join(others)}",
                    f"分组 {path} 有两个含义：{'、'.join(others)}",
                ),
                frames[others[-1]].at("also"),
                Text("delete it from one of them", "从其中一处删去"),
            )


def canonical(path: str, names: Mapping[str, str]) -> str:
    """A group's path in the rulebook's own names: 产出/数量 of 产出指标/数量指标."""
    found = ""
    for part in path.split("/"):
        below = f"{found}/{part.strip()}" if found else part.strip()
        found = names.get(below, below)
    return found


def _meant(frames: Mapping[str, Any]) -> dict[str, list[str]]:
    """The groups that each path may mean."""
    meant: dict[str, list[str]] = {}
    for path, entry in frames.items():
        above = path.rpartition("/")[0]
        for name in entry.model.also or ():
            meant.setdefault(f"{above}/{name}" if above else name, []).append(path)
    return meant
