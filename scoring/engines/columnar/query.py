"""A program over the columns of a table as one SQL text: what each row earns, and whether the row is for `exact`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring.core import Compare, Constant, Kind, Name, names_in
from scoring.engines.columnar import pieces as at
from scoring.engines.columnar import ratios
from scoring.engines.columnar.cells import Cells, Reach, Reader
from scoring.engines.columnar.compiling import Compiler, of_exact
from scoring.engines.columnar.duck import literal
from scoring.engines.columnar.earning import Earned, earned
from scoring.engines.columnar.fragments import (
    FALSE,
    TRUE,
    BeyondWidth,
    Fragment,
    Layers,
    NotInSql,
    Truth,
    both,
    either,
    joined,
    opposite,
    surely,
    surely_not,
    unknown,
)
from scoring.engines.columnar.grades import possible_grades
from scoring.engines.columnar.pieces import MISSING, Pieces, Value
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.engines.columnar.shown import decimal, number_text
from scoring.engines.columnar.subtotals import certain
from scoring.engines.columnar.tallying import Counted, bite, close, count, result_value
from scoring.engines.columnar.texts import (
    codes_text,
    grade_text,
    is_unknown,
    limits_text,
    one_grade,
    outcome_text,
    result_text,
)
from scoring.program import Check, Grade, Program, Requirement
from scoring.quantity import Rounding, Units
from scoring.rows import QUALITATIVE

ROOM = (1000, 10, 1)
"""How many times what was seen numbers may be: the first for which 64 bits hold every step, or else 128."""
CAPS = (10**14, 10**11, 10**8)
"""What numbers may be where not even 128 bits hold every step, in their last decimal; larger ones are for `exact`."""


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


@dataclass
class Table:
    """What the columns of a table are to a program."""

    reported: Mapping[str, tuple[Cells, Kind]] = field(default_factory=dict)  # facts, and inputs such as `N1.actual`
    presumed: Mapping[str, Value] = field(default_factory=dict)
    fixed: Mapping[str, object] = field(default_factory=dict)  # inputs that the set gives
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
    findings: Sequence[str] = ()  # codes that every row has


@dataclass(frozen=True)
class Output:
    """One column that comes out: an exact number of so many decimals, or (None) a text."""

    name: str
    sql: str
    decimals: int | None = None


@dataclass(frozen=True)
class Query:
    """The SQL of a program over a table, with the columns `row`, `slow` and those of `outputs`."""

    layers: Layers
    outputs: tuple[Output, ...]
    slow: str
    wide: bool

    def select(self, source: str, columns: Sequence[tuple[str, str]]) -> str:
        return self.layers.select(source, columns)


def compiled(programs: Sequence[Program], table: Table, outline: Mapping[str, int | None]) -> Query:
    """The query of programs that differ only in how their variants are lowered; `outline` has decimals by column.

    Raises `NotInSql` where every row is for `exact`.
    """
    refused: NotInSql | None = None
    widest: Query | None = None
    for room in ROOM:
        try:
            query = _Writer(programs, table, outline, Reach(room)).query()
        except NotInSql as error:
            refused = error
            continue
        if not query.wide:
            return query
        widest = widest or query
    if widest is not None:
        return widest
    for cap in CAPS if isinstance(refused, BeyondWidth) else ():
        try:
            return _Writer(programs, table, outline, Reach(1, cap)).query()
        except BeyondWidth as error:
            refused = error
    assert refused is not None
    raise refused


class _Writer:
    """Writes one query."""

    def __init__(
        self, programs: Sequence[Program], table: Table, outline: Mapping[str, int | None], reach: Reach
    ) -> None:
        self.programs, self.table, self.outline = programs, table, outline
        self.layers = Layers()
        self.units = Units(programs[0].units)
        self.reader = Reader(self.layers, self.units, reach)
        self.sign: dict[str, Fragment] = {}
        self.demands: list[Truth] = []

    def query(self) -> Query:
        given = self._given()
        main = Compiler(self.programs[0], given, self.layers)
        for definition in main.program.definitions:
            main.name(definition.name)
        others = [Compiler(program, given, self.layers) for program in self.programs[1:]]
        for other in others:
            other.names, other.faults = main.names, main.faults
        compilers = [main, *others]
        self._require(compilers)
        checks = self._checks(compilers)
        result, values = self._counted(compilers)
        outputs = self._outputs(main, result, values, checks)
        slow = self._slow(main)
        texts = [slow, *(one.sql for one in outputs), *(sql for layer in self.layers.columns for sql in layer.values())]
        return Query(self.layers, tuple(outputs), slow, any("HUGEINT" in text for text in texts))

    # ------------------------------------------------------------------ what comes in

    def _given(self) -> dict[str, Value]:
        given: dict[str, Value] = {name: of_exact(value) for name, value in self.table.fixed.items()}  # type: ignore[arg-type]
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
        for id_, (cells, target) in self.table.targets.items():
            self._target(id_, cells, target, given)
        for id_, levels in self.table.levels.items():
            self._judgement(id_, levels, given)
        for cells in self.table.harmless:
            self.reader.demand(cells, f"LENGTH({cells.column}) <= 200")
        for cells in self.table.other:
            self.reader.refuse(cells)
        return given

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
            floor = _floor(one, name)
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

    # ------------------------------------------------------------------ what keeps a row from SQL

    def _require(self, compilers: Sequence[Compiler]) -> None:
        """What facts must fulfil: a row that breaks it is refused, by `exact`."""
        for sql in compilers:
            for one in sql.program.requirements:
                broken = surely_not(sql.truth(one.that))
                if self._kept(sql, one):
                    continue
                sql.faults.append(broken)

    def _kept(self, sql: Compiler, one: Requirement) -> bool:
        """Whether the limits of the column see to it already: rows beyond them are for `exact`."""
        value, floor = sql.names.get(one.fact), _floor(one, one.fact)
        if floor is None or not isinstance(value, Ratio) or one.fact not in self.table.reported:
            return False
        least = value.limits[0]
        return least > floor[0] or (least == floor[0] and not floor[1])

    def _checks(self, compilers: Sequence[Compiler]) -> dict[str, Truth]:
        """By code, where it is a finding: broken checks and undecided ones; where one that stops is broken is no row for SQL."""
        found: dict[str, list[Truth]] = {code: [TRUE] for code in self.table.findings}
        for number, sql in enumerate(compilers):
            for check in sql.program.checks:
                when = TRUE if number == 0 and len(compilers) == 1 else self._of_variant(check, number)
                if when is None:
                    continue
                truth = self.layers.short(sql.truth(check.that))
                broken = both(when, surely_not(truth))
                if check.stops:
                    sql.faults.append(broken)
                else:
                    found.setdefault(check.name, []).append(broken)
                if not check.silent_when_unknown:
                    found.setdefault("check-undecided", []).append(both(when, unknown(truth)))
        return {code: either(*truths) for code, truths in found.items()}

    def _of_variant(self, check: Check, number: int) -> Truth | None:
        """Where a program's check counts: of a row's own, in the rows of that variant; others once."""
        for id_, variants in self.table.variants.items():
            if any(name in (f"{id_}.actual", f"{id_}.target") for name in names_in(check.that)):
                mine = [one for one in variants if one.program == number]
                return either(*(self.is_variant(id_, one) for one in mine)) if mine else None
        return TRUE if number == 0 else None

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

    def _slow(self, main: Compiler) -> str:
        parts = []
        if self.reader.always:
            parts.append(f"{joined(' AND ', self.reader.always)} IS NOT TRUE")
        plain = list(dict.fromkeys(self.reader.plain))
        if plain:
            parts.append(f"{joined(' AND ', plain)} IS FALSE")
        faults = {truth.sql: truth for truth in [*main.faults, *(opposite(one) for one in self.demands)]}
        for truth in faults.values():
            if truth.constant is True:
                raise NotInSql("a fault in every row")
            if truth.constant is None:
                parts.append(truth.sql)
        return f"({joined(' OR ', parts)})" if parts else "FALSE"

    # ------------------------------------------------------------------ what comes out

    def _counted(self, compilers: Sequence[Compiler]) -> tuple[Counted, dict[str, Value]]:
        main = compilers[0]
        values: dict[str, Value] = {}
        if main.program.indicators:
            result = count([self._earned(number, compilers) for number in range(len(main.program.indicators))], main)
            for one in main.program.results:
                values[one.name] = result_value(one, main)
            return result, values
        result = Counted(())
        ordered = sorted(main.program.results, key=lambda one: one.is_total)
        for one in ordered:
            if one.is_total:
                value = result_value(one, main)
                self._total_of_result(value, one.grade or main.program.grade, main, result)
            values[one.name] = result_value(one, main)
        if not any(one.is_total for one in ordered):
            self._total_of_result(MISSING, None, main, result)
        return result, values

    def _total_of_result(self, value: Value, grade: Grade | None, sql: Compiler, result: Counted) -> None:
        number = at.as_ratio(value, self.layers)
        sql.names["total.earned"] = MISSING if number is None else number
        bite(sql.program.limits, sql, result)
        if number is None:
            result.has_total = FALSE
            return
        result.has_total = at.known(number, self.layers)
        close(certain(number), grade, sql, result)

    def _earned(self, number: int, compilers: Sequence[Compiler]) -> Earned:
        """An indicator's points; of several variants, each row's."""
        indicator = compilers[0].program.indicators[number]
        cells = self.table.declared.get(indicator.id)
        declared = FALSE if cells is None else Truth(f"({cells.column} IS NOT NULL)")
        variants = self.table.variants.get(indicator.id, [Variant(0, ())])
        made = [
            earned(compilers[one.program].program.indicators[number], declared, compilers[one.program])
            for one in variants
        ]
        whole = made[-1]
        for variant, one in zip(variants[-2::-1], made[-2::-1], strict=True):
            whole = _either_way(compilers[0], self.layers.short(self.is_variant(indicator.id, variant)), one, whole)
        if len(variants) > 1:  # what is written in no way that was foreseen
            foreseen = either(*(self.is_variant(indicator.id, variant) for variant in variants))
            compilers[0].faults.append(opposite(foreseen))
        return whole

    def _outputs(
        self, sql: Compiler, result: Counted, values: Mapping[str, Value], checks: Mapping[str, Truth]
    ) -> list[Output]:
        found: dict[str, str] = {}
        if self.table.names is not None:
            found["project"] = self.table.names.column
            self.reader.demand(self.table.names, f"LENGTH({self.table.names.column}) <= 200")
        for one in result.earned:
            found[f"{one.indicator.id}.points"] = self._number(f"{one.indicator.id}.points", one.points, sql)
            found[f"{one.indicator.id}.outcome"] = outcome_text(one)
        for path, subtotal in result.groups.items():
            found[path] = self._number(path, at.point(subtotal.span, self.layers), sql)
        total = result.total
        points = at.point(total, self.layers) if total is not None else None
        found["total"] = self._number("total", points, sql)
        found["lowest"] = self._number("lowest", total.low if total is not None else None, sql)
        found["highest"] = self._number("highest", total.high if total is not None else None, sql)
        found["grade"] = grade_text(result)
        complete = self._complete(sql, result, points, values)
        found["status"] = f"CASE WHEN {complete.sql} THEN 'complete' ELSE 'incomplete' END"
        for one_result in sql.program.results:
            found[one_result.name] = result_text(values[one_result.name], sql)
            if one_result.grade is not None:
                found[f"{one_result.name}.grade"] = self._grade_of(one_result.grade, values[one_result.name], sql)
        found["limits"] = limits_text(sql.program, result)
        codes = {**checks, **self._of_claims(result, points, found, sql)}
        found["findings"] = codes_text(codes)
        return [Output(name, text, self.outline.get(name)) for name, text in found.items()]

    def _number(self, name: str, ratio: Ratio | None, sql: Compiler) -> str:
        """A number with as many decimals as its column has; as an exact text where nobody knows them beforehand."""
        decimals = self.outline.get(name)
        if ratio is None:
            return "NULL"
        return number_text(ratio, sql) if decimals is None else decimal(ratio, decimals, sql)

    def _complete(self, sql: Compiler, result: Counted, points: Ratio | None, values: Mapping[str, Value]) -> Truth:
        parts = [either(one.scored, one.not_applicable, opposite(one.counts)) for one in result.earned]
        if result.total is not None:
            has = at.known(points, self.layers) if points is not None else FALSE
            parts.append(either(opposite(result.has_total), has))
        for one in sql.program.results:
            if not one.optional:
                parts.append(opposite(is_unknown(values[one.name], self.layers)))
        graded = [limit for limit in sql.program.limits if limit.grade or limit.least_grade]
        open_ = either(*(unknown(result.bites[limit.name]) for limit in graded))
        if open_.constant is not False:
            parts.append(either(opposite(open_), one_grade(result)))
        return self.layers.short(both(*parts))

    def _grade_of(self, grade: Grade, value: Value, sql: Compiler) -> str:
        mask = at.settled(possible_grades(grade.choose, grade.names, sql), self.layers)
        assert isinstance(mask, Ratio)
        has = at.known(value, self.layers)
        inner = Counted((), grades=mask, names=grade.names, has_total=has)
        return grade_text(inner)

    def _of_claims(
        self, result: Counted, points: Ratio | None, found: dict[str, str], sql: Compiler
    ) -> dict[str, Truth]:
        """Claims beside the recomputed points, and what is found about them."""
        codes: dict[str, list[Truth]] = {
            "claim-not-supported": [],
            "claimed-points-differ": [],
            "claim-does-not-add-up": [],
        }
        kind = Kind("number")
        for role, (total_cells, by_indicator) in self.table.claimed.items():
            claimed = {
                id_: at.as_ratio(self.reader.value(cells, kind) or MISSING, self.layers)
                for id_, cells in by_indicator.items()
            }
            total = at.as_ratio(self.reader.value(total_cells, kind) or MISSING, self.layers) if total_cells else None
            name = f"claim.{role}"
            found[name] = self._number(name, total, sql)
            found[f"{name}.lowest"] = found[f"{name}.highest"] = "NULL"
            if total is not None and result.total is not None:
                low = ratios.addition([total, ratios.negative(result.total.high)])
                high = ratios.addition([total, ratios.negative(result.total.low)])
                has = [surely(both(at.known(total, self.layers), result.has_total))]
                for end, number in (("lowest", low), ("highest", high)):
                    text = self._number(f"{name}.{end}", number, sql)
                    found[f"{name}.{end}"] = text if has[0].constant else f"CASE WHEN {has[0].sql} THEN {text} END"
                equal = surely(comparison("==", low, ratios.constant(0)))
                supported = both(at.known(points, self.layers) if points is not None else FALSE, equal)
                codes["claim-not-supported"].append(both(has[0], opposite(supported)))
            for one in result.earned:
                mine = claimed.get(one.indicator.id)
                if mine is None:
                    continue
                inside = both(comparison(">=", mine, one.span.low), comparison("<=", mine, one.span.high))
                codes["claimed-points-differ"].append(
                    both(one.counts, at.known(mine, self.layers), surely(opposite(inside)))
                )
            everyone = {one.indicator.id for one in result.earned}
            if total is not None and everyone and set(claimed) == everyone:
                parts = [one for one in claimed.values() if one is not None]
                if len(parts) == len(everyone):
                    differs = surely(comparison("!=", ratios.addition(parts), total))
                    codes["claim-does-not-add-up"].append(differs)
        return {code: either(*truths) for code, truths in codes.items() if truths}


def _floor(requirement: Requirement, name: str) -> tuple[Fraction, bool] | None:
    """The least that a requirement allows a reported number, if that is what it says; whether that itself is too little."""
    that = requirement.that
    if requirement.fact != name or not isinstance(that, Compare) or that.op not in (">=", ">"):
        return None
    if not (isinstance(that.left, Name) and that.left.name == name and isinstance(that.right, Constant)):
        return None
    return (that.right.value, that.op == ">") if isinstance(that.right.value, Fraction) else None


def _either_way(sql: Compiler, when: Truth, one: Earned, other: Earned) -> Earned:
    """The one where the condition holds, else the other."""
    if one == other:
        return one

    def truth(a: Truth, b: Truth) -> Truth:
        return a if a == b else sql.layers.short(either(both(when, a), both(opposite(when), b)))

    def number(a: Ratio | None, b: Ratio | None) -> Ratio | None:
        if a == b:
            return a
        found = at.as_ratio(Pieces(((when, a or MISSING), (None, b or MISSING))), sql.layers)
        settled = at.settled(found, sql.layers) if found is not None else None
        assert settled is None or isinstance(settled, Ratio)
        return settled

    low, high = number(one.span.low, other.span.low), number(one.span.high, other.span.high)
    assert low is not None and high is not None
    span = at.Span(low, high, truth(one.span.known, other.span.known))
    return Earned(other.indicator, number(one.points, other.points), span, truth(one.counts, other.counts),
                  truth(one.scored, other.scored), truth(one.not_applicable, other.not_applicable),
                  truth(one.policy, other.policy))  # fmt: skip
