"""Tables that go out: Parquet, CSV and XLSX, harmless in a spreadsheet, whole or not at all."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from scoring.batch.outputs.atomic_output import whole, workfolder
from scoring.batch.outputs.files import unwritable, write_output, write_rejects
from scoring.engines.columnar.duck import Connection, literal
from scoring.problems import InputRefused
from tests.staged_scores import database, stage, stage_rejects, stage_scores

ROOT = Path(__file__).resolve().parents[2]
FORMATS = (".csv", ".xlsx", ".parquet")
FORMULAS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "－1+1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
]
HARMLESS = ["甲", "-5", "+3.5", "-1.5e3", "95%", "'=quoted", "a=b", "", "🙂"]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    folder = tmp_path / "work"
    folder.mkdir()
    with database(folder) as opened:
        yield opened


def texts(connection: Connection, tmp_path: Path, column: str, cells: list[str]) -> Path:
    """A staged table whose one text column holds these cells."""
    query = f"SELECT i AS row, c AS {literal(column)[1:-1]} FROM (SELECT unnest(range({len(cells)})) i, unnest([{', '.join(literal(each) for each in cells)}]) c)"
    return stage(connection, query, tmp_path / "work/texts.parquet")


def read_csv(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))


def read_sheet(file: Path) -> Any:
    return openpyxl.load_workbook(file).active


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "work")


def told(refused: pytest.ExceptionInfo[InputRefused]) -> list[str]:
    return [f"{problem.code}: {problem.message.en}" for problem in refused.value.problems]


# ---------------------------------------------------------------- what a spreadsheet shows


def test_a_csv_holds_every_row_with_its_numbers_as_they_were_rounded(connection: Connection, tmp_path: Path) -> None:
    write_output(connection, stage_scores(connection, tmp_path / "work/r.parquet", 50), tmp_path / "out.csv")
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfrow,project,status,total,"), "Excel shows Chinese only after a byte order mark"
    head, *rows = read_csv(tmp_path / "out.csv")
    assert head[15:17] == ["过程/资金管理", "'=结果"]
    assert len(rows) == 50
    assert rows[0][:7] == ["1", "项目 1", "complete", "100.00", "100.00", "100.00", "优"]
    assert rows[13][:7] == ["14", "项目 14", "incomplete", "", rows[13][4], rows[13][5], ""]
    assert b'""' not in raw, "nothing and an empty text both are an empty cell"


def test_a_sheet_has_numbers_as_numbers_with_their_decimals(connection: Connection, tmp_path: Path) -> None:
    write_output(connection, stage_scores(connection, tmp_path / "work/r.parquet", 50), tmp_path / "out.xlsx")
    sheet = read_sheet(tmp_path / "out.xlsx")
    assert (sheet.max_row, sheet.freeze_panes) == (51, "A2")
    assert [cell.value for cell in sheet[2]][:7] == [1, "项目 1", "complete", 100, 100, 100, "优"]
    assert (sheet["D2"].number_format, sheet["D2"].data_type) == ("0.00", "n")
    assert sheet["D15"].value is None and sheet["A1"].font.bold


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_text_is_taken_for_a_formula(suffix: str, connection: Connection, tmp_path: Path) -> None:
    cells = [*FORMULAS, *HARMLESS]
    file = tmp_path / f"out{suffix}"
    write_output(connection, texts(connection, tmp_path, "project", cells), file)
    if suffix == ".csv":
        shown = [row[1] for row in read_csv(file)[1:]]
    else:
        sheet = read_sheet(file)
        assert all(cell.data_type != "f" for row in sheet for cell in row)
        shown = [(row[1].value or "").replace("_x000D_", "\r") for row in list(sheet)[1:]]
        cells = [cell.replace("\r", "\n") for cell in cells]  # XML knows one kind of line end
        shown = [cell.replace("\r", "\n") for cell in shown]
    assert shown[: len(FORMULAS)] == [f"'{cell}" for cell in cells[: len(FORMULAS)]]
    assert shown[len(FORMULAS) :] == cells[len(FORMULAS) :]


def test_parquet_keeps_every_text_as_it_was(connection: Connection, tmp_path: Path) -> None:
    staged = texts(connection, tmp_path, "project", FORMULAS)
    before = staged.read_bytes()
    write_output(connection, staged, tmp_path / "out.parquet")
    assert (tmp_path / "out.parquet").read_bytes() == before
    assert (tmp_path / "out.parquet").samefile(staged), "what is made already is not written again"


def test_a_staged_table_on_another_disk_is_copied(connection: Connection, tmp_path: Path) -> None:
    other = Path("/dev/shm")
    staged = stage_scores(connection, tmp_path / "work/r.parquet", 5)
    with (other / f"{os.getpid()}.parquet").open("wb") as file:
        file.write(staged.read_bytes())
    try:
        write_output(connection, Path(file.name), tmp_path / "out.parquet")
    finally:
        os.unlink(file.name)
    assert (tmp_path / "out.parquet").read_bytes() == staged.read_bytes()
    assert left(tmp_path) == ["out.parquet"]


def test_results_that_are_numbers_are_numbers_in_a_sheet_up_to_the_digits_that_it_keeps(
    connection: Connection, tmp_path: Path
) -> None:
    cells = ["0.926", "-3", "1e5", "007", "很高", "123456789012345", "1234567890123456", "0.1234567890123456", "12%"]
    write_output(connection, texts(connection, tmp_path, "index", cells), tmp_path / "out.xlsx")
    shown = [row[1].value for row in list(read_sheet(tmp_path / "out.xlsx"))[1:]]
    assert shown == [0.926, -3, *cells[2:5], 123456789012345, *cells[6:]]


def test_a_decimal_of_more_digits_than_a_sheet_keeps_is_a_text(connection: Connection, tmp_path: Path) -> None:
    staged = stage(
        connection,
        "SELECT unnest([1.25, 1234567890123.99, -9999999999999999.99])::DECIMAL(18, 2) AS total",
        tmp_path / "work/t.parquet",
    )
    write_output(connection, staged, tmp_path / "out.xlsx")
    assert [row[0].value for row in list(read_sheet(tmp_path / "out.xlsx"))[1:]] == [
        1.25,
        1234567890123.99,
        "-9999999999999999.99",
    ]


def test_what_a_sheet_cannot_hold_is_shown_and_breaks_nothing(connection: Connection, tmp_path: Path) -> None:
    cells = ["a\x01b\x1fc", "x\ufffey\uffff", "_x0041_", "<&>]]>\"'", "长" * 40_000, "  blanks  ", "two\nlines"]
    write_output(connection, texts(connection, tmp_path, "project", cells), tmp_path / "out.xlsx")
    shown = [
        unescape(row[1].value) for row in list(read_sheet(tmp_path / "out.xlsx"))[1:]
    ]  # as Excel reads inline texts
    assert shown == ["a�b�c", "x�y�", "_x0041_", cells[3], "长" * 16_000 + "…", *cells[5:]]


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_scores_give_the_same_bytes(suffix: str, connection: Connection, tmp_path: Path) -> None:
    staged = stage_scores(connection, tmp_path / "work/r.parquet", 3000)
    for name in ("a", "b"):
        write_output(connection, staged, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_table_without_rows_has_its_head(suffix: str, connection: Connection, tmp_path: Path) -> None:
    file = tmp_path / f"out{suffix}"
    write_output(connection, stage_scores(connection, tmp_path / "work/r.parquet", 0), file)
    if suffix == ".csv":
        assert len(read_csv(file)) == 1
    elif suffix == ".xlsx":
        assert (read_sheet(file).max_row, read_sheet(file)["B1"].value) == (1, "project")
    else:
        assert connection.execute(f"SELECT count(*) FROM read_parquet({literal(str(file))})").fetchone() == (0,)


def test_more_rows_than_a_sheet_holds_are_a_problem_with_a_way_out(connection: Connection, tmp_path: Path) -> None:
    staged = stage(connection, "SELECT i AS row FROM range(1048576) t(i)", tmp_path / "work/r.parquet")
    with pytest.raises(InputRefused) as refused:
        write_output(connection, staged, tmp_path / "out.xlsx")
    assert told(refused) == ["too-many-rows: 1,048,576 rows do not fit in a sheet, which takes 1,048,575 at most"]
    assert "name a .csv or .parquet file" in str(refused.value.problems[0].fix)
    assert left(tmp_path) == []


# ---------------------------------------------------------------- rejects


@pytest.mark.parametrize("suffix", FORMATS)
def test_rejects_tell_row_column_value_and_reason(suffix: str, connection: Connection, tmp_path: Path) -> None:
    file = tmp_path / f"rejects{suffix}"
    write_rejects(connection, stage_rejects(connection, tmp_path / "work/x.parquet", 4), file, "zh")
    evil = '=HYPERLINK("http://evil")'
    if suffix == ".csv":
        head, *rows = read_csv(file)
        rows = [[cell or None for cell in row] for row in rows]  # type: ignore[misc]
    elif suffix == ".xlsx":
        head, *rows = [
            [str(cell.value) if cell.column == 1 else cell.value for cell in row] for row in read_sheet(file)
        ]
    else:
        asked = connection.execute(f"SELECT row::VARCHAR AS row, * EXCLUDE row FROM read_parquet({literal(str(file))})")
        head, rows = [column[0] for column in asked.description or ()], [list(row) for row in asked.fetchall()]
    assert head == ["row", "project", "column", "value", "reason", "fix", "file"]
    assert rows[0] == ["1", "项目0", "预算 (万元)", "近百0", "不是数", "写数字", "projects.csv"]
    assert rows[1][3] == (evil if suffix == ".parquet" else f"'{evil}")
    assert (rows[3][2] or None, *rows[3][3:5]) == (None, None, "多出的单元格")


def test_hundreds_of_thousands_of_rejects_are_written_in_their_order(connection: Connection, tmp_path: Path) -> None:
    write_rejects(connection, stage_rejects(connection, tmp_path / "work/x.parquet", 300_000), tmp_path / "x.csv", "en")
    lines = (tmp_path / "x.csv").read_bytes().splitlines()
    assert len(lines) == 300_001
    assert [int(line.split(b",")[0]) for line in lines[1:]] == list(range(1, 300_001))


# ---------------------------------------------------------------- what cannot be written


def codes(*files: Path, inputs: tuple[Path, ...] = ()) -> list[str]:
    return [f"{problem.code}: {problem.message.en}" for problem in unwritable(files, [], inputs)]


def test_every_reason_is_told_before_the_work_begins(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("a")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "link.csv").symlink_to("in.csv")
    os.link(tmp_path / "in.csv", tmp_path / "same.csv")
    files = [
        tmp_path / name
        for name in ("out.txt", "no/out.csv", "in.csv/out.csv", "folder.csv", "n" * 300 + ".csv", "out.csv", "out.csv")
    ]
    found = codes(
        *files, *(tmp_path / name for name in ("in.csv", "link.csv", "same.csv")), inputs=(tmp_path / "in.csv",)
    )
    assert found == [
        "unknown-format: `out.txt` says no format of a table",
        "cannot-write: `out.csv` cannot be written: there is no such folder",
        "cannot-write: `out.csv` cannot be written: a part of the path is a file",
        "cannot-write: `folder.csv` cannot be written: this is a folder",
        f"cannot-write: `{'n' * 100}` cannot be written: the name is too long",
        "output-twice: `out.csv` is to be written twice",
        *(f"output-is-input: `{name}.csv` is an input and would be written over" for name in ("in", "link", "same")),
    ]
    assert left(tmp_path) == ["folder.csv", "in.csv", "link.csv", "same.csv"], "asking leaves nothing behind"


def test_every_problem_has_a_fix_in_both_languages(tmp_path: Path) -> None:
    for problem in unwritable([tmp_path / "no/a.csv", tmp_path / "a.doc", tmp_path], [], [tmp_path / "a.csv"]):
        assert problem.fix is not None and problem.fix.zh and problem.fix.en and problem.message.zh


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    with as_nobody():
        found = codes(tmp_path / "locked/out.csv")
    assert found == ["cannot-write: `out.csv` cannot be written: permission denied"]


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(InputRefused) as refused, whole(tmp_path / "out.csv") as part:
        part.write_text("half of")
        Path("/dev/full").write_text("the rest")
    assert told(refused) == ["cannot-write: `out.csv` cannot be written: the disk is full"]
    assert (left(tmp_path), (tmp_path / "out.csv").read_text()) == (["out.csv"], "old")


SMALL_DISK = """
import resource, sys
from pathlib import Path
from scoring.batch.outputs.files import write_output
from scoring.problems import InputRefused
from tests.staged_scores import database, stage_scores

folder, file = Path(sys.argv[1]), Path(sys.argv[2])
with database(folder) as connection:
    staged = stage_scores(connection, folder / "r.parquet", 20_000, result="md5(i::VARCHAR)")
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    try:
        write_output(connection, staged, file)
    except InputRefused as refused:
        print(*(f"{one.code}: {one.message.en}" for one in refused.problems))
"""


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_disk_that_ends_in_the_middle_leaves_what_was_there(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    file = tmp_path / f"out{suffix}"
    file.write_text("old")
    command = [sys.executable, "-c", SMALL_DISK, str(tmp_path / "work"), str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == f"cannot-write: `out{suffix}` cannot be written: the disk takes no file of this size"
    assert (left(tmp_path), file.read_text()) == ([file.name], "old")


def test_too_little_memory_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    with database(tmp_path / "work") as connection:
        wide = ", ".join(f"i AS c{number}" for number in range(500))
        staged = stage(connection, f"SELECT {wide} FROM range(20000) t(i)", tmp_path / "work/r.parquet")
        connection.execute("SET memory_limit = '2MB'")
        with pytest.raises(InputRefused) as refused:
            write_output(connection, staged, tmp_path / "out.csv")
    assert told(refused) == ["out-of-memory: the memory that was allowed is too little for this table"]
    assert left(tmp_path) == []


# ---------------------------------------------------------------- whole or not at all


def test_an_output_takes_the_place_of_an_older_one_and_keeps_its_permissions(
    connection: Connection, tmp_path: Path
) -> None:
    file, link = tmp_path / "out.csv", tmp_path / "link.csv"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to("out.csv")
    write_output(connection, stage_scores(connection, tmp_path / "work/r.parquet", 5), link)
    assert link.is_symlink() and len(read_csv(file)) == 6
    assert file.stat().st_mode & 0o777 == 0o640


def test_files_of_killed_runs_are_removed_and_of_living_ones_kept(connection: Connection, tmp_path: Path) -> None:
    dead, alive, other = (
        tmp_path / name
        for name in (f".out.csv.{'a' * 16}.scoring-part", f".b.csv.{'b' * 16}.scoring-part", ".out.csv.part")
    )
    for file in (dead, alive, other):
        file.write_text("half")
    with alive.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        write_output(connection, stage_scores(connection, tmp_path / "work/r.parquet", 5), tmp_path / "c.csv")
    assert left(tmp_path) == sorted([alive.name, other.name, "c.csv"])


def test_work_folders_of_killed_runs_are_removed_and_of_living_ones_kept(tmp_path: Path) -> None:
    dead = tmp_path / f".out.csv.{'a' * 16}.scoring-work"
    dead.mkdir()
    (dead / "result.parquet").write_text("half")
    with workfolder(tmp_path / "a.csv") as living, workfolder(tmp_path / "b.csv") as other:
        (living / "file").touch()
        assert left(tmp_path) == sorted([living.name, other.name])
    assert left(tmp_path) == []
