"""Very many made-up projects written as forms: `python tests/soak_forms.py --projects 2000 --libreoffice 200`.

Every formula is computed by the small spreadsheet of the tests and, of the first so many, by LibreOffice: points, totals and
grades have to be those of the scorecard, and every formula has to come to what the book says. `--changed 300`: so many forms
with other weights, targets and actuals, recalculated by LibreOffice, have to show what they are scored with when they are read
back in. Every difference is printed; the last line counts points as formulas, those that rest on something that scoring
computed, and values with their reasons.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scoring.forms.writing.book import book_of
from tests.forms.changed_forms import Changed, alike_or_empty, changed_forms, read_back, typed_in
from tests.forms.recalculated import SOFFICE, recalculated
from tests.forms.scored_forms import Written, alike, made_up, unlike_cached
from tests.forms.spreadsheet import Spreadsheet

AT_ONCE = 30  # projects in a book for LibreOffice, of two sheets each: more the reader of forms takes for no form


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--projects", type=int, default=500)
    asked.add_argument("--libreoffice", type=int, default=0)
    asked.add_argument("--changed", type=int, default=0)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    counts, reasons, differences = Counter[str](), Counter[str](), 0
    for one in made_up(given.seed, given.projects, each=4):
        raw = one.raw
        try:
            counts += alike(one, Spreadsheet(raw).value)
        except (AssertionError, ValueError) as error:
            differences += 1
            print(one.card.project, one.card.rulebook.fingerprint, error)
        for line in unlike_cached(raw):
            differences += 1
            print(line)
        reasons.update(found.because for found in one.form.formulas.indicators.values() if found.because is not None)
        if one.form.formulas.total_because is not None:
            reasons[f"total: {one.form.formulas.total_because}"] += 1
    if given.libreoffice and SOFFICE is not None:
        listed = list(made_up(given.seed, given.libreoffice, each=4, numbered=True))
        for first in range(0, len(listed), AT_ONCE):
            differences += in_libreoffice(listed[first : first + AT_ONCE], counts)
    changed = list(changed_forms(given.seed, given.changed)) if SOFFICE is not None else []
    for first in range(0, len(changed), AT_ONCE):
        differences += changed_in_libreoffice(changed[first : first + AT_ONCE], counts)
    print(dict(counts), reasons.most_common(20), f"differences: {differences}")
    return 1 if differences else 0


def in_libreoffice(listed: list[Written], counts: Counter[str]) -> int:
    """How many differ there, of a book that holds them all."""
    with tempfile.TemporaryDirectory() as folder:
        book = book_of([sheet for one in listed for sheet in one.sheets])
        shown, differences = recalculated({"all": book}, Path(folder))["all"], 0
    for one in listed:
        try:
            counts["in LibreOffice"] += sum(alike(one, lambda sheet, place: shown[sheet, place]).values())
        except (AssertionError, ValueError) as error:
            differences += 1
            print("LibreOffice", one.card.rulebook.fingerprint, error)
    return differences


def changed_in_libreoffice(listed: list[Changed], counts: Counter[str]) -> int:
    """How many forms with other numbers show anything else there than they are scored with."""
    raw, differences = typed_in(book_of([sheet for one in listed for sheet in one.one.sheets]), listed), 0
    with tempfile.TemporaryDirectory() as folder:
        shown = recalculated({"all": raw}, Path(folder))["all"]
    for one, read in zip(listed, read_back(raw, listed), strict=True):
        try:
            found = alike_or_empty(one, read, lambda sheet, place: shown[sheet, place])
            counts += Counter({f"changed: {what}": count for what, count in found.items()})
        except (AssertionError, ValueError) as error:
            differences += 1
            print("changed", one.book.seed, dict(one.typed), error)
    return differences


if __name__ == "__main__":
    sys.exit(main())
