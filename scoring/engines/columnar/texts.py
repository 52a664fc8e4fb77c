"""Texts of a row's columns in SQL: outcomes, grades, limits that bite, findings, results as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.approximate import Near
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.duck import literal
from scoring.engines.columnar.earning import Earned
from scoring.engines.columnar.fragments import (
    FALSE,
    TRUE,
    Layers,
    Moment,
    NotInSql,
    Truth,
    both,
    is_known,
    layer_of,
    opposite,
)
from scoring.engines.columnar.ratios import Ratio
from scoring.engines.columnar.sql_format import number_text
from scoring.engines.columnar.sql_values import Inapplicable, MissingValue, NamedValue, Nothing, Pieces, Value
from scoring.engines.columnar.totals import TotalSql
from scoring.program.program import Program, Result


def outcome_text(one: Earned) -> str:
    if one.scored.constant is True:
        return "'scored'"
    rest = (
        "'not_scorable'"
        if one.not_applicable.constant is False
        else f"CASE WHEN {one.not_applicable.sql} THEN 'not_applicable' ELSE 'not_scorable' END"
    )
    return rest if one.scored.constant is False else f"CASE WHEN {one.scored.sql} THEN 'scored' ELSE {rest} END"


def grade_text(result: TotalSql) -> str:
    """The one grade that is possible; NULL where several are, or none."""
    if result.grade is not None:
        text = result.grade.sql
        return text if result.has_total.constant is True else f"CASE WHEN {result.has_total.sql} THEN {text} END"
    if result.grades is None:
        return "NULL"
    mask = result.grades.above.sql if result.grades.above is not None else str(int(result.grades.factor))
    cases = " ".join(f"WHEN {1 << number} THEN {literal(name)}" for number, name in enumerate(result.names))
    text = f"CASE {mask} {cases} END"
    return text if result.has_total.constant is True else f"CASE WHEN {result.has_total.sql} THEN {text} END"


def several_grades(result: TotalSql) -> Truth:
    """Whether more than one grade is possible; never unknown."""
    if result.grade is not None:
        return both(result.has_total, opposite(is_known(result.grade)))
    if result.grades is None:
        return FALSE
    if result.grades.above is None:
        return TRUE if int(result.grades.factor).bit_count() > 1 else FALSE
    mask = result.grades.above
    return both(result.has_total, Truth(f"(({mask.sql} & ({mask.sql} - 1)) <> 0)", mask.layer))


def limits_text(program: Program, result: TotalSql) -> str:
    parts = []
    for limit in program.limits:
        bites = result.bites[limit.name]
        yes, maybe = literal(limit.name), literal(limit.name + "?")
        if bites.constant is not None:
            parts += [yes] if bites.constant else []
        elif bites.never_unknown:
            parts.append(f"CASE WHEN {bites.sql} THEN {yes} END")
        else:
            parts.append(f"CASE WHEN {bites.sql} THEN {yes} WHEN {bites.sql} IS NULL THEN {maybe} END")
    return _listed(parts)


def codes_text(codes: Mapping[str, Truth]) -> str:
    parts = []
    for code in sorted(codes):
        if codes[code].constant is not False:
            parts.append(
                literal(code) if codes[code].constant else f"CASE WHEN {codes[code].sql} THEN {literal(code)} END"
            )
    return _listed(parts)


def _listed(parts: Sequence[str]) -> str:
    if not parts:
        return "''"
    if len(parts) == 1:
        return f"COALESCE({parts[0]}, '')"
    return f"CONCAT_WS(' ', {', '.join(parts)})"


def is_unknown(value: Value, layers: Layers) -> Truth:
    """Whether there is no value for want of something; "no result" is none of that."""
    if isinstance(value, Nothing | Inapplicable):
        return FALSE
    if isinstance(value, MissingValue):
        return TRUE
    if isinstance(value, Pieces):
        leaves = [(when, is_unknown(leaf, layers)) for when, leaf in value.pieces]
        text, layer, _ = at.case([(when, leaf.sql, leaf.nulls) for when, leaf in leaves], layers)
        return Truth(f"COALESCE({text}, TRUE)", max(layer, layer_of([leaf for _, leaf in leaves])))
    return opposite(at.known(value, layers))


def outcome_of_result(value: Value, result: Result, layers: Layers) -> str:
    """Whether there is a value, and why there is none."""
    open_ = "'none'" if result.optional else "'not_scorable'"
    if isinstance(value, Nothing):
        return "'none'"
    if isinstance(value, Inapplicable):
        return "'not_applicable'"
    if isinstance(value, Pieces):
        leaves = [(when, outcome_of_result(leaf, result, layers), None) for when, leaf in value.pieces]
        return f"COALESCE({at.case(leaves, layers)[0]}, {open_})"
    known = at.known(value, layers)
    if known.constant is not None:
        return "'scored'" if known.constant else open_
    return f"CASE WHEN {known.sql} THEN 'scored' ELSE {open_} END"


def result_text(value: Value, result: Result, sql: Compiler) -> str:
    """A result as its column shows it; NULL where there is nothing."""
    if isinstance(value, MissingValue | Inapplicable | Nothing):
        return "NULL"
    if isinstance(value, NamedValue):
        raise NotInSql("several results in one column")
    if isinstance(value, Pieces):
        leaves = [(when, result_text(leaf, result, sql)) for when, leaf in value.pieces]
        parts = [(when, None if text == "NULL" else text, None) for when, text in leaves]
        text, _, _ = at.case(parts, sql.layers)
        return text
    if isinstance(value, Ratio):
        unit = sql.program.units.get(result.kind.unit) if result.kind.unit else None
        return number_text(value if unit is None else ratios.product(value, ratios.constant(1 / unit.factor)), sql)
    if isinstance(value, Near):
        raise NotInSql(at.NEARLY)
    if isinstance(value, Moment | at.Span):
        raise NotInSql("a date as a result")
    if isinstance(value, Truth):
        return f"CASE WHEN {value.sql} THEN '是' WHEN NOT {value.sql} THEN '否' END"
    return value.sql
