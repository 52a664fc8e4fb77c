"""What a formula may call by name: its words, and the names that its rulebook gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from scoring.nodes.kind import Kind
from scoring.nodes.node import Column, Node
from scoring.problems import Place, Problem

KEYWORDS = ("and", "or", "not", "if", "then", "else", "in", "true", "false")


@dataclass(frozen=True, slots=True)
class Around:
    """A record that a formula stands in: of which list, and the scope under which it is looked at."""

    kind: Kind
    scope: int


class Names(Protocol):
    """The names in reach of a formula: facts, values, `target`, `it`, parameters."""

    @property
    def around(self) -> Sequence[Around]:
        """The record that all of the formula is about, as a column's is; none elsewhere."""

    def column(self, name: str, around: Around, at: Place) -> Column | None:
        """What a column of the record's list has for this record; None where the list has no such column."""

    def columns(self, around: Around) -> Sequence[str]:
        """The names of the columns that the record's list has."""

    def find(self, name: str, at: Place) -> Node | None:
        """The node of a name, dots included (`limit.diverted_funds`); None when there is no such name."""

    def near(self, name: str) -> str | None:
        """The name most like one that there is not."""

    def call(self, name: str, args: tuple[Node, ...], at: Place) -> tuple[Node | None, list[Problem]] | None:
        """A value with parameters, given its arguments; None when there is no such value."""
