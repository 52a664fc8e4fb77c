"""What each row brings to be compared with the others, in SQL: whether it counts, its group, its keys. Mirrors `exact.places`."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.fragments import TRUE, Fragment, Truth, both, is_known, surely, surely_not
from scoring.nodes.node import Node
from scoring.program.program import PeerPlace

NOTHING = "CAST(NULL AS {})"


@dataclass(frozen=True, slots=True)
class KeyColumns:
    """A key in SQL: a text, or a number as a whole number ÷ a positive whole number; a day as the number of the day."""

    above: str
    below: str | None  # None: a text


@dataclass(frozen=True, slots=True)
class StandingColumns:
    """A row's standing in SQL: `counted`, `not_applicable`, `left_out`, `open` or `maybe`, and what it is compared by."""

    whether: str
    group: tuple[str, ...]
    keys: tuple[KeyColumns, ...]


def standing_columns(one: PeerPlace, complete: Truth, sql: Compiler) -> StandingColumns:
    """What each row brings to be compared; rows in which something for it does not apply are for `exact`."""
    of_keys: list[Truth] = []
    of_group: list[Truth] = []
    keys = tuple(_key(key.node, of_keys, sql) for key in one.keys)
    group = tuple(_text(node, of_group, sql) for node in one.within)
    among = TRUE if one.among is None else sql.layers.short(sql.truth(one.among))
    takes_part = sql.layers.short(surely(both(among, *of_group)))
    counted = surely(both(takes_part, *of_keys, *(() if one.counts_all else (complete,))))
    cases = [(counted, "counted"), *([(takes_part, "open")] if one.counts_all else [])]
    if among.constant is not True:
        cases = [(surely_not(among), "not_applicable"), *cases]
    written = " ".join(f"WHEN {truth.sql} THEN '{said}'" for truth, said in cases)
    whether = f"CASE {written} ELSE '{'maybe' if one.counts_all else 'left_out'}' END"
    return StandingColumns(whether, group, keys)


def _text(node: Node, known: list[Truth], sql: Compiler) -> str:
    word = at.as_word(sql.value(node), sql.layers)
    return _there(word, known, "VARCHAR")


def _there(part: Fragment | None, known: list[Truth], type_: str) -> str:
    if part is None:
        known.append(at.UNKNOWN)
        return NOTHING.format(type_)
    known.append(is_known(part))
    return part.sql


def _key(node: Node, known: list[Truth], sql: Compiler) -> KeyColumns:
    value = sql.value(node)
    if node.kind.name == "text":
        return KeyColumns(_there(at.as_word(value, sql.layers), known, "VARCHAR"), None)
    if node.kind.name == "date":
        return KeyColumns(_day(value, known, sql), "1")
    ratio = at.as_ratio(value, sql.layers)
    if ratio is None:
        return KeyColumns(_there(None, known, "BIGINT"), "1")
    above = ratios.scaled(ratio.factor.numerator, ratio.above)
    below = ratios.scaled(ratio.factor.denominator, ratio.below)
    known += [is_known(above), is_known(below)]
    return KeyColumns(above.sql, below.sql)


def _day(value: at.Value, known: list[Truth], sql: Compiler) -> str:
    """The number of the day, counted as Python does; a month is none."""
    moment = at.as_moment(value, sql.layers)
    if moment is None:
        return _there(None, known, "BIGINT")
    first, last = moment.first, moment.last
    known += [is_known(first), is_known(last), Truth(f"({first.sql} = {last.sql})", max(first.layer, last.layer), None)]
    return f"DATE_DIFF('day', DATE '0001-01-01', {first.sql}) + 1"
