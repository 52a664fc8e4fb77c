"""The small core that every rule becomes: some ten node types, and the values they give.

`lowering` turns every construct of the TOML language into these nodes; the engines run nothing else.
Nodes are immutable and compared by identity, so one node shared by several clauses (the tested value
of a table, say) is computed and traced once.

Values at run time: a number is a `Fraction` in the base unit of its dimension (元, not 万元; 0.95,
not 95), yes/no a `bool`, text a `str`, a date a `Day`, a list a tuple, a record or a table's several
results a dict; `Bound` is a number of which only limits are known; `Unknown` is the third truth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Union

from scoring.day import Day
from scoring.problems import Place, Text
from scoring.quantity import DIMENSIONLESS, Bound, Dimension, Rounding


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be computed.

    `missing` names what would have to be known, in order; `because` says why where nothing is missing
    but there is no result, as in a division by zero.
    """

    missing: tuple[str, ...] = ()
    because: Text | None = None

    def and_also(self, other: Unknown) -> Unknown:
        return Unknown(tuple(dict.fromkeys(self.missing + other.missing)), self.because or other.because)


Value = Union[Fraction, bool, str, Day, Bound, Unknown, tuple["Value", ...], dict[str, "Value"], None]  # noqa: UP007
"""`None` is "no result": a table that matched nothing and says so may happen."""

KindName = Literal["number", "yes_no", "text", "date", "list", "record", "any"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is. Numbers have a dimension and the unit people write them in (`%` marks a share)."""

    name: KindName
    dimension: Dimension = DIMENSIONLESS
    unit: str | None = None
    options: tuple[str, ...] | None = None  # of text that is one of several, in order
    fields: tuple[tuple[str, Kind], ...] = ()  # of a record, of a list's records, of several results

    @property
    def is_share(self) -> bool:
        return self.name == "number" and self.unit == "%"


NUMBER = Kind("number")
SHARE = Kind("number", unit="%")
YES_NO = Kind("yes_no")
TEXT = Kind("text")
DATE = Kind("date")
ANY = Kind("any")  # not yet known: a criterion checked by itself, without an indicator


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """A constant. `written` is how the author wrote it, for the trace."""

    kind: Kind
    value: Value
    written: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A fact, an indicator's own input (`B11.actual`), another value of the program, or `total`."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A field of the record that an aggregate over a list is looking at."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic:
    """`op` of numbers (or dates: `days`, `year`, `month`). Unknown when an argument is.

    + - * / ^ negate abs floor ceil round min max sum mean geomean median count ln log10 exp sqrt erf
    clamp days year month
    """

    kind: Kind
    op: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compare:
    """== != < <= > >= and `within` (a date inside a period): yes, no or unknown."""

    kind: Kind
    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Logic:
    """Kleene's and, or, not."""

    kind: Kind
    op: Literal["and", "or", "not"]
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Whether its argument has a value at all: never unknown itself. Its opposite is the cell `missing`."""

    kind: Kind
    arg: Node


@dataclass(frozen=True, slots=True, eq=False)
class Evidenced:
    """Whether a yes/no fact holds *and* names its evidence; a yes without evidence is unknown."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """One branch: taken when `when` holds (None: always), giving `then`.

    `bounds` (lowest, highest points) hold when the clause is taken but `then` is unknown, as with a
    judged level whose share nobody gave. `outputs` replaces `then` in a table of several results.
    """

    id: str
    when: Node | None
    then: Node
    place: Place
    label: Text | None = None
    bounds: tuple[Fraction, Fraction] | None = None
    quote: str = ""
    policy: str | None = None  # the missing policy that this clause stands for


Hit = Literal["first", "unique", "any", "priority", "sum", "min", "max", "count", "all", "all_by_output", "ranked"]


@dataclass(frozen=True, slots=True, eq=False)
class Choose:
    """A table: which of the clauses hold, and what comes of it by the hit policy.

    `first` stops at an unknown clause; `unique` with two true clauses is a fault of the rulebook.
    `otherwise` is what no clause gives; None there means that nothing matching is a fault.
    `ranked` orders clauses that give `code` and `lost` by what was lost, most first, and gives the codes.
    `quiet` marks choices that are no clauses of anybody's rule (if … then … else, cases of a formula).
    """

    kind: Kind
    clauses: tuple[Clause, ...]
    hit: Hit
    place: Place
    otherwise: Clause | None = None
    name: str = ""
    quiet: bool = False
    order: tuple[str, ...] = ()  # of results, for `priority` and `all_by_output`
    most: int | None = None  # of `ranked`: how many at most


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One member of a combination, with its weight; `label` is its name for the trace."""

    node: Node
    weight: Fraction
    label: str
    when: Node | None = None  # outside it, the member is left out


@dataclass(frozen=True, slots=True, eq=False)
class Combine:
    """Named members with weights, combined: sum product mean geomean median min max count.

    `missing` says what an unknown member does: `not_scorable` (all is unknown), `zero`, or
    `leave_out` (the others carry on with their weights).
    """

    kind: Kind
    how: str
    members: tuple[Member, ...]
    missing: str = "not_scorable"


@dataclass(frozen=True, slots=True, eq=False)
class Each:
    """An aggregate of `body` over a list's records (`Item` nodes in it are the record's fields)."""

    kind: Kind
    how: str  # sum product mean geomean median min max count all any
    records: Node
    body: Node


@dataclass(frozen=True, slots=True, eq=False)
class Pick:
    """One of the several results of a table, or one field of a record."""

    kind: Kind
    arg: Node
    output: str


@dataclass(frozen=True, slots=True, eq=False)
class Several:
    """Several named results at once: what a clause of a table with several results gives."""

    kind: Kind
    outputs: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    kind: Kind
    arg: Node
    rounding: Rounding


Node = Union[  # noqa: UP007
    Constant, Name, Item, Arithmetic, Compare, Logic, Known, Evidenced, Choose, Combine, Each, Pick, Several, Round
]


def children(node: Node) -> Iterator[Node]:
    """The nodes right below, in the order in which they are written."""
    match node:
        case Arithmetic() | Logic():
            yield from node.args
        case Compare():
            yield node.left
            yield node.right
        case Known() | Pick() | Round():
            yield node.arg
        case Choose():
            for clause in (*node.clauses, *((node.otherwise,) if node.otherwise else ())):
                if clause.when is not None:
                    yield clause.when
                yield clause.then
        case Combine():
            for member in node.members:
                if member.when is not None:
                    yield member.when
                yield member.node
        case Each():
            yield node.records
            yield node.body
        case Several():
            for _, output in node.outputs:
                yield output
        case _:
            return


def names_in(node: Node) -> tuple[str, ...]:
    """Every fact and value that a node reads, each once, in the order in which they are written."""
    found: dict[str, None] = {}
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if id(at) in seen:
            continue
        seen.add(id(at))
        if isinstance(at, Name | Evidenced):
            found[at.name] = None
        waiting.extend(reversed(list(children(at))))
    return tuple(found)


def choices_in(node: Node) -> tuple[Choose, ...]:
    """Every `Choose` below and including a node, outermost first."""
    found: dict[int, Choose] = {}
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if id(at) in seen:
            continue
        seen.add(id(at))
        if isinstance(at, Choose):
            found[id(at)] = at
        waiting.extend(reversed(list(children(at))))
    return tuple(found.values())


def main_choice(node: Node) -> Choose | None:
    """The table that a criterion's points come from: the outermost that is somebody's rule."""
    return next((choose for choose in choices_in(node) if not choose.quiet), None)
