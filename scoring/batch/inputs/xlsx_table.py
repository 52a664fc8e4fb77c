"""A sheet of an XLSX workbook staged: the first one that is not hidden, or the one that is named.

Cells say what a person sees: percents with their sign, units that a number format adds, dates by day or month. A row
with an error in a cell, or with a formula whose result was never stored, is unreadable. Merged cells count for every
row and column that they cover; heads in two rows below a merged one are put together, `N1` over `target` as `N1.target`.
"""

from __future__ import annotations

import itertools
import warnings
import zipfile
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scoring.batch.inputs.input_table import (
    BLANKS,
    MOST_COLUMNS,
    InputTable,
    TooManyUnreadable,
    Unreadable,
    faults_of_heads,
    kept,
    no_rows,
    too_many_unreadable,
)
from scoring.batch.inputs.lines import TOO_LONG
from scoring.batch.inputs.sheet_xml import Area, SheetFacts, sheet_facts
from scoring.batch.inputs.staging_file import RowTooLong, StagingFile
from scoring.batch.inputs.xlsx_cell import text_in
from scoring.documents.files import open_regular
from scoring.engines.columnar.duck import Connection
from scoring.problems import InputRefused, Place, Problem, Text, nearest
from scoring.values.number import cut

LARGEST_SHEET = 4 << 30  # bytes of XML, when unpacked; read piece by piece
LARGEST_TEXTS = 256 << 20  # of all texts of a workbook, which are kept
LARGEST_PART = 32 << 20  # of any other part, which is read at once
MOST_PARTS = 10_000
MOST_ROWS = 1_048_576
MOST_FILLED = 2_000_000  # cells that merged ones cover
DEEPEST_HEAD = 3
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"

NO_RESULT = Text("the cell is a formula whose result is not stored", "单元格是公式，文件里没有存下计算结果")
ERROR = Text("the cell is an error", "单元格是错误值")
HALF = Text("the row has half a character or a NUL", "行内有残缺字符或 NUL")


def stage_xlsx(
    connection: Connection,
    path: Path,
    file: str,
    parquet: Path,
    ignored: Collection[str] = (),
    sheet: str | None = None,
) -> tuple[InputTable | None, list[Problem]]:
    """The sheet staged into `parquet`, or what is wrong with the whole of it."""
    unreadable = Unreadable()
    try:
        with _Book(path, file) as book:
            name = book.chosen(sheet)
            shown = f"{file}#{name}"
            facts = book.facts(name)
            rows = _Rows(book.rows(name, facts), facts)
            head = rows.head(shown)
            problems = faults_of_heads(head.cells, shown, head.line, ignored)
            if problems:
                return None, problems
            used = kept(head.cells, ignored)
            with StagingFile(parquet, marked=True) as plain:
                counted = rows.write(plain, head, used, unreadable)
                staged = plain.staged(connection, shown, head.cells, used, head.line, unreadable)
    except TooManyUnreadable:
        return None, [too_many_unreadable(file, unreadable)]
    except InputRefused as refused:
        return None, list(refused.problems)
    return replace(staged, rows=counted, told=tuple(_told(file, name, facts, head, book.others))), []


def _told(file: str, name: str, facts: SheetFacts, head: _Head, others: int) -> Iterator[Text]:
    shown = cut(file, 60)
    more = Text(f", {others} other sheets are not read", f"，其余 {others} 个工作表不读") if others else Text("", "")
    yield Text(f"{shown}: sheet `{cut(name)}`{more.en}", f"{shown}：工作表 {cut(name)}{more.zh}")
    if head.title:
        yield Text(f"{shown}: passed over above the heads: `{cut(head.title)}`",
                   f"{shown}：略过表头之上的标题：{cut(head.title)}")  # fmt: skip
    below = sum(area.top > head.bottom for area in facts.merged)
    if below:
        yield Text(f"{shown}: {below} merged areas count for every row that they cover",
                   f"{shown}：{below} 处合并单元格，对所覆盖的每一行都算数")  # fmt: skip
    if facts.hidden_rows or facts.hidden_columns:
        rows, columns = facts.hidden_rows, len(facts.hidden_columns)
        yield Text(f"{shown}: {rows} hidden rows and {columns} hidden columns are read like all others",
                   f"{shown}：隐藏的 {rows} 行、{columns} 列同样读入")  # fmt: skip


# ---------------------------------------------------------------- the workbook


class _Book:
    """An opened workbook; every fault of it is raised as `InputRefused`."""

    def __init__(self, path: Path, file: str) -> None:
        self.path, self.file = path, file
        self.others = 0
        self._books: list[Any] = []

    def __enter__(self) -> _Book:
        opened = open_regular(self.path, self.file)
        if isinstance(opened, Problem):
            raise InputRefused([opened])
        with opened as source:
            begin = source.read(4)
        if begin == OLD_OR_LOCKED:
            raise self._refused(
                Text("this is an old .xls workbook, or one with a password", "这是旧的 .xls 格式，或设有密码"),
                Text("save it as .xlsx without a password", "另存为不带密码的 .xlsx"),
            )
        self._bounded()
        self.values = self._opened(values=True)
        return self

    def __exit__(self, *_: object) -> None:
        for book in self._books:
            book.close()

    def _opened(self, values: bool) -> Any:
        import openpyxl

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: charts, validations
            try:
                book = openpyxl.load_workbook(self.path, read_only=True, data_only=values, keep_links=False)
            except Exception as error:  # whatever a broken workbook makes the library stumble over
                raise self._unreadable(error) from None
        self._books.append(book)
        return book

    def _bounded(self) -> None:
        """No part unpacks to more than it may; zipfile itself stops a part at the size that it declares."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                parts = archive.infolist()
                texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
                for part in texts:
                    if part.file_size > _largest(part.filename) or len(parts) > MOST_PARTS:
                        raise self._refused(
                            Text(f"the workbook unpacks to more than is read: {cut(part.filename, 60)}",
                                 f"工作簿解压后过大：{cut(part.filename, 60)}"),
                            Text("split it, or save it as CSV", "拆分，或另存为 CSV"), "too-large",
                        )  # fmt: skip
                    with archive.open(part) as opened:
                        if b"<!DOCTYPE" in opened.read(4096):
                            raise self._refused(
                                Text("the workbook declares a document type of its own", "工作簿自带文档类型声明"),
                                Text("save it anew with a spreadsheet program", "用电子表格软件重新保存"),
                            )
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
            raise self._unreadable(error) from None

    def chosen(self, name: str | None) -> str:
        """The name of the sheet that is read."""
        sheets = [sheet for sheet in self.values.worksheets]  # noqa: C416
        visible = [sheet.title for sheet in sheets if sheet.sheet_state == "visible"]
        self.others = len(sheets) - 1
        if name is None and visible:
            return str(visible[0])
        names = [sheet.title for sheet in sheets]
        if name in names:
            return str(name)
        near = nearest(name or "", names)
        listed = ", ".join(cut(each) for each in names[:12])
        fix = (Text(f"did you mean `{near}`?", f"是否指 {near}？") if near
               else Text(f"sheets are {listed}", f"工作表有 {listed}"))  # fmt: skip
        message = (Text("the workbook has no sheet that is not hidden", "工作簿里没有未隐藏的工作表") if name is None
                   else Text(f"the workbook has no sheet `{cut(name)}`", f"工作簿里没有工作表 {cut(name)}"))  # fmt: skip
        raise InputRefused([Problem("not-found", message, Place(self.file), fix)])

    def facts(self, name: str) -> SheetFacts:
        part = self.values[name]._worksheet_path
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(part) as source:
                return sheet_facts(source)
        except (zipfile.BadZipFile, OSError, EOFError, KeyError, ValueError) as error:
            raise self._unreadable(error) from None

    def rows(self, name: str, facts: SheetFacts) -> Iterator[list[Any]]:
        """Each row's cells as texts; an error or a formula without result is `Spoilt`."""
        values = self._cells(self.values, name)
        formulas: Iterable[Any] = itertools.repeat(())
        if facts.has_formulas:
            formulas = self._cells(self._opened(values=False), name)
        for row, written in zip(values, formulas, strict=False):
            yield [_cell(cell, written[at] if at < len(written) else None) for at, cell in enumerate(row)]

    def _cells(self, book: Any, name: str) -> Iterator[Sequence[Any]]:
        sheet = book[name]
        sheet.reset_dimensions()  # what it says of its size may be wrong
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                for number, row in enumerate(sheet.iter_rows()):
                    if number >= MOST_ROWS:
                        raise ValueError(f"more than {MOST_ROWS} rows")
                    yield row
            except GeneratorExit:
                raise
            except Exception as error:  # whatever a broken sheet makes the library stumble over
                raise self._unreadable(error) from None

    def _unreadable(self, error: Exception) -> InputRefused:
        why = cut(str(error).replace(str(self.path), self.file) or type(error).__name__, 120)
        return self._refused(
            Text(f"this cannot be read as an XLSX workbook: {why}", "无法作为 XLSX 工作簿读取"),
            Text("save it anew as .xlsx", "重新另存为 .xlsx"),
        )

    def _refused(self, message: Text, fix: Text, code: str = "bad-table") -> InputRefused:
        return InputRefused([Problem(code, message, Place(self.file), fix)])


def _largest(part: str) -> int:
    if "/worksheets/" in part and "/_rels/" not in part:
        return LARGEST_SHEET
    return LARGEST_TEXTS if part.endswith("sharedStrings.xml") else LARGEST_PART


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A cell that makes its row unreadable."""

    value: str
    reason: Text


def _cell(cell: Any, written: Any) -> str | Spoilt | None:
    """The text of a cell; `written`: the same cell with its formula, if the sheet has any."""
    if cell.data_type == "e":
        return Spoilt(str(cell.value), ERROR)
    if cell.value is None:
        # a formula that gives an empty text has the type of a text; one that nobody computed has none
        is_formula = written is not None and written.data_type == "f" and cell.data_type != "str"
        return Spoilt(_formula(written.value), NO_RESULT) if is_formula else None
    if isinstance(cell.value, str):
        return cell.value.strip(BLANKS) or None
    return text_in(cell.value, cell.number_format or "General")


def _formula(value: Any) -> str:
    return str(getattr(value, "text", None) or value)


# ---------------------------------------------------------------- its rows


@dataclass(frozen=True, slots=True)
class _Head:
    cells: tuple[str, ...]
    line: int  # where it begins
    bottom: int
    title: str = ""


class _Rows:
    """The rows of a sheet, merged cells filled in."""

    def __init__(self, rows: Iterator[list[Any]], facts: SheetFacts) -> None:
        self.source = rows
        self.line = 0  # of the row that came last
        self.read_ahead: deque[list[Any]] = deque()
        self.lines_read = 0
        self.open: list[tuple[Area, Any]] = []  # merged areas that go on below
        self.starts: dict[int, list[Area]] = {}
        self.filled = 0
        for area in facts.merged:
            if area.bottom >= area.top and area.right >= area.left:
                self.starts.setdefault(area.top, []).append(area)

    def next(self) -> list[Any] | None:
        row = self.read_ahead.popleft() if self.read_ahead else self._read()
        self.line += row is not None
        return row

    def _next_filled(self) -> list[Any] | None:
        while (row := self.next()) is not None and not _texts(row):
            pass
        return row

    def _following(self) -> list[Any]:
        """The next row that is not blank, which still is to come."""
        while (row := self._read()) is not None:
            self.read_ahead.append(row)
            if _texts(row):
                return row
        return []

    def _read(self) -> list[Any] | None:
        row = next(self.source, None)
        if row is None:
            return None
        self.lines_read += 1
        for area in self.starts.get(self.lines_read, ()):
            value = row[area.left - 1] if area.left <= len(row) else None
            if value is not None:
                self.open.append((area, value))
        for area, value in self.open:
            self.filled += area.right - area.left + 1
            if self.filled > MOST_FILLED:
                break
            row += [None] * (min(area.right, MOST_COLUMNS + 1) - len(row))
            for at in range(area.left - 1, min(area.right, len(row))):
                row[at] = value
        self.open = [(area, value) for area, value in self.open if area.bottom > self.lines_read]
        return row

    def head(self, file: str) -> _Head:
        """The heads: of the first row that is no title, and of those below it that merged heads reach."""
        row, title = self._next_filled(), ""
        if row is None:
            raise InputRefused([no_rows(file)])
        if len(_texts(row)) == 1 and len(_texts(self._following())) > 1:
            title, row = _texts(row).pop(), self._next_filled() or []
        line = self.line
        areas = self.starts.get(line, ())
        depth = max((area.bottom - line + 1 for area in areas), default=1)
        if any(area.right > area.left for area in areas):
            depth = max(depth, 2)  # something below tells the columns apart
        depth = min(DEEPEST_HEAD, depth)
        stacked = [row, *(self.next() or [] for _ in range(depth - 1))]
        columns = itertools.zip_longest(*([_plain(cell) for cell in each] for each in stacked), fillvalue="")
        heads = [".".join(text for text in dict.fromkeys(column) if text) for column in columns]
        while heads and not heads[-1]:
            heads.pop()
        return _Head(tuple(heads), line, line + depth - 1, title)

    def write(self, plain: StagingFile, head: _Head, used: Sequence[int], unreadable: Unreadable) -> int:
        """Every row below the heads, with its number below them; how many there are, unreadable ones among them."""
        counted, width = 0, len(head.cells)
        for number, row in enumerate(iter(self.next, None), start=1):
            if all(cell is None for cell in row):
                continue
            counted += 1
            spoilt = next(((at, row[at]) for at in used if at < len(row) and isinstance(row[at], Spoilt)), None)
            if spoilt is not None:
                at, cell = spoilt
                unreadable.add(number, cell.value, cell.reason, head.cells[at], _remaining(row))
            elif any(cell is not None for cell in row[width:]):
                many = Text(f"a cell in column {width + 1} or beyond, in a table of {width} columns",
                            f"表有 {width} 列，这一行在其右侧还有内容")  # fmt: skip
                unreadable.add(number, "", many, cells=_remaining(row))
            else:
                self._write(plain, number, [*row, *[None] * (width - len(row))][:width], unreadable)
        return counted

    def _write(self, plain: StagingFile, number: int, cells: list[Any], unreadable: Unreadable) -> None:
        texts = [None if isinstance(cell, Spoilt) else cell for cell in cells]  # of columns that are ignored
        try:
            if any(text is not None and "\0" in text for text in texts):
                raise UnicodeError
            plain.write(number, texts)
        except UnicodeError:
            unreadable.add(number, "", HALF, cells=_remaining(cells))
        except RowTooLong:
            unreadable.add(number, "", TOO_LONG, cells=_remaining(cells))


def _remaining(row: Sequence[Any]) -> list[str]:
    return [cell if isinstance(cell, str) else "" for cell in row]


def _texts(row: Sequence[Any]) -> set[str]:
    """The different texts of a row."""
    return {_plain(cell) for cell in row} - {""}


def _plain(cell: Any) -> str:
    return cell.strip(BLANKS) if isinstance(cell, str) else cell.value if isinstance(cell, Spoilt) else ""
