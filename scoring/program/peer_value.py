"""A value that is a place among peers: given from outside, once every project has told what it is compared by."""

from __future__ import annotations

from typing import Any

from scoring.nodes.kind import PLACE, Kind
from scoring.nodes.node import Name, Node
from scoring.problems import Text
from scoring.program.keys import OF_CONSTRUCTS, stray
from scoring.program.scope import Scope
from scoring.rulebook.rulebook import PEERS, Entry

OF_PLACES = ("among", "ties")
NOT_OF_PLACES = (*sorted(OF_CONSTRUCTS - {"of"}), "gives", "round", "when", "between", "missing", "unit", "with_")


def lower_place(entry: Entry[Any], scope: Scope) -> tuple[Node, Kind]:
    """A place, whatever its keys are: what others read of it does not depend on how it is counted."""
    for key in NOT_OF_PLACES:
        if getattr(entry.model, key) is not None:
            stray(entry, key, scope, Text("a place", "排名"))
    if entry.model.of != PEERS:
        scope.problem(
            "missing-key",
            Text(f"`{entry.name}` does not say among whom it is a place", f"{entry.name} 没有写明在谁当中排名"),
            entry.at("of") if entry.model.of is not None else entry.at("place"),
            Text('write of = "peers"', '写 of = "peers"'),
        )
    return Name(PLACE, f"{PEERS}.{entry.name}"), PLACE


def no_place(entry: Entry[Any], scope: Scope) -> None:
    """Tells of keys of a place where there is none."""
    for key in OF_PLACES:
        if getattr(entry.model, key, None) is not None:
            stray(entry, key, scope, Text("a value without `place`", "没有 place 的值"))
