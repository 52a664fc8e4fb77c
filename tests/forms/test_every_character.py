"""What stands in a cell besides what a form declares is found again, as a value or as a question: not only cells are counted, but characters.

`python -m tests.forms.test_every_character 200` marks every cell of so many made-up documents of every declared form.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from scoring.forms.declaration import Declaration
from scoring.forms.grid import Grid
from scoring.forms.intake.form_reader import FormReader
from scoring.forms.intake.project_text import project_text
from scoring.forms.layout.recognition import recognize
from scoring.forms.readers import read_document
from tests.forms.expected import samples
from tests.forms.made_up import made_up

MARK = "癸字备查"
WAYS = (
    "{text}（{mark}）",
    "{text}{mark}",
    "{mark}{text}",
    "{text}\n{mark}",
    "{text}  {mark}：是",
    "（{mark}）{text}",
    "{text}：{mark}",
)
READER = FormReader.of()
REPORTS = [form for form in READER.declared.values() if not form.is_of_targets]


def marked(grids: Sequence[Grid], at: tuple[int, int], way: str) -> list[Grid]:
    """The same document with a mark in one cell; `at` counts grids, then their cells."""
    grid, number = at
    found = list(grids)
    cells = list(found[grid].cells)
    cell = cells[number]
    cells[number] = replace(cell, text=way.format(text=cell.text, mark=MARK), formula=None, stored=None)
    found[grid] = replace(found[grid], cells=tuple(cells))
    return found


def lost(grids: Sequence[Grid], form: Declaration, at: tuple[int, int], way: str) -> Iterator[str]:
    """Where a mark is in none of the values that are read, and in no question."""
    found = recognize(marked(grids, at, way), "x.xlsx", READER.declared.values(), form.name)
    cell = grids[at[0]].cells[at[1]]
    what = f"{cell.place} {way.format(text=cell.text, mark=MARK)!r} by {form.name}"
    if not found.forms:
        return  # refused, which says so
    outside = any(MARK in one.text for listed in found.outside.values() for one in listed)
    if not outside and not any(MARK in _bare(repr(one)) for one in found.forms):
        yield f"{what}: lost where the form is read"
    elif not outside and not any(MARK in _bare(project_text(READER.project_of(one).data)) for one in found.forms):
        yield f"{what}: lost where the project is written"


def _bare(text: str) -> str:
    return text.replace("\\n", "").replace(" ", "")


def cells_of(grids: Sequence[Grid]) -> list[tuple[int, int]]:
    return [(number, at) for number, grid in enumerate(grids) for at in range(len(grid.cells))]


def faults(seed: int, form: Declaration, most: int | None = None) -> Iterator[str]:
    """What is lost of made-up documents of a form, with a mark in each of its cells or in some."""
    grids, _ = made_up(seed, form)
    random = Random(seed)
    cells = cells_of(grids)
    for at in cells if most is None else random.sample(cells, min(most, len(cells))):
        for way in WAYS if most is None else random.sample(WAYS, 2):
            yield from lost(grids, form, at, way)


@pytest.mark.parametrize("form", REPORTS, ids=lambda form: form.name)
@pytest.mark.parametrize("seed", range(2))
def test_what_is_written_into_a_cell_is_found_again(seed: int, form: Declaration) -> None:
    assert not list(faults(seed, form, 8))


@pytest.mark.parametrize("path", [path for path in samples() if path.suffix != ".pdf"], ids=lambda path: path.name[:3])
def test_what_is_written_into_a_cell_of_a_sample_is_found_again(path: Path) -> None:
    grids, random = read_document(path).grids, Random(path.name)
    form = READER.declared[recognize(grids, "x.xlsx", READER.declared.values()).forms[0].form]
    cells = random.sample(cells_of(grids), 8)
    assert not [fault for at in cells for fault in lost(grids, form, at, random.choice(WAYS))]


if __name__ == "__main__":
    wrong = [fault for seed in range(int(sys.argv[1])) for form in REPORTS for fault in faults(seed, form, 40)]
    print(*wrong[:60], sep="\n")
    print(f"{sys.argv[1]} documents of {len(REPORTS)} forms, {len(wrong)} marks lost")
    sys.exit(bool(wrong))
