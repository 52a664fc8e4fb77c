"""What comes in for `scoring batch`: every row of a table staged or unreadable, never lost, never something else."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.batch.inputs import csv_table, lines, sources
from scoring.batch.inputs.csv_table import stage_csv
from scoring.batch.inputs.input_table import BLANKS, InputTable, cells_of
from scoring.batch.inputs.parquet_table import damaged, stage_parquet
from scoring.batch.inputs.sources import ProjectFiles, stage
from scoring.engines.columnar.duck import Connection, faults
from scoring.problems import Problem

Rows = list[tuple[int, list[str | None]]]


def read(duck: Connection, folder: Path, table: bytes, ignored: Sequence[str] = ()) -> tuple[InputTable, Rows]:
    """A CSV staged, and its rows."""
    (folder / "in.csv").write_bytes(table)
    staged, problems = stage_csv(duck, folder / "in.csv", "in.csv", folder / "staged.parquet", ignored)
    assert problems == [], problems
    assert staged is not None
    rows = list(cells_of(duck, staged))
    assert staged.rows == len(rows) + len(staged.unreadable), "rows in are rows staged and rows unreadable"
    return staged, rows


def refused(duck: Connection, folder: Path, table: bytes) -> list[Problem]:
    (folder / "in.csv").write_bytes(table)
    staged, problems = stage_csv(duck, folder / "in.csv", "in.csv", folder / "staged.parquet")
    assert staged is None
    assert not (folder / "staged.csv").exists()
    return problems


# ---------------------------------------------------------------- laws

CELLS = st.text(st.sampled_from('ab1,;\t"\n\r 中　é'), max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 5))
    return draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8))


@given(tables(), st.sampled_from([",", "\t", ";"]), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.booleans())  # fmt: skip
def test_what_is_staged_is_what_pythons_csv_reads(
    duck: Connection, folder: Path, table: list[list[str]], delimiter: str, end: str, encoding: str, all_quoted: bool
) -> None:
    heads = [f"列{number}" for number in range(len(table[0]) if table else 2)]
    if end == "\n" and not all_quoted:  # Python's writer leaves a lone carriage return without quotes then
        table = [[cell.replace("\r", "") for cell in row] for row in table]
    written = io.StringIO()
    quoting = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([heads, *table])
    staged, rows = read(duck, folder, written.getvalue().encode(encoding))
    assert (staged.heads, staged.unreadable) == (tuple(heads), ())
    wanted = [[cell.strip(BLANKS) or None for cell in row] for row in table]
    assert [cells for _, cells in rows] == [cells for cells in wanted if any(cells)]


@given(st.binary(max_size=60), st.booleans())
def test_whatever_the_bytes_no_row_is_lost(duck: Connection, folder: Path, body: bytes, quotes: bool) -> None:
    table = "甲,乙\n一,二\n".encode() + (body if quotes else body.replace(b'"', b"")) + "\n三,四\n".encode()
    staged, rows = read(duck, folder, table)
    numbers = [number for number, _ in rows] + [one.row for one in staged.unreadable]
    assert len(set(numbers)) == len(numbers) == staged.rows
    if b'"' not in body or not quotes:
        assert rows[0] == (1, ["一", "二"])
        assert rows[-1][1] == ["三", "四"] or staged.unreadable


# ---------------------------------------------------------------- encodings and delimiters


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")])
@pytest.mark.parametrize(("delimiter", "called"), [(",", "comma"), ("\t", "tab"), (";", "semicolon")])
def test_encoding_and_delimiter_are_found_and_told(
    duck: Connection, folder: Path, encoding: str, name: str, delimiter: str, called: str
) -> None:
    table = "项目,年度,𠮷\r\n甲,2024,\r\n".replace(",", delimiter)
    staged, rows = read(duck, folder, table.encode(encoding))
    assert staged.heads == ("项目", "年度", "𠮷")
    assert rows == [(1, ["甲", "2024", None])]
    assert [text.en for text in staged.told] == [f"in.csv: {name}, cells apart by {called}"]


@pytest.mark.parametrize(("most", "other"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_row_in_another_encoding_is_unreadable_and_the_others_are_not(
    duck: Connection, folder: Path, most: str, other: str
) -> None:
    table = (
        "项目,说明\n甲,一二三\n".encode(most) + "乙,这是另一种编码的\n".encode(other) + "丙,四\n丁,五\n".encode(most)
    )
    if other == "utf-8":  # of an odd number of bytes, which no GB18030 has
        table = table.replace("乙,".encode(), "乙乙乙,".encode())
    staged, rows = read(duck, folder, table)
    assert [number for number, _ in rows] == [1, 3, 4]
    assert [(one.row, "is not in" in one.reason.en) for one in staged.unreadable] == [(2, True)]


def test_the_first_line_that_is_not_ascii_may_come_late(
    duck: Connection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "BLOCK", 64)
    rows_before = b"".join(b"p%d,%d\n" % (number, number) for number in range(100))
    staged, rows = read(duck, folder, b"project,n\n" + rows_before + "项目,5\n".encode("gb18030"))
    assert rows[-1] == (101, ["项目", "5"])
    assert "GB18030" in staged.told[0].en


def test_blocks_may_end_anywhere(duck: Connection, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = 'a,b\n"x\ny","1,""2"\n\n中,四\n'.encode()
    whole = read(duck, folder, table)[1]
    for size in range(1, len(table)):
        monkeypatch.setattr(lines, "BLOCK", size)
        assert read(duck, folder, table)[1] == whole == [(1, ["x\ny", '1,"2']), (3, ["中", "四"])]


# ---------------------------------------------------------------- rows that are no rows


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"x,1,2,3", "4 cells in a table of 3 columns"),
        (b'x,"1,2', "a quote opens in this row and does not close as it should"),
        (b'x,"1"2,3', "a quote opens in this row and does not close as it should"),
        (b'x",1', "a quote opens in this row and does not close as it should"),
        (b"x,\0,2", "the row has a NUL byte"),
        (b'x,"\0",2', "the row has a NUL byte"),
        (b"x,\xff\xff,2", "the row is not in UTF-8 like the rows before it"),
        (b'x,"\xff\n\xff",2', "the row is not in UTF-8 like the rows before it"),
        (b"x,\xed\xa0\x80,2", "the row is not in UTF-8 like the rows before it"),  # half a surrogate
        (b"x\ry,1,2", "the row has a carriage return outside of quotes"),
        (b"x," + b"9" * 1_000_001 + b",1", "the row is longer than 1000000 bytes"),
    ],
)
def test_a_row_that_is_none_is_unreadable_with_its_reason(
    duck: Connection, folder: Path, row: bytes, reason: str
) -> None:
    staged, rows = read(duck, folder, "甲,乙,丙\n前,1,2\n".encode() + row + "\n后,3,4\n".encode())
    assert [(one.row, one.reason.en) for one in staged.unreadable] == [(2, reason)]
    assert [cells for _, cells in rows] == [["前", "1", "2"], ["后", "3", "4"]]


def test_a_short_row_lacks_its_last_cells_and_that_is_told_once(duck: Connection, folder: Path) -> None:
    staged, rows = read(duck, folder, b"a,b,c\n1\n1,2\n1,2,3\n1,2,3,,\n1\n")
    assert rows == [(1, ["1", None, None]), (2, ["1", "2", None]), (3, ["1", "2", "3"]), (4, ["1", "2", "3"]),
                    (5, ["1", None, None])]  # fmt: skip
    assert staged.told[1].en == "in.csv: 3 rows have fewer cells than heads; the last ones count as missing"


def test_a_row_that_a_line_break_cut_in_two_is_no_two_projects(duck: Connection, folder: Path) -> None:
    staged, rows = read(duck, folder, b"a,b,c,d\n1,2,3,4\n5,six\nseven,7,8\n9,9,9,9\n")
    assert [number for number, _ in rows] == [1, 4]
    assert [(one.row, one.reason) for one in staged.unreadable] == [(2, csv_table.IN_TWO), (3, csv_table.IN_TWO)]


def test_a_file_that_ends_amid_a_row_does_not_give_that_row(duck: Connection, folder: Path) -> None:
    staged, rows = read(duck, folder, b"a,b,c\n1,2,3\n4,5")
    assert (len(rows), staged.unreadable[0].reason) == (1, csv_table.CUT_OFF)
    assert read(duck, folder, b"a,b,c\n1,2,3\n4,5,6")[1][-1] == (2, ["4", "5", "6"])


def test_blank_rows_are_passed_over_and_counted(duck: Connection, folder: Path) -> None:
    staged, rows = read(duck, folder, b'\n\n,,\na,b\n\n , \n1,2\n"",""\n3,4\n\n')
    assert (rows, staged.rows, staged.head_line) == ([(3, ["1", "2"]), (5, ["3", "4"])], 2, 4)


def test_a_cell_that_only_looks_blank_is_kept(duck: Connection, folder: Path) -> None:
    _, rows = read(duck, folder, "a,b,c,d\n　,\u00a0,\u200b, \t\n".encode())
    assert rows == [(1, ["　", "\u00a0", "\u200b", None])]


# ---------------------------------------------------------------- faults of the whole


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (b"", "the table has no rows"),
        (b"\n,,\n", "the table has no rows"),
        ("项目,年度\n甲,1\n".encode("utf-16"), "the table is in UTF-16"),
        ("项目,年度\n甲,1\n".encode("utf-16-le"), "the table has NUL bytes: it is no text"),
        (b"\xff\xfd\x80,\xff\n\xff,\xfd\n", "the table is neither UTF-8 nor GB18030"),
        (b"x" * 9_000_000, "the first line is no row of heads: it has no end"),
        (b'a,"b\n1,2\n', "the heads cannot be read: a quote opens in this row and does not close as it should"),
        (b"a,,b\n1,2,3\n", "column 2 has cells but no head"),
        (b"a,row\n1,2\n", "a column `row` is none of a project's"),
        (b"a,b,a\n1,2,3\n", "two columns are `a`"),
        (b"N1.actual,n1.actual\n1,2\n", "columns `N1.actual` and `n1.actual` differ in capitals alone"),
    ],
)
def test_a_fault_of_the_whole_table(duck: Connection, folder: Path, table: bytes, message: str) -> None:
    assert [problem.message.en for problem in refused(duck, folder, table)] == [message]


def test_so_many_unreadable_rows_are_a_fault_of_the_whole(
    duck: Connection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.batch.inputs.input_table.MOST_UNREADABLE", 3)
    (problem,) = refused(duck, folder, b"a,b\n" + b"1,2,3\n" * 9)
    assert problem.message.en.startswith("more than ")


def test_ignored_columns_are_not_staged(duck: Connection, folder: Path) -> None:
    staged, rows = read(duck, folder, b"a,row,b,a\n1,2,3,4\n", ["row", "a"])
    assert (staged.heads, rows) == (("b",), [(1, ["3"])])
    assert staged.place(0).column == 3


# ---------------------------------------------------------------- Parquet


def parquet(duck: Connection, folder: Path, query: str) -> Path:
    duck.execute(f"COPY ({query}) TO '{folder}/in.parquet' (FORMAT parquet)")
    return folder / "in.parquet"


def test_parquet_is_scanned_in_place_with_its_types(duck: Connection, folder: Path) -> None:
    path = parquet(
        duck, folder, """SELECT ' 甲 ' AS "项目", 28::BIGINT AS a, 0.10::DECIMAL(9,2) AS b, 1e-7::DOUBLE AS c, true AS d,
        DATE '2024-03-01' AS e, 'nan'::DOUBLE AS f, '' AS g, NULL::BIGINT AS h UNION ALL SELECT '乙', 1e15::BIGINT, -0.50, 1e22, false, NULL,
        0.1, '　', 5""")  # fmt: skip
    staged, problems = stage_parquet(duck, path, "in.parquet")
    assert staged is not None
    assert problems == []
    assert staged.types == ("VARCHAR", "BIGINT", "DECIMAL(9,2)", "DOUBLE", "BOOLEAN", "DATE", "DOUBLE", "VARCHAR", "BIGINT")  # fmt: skip
    assert list(cells_of(duck, staged)) == [
        (1, ["甲", "28", "0.10", "0.0000001", "true", "2024-03-01", "NaN", None, None]),
        (2, ["乙", "1000000000000000", "-0.50", "10000000000000000000000", "false", None, "0.1", "　", "5"]),
    ]
    assert [number for number, _ in cells_of(duck, staged, [2])] == [2]
    assert (staged.rows, staged.unreadable) == (2, ())


@pytest.mark.parametrize(
    ("table", "message"),
    [(b"a,b\n1,2\n", "this is no Parquet file"), (b"PAR1 and no more", "this is no Parquet file"), (b"", "this is no")],
)
def test_what_is_no_parquet_is_refused(duck: Connection, folder: Path, table: bytes, message: str) -> None:
    (folder / "bad.parquet").write_bytes(table)
    staged, problems = stage_parquet(duck, folder / "bad.parquet", "bad.parquet")
    assert staged is None
    assert problems[0].message.en.startswith(message)
    assert str(folder) not in problems[0].message.en


def with_digits(table: Path, before: int, after: int) -> None:
    """A Parquet file whose decimals claim another number of digits, as other programs write them."""
    raw = table.read_bytes()
    written, wanted = (b"\x15" + bytes([2 * digits]) for digits in (before, after))
    foot = len(raw) - 8 - int.from_bytes(raw[-8:-4], "little")
    assert raw[foot:].count(written) == 2  # in the column's type, and in its logical type
    table.write_bytes(raw[:foot] + raw[foot:].replace(written, wanted))


def test_decimals_of_more_digits_than_are_read_exactly_are_refused(duck: Connection, folder: Path) -> None:
    query = "SELECT 'a' AS project, CAST('12345678901234567890.123456789012345678' AS DECIMAL(38,18)) AS x, 1 AS y"
    path = parquet(duck, folder, query)
    staged, problems = stage_parquet(duck, path, "in.parquet")
    assert problems == [] and staged is not None
    assert [str(cells[2]) for cells in duck.execute(f"SELECT * FROM {staged.scan}").fetchall()] == [
        "12345678901234567890.123456789012345678"
    ]
    with_digits(path, 38, 45)
    staged, problems = stage_parquet(duck, path, "in.parquet")
    assert staged is None
    assert [(one.code, one.message.en) for one in problems] == [
        ("number-too-long", "column `x` has decimals of 45 digits; up to 38 are read exactly")
    ]
    staged, problems = stage_parquet(duck, path, "in.parquet", None, ["x"])
    assert problems == [] and staged is not None and staged.heads == ("project", "y")


def test_parquets_heads_that_differ_in_capitals_are_refused(duck: Connection, folder: Path) -> None:
    path = parquet(duck, folder, "SELECT 1 AS xa, 2 AS xb")
    path.write_bytes(path.read_bytes().replace(b"xb", b"XA"))
    staged, problems = stage_parquet(duck, path, "in.parquet")
    assert staged is None
    assert [problem.message.en for problem in problems] == ["columns `xa` and `XA` differ in capitals alone"]


def test_a_folder_and_a_missing_file_are_told_apart(duck: Connection, folder: Path) -> None:
    for name, message in ((".", "this is a folder; a file belongs here"), ("none.csv", "there is no file `x`")):
        staged, problems = stage_csv(duck, folder / name, "x", folder / "staged.parquet")
        assert (staged, [problem.message.en for problem in problems]) == (None, [message])


# ---------------------------------------------------------------- which files come in


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    for name in (
        "b.toml",
        "a.json",
        "c.TOML",
        ".hidden.toml",
        ".git/x.toml",
        "notes.md",
        "deep/d.toml",
        "t1.csv",
        "t2.csv",
    ):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("project,n\n甲,1\n" if name.endswith("csv") else "format = 1\n", encoding="utf-8")
    return tmp_path / "in"


def shown(found: list[sources.Input]) -> list[object]:
    return [[name for _, name in one.projects] if isinstance(one, ProjectFiles) else one.file for one in found]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["."], [["in/a.json", "in/b.toml", "in/c.TOML", "in/deep/d.toml"]]),
        (["*.toml"], [["b.toml"]]),
        (["**/*.toml"], [["b.toml", "deep/d.toml"]]),
        (["t?.csv"], ["t1.csv", "t2.csv"]),
        (["t2.csv", "b.toml", "a.json", "t1.csv"], ["t2.csv", ["b.toml", "a.json"], "t1.csv"]),
    ],
)
def test_files_folders_and_patterns_come_in_in_order(
    duck: Connection, tmp_path: Path, projects: Path, names: list[str], wanted: list[object]
) -> None:
    found, problems = stage([str(projects / name) for name in names], duck, tmp_path)
    assert (shown(found), problems) == (wanted, [])


@pytest.mark.parametrize(
    ("names", "messages"),
    [
        (["t3.csv", "x.toml/y"], ["there is no file `t3.csv`", "there is no file `y`"]),
        (["*.parquet"], ["no file matches `*.parquet`"]),
        (["notes.md"], ["`notes.md` is neither a table nor a project that is known by its name"]),
        (["t1.csv", "t*.csv"], ["`t1.csv` comes in twice"]),
        (["t1.xlsx#a", "gone.toml"], ["there is no file `t1.xlsx`", "there is no file `gone.toml`"]),
        (["\0"], ["`\0` cannot be read: not a path"]),
    ],
)
def test_every_input_that_cannot_be_read_is_told(
    duck: Connection, tmp_path: Path, projects: Path, names: list[str], messages: list[str]
) -> None:
    found, problems = stage([str(projects / name) for name in names], duck, tmp_path)
    assert found == []
    told = [problem.message.en for problem in problems]
    assert told == messages
    assert all(str(tmp_path) not in message for message in told)


def test_an_empty_folder_is_told(duck: Connection, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    _, problems = stage([str(tmp_path / "empty")], duck, tmp_path)
    assert [problem.message.en for problem in problems] == ["the folder `empty` has no project files"]


def test_damage_amid_a_parquet_file_is_a_fault_of_the_file(duck: Connection, folder: Path) -> None:
    duck.execute(
        f"COPY (SELECT 'XYZW' || i AS a FROM range(50) t(i)) TO '{folder}/d.parquet' (FORMAT parquet, COMPRESSION uncompressed)"
    )
    sound = (folder / "d.parquet").read_bytes()
    for raw, message in (
        (sound.replace(b"XYZW4", b"\xff\xfe\xfd\xfc4"), "a text in the Parquet file is not UTF-8"),
        (sound[:40] + b"\0" * 60 + sound[100:], "the Parquet file is damaged: its data cannot be read"),
    ):
        (folder / "d.parquet").write_bytes(raw)
        staged, problems = stage_parquet(duck, folder / "d.parquet", "d.parquet")
        assert staged is not None, problems
        with pytest.raises(faults()) as failed:
            list(cells_of(duck, staged))
        problem = damaged("d.parquet", folder / "d.parquet", failed.value)
        assert problem is not None, failed.value
        assert problem.message.en == message
    (folder / "d.parquet").write_bytes(sound)
    assert damaged("d.parquet", folder / "d.parquet", MemoryError("out of memory")) is None
