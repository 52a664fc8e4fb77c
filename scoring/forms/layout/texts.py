"""Head, goals, texts, notes and titles: what stands outside of the tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from scoring.forms.account import Account
from scoring.forms.declaration import PERIOD, Declaration
from scoring.forms.filled_form import FormText, Written
from scoring.forms.grid import Cell
from scoring.forms.layout import beside
from scoring.forms.layout.funds import INSTRUCTION
from scoring.forms.layout.header import Header, headers_in
from scoring.forms.layout.segments import is_title
from scoring.forms.layout.values import written
from scoring.forms.period import Period, period_alone, period_in
from scoring.forms.reading_cell import cell_value, why_not
from scoring.forms.sheet import Sheet
from scoring.forms.words import Words, in_one_width
from scoring.problems import Text
from scoring.values.characters import plain

_OPEN_DATE = re.compile(r"[0-9]{4}年[-_—xX×\s]*月(?:[-_—xX×\s]*日)?|[0-9]{4}年[0-9]{1,2}月[-_—xX×\s]+日")
_TICKED, _OPEN = "☑√✓✔■☒▣√", "□☐◻○"
_SECTION = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[、)][^:;。,0-9]{2,24}")
_NUMBERED_NOTE = re.compile(r"^\s*[0-9]{1,2}[.、．)]")
_NO_PERIOD = (
    Text("no year can be read in it", "读不出年度"),
    Text("write `period = …` into the project", "在项目文件中写 `period = …`"),
)
_BEHIND = (
    Text("this stands behind the boxes, and no box is its own", "方框之后另有文字，不属于任何选项"),
    Text("tick a box, or write it where it belongs", "请勾选，或写到该写的地方"),
)
_TWICE = (
    Text("this field of the head is said twice, and differently", "表头此项写了两次且不一致"),
    Text("write it once", "只写一次"),
)
GRADES = ("优秀", "良好", "中等", "合格", "不合格", "较差", "优", "良", "中", "差")


@dataclass
class Texts:
    """What was found outside of the tables."""

    head: dict[str, Written] = field(default_factory=dict)
    goals: dict[str, Written] = field(default_factory=dict)
    texts: list[FormText] = field(default_factory=list)
    management: list[FormText] = field(default_factory=list)
    notes: list[Written] = field(default_factory=list)
    ticked: dict[str, Written] = field(default_factory=dict)
    total: dict[str, Written] = field(default_factory=dict)
    title: Written | None = None


def read_texts(sheet: Sheet, form: Declaration, account: Account, tables: set[int]) -> Texts:
    """Everything by its label; rows of tables are left alone, except for a grade beside the total."""
    return _Reader(sheet, form, account, tables).read()


class _Reader:
    def __init__(self, sheet: Sheet, form: Declaration, account: Account, tables: set[int]) -> None:
        self.sheet, self.form, self.account, self.tables = sheet, form, account, tables
        self.found = Texts()

    def read(self) -> Texts:
        self._management()
        self._titles()
        self._labelled(self.form.goals, self._goal, lambda: list(self.found.goals))
        self._labelled(self.form.head, self._head, lambda: list(self.found.head))
        self._labelled(self.form.texts, self._text, lambda: [each.name for each in self.found.texts])
        for cell in self._free():
            self._inline(cell)
        for cell in self._free():
            self._grade(cell)
        self._notes()
        for cell in self._free():
            alone = len(self.sheet.row(cell.row)) == 1
            if self.form.knows(cell.text):
                self.account.label(cell)
            elif alone and _SECTION.fullmatch(in_one_width(cell.text)):  # 四、其他情况
                self.account.take(cell)
                self.found.notes.append(written(cell))
        self._period()
        return self.found

    def _free(self) -> list[Cell]:
        return [cell for cell in self.sheet.cells if self.account.is_free(cell)]

    def _is_label(self, cell: Cell) -> bool:
        """Whether a cell is no value: a label, a label with its value, or a note."""
        form = self.form
        if form.knows(cell.text) or self._is_note(cell.text):
            return True
        return any(form.head.names_of(label) or form.texts.names_of(label) for label, _ in beside.pairs_in(cell.text))

    def _is_note(self, text: str) -> bool:
        bare = in_one_width(text)
        return any(bare.startswith(in_one_width(word)) for word in self.form.model.notes)

    def _is_heading(self, words: Words, cell: Cell) -> bool:
        """Whether labels of the same section stand beside it: 年度总体目标 before 预期目标."""
        other = next(iter(self.sheet.right_of(cell)), None)
        return other is not None and bool(words.names_of(other.text)) and cell.rows > other.rows

    # ---------------------------------------------------------------- beside a label

    def _labelled(self, words: Words, keep: Callable[[str, Cell, Cell], None], known: Callable[[], list[str]]) -> None:
        """Values beside labels first, then those below: in some forms labels stand above."""
        waiting: list[tuple[str, Cell]] = []
        for cell in self._free():
            label = words.known(cell.text) if cell.row not in self.tables else None
            if label is None or not self.account.is_free(cell):
                continue
            name = label.name
            if label.matched:  # what `…` stands for is the value
                self.account.label(cell)
                keep(name, cell, replace(cell, text="".join(label.matched).strip()))
                continue
            value = beside.right_of(self.sheet, cell, self._is_label, self.account.is_free)
            if value is not None:
                self.account.label(cell)
                keep(name, cell, value)
            else:
                waiting.append((name, cell))
        for name, cell in waiting:
            value = beside.below(self.sheet, cell, self._is_label, self.account.is_free)
            if self._is_heading(words, cell):
                continue
            if value is not None and value.row not in self.tables and name not in known():
                self.account.label(cell)
                keep(name, cell, value)

    def _head(self, name: str, label: Cell, value: Cell) -> None:
        self.account.take(value)
        if _has_boxes(value.text):
            self.found.ticked[label.text.strip()] = Written(_ticked(value.text), value.place)
            if (rest := _behind_the_boxes(value.text)) is not None:
                self.account.ask(value, *_BEHIND, text=rest)
            return
        self._once(self.found.head, name, written(value), value)

    def _once(self, fields: dict[str, Written], name: str, said: Written, cell: Cell) -> None:
        """Keeps a field; said again and differently it is a question."""
        known = fields.setdefault(name, said)
        if in_one_width(known.text) != in_one_width(said.text):
            self.account.ask(cell, *_TWICE, text=None if said.text == cell.text else said.text)

    def _goal(self, name: str, label: Cell, value: Cell) -> None:
        if self._is_instruction(value):
            return
        self.account.take(value)
        self._open_dates(value)
        said = written(value, cell_value(value.text) if name == "rate" else None)
        self._once(self.found.goals, name, said, value)

    def _text(self, name: str, label: Cell, value: Cell) -> None:
        self.account.label(label)
        if self._is_instruction(value):
            self.found.texts.append(FormText(name, written(label), None))
            return
        self.account.take(value)
        self._open_dates(value)
        self.found.texts.append(FormText(name, written(label), written(value)))

    def _is_instruction(self, cell: Cell) -> bool:
        if self.form.is_instruction(cell.text):
            self.account.ask(cell, *INSTRUCTION)
            return True
        return False

    def _open_dates(self, cell: Cell) -> None:
        found = _OPEN_DATE.search(plain(cell.text))
        if found is not None and (why := why_not(cell_value(found.group()), found.group())) is not None:
            self.account.ask(cell, *why, text=found.group())

    # ---------------------------------------------------------------- in the cell of the label

    def _inline(self, cell: Cell) -> None:
        """`填表人：…   填表日期：…`, `金额单位：元`, `项目名称：…`."""
        for label, value in beside.pairs_in(cell.text):
            piece = replace(cell, text=value)
            head, goal = self.form.head.name_of(label), self.form.goals.name_of(label)
            text = self.form.texts.name_of(label) if cell.row not in self.tables else None
            if not (head or (value and (goal or text))):
                continue
            self._label_said(cell, label)
            self.account.take(piece)
            if head:
                self._once(self.found.head, head, Written(value, cell.place), cell) if value else None
            elif goal:
                self._once(self.found.goals, goal, Written(value, cell.place), cell)
            elif text and not self._is_instruction(cell):
                self.found.texts.append(FormText(text, written(cell), Written(value, cell.place)))

    def _label_said(self, cell: Cell, label: str) -> None:
        """The label of a value in its own cell, but for what it has in brackets."""
        known = self.form.nearest(label)
        for piece in known.in_brackets if known is not None else ():
            label = label.replace(piece, "\n", 1)
        for part in label.split("\n"):
            self.account.said(cell, part)

    def _grade(self, cell: Cell) -> None:
        """`（自评等级：优）` in a cell of its own, or a label and its grade."""
        text = cell.text.strip().strip("()（）")
        for label, value in beside.pairs_in(text):
            if self.form.grade.names_of(label):
                self._label_said(cell, label)
                self.account.take(replace(cell, text=value))
                if value:
                    self._once(self.found.total, "grade", Written(value.strip("()（） "), cell.place), cell)
        known = self.form.grade.known(cell.text)
        if known is not None and known.matched:
            self.account.label(cell)
            self.account.take(replace(cell, text="".join(known.matched)))
            self._once(self.found.total, "grade", Written("".join(known.matched).strip(), cell.place), cell)
        elif known is not None:
            other = next(iter(self.sheet.right_of(cell)), None)
            self.account.label(cell)
            if other is not None and self.account.is_free(other) and other.text.strip() in GRADES:
                self.account.take(other)
                self._once(self.found.total, "grade", written(other), other)
        elif text in GRADES and cell.row in self.tables:
            self.account.take(cell)
            self._once(self.found.total, "grade", written(cell), cell)

    # ---------------------------------------------------------------- titles, notes, rows of text

    def _titles(self) -> None:
        for cell in self._free():
            known = self.form.nearest(cell.text)
            if cell.row in self.tables or (self._is_label(cell) and (known is None or not known.matched)):
                continue
            text = in_one_width(cell.text)
            if is_title(self.form, cell.text) and not self.form.notes.names_of(text):
                if self.found.title is None:
                    self.found.title = written(cell)
                else:
                    self.found.notes.append(written(cell))
                self.account.take(cell)
            elif known is None and (period := period_alone(cell.text)) is not None and not self._has_a_label(cell):
                self.account.take(cell)
                self._period_said(cell, cell.text, period)

    def _has_a_label(self, cell: Cell) -> bool:
        """Whether a cell is the value of a label before or above it: 起止时间."""
        near = (self.sheet.left_of(cell), self.sheet.at(cell.row - 1, cell.column))
        words = (self.form.head, self.form.goals, self.form.texts)
        return any(each.names_of(other.text) for other in near if other is not None for each in words)

    def _period_said(self, cell: Cell, text: str, period: Period | None) -> None:
        """The period that a cell says; another than the one that is known is a question."""
        known = self.found.head.get(PERIOD)
        year = period.year if period is not None else None
        if known is not None and known.text != text and known.number != year:
            self.account.ask(cell, *_TWICE, text=text)
            return
        if known is None or known.text == text:
            self.found.head[PERIOD] = Written(text, cell.place, number=year)
        question = _NO_PERIOD if period is None else period.question
        if question is not None:
            self.account.ask(cell, *question, text=text)

    def _period(self) -> None:
        """The period: in a field of its own, alone in a cell, or in the title."""
        said, title = self.found.head.get(PERIOD), self.found.title
        if said is not None and said.number is None and (cell := self._cell_of(said)) is not None:
            self._period_said(cell, said.text, period_in(said.text))
        period = period_in(title.text) if title is not None else None
        if title is not None and period is not None and (cell := self._cell_of(title)) is not None:
            self._period_said(cell, title.text, period)
        for cell in self.sheet.cells:
            known = self.form.nearest(cell.text) if "年" in cell.text or "20" in cell.text else None
            for piece in known.in_brackets if known is not None else ():
                self._period_in_brackets(cell, piece)

    def _period_in_brackets(self, cell: Cell, piece: str) -> None:
        """A period behind a label: that of the form where no other is said; in a head of columns only the same again."""
        found, known = period_alone(piece), self.found.head.get(PERIOD)
        if found is None or (known is None and cell.row in self.tables):
            return
        if known is None:
            self._period_said(cell, piece, found)
        if known is None or known.number == found.year:
            self.account.said(cell, piece)

    def _cell_of(self, said: Written) -> Cell | None:
        cells = self.sheet.cells
        return next((cell for cell in cells if cell.place == said.cell and said.text in cell.text), None)

    def _management(self) -> None:
        if not self.form.management:
            return
        for header in headers_in(
            self.sheet,
            self.form.management,
            lambda columns: "text" in columns and "problem" in columns,
            self.form.knows,
        ):
            if header.first not in self.tables:
                self._management_rows(header)

    def _management_rows(self, header: Header) -> None:
        for cell in self.sheet.row(header.first):
            self.account.label(cell)
        self.tables.update(range(header.first, header.last + 1))
        heading = self.sheet.at(header.first, 1)
        for row in (row for row in self.sheet.rows if row > header.last):
            cells = [cell for cell in self.sheet.row(row) if cell.column < header.first_column]
            text, problem = (header.value(self.sheet, row, role) for role in ("text", "problem"))
            inside = heading is None or heading.rows == 1 or row < heading.row + heading.rows
            if (
                not cells
                or row in self.tables
                or not inside
                or any(self._is_label(cell) for cell in (cells[-1], text) if cell is not None)
            ):
                return
            self.tables.add(row)
            label = cells[-1]
            for cell in cells:
                self.account.label(cell)
            self.account.name(label)
            for said in (text, problem):
                self.account.take(said)
                if said is not None:
                    self._open_dates(said)
            self.found.management.append(
                FormText(
                    label.text.strip(),
                    written(label),
                    written(text) if text else None,
                    written(problem) if problem else None,
                )
            )

    def _notes(self) -> None:
        """Notes by the word with which they begin, and the numbered lines below one."""
        last: int | None = None
        texts = {text.text.cell for text in self.found.texts if text.text is not None}
        below_a_text = [
            cell.row for cell in self.sheet.cells if cell.place in texts and _NUMBERED_NOTE.match(cell.text)
        ]
        for cell in self._free():
            alone = len(self.sheet.row(cell.row)) == 1
            begins = self._is_note(cell.text)
            goes_on = cell.row - 1 in (last, *below_a_text) and alone and _NUMBERED_NOTE.match(cell.text)
            if cell.row not in self.tables and (begins or goes_on):
                self.account.take(cell)
                self.found.notes.append(written(cell))
                last = cell.row


def _has_boxes(text: str) -> bool:
    return any(mark in text for mark in "☑☒□☐◻") or ("√" in text and len(text) > 3)


def _behind_the_boxes(text: str) -> str | None:
    """What stands behind the last box where boxes stand behind their options."""
    boxed = re.split(rf"[{_TICKED}{_OPEN}]", text)
    return boxed[-1].strip() or None if boxed[0].strip() else None


def _ticked(text: str) -> str:
    """The options whose box is ticked, wherever the box stands."""
    boxed = re.split(rf"([{_TICKED}{_OPEN}])", text)
    before = bool(boxed[0].strip() == "")
    chosen: list[str] = []
    for number in range(1, len(boxed), 2):
        option = boxed[number + 1] if before else boxed[number - 1]
        if boxed[number] in _TICKED:
            chosen.append(re.sub(r"^\s*[0-9]+\s*[、.．]\s*", "", option).strip(" 　;；,，"))
    return "、".join(each for each in chosen if each)
