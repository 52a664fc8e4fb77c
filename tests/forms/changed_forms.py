"""Forms on which somebody types other numbers: what the sheet comes to is what the changed form is scored with, or nothing.

The changed sheet is read in again by the reader of forms; the project with what was read there is scored. Points, total and
grade that the sheet shows have to be those; a cell may be empty instead, where only scoring again can tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from random import Random
from typing import Any

import openpyxl

from scoring.assessor.assessor import Assessor
from scoring.engines.exact.evaluation import Evaluation
from scoring.forms.declarations import declarations
from scoring.forms.layout.recognition import recognize
from scoring.forms.readers.document import document_of
from scoring.forms.writing.formulas.calculation import FormCell
from scoring.problems import InputRefused, Problem
from scoring.rulebook.rulebook import put_set_together
from scoring.scorecard.build_scorecard import build_scorecard
from scoring.scorecard.scorecard import Scorecard
from scoring.values.number import show_number
from tests.agreement import document, project_of, rulebook_of
from tests.forms.scored_forms import Cell, Written, written_of
from tests.generators import Data, Generated, generated, project, toml

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
EMPTY = (None, "", "不适用", "无总分")


@dataclass(frozen=True)
class Changed:
    """A form with what is typed into its cells, by the names of what stands there: `N1.actual`, `N1.weight`."""

    one: Written
    book: Generated
    data: Data
    typed: Mapping[str, Any]

    @property
    def sheet(self) -> str:
        return self.one.form.sheet.name

    def place(self, name: str) -> str:
        return self.one.form.cells[name].place.rpartition("!")[2].replace("$", "")


def changed_forms(first: int, most: int, each: int = 3) -> Iterator[Changed]:
    """Forms of made-up projects, each changed so many times otherwise."""
    seed, count = first, 0
    while count < most:
        seed += 1
        book = generated(seed)
        if not book.rows:
            continue
        data = project(book, 0)
        ready = _prepared(book, data)
        if isinstance(ready, list):
            continue
        for number in range(each):
            try:
                one = written_of(ready, project_of(data).document, str(count + 1))
            except InputRefused:
                break
            typed = _typed(one, Random(f"changed {seed} {number}"))
            if typed:
                yield Changed(one, book, data, typed)
                count += 1


def _typed(one: Written, rng: Random) -> dict[str, Any]:
    """A few cells with other numbers: weights, targets, actuals, amounts of money."""
    names = [name for name, cell in one.form.cells.items() if cell.number is not None or NUMBER.search(cell.text)]
    chosen = rng.sample(names, min(len(names), rng.choice((1, 1, 2, 3, 6))))
    return {name: _other(one.form.cells[name], rng) for name in chosen}


def _other(cell: FormCell, rng: Random) -> Any:
    if cell.number is not None:
        moved = cell.number + rng.choice((Decimal(1), Decimal("0.5"), Decimal(-1), Decimal("2.5")))
        return rng.choice((moved if moved > 0 else cell.number + 1, cell.number * 2, Decimal(3), Decimal(0)))
    return NUMBER.sub(lambda found: _number(Decimal(found.group()), rng), cell.text, count=1)


def _number(number: Decimal, rng: Random) -> str:
    way = rng.choice(("more", "less", "twice", "hair", "zero"))
    other = {"more": number + 1, "less": max(number - 1, Decimal(0)), "twice": number * 2, "zero": Decimal(0),
             "hair": number + Decimal("0.01")}[way]  # fmt: skip
    return f"{other:f}"


# ---------------------------------------------------------------- scored again


def scored_again(changed: Changed, read: Mapping[str, str]) -> Scorecard | list[str]:
    """The scorecard of the project with what was read from the changed sheet; or why it is refused."""
    book, data = changed.book, deepcopy(changed.data)
    chosen = deepcopy(book.indicator_set)
    for name in changed.typed:
        id_, _, key = name.rpartition(".")
        said = read[name]
        if not id_:
            _put(data["facts"], name, f"{said} 万元")
            continue
        own = data.get("indicator", {}).get(id_, {})
        if key in own or id_ not in chosen["indicator"]:
            _put(own, key, said)
        else:
            _put(chosen["indicator"][id_], key, said)
    ready = _prepared(Generated(**{**_fields(book), "indicator_set": chosen}), data)
    if isinstance(ready, list):
        return ready
    try:
        return build_scorecard(Evaluation(ready.program, ready.sheet), ready.context)
    except InputRefused as refused:
        return [one.code for one in refused.problems]


def _put(row: Data, key: str, said: str) -> None:
    value: Any = Decimal(said) if key == "weight" else said
    if isinstance(row.get(key), dict) and "value" in row[key]:
        row[key]["value"] = value
    else:
        row[key] = value


def _fields(book: Generated) -> dict[str, Any]:
    return {name: getattr(book, name) for name in book.__dataclass_fields__}


def _prepared(book: Generated, data: Data) -> Any:
    """Ready to be scored; or the codes of what is wrong."""
    chosen, problems = put_set_together([document(toml(book.indicator_set), "indicators/set/set.toml")])
    if chosen is None:
        return _codes(problems)
    try:
        ready, problems = Assessor(rulebook_of(book), chosen).prepare(project_of(data))
    except AssertionError:
        return ["project"]
    return _codes(problems) if ready is None else ready


def _codes(problems: Sequence[Problem]) -> list[str]:
    return [one.code for one in problems if one.severity == "error"]


# ---------------------------------------------------------------- the sheet


def typed_in(raw: bytes, listed: Sequence[Changed]) -> bytes:
    """The workbook with what is typed into all of them."""
    book = openpyxl.load_workbook(BytesIO(raw))
    for one in listed:
        for name, value in one.typed.items():
            cell = book[one.sheet][one.place(name)]
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def read_back(raw: bytes, listed: Sequence[Changed]) -> list[dict[str, str]]:
    """What the reader of forms finds in the cells that were typed into; the text itself where it takes no form for one."""
    workbook = document_of(raw, "form.xlsx")
    forms = {form.sheet: form for form in recognize(workbook.grids, "form.xlsx", declarations()[0]).forms}
    found = []
    for one in listed:
        form = forms.get(one.sheet)
        there = {}
        for row in form.rows if form is not None else ():
            there |= {said.cell: said.text for said in (row.target, row.actual, row.weight) if said is not None}
        for line in form.funds if form is not None else ():
            there |= {said.cell: said.text for said in line.amounts.values()}
        found.append({name: there.get(one.place(name), str(value)) for name, value in one.typed.items()})
    return found


def alike_or_empty(changed: Changed, read: Mapping[str, str], cell: Cell) -> Counter[str]:
    """Counts what is the same and what is empty; fails where a cell shows anything else than the changed project's scorecard."""
    counts: Counter[str] = Counter()
    card = scored_again(changed, read)
    if not isinstance(card, Scorecard):
        counts["refused"] += 1
        return counts
    one, row = changed.one, changed.one.total_row()
    counts["read back" if read != {name: str(value) for name, value in changed.typed.items()} else "read as typed"] += 1
    for scored in card.indicators:
        shown = cell(changed.sheet, f"J{one.form.rows[scored.id]}")
        if shown in EMPTY:
            counts["nothing to score" if scored.points is None else "empty points"] += 1
            continue
        assert scored.points is not None, (scored.id, shown, scored.outcome)
        assert _exact(shown) == scored.points, (scored.id, shown, show_number(scored.points))
        counts["points"] += 1
    shown = cell(changed.sheet, f"J{row}")
    if shown in EMPTY:
        counts["no total" if card.total.points is None else "empty totals"] += 1
    else:
        ends = [Fraction(end) for end in shown.split("–")] if isinstance(shown, str) else [_exact(shown)]
        total = card.total
        expected = [total.points] if total.points is not None else [total.lowest, total.highest]
        assert ends == expected, (shown, total)
        counts["totals"] += 1
    shown = cell(changed.sheet, f"M{row}")
    if shown not in EMPTY and card.grade is not None:
        assert shown == card.grade, (shown, card.grade)
        counts["grades"] += 1
    elif shown not in EMPTY:
        assert shown == " / ".join(card.grades_possible), (shown, card.grades_possible)
    return counts


def _exact(shown: Any) -> Fraction:
    return Fraction(shown) if isinstance(shown, str) else Fraction(repr(shown))
