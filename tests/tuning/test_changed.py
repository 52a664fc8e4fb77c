"""The table of all projects that change: the same as what is told of each, harmless to a spreadsheet, in every format."""

from __future__ import annotations

import csv
import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from running import run
from tuning.test_compare_generated import sides
from tuning.trial import RULES, SET, TABLE, edited, shelf

import scoring
from scoring.tuning.comparison.comparison import Move

EDITS = {'[">= 90%", "100%"]': '[">= 92%", "100%"]', '[">= 60%", "50%"]': '[">= 60%", "25%"]', "at_most = 59": "at_most = 50"}  # fmt: skip


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def asked(folder: Path, changes: dict[str, str] = EDITS) -> tuple[str, str]:
    shelf(folder)
    (folder / "new.toml").write_text(edited(RULES, changes), encoding="utf-8")
    return f"{folder}/ours.toml+{folder}/set.toml", f"{folder}/new.toml+{folder}/set.toml"


def as_told(row: dict[str, str], move: Move) -> None:
    """A line of the table against what the comparison tells of the project."""
    assert (row["id"], row["project"]) == (move.id, move.project)
    for side, standing in (("before", move.before), ("after", move.after)):
        assert row[f"status.{side}"] == standing.outcome
        assert (row[f"grade.{side}"] or None) == standing.grade
        total = row[f"total.{side}"]
        assert (Fraction(total) if total else None) == standing.total
    for at, end in enumerate(("lowest", "highest")):
        for name, told in (("difference", move.difference), ("together", move.together)):
            if f"{name}.{end}" in row:
                written = row[f"{name}.{end}"]
                assert (Fraction(written) if written else None) == (told[at] if told is not None else None), name
        for share in move.shares:
            written, value = row[f"edit{share.group + 1}.{end}"], (share.lowest, share.highest)[at]
            assert (Fraction(written) if written else None) == value
    for change in move.changes:
        cells = row[f"{change.column}.before"], row[f"{change.column}.after"]
        for cell, value in zip(cells, (change.before, change.after), strict=True):
            assert cell == (value or "") or Fraction(cell) == Fraction(value or "x")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("engine", "points"),
    [
        ("columnar", ""),
        ("exact", ""),
        ("columnar", "points = { significant = 7 }\n"),
        ("columnar", "points = { decimals = 15 }\n"),
    ],
)
def test_every_project_that_changes_has_a_line_that_says_what_is_told_of_it(seed: int, engine: str, points: str, tmp_path: Path) -> None:  # fmt: skip
    first, second = sides(tmp_path, random.Random(40 + seed))
    for name in ("ours.toml", "new.toml"):
        rules = (tmp_path / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(rules.replace("total = 100\n", f"total = 100\n{points}"), encoding="utf-8")
    out = tmp_path / "changed.csv"
    found = scoring.compare(first, second, tmp_path / "table.csv", top=1_000, engine=engine, output=out).figures
    rows = {row["id"]: row for row in read(out)}
    assert list(rows) == sorted((move.id for move in found.moves), key=int) and len(rows) == found.counts.changed
    for move in found.moves:
        as_told(rows[move.id], move)


def test_what_one_side_rejects_has_its_reason(tmp_path: Path) -> None:
    pair = asked(tmp_path, {'unit = "万元", label = "支出"': 'unit = "万元", range = ">= 50 万元", label = "支出"'})
    out = tmp_path / "changed.csv"
    assert run("compare", *pair, tmp_path / "table.csv", "-o", out).status == 0
    (row,) = read(out)
    assert (row["project"], row["status.before"], row["status.after"], row["total.before"], row["total.after"]) == ("丁", "complete", "rejected", "48.00", "")  # fmt: skip
    assert "50" in row["reason"] and row["difference.lowest"] == ""


def test_where_nothing_moves_the_table_has_its_heads_alone(tmp_path: Path) -> None:
    pair = asked(tmp_path, {})
    out = tmp_path / "changed.csv"
    assert run("compare", *pair, tmp_path / "table.csv", "-o", out).status == 0
    assert read(out) == [] and out.read_text(encoding="utf-8-sig").startswith("id,project,status.before")


def test_names_that_spreadsheets_would_run_are_written_harmlessly_and_formats_say_the_same(tmp_path: Path) -> None:
    pair = asked(tmp_path)
    (tmp_path / "table.csv").write_text(TABLE.replace("乙", '"=HYPERLINK(""http://x"")"').replace("丙", "@丙"), encoding="utf-8")  # fmt: skip
    made = {ending: tmp_path / f"changed{ending}" for ending in (".csv", ".xlsx", ".jsonl", ".parquet")}
    for file in made.values():
        ran = run("compare", *pair, tmp_path / "table.csv", "-o", file)
        assert ran.status == 0, ran.err
    rows = read(made[".csv"])
    assert [row["project"] for row in rows] == ['\'=HYPERLINK("http://x")', "'@丙", "戊"]
    heads, *cells = openpyxl.load_workbook(made[".xlsx"]).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    assert list(heads) == list(rows[0]) and [row[1] for row in cells] == [row["project"] for row in rows]
    lines: list[dict[str, Any]] = [json.loads(line, parse_float=Fraction) for line in made[".jsonl"].read_text(encoding="utf-8").splitlines()]  # fmt: skip
    assert [line["project"] for line in lines] == ['=HYPERLINK("http://x")', "@丙", "戊"]
    assert [Fraction(line["difference.lowest"]) for line in lines] == [Fraction(row["difference.lowest"]) for row in rows]  # fmt: skip


def test_files_and_cases_have_their_own_ids(tmp_path: Path) -> None:
    pair = asked(tmp_path)
    for number, spent in enumerate(("91", "30")):
        text = f'format = 1\nproject = "p{number}"\nindicators = "set"\nperiod = 2024\n[facts]\nspent = "{spent} 万元"\nbudget = "100 万元"\ndiverted = false\n[indicator]\nN1 = {{ actual = "9 个" }}\n'
        (tmp_path / f"p{number}.toml").write_text(text, encoding="utf-8")
    out = tmp_path / "changed.csv"
    ran = run("compare", *pair, tmp_path / "p0.toml", tmp_path / "p1.toml", "-o", out)
    assert ran.status == 0, ran.err
    assert [(row["id"].rpartition("/")[2], row["project"], row["difference.lowest"]) for row in read(out)] == [("p0.toml", "p0", "-30.00")]  # fmt: skip


def test_the_table_is_no_input_and_goes_with_one_comparison(tmp_path: Path) -> None:
    pair = asked(tmp_path)
    before = (tmp_path / "table.csv").read_bytes()
    assert run("compare", *pair, tmp_path / "table.csv", "-o", tmp_path / "table.csv").codes == ["output-is-input"]
    assert run("compare", *pair, tmp_path / "table.csv", "-o", tmp_path / "out.txt").codes == ["unknown-format"]
    assert (tmp_path / "table.csv").read_bytes() == before
    assert SET in (tmp_path / "set.toml").read_text(encoding="utf-8")


def test_nothing_that_is_read_is_written_over(tmp_path: Path) -> None:
    """Tables of the other year and of cases, a map of columns, files of rules and sets: whatever a comparison reads."""
    pair = asked(tmp_path)
    cases = '[[cases]]\nfile = "cases.csv"\nexpect = { rate = "rate" }\n[result.rate]\nis = "rate"\n'
    for name in ("ours.toml", "new.toml"):
        (tmp_path / name).write_text((tmp_path / name).read_text(encoding="utf-8") + cases, encoding="utf-8")
    (tmp_path / "cases.csv").write_text("budget (万元),spent (万元),rate\n100,91,0.91\n", encoding="utf-8")
    (tmp_path / "later.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "later.csv")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    table, later, data = tmp_path / "table.csv", tmp_path / "later.csv", tmp_path / "cases.csv"
    for asked_for in (
        (table, "--then", later, "-o", later),
        (table, "--then", later, "-o", tmp_path / "link.csv"),
        (table, "-o", data),
        (tmp_path / "ours.toml", "-o", data),
    ):
        assert run("compare", *pair, *asked_for).codes == ["output-is-input"], asked_for
    ran = run("rank", table, "--rules", tmp_path / "ours.toml", "--indicators", tmp_path / "set.toml", "-o", table)
    assert ran.codes == ["output-is-input"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def of_base(folder: Path) -> tuple[Path | str, ...]:
    """Two rulebooks that rest on `ours`, one with rows of its own, and what is asked of them."""
    shelf(folder)
    (folder / "new.toml").write_text(edited(RULES, EDITS), encoding="utf-8")
    for name, rows in (("east", '[[">= 95%", "100%"], ["else", "0%"]]'), ("west", None)):
        (folder / "rules" / name).mkdir(parents=True)
        change = f'[change.rule.execution]\nset = {{ rows = {rows} }}\nwhy = "stricter"\n' if rows else ""
        text = f'format = 1\nuse = ["ours"]\n[rulebook]\nname = "{name}"\ntotal = 100\n{change}'
        (folder / "rules" / name / "all.toml").write_text(text, encoding="utf-8")
    return (
        folder / "ours.toml",
        folder / "new.toml",
        folder / "table.csv",
        "--indicators",
        folder / "set.toml",
        "--over",
        folder / "rules",
    )


def test_all_rulebooks_that_rest_on_a_base_have_one_table(tmp_path: Path) -> None:
    words = of_base(tmp_path)
    out = tmp_path / "changed.csv"
    ran = run("compare", *words, "-o", out, "--format", "json", "--top", "100")
    assert ran.status == 0, ran.err
    told = {
        (one["after"]["rulebook"]["name"], move["id"]): move for one in json.loads(ran.out) for move in one["projects"]
    }
    rows = {(row["rulebook"], row["id"]): row for row in read(out)}
    assert list(rows) == sorted(told) and {name for name, _ in rows} == {"east", "west"}
    for key, row in rows.items():
        assert [Fraction(row[f"difference.{end}"]) for end in ("lowest", "highest")] == [
            Fraction(one) for one in told[key]["difference"]
        ]
        assert [Fraction(row[f"together.{end}"]) for end in ("lowest", "highest")] == [
            Fraction(one) for one in told[key]["together"]
        ]
    found = scoring.compare_users(
        tmp_path / "ours.toml",
        tmp_path / "new.toml",
        tmp_path / "rules",
        tmp_path / "table.csv",
        indicators=str(tmp_path / "set.toml"),
        output=tmp_path / "again.jsonl",
    )
    assert found.to_list() == json.loads(run("compare", *words, "--format", "json").out) and not found.nothing_moves
    assert len(found) == 2 and found[1].figures.counts.changed == 3 and repr(found) == "<ComparedUsers: 2 rulebooks>"
    assert len((tmp_path / "again.jsonl").read_text(encoding="utf-8").splitlines()) == len(rows)
    assert run("compare", *words, "-o", tmp_path / "table.csv").codes == ["output-is-input"]
    assert run("compare", *words, "--same", "N1=N2").status == 2


def test_rulebooks_that_rest_on_a_base_have_one_page(tmp_path: Path) -> None:
    shelf(tmp_path)
    (tmp_path / "new.toml").write_text(edited(RULES, EDITS), encoding="utf-8")
    books = tmp_path / "rules"
    for name in ("east", "west"):
        (books / name).mkdir(parents=True)
        (books / name / "all.toml").write_text(f'format = 1\nuse = ["ours"]\n[rulebook]\nname = "{name}"\ntotal = 100\n', encoding="utf-8")  # fmt: skip
    sides_ = tmp_path / "ours.toml", tmp_path / "new.toml", tmp_path / "table.csv", "--indicators", tmp_path / "set.toml"  # fmt: skip
    for language, said in (("en", "Before and after, by every rulebook"), ("zh", "各规则集的前后对比")):
        ran = run("compare", *sides_, "--over", books, "--format", "html", "--lang", language)
        assert ran.status == 0, ran.err
        assert ran.out.count("<!DOCTYPE html>") == 1 and said in ran.out
        assert ran.out.count('id="book') == 2 and 'href="#book1"' in ran.out and ran.out.count("<h2>") > 6
