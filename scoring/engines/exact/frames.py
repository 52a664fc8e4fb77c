"""Where an evaluation stands: at no record, or at one of a list, perhaps within one of another; and what it knows there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from scoring.nodes.node import Choose, Clause, Each, Node, Places, Selection
from scoring.program.program import Program
from scoring.project.fact_sheet import FactSheet
from scoring.values.value import Absent, Record, Value

Truth = bool | Absent
OfRecords = Each | Selection | Places
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a table: the clauses' truths as far as they were looked at, those taken, the value."""

    taken: tuple[Clause, ...]
    value: Value
    truths: tuple[Truth, ...] | None  # None: ask for them with `truths_of`
    stopped_at: int | None = None  # the first unknown clause, where one stopped it


class Frame:
    """One record looked at under a scope, and what was computed with it alone; the outermost frame looks at none."""

    __slots__ = ("computed", "decided", "number", "of", "orders", "outer", "record", "scope")

    def __init__(
        self, scope: int = 0, record: Record | None = None, outer: Frame | None = None, of: OfRecords | None = None
    ) -> None:
        self.scope, self.record, self.outer, self.of = scope, record, outer, of  # `of`: whose records these are
        self.computed: dict[int, Value] = {}
        self.decided: dict[int, Decision] = {}
        self.orders: dict[int, Any] = {}  # of lists that are the same for this record
        self.number = next(_numbers)


class Looking(Protocol):
    """What the meaning of lists needs of an evaluation."""

    program: Program
    sheet: FactSheet
    frame: Frame
    indexes: dict[int, Any]  # which conditions are found by order, by the number of the aggregate
    scopes: dict[int, frozenset[int]]  # the records that a node's value depends on, as far as it is known

    def orders_at(self, node: Node) -> dict[int, Any]:
        """The orders of lists that are known where a node is remembered."""

    def value(self, node: Node) -> Value:
        """The node's value at the record at hand."""

    def name(self, name: str) -> Value:
        """A fact's value or a definition's."""

    def decision(self, choose: Choose) -> Decision:
        """How a table was decided."""

    definitions: dict[str, Node]

    def columns_of(self, list_: str) -> Sequence[str]:
        """The columns of a list, each after those that it reads."""

    def record(self, scope: int) -> Record | None:
        """The record that is looked at under a scope."""

    def visiting(self, node: OfRecords, records: tuple[Record, ...]) -> Iterator[Record]:
        """Each of the records, looked at under the node's scope until the next."""

    def look_again(self, node: OfRecords, number: int) -> None:
        """Counts records that are looked at for each of others."""

    def looking_at(self, scope: int, record: Record) -> AbstractContextManager[None]:
        """One record is looked at as long as this lasts."""

    def column(self, name: str) -> dict[int, Value]:
        """What is known of a column, by the numbers of records."""
