"""Numbers that a spreadsheet holds as texts: they are read like others, but its own sums leave them out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scoring.forms.filled_form import FilledForm, Written
from scoring.forms.grid import Grid
from scoring.problems import Place, Problem, Text
from scoring.values.characters import plain

NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")
MOST_NAMED = 8


def numbers_as_text(form: FilledForm, grids: Sequence[Grid]) -> Iterator[Problem]:
    """Told once of a form, with the cells: amounts of money and points that are plain numbers and held as texts."""
    texts = {cell.place for grid in grids if grid.name == form.sheet or len(grids) == 1
             for cell in grid.cells if cell.is_text and cell.formula is None and NUMBER.fullmatch(plain(cell.text).strip())}  # fmt: skip
    found = list(dict.fromkeys(said.cell for said in _numbers(form) if said.cell in texts))
    if found:
        named = ", ".join(found[:MOST_NAMED]) + (", …" if len(found) > MOST_NAMED else "")
        count = f"{len(found)} numbers are" if len(found) > 1 else "1 number is"
        message = Text(f"{count} stored as text, left out of the sheet's own sums: {named}",
                       f"{len(found)} 个数字存成了文本，表内公式求和时不计入：{named}")  # fmt: skip
        fix = Text("format the cells as numbers, and enter them again", "把单元格设为数值格式后重新输入")
        yield Problem("numbers-as-text", message, Place(form.file), fix, "note")


def _numbers(form: FilledForm) -> Iterator[Written]:
    """What a form holds that its sums may be of."""
    for line in form.funds:
        yield from line.amounts.values()
    for row in form.rows:
        yield from (said for said in (row.weight, row.claimed) if said is not None)
    yield from form.total.values()
