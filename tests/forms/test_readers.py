"""Documents as grids: every cell that a careful person reads in the samples is there, with its own text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from scoring.forms.grid import Cell, Grid
from scoring.forms.readers import read_document

GIVEN = Path(__file__).parent / "given"
FORMS = sorted(path.name.removesuffix(".expected.json") for path in GIVEN.glob("g*.expected.json"))
PLAIN = re.compile(r"[\s\u3000\u00a0]+")


def bare(text: str) -> str:
    return PLAIN.sub("", text)


def said(grids: Sequence[Grid], place: str) -> list[Cell]:
    return [cell for grid in grids for cell in (*grid.before, *grid.cells, *grid.after) if cell.place == place]


def agrees(cell: Cell, value: str | None, raw: str | None, formula: str | None) -> bool:
    """As the samples' README says how texts are compared."""
    if formula is not None and bare(formula.removeprefix("=")) != bare(cell.formula or ""):
        return False
    if raw is not None:
        return bare(raw) in bare(cell.text or f"={cell.formula}") and bool(bare(raw))
    if value is None:
        return True
    try:
        return Decimal(value) == Decimal(cell.text.replace(",", "").strip().removesuffix("%"))
    except InvalidOperation:
        return bare(value) in bare(cell.text)


def claims(told: Any) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    """Every cell that is named, with what is said of it: value, raw text, formula."""
    if isinstance(told, list):
        for each in told:
            yield from claims(each)
    elif isinstance(told, dict):
        if isinstance(told.get("cell"), str):
            yield told["cell"], told.get("value"), told.get("raw", told.get("text")), told.get("formula")
        if isinstance(told.get("cells"), dict):
            for name, place in told["cells"].items():
                raw = told.get("raw") if isinstance(told.get("raw"), dict) else {}
                yield place, told.get(name) if name not in ("target_sign", "unit") else None, raw.get(name), None
        if isinstance(told.get("cells"), list):
            yield from ((place, None, None, None) for place in told["cells"])
        for name, each in told.items():
            if name not in ("cells", "raw"):
                yield from claims(each)


def expected(name: str) -> Any:
    return json.loads((GIVEN / f"{name}.expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FORMS)
def test_every_cell_that_a_careful_person_names_is_read_with_its_own_text(name: str) -> None:
    document = read_document(GIVEN / name)
    forms = expected(name).get("forms", [expected(name)])
    wrong, many = [], 0
    for form in forms:
        grids = [grid for grid in document.grids if form.get("sheet") in (None, grid.name)]
        for place, value, raw, formula in claims(form):
            if place.startswith("paragraph "):
                place = f"P{place.removeprefix('paragraph ')}"
            many += 1
            cells = said(grids, place)
            empty = not cells and not value and not raw and formula is None
            if not empty and not any(agrees(cell, value, raw, formula) for cell in cells):
                wrong.append((place, value, raw, formula, cells))
    assert wrong == []
    assert many > 50
