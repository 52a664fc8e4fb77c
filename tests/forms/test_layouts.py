"""Sample forms are recognized by their labels: every value of the expected files, every cell accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.forms.declarations import declarations
from scoring.forms.layout.recognition import Recognized, recognize
from scoring.forms.readers import read_document
from tests.forms.expected import GIVEN, Compared, compare, expected_forms

READ = [
    *(
        "g01-国家式样.xlsx",
        "g02-安徽式样.xlsx",
        "g03-四川式样-两张.xlsx",
        "g04-云南式样.xls",
        "g06-一页三表-公式无缓存.xlsx",
    ),
    *("g09-跨页重复表头.xlsx", "g10-列序不同.ods"),
]


def recognized(path: Path, only: str | None = None) -> Recognized:
    declared, problems = declarations()
    assert not problems
    return recognize(read_document(path).grids, path.name, declared, only)


@pytest.mark.parametrize("name", READ)
def test_a_sample_form_is_read_as_a_careful_person_reads_it(name: str) -> None:
    compared = Compared()
    found = recognized(GIVEN / name).forms
    expected = expected_forms(GIVEN / name)
    compared.same("number of forms", len(found), len(expected))
    for form, said in zip(found, expected, strict=False):
        compare(form, said, compared)
    print(f"{name}: {compared.count} values compared, {len(compared.differences)} differ")
    assert not compared.differences


@pytest.mark.parametrize("name", READ)
def test_no_cell_of_a_sample_form_is_lost(name: str) -> None:
    grids = read_document(GIVEN / name).grids
    cells = [cell for grid in grids for cell in (*grid.before, *grid.cells, *grid.after)]
    found = recognized(GIVEN / name)
    accounted = sum(len(form.account) for form in found.forms) + sum(len(cells) for cells in found.outside.values())
    assert accounted == len(cells)
