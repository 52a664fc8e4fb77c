"""The table of indicators: rows under a head, group names handed down, lines broken over rows put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scoring.forms.account import Account
from scoring.forms.declaration import Declaration
from scoring.forms.filled_form import FormRow, Kept, Written
from scoring.forms.grid import Cell
from scoring.forms.layout.blocks import read_blocks
from scoring.forms.layout.funds import NOT_COMPUTED, is_funds_head
from scoring.forms.layout.header import Header, headers_in
from scoring.forms.layout.row_values import RowValues
from scoring.forms.layout.values import not_computed, points_cell, points_in, points_said, written
from scoring.forms.reading_cell import cell_value
from scoring.forms.sheet import Sheet
from scoring.forms.words import in_one_width, on_one_line
from scoring.problems import Text

LEVELS = ("level1", "level2")
SUBTOTALS = frozenset(("小计", "分项小计", "subtotal"))
VALUES = ("target", "sign", "unit", "actual", "weight", "claimed")
SHARED = (
    Text("its points stand in a cell that it shares with the row above", "得分格与上一行合并，分不清各得多少"),
    Text("give every indicator its own points", "每项指标各写各的得分"),
)
GOES_ON = (
    Text("its label goes on in the row below", "名称在下一行接着写"),
    Text("write the label in one cell", "把名称写在一个单元格里"),
)
HIDDEN = (
    Text("this row is hidden in the file", "这一行在文件中是隐藏的"),
    Text("show the row, or delete it", "取消隐藏，或删去此行"),
)
UNDECLARED = (
    Text("the form does not declare this column: it is kept as text", "表样没有声明这一列，按文字保留"),
    Text("declare it under `more`, or under what it says", "在 more 或它所填内容之下声明这个表头"),
)
SUBTOTAL = (
    Text("a subtotal: it is added up anew and not kept", "小计：将重新计算，不保留"),
    Text("nothing is to be done", "无需处理"),
)
DOES_NOT_APPLY = (
    Text("a stroke for the indicator: it seems not to apply", "此项填的是斜线，似为不适用"),
    Text("declare it not applicable with a reason, or delete the row", "声明不适用并写明原因，或删去此行"),
)


@dataclass
class Indicators:
    """What was found: rows in their order, the row of the total, and the rows of the sheet that are the table's."""

    rows: list[FormRow] = field(default_factory=list)
    total: dict[str, Written] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    actual_head: Cell | None = None
    kept: list[Kept] = field(default_factory=list)
    missing: list[tuple[str, tuple[int, int]]] = field(default_factory=list)


def is_indicators_head(columns: Mapping[str, tuple[int, int]]) -> bool:
    """A name and a value at least."""
    named = any(role in columns for role in ("label", "level1", "level2"))
    valued = any(role in columns for role in ("target", "actual", "more.target_initial"))
    return named and valued and len(columns) >= 3


def read_indicators(sheet: Sheet, form: Declaration, account: Account) -> Indicators:
    """Every row below every head of indicators on the sheet, and the total; without a head every block of labels and values."""
    found = Indicators()
    headers = headers_in(sheet, form.columns, is_indicators_head, form.knows)
    if not headers:
        found.rows, found.total = read_blocks(sheet, form, account, found.taken)
        return found
    funds = {header.first for header in headers_in(sheet, form.funds, is_funds_head, form.knows)}
    table = _Table(sheet, form, account, found, funds - {header.first for header in headers})
    for number, header in enumerate(headers):
        end = headers[number + 1].first - 1 if number + 1 < len(headers) else max(sheet.rows)
        table.under(_with_undeclared(sheet, form, account, _as_meant(header)), end)
    table.keep_empty_groups()
    found.missing = table.values.missing
    return found


def _as_meant(header: Header) -> Header:
    """The deepest level is the indicator where no column has its name; the only target that there is, is the target."""
    columns, cells = dict(header.columns), dict(header.cells)
    for role, instead in (("label", "level2"), ("label", "level1"), ("target", "more.target_initial")):
        if role not in columns and instead in columns:
            columns[role], cells[role] = columns.pop(instead), cells.pop(instead)
    return Header(header.first, header.last, columns, cells)


def _with_undeclared(sheet: Sheet, form: Declaration, account: Account, header: Header) -> Header:
    """With the columns that the form does not declare, each kept under its own head, and told once."""
    columns, cells = dict(header.columns), dict(header.cells)
    used = {column for first, last in columns.values() for column in range(first, last + 1)}
    for cell in (cell for row in range(header.first, header.last + 1) for cell in sheet.row(row)):
        span = (cell.column, cell.column + cell.columns - 1)
        if form.knows(cell.text) or used & set(range(span[0], span[1] + 1)) or not cell.text.strip():
            continue
        if any(True for row in range(header.last + 1, header.last + 4) for _ in header.values(sheet, row, span)):
            name = f"more.{on_one_line(cell.text)}"
            columns[name], cells[name] = span, cell
            account.ask(cell, *UNDECLARED)
    return Header(header.first, header.last, columns, cells, header.again)


class _Table:
    def __init__(self, sheet: Sheet, form: Declaration, account: Account, found: Indicators, funds: set[int]) -> None:
        self.sheet, self.form, self.account, self.found, self.funds = sheet, form, account, found, funds
        self.above: dict[str, Cell | None] = {}
        self.values = RowValues(form, account, sheet)
        self.groups: dict[tuple[int, int], tuple[Cell, Cell]] = {}
        """Cells that name a group, with the head above each, as long as no indicator stands in the group."""
        self.last_row = 0
        self.last_label: Cell | None = None

    def under(self, header: Header, end: int) -> None:
        """The rows of a head up to where another begins."""
        self.header = header
        self.found.actual_head = self.found.actual_head or header.cells.get("actual")
        for row in range(header.first, header.last + 1):
            self.found.taken.add(row)
            for cell in self.sheet.row(row):
                self.account.label(cell)
        is_body = True
        for row in (row for row in self.sheet.rows if header.last < row <= end):
            if row in self.funds:
                return
            kind = self._kind(row)
            if kind == "total":
                self._total(row)
                is_body = False
            elif kind == "other":
                is_body = False
            elif kind == "subtotal":
                self._subtotal(row)
            elif is_body and kind == "group":
                self._group(row)
            elif is_body:
                self.found.taken.add(row)
                self._row(row)

    def _kind(self, row: int) -> str:
        """Whether a row is the total's, another part of the form's, or an indicator's."""
        cells = self.sheet.row(row)
        first = cells[0]
        if self.form.total.names_of(first.text) or (len(cells) > 1 and self.form.total.names_of(cells[1].text)):
            target = self._cell(row, "target")
            return "row" if target is not None and target.row == row and target not in cells[:2] else "total"
        if in_one_width(first.text).rstrip(":") in SUBTOTALS:
            return "subtotal"
        if any(self._has(row, role) for role in ("target", "actual")) and self._has(row, "label"):
            return "row"
        if len(cells) == 1 and not self._has_level(row) and _is_group(first.text):
            return "group"
        parts = (self.form.texts, self.form.notes, self.form.head, self.form.goals, self.form.management)
        if any(words.names_of(cell.text) for words in parts for cell in cells[:1]):
            return "other"
        alone = len(cells) == 1 and not any(self._has(row, role) for role in ("label", *LEVELS))
        wide = len(cells) == 1 and first.columns * 2 > self.sheet.width
        if alone or wide or (self.form.funds.names_of(first.text) and len(cells) > 2 and not self._has(row, "label")):
            return "other"
        return "row"

    def _has_level(self, row: int) -> bool:
        return any(self._has(row, role) for role in LEVELS)

    def _group(self, row: int) -> None:
        """A group that has a row of its own: `一、产出指标（50分）` over the whole width."""
        (cell,) = self.sheet.row(row)
        self.groups[cell.row, cell.column] = (cell, cell)
        self.found.taken.add(row)
        self.above = {"level1": cell}

    def _subtotal(self, row: int) -> None:
        self.found.taken.add(row)
        for cell in self.sheet.row(row):
            if cell_value(cell.text).is_number or cell.formula:
                self.account.ask(cell, *SUBTOTAL)
            else:
                self.account.label(cell)

    def _has(self, row: int, role: str) -> bool:
        cell = self._cell(row, role)
        return cell is not None and cell.row == row

    def _cell(self, row: int, role: str) -> Cell | None:
        return self.header.value(self.sheet, row, role)

    def keep_empty_groups(self) -> None:
        """Groups in which no indicator stands are kept as text under their head."""
        for head, cell in self.groups.values():
            if self.account.is_free(cell):
                self.account.take(cell)
                self.found.kept.append(Kept(head.text.strip(), written(cell)))

    # ---------------------------------------------------------------- one row

    def _row(self, row: int) -> None:
        own = {role: cell for role in self.header.columns if (cell := self._cell(row, role)) is not None}
        self._levels(row, own)
        label = self._label(row, own)
        begins = {role: cell for role, cell in own.items() if cell.row == row}
        if label is None:
            self._without_label(row, begins)
        elif self._is_template(row, label, begins):
            for cell in begins.values():
                self.account.name(cell)
        elif self._goes_on(label, begins):
            self._join(label, begins)
        else:
            self._take(row, label, own)

    def _levels(self, row: int, own: dict[str, Cell]) -> None:
        """Group names: of this row, of a cell that is merged from above, or of the last one that was written."""
        for number, role in enumerate(LEVELS):
            cell = own.get(role)
            if cell is not None and cell.text.strip():
                if cell is not self.above.get(role):
                    for deeper in LEVELS[number + 1 :]:
                        self.above[deeper] = None
                self.above[role] = cell
                self.groups.setdefault((cell.row, cell.column), (self.header.cells[role], cell))

    def _label(self, row: int, own: Mapping[str, Cell]) -> Cell | None:
        span = self.header.columns.get("label")
        if span is None:
            return None
        cells = [cell for cell in self.header.values(self.sheet, row, span) if cell.text.strip() or cell.formula]
        if not cells:
            return self._level_as_label(row, own)
        if cells[0].row < row and not any(self._has(row, role) for role in VALUES):
            return None
        if len(cells) > 1:  # a number of its own before the name
            named = [cell for cell in cells if cell_value(cell.text).kind in ("words", "mixed")]
            for cell in cells:
                if cell is not (named or cells)[-1]:
                    self.account.take(cell)
            return (named or cells)[-1]
        return cells[0]

    def _level_as_label(self, row: int, own: Mapping[str, Cell]) -> Cell | None:
        """A group that has values itself is an indicator."""
        if not any(self._has(row, role) for role in ("target", "actual", "weight")):
            return None
        return next((own[role] for role in reversed(LEVELS) if role in own and own[role].row == row), None)

    def _is_template(self, row: int, label: Cell, begins: Mapping[str, Cell]) -> bool:
        """A line that the form leaves to be filled in: `指标2：`, `……`, with nothing beside it."""
        values = [cell for role, cell in begins.items() if role not in (*LEVELS, "label") and cell is not label]
        blank = all(cell_value(cell.text).kind == "empty" and not cell.formula for cell in values)
        return blank and self.form.is_template(label.text)

    def _goes_on(self, label: Cell, begins: Mapping[str, Cell]) -> bool:
        """Whether a row is the end of the label above: nothing else begins in it."""
        others = [role for role in begins if role not in ("label",)]
        if others or not self.found.rows or label.hidden or label.row <= self.header.last + 1:
            return False
        before = self.found.rows[-1]
        return before.target is not None and self._is_row_above(label)

    def _is_row_above(self, label: Cell) -> bool:
        return self.last_row == label.row - 1

    def _join(self, label: Cell, begins: Mapping[str, Cell]) -> None:
        before = self.found.rows[-1]
        whole = replace(before.label, text=before.label.text + label.text)
        self.found.rows[-1] = replace(before, label=whole)
        if self.last_label is not None:
            self.account.ask(self.last_label, *GOES_ON)
        self.account.take(label)
        self.last_row = label.row

    def _without_label(self, row: int, begins: Mapping[str, Cell]) -> None:
        """Text that goes on from the row above; anything else is left to be listed."""
        before = self.found.rows[-1] if self.found.rows else None
        texts = [role for role in begins if role not in LEVELS]
        if before is None or self.last_row != row - 1 or not texts:
            return
        if (
            all(role in ("why",) or role.startswith("more.") for role in texts)
            and "why" in texts
            and before.why is not None
        ):
            cell = begins["why"]
            self.found.rows[-1] = replace(before, why=replace(before.why, text=before.why.text + cell.text))
            self.account.take(cell)
            self.last_row = row

    def _take(self, row: int, label: Cell, own: Mapping[str, Cell]) -> None:
        self.account.take(label)
        self._said_again(row, own)
        level1, level2 = (self.above.get(role) for role in LEVELS)
        for group in (level1, level2):
            if group is not None:
                self.account.take(group)
                self.groups.pop((group.row, group.column), None)
        if level2 is label:
            level2 = None
        values = {role: cell for role, cell in own.items() if role not in LEVELS and role != "label"}
        shared: list[str] = [role for role in ("claimed", "weight") if role in values and values[role].row < row]
        for role in shared:
            self.account.ask(label, *SHARED)
            del values[role]
        if "why" in values and values["why"].row < row:
            del values["why"]
        found = self.values.of(row, label, values, self.header)
        self.found.rows.append(
            replace(
                found,
                level1=_written_or_none(level1),
                level2=_written_or_none(level2),
                level1_weight=self._group_points("level1", level1, own),
                level2_weight=self._group_points("level2", level2, own),
            )
        )
        if label.hidden:
            self.account.ask(label, *HIDDEN)
        if found.not_applicable:
            self.account.ask(label, *DOES_NOT_APPLY)
        self.last_row, self.last_label = row, label

    def _said_again(self, row: int, own: Mapping[str, Cell]) -> None:
        """A second column of the same role that says the same, such as the unit behind target and actual."""
        for role, spans in self.header.again.items():
            for span, _ in spans:
                for cell in self.header.values(self.sheet, row, span):
                    if role in own and cell.text == own[role].text:
                        self.account.take(cell)

    def _group_points(self, role: str, cell: Cell | None, own: Mapping[str, Cell]) -> Written | None:
        """The points of a group: in a column of their own, or in its head."""
        column = own.get(f"{role}_weight")
        if column is not None:
            return points_cell(column, self.account)
        points = points_in(cell.text) if cell is not None else None
        return Written(cell.text, cell.place, number=points) if cell is not None and points is not None else None

    # ---------------------------------------------------------------- the total

    def _total(self, row: int) -> None:
        """Weight and points of the row, and what it says of the grade."""
        label = next(cell for cell in self.sheet.row(row) if self.form.total.names_of(cell.text))
        self.account.label(label)
        self.found.taken.add(row)
        behind = [cell for cell in self.sheet.row(row) if cell is not label]
        numbers = [cell for cell in behind if cell.formula is not None or cell_value(cell.text).is_number]
        for cell in numbers:
            role = self._role_in_total(cell, numbers)
            if role is not None and role not in self.found.total:
                self._total_value(role, cell)
        for cell in behind:
            if cell not in numbers and cell_value(cell.text).kind == "stroke":
                self.account.name(cell)
        if (points := points_in(label.text)) is not None:  # 合计（100分）
            told = self.found.total.setdefault("weight", Written(label.text, label.place, number=points))
            if told.number == points:
                self.account.said(label, points_said(label.text))

    def _role_in_total(self, cell: Cell, numbers: list[Cell]) -> str | None:
        spans = {
            role: span
            for role, span in self.header.columns.items()
            if span[0] <= cell.column + cell.columns - 1 and cell.column <= span[1]
        }
        if len(numbers) == 1 and ("claimed" in spans or len(spans) > 1 or "weight" not in self.header.columns):
            return "claimed"
        for role in ("claimed", "weight"):
            if role in spans:
                return role
        return next((role.removeprefix("more.") for role in spans if role.startswith("more.")), None)

    def _total_value(self, role: str, cell: Cell) -> None:
        if cell.text == "" and cell.formula is not None:
            self.account.ask(cell, *NOT_COMPUTED)
            self.found.total[role] = not_computed(cell)
            return
        value = points_cell(cell, self.account)
        if value is not None:
            self.found.total[role] = value


def _is_group(text: str) -> bool:
    """Whether a text names a group: `产出指标`, `效益（30分）`."""
    name = Written(text, "").name
    return len(name) < 16 and (
        name.endswith(("指标", "满意度")) or (name != text.strip() and points_in(text) is not None)
    )


def _written_or_none(cell: Cell | None) -> Written | None:
    return written(cell) if cell is not None else None
