"""`scoring batch`: a table in, a table out; rows in are rows out and rows rejected, each with its reason."""

import csv
import json
from pathlib import Path

import duckdb
import pytest

from tests.running import run, run_in

ROOT = Path(__file__).resolve().parents[2]
HEAD = "项目,年度,C15.target,C15.actual,planned (万元),arrived (万元),spent (万元),diverted_funds"
GOOD = "甲,2024,>= 40 人,39 人,28,28,27,否"


def batch(
    folder: Path, table: str | bytes, *options: str
) -> tuple[list[dict[str, str]], list[dict[str, str]], str, int]:
    """Rows out, rows rejected, what was said, and the exit status."""
    source, out, rejects = folder / "in.csv", folder / "out.csv", folder / "rejects.csv"
    source.write_bytes(table if isinstance(table, bytes) else _named_apart(table).encode())
    given = options or ("--indicators", "grassroots-2024")
    ran = run_in(ROOT, "batch", source, "-o", out, "--rejects", rejects, *given)

    def read(file: Path) -> list[dict[str, str]]:
        return list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())) if file.is_file() else []

    return read(out), read(rejects), ran.err, ran.status


def _named_apart(table: str) -> str:
    """Rows of one project by names of their own, since no table may have it twice: 甲, 甲3, 甲4, …"""
    lines = table.split("\n")
    for at, line in enumerate(lines[2:], start=2):
        if line.startswith("甲,"):
            lines[at] = f"甲{at}{line[1:]}"
    return "\n".join(lines)


def test_a_row_scores_as_the_same_project_in_a_file(tmp_path: Path) -> None:
    (row,), rejected, _, status = batch(tmp_path, f"{HEAD}\n{GOOD}\n")
    assert (rejected, status) == ([], 0)
    project = tmp_path / "p.toml"
    project.write_text(
        'format = 1\nproject = "甲"\nperiod = 2024\nindicators = "grassroots-2024"\n[facts]\nplanned = "28 万元"\n'
        'arrived = "28 万元"\nspent = "27 万元"\ndiverted_funds = false\n[indicator]\n'
        'C15 = { target = ">= 40 人", actual = "39 人" }\n',
        encoding="utf-8",
    )
    card = json.loads(run_in(ROOT, "score", project, "--format", "json").out)
    assert (row["lowest"], row["highest"]) == (card["total"]["lowest"], card["total"]["highest"])
    assert row["rulebook"] == card["rulebook"]["fingerprint"]
    for one in card["indicators"]:
        assert (row[f"{one['id']}.points"], row[f"{one['id']}.outcome"]) == (one["points"] or "", one["outcome"])


def test_published_cases_come_out_as_published(tmp_path: Path) -> None:
    with (ROOT / "examples/published/hdi/cases.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.reader(file))[:101]
    table = "\n".join(",".join(["project" if number == 0 else row[0], *row[1:16]]) for number, row in enumerate(cases))
    rows, rejected, told, status = batch(tmp_path, table, "--rules", "examples/published/hdi")
    assert (len(rows), rejected, status) == (100, [], 0)
    assert "100 rows: 100 scored (100 complete, 0 incomplete), 0 rejected" in told
    assert [float(row["total"]) for row in rows] == [float(case[16]) for case in cases[1:]]


@pytest.mark.parametrize(
    ("cell", "column", "reason"),
    [
        ("约39", "C15.actual", "is a bound"),
        ("7,00.0 人", "C15.actual", ""),
        ("NaN 人", "C15.actual", ""),
        ("1e400 人", "C15.actual", ""),
        ("39 公里", "C15.actual", ""),
    ],
)
def test_a_cell_that_cannot_be_read_is_rejected_with_its_row_column_and_value(
    tmp_path: Path, cell: str, column: str, reason: str
) -> None:
    bad = GOOD.replace("39 人", f'"{cell}"')
    rows, rejected, told, status = batch(tmp_path, f"{HEAD}\n{GOOD}\n{bad}\n{GOOD}\n")
    assert status == 4
    assert [row["row"] for row in rows] == ["1", "3"]
    assert {(one["row"], one["column"], one["value"]) for one in rejected} == {("2", column, cell)}
    assert all(reason in one["reason"] for one in rejected)
    assert "3 rows: 2 scored (0 complete, 2 incomplete), 1 rejected" in told


def test_an_amount_without_a_unit_beside_a_convertible_one_is_rejected(tmp_path: Path) -> None:
    head = HEAD.replace("spent (万元)", "spent")
    _, rejected, _, status = batch(tmp_path, f"{HEAD}\n{GOOD}\n")
    assert (rejected, status) == ([], 0)
    rows, rejected, told, status = batch(tmp_path, f"{head}\n{GOOD}\n{GOOD.replace(',27,', ',27 万元,')}\n")
    assert status == 4, told
    assert [(one["row"], one["column"], one["value"]) for one in rejected] == [("1", "spent", "27")]
    assert [row["row"] for row in rows] == ["2"]


def test_gb18030_is_read_and_said(tmp_path: Path) -> None:
    rows, _, told, status = batch(tmp_path, f"{HEAD}\n{GOOD}\n".encode("gb18030"))
    assert (status, rows[0]["project"]) == (0, "甲")
    assert "in.csv: GB18030" in told


def test_a_text_that_looks_like_a_formula_is_made_harmless(tmp_path: Path) -> None:
    rows, rejected, _, _ = batch(
        tmp_path, f"{HEAD}\n{GOOD.replace('甲', '=cmd()')}\n{GOOD.replace('39 人', '@x')}\n{GOOD.replace('甲', '-5')}\n"
    )
    assert [row["project"] for row in rows] == ["'=cmd()", "-5"]
    assert rejected[0]["value"] == "'@x"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (f"{HEAD},extra\n{GOOD},1\n", "column `extra` is neither a fact nor a key of an indicator"),
        (f"{HEAD},C15.actual\n{GOOD},1\n", "two columns are `C15.actual`"),
        ("", "the table has no rows"),
        (f"{HEAD}\n{GOOD.replace('39 人', '约39')}\n", "no row could be scored"),
    ],
)
def test_a_fault_of_the_whole_table_leaves_no_output(tmp_path: Path, table: str, message: str) -> None:
    rows, rejected, told, status = batch(tmp_path, table)
    assert (rows, status) == ([], 1)
    assert bool(rejected) == (message == "no row could be scored")
    assert message in told


def test_what_stood_under_the_outputs_name_stays_when_a_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("row\nbefore\n", encoding="utf-8")
    rows, _, _, status = batch(tmp_path, f"{HEAD},extra\n{GOOD},1\n")
    assert (rows, status) == ([{"row": "before"}], 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_row_longer_than_the_head_is_rejected(tmp_path: Path) -> None:
    rows, rejected, _, status = batch(tmp_path, f"{HEAD}\n{GOOD},x,y\n{GOOD}\n")
    assert (status, [row["row"] for row in rows], rejected[0]["row"]) == (4, ["2"], "1")


def test_a_claim_keeps_all_of_its_decimals(tmp_path: Path) -> None:
    table = f"{HEAD},claim.self\n{GOOD},99.125\n{GOOD},99.5\n"
    for engine in ("columnar", "exact"):
        rows, rejected, _, status = batch(tmp_path, table, "--indicators", "grassroots-2024", "--engine", engine)
        assert (rejected, status) == ([], 0)
        assert [row["claim.self"] for row in rows] == ["99.125", "99.500"]


def test_a_claim_of_more_decimals_than_a_column_holds_is_rejected(tmp_path: Path) -> None:
    table = f"{HEAD},claim.self\n{GOOD},99\n{GOOD},99.1234567891\n{GOOD},1e-3\n"
    for engine in ("columnar", "exact"):
        rows, rejected, _, status = batch(tmp_path, table, "--indicators", "grassroots-2024", "--engine", engine)
        assert (status, [row["row"] for row in rows]) == (4, ["1"])
        assert [(one["row"], one["reason"]) for one in rejected] == [
            ("2", "claim.self has more than 9 decimals"), ("3", "points belong here")]  # fmt: skip


def test_a_total_of_more_digits_than_a_column_holds_is_rejected(tmp_path: Path) -> None:
    book = tmp_path / "rules" / "large"
    book.mkdir(parents=True)
    (book / "rulebook.toml").write_text(
        'format = 1\n[rulebook]\nname = "large"\nedition = "1"\nlabel = "large"\n[fact]\nx = { kind = "number" }\n'
        '[result.whole]\nis = "x * x"\ntotal = true\nround = { decimals = 2 }\n',
        encoding="utf-8",
    )
    rows, rejected, _, status = batch(tmp_path, "project,x\n甲,3\n乙,12345678901234\n", "--rules", str(book))
    assert (status, [row["total"] for row in rows]) == (4, ["9.00"])
    assert [(one["row"], one["reason"]) for one in rejected] == [("2", "total has more than 18 digits")]


@pytest.mark.parametrize("engine", ["columnar", "exact"])
def test_a_number_of_more_digits_than_a_decimal_of_parquet_goes_out_as_its_digits(engine: str, tmp_path: Path) -> None:
    (tmp_path / "large.toml").write_text(
        'format = 1\n[rulebook]\nname = "large"\n[fact]\nx = { kind = "number" }\n[result.square]\nis = "x * x"\n',
        encoding="utf-8",
    )
    x = 12345678901234567890123
    (tmp_path / "t.csv").write_text(f"project,x\n甲,{x}\n乙,3\n", encoding="utf-8")
    ran = run(
        "batch",
        tmp_path / "t.csv",
        "--rules",
        tmp_path / "large.toml",
        "-o",
        tmp_path / "o.parquet",
        "--engine",
        engine,
    )
    assert ran.status == 0, ran.said
    found = duckdb.sql(f"SELECT typeof(square), square FROM '{tmp_path}/o.parquet'").fetchall()
    assert found == [("VARCHAR", str(x * x)), ("VARCHAR", "9")]


def test_a_target_without_a_unit_measures_a_bare_number_on_either_engine(tmp_path: Path) -> None:
    head = "project,C11.target,C15.target,C15.actual"
    table = "\n".join([head, "甲,>= 6 次,>= 40 人,39 人", "乙,>= 6,>= 40 人,39 人", "丙,,>= 40,39", "丁,,>= 40,39 人",
                       "戊,,,39", "己,,>= 40 人,39"])  # fmt: skip
    came = [
        batch(tmp_path, table, "--indicators", "grassroots-2024", "--engine", engine)
        for engine in ("columnar", "exact")
    ]
    (rows, rejected, _, status), (*_, other) = came
    assert (status, other) == (4, 4)
    assert (rows, rejected) == came[1][:2]
    assert {one["row"] for one in rejected} == {"2", "4"}
    assert [row["C15.points"] for row in rows] == ["3.90", "3.90", "", "3.90"]


def test_totals_and_claims_without_fixed_decimals_are_written_out_on_either_engine(tmp_path: Path) -> None:
    book, chosen = tmp_path / "rules" / "mean", tmp_path / "indicators" / "mean"
    for folder in (book, chosen):
        folder.mkdir(parents=True)
    (book / "rulebook.toml").write_text(
        'format = 1\n[rulebook]\nname = "mean"\nedition = "1"\nlabel = "mean"\ntotal = 10\npoints = { significant = 3 }\n[fact]\na = { kind = "number" }\n'
        '[rule.r]\nby = "a"\nrows = [[">= 3", "100%"], ["else", "50%"]]\n[group."x"]\ncombine = "mean"\nweight = 10\n'
        '[grade]\nby = "total"\nrows = [[">= 8", "A"], ["else", "B"]]\n',
        encoding="utf-8",
    )
    (chosen / "set.toml").write_text(
        'format = 1\n[indicator_set]\nname = "mean"\nrules = "mean"\n[indicator]\n'
        'I = { in = "x", label = "I", weight = 1, rule = "r" }\nJ = { in = "x", label = "J", weight = 2, rule = "r" }\n',
        encoding="utf-8",
    )
    for engine in ("columnar", "exact"):
        rows, rejected, _, status = batch(tmp_path, "project,a,claim.self\n甲,1,9\n乙,3,0.0000000001\n", "--rules",
                                          str(book), "--indicators", str(chosen), "--engine", engine)  # fmt: skip
        assert (status, rejected) == (0, [])
        assert [(row["total"], row["grade"], row["claim.self"]) for row in rows] == [
            ("5", "B", "9"), ("10", "A", "0.0000000001")]  # fmt: skip
