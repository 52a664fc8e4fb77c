"""What a Parquet file says of its columns: the least and greatest of whole numbers and decimals, and whether any cell is empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from scoring.engines.columnar.cells import DECIMAL, WHOLE_NUMBERS
from scoring.engines.columnar.duck import Connection, faults, literal


@dataclass(frozen=True, slots=True)
class Statistics:
    """Limits are in the column's last decimal: 12.50 of a DECIMAL(18,2) is 1250."""

    limits: tuple[int, int] | None = None
    full: bool = False


def statistics(connection: Connection, parquet: Path, types: Mapping[str, str]) -> dict[str, Statistics]:
    """By column, as far as every row group of the file says; nothing where it says nothing."""
    query = ("SELECT trim(path_in_schema), count(*), count(stats_null_count), sum(stats_null_count), "
             "list(stats_min_value), list(stats_max_value) "
             f"FROM parquet_metadata({literal(str(parquet))}) GROUP BY 1")  # fmt: skip
    try:
        rows = connection.execute(query).fetchall()
    except faults():
        return {}
    found = {}
    for name, groups, counted, nulls, lows, highs in rows:
        if name in types:
            full = counted == groups and nulls == 0
            found[name] = Statistics(_limits(types[name], groups, lows, highs), full)
    return found


def _limits(kind: str, groups: int, lows: list[str | None], highs: list[str | None]) -> tuple[int, int] | None:
    decimal = DECIMAL.fullmatch(kind)
    if kind not in WHOLE_NUMBERS and decimal is None:
        return None
    scale = int(decimal.group(2)) if decimal is not None else 0
    ends = [_whole(text, scale) for text in (*lows, *highs)]
    known = [end for end in ends if end is not None]
    return (min(known), max(known)) if len(known) == 2 * groups and known else None


def _whole(text: str | None, scale: int) -> int | None:
    try:
        value = Decimal(text).scaleb(scale) if text is not None else None
    except InvalidOperation:
        return None
    return int(value) if value is not None and value == value.to_integral_value() else None
