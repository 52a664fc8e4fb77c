"""Indicators that are no rows of a table: each a block of labels with their values beside them, one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scoring.forms.account import Account
from scoring.forms.declaration import Declaration
from scoring.forms.filled_form import FormRow, Written
from scoring.forms.grid import Cell
from scoring.forms.layout.header import Header
from scoring.forms.layout.row_values import RowValues
from scoring.forms.layout.values import points_cell, written
from scoring.forms.reading_cell import cell_value
from scoring.forms.sheet import Sheet

LEVELS = ("level1", "level2")
NO_HEAD = Header(0, 0, {}, {})
LEAST = 2
"""Blocks that make a form: one alone may be anything."""


@dataclass
class Block:
    """An indicator: by role the label and the value beside it; `groups` are the last that were named before it."""

    pairs: dict[str, tuple[Cell, Cell]] = field(default_factory=dict)
    groups: dict[str, tuple[Cell, Cell]] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return "target" in self.pairs or "actual" in self.pairs


def blocks_on(sheet: Sheet, form: Declaration) -> list[Block]:
    """Every block: it begins with the label of an indicator's name and ends before the next; none where there are not several."""
    found: list[Block] = []
    groups: dict[str, tuple[Cell, Cell]] = {}
    for role, label, value in _pairs(sheet, form):
        if role in LEVELS:
            groups = {**({} if role == LEVELS[0] else groups), role: (label, value)}
        elif role == "label":
            found.append(Block({role: (label, value)}, dict(groups)))
        elif found:
            found[-1].pairs.setdefault(role, (label, value))
    return found if len(found) >= LEAST and all(block.is_whole for block in found) else []


def _pairs(sheet: Sheet, form: Declaration) -> Iterator[tuple[str, Cell, Cell]]:
    """Labels of columns that have a value right behind them."""
    used: set[tuple[int, int]] = set()
    for cell in sheet.cells:
        role = form.columns.name_of(cell.text) if (cell.row, cell.column) not in used else None
        value = next(iter(sheet.right_of(cell)), None)
        if role is None or value is None or value.row != cell.row or form.columns.names_of(value.text):
            continue
        used.add((value.row, value.column))
        yield role, cell, value


def read_blocks(
    sheet: Sheet, form: Declaration, account: Account, taken: set[int]
) -> tuple[list[FormRow], dict[str, Written]]:
    """The indicators of all blocks, and the total below them; the rows of the sheet that are theirs are added to `taken`."""
    values = RowValues(form, account, sheet)
    rows: list[FormRow] = []
    for block in blocks_on(sheet, form):
        for label, value in (*block.pairs.values(), *block.groups.values()):
            account.label(label)
            taken.update((label.row, value.row))
        name = block.pairs["label"][1]
        account.take(name)
        cells = {role: value for role, (_, value) in block.pairs.items() if role != "label"}
        groups = {role: value for role, (_, value) in block.groups.items()}
        for group in groups.values():
            account.take(group)
        level1, level2 = (written(groups[role]) if role in groups else None for role in LEVELS)
        rows.append(replace(values.of(name.row, name, cells, NO_HEAD), level1=level1, level2=level2))
    return rows, dict(_total(sheet, form, account, taken)) if rows else {}


def _total(sheet: Sheet, form: Declaration, account: Account, taken: set[int]) -> Iterator[tuple[str, Written]]:
    for cell in sheet.cells:
        value = next(iter(sheet.right_of(cell)), None)
        if not form.total.names_of(cell.text) or value is None or not cell_value(value.text).is_number:
            continue
        account.label(cell)
        taken.add(cell.row)
        if (said := points_cell(value, account)) is not None:
            yield "claimed", said
        return
