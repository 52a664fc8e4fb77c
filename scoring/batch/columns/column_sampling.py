"""A look at the first rows of a table: the decimals, units and signs that its amounts are written with.

A row that is written otherwise is no worse for it: `exact` scores it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.batch.columns.column_meanings import ColumnMeaning
from scoring.engines.columnar.cells import Seen
from scoring.engines.columnar.duck import Connection, literal
from scoring.project.targets import QUALITATIVE, SIGNS
from scoring.values.characters import SPELT

LOOKED_AT = 20_000
MOST_DECIMALS = 6
MOST_UNITS = 8
LONGEST_UNIT = 40

SIGN = f"^({'|'.join(sorted({*SIGNS, *SPELT}, key=lambda sign: (-len(sign), sign)))})"
AMOUNT = "^[+-]?([0-9]{1,15})([.][0-9]{1,12})? *([^0-9 ]*)$"


@dataclass(frozen=True, slots=True)
class ColumnSample:
    """What was seen in one column."""

    seen: Seen = field(default_factory=Seen)
    signs: tuple[str, ...] = ()


def has_amounts(column: ColumnMeaning) -> bool:
    """Whether the cells of a column are numbers, as far as its head says."""
    match column.path:
        case ("facts", _):
            return column.kind.name in ("number", "any")
        case ("indicator", _, "actual" | "target") | ("indicator", _, "claimed", _) | ("claim", *_):
            return True
        case ("indicator", _, "judged", "share" | "points"):
            return True
    return False


def look(connection: Connection, source: str, names: Mapping[str, str]) -> dict[str, ColumnSample]:
    """What was seen, by head; `names`: of the columns in `source`, by head."""
    return {head: _look(connection, source, name) for head, name in names.items()}


def _look(connection: Connection, source: str, name: str) -> ColumnSample:
    """One column at a time, each different cell once: all at once take memory without end."""
    cells = f"SELECT DISTINCT CAST({name} AS VARCHAR) AS cell FROM (SELECT {name} FROM {source} LIMIT {LOOKED_AT})"
    unsigned = f"SELECT regexp_extract(cell, {literal(f'{SIGN}|^{QUALITATIVE}')}) AS sign, regexp_replace(cell, '{SIGN} *', '') AS cell FROM ({cells})"
    parts = (
        f"SELECT sign, cell, regexp_extract(cell, '{AMOUNT}', ['whole', 'rest', 'unit']) AS amount FROM ({unsigned})"
    )
    found = connection.execute(
        "SELECT max(CAST(nullif(concat(amount.whole, amount.rest), '') AS DECIMAL(28,12))), max(length(amount.rest)), "
        f"list(DISTINCT left(amount.unit, {LONGEST_UNIT})) FILTER (amount.whole <> ''), list(DISTINCT sign) FILTER (sign <> '') "
        f"FROM ({parts})"
    ).fetchone()
    assert found is not None
    most, length, units, signs = found
    decimals = min(max(int(length or 0) - 1, 0), MOST_DECIMALS)
    largest = 10 ** (len(str(int((most or 0) * 10**decimals))) + 1)
    seen = Seen(decimals, tuple(sorted(units or [""])[:MOST_UNITS]), largest)
    return ColumnSample(seen, tuple(sorted(signs or [])))
