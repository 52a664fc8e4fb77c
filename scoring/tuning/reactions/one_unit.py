"""A reported number one unit larger and smaller: of a cell, and of a project's file."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.batch.inputs.sources import ProjectFiles
from scoring.documents.editing import amended_all
from scoring.documents.files import read_document
from scoring.documents.positions import Path
from scoring.values.characters import plain
from scoring.values.day import Day, is_date
from scoring.values.number import show_number

NUMBER = re.compile(r"(\s*-?)(\d+(?:\.\d+)?)(\s*[^\d\s.,/:~～—–-].*|\s*)", re.DOTALL)
VALUES = ("value", "is")
"""Under which a value that stands with its source has itself."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A project with one number otherwise: the row that it is of, which number, and the cells or the file then."""

    row: int
    head: str
    before: str
    after: str
    cells: list[str] = field(default_factory=list)
    written: bytes = b""


def of_files(files: ProjectFiles, rows: Sequence[int]) -> Iterator[Variant]:
    """Every fact and every actual of these projects that is one amount or a date. Files in JSON are left as they are."""
    number = 0
    for row in rows:
        path, shown = files.projects[row - 1]
        document, _ = read_document(path, shown)
        if document is None or document.is_json:
            continue
        for name, at, value in _reported(document.data):
            for after in _beside_value(value):
                number += 1
                changes = [(at, after), (("project",), f"{document.data.get('project')} #{number}")]
                written = amended_all(document.raw, changes)
                if written is not None:
                    yield Variant(row, name, str(value), str(after), written=written)


def _reported(data: dict[str, Any]) -> Iterator[tuple[str, Path, Any]]:
    """The name, path and value of every fact and every actual."""
    facts, rows = data.get("facts"), data.get("indicator")
    listed: list[tuple[str, Path, Any]] = [
        (name, ("facts", name), said) for name, said in (facts.items() if isinstance(facts, dict) else ())
    ]
    listed += [(f"{id_}.actual", ("indicator", id_, "actual"), row["actual"])
               for id_, row in (rows.items() if isinstance(rows, dict) else ()) if isinstance(row, dict) and "actual" in row]  # fmt: skip
    for name, path, said in listed:
        key = next((key for key in VALUES if isinstance(said, dict) and key in said), None)
        yield (name, path, said) if key is None else (name, (*path, key), said[key])


def _beside_value(value: Any) -> Iterator[Any]:
    """A value one unit more and less, of the same kind."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal | datetime.date):
        return
    for after in one_unit(format(value, "f") if isinstance(value, Decimal) else str(value)):
        if isinstance(value, str):
            yield after
        elif isinstance(value, datetime.date):
            yield datetime.date.fromisoformat(after)
        else:
            yield int(after) if isinstance(value, int) else Decimal(after)


def one_unit(cell: str) -> Iterator[str]:
    """A plain number, perhaps with its unit, one unit of its last digit larger and smaller, never below zero; a date a day, or a month
    where no day is given, later and earlier."""
    day = Day.read(cell) if is_date(plain(cell).strip()) else None
    if day is not None:
        yield from (_as_written(each, cell) for each in _beside(day))
        return
    found = NUMBER.fullmatch(cell)
    if found is None:
        return
    sign, digits, unit = found.groups()
    decimals = len(digits.partition(".")[2])
    value, step = Fraction(f"{sign.strip()}{digits}"), Fraction(1, 10**decimals)
    for after in (value + step, value - step):
        if after >= 0 or value < 0:
            yield f"{show_number(after, decimals)}{unit}"


def _beside(day: Day) -> Iterator[Day]:
    """The date of the next day and of the one before; of a month the months."""
    step = datetime.timedelta(days=1)
    for ends, last in ((day.last(), datetime.date.max), (day.first(), datetime.date.min)):
        if ends != last:
            then = ends + step if last == datetime.date.max else ends - step
            yield Day(then.year, then.month, then.day if day.is_exact else None)


def _as_written(day: Day, like: str) -> str:
    """A date in the manner of another: `2024-03-01` or `2024年3月1日`."""
    if "年" not in like:
        return str(day)
    return f"{day.year}年{day.month}月" + (f"{day.day}日" if day.is_exact else "")
