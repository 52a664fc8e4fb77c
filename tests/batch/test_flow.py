"""`scoring batch` from the command line to its files: whatever comes in, rows add up, and nothing is lost or made up."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from scoring.__main__ import _command_line
from scoring.batch import workers
from scoring.batch.cohorts import Choice
from scoring.batch.outputs.files import write_output, write_rejects
from scoring.batch.request import RunRequest
from scoring.batch.run import Run
from scoring.commands.progress import progress, watching
from scoring.engines.columnar.duck import connect, literal, quoted
from scoring.problems import Place
from scoring.rulebook.library import command_line, open_rulebook
from tests.batch.test_bad_cells import BOOK, HEADS, KINDS, SET, table

ROOT = Path(__file__).resolve().parents[2]
NATIONAL = str(ROOT / "examples/editions/rules/national")
main = _command_line().main

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The rulebook and set of the table of bad cells, as options."""
    folder = tmp_path_factory.mktemp("shelf")
    for name, text in (("rules/small", BOOK), ("indicators/small-set", SET)):
        (folder / name).mkdir(parents=True)
        (folder / name / "all.toml").write_text(text, encoding="utf-8")
    return ["--rules", str(folder / "rules/small"), "--indicators", str(folder / "indicators/small-set")]


def read(file: Path) -> Rows:
    return list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())) if file.is_file() else []


def batch(folder: Path, inputs: Sequence[Path | str], *options: str) -> SimpleNamespace:
    """A run into `out.csv` and `rejects.csv`: rows, rejects and the exit status."""
    out, rejects = folder / "out.csv", folder / "rejects.csv"
    for file in (out, rejects):
        file.unlink(missing_ok=True)
    status = main(["batch", *map(str, inputs), "-o", str(out), "--rejects", str(rejects), "--lang", "en", *options])
    return SimpleNamespace(rows=read(out), rejects=read(rejects), status=status, out=out, rejected=rejects)


def stage_rows(folder: Path, heads: Sequence[str], rows: Sequence[Sequence[str]], name: str = "in.csv") -> Path:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return folder / name


# ---------------------------------------------------------------- bad cells


def test_every_kind_of_bad_cell_is_scored_or_rejected_as_it_says_by_either_engine(
    tmp_path: Path, shelf: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.csv").write_bytes(table())
    columnar = batch(tmp_path, [tmp_path / "in.csv"], *shelf)
    told = capfd.readouterr().err
    scores, rejects = columnar.out.read_bytes(), columnar.rejected.read_bytes()
    exact = batch(tmp_path, [tmp_path / "in.csv"], *shelf, "--engine", "exact")
    assert (exact.out.read_bytes(), exact.rejected.read_bytes()) == (scores, rejects)
    assert (columnar.status, exact.status) == (4, 4)
    golden = (ROOT / "tests/golden/bad-cells.txt").read_text(encoding="utf-8").splitlines()
    expected = {number: line.rsplit(" | ", 1)[1] for number, line in enumerate(golden, start=1)}
    refused = {row for row, said in expected.items() if said.startswith("rejected")}
    assert {int(row["row"]) for row in columnar.rows} == expected.keys() - refused
    assert {int(row["row"]) for row in columnar.rejects} == refused
    assert f"{len(KINDS)} rows: {len(KINDS) - len(refused)} scored" in told and f"{len(refused)} rejected" in told
    for reject in columnar.rejects:
        kind, column, _ = KINDS[int(reject["row"]) - 1]
        said = expected[int(reject["row"])].removeprefix("rejected: ")
        assert reject["reason"][:60] in said or said in reject["reason"] or said[:60] in reject["reason"], kind
        assert reject["column"] == column or f"[{reject['column']}]" in said or "[the whole row]" in said, kind


def test_a_reason_or_date_of_a_judgement_without_a_level_is_told_by_either_engine(tmp_path: Path) -> None:
    heads = ["项目", "年度", "D11.level", "D11.share", "D11.by", "D11.on", "D11.why"]
    cells = [["a", "2024", "达成", "90%", "x", "2024-03-01", "y"], ["b", "2024", "", "", "x", "", ""],
             ["c", "2024", "", "", "", "2024-03-01", ""], ["d", "2024", "", "", "", "", "z"]]  # fmt: skip
    source = stage_rows(tmp_path, heads, cells)
    for engine in ("columnar", "exact"):
        ran = batch(tmp_path, [source], "--indicators", "grassroots-2024", "--engine", engine)
        assert [row["row"] for row in ran.rows] == ["1"]
        assert [row["row"] for row in ran.rejects] == ["2", "3", "4"]


def test_the_signs_of_forms_are_scored_in_columns_as_they_are_by_exact(
    tmp_path: Path, shelf: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    targets = ["≥10 件", "≥ 10件", "⩾10 件", "＝ 10 件", "≤10件", "＞9 件", "== 10 件", "= 10 件", "≥=10 件", "定性"]
    source = stage_rows(tmp_path, ["N2.target", "N2.actual"], [[target, "10 件"] for target in targets])
    columnar = batch(tmp_path, [source], *shelf)
    assert "all rows were scored as columns" in capfd.readouterr().err
    scores, rejects = columnar.out.read_bytes(), columnar.rejected.read_bytes()
    exact = batch(tmp_path, [source], *shelf, "--engine", "exact")
    assert (exact.out.read_bytes(), exact.rejected.read_bytes()) == (scores, rejects)
    assert [row["N2.points"] for row in columnar.rows[:8]] == ["30.00"] * 8


# ---------------------------------------------------------------- one table in every form

GOOD = [["甲", "40 人", "28.5", "是", "2024-03-01", "39"], ["乙", "13 人", "0.25", "否", "2024-11-30", "40"],
        ["丙", "", "7", "", "", ""], ["丁", "-3 人", "7", "是", "2024-01-01", "1"]]  # fmt: skip
OF_GOOD = ["project", "N1.actual", "planned (万元)", "open", "done_on", "N1.claim"]


def parquet(folder: Path, source: Path, columns: dict[str, str]) -> Path:
    """The table as Parquet; `columns`: SQL of each head's cells."""
    made = folder / "in.parquet"
    listed = ", ".join(f"{sql} AS {quoted(head)}" for head, sql in columns.items())
    duck = connect(None, 1, folder)
    duck.execute(f"COPY (SELECT {listed} FROM read_csv({literal(str(source))}, all_varchar = true, header = true)) TO {literal(str(made))} (FORMAT parquet)")  # fmt: skip
    return made


def workbook(folder: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (heads, *rows):
        book.worksheets[0].append([cell or None for cell in row])
    book.save(folder / "in.xlsx")
    return folder / "in.xlsx"


def test_a_table_scores_the_same_as_csv_parquet_and_xlsx_and_into_each_of_them(
    tmp_path: Path, shelf: list[str]
) -> None:
    source = stage_rows(tmp_path, OF_GOOD, GOOD)
    plain = batch(tmp_path, [source], *shelf)
    assert (len(plain.rows), [row["row"] for row in plain.rejects]) == (3, ["4"])
    texts = {head: quoted(head) for head in OF_GOOD}
    for made in (parquet(tmp_path, source, texts), workbook(tmp_path, OF_GOOD, GOOD)):
        assert batch(tmp_path, [made], *shelf).rows == plain.rows
    for name in ("again.parquet", "again.xlsx"):
        assert main(["batch", str(source), "-o", str(tmp_path / name), *shelf]) == 4
    duck = connect(None, 1, tmp_path)
    again = duck.execute(
        f'SELECT project, CAST(lowest AS VARCHAR), "N1.outcome" FROM {literal(str(tmp_path / "again.parquet"))}'
    ).fetchall()
    assert again == [(row["project"], row["lowest"], row["N1.outcome"]) for row in plain.rows]
    import openpyxl

    sheet = list(openpyxl.load_workbook(tmp_path / "again.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[sheet[0].index("project")] for row in sheet[1:]] == [row["project"] for row in plain.rows]
    assert [float(str(row[sheet[0].index("lowest")])) for row in sheet[1:]] == [
        float(row["lowest"]) for row in plain.rows
    ]


@pytest.mark.parametrize("amount", ["DECIMAL(18,4)", "DOUBLE"])
def test_typed_cells_of_parquet_are_what_their_texts_are(tmp_path: Path, shelf: list[str], amount: str) -> None:
    source = stage_rows(tmp_path, OF_GOOD, GOOD)
    plain = batch(tmp_path, [source], *shelf)
    typed = parquet(tmp_path, source, {
        "project": "project",
        "N1.actual (人)": 'CAST(split_part("N1.actual", \' \', 1) AS BIGINT)' if amount == "DOUBLE" else "\"N1.actual\"",
        "planned (万元)": f'CAST("planned (万元)" AS {amount})',
        "open": "CASE open WHEN '是' THEN true WHEN '否' THEN false END",
        "done_on": "CAST(done_on AS DATE)",
        "N1.claim": 'CAST("N1.claim" AS INTEGER)',
    } if amount != "DOUBLE" else {
        "project": "project",
        "N1.actual (人)": 'TRY_CAST(split_part("N1.actual", \' \', 1) AS BIGINT)',
        "planned (万元)": 'CAST("planned (万元)" AS DOUBLE)',
        "open": "CASE open WHEN '是' THEN true WHEN '否' THEN false END",
        "done_on": "CAST(done_on AS DATE)",
        "N1.claim": 'CAST("N1.claim" AS DOUBLE)',
    })  # fmt: skip
    ran = batch(tmp_path, [typed], *shelf)
    assert (ran.rows, [row["row"] for row in ran.rejects]) == (plain.rows, ["4"])


# ---------------------------------------------------------------- several inputs, periods, processes


def national_rules(folder: Path) -> str:
    """The editions of the example with a result, so that a row by itself has something to be scored."""
    book = folder / "national"
    if not book.exists():
        shutil.copytree(NATIONAL, book)
        for file in book.glob("*/rulebook.toml"):
            text = file.read_text(encoding="utf-8") + '\n[result.payments]\nis = "irregular_payments"\n'
            file.write_text(text, encoding="utf-8")
    return str(book)


def national(folder: Path) -> list[str]:
    """Two tables of several periods: rows that SQL scores, rows for `exact`, bad ones, and a project in its own file."""
    heads = ["项目", "年度", "irregular_payments (笔)"]
    first = [[f"第{n}号", str(2020 + n % 7), ["1", "2 笔", "+3", "约3", "1e0"][n % 5]] for n in range(40)]
    second = [[f"乡{n}", "2024", str(n)] for n in range(10)]
    return [str(stage_rows(folder, heads, first, "first.csv")), str(stage_rows(folder, heads[:1] + heads[1:], second, "second.csv"))]  # fmt: skip


class Unwatched:
    """Bars for nobody."""

    query = staticmethod(lambda connection, label: watching(connection, label.en))
    rows = staticmethod(lambda total, label: progress(total, label.en))


def ran(folder: Path, inputs: Sequence[str], processes: int, threads: int, engine: str) -> tuple[bytes, bytes]:
    """The bytes of scores and rejects of a run with so many processes and threads."""
    work = folder / f"work-{engine}-{processes}-{threads}"
    work.mkdir()
    duck = connect("512MB", threads, work)
    asked = RunRequest(
        inputs,
        Choice(editions=(national_rules(folder), command_line())),
        national_rules(folder),
        None,
        "exact" if engine == "exact" else "columnar",
    )
    asked = RunRequest(asked.inputs, asked.choice, asked.rules, None, asked.engine, None, processes)
    came = Run(asked, duck, work, lambda said: None, Unwatched()).run()
    write_output(duck, came.result, work / "out.csv")
    write_rejects(duck, came.rejects, work / "rejects.csv", "en")
    return (work / "out.csv").read_bytes(), (work / "rejects.csv").read_bytes()


def test_bytes_are_the_same_for_any_number_of_processes_and_threads_and_either_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = national(tmp_path)
    monkeypatch.setattr(workers, "FEW", 3)
    monkeypatch.setattr(workers, "CHUNK", 2)
    first = ran(tmp_path, inputs, 1, 1, "columnar")
    assert ran(tmp_path, inputs, 1, 3, "exact") == first
    assert ran(tmp_path, inputs, 2, 2, "columnar") == first
    assert ran(tmp_path, inputs, 5, 1, "exact") == first


def test_every_row_is_scored_by_the_edition_in_force_in_its_period(tmp_path: Path) -> None:
    ran = batch(tmp_path, national(tmp_path), "--rules", national_rules(tmp_path))
    assert ran.status == 4
    fingerprints = {row["rulebook"] for row in ran.rows}
    books = [open_rulebook(f"{national_rules(tmp_path)}@{edition}", Place("x"))[0] for edition in ("2020", "2024")]
    assert fingerprints == {book.fingerprint for book in books if book is not None}
    for row in ran.rows:
        year = int(row["row"]) - 1 if row["file"] == "first.csv" else 4
        assert (row["rulebook"] == books[1].fingerprint) == (2020 + year % 7 >= 2024)  # type: ignore[union-attr]
    assert [row["file"] for row in ran.rows] == sorted(row["file"] for row in ran.rows)
    assert {(row["column"], row["value"]) for row in ran.rejects} == {("irregular_payments (笔)", "约3")}


def test_projects_in_toml_and_json_come_out_as_their_scorecards(tmp_path: Path) -> None:
    form = ROOT / "examples/self-evaluation/form.toml"
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/a.toml").write_bytes(form.read_bytes())
    project = {"format": 1, "project": "乙", "rules": "self-evaluation", "facts": {"budget": "2 万元"},
               "indicator": {"N1": {"in": "产出/数量", "weight": 100, "target": ">= 2 个", "actual": "1 个"}}}  # fmt: skip
    (tmp_path / "forms/b.json").write_text(json.dumps(project), encoding="utf-8")
    (tmp_path / "forms/c.json").write_text("{", encoding="utf-8")
    ran = batch(tmp_path, [tmp_path / "forms"])
    assert ran.status == 4
    assert [(row["project"], row["total"], row["N1.points"]) for row in ran.rows] == [
        ("乡村卫生室设备更新项目（示例）", "95.00", "15.00"),
        ("乙", "50.00", "50.00"),
    ]
    assert [(row["row"], row["column"], row["value"]) for row in ran.rejects] == [("3", "forms/c.json", "1:2")]


# ---------------------------------------------------------------- templates, summaries, maps


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_template_filled_in_is_scored_in_little_memory(tmp_path: Path, suffix: str) -> None:
    template = tmp_path / f"fill-in{suffix}"
    assert main(["batch", "--template", "grassroots-2024", "-o", str(template)]) == 0
    if suffix == ".csv":
        with template.open(encoding="utf-8-sig", newline="") as file:
            heads = next(csv.reader(file))
        row = ["甲" if head == "项目名称" else "2024" if head == "评价年度" else "是" if head == "设有绩效目标" else ""
               for head in heads]  # fmt: skip
        stage_rows(tmp_path, heads, [row], template.name)
    else:
        import openpyxl

        book = openpyxl.load_workbook(template)
        sheet = book.worksheets[0]
        lines = [[str(cell) for cell in line] for line in sheet.iter_rows(max_row=5, values_only=True)]
        at = next(number for number, line in enumerate(lines, start=1) if "项目名称" in line)
        for head, value in (("项目名称", "甲"), ("评价年度", "2024"), ("设有绩效目标", "是")):
            sheet.cell(at + 1, lines[at - 1].index(head) + 1).value = value
        book.save(template)
    ran = batch(tmp_path, [template], "--indicators", "grassroots-2024", "--memory", "256MB")
    assert (ran.status, [row["project"] for row in ran.rows], ran.rejects) == (0, ["甲"], [])


def test_the_summary_is_a_text_and_a_page_without_a_network(tmp_path: Path, shelf: list[str]) -> None:
    source = stage_rows(tmp_path, OF_GOOD, GOOD)
    for name in ("summary.txt", "summary.html"):
        batch(tmp_path, [source], *shelf, "--summary", str(tmp_path / name))
    text = (tmp_path / "summary.txt").read_text(encoding="utf-8")
    assert "rulebook       small" in text and "indicator set  small-set" in text
    assert "4 rows: 3 scored (0 complete, 3 incomplete), 1 rejected" in text
    page = (tmp_path / "summary.html").read_text(encoding="utf-8")
    assert "<svg" in page and "src=" not in page and "@import" not in page


def test_a_map_that_names_what_is_not_there_is_told_with_its_lines(
    tmp_path: Path, shelf: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    source = stage_rows(tmp_path, [*OF_GOOD, "备注"], [[*row, "x"] for row in GOOD])
    columns = tmp_path / "map.toml"
    columns.write_text('format = 1\nignore = ["备注", "别的"]\n[columns]\n"无此列" = "budgte"\n[unit]\n"open" = "万圆"\n',
                       encoding="utf-8")  # fmt: skip
    ran = batch(tmp_path, [source], *shelf, "--columns", str(columns))
    told = capfd.readouterr().err
    assert (ran.status, ran.out.exists()) == (1, False)
    for said in ("map.toml:2:18: no table has a column `别的`", "map.toml:4:1: no table has a column `无此列`",
                 "map.toml:4:10: `budgte` is nothing that a column can be", "map.toml:6:11: unknown unit `万圆`"):  # fmt: skip
        assert said in told
    columns.write_text('format = 1\nignore = ["备注"]\n', encoding="utf-8")
    assert len(batch(tmp_path, [source], *shelf, "--columns", str(columns)).rows) == 3


# ---------------------------------------------------------------- faults of the whole


def test_heads_of_all_tables_are_told_at_once_and_nothing_is_written(
    tmp_path: Path, shelf: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    first = stage_rows(tmp_path, [*OF_GOOD, "oepn"], [[*GOOD[0], "x"]], "first.csv")
    second = stage_rows(tmp_path, [*OF_GOOD, "预算"], [[*GOOD[0], "x"]], "second.csv")
    ran = batch(tmp_path, [first, second], *shelf)
    told = capfd.readouterr().err
    assert (ran.status, ran.out.exists()) == (1, False)
    assert "first.csv:1:7: column `oepn`" in told and "second.csv:1:7: column `预算`" in told


def test_a_damaged_parquet_file_is_a_problem_of_that_file(
    tmp_path: Path, shelf: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    rows = [[f"p{n}", f"{n % 50} 人", "28.5", "是", "2024-03-01", "39"] for n in range(3000)]
    made = parquet(tmp_path, stage_rows(tmp_path, OF_GOOD, rows), {head: quoted(head) for head in OF_GOOD})
    whole = made.read_bytes()
    made.write_bytes(whole[:40] + bytes(byte ^ 0xFF for byte in whole[40:600]) + whole[600:])
    ran = batch(tmp_path, [made], *shelf)
    told = capfd.readouterr().err
    assert (ran.status, ran.out.exists()) == (1, False)
    assert "in.parquet" in told and "[bad-table]" in told and str(tmp_path) not in told


def test_more_periods_than_there_may_be_are_told_and_no_row_is_lost(
    tmp_path: Path, shelf: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    source = stage_rows(tmp_path, ["project", "period", "open"], [[f"p{n}", f"x{n}", "是"] for n in range(201)])
    assert batch(tmp_path, [source], *shelf).status == 1
    assert "in.csv:1:2: more than 200 different period in one table" in capfd.readouterr().err


@pytest.mark.parametrize("missing", ["duckdb", "openpyxl,xlsxwriter,python_calamine"])
def test_without_the_extra_it_says_what_to_install(tmp_path: Path, missing: str) -> None:
    source = stage_rows(tmp_path, list(HEADS), [list(HEADS.values())])
    code = f"import sys\nfor name in {missing!r}.split(','): sys.modules[name] = None\nfrom scoring.__main__ import main\nmain()"
    out = "out.csv" if missing == "duckdb" else "out.xlsx"
    command = [sys.executable, "-c", code, "batch", str(source), "-o", str(tmp_path / out), "--rules", "self-evaluation", "--lang", "en"]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, list(tmp_path.iterdir())) == (1, [source])
    assert 'pip install "scoring[batch]"' in done.stderr and "Traceback" not in done.stderr


def test_an_interrupted_run_leaves_nothing_and_no_traceback(tmp_path: Path) -> None:
    source = stage_rows(tmp_path, ["项目", "年度", "D11.level"], [[f"p{n}", "2024", "达成"] for n in range(20_000)])
    command = [sys.executable, "-m", "scoring", "batch", str(source), "-o", str(tmp_path / "out.csv"),
               "--indicators", "grassroots-2024", "--engine", "exact"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8")
    deadline = time.monotonic() + 30
    while not any(tmp_path.glob(".*/records*.ndjson")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, sorted(tmp_path.iterdir())) == (130, [source])
    assert "Traceback" not in told
