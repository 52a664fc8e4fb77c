"""Several forms on one sheet: each begins with its title and its head."""

from __future__ import annotations

import re
from itertools import pairwise

from scoring.forms.declaration import PROJECT, Declaration
from scoring.forms.grid import Cell
from scoring.forms.layout.beside import pairs_in
from scoring.forms.period import period_alone
from scoring.forms.sheet import Sheet
from scoring.forms.words import LONGEST_TITLE, in_one_width, key_of

_ATTACHED = re.compile(r"(?:附件|附表|附)[0-9一二三四五六七八九十]*[-—0-9]*[:：]?.*|(?:公开|表)[0-9]+.*|第?[0-9]+表")


def forms_on(sheet: Sheet, form: Declaration) -> list[Sheet]:
    """The parts of a sheet that are forms of their own; the whole of it where only one project is named."""
    blocks = _beside_each_other(sheet, form)
    if len(blocks) > 1:
        return [part for block in blocks for part in forms_on(block, form)]
    heads = _heads(sheet, form)
    starts = [sheet.rows[0]] if sheet.rows else []
    for before, row in pairwise(heads):
        starts.append(_title_above(sheet, form, row, before))
    ends = [start - 1 for start in starts[1:]] + [max(sheet.rows, default=0)]
    return [sheet.part(first, last) for first, last in zip(starts, ends, strict=True)]


def _beside_each_other(sheet: Sheet, form: Declaration) -> list[Sheet]:
    """Forms beside each other: projects are named in one row, and a column between them is empty."""
    for row in sheet.rows:
        named = [cell.column for cell in sheet.row(row) if PROJECT in form.head.names_of(cell.text)]
        if len(named) < 2:
            continue
        gaps = [column for column in range(2, sheet.width) if sheet.is_empty(column)]
        cuts = [max((gap for gap in gaps if before < gap < column), default=None) for before, column in pairwise(named)]
        if all(cut is not None for cut in cuts):
            edges = [0, *(cut for cut in cuts if cut is not None), sheet.width]
            return [sheet.columns(first + 1, last) for first, last in pairwise(edges)]
    return [sheet]


def _heads(sheet: Sheet, form: Declaration) -> list[int]:
    """The rows in which a project is named, without those that repeat the head of the page before."""
    heads: list[int] = []
    last: str | None = None
    total_since = False
    for row in sheet.rows:
        if any(form.total.names_of(cell.text) for cell in sheet.row(row)):
            total_since = True
        for cell in sheet.row(row):
            name = _project_named(sheet, form, cell)
            if name is None:
                continue
            if last is None or total_since or name != last:
                heads.append(row)
            last, total_since = name, False
            break
    return heads


def is_named(sheet: Sheet, form: Declaration) -> bool:
    """Whether the form's title stands on a sheet, or the label of the project's name."""
    return any(is_title(form, cell.text) or _project_named(sheet, form, cell) is not None for cell in sheet.cells)


def _project_named(sheet: Sheet, form: Declaration, cell: Cell) -> str | None:
    if PROJECT in form.head.names_of(cell.text):
        value = next(iter(sheet.right_of(cell)), None)
        if value is None or form.knows(value.text):
            value = sheet.below(cell)
        return in_one_width(value.text) if value is not None else ""
    for label, value_text in pairs_in(cell.text):
        if PROJECT in form.head.names_of(label):
            return in_one_width(value_text)
    return None


def _title_above(sheet: Sheet, form: Declaration, row: int, floor: int) -> int:
    """Where the head of a form begins: rows of its title and of its other head fields above the project's name."""
    start = row
    for above in reversed([each for each in sheet.rows if floor < each < row]):
        if not all(_is_of_a_head(sheet, form, cell) for cell in sheet.row(above)):
            break
        start = above
    return start


def _is_of_a_head(sheet: Sheet, form: Declaration, cell: Cell) -> bool:
    text = in_one_width(cell.text)
    if is_title(form, cell.text) or period_alone(cell.text) or _ATTACHED.fullmatch(text):
        return True
    if form.head.names_of(cell.text) or any(form.head.names_of(label) for label, _ in pairs_in(cell.text)):
        return not _is_a_signature(form, cell.text)
    before, above = sheet.left_of(cell), sheet.at(cell.row - 1, cell.column)
    return any(label is not None and form.head.names_of(label.text) for label in (before, above))


def _is_a_signature(form: Declaration, text: str) -> bool:
    labels = [label for label, _ in pairs_in(text)] or [text]
    return any(name.startswith("signed.") for label in labels for name in form.head.names_of(label))


def is_title(form: Declaration, text: str) -> bool:
    """Whether a word of the form's title stands in a text."""
    key = key_of(text)
    return len(key) <= LONGEST_TITLE and any(title.search(key) for title in form.titles)
