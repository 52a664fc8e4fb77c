"""What the columns of a table are to a program, and the inputs that are read from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.cells import Cells, Reader
from scoring.engines.columnar.compiler import roots_of
from scoring.engines.columnar.duck import literal
from scoring.engines.columnar.fragments import (
    FALSE,
    TRUE,
    Fragment,
    Layers,
    NotInSql,
    Truth,
    both,
    either,
    opposite,
    surely,
)
from scoring.engines.columnar.ratios import Ratio, WholeNumber, comparison
from scoring.engines.columnar.sql_values import INAPPLICABLE, MISSING, NamedValue, Pieces, Value
from scoring.formula.function import PRECISION
from scoring.nodes.kind import Kind
from scoring.nodes.node import Compare, Constant, Name
from scoring.nodes.walk import names_in
from scoring.program.program import Program, Requirement
from scoring.project.targets import QUALITATIVE
from scoring.values.rounding import Rounding
from scoring.values.value import Value as Exact


@dataclass(frozen=True)
class Variant:
    """One way in which a row of a form is written: the sign of its target, and whether it is judged, or has a reason.

    `program` is the number of the program in which the indicator is lowered so.
    """

    program: int
    signs: tuple[str | None, ...]  # None: no target
    judged: bool | None = None
    why: bool | None = None


@dataclass(frozen=True)
class Judged:
    """A judged indicator's levels, for the bounds of what a person may give."""

    name: str
    low: Fraction
    high: Fraction
    high_included: bool
    in_points: bool
    step: Fraction | None


@dataclass(frozen=True)
class PlaceColumns:
    """A place that was computed of all rows: the columns that tell whether there is one, which, and of how many."""

    whether: str
    place: str
    of: str
    most: int  # rows
    others: Sequence[str] = ()  # how many may yet come before it, or join: rows that have such are for `exact`

    @property
    def settled(self) -> Truth:
        """Whether nobody may yet change it."""
        return Truth(f"(COALESCE({' + '.join(self.others)}, 0) = 0)") if self.others else TRUE

    def value(self) -> Value:
        """The place with its share; what a row is not placed for is nothing that applies, or is not known."""
        place, of = (WholeNumber(name, 0, frozenset([name]), 1, self.most) for name in (self.place, self.of))
        found = NamedValue((("place", Ratio(Fraction(1), place)), ("of", Ratio(Fraction(1), of)),
                            ("share", Ratio(Fraction(1), place, of))))  # fmt: skip
        counted, without = (Truth(f"({self.whether} = {literal(one)})") for one in ("counted", "not_applicable"))
        return Pieces(((counted, found), (without, INAPPLICABLE), (None, MISSING)))


@dataclass
class InputColumns:
    """What the columns of a table are to a program."""

    reported: Mapping[str, tuple[Cells, Kind]] = field(default_factory=dict)  # facts, and inputs such as `N1.actual`
    presumed: Mapping[str, Value] = field(default_factory=dict)
    fixed: Mapping[str, Exact] = field(default_factory=dict)  # inputs that the set gives
    targets: Mapping[str, tuple[Cells, Kind | None]] = field(
        default_factory=dict
    )  # columns of targets with their signs
    variants: Mapping[str, Sequence[Variant]] = field(default_factory=dict)
    reasons: Mapping[str, Cells] = field(default_factory=dict)  # columns of `why`
    levels: Mapping[str, Sequence[Judged]] = field(default_factory=dict)
    declared: Mapping[str, Cells] = field(default_factory=dict)  # columns of reasons why an indicator does not apply
    claimed: Mapping[str, tuple[Cells | None, Mapping[str, Cells]]] = field(default_factory=dict)  # by role
    harmless: Sequence[Cells] = ()  # texts that move nothing
    other: Sequence[Cells] = ()  # columns that send a row to `exact` wherever they are not empty
    names: Cells | None = None  # of projects
    places: Mapping[str, PlaceColumns] = field(default_factory=dict)  # among other projects, as far as they are known
    findings: Sequence[str] = ()  # codes that every row has


class SqlInputs:
    """Reads the inputs of programs from the columns of a table; `demands` is what a row must fulfil to be for SQL."""

    def __init__(self, programs: Sequence[Program], table: InputColumns, reader: Reader, layers: Layers) -> None:
        self.programs, self.table, self.reader, self.layers = programs, table, reader, layers
        self.sign: dict[str, Fragment] = {}
        self.demands: list[Truth] = []

    def inputs(self) -> dict[str, Value]:
        """The value of every fact and input by name; cells that are for `exact` are told to the reader."""
        given: dict[str, Value] = {name: at.of_exact(value) for name, value in self.table.fixed.items()}
        given.update(self.table.presumed)
        for name, (cells, kind) in self.table.reported.items():
            floor, strictly = self._floor(name)
            cells = replace(cells, floor=floor, above_floor=strictly, settles=self._settles(name, cells, kind))
            value = self.reader.value(cells, kind, self.table.presumed.get(name))
            if value is None:
                self.reader.refuse(cells)
                value = MISSING
            given[name] = value
            self._about(name, cells)
        for name, place in self.table.places.items():
            given[name] = place.value()
            self.demands.append(place.settled)
        for name in self._precise():
            if name not in self.table.reported:
                if name in self.table.presumed:
                    raise NotInSql("how precisely a fact is written that is presumed")
                continue
            cells, kind = self.table.reported[name]
            if name in self.table.presumed:  # `exact` tells it of what is presumed
                self.reader.plain.append(f"({cells.column} IS NOT NULL)")
            precision = self.reader.precision(cells, kind)
            if precision is None:
                self.reader.refuse(cells)
            given[f"{name}{PRECISION}"] = MISSING if precision is None else precision
        for id_, (cells, target) in self.table.targets.items():
            self._target(id_, cells, target, given)
        for id_, levels in self.table.levels.items():
            self._judgement(id_, levels, given)
        for cells in self.table.harmless:
            self.reader.demand(cells, f"LENGTH({cells.column}) <= 200")
        for cells in self.table.other:
            self.reader.refuse(cells)
        return given

    def _precise(self) -> set[str]:
        """Facts whose written digits something counts."""
        read = {name for program in self.programs for root in roots_of(program) for name in names_in(root)}
        return {name.removesuffix(PRECISION) for name in read if name.endswith(PRECISION)}

    def _settles(self, name: str, cells: Cells, kind: Kind) -> bool:
        """Whether a column of actuals says what is measured: where there is a target, that does.

        Rows without one, whose actual has no unit of its own, are for `exact`.
        """
        id_, _, key = name.rpartition(".")
        if key != "actual" or id_ not in {one.id for one in self.programs[0].indicators}:
            return False
        if f"{id_}.target" in self.table.fixed:
            return False
        if id_ not in self.table.targets:
            return True
        if cells.unit is None and (kind.dimension or kind.is_share):
            target = self.table.targets[id_][0].column
            bare = "TRUE"
            if cells.type == "VARCHAR":
                bare = f"REGEXP_FULL_MATCH({cells.column}, '[+-]?[0-9]+([.][0-9]+)?')"
            self.reader.plain.append(f"({target} IS NOT NULL OR {cells.column} IS NULL OR NOT {bare})")
        return False

    def _about(self, name: str, cells: Cells) -> None:
        """Evidence of a fact that nobody reports is a problem that `exact` tells."""
        fact, _, key = name.rpartition(".")
        if key == "evidence":
            of = self.table.reported.get(fact)
            there = "" if of is None else f" OR {of[0].column} IS NOT NULL"
            self.reader.plain.append(f"({cells.column} IS NULL{there})")

    def _floor(self, name: str) -> tuple[Fraction | None, bool]:
        """The least that a reported number must be for its project to be scored, and whether it must be more than that."""
        found: tuple[Fraction | None, bool] = None, False
        for one in self.programs[0].requirements:
            floor = floor_of(one, name)
            if floor is not None and (found[0] is None or floor > (found[0], found[1])):
                found = floor
        return found

    def _target(self, id_: str, cells: Cells, kind: Kind | None, given: dict[str, Value]) -> None:
        """A column of targets such as `>= 100 人`: its sign, and the number as that of any column; `定性` has none."""
        signs = {sign for variant in self.table.variants[id_] for sign in variant.signs if sign}
        listed = "|".join(sorted(signs, key=lambda sign: (-len(sign), sign)))
        pattern = literal(f"^({listed}) *(.*)$")
        parts = [
            Fragment(f"NULLIF(REGEXP_EXTRACT({cells.column}, {pattern}, {group}), '')", cells.layer, None)
            for group in (1, 2)
        ]
        sign, amount = (self.layers.let(part, hint) for part, hint in zip(parts, ("sign", "amount"), strict=True))
        self.sign[id_] = sign
        self.reader.demand(cells, f"({cells.column} IS NULL OR {sign.sql} IS NOT NULL)")
        self.reader.plain.append(f"({sign.sql} IS NULL OR ({sign.sql} = '{QUALITATIVE}') = ({amount.sql} IS NULL))")
        if kind is not None:
            value = self.reader.value(replace(cells, column=amount.sql, layer=amount.layer, settles=True), kind)
            given[f"{id_}.target"] = MISSING if value is None else value

    def _judgement(self, id_: str, levels: Sequence[Judged], given: Mapping[str, Value]) -> None:
        """A share or points outside their level, or without one, are a problem that `exact` tells."""
        level = at.as_word(given.get(f"{id_}.judged.level", MISSING), self.layers)
        for measure in ("share", "points"):
            number = at.as_ratio(given.get(f"{id_}.judged.{measure}", MISSING), self.layers)
            if number is None:
                continue
            has = at.known(number, self.layers)
            inside = []
            for one in levels:
                if level is None or one.in_points != (measure == "points"):
                    continue
                edge = "<=" if one.high_included else "<"
                fits = both(
                    comparison(">=", number, ratios.constant(one.low)),
                    comparison(edge, number, ratios.constant(one.high)),
                )
                if one.step:
                    steps = ratios.division(number, ratios.constant(one.step), self.layers)
                    assert steps is not None
                    fits = both(fits, comparison("==", steps, ratios.rounded(steps, Rounding("floor", 0), self.layers)))
                inside.append(both(Truth(f"({level.sql} = {literal(one.name)})", level.layer, level.nulls), fits))
            sound = surely(either(*inside)) if inside else FALSE
            self.demands.append(either(opposite(has), sound))

    def is_variant(self, id_: str, variant: Variant) -> Truth:
        """Whether a row is written so; never unknown."""
        parts: list[Truth] = []
        if id_ in self.sign:
            sign = self.sign[id_]
            listed = [one for one in variant.signs if one is not None]
            tests = [f"{sign.sql} IS NULL"] if None in variant.signs else []
            tests += [f"COALESCE({sign.sql} IN ({', '.join(map(literal, listed))}), FALSE)"] if listed else []
            parts.append(Truth(f"({' OR '.join(tests)})", sign.layer))
        if variant.judged is not None:
            cells = self.table.reported[f"{id_}.judged.level"][0]
            parts.append(Truth(f"({cells.column} IS {'NOT ' if variant.judged else ''}NULL)"))
        if variant.why is not None:
            cells = self.table.reasons[id_]
            parts.append(Truth(f"({cells.column} IS {'NOT ' if variant.why else ''}NULL)"))
        return both(*parts)


def floor_of(requirement: Requirement, name: str) -> tuple[Fraction, bool] | None:
    """The least that a requirement allows a reported number, if that is what it says; whether that itself is too little."""
    that = requirement.that
    if requirement.fact != name or not isinstance(that, Compare) or that.op not in (">=", ">"):
        return None
    if not (isinstance(that.left, Name) and that.left.name == name and isinstance(that.right, Constant)):
        return None
    return (that.right.value, that.op == ">") if isinstance(that.right.value, Fraction) else None
