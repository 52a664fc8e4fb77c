"""Cells as values: the text as it stands, with the number that it is, and the question that it leaves."""

from __future__ import annotations

import re
from fractions import Fraction

from scoring.forms.account import Account
from scoring.forms.filled_form import Role, Written
from scoring.forms.grid import Cell
from scoring.forms.reading_cell import CellValue, cell_value, why_not
from scoring.problems import Text
from scoring.values.characters import plain

SHARE_OR_PERCENT = (
    Text("a share or a percent? the cell has no sign of percent", "是小数还是百分数？格中没有百分号"),
    Text("write it with `%`", "请带上 `%`"),
)
_POINTS = re.compile(
    r"(?:[(]\s*(?:权重|分值|满分)?[:]?\s*|(?:权重|分值|满分)[:]?\s*|(?<![0-9.]))([0-9]+(?:\.[0-9]+)?)\s*(?:分|%|points?)(?:\s*[)*×]|$)"
)


def not_computed(cell: Cell, unit: str | None = None) -> Written:
    """A formula whose result the file does not have."""
    return Written("", cell.place, unit=unit, formula=cell.formula, computed=cell.computed)


def written(cell: Cell, value: CellValue | None = None) -> Written:
    """A cell's own text; with the number and unit of a value that is one."""
    if value is None or not value.is_number:
        return Written(
            cell.text, cell.place, stored=cell.stored, formula=cell.formula, sign=value.sign if value else None
        )
    return Written(cell.text, cell.place, value.number, value.unit, value.sign, cell.stored, cell.formula, multiple=value.multiple)  # fmt: skip


def amount_in(cell: Cell, role: Role, head: str, account: Account) -> Written:
    """An amount of the table of funds; what is no number is listed and has none."""
    value = cell_value(cell.text)
    account.take(cell)
    found = written(cell, value)
    if not value.is_number or value.sign not in (None, "="):
        if (why := why_not(value, cell.text)) is not None:
            account.ask(cell, *why)
        elif value.sign is not None:
            account.ask(cell, *bound_with_sign(cell.text))
        return Written(cell.text, cell.place, stored=cell.stored, formula=cell.formula)
    elif value.rest:
        account.ask(cell, *words_behind(value))
    if role == "rate" and value.unit is None:
        return _rate(cell, found, head, account)
    return found


def _rate(cell: Cell, found: Written, head: str, account: Account) -> Written:
    """A bare number as a rate: of 0 and of 94.57 there is no doubt, of 0.95 and 1 there is."""
    number = Fraction(found.number or "0")
    if number == 0 or number > 2 or "%" in plain(head):
        return Written(found.text, found.cell, found.number, "%", None, found.stored, found.formula)
    account.ask(cell, *SHARE_OR_PERCENT)
    return Written(cell.text, cell.place, stored=cell.stored, formula=cell.formula)


def bound_with_sign(text: str) -> tuple[Text, Text]:
    shown = " ".join(text.split())[:60]
    return (
        Text(f"`{shown}` carries a sign: a bound, not a measured value", f"`{shown}` 带有符号，是界限，不是实测值"),
        Text("write what was reached, without a sign", "请写实际达到的数值，不带符号"),
    )


def words_behind(value: CellValue) -> tuple[Text, Text]:
    return (
        Text(f"words behind the unit: `{value.rest}`", f"单位后有文字：`{value.rest}`"),
        Text("write the number and its unit alone", "只写数字和单位"),
    )


def points_in(text: str) -> str | None:
    """The points that a head says: 50 of `产出指标（50分）`, 20 of `预算执行情况（万元）（20分）`."""
    found = _points(text)
    return found[1] if found is not None else None


def points_said(text: str) -> str | None:
    """The piece of a head that says its points: `50分` of `产出指标（50分）`."""
    found = _points(text)
    return text[found.start() : found.end()].strip(" \n()（）") if found is not None else None


def _points(text: str) -> re.Match[str] | None:
    found = list(_POINTS.finditer(plain(text).replace("\n", " ").rstrip()))
    return found[-1] if found else None


def points_cell(cell: Cell, account: Account) -> Written | None:
    """Points or a weight: a number, a stroke (nothing), or listed."""
    value = cell_value(cell.text)
    if cell.text == "" and cell.formula is not None:
        return not_computed(cell)
    if value.kind == "stroke":
        account.name(cell)
        return None
    account.take(cell)
    if value.is_number and value.sign is None and value.unit in (None, "分", "%") and not value.multiple:
        if value.rest:
            account.ask(cell, *words_behind(value))
        return written(cell, value)
    if (why := why_not(value, cell.text)) is not None:
        account.ask(cell, *why)
    else:
        account.ask(cell, Text(f"`{cell.text[:60]}` are no points", f"`{cell.text[:60]}` 不是分数"),
                    Text("write the points as a number", "请写分数"))  # fmt: skip
    return Written(cell.text, cell.place, stored=cell.stored, formula=cell.formula)
