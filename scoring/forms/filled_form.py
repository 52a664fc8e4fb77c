"""A form as it was filled in: every value with its own text and its cell, and what nobody could understand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scoring.forms.words import on_one_line
from scoring.problems import Text

Role = Literal["budget_initial", "budget_adjusted", "arrived", "executed", "rate", "rate_weight", "rate_claimed", "why"]
"""What a column of the table of funds says of a line."""
Became = Literal["taken", "label", "listed"]
"""What became of a cell."""

_POINTS = re.compile(r"[（(]\s*[0-9０-９.．]+\s*(?:分|%|％|points?)\s*[)）]")
_COUNTED = re.compile(
    r"^(?:[0-9０-９]+[.．、]|[一二三四五六七八九十]+、|[（(][0-9０-９一二三四五六七八九十]+[)）]|指标[0-9０-９]*[:：])\s*"
)


@dataclass(frozen=True, slots=True)
class Written:
    """What one cell says: its own text, and the number in it where it is exactly one number, perhaps with a unit.

    `number` is in half-width digits without separators (`1,200.00` is `1200.00`); None where the text is none. `sign` is
    `>=`, `<=`, `=`, `>`, `<` where one stands before it. `cell` is the place. `stored` is what the file holds where that
    differs; of a formula without a result `computed` is the one that it ought to have. `multiple` is the 万 of a number without
    a unit, which `number` has counted: 1200000 of `120万`.
    """

    text: str
    cell: str
    number: str | None = None
    unit: str | None = None
    sign: str | None = None
    stored: str | None = None
    formula: str | None = None
    computed: str | None = None
    multiple: str = ""

    @property
    def name(self) -> str:
        """The text as a name: without line breaks, `指标1：` and the points that a group's head has (`产出指标（50分）`)."""
        return _COUNTED.sub("", _POINTS.sub("", on_one_line(self.text)).strip()).strip()


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
    `unit` is the target's; `actual_unit` the one beside the actual where it is another. `sign_cell` and `unit_cell` say where
    they stand. `not_applicable`: the form has a stroke for its target and its actual, and no points.
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
    sign_cell: str | None = None
    unit_cell: str | None = None
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class FormText:
    """A text of the form by its label, such as 存在问题; of a row about the funds also what the problem was."""

    name: str
    label: Written
    text: Written | None
    problem: Written | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What `…` of a declared label stood for where no field takes it: kept as text under that word."""

    word: str
    text: Written


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A cell that is neither taken nor known as a label, or whose value leaves a question: its text, why, and what to do."""

    cell: str
    text: str
    reason: Text
    fix: Text


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One form of a document, by the declaration `form` that fits it.

    `head` has the fields of the head by name (`project`, `code`, `department`, `unit`, `period`, …), `goals` the expected
    and the reached overall goal, `total` the row of the total (`weight`, `claimed`, `grade`), `notes` what is kept as text,
    `texts` what stands beside labels such as 存在问题, `management` the rows about how funds were managed, `ticked` the boxes.
    `money` is the unit of all amounts of the table of funds. `account` says of every cell of the document that is not
    empty what became of it: `taken`, `label` or `listed`; none is left out. `unfilled`: no row has an actual or points.
    `kept` is what `…` stood for in labels that have no value of their own.
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
    account: Mapping[str, Became]
    texts: tuple[FormText, ...] = ()
    management: tuple[FormText, ...] = ()
    ticked: Mapping[str, Written] = field(default_factory=dict)
    unfilled: bool = False
    kept: tuple[Kept, ...] = ()
