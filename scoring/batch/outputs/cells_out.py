"""The cells that go out, in SQL: harmless to a spreadsheet, and within what a sheet's XML can hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.engines.columnar.duck import Connection, literal, quoted

# Spreadsheets look past blanks and marks that nobody sees, and some take the full-width signs.
LIKE_FORMULA = r"^[\t\r\n]|^[\x00-\x20\p{Z}\p{Cf}]*[=+\-@＝＋－＠]"
NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?%?"
NOT_IN_XML = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"
LIKE_ESCAPE = r"_(x[0-9A-Fa-f]{4}_)"  # a sheet reads `_x0041_` as the letter A
ESCAPED = r"_x005F_\1"
UNREADABLE = "\ufffd"
LONGEST_IN_SHEET = 16_000  # characters; a cell holds 32,767 halves of them


@dataclass(frozen=True, slots=True)
class ColumnOut:
    """A column that goes out: its DuckDB type, and its name in the staged table, which may be another.

    `free`: its texts are somebody else's; `counts`: they may be numbers, and are then written as such.
    """

    name: str
    type: str
    source: str
    free: bool = False
    counts: bool = False

    @property
    def decimals(self) -> int:
        return int(self.type.rstrip(")").split(",")[1]) if self.type.startswith("DECIMAL") else 0


def scan(table: Path) -> str:
    """What stands after FROM for a staged table."""
    return f"read_parquet({literal(str(table))})"


def safe_heads(connection: Connection, columns: Sequence[ColumnOut]) -> list[str]:
    """The heads, harmless too: a group's name may begin with an equals sign."""
    query = f"SELECT {_harmless('head')} FROM (SELECT unnest($1) AS head)"
    return [str(head) for (head,) in connection.execute(query, [[one.name for one in columns]]).fetchall()]


def safe_query(source: Path, columns: Sequence[ColumnOut], for_sheet: bool = False) -> str:
    """SQL for what goes out of a staged table, as columns c0, c1, …; harmless, and such that XML holds it `for_sheet`."""
    within = _listed(_for_sheet(one) if for_sheet else quoted(one.source) for one in columns)
    return f"SELECT {_listed(_shown(one, f'c{n}') for n, one in enumerate(columns))} FROM (SELECT {within} FROM {scan(source)})"


def plain_query(source: Path, columns: Sequence[ColumnOut]) -> str:
    """SQL for the same as it is, as columns c0, c1, …"""
    return f"SELECT {_listed(quoted(one.source) for one in columns)} FROM {scan(source)}"


def _listed(expressions: Iterable[str]) -> str:
    return ", ".join(f"{each} AS c{number}" for number, each in enumerate(expressions))


def _shown(column: ColumnOut, name: str) -> str:
    """Nothing and an empty text look the same: an empty cell."""
    if column.type != "VARCHAR":
        return name
    return f"nullif({_harmless(name) if column.free else name}, '')"


def _harmless(text: str) -> str:
    """SQL for a text that no spreadsheet takes for a formula."""
    looks = f"regexp_matches({text}, {literal(LIKE_FORMULA)}) AND NOT regexp_full_match({text}, {literal(NUMBER)})"
    return f"CASE WHEN {looks} THEN '''' || {text} ELSE {text} END"


def _for_sheet(column: ColumnOut) -> str:
    """What XML cannot hold is shown as the mark for an unreadable character; a text too long for a cell ends in `…`."""
    name = quoted(column.source)
    if not column.free:
        return name
    short = (
        f"CASE WHEN length({name}) > {LONGEST_IN_SHEET} THEN left({name}, {LONGEST_IN_SHEET}) || '…' ELSE {name} END"
    )
    clean = f"regexp_replace({short}, {literal(NOT_IN_XML)}, {literal(UNREADABLE)}, 'g')"
    return f"regexp_replace({clean}, {literal(LIKE_ESCAPE)}, {literal(ESCAPED)}, 'g')"
