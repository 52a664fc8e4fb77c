"""Names that lists give to what is in them: each once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scoring.problems import Place, Text
from scoring.program.scope import Scope


def named_once(names: Iterable[tuple[Any, Place]], scope: Scope) -> None:
    """Tells every name that stands twice in a list, at its second place; what has no name is passed over."""
    first: dict[str, Place] = {}
    for name, place in names:
        if not isinstance(name, str):
            continue
        if name in first:
            scope.problem(
                "name-twice",
                Text(
                    f"`{name}` stands here twice; the other is at {first[name]}", f"{name} 重复，另一处在 {first[name]}"
                ),
                place,
                Text("rename one of the two, or delete it", "给其中一个改名，或者删去"),
            )
        first.setdefault(name, place)
