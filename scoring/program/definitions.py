"""What has a definition of its own in a program: values, lists that are made from others, columns of lists."""

from __future__ import annotations

from typing import Any

from scoring.nodes.kind import Kind
from scoring.nodes.node import Node
from scoring.program.columns import lower_column
from scoring.program.constructs import lower_value
from scoring.program.lists import lower_list
from scoring.program.scope import Scope
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry


def lower_definition(entry: Entry[Any], scope: Scope) -> tuple[Node, Kind]:
    """The node of a value, a list or a column, and its kind: of a column that of the list of its records' values."""
    if isinstance(entry.model, model.ListModel):
        return lower_list(entry, scope)
    if isinstance(entry.model, model.ColumnModel):
        return lower_column(entry, scope)
    return lower_value(entry, scope)
