"""The small core that every rule becomes: some fifteen node types.

`program` turns every construct of the TOML language into these nodes; the engines run nothing else.
Nodes are immutable and have numbers of their own, so one node shared by several clauses (the tested value
of a table, say) is computed and traced once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import Literal, Union

from scoring.nodes.kind import Kind
from scoring.problems import Place, Text
from scoring.values.rounding import Rounding
from scoring.values.value import Value

_numbers = count(1)
_scopes = count(1)


def new_scope() -> int:
    """A scope for the records of one aggregate, column or list: its own, whoever else looks at the same list."""
    return next(_scopes)


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """A node's own number, given when it is made and never again: what caches and sameness rest on."""

    number: int = field(init=False, repr=False, default_factory=_numbers.__next__)


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Numbered):
    """A constant. `written` is how the author wrote it, for the trace; `stands_for` names what of an indicator's row it
    is, such as `N1.weight`, where a form has a cell for it."""

    kind: Kind
    value: Value
    written: str = ""
    stands_for: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Name(Numbered):
    """A fact, an indicator's own input (`B11.actual`), another value of the program, or `total`."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Item(Numbered):
    """A field of the record that whatever has this scope is looking at; as written it is `out` records further out."""

    kind: Kind
    name: str
    scope: int
    out: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Numbered):
    """`op` of numbers (or dates: `days`, `year`, `month`). Unknown when an argument is.

    + - * / ^ negate abs floor ceil round min max sum mean geomean median count ln log10 exp sqrt erf
    clamp days year month
    """

    kind: Kind
    op: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Numbered):
    """== != < <= > >= and `within` (a date inside a period): yes, no or unknown."""

    kind: Kind
    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Logic(Numbered):
    """Kleene's and, or, not."""

    kind: Kind
    op: Literal["and", "or", "not"]
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Known(Numbered):
    """Whether its argument has a value at all: never unknown itself. Its opposite is the cell `missing`."""

    kind: Kind
    arg: Node


@dataclass(frozen=True, slots=True, eq=False)
class Evidenced(Numbered):
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
class Choose(Numbered):
    """A table: which of the clauses hold, and what comes of it by the hit policy.

    `first` stops at an unknown clause; `unique` with two true clauses is a fault of the rulebook.
    `otherwise` is what no clause gives; None there means that nothing matching is a fault.
    `acting`: a clause that does not apply does not act, as with deductions and items; elsewhere it makes the table not
    apply. `ranked` orders clauses that give `code` and `lost` by what was lost, most first, and gives the codes.
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
    acting: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One member of a combination, with its weight, which may be negative; `label` is its name for the trace."""

    node: Node
    weight: Fraction
    label: str
    named: Text | None = None  # what its author calls it
    weigh: Node | None = None  # its weight instead, where facts decide it


@dataclass(frozen=True, slots=True, eq=False)
class Combine(Numbered):
    """Named members with weights, combined: sum product mean geomean median min max count.

    `missing` says what an unknown member does: `not_scorable` (all is unknown), `zero`, or
    `leave_out` (the others carry on with their weights).
    """

    kind: Kind
    how: str
    members: tuple[Member, ...]
    missing: str = "not_scorable"


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """How many at either end of an order are left out; or kept, and the others left out."""

    keep: bool
    first: Node | None = None
    last: Node | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Each(Numbered):
    """An aggregate of `body` over the records of a list, each looked at in turn under the scope.

    `list` is the values one after the other, what is absent included. Otherwise a record counts where `where` holds and the
    body applies; of records with the same `distinct` one counts; `cut` leaves out the lowest or the highest by the body.
    `otherwise` is what comes of no record; `nth` which one is meant, counted from 1.
    """

    kind: Kind
    how: str  # sum product mean geomean median min max count all any first last nth list
    records: Node
    body: Node
    scope: int
    where: Node | None = None
    weight: Node | None = None
    distinct: Node | None = None
    otherwise: Node | None = None
    cut: Cut | None = None
    nth: Node | None = None
    place: Place | None = None  # where it is written


@dataclass(frozen=True, slots=True, eq=False)
class Column(Numbered):
    """What the definition `LIST.NAME` has for the record of a scope, which is one of LIST or of a list made from it."""

    kind: Kind
    list: str
    name: str
    scope: int
    out: int = 0

    @property
    def definition(self) -> str:
        return f"{self.list}.{self.name}"


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """What records are ordered by: the smallest first, or the largest."""

    node: Node
    largest_first: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """Leave out those without which the sum of `of` ÷ the sum of `to` is highest."""

    of: Node
    to: Node


@dataclass(frozen=True, slots=True, eq=False)
class Fill:
    """Records added until there are `to` of them, each with these fields."""

    to: Node
    fields: tuple[tuple[str, Node], ...]


Ties = Literal["shared", "dense", "last", "listed", "told"]


@dataclass(frozen=True, slots=True, eq=False)
class Selection(Numbered):
    """A list made from another: its records for which `where` holds, filled up, in order, without those that are cut.

    The cut passes over records that `never` holds for. `ties`: records with the same keys stay as they are listed, or
    are a fault where they lie at an edge of the cut (`told`). With `ratio` the cut's `first` says how many are left out.
    """

    kind: Kind
    records: Node
    scope: int
    name: str
    place: Place
    where: Node | None = None
    order: tuple[Key, ...] = ()
    cut: Cut | None = None
    never: Node | None = None
    ratio: Ratio | None = None
    fill: Fill | None = None
    ties: Ties = "listed"


@dataclass(frozen=True, slots=True, eq=False)
class Places(Numbered):
    """The place of every record of a list: `place`, `of` how many, `share`, counted `within` its group, `among` those
    for which that holds. Records with the same keys are `shared` 1 2 2 4, `dense` 1 2 2 3, `last` 1 3 3 4, `listed`
    1 2 3 4, or a fault (`told`)."""

    kind: Kind
    records: Node
    scope: int
    name: str
    place: Place
    keys: tuple[Key, ...]
    within: Node | None = None
    among: Node | None = None
    ties: Ties = "shared"


@dataclass(frozen=True, slots=True, eq=False)
class Pick(Numbered):
    """One of the several results of a table, or one field of a record."""

    kind: Kind
    arg: Node
    output: str


@dataclass(frozen=True, slots=True, eq=False)
class Several(Numbered):
    """Several named results at once: what a clause of a table with several results gives."""

    kind: Kind
    outputs: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Round(Numbered):
    kind: Kind
    arg: Node
    rounding: Rounding


Node = Union[  # noqa: UP007
    Constant, Name, Item, Arithmetic, Compare, Logic, Known, Evidenced, Choose, Combine, Each, Column, Selection, Places,
    Pick, Several, Round,
]  # fmt: skip
