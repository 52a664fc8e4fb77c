"""What a formula may call by name: its words, and the names that its rulebook gives it."""

from __future__ import annotations

from typing import Protocol

from scoring.nodes.node import Node
from scoring.problems import Place, Problem

KEYWORDS = ("and", "or", "not", "if", "then", "else", "in", "true", "false")


class Names(Protocol):
    """The names in reach of a formula: facts, values, `target`, `it`, parameters."""

    def find(self, name: str, at: Place) -> Node | None:
        """The node of a name, dots included (`limit.diverted_funds`); None when there is no such name."""

    def near(self, name: str) -> str | None:
        """The name most like one that there is not."""

    def call(self, name: str, args: tuple[Node, ...], at: Place) -> tuple[Node | None, list[Problem]] | None:
        """A value with parameters, given its arguments; None when there is no such value."""
