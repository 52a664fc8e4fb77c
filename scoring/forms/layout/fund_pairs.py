"""Funds that are no table with heads: `年初预算数 | 100`, a row for each role, or the lines of approved targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from scoring.forms.account import Account
from scoring.forms.declaration import Declaration
from scoring.forms.filled_form import FundLine, Role, Written
from scoring.forms.grid import Cell
from scoring.forms.layout.beside import pairs_in
from scoring.forms.layout.fund_labels import TOTAL, is_amount, is_source, money_in, part_of, tell_line
from scoring.forms.layout.values import amount_in, written
from scoring.forms.reading_cell import cell_value
from scoring.forms.sheet import Sheet

PAIRED = frozenset(("budget_initial", "budget_adjusted", "arrived", "executed", "rate"))


class FundPairs:
    """What stands beside a label of funds, outside of all tables."""

    def __init__(self, sheet: Sheet, form: Declaration, account: Account, taken: set[int]) -> None:
        self.sheet, self.form, self.account, self.taken = sheet, form, account, taken
        self.parts: dict[str, tuple[Written, dict[Role, Written]]] = {}
        self.rows: set[int] = set()
        self.money: str | None = None

    def lines(self) -> list[FundLine]:
        """The lines in the order in which their first amount stands."""
        for cell in self.sheet.cells:
            if cell.row in self.taken or not self.account.is_free(cell):
                continue
            self._beside(cell)
            self._inside(cell)
        return [FundLine(part, label, amounts) for part, (label, amounts) in self.parts.items()]

    def _beside(self, cell: Cell) -> None:
        role = self.form.funds.name_of(cell.text)
        amounts = list(self._amounts_behind(cell))
        if role in PAIRED and amounts:
            self.account.label(cell)
            heads = self._heads_above(cell)
            for amount in amounts:
                if heads and amount.column in heads:
                    self._keep(cast(Role, role), cell, heads[amount.column], amount)
                elif not heads and len(amounts) == 1:  # of several amounts nobody knows which one is the total
                    self._keep(cast(Role, role), cell, cell, amount)
        elif self.form.is_of_targets and amounts and (self.form.fund_total.names_of(cell.text) or is_source(cell.text)):
            self._keep("budget_initial", cell, cell, amounts[0])

    def _keep(self, role: Role, head: Cell, label: Cell, amount: Cell) -> None:
        part = part_of(self.form, label.text) if self.form.funds.name_of(label.text) is None else TOTAL
        line = self.parts.setdefault(part, (written(label), {}))[1]
        tell_line(self.form, self.account, label)
        if role not in line and cell_value(amount.text).kind != "stroke":
            self.rows.add(amount.row)
            self.money = self.money or money_in(head.text)
            line[role] = amount_in(amount, role, head.text, self.account)

    def _amounts_behind(self, cell: Cell) -> Iterator[Cell]:
        """The amounts right behind a label, up to the next text."""
        for other in self.sheet.right_of(cell):
            if other.row != cell.row or not is_amount(other) or not self.account.is_free(other):
                return
            yield other

    def _heads_above(self, cell: Cell) -> dict[int, Cell]:
        """The names of sources above the rows of roles, by column."""
        row = cell.row
        while (above := self.sheet.at(row - 1, cell.column)) is not None and self.form.funds.name_of(
            above.text
        ) in PAIRED:
            row = above.row
        heads = [head for head in self.sheet.row(row - 1) if head.column > cell.column]
        beside_total = any(self.form.fund_total.names_of(head.text) for head in heads)
        return {head.column: head for head in heads if is_source(head.text) or self._is_part(head, beside_total)}

    def _is_part(self, head: Cell, beside_total: bool) -> bool:
        """The total, or beside one whatever stands over amounts of money: a source has the name that the form gives it."""
        if self.form.fund_total.names_of(head.text):
            return True
        below = self.sheet.at(head.row + 1, head.column)
        money = below is not None and is_amount(below) and "%" not in below.text
        return beside_total and money and not self.form.knows(head.text)

    def _inside(self, cell: Cell) -> None:
        """`全年预算数：100万元`."""
        if not self.account.is_free(cell):
            return
        for label, value in pairs_in(cell.text):
            role = self.form.funds.name_of(label)
            if role not in PAIRED or not cell_value(value).is_number:
                continue
            line = self.parts.setdefault(TOTAL, (Written(label, cell.place), {}))[1]
            if role not in line:
                inner = replace(cell, text=value)
                self.account.said(cell, label)
                line[cast(Role, role)] = amount_in(inner, cast(Role, role), label, self.account)
                self.rows.add(cell.row)
