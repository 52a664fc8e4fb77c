"""The same content in other words, columns and orders gives the same values: forms laid out at random.

`python -m tests.forms.test_layouts_made_up 5000` tries so many, and prints how many came out whole.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import pytest

from scoring.forms.declaration import Declaration
from scoring.forms.declarations import declarations
from scoring.forms.layout.recognition import recognize
from tests.forms.made_up import differences, made_up

DECLARED, _ = declarations()
BASE = next(form for form in DECLARED if form.name == "ministry-2020")


def faults(seed: int, declared: Sequence[Declaration] = DECLARED) -> Iterator[str]:
    """What of the forms of that number does not come out as it was laid out."""
    grids, contents = made_up(seed, BASE)
    found = recognize(grids, "made-up.xlsx", declared)
    if len(found.forms) != len(contents):
        yield f"{len(found.forms)} forms, not {len(contents)}"
    for form, said in zip(found.forms, contents, strict=False):
        yield from differences(form, said)
        yield from (
            f"{one.cell} {one.text!r} is not known" for one in form.not_understood if "neither" in one.reason.en
        )
    cells = sum(len(grid.cells) + len(grid.before) for grid in grids)
    accounted = sum(len(form.account) for form in found.forms) + sum(map(len, found.outside.values()))
    if cells != accounted:
        yield f"{cells} cells, {accounted} accounted for"


@pytest.mark.parametrize("seed", range(50))
def test_forms_laid_out_at_random_give_what_they_say(seed: int) -> None:
    assert not list(faults(seed))


if __name__ == "__main__":
    count = int(sys.argv[1])
    wrong = [seed for seed in range(count) if any(True for _ in faults(seed))]
    print(f"{count} made-up documents, {count - len(wrong)} came out whole; not: {wrong[:20]}")
    sys.exit(bool(wrong))
