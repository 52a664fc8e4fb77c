"""How the two sides of a proof were named, and by which names a project's file finds them from the folder that it lies in."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.problems import Place
from scoring.rulebook.library import Found, Shelf, beside_file, find
from scoring.tuning.editions.opening import names_set


@dataclass(frozen=True, slots=True)
class SideNames:
    """What was typed for a side: its rulebook (None where its set names it) and its set."""

    rules: str | None
    indicators: str | None

    @property
    def is_here(self) -> bool:
        """Whether it is named as it is now, and not as it was in a revision."""
        return all(":" not in one or Path(one).exists() for one in (self.rules, self.indicators) if one is not None)

    def command(self, file: Path) -> str:
        """What scores the project in that file by this side."""
        named = (("--rules", self.rules), ("--indicators", self.indicators))
        options = [word for option, name in named if name is not None for word in (option, name)]
        return shlex.join(["scoring", "score", file.as_posix(), *options])


def side_names(typed: str, indicators: str | None) -> SideNames:
    """The parts of `BOOK`, `SET` or `BOOK+SET`; `indicators` is the set of a rulebook that is named without one."""
    first, plus, second = (typed, "", "") if Path(typed).exists() else typed.partition("+")
    if not plus and names_set(first):
        return SideNames(None, first)
    return SideNames(first, second if plus else indicators)


def head_for(file: Path, side: SideNames) -> dict[str, str]:
    """What a project in that file says of the rulebook and the set, as far as a name or path leads to them from there."""
    named: Mapping[Shelf, str | None] = {"rules": side.rules, "indicators": side.indicators}
    seen = {shelf: _seen_from(file, shelf, name) for shelf, name in named.items() if name is not None}
    return {shelf: name for shelf, name in seen.items() if name is not None}


def with_head(project: Mapping[str, Any], head: Mapping[str, str]) -> dict[str, Any]:
    """The project with these names of its rulebook and set where they are known."""
    own = {key: value for key, value in project.items() if not isinstance(value, Mapping)}
    return {**own, **head, **{key: value for key, value in project.items() if key not in own}}


def _seen_from(file: Path, shelf: Shelf, name: str) -> str | None:
    path = Path(name)
    is_path = "/" in name or "\\" in name or name.endswith(".toml")
    if is_path and path.exists():
        there = Path(os.path.relpath(path.resolve(), file.parent.resolve())).as_posix()
        name = there if "/" in there or there.endswith(".toml") else f"./{there}"
    found = find(shelf, name.partition("@")[0], Place(file.name), beside_file(file))
    return name if isinstance(found, Found) else None
