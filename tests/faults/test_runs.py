"""A run harms nothing that it reads, ends at once when it is told to, leaves nothing behind, and blames damaged files, not itself."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from scoring.documents.files import write_text
from tests.batches import RULES, batch, csv_of, main, parquet_of, shelf
from tests.running import run

ROOT = Path(__file__).resolve().parents[2]
HEADS = ["project", "period", "N1.actual (人)", "A1.level", "A1.share", "code"]
GOOD = ["甲", "2024", "5", "好", "90%", "007"]


# ---------------------------------------------------------------- no output is a file that the run reads


@pytest.mark.parametrize("role", ["-o", "--rejects", "--summary"])
@pytest.mark.parametrize(
    "read",
    ["rules/ours/all.toml", "indicators/ours/all.toml", "map.toml", "in.csv", "forms/two.csv", "link.csv", "hard.csv"],
)
def test_no_output_may_be_a_file_that_the_run_reads(tmp_path: Path, capsys: Any, role: str, read: str) -> None:
    options = shelf(tmp_path)
    table = csv_of(tmp_path, HEADS, GOOD)
    (tmp_path / "forms").mkdir()
    csv_of(tmp_path / "forms", HEADS, ["乙", *GOOD[1:]], name="two.csv")
    (tmp_path / "link.csv").symlink_to(table)
    os.link(table, tmp_path / "hard.csv")
    (tmp_path / "map.toml").write_text("format = 1\n[columns]\n", encoding="utf-8")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    outputs = {"-o": str(tmp_path / "out.csv"), role: str(tmp_path / read)}
    written = [part for pair in outputs.items() for part in pair]
    inputs = [str(table), str(tmp_path / "forms/*.csv")]
    status = main(["batch", *inputs, *written, *options, "--columns", str(tmp_path / "map.toml"), "--lang", "en"])
    said = capsys.readouterr().err
    assert status == 1, said
    assert {file: file.read_bytes() for file in before} == before
    assert "[output-is-input]" in said or "[unknown-format]" in said, said


OVER_INPUTS = {
    "write scores.csv projects --findings -o scores.csv": "output-is-input",
    "write forms --findings -o forms/a.xlsx": "output-is-input",
    "write forms/a.xlsx -o forms/a.xlsx": "output-is-input",
    "write projects/form.toml forms/a.xlsx -o forms": "output-is-input",
    "write projects/form.toml --fill forms/a.xlsx -o forms/a.xlsx": "output-is-input",
    "write projects/form.toml --report --template t.docx -o t.docx": "output-is-input",
    "read forms -o out --explain forms/a.xlsx": "output-is-input",
    "read forms -o out --explain projects/form.toml": "unknown-format",
}


def test_no_document_is_written_over_what_it_is_made_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples" / "self-evaluation", "projects", ignore=lambda _, names: {*names} - {"form.toml"})
    assert run("batch", "projects/*.toml", "-o", "scores.csv").status == 0
    assert run("write", "--template-of", "report", "-o", "t.docx").status == 0
    Path("forms").mkdir()
    assert run("write", "projects/form.toml", "-o", "forms/a.xlsx").status == 0
    before = {file: file.read_bytes() for file in Path().rglob("*") if file.is_file()}
    assert {asked: run(*asked.split()).codes for asked in OVER_INPUTS} == {
        asked: [code] for asked, code in OVER_INPUTS.items()
    }
    assert {file: file.read_bytes() for file in Path().rglob("*") if file.is_file()} == before


def test_a_summary_never_takes_the_place_of_a_rulebook_that_only_a_project_names(tmp_path: Path, capsys: Any) -> None:
    shelf(tmp_path)
    project = tmp_path / "p.toml"
    project.write_text(
        'format = 1\nproject = "甲"\nindicators = "indicators/ours"\nrules = "rules/ours"\n', encoding="utf-8"
    )
    book = tmp_path / "rules/ours/all.toml"
    status = main(["batch", str(project), "-o", str(tmp_path / "o.csv"), "--summary", str(book), "--lang", "en"])
    assert status == 1, capsys.readouterr().err
    assert book.read_text(encoding="utf-8") == RULES


# ---------------------------------------------------------------- ended from outside


ROWS = 6_000


def many(folder: Path) -> list[str]:
    """A run that takes a while, row by row in several processes."""
    table = csv_of(folder, HEADS, *([f"第{n}号", *GOOD[1:]] for n in range(ROWS)))
    return [sys.executable, "-m", "scoring", "batch", str(table), "-o", str(folder / "out.csv"), *shelf(folder)]


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("engine", ["columnar", "exact"])
@pytest.mark.parametrize("after", [0.6, 2.5])
def test_a_run_that_is_told_to_end_says_so_and_leaves_nothing_behind(
    tmp_path: Path, sent: signal.Signals, status: int, engine: str, after: float
) -> None:
    command = many(tmp_path)
    files = sorted(tmp_path.rglob("*"))
    run = subprocess.Popen([*command, "--engine", engine], cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(after)
    run.send_signal(sent)
    _, said = run.communicate(timeout=60)
    written = tmp_path / "out.csv"
    assert run.returncode in (status, -sent, 0), said.decode()  # -sent: before the command line was loaded, or after it
    assert b"Traceback" not in said and b"internal error" not in said
    assert sorted(tmp_path.rglob("*")) in (files, sorted([*files, written]))
    if written.exists() or run.returncode == 0:  # told after the file had its name: then it is whole
        assert len(written.read_text(encoding="utf-8").splitlines()) == ROWS + 1
    assert not _group(run.pid), "processes are left"


def _group(leader: int) -> list[int]:
    """The processes of a group that still run, after a moment to end in."""
    for _ in range(100):
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(fields[2]) == leader and fields[0] != "Z":
                    found.append(int(entry.name))
        if not found:
            return []
        time.sleep(0.1)
    return found


# ---------------------------------------------------------------- damaged files


def test_a_cell_of_millions_of_letters_is_a_problem_of_its_row(tmp_path: Path, capsys: Any) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "in.xlsx"), {"strings_to_numbers": False})
    sheet = book.add_worksheet()
    for at, row in enumerate([HEADS, GOOD, ["乙", *GOOD[1:]]]):
        sheet.write_row(at, 0, row)
    book.close()
    _swell(tmp_path / "in.xlsx", "乙", "长" * 6_000_000)
    came = batch(tmp_path, capsys, [tmp_path / "in.xlsx"], *shelf(tmp_path))
    assert [row["project"] for row in came.rows] == ["甲"]
    assert [one["row"] for one in came.rejects] == ["2"]


def _swell(path: Path, text: str, by: str) -> None:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw.replace(f">{text}<".encode(), f">{by}<".encode()))


@pytest.mark.parametrize("seed", range(24))
def test_a_damaged_parquet_file_is_a_problem_with_its_name(tmp_path: Path, capsys: Any, seed: int) -> None:
    select = "SELECT '项目' || i AS project, '007' AS code, i / 7.0 AS \"spent (万元)\", DATE '2024-01-01' + i::INTEGER AS since FROM range(300) t(i)"
    table = parquet_of(tmp_path, select)
    whole = bytearray(table.read_bytes())
    chosen = Random(seed)
    for _ in range(1 + seed % 4):
        at = chosen.randrange(4, len(whole) - 4)
        whole[at] = chosen.randrange(256)
    table.write_bytes(bytes(whole[: len(whole) - seed % 3 * 40]))
    came = batch(tmp_path, capsys, [table], *shelf(tmp_path))  # which is never an internal error
    assert came.status in (0, 1, 4), came.said


# ---------------------------------------------------------------- any system, any thread


def test_without_locks_of_files_tables_are_scored_all_the_same(tmp_path: Path) -> None:
    """As on Windows, where there is no `fcntl`."""
    table = csv_of(tmp_path, HEADS, GOOD)
    code = "import sys; sys.modules['fcntl'] = None\nfrom scoring.__main__ import main; main()"
    command = [sys.executable, "-c", code, "batch", str(table), "-o", str(tmp_path / "out.csv"), *shelf(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.csv").is_file()


def test_new_files_have_the_rights_that_the_user_gives_new_files_whatever_is_written_beside_them(
    tmp_path: Path,
) -> None:
    """Whoever asks the system for its mask by setting it opens the files of other threads to everybody."""
    before = os.umask(0o027)
    try:
        seen: set[int] = set()

        def watch() -> None:
            for number in range(1500):
                made = tmp_path / f"other-{number}"
                made.touch()
                seen.add(made.stat().st_mode & 0o777)
                made.unlink()

        other = threading.Thread(target=watch)
        other.start()
        number = 0
        while other.is_alive():
            write_text(tmp_path / f"new-{(number := number + 1)}.toml", "format = 1\n")
        other.join()
        assert seen == {0o640}
        assert {file.stat().st_mode & 0o777 for file in tmp_path.glob("new-*.toml")} == {0o640}
    finally:
        os.umask(before)


# ---------------------------------------------------------------- columns and `exact` are compared in each run


def test_each_run_says_how_many_rows_it_compared(tmp_path: Path, capsys: Any) -> None:
    rows = [[f"第{n}号", *GOOD[1:]] for n in range(30)]
    came = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *shelf(tmp_path))
    assert came.status == 0
    assert "30 of these were scored by exact arithmetic as well: all equal" in came.said


def test_a_difference_between_the_engines_is_an_internal_error_and_writes_nothing(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scoring.engines.columnar import earning

    honest = earning.earned

    def broken(*args: Any) -> Any:
        from dataclasses import replace

        from scoring.engines.columnar import ratios

        made = honest(*args)
        return replace(made, points=ratios.constant(7)) if made.indicator.id == "K1" else made

    monkeypatch.setattr("scoring.engines.columnar.query.earned", broken)
    table = csv_of(tmp_path, HEADS, GOOD)
    status = main(["batch", str(table), "-o", str(tmp_path / "out.csv"), *shelf(tmp_path), "--lang", "en"])
    said = capsys.readouterr().err
    assert status == 70
    assert "row 1" in said and "K1.points" in said and "Traceback" not in said
    assert not (tmp_path / "out.csv").exists()
