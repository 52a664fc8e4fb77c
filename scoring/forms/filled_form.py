"""A form as it was filled in: every value with its own text and its cell, and what nobody could understand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scoring.problems import Text

Role = Literal["budget_initial", "budget_adjusted", "arrived", "executed", "rate", "rate_weight", "rate_claimed", "why"]
"""What a column of the table of funds says of a line."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one cell says: its own text, and the number in it where it is exactly one number, perhaps with a unit.

    `number` is in half-width digits without separators (`1,200.00` is `1200.00`); None where the text is none. `sign` is
    `>=`, `<=`, `=`, `>`, `<` where one stands before it. `cell` is the place, `sheet` the sheet's name if it has one.
    """

    text: str
    cell: str
    number: str | None = None
    unit: str | None = None
    sign: str | None = None
    stored: str | None = None
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class FundLine:
    """A line of the table of funds: `part` is `total` or the source's name as the form has it (当年财政拨款)."""

    part: str
    label: Written
    amounts: Mapping[Role, Written]


@dataclass(frozen=True, slots=True)
class FormRow:
    """An indicator of the form. What merged cells say of several rows stands at each of them; None where nothing does.

    `sign` is `>=` …, `定性`, `日期`, or None where the form writes none: nobody guessed it. `claimed` is the form's own 得分.
    """

    level1: Written | None
    level2: Written | None
    label: Written
    target: Written | None
    sign: str | None
    unit: str | None
    actual: Written | None
    actual_unit: str | None
    weight: Written | None
    claimed: Written | None
    why: Written | None
    level1_weight: Written | None = None
    level2_weight: Written | None = None
    more: Mapping[str, Written] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A cell that is neither taken nor known as a label: its text, why, and what to do."""

    cell: str
    text: str
    reason: Text
    fix: Text


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One form of a document, by the declaration `form` that fits it.

    `head` has the fields of the head by name (`project`, `code`, `department`, `unit`, `period`, …), `goals` the expected
    and the reached overall goal, `total` the row of the total (`weight`, `claimed`, `grade`), `notes` what is kept as text.
    `money` is the unit of all amounts of the table of funds. `account` says of every cell of the document that is not
    empty what became of it: `taken`, `label` or `listed`; none is left out.
    """

    form: str
    file: str
    sheet: str | None
    title: Written | None
    head: Mapping[str, Written]
    money: str | None
    funds: tuple[FundLine, ...]
    goals: Mapping[str, Written]
    rows: tuple[FormRow, ...]
    total: Mapping[str, Written]
    notes: tuple[Written, ...]
    not_understood: tuple[NotUnderstood, ...]
    account: Mapping[str, Literal["taken", "label", "listed"]]
