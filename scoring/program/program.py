"""A rulebook and an indicator set, lowered: what engines run for one shape of project.

Everything in here is core nodes, exact numbers and places; nothing of TOML is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from scoring.nodes.kind import Kind
from scoring.nodes.node import Choose, Key, Node
from scoring.nodes.walk import names_in
from scoring.problems import Place, Severity, Text
from scoring.values.rounding import Rounding
from scoring.values.units import Unit
from scoring.values.value import Value

EXACT = Rounding("half_up", None)


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A value that others read by name, after everything that it reads itself."""

    name: str
    label: Text
    node: Node
    kind: Kind
    place: Place
    basis: Text | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A value with parameters, written out for its arguments."""

    name: str
    arguments: tuple[tuple[str, Node], ...]  # by parameter
    node: Node
    place: Place  # of the value


@dataclass(frozen=True, slots=True)
class Missing:
    """What happens when something needed is missing. `policy` as the author wrote it; not_scorable is the law's own."""

    policy: str = "not_scorable"  # not_scorable zero full leave_out no_total value row
    value: Node | None = None  # points, for `value` and `row`
    written: str = "not_scorable"
    place: Place | None = None
    asked: Any = None  # of the policies `value` and `row`, as written


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """An indicator's rule, lowered for it: `points` before rounding, between the static bounds."""

    rule: str
    label: Text | None
    points: Node
    lowest: Fraction
    highest: Fraction
    place: Place
    basis: Text | None
    missing: Missing
    applies: Node | None = None  # `when`: outside it the indicator is not applicable
    applies_written: str = ""
    choice: Choose | None = None  # the table that the points come from


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    id: str
    path: tuple[str, ...]
    label: Text
    weight: Fraction
    group: str  # its path as written: 产出/数量
    criterion: Criterion
    place: Place
    sign: str | None = None
    actual: Node | None = None
    weighed: bool = True  # whether anybody said what it weighs

    @property
    def is_judged(self) -> bool:
        """Whether its points rest on what a person decided of it."""
        return any(name.startswith(f"{self.id}.judged.") for name in names_in(self.criterion.points))


@dataclass(frozen=True, slots=True)
class Group:
    """A group by path; `weight` as declared or what its members weigh."""

    path: str
    label: Text
    weight: Fraction
    how: str = "sum"
    rounding: Rounding | None = None
    declared: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """A veto, cap or floor. Ends are points; `grade` is the best grade that is left."""

    name: str
    label: Text
    when: Choose  # one clause, so that engines match it like any other
    place: Place
    grade: str | None  # the best that is left
    total: tuple[Fraction | None, Fraction | None]  # at least, at most
    groups: Mapping[str, tuple[Fraction | None, Fraction | None]]
    basis: Text | None = None
    least_grade: str | None = None  # the lowest that is left


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A statement that should hold; broken, it is a finding and changes no point."""

    name: str
    label: Text
    that: Node
    place: Place
    severity: Severity
    stops: bool
    message: Text | None = None
    sides: tuple[Node, ...] = ()  # of a comparison, to be shown
    silent_when_unknown: bool = False  # a criterion's own check: what is missing is said there already
    basis: Text | None = None
    silent_for: frozenset[str] = frozenset()  # facts that may be missing: undecided for want of these, it says nothing
    row: str | None = None  # the indicator that it is for
    of_amounts: bool = False  # only of rows that report a target or an actual, by the unit of these


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """What a fact must fulfil for the project to be scored at all, such as its range."""

    fact: str
    that: Node
    message: Text
    fix: Text | None
    code: str


@dataclass(frozen=True, slots=True, eq=False)
class Grade:
    """A grade table; `names` from the lowest grade to the best."""

    choose: Choose
    names: tuple[str, ...]
    by_points: bool = True  # written for a number of points in all, so that another scale has no grade


@dataclass(frozen=True, slots=True, eq=False)
class MemberColumn:
    """What a result has for each record of its list: a field, a column, or one of a column's several results."""

    name: str
    label: Text
    node: Node
    kind: Kind


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """Of a result for each record: the list, the field that names the records, and what it has for each.

    `others` are further columns of the list, for the trace of those that rest on them.
    """

    list: str
    root: str  # the list that was reported, of one that was made from it
    key: str
    columns: tuple[MemberColumn, ...]
    others: tuple[MemberColumn, ...]


HEADS_OF_PROJECTS = frozenset(
    ("row", "project", "status", "total", "lowest", "highest", "grade", "limits", "findings", "rulebook")
)
"""What columns of every project are called in a table that comes out."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A named result of the scorecard."""

    name: str
    label: Text
    node: Node
    kind: Kind
    place: Place
    rounding: Rounding | None
    optional: bool
    is_total: bool
    grade: Grade | None
    basis: Text | None = None
    digits: int | None = None  # always shown, in its unit
    members: Members | None = None  # of a result for each record

    @property
    def head(self) -> str:
        """Its column's in a table: with the unit that its numbers are given in."""
        name = f"result.{self.name}" if self.name in HEADS_OF_PROJECTS else self.name
        return f"{name} ({self.kind.unit})" if self.kind.name == "number" and self.kind.unit else name


@dataclass(frozen=True, slots=True)
class PeerOrder:
    """How projects are put in order by their keys, and which places those alike have."""

    largest_first: tuple[bool, ...]  # of each key
    ties: Literal["shared", "dense", "last"] = "shared"


@dataclass(frozen=True, slots=True, eq=False)
class PeerPlace:
    """A place among the projects of a table, by these keys, counted within what is alike, among those for which it holds.

    It is computed from all projects and given to each as `peers.NAME`; `level` is above those of the places that it rests on.
    """

    name: str
    label: Text
    keys: tuple[Key, ...]
    within: tuple[Node, ...]
    among: Node | None
    ties: Literal["shared", "dense", "last"]
    place: Place
    counts_all: bool = False  # incomplete projects as well: as long as there are such, places are ranges
    level: int = 0

    @property
    def given(self) -> str:
        """What its value is called where it is given from outside."""
        return f"peers.{self.name}"

    @property
    def order(self) -> PeerOrder:
        return PeerOrder(tuple(key.largest_first for key in self.keys), self.ties)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Everything that a project is asked for."""
        return (*(key.node for key in self.keys), *self.within, *((self.among,) if self.among is not None else ()))


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    definitions: tuple[Definition, ...]  # in an order in which each reads only earlier ones
    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]  # parents before children, in the order of their indicators
    limits: tuple[Limit, ...]  # a limit comes after those it reads
    checks: tuple[Check, ...]
    requirements: tuple[Requirement, ...]
    results: tuple[Result, ...]
    grade: Grade | None
    possible: Fraction | None
    weight: Fraction  # of all indicators
    constants: Mapping[int, Value]  # values of nodes that no fact changes, by number
    rounding: Rounding | None  # of every indicator's points
    not_applicable: str  # rescale siblings full
    units: Mapping[str, Unit]
    labels: Mapping[str, Text]  # of facts and values
    peers: tuple[PeerPlace, ...] = ()  # by level
    calls: tuple[Call, ...] = ()  # in the order in which they were first needed
    memory: dict[Any, Any] = field(
        default_factory=dict, repr=False
    )  # what depends on the program alone, found out once
