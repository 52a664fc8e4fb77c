"""Made-up forms laid out at random: the same content under other words, in other columns, merged or not, several on a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from scoring.forms.declaration import Declaration
from scoring.forms.filled_form import FilledForm, FormRow
from scoring.forms.grid import Grid
from tests.forms.made_up_contents import Content, MadeRow, content
from tests.forms.made_up_layouts import Canvas, Layout


def as_document(grid: Grid, random: Random) -> list[Grid]:
    """The same as tables of a document, with the rows above the first head as paragraphs."""
    rows = sorted({cell.row for cell in grid.cells})
    alone = [row for row in rows[:3] if len(grid.row(row)) == 1]
    paragraphs = tuple(
        replace(cell, place=f"P{number}") for number, row in enumerate(alone, 1) for cell in grid.row(row)
    )
    left = [cell for cell in grid.cells if cell.row not in alone]
    ends = {cell.row + cell.rows - 1 for cell in left}
    cuts = [
        row
        for row in rows
        if row not in alone and row > min(ends) and not any(cell.row < row <= cell.row + cell.rows - 1 for cell in left)
    ]
    cut = random.choice([0, *cuts])
    tables = [[cell for cell in left if cell.row < cut], [cell for cell in left if cell.row >= cut]]
    found = []
    for number, cells in enumerate([table for table in tables if table], 1):
        first = min(cell.row for cell in cells) - 1
        placed = tuple(
            replace(cell, place=f"T{number}R{cell.row - first}C{cell.column}", row=cell.row - first) for cell in cells
        )
        found.append(Grid(None, placed, before=paragraphs if number == 1 else ()))
    return found


def made_up(seed: int, form: Declaration) -> tuple[list[Grid], list[Content]]:
    """Sheets with one to three forms, or a document with one, and what they say."""
    random = Random(seed)
    merged = random.random() < 0.65
    blank = [random.randrange(1, 12)] if random.random() < 0.2 else []
    contents: list[Content] = []
    grids: list[Grid] = []
    for sheet in range(random.choice((1, 1, 1, 2))):
        canvas = Canvas(merged)
        for number in range(random.choice((1, 1, 2, 3))):
            said = content(random)
            if number:
                canvas.row += random.randrange(0, 3)
            Layout(random, form, merged).draw(canvas, said)
            contents.append(said)
        grids.append(canvas.grid(f"Sheet{sheet + 1}", blank))
    if len(contents) == 1 and random.random() < 0.4:
        return as_document(grids[0], random), contents
    return grids, contents


# ---------------------------------------------------------------- what should come out


def differences(found: FilledForm, said: Content) -> Iterator[str]:
    """Where what was recognized is not what was laid out."""
    for name, value in said.head.items():
        written = found.head.get(name)
        got = written and (written.number if name == "period" else written.text)
        if got != value:
            yield f"{name}: {got!r}, not {value!r}"
    if found.money != said.money:
        yield f"money: {found.money!r}, not {said.money!r}"
    funds = {(line.part, role): amount.number for line in found.funds for role, amount in line.amounts.items()}
    expected = {(part, role): value for part, line in said.funds.items() for role, value in line.items()}
    if funds != expected:
        yield f"funds: {sorted(map(str, set(funds.items()) ^ set(expected.items())))}"
    for name, value in said.goals.items():
        written = found.goals.get(name)
        if (written and written.text) != value:
            yield f"goal {name}: {written and written.text!r}, not {value!r}"
    if len(found.rows) != len(said.rows):
        yield f"{len(found.rows)} rows, not {len(said.rows)}"
    for number, (row, made) in enumerate(zip(found.rows, said.rows, strict=False), 1):
        yield from (f"row {number} {each}" for each in _row_differs(row, made))
    total = (found.total.get("weight"), found.total.get("claimed"))
    if tuple(each and each.number for each in total) != said.total:
        yield f"total: {total}"


def _row_differs(row: FormRow, made: MadeRow) -> Iterator[str]:
    pairs = {
        "label": (row.label.name, made.label),
        "sign": (row.sign, made.sign),
        "target": (row.target and (row.target.number or row.target.text), made.target),
        "unit": (row.unit, made.unit),
        "actual": (row.actual and (row.actual.number or row.actual.text), made.actual),
        "weight": (row.weight and row.weight.number, made.weight),
        "claimed": (row.claimed and row.claimed.number, made.claimed),
        "why": (row.why and row.why.text, made.why),
    }
    if row.level1 is not None:
        pairs["level1"] = (row.level1.name, made.level1)
    if row.level2 is not None:
        pairs["level2"] = (row.level2.name, made.level2)
    for name, (got, wanted) in pairs.items():
        if got != wanted:
            yield f"{name}: {got!r}, not {wanted!r}"
