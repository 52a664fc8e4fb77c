"""The table of funds: its head by roles, its lines by their labels, and the unit of its amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from scoring.forms.account import Account
from scoring.forms.declaration import Declaration
from scoring.forms.filled_form import FundLine, Role, Written
from scoring.forms.grid import Cell
from scoring.forms.layout.fund_labels import TOTAL, is_amount, is_source, money_in, part_of, tell_line
from scoring.forms.layout.fund_pairs import FundPairs
from scoring.forms.layout.header import Header, headers_in
from scoring.forms.layout.values import amount_in, not_computed, points_in, points_said, written
from scoring.forms.reading_cell import cell_value
from scoring.forms.sheet import Sheet
from scoring.problems import Text

MONEY_ROLES = frozenset(("budget_initial", "budget_adjusted", "arrived", "executed"))
OF_THE_RATE = ("rate", "rate_weight", "rate_claimed")


@dataclass
class Funds:
    """What was found of the table of funds."""

    lines: list[FundLine] = field(default_factory=list)
    money: str | None = None
    rows: set[int] = field(default_factory=set)


def is_funds_head(columns: Mapping[str, tuple[int, int]]) -> bool:
    """At least two columns, one of them of money."""
    return len(columns) >= 2 and any(role in MONEY_ROLES for role in columns)


def read_funds(sheet: Sheet, form: Declaration, account: Account, taken: set[int]) -> Funds:
    """Every line of the tables of funds outside of the rows that another table has."""
    found = Funds()
    if not form.funds:
        return found
    for header in headers_in(sheet, form.funds, is_funds_head, form.knows):
        if header.first in taken:
            continue
        _FundsTable(sheet, form, account, header, taken, found).read()
    pairs = FundPairs(sheet, form, account, taken | found.rows)
    known = {line.part: line for line in found.lines}
    for line in pairs.lines():
        if line.part not in known:
            found.lines.append(line)
        else:
            at = found.lines.index(known[line.part])
            found.lines[at] = replace(found.lines[at], amounts={**line.amounts, **found.lines[at].amounts})
    found.rows |= pairs.rows
    found.money = found.money or pairs.money
    return found


class _FundsTable:
    def __init__(
        self, sheet: Sheet, form: Declaration, account: Account, header: Header, taken: set[int], found: Funds
    ) -> None:
        self.sheet, self.form, self.account, self.taken = sheet, form, account, taken
        self.header = _with_numbers_below(sheet, header)
        header = self.header
        self.found = found
        self.heading = self._heading()
        self.parts: dict[str, tuple[Written, dict[Role, Written]]] = {}
        self.roles = {role: span for role, span in header.columns.items() if role != "part"}

    def read(self) -> None:
        for row in range(self.header.first, self.header.last + 1):
            self.found.rows.add(row)
            for cell in self.sheet.row(row):
                if self.form.knows(cell.text) or cell is self.heading:
                    self.account.label(cell)
        self.found.money = self.found.money or self._money()
        for row in self._body():
            self.found.rows.add(row)
            self._line(row)
        self._points_of_the_heading()
        known = {line.part for line in self.found.lines}
        for part, (label, amounts) in self.parts.items():
            if part not in known:
                self.found.lines.append(FundLine(part, label, amounts))

    def _heading(self) -> Cell | None:
        """The cell before the head that goes down beside the lines, or the label of the whole row."""
        first = min(span[0] for role, span in self.header.columns.items() if role != "part")
        for column in range(1, first):
            cell = self.sheet.at(self.header.first, column)
            if cell is not None and cell.row >= self.header.first - 1 and not self.form.funds.names_of(cell.text):
                return cell
        return None

    def _money(self) -> str | None:
        """The unit in a head, in the heading, or in a note right above."""
        near = [cell for row in (1, 2) for cell in self.sheet.row(self.header.first - row) if len(cell.text) < 30]
        for cell in (self.heading, *self.header.cells.values(), *near):
            if cell is not None and (unit := money_in(cell.text)) is not None:
                return unit
        return None

    def _body(self) -> Iterator[int]:
        beside = self.heading.row + self.heading.rows - 1 if self.heading is not None and self.heading.rows > 1 else 0
        row = self.header.last + 1
        last = max(self.sheet.rows, default=0)
        while row <= last and row not in self.taken:
            if row > max(beside, self.header.last) and not self._is_line(row) and not self._divides(row):
                return
            if beside and row > beside:
                return
            yield row
            row += 1

    def _is_line(self, row: int) -> bool:
        """Whether a row is one of funds: it has a value in a column, or the label of a source, and no label of another part."""
        cells = self.sheet.row(row)
        if not cells:
            return False
        if any(self._is_other(cell) for cell in cells):
            return False
        if any(is_amount(cell) for _, cell, _ in self._values(row)):
            return True
        label = self._label(row)
        return label is not None and is_source(label.text)

    def _divides(self, row: int) -> bool:
        """A row of labels between lines: 按收入性质分：."""
        cells = self.sheet.row(row)
        labels = all(cell.text.strip().endswith(("：", ":")) for cell in cells)
        return bool(cells) and labels and not any(self._is_other(cell) for cell in cells) and self._is_line(row + 1)

    def _is_other(self, cell: Cell) -> bool:
        form = self.form
        if cell.column >= self.header.first_column and cell_value(cell.text).kind in ("number", "stroke"):
            return False
        if form.fund_total.names_of(cell.text) or is_source(cell.text):
            return False
        return bool(form.head.names_of(cell.text) or form.goals.names_of(cell.text) or form.columns.names_of(cell.text))

    def _label(self, row: int) -> Cell | None:
        """The label of a line: the last text before its first amount that is not the heading."""
        span = self.header.columns.get("part")
        if span is not None:
            return self.header.value(self.sheet, row, "part")
        first = min(first for first, _ in self.roles.values())
        found: Cell | None = None
        for column in range(1, first):
            cell = self.sheet.at(row, column)
            if cell is not None and cell is not self.heading and cell.row > self.header.last:
                found = cell
        return found

    def _line(self, row: int) -> None:
        label = self._label(row)
        if label is not None and label.row < row:
            label = None
        in_columns = self._labels_in_columns(row)
        if self._divides(row):
            for cell in self.sheet.row(row):
                self.account.label(cell)
            return
        if label is None and not in_columns and not any(True for _ in self._values(row)):
            return
        for role, cell, own in self._values(row):
            if own is None and role in OF_THE_RATE and _is_text(cell):
                return  # labels of something else begin here: what stands behind them is not this line's
            named = own or label or self.heading or cell
            part = self._part(named) if named is not cell else TOTAL
            if named is not cell:
                self._tell(named)
            self._amount(part, named, role, cell)
        if label is not None:
            self._tell(label)
            self.parts.setdefault(self._part(label), (written(label), {}))

    def _tell(self, label: Cell) -> None:
        if label is self.heading:
            self.account.label(label)
        else:
            tell_line(self.form, self.account, label)

    def _labels_in_columns(self, row: int) -> bool:
        return any(own is not None for _, _, own in self._values(row))

    def _values(self, row: int) -> Iterator[tuple[Role, Cell, Cell | None]]:
        """The amounts of a row by role; with the label that stands before one within its own columns."""
        spans = sorted(self.roles.items(), key=lambda item: item[1])
        for number, (role, (first, last)) in enumerate(spans):
            cells = [cell for cell in self.header.values(self.sheet, row, (first, last)) if cell.row == row]
            if not cells:
                continue
            end = spans[number + 1][1][0] - 1 if number + 1 < len(spans) else self.sheet.width
            value, label = cells[0], None
            if _is_text(value) and role != "why":
                behind = [*cells[1:], *self._between(row, last + 1, end)]
                label, value = value, next((cell for cell in behind if is_amount(cell)), value)
                if value is label:
                    label = None
                    if is_source(value.text) or self.form.fund_total.names_of(value.text):
                        self._tell(value)
                        self.parts.setdefault(self._part(value), (written(value), {}))
                        continue
            yield cast(Role, role), value, label

    def _between(self, row: int, first: int, last: int) -> list[Cell]:
        return [cell for cell in self.header.values(self.sheet, row, (first, last)) if cell.row == row]

    def _part(self, label: Cell) -> str:
        return TOTAL if label is self.heading else part_of(self.form, label.text)

    def _amount(self, part: str, label: Cell, role: Role, cell: Cell) -> None:
        value = cell_value(cell.text)
        line = self.parts.setdefault(part, (written(label), {}))[1]
        if role == "why":
            self._reason(cell, line)
        elif cell.text == "" and cell.formula is not None:
            self.account.ask(cell, *_NOT_COMPUTED)
            line.setdefault(role, not_computed(cell, "%" if role == "rate" else None))
        elif value.kind == "stroke":
            self.account.name(cell)
        elif role in line:
            pass  # the same line twice: the second is listed
        else:
            line[role] = amount_in(cell, role, self.header.cells[role].text, self.account)

    def _reason(self, cell: Cell, line: dict[Role, Written]) -> None:
        if self.form.is_instruction(cell.text):
            self.account.ask(cell, *INSTRUCTION)
        else:
            self.account.take(cell)
            line["why"] = written(cell)

    def _points_of_the_heading(self) -> None:
        """`预算执行情况（20分）` where no column says the points."""
        total = self.parts.get(TOTAL)
        points = points_in(self.heading.text) if self.heading is not None else None
        if self.heading is None or total is None or points is None:
            return
        told = total[1].setdefault("rate_weight", Written(self.heading.text, self.heading.place, number=points))
        if told.number == points:
            self.account.said(self.heading, points_said(self.heading.text))


_NOT_COMPUTED = (
    Text("a formula without a value in the file", "公式在文件中没有存下结果"),
    Text("open it in Excel, WPS or LibreOffice and save it", "用 Excel、WPS 或 LibreOffice 打开并保存一次"),
)
NOT_COMPUTED = _NOT_COMPUTED
INSTRUCTION = (
    Text("this is the form's own instruction, not an entry", "这是表样的填报说明，不是填报内容"),
    Text("write the entry, or leave the cell empty", "请填写内容，或留空"),
)


def _with_numbers_below(sheet: Sheet, header: Header) -> Header:
    """Of two columns with one label the one that has amounts; the other has the labels of the lines (年度预算数)."""
    columns, cells = dict(header.columns), dict(header.cells)
    for role, others in header.again.items():
        first = ((columns[role]), cells[role])
        spans = [first, *others]
        best = next((one for one in spans if _has_amount_below(sheet, header, one[0])), first)
        columns[role], cells[role] = best
        left = [one for one in spans if one is not best and one[0] < best[0]]
        if left and "part" not in columns:
            columns["part"], cells["part"] = left[0]
    return Header(header.first, header.last, columns, cells)


def _has_amount_below(sheet: Sheet, header: Header, span: tuple[int, int]) -> bool:
    return any(
        is_amount(cell) for row in range(header.last + 1, header.last + 4) for cell in header.values(sheet, row, span)
    )


def _is_text(cell: Cell) -> bool:
    return cell_value(cell.text).kind in ("words", "mixed") and not cell.formula
