"""Several queries over one source as one: what their columns compute alike is computed once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.engines.columnar.duck import quoted
from scoring.engines.columnar.fragments import Layers, joined
from scoring.engines.columnar.query import Query

QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*\"""")
"""A text or a name: names are looked for outside of texts."""


@dataclass(frozen=True)
class JointQuery:
    """Named columns of all queries, and of each query what it gives; `slow`: rows that any of them leaves to `exact`."""

    layers: Layers
    outputs: tuple[Mapping[str, str], ...]
    slow: str


def joint(queries: Sequence[Query]) -> JointQuery:
    """The queries over one source as one: the same SQL, where they compute the same from the same."""
    whole = _Whole()
    outputs: list[Mapping[str, str]] = []
    slow: dict[str, None] = {}
    for query in queries:
        renamed = whole.taken_in(query.layers)
        outputs.append({one.name: _renamed(one.sql, renamed) for one in query.outputs})
        if query.slow != "FALSE":
            slow[f"({_renamed(query.slow, renamed)} IS NOT FALSE)"] = None
    return JointQuery(Layers(whole.columns), tuple(outputs), joined(" OR ", list(slow)) if slow else "FALSE")


class _Whole:
    """The named columns of all queries that were taken in, layer by layer."""

    def __init__(self) -> None:
        self.columns: list[dict[str, str]] = []
        self.names: dict[tuple[int, str], str] = {}

    def taken_in(self, layers: Layers) -> Mapping[str, str]:
        """What the columns of a query are called here; those that say what one of their layer says already, like that one."""
        renamed: dict[str, str] = {}
        for depth, layer in enumerate(layers.columns):
            if len(self.columns) <= depth:
                self.columns.append({})
            for name, said in layer.items():
                key = depth, _renamed(said, renamed)
                if key not in self.names:
                    self.names[key] = quoted(f"j~{len(self.names)}")
                    self.columns[depth][self.names[key]] = key[1]
                renamed[name] = self.names[key]
        return renamed


def _renamed(sql: str, names: Mapping[str, str]) -> str:
    return QUOTED.sub(lambda found: names.get(found[0], found[0]), sql)
