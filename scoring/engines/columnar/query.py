"""A program over the columns of a table as one SQL text: what each row earns, and whether the row is for `exact`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.cells import Reach, Reader
from scoring.engines.columnar.claims import compare
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.earning import Earned, earned
from scoring.engines.columnar.fragments import (
    FALSE,
    TRUE,
    BeyondWidth,
    Layers,
    NotInSql,
    Truth,
    both,
    either,
    joined,
    opposite,
    surely_not,
    unknown,
)
from scoring.engines.columnar.grades import possible_grades
from scoring.engines.columnar.meaning import MEANING
from scoring.engines.columnar.ratios import Ratio
from scoring.engines.columnar.sql_format import decimal, number_text
from scoring.engines.columnar.sql_inputs import InputColumns, SqlInputs, Variant, floor_of
from scoring.engines.columnar.sql_values import INAPPLICABLE, MISSING, NOTHING, Pieces, Value
from scoring.engines.columnar.standing import StandingColumns, standing_columns
from scoring.engines.columnar.subtotals import certain
from scoring.engines.columnar.texts import (
    codes_text,
    grade_text,
    is_unknown,
    limits_text,
    outcome_of_result,
    outcome_text,
    result_text,
    several_grades,
)
from scoring.engines.columnar.totals import TotalSql, bite, close, count, result_value, shown_group
from scoring.nodes.walk import names_in
from scoring.program.nothing import results_with_outcomes
from scoring.program.peers import resting_on_peers
from scoring.program.program import Check, Grade, PeerPlace, Program, Requirement
from scoring.values.units import Units

ROOM = (1000, 10, 1)
"""How many times what was seen numbers may be: the first for which 64 bits hold every step, or else 128."""
CAPS = (10**14, 10**11, 10**8)
"""What numbers may be where not even 128 bits hold every step, in their last decimal; larger ones are for `exact`."""


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
    standings: tuple[StandingColumns, ...] = ()  # what each row brings to be compared, where that was asked for

    def select(self, source: str, columns: Sequence[tuple[str, str]]) -> str:
        return self.layers.select(source, columns)


def compiled(
    programs: Sequence[Program],
    table: InputColumns,
    outline: Mapping[str, int | None],
    places: Sequence[PeerPlace] = (),
) -> Query:
    """The query of programs that differ only in how their variants are lowered; `outline` has decimals by column.

    `places`: those that each row's standing is asked for.
    Raises `NotInSql` where every row is for `exact`.
    """
    refused: NotInSql | None = None
    widest: Query | None = None
    for room in ROOM:
        try:
            query = _Writer(programs, table, outline, Reach(room)).query(places)
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
            return _Writer(programs, table, outline, Reach(1, cap)).query(places)
        except BeyondWidth as error:
            refused = error
    assert refused is not None
    raise refused


class _Writer:
    """Writes one query."""

    def __init__(
        self, programs: Sequence[Program], table: InputColumns, outline: Mapping[str, int | None], reach: Reach
    ) -> None:
        self.programs, self.table, self.outline = programs, table, outline
        self.layers = Layers()
        self.units = Units(programs[0].units)
        self.reader = Reader(self.layers, self.units, reach)
        self.given = SqlInputs(programs, table, self.reader, self.layers)

    def query(self, places: Sequence[PeerPlace]) -> Query:
        if not self.programs[0].indicators and not self.programs[0].results:
            raise NotInSql("nothing to score")  # which `exact` tells of each row
        inputs = self.given.inputs()
        main = Compiler(self.programs[0], inputs, self.layers, MEANING)
        for definition in main.program.definitions:
            main.name(definition.name)
        others = [Compiler(program, inputs, self.layers, MEANING) for program in self.programs[1:]]
        for other in others:
            other.names = main.names
        compilers = [main, *others]
        self._require(compilers)
        checks = self._checks(compilers)
        result, values = self._counted(compilers)
        outputs = self._outputs(main, result, values, checks)
        standings = self._standings(places, main, result, values)
        slow = self._slow(main)
        texts = [slow, *(one.sql for one in outputs), *(sql for layer in self.layers.columns for sql in layer.values())]
        return Query(self.layers, tuple(outputs), slow, any("HUGEINT" in text for text in texts), standings)

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
        value, floor = sql.names.get(one.fact), floor_of(one, one.fact)
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
                if check.of_amounts:
                    when = both(when, self._reports(check, sql))
                truth = self.layers.short(sql.truth(check.that))
                broken = both(when, surely_not(truth))
                if check.stops:
                    sql.faults.append(broken)
                else:
                    found.setdefault(check.name, []).append(broken)
                if check.silent_when_unknown:
                    continue
                undecided, silent = both(when, unknown(truth)), self._silent(check, sql.program)
                if silent is None:  # it depends on which facts are missing: no row for SQL
                    sql.faults.append(undecided)
                elif not silent:
                    found.setdefault("check-undecided", []).append(undecided)
        return {code: either(*truths) for code, truths in found.items()}

    def _silent(self, check: Check, program: Program) -> bool | None:
        """Whether a check that is undecided says nothing: where all the facts that it reads may be missing; None where some."""
        values = {one.name: one.node for one in program.definitions}
        read: set[str] = set()
        waiting = list(names_in(check.that))
        while waiting:
            name = waiting.pop()
            if name not in read:
                read.add(name)
                waiting += names_in(values[name]) if name in values else ()
        read -= set(values)
        silent = read & check.silent_for
        return bool(silent) if not silent or silent == read else None

    def _reports(self, check: Check, sql: Compiler) -> Truth:
        """Whether a row has an amount, whose unit says that the check is for it."""
        amounts = (sql.names.get(f"{check.row}.{key}") for key in ("target", "actual"))
        return either(*(at.known(amount, self.layers) for amount in amounts if amount is not None))

    def _of_variant(self, check: Check, number: int) -> Truth | None:
        """Where a program's check counts: of a row's own, in the rows of that variant; others once."""
        for id_, variants in self.table.variants.items():
            if check.row == id_ or any(name in (f"{id_}.actual", f"{id_}.target") for name in names_in(check.that)):
                mine = [one for one in variants if one.program == number]
                return either(*(self.given.is_variant(id_, one) for one in mine)) if mine else None
        return TRUE if number == 0 else None

    def _slow(self, main: Compiler) -> str:
        parts = []
        if self.reader.always:
            parts.append(f"{joined(' AND ', self.reader.always)} IS NOT TRUE")
        plain = list(dict.fromkeys(self.reader.plain))
        if plain:
            parts.append(f"{joined(' AND ', plain)} IS FALSE")
        faults = {truth.sql: truth for truth in [*main.faults, *(opposite(one) for one in self.given.demands)]}
        for truth in faults.values():
            if truth.constant is True:
                raise NotInSql("a fault in every row")
            if truth.constant is None:
                parts.append(truth.sql)
        return f"({joined(' OR ', parts)})" if parts else "FALSE"

    # ------------------------------------------------------------------ what comes out

    def _counted(self, compilers: Sequence[Compiler]) -> tuple[TotalSql, dict[str, Value]]:
        main = compilers[0]
        values: dict[str, Value] = {}
        if main.program.indicators:
            result = count([self._earned(number, compilers) for number in range(len(main.program.indicators))], main)
            for one in main.program.results:
                values[one.name] = result_value(one, main)
            return result, values
        result = TotalSql(())
        ordered = sorted(main.program.results, key=lambda one: one.is_total)
        for one in ordered:
            if one.is_total:
                value = result_value(one, main)
                self._total_of_result(value, one.grade or main.program.grade, main, result)
            values[one.name] = result_value(one, main)
        if not any(one.is_total for one in ordered):
            self._total_of_result(MISSING, None, main, result)
        return result, values

    def _total_of_result(self, value: Value, grade: Grade | None, sql: Compiler, result: TotalSql) -> None:
        number = at.as_ratio(value, self.layers)
        sql.names["total.earned"] = at.mapped(value, lambda leaf: INAPPLICABLE if leaf is NOTHING else leaf)
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
            whole = _either_way(
                compilers[0], self.layers.short(self.given.is_variant(indicator.id, variant)), one, whole
            )
        if len(variants) > 1:  # what is written in no way that was foreseen
            foreseen = either(*(self.given.is_variant(indicator.id, variant) for variant in variants))
            compilers[0].faults.append(opposite(foreseen))
        return whole

    def _outputs(
        self, sql: Compiler, result: TotalSql, values: Mapping[str, Value], checks: Mapping[str, Truth]
    ) -> list[Output]:
        found: dict[str, str] = {}
        if self.table.names is not None:
            found["project"] = self.table.names.column
            self.reader.demand(self.table.names, f"LENGTH({self.table.names.column}) <= 200")
        for one in result.earned:
            found[f"{one.indicator.id}.points"] = self._number(f"{one.indicator.id}.points", one.points, sql)
            found[f"{one.indicator.id}.outcome"] = outcome_text(one)
        groups = {group.path: group for group in sql.program.groups}
        for path, subtotal in result.groups.items():
            span = shown_group(groups[path], subtotal.span, sql)
            points_of = at.only(subtotal.there, at.point(span, self.layers), self.layers)
            found[path] = self._number(path, points_of, sql)
        total = result.total
        points = at.point(total, self.layers) if total is not None else None
        found["total"] = self._number("total", points, sql)
        found["lowest"] = self._number("lowest", total.low if total is not None else None, sql)
        found["highest"] = self._number("highest", total.high if total is not None else None, sql)
        found["grade"] = grade_text(result)
        complete = self._complete(sql, result, points, values)
        found["status"] = f"CASE WHEN {complete.sql} THEN 'complete' ELSE 'incomplete' END"
        with_outcomes = results_with_outcomes(sql.program)
        for one_result in sql.program.results:
            found[one_result.head] = result_text(values[one_result.name], one_result, sql)
            if one_result.name in with_outcomes:
                found[f"{one_result.name}.outcome"] = outcome_of_result(values[one_result.name], one_result, sql.layers)
            if one_result.grade is not None:
                found[f"{one_result.name}.grade"] = grade_text(
                    self._graded(one_result.grade, values[one_result.name], sql)
                )
        found["limits"] = limits_text(sql.program, result)
        claims = compare(
            self.table.claimed, result, points, self.reader, lambda name, one: self._number(name, one, sql), sql
        )
        found |= claims.texts
        no_grade = {"no-grade": result.has_total} if result.no_grade and sql.program.grade is not None else {}
        found["findings"] = codes_text({**checks, **claims.findings(), **no_grade})
        return [Output(name, text, self.outline.get(name)) for name, text in found.items()]

    def _number(self, name: str, ratio: Ratio | None, sql: Compiler) -> str:
        """A number with as many decimals as its column has; as an exact text where nobody knows them beforehand."""
        decimals = self.outline.get(name)
        if ratio is None:
            return "NULL"
        return number_text(ratio, sql) if decimals is None else decimal(ratio, decimals, sql)

    def _standings(
        self, places: Sequence[PeerPlace], sql: Compiler, result: TotalSql, values: Mapping[str, Value]
    ) -> tuple[StandingColumns, ...]:
        if not places:
            return ()
        points = at.point(result.total, self.layers) if result.total is not None else None
        complete = either(self._complete(sql, result, points, values), self._complete_without(sql, result, values))
        return tuple(standing_columns(one, self.layers.short(complete), sql) for one in places)

    def _complete_without(self, sql: Compiler, result: TotalSql, values: Mapping[str, Value]) -> Truth:
        """Whether all is scored that rests on no place, and no limit is undecided but for a place."""
        resting = resting_on_peers(sql.program)
        parts = [either(one.scored, one.not_applicable, one.left_out) for one in result.earned
                 if f"{one.indicator.id}.points" not in resting]  # fmt: skip
        parts += [opposite(is_unknown(values[one.name], self.layers)) for one in sql.program.results
                  if not one.optional and f"result.{one.name}" not in resting]  # fmt: skip
        parts += [opposite(unknown(bites)) for name, bites in result.bites.items() if f"limit.{name}" not in resting]
        if sql.program.indicators and "total.earned" not in resting:
            earned = at.as_ratio(at.without(sql.names["total.earned"])[0], self.layers)
            parts.append(either(opposite(result.has_total), FALSE if earned is None else at.known(earned, self.layers)))
        return self.layers.short(both(*parts))

    def _complete(self, sql: Compiler, result: TotalSql, points: Ratio | None, values: Mapping[str, Value]) -> Truth:
        parts = [either(one.scored, one.not_applicable, one.left_out) for one in result.earned]
        if result.total is not None:
            has = at.known(points, self.layers) if points is not None else FALSE
            parts.append(either(opposite(result.has_total), has))
        for one in sql.program.results:
            if not one.optional:
                parts.append(opposite(is_unknown(values[one.name], self.layers)))
                if one.grade is not None and not one.is_total:
                    parts.append(opposite(several_grades(self._graded(one.grade, values[one.name], sql))))
        parts.append(opposite(several_grades(result)))
        return self.layers.short(both(*parts))

    def _graded(self, grade: Grade, value: Value, sql: Compiler) -> TotalSql:
        """The grades of a result."""
        mask = at.settled(possible_grades(grade.choose, grade.names, sql), self.layers)
        assert isinstance(mask, Ratio)
        return TotalSql((), grades=mask, names=grade.names, has_total=at.known(value, self.layers))


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
    span = at.Span(low, high)
    return Earned(other.indicator, number(one.points, other.points), span, truth(one.counts, other.counts),
                  truth(one.scored, other.scored), truth(one.not_applicable, other.not_applicable),
                  truth(one.left_out, other.left_out), truth(one.no_total, other.no_total))  # fmt: skip
