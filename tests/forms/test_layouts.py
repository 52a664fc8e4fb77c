"""Sample forms are recognized by their labels: every value of the expected files, every cell accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.forms.declarations import declarations
from scoring.forms.layout.recognition import Recognized, recognize
from scoring.forms.readers import read_document
from tests.forms.expected import GIVEN, Compared, compare, expected_forms, samples

FITS = {
    "g01": "ministry-2020", "g02": "anhui", "g03": "sichuan", "g04": "yunnan", "g05": "hubei", "g06": "ministry-2020",
    "g07": "transfers", "g08": "hebei", "g09": "ministry-2020", "g10": "ministry-2020",
}  # fmt: skip
READ = sorted(path.name for path in samples())


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


@pytest.mark.parametrize("name", READ)
def test_the_layout_in_use_there_is_the_one_that_fits(name: str) -> None:
    found = recognized(GIVEN / name)
    assert {form.form for form in found.forms} == {FITS[name[:3]]}
    assert not found.problems
