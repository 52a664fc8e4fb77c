"""A table of scores as it was written, read again: its heads, and every row by them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ENDINGS = (".csv", ".xlsx", ".parquet", ".pq")
LARGEST = 500_000_000
MOST = 1_000_000
Cells = Mapping[str, Any]


def scores_read(file: Path) -> tuple[list[str], Iterator[Cells]]:
    """The heads, and every row by them."""
    if file.stat().st_size > LARGEST:
        raise ValueError(file.name)
    kinds = {".csv": _csv, ".xlsx": _xlsx}
    return kinds.get(file.suffix.lower(), _parquet)(file)


def _csv(file: Path) -> tuple[list[str], Iterator[Cells]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    heads = rows[0] if rows else []
    return heads, (dict(zip(heads, row, strict=False)) for row in rows[1:])


def _xlsx(file: Path) -> tuple[list[str], Iterator[Cells]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, TypeError, AttributeError) as error:  # what openpyxl makes of a broken one
        raise ValueError(file.name) from error
    rows = book.worksheets[0].iter_rows(values_only=True, max_row=MOST)
    heads = ["" if cell is None else str(cell) for cell in next(rows, ())]
    return heads, (dict(zip(heads, row, strict=False)) for row in rows)


def _parquet(file: Path) -> tuple[list[str], Iterator[Cells]]:
    from tempfile import TemporaryDirectory

    from scoring.engines.columnar.duck import connect, faults, literal

    with TemporaryDirectory() as folder, connect(None, None, Path(folder)) as connection:
        try:
            found = connection.execute(f"SELECT * FROM read_parquet({literal(str(file))})")
            heads, rows = [one[0] for one in found.description or ()], found.fetchall()
        except faults() as error:
            raise ValueError(file.name) from error
    return heads, (dict(zip(heads, row, strict=True)) for row in rows)
