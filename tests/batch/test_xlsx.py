"""XLSX for `scoring batch`: cells say what a person sees, and what has no value is never one."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.batch.inputs.input_table import BLANKS, InputTable, cells_of
from scoring.batch.inputs.xlsx_table import stage_xlsx
from scoring.engines.columnar.duck import Connection
from scoring.problems import Problem

Rows = list[tuple[int, list[str | None]]]


def workbook(folder: Path, fill: Callable[[Any], None], change: Callable[[str, bytes], bytes] | None = None) -> Path:
    """A workbook as `fill` makes it; `change` alters a part's bytes."""
    path = folder / "in.xlsx"
    book = openpyxl.Workbook()
    fill(book)
    book.save(path)
    if change is not None:
        with zipfile.ZipFile(path) as archive:
            parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, raw in parts.items():
                archive.writestr(name, raw)
    return path


def read(
    duck: Connection, path: Path, sheet: str | None = None, ignored: tuple[str, ...] = ()
) -> tuple[InputTable, Rows]:
    staged, problems = stage_xlsx(duck, path, path.name, path.parent / "staged.parquet", ignored, sheet)
    assert problems == [], problems
    assert staged is not None
    rows = list(cells_of(duck, staged))
    assert staged.rows == len(rows) + len(staged.unreadable)
    return staged, rows


def refused(duck: Connection, path: Path, sheet: str | None = None) -> list[Problem]:
    staged, problems = stage_xlsx(duck, path, path.name, path.parent / "staged.parquet", (), sheet)
    assert staged is None
    return problems


def rows_of(*rows: list[Any]) -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        for row in rows:
            book.active.append(row)

    return fill


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.95, "0%", "95%"),
        (0.9567, "0.0%", "95.67%"),  # as it is, not as it is rounded to be looked at
        (0.57, "0.00%", "57%"),
        (1, "0%", "100%"),
        (1.1, "General", "1.1"),
        (28, "#,##0.00", "28"),
        (1234567.5, "#,##0.00_);(#,##0.00)", "1234567.5"),
        (1e22, "General", "10000000000000000000000"),
        (1e-7, "General", "0.0000001"),
        (3.3000000000000003, "General", "3.3"),
        (0.9500000000000001, "0%", "95%"),
        (0.123456789012345, "General", "0.123456789012345"),
        (28, '0.00"万元"', "28 万元"),
        (28, "0.00万元", "28 万元"),
        (28, '"¥"#,##0.00', "28 元"),
        (28, "[$¥-804]#,##0.00", "28 元"),
        (28, "[$$-409]#,##0.00", "28 $"),
        (280000, '0!.0,"万"', '280000 (0!.0,"万")'),
        (280000, '0.0,,"M"', '280000 (0.0,,"M")'),
        (46, '0"个"', "46 个"),
        (True, "General", "true"),
        (False, "General", "false"),
        (datetime.date(2024, 3, 1), "yyyy-mm-dd", "2024-03-01"),
        (datetime.date(2024, 3, 1), 'yyyy"年"m"月"d"日"', "2024-03-01"),
        (datetime.date(2024, 3, 1), 'yyyy"年"m"月"', "2024-03"),
        (datetime.date(2024, 3, 1), "yyyy", "2024"),
        (datetime.datetime(2024, 3, 1, 8, 30), "yyyy-mm-dd hh:mm", "2024-03-01 08:30:00"),
        (datetime.time(8, 30), "hh:mm", "08:30:00"),
        (45352, "General", "45352"),  # a date that lost its format is a number
        (" 39 人\n", "@", "39 人"),
        ("　", "@", "　"),
        ("", "@", None),
        ("7,00.0,77", "@", "7,00.0,77"),
        ("a\nb", "@", "a\nb"),
    ],
)
def test_a_cell_says_what_a_person_sees(
    duck: Connection, folder: Path, value: Any, number_format: str, text: str | None
) -> None:
    def fill(book: Any) -> None:
        book.active.append(["project", "x"])
        book.active.append(["甲", value])
        book.active["B2"].number_format = number_format

    assert read(duck, workbook(folder, fill))[1] == [(1, ["甲", text])]


def test_a_number_beyond_all_bounds_stays_a_word(duck: Connection, folder: Path) -> None:
    path = workbook(folder, rows_of(["project", "x"], ["甲", 77]), lambda _, raw: raw.replace(b"<v>77<", b"<v>1E+400<"))
    assert read(duck, path)[1] == [(1, ["甲", "Infinity"])]


def test_errors_and_formulas_without_a_result_make_their_rows_unreadable(duck: Connection, folder: Path) -> None:
    path = workbook(
        folder, rows_of(["project", "x", "y"], ["甲", "=B9+1", 1], ["乙", "#DIV/0!", 2], ["丙", 1, 2], ["丁", 1, "=1/0"], ["戊", "=1+1", 1])
    )  # fmt: skip

    def computed(name: str, raw: bytes) -> bytes:
        return re.sub(rb"<f>1\+1</f><v ?/?>(</v>)?", b"<f>1+1</f><v>2</v>", raw)

    with zipfile.ZipFile(path) as archive:
        parts = {name: computed(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    staged, rows = read(duck, path)
    assert rows == [(3, ["丙", "1", "2"]), (5, ["戊", "2", "1"])]
    assert [(one.row, one.column, one.value, one.reason.en) for one in staged.unreadable] == [
        (1, "x", "=B9+1", "the cell is a formula whose result is not stored"),
        (2, "x", "#DIV/0!", "the cell is an error"),
        (4, "y", "=1/0", "the cell is a formula whose result is not stored"),
    ]
    assert len(read(duck, path, ignored=("x", "y"))[1]) == 5


def test_a_formula_that_gives_nothing_is_a_blank_cell(duck: Connection, folder: Path) -> None:
    path = workbook(folder, rows_of(["project", "x"], ["甲", '=""']),
                    lambda _, raw: re.sub(rb'<c r="B2"[^>]*>', b'<c r="B2" t="str">', raw))  # fmt: skip
    assert read(duck, path)[1] == [(1, ["甲", None])]


def test_the_first_sheet_that_is_not_hidden_is_read_or_the_one_that_is_named(duck: Connection, folder: Path) -> None:
    def fill(book: Any) -> None:
        book.active.title = "旧"
        book.active.sheet_state = "hidden"
        book.active.append(["project", "old"])
        book.create_sheet("2024").append(["project", "new"])
        book["2024"].append(["甲", 1])

    path = workbook(folder, fill)
    staged, rows = read(duck, path)
    assert (staged.file, staged.heads, rows) == ("in.xlsx#2024", ("project", "new"), [(1, ["甲", "1"])])
    assert staged.told[0].en == "in.xlsx: sheet `2024`, 1 other sheets are not read"
    assert read(duck, path, "旧")[0].heads == ("project", "old")
    (problem,) = refused(duck, path, "2023")
    assert problem.message.en == "the workbook has no sheet `2023`"
    assert problem.fix is not None
    assert problem.fix.en == "sheets are 旧, 2024"  # another year is no slip of the hand


def test_titles_and_merged_heads_are_understood(duck: Connection, folder: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for row in (["项目支出绩效自评汇总表"], [], ["项目", "C15", None, "备注"], [None, "target", "actual"], ["甲", ">= 40 人", "39 人", "x"], [],
                    ["乙", None, "1 人"]):  # fmt: skip
            sheet.append(row)
        for area in ("A1:D1", "A3:A4", "B3:C3", "D3:D4"):
            sheet.merge_cells(area)
        sheet.column_dimensions["D"].hidden = True
        sheet.row_dimensions[7].hidden = True

    staged, rows = read(duck, workbook(folder, fill))
    assert staged.heads == ("项目", "C15.target", "C15.actual", "备注")
    assert rows == [(1, ["甲", ">= 40 人", "39 人", "x"]), (3, ["乙", None, "1 人", None])]
    assert [text.en for text in staged.told] == [
        "in.xlsx: sheet `Sheet`",
        "in.xlsx: passed over above the heads: `项目支出绩效自评汇总表`",
        "in.xlsx: 1 hidden rows and 1 hidden columns are read like all others",
    ]


def test_merged_cells_count_for_every_row_that_they_cover(duck: Connection, folder: Path) -> None:
    def fill(book: Any) -> None:
        for row in (["一级指标", "三级指标"], ["产出", "a"], [None, "b"], ["效益", "c"]):
            book.active.append(row)
        book.active.merge_cells("A2:A3")

    staged, rows = read(duck, workbook(folder, fill))
    assert rows == [(1, ["产出", "a"]), (2, ["产出", "b"]), (3, ["效益", "c"])]
    assert staged.told[1].en == "in.xlsx: 1 merged areas count for every row that they cover"


def test_blank_rows_are_counted_and_cells_beyond_the_heads_are_no_cells_of_a_column(
    duck: Connection, folder: Path
) -> None:
    staged, rows = read(duck, workbook(folder, rows_of(["a", "b"], [], [1, 2], [1, 2, 3], [4], [], [])))
    assert rows == [(2, ["1", "2"]), (4, ["4", None])]
    assert [(one.row, one.reason.en) for one in staged.unreadable] == [
        (3, "a cell in column 3 or beyond, in a table of 2 columns")
    ]


def test_a_cell_with_half_a_character_is_refused_with_its_row(duck: Connection, folder: Path) -> None:
    path = workbook(folder, rows_of(["a", "b"], ["x_x0000_y", 1], ["z", 2]))
    staged, rows = read(duck, path)
    assert {number for number, _ in rows} | {one.row for one in staged.unreadable} == {1, 2}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"\xd0\xcf\x11\xe0 and so on", "this is an old .xls workbook, or one with a password"),
        (b"PK\x03\x04 and no more", "this cannot be read as an XLSX workbook"),
        (b"", "this cannot be read as an XLSX workbook"),
        (b"a,b\n1,2\n", "this cannot be read as an XLSX workbook"),
    ],
)
def test_what_is_no_workbook_is_refused(duck: Connection, folder: Path, raw: bytes, message: str) -> None:
    path = folder / "bad.xlsx"
    path.write_bytes(raw)
    (problem,) = refused(duck, path)
    assert problem.message.en.startswith(message)
    assert str(folder) not in problem.message.en


@pytest.mark.parametrize("bound", ["LARGEST_SHEET", "LARGEST_PART"])
def test_workbooks_that_would_unpack_without_end_are_refused(
    duck: Connection, folder: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    path = workbook(folder, rows_of(["a"], ["x" * 30_000], ["y" * 30_000]))
    monkeypatch.setattr(f"scoring.batch.inputs.xlsx_table.{bound}", 5_000)
    assert "unpacks to more than is read" in refused(duck, path)[0].message.en


def test_a_workbook_with_a_document_type_of_its_own_is_refused(duck: Connection, folder: Path) -> None:
    def with_type(name: str, raw: bytes) -> bytes:
        return b'<!DOCTYPE x [<!ENTITY a "b">]>' + raw if name == "xl/workbook.xml" else raw

    assert "document type" in refused(duck, workbook(folder, rows_of(["a"]), with_type))[0].message.en


@pytest.mark.parametrize("change", [
    lambda name, raw: raw.replace(b"<v>1</v>", b"<v>one</v>"),
    lambda name, raw: raw[: len(raw) // 2] if "sheet1" in name else raw,
    lambda name, raw: raw.replace(b'r="A2"', b'r="A2222222222222"'),
    lambda name, raw: b"" if "styles" in name else raw,
    lambda name, raw: raw.replace(b't="s"', b't="s" s="999"'),
])  # fmt: skip
def test_a_broken_sheet_is_a_fault_of_the_whole_and_no_crash(
    duck: Connection, folder: Path, change: Callable[[str, bytes], bytes]
) -> None:
    path = workbook(folder, rows_of(["a", "b"], ["甲", 1]), change)
    staged, problems = stage_xlsx(duck, path, "in.xlsx", folder / "staged.parquet")
    assert (staged is None) == bool(problems)


def test_an_empty_sheet_has_no_rows(duck: Connection, folder: Path) -> None:
    assert refused(duck, workbook(folder, lambda book: None))[0].message.en == "the table has no rows"


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**14), 10**14), st.decimals(-(10**6), 10**6, places=4),
    st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 1, 1)), st.text(st.sampled_from("ab 1中\n　é"), max_size=5),
)  # fmt: skip


def as_said(value: Any) -> str | None:
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".").replace("-0", "0", value == 0)
    return str(value).strip(BLANKS) or None


@settings(max_examples=25)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6))
def test_whatever_is_typed_is_what_is_staged(duck: Connection, folder: Path, table: list[list[Any]]) -> None:
    staged, rows = read(duck, workbook(folder, rows_of(["a", "b", "c"], *table)))
    wanted = [(at, [as_said(cell) for cell in row]) for at, row in enumerate(table, start=1)]
    assert rows == [(at, row) for at, row in wanted if any(cell is not None for cell in row)]
    assert staged.unreadable == ()
