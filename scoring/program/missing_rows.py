"""Rows for what is missing that can never count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scoring.nodes.node import Name, Node
from scoring.nodes.walk import names_in
from scoring.problems import Text
from scoring.program.scope import Scope
from scoring.rulebook.rulebook import Entry

ANYTHING = ("-", "missing")
"""Cells that are decided for what is missing as well."""

FIRST = Text(
    'delete this row, or write hit = "first" with this row first', '删去这一行，或写 hit = "first" 并把这一行放在最前'
)

Way = tuple[str | int, ...]


def check_missing_rows(entry: Entry[Any], keys: Sequence[Node], hit: str, scope: Scope) -> None:
    """Tells every cell `missing` of a fact that is presumed, or beside a row that leaves the whole table undecided."""
    rows = list(_rows(entry))
    for number, (way, cells) in enumerate(rows):
        for position, (cell, key) in enumerate(zip(cells, keys, strict=False)):
            if "missing" not in (cell if isinstance(cell, list) else [cell]):
                continue
            message, fix = None, FIRST
            if isinstance(key, Name) and _is_presumed(key.name, scope):
                message = Text(
                    f"`{key.name}` is never missing: it is presumed (`if_missing`)",
                    f"{key.name} 有 if_missing 推定值，不会缺失",
                )
                fix = Text("delete this row, or `if_missing`", "删去这一行，或删去 if_missing")
            elif (
                hit != "first"
                and names_in(key)
                and any(_undecided(cells_, position) for other, (_, cells_) in enumerate(rows) if other != number)
            ):
                message = Text(
                    f"what is missing leaves other rows undecided, and with them all of a table by `{hit}`",
                    f"数据缺失时其他行无法判断，按 {hit} 的整个表格也就无法判断",
                )
            if message is not None:
                scope.problem("unreachable-row", message, entry.at("rows", *way, position), fix)


def _rows(entry: Entry[Any]) -> Iterator[tuple[Way, list[Any]]]:
    """Each row's cells, and the way to them."""
    for number, row in enumerate(entry.model.rows):
        way: Way = (number,)
        if isinstance(row, dict):
            row, way = row.get("row"), (number, "row")
        if isinstance(row, list) and row[:1] != ["else"]:
            yield way, row


def _is_presumed(name: str, scope: Scope) -> bool:
    fact = scope.state.sections.facts.get(name)
    return fact is not None and fact.model.if_missing is not None


def _undecided(cells: Sequence[Any], position: int) -> bool:
    """Whether a row is undecided where the key at a position is missing, whatever the others are."""
    if position >= len(cells) or cells[position] in ANYTHING or isinstance(cells[position], list):
        return False
    return all(cell == "-" for number, cell in enumerate(cells[:-1]) if number != position)
