"""What is found in a form is found in a row of a wide table as well, whoever scores it: columns or one by one."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.forms.filling import run

SET = """
format = 1
[indicator_set]
name = "yanghu"
rules = "self-evaluation"
[indicator]
EXE = { in = "预算执行率", label = "预算执行率", weight = 10, target = ">= 100%", actual = "= execution_rate" }
N1 = { in = "产出指标/数量指标", label = "培训人数", weight = 30, target = "> 100 人" }
K1 = { in = "产出指标/成本指标", label = "项目总成本", weight = 20, target = "<= 90 万元" }
E1 = { in = "效益指标/社会效益指标", label = "机制健全", weight = 30, target = "定性" }
S1 = { in = "满意度指标", label = "群众满意度", weight = 10, rule = "satisfaction", target = ">= 95%" }
"""
HEADS = {
    "全年预算数（万元）": "budget",
    "全年执行数（万元）": "spent",
    "执行率": "published_execution_rate",
    "N1.actual": "",
    "N1.claim": "",
    "N1.why": "",
    "K1.actual": "",
    "E1.level": "",
    "E1.share": "",
    "E1.by": "",
    "E1.on": "",
    "E1.why": "",
    "S1.actual": "",
}
SOUND = ["90", "89.97", "", "120 人", "30", "", "89.97 万元", "达成", "90%", "评价组", "2025-01-15", "示例", "96%"]
ROWS: dict[str, tuple[dict[str, str], set[str]]] = {
    "没有毛病": ({}, set()),
    "执行率一位小数": ({"执行率": "100.0%"}, set()),
    "执行率两位小数": ({"执行率": "100.00%"}, {"execution-rate-differs"}),
    "恰为目标": ({"N1.actual": "100 人"}, {"target-just-missed"}),
    "扣分无原因": ({"N1.claim": "29"}, {"points-off-without-reason", "claimed-points-differ"}),
    "扣分有原因": ({"N1.claim": "29", "N1.why": "洪水"}, {"claimed-points-differ"}),
    "成本不符": ({"K1.actual": "90 万元"}, {"cost-off-spent"}),
    "没有评判人": ({"E1.by": ""}, {"judgement-unexplained"}),
    "没有理由": ({"E1.why": ""}, {"judgement-unexplained"}),
    "满意度过高": ({"S1.actual": "105%"}, {"share-beyond-100"}),
    "全角": ({"S1.actual": "９６％", "N1.actual": "１２０　人"}, set()),
}


def table(folder: Path, rows: list[str], keep: set[str]) -> Path:
    """The rows as a wide table with the columns of which any cell is filled, besides `keep`."""
    cells = [dict(zip(HEADS, SOUND, strict=True)) | ROWS[row][0] | {"项目名称": row, "年度": "2024"} for row in rows]
    heads = [head for head in ("项目名称", "年度", *HEADS) if head in keep or any(each[head] for each in cells)]
    file = folder / "projects.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, heads, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(cells)
    return file


def found(folder: Path, source: Path) -> dict[str, set[str]]:
    (folder / "set.toml").write_text(SET, encoding="utf-8")
    scores = folder / "scores.csv"
    _, said, status = run("batch", source, "-o", scores, "--indicators", folder / "set.toml")
    assert status == 0, said
    with scores.open(encoding="utf-8-sig", newline="") as opened:
        return {row["project"]: set(row["findings"].split()) for row in csv.DictReader(opened)}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_alone_tells_what_was_planted(tmp_path: Path, row: str) -> None:
    assert found(tmp_path, table(tmp_path, [row], set())) == {row: ROWS[row][1]}


def test_all_rows_together_tell_what_was_planted(tmp_path: Path) -> None:
    source = table(tmp_path, list(ROWS), set(HEADS))
    assert found(tmp_path, source) == {row: codes for row, (_, codes) in ROWS.items()}


def test_a_row_tells_what_its_project_file_tells(tmp_path: Path) -> None:
    (tmp_path / "set.toml").write_text(SET, encoding="utf-8")
    form = tmp_path / "form.toml"
    form.write_text(
        'format = 1\nproject = "p"\nperiod = 2024\nindicators = "set.toml"\n'
        '[facts]\nbudget = "90 万元"\nspent = "89.97 万元"\n'
        '[indicator]\nN1 = { actual = "100 人", claimed = 29 }\nK1 = { actual = "90 万元" }\n'
        'E1 = { judged = { level = "达成", share = "90%" } }\nS1 = { actual = "105%" }\n',
        encoding="utf-8",
    )
    printed, said, _ = run("score", form, "--format", "json")
    assert printed, said
    assert {one["code"] for one in json.loads(printed)["findings"]} == {
        *("target-just-missed", "points-off-without-reason", "claimed-points-differ", "cost-off-spent"),
        *("judgement-unexplained", "share-beyond-100"),
    }


RATES = [
    "99.97%",
    "99.967%",
    "99.9667%",
    "100%",
    "100.0%",
    "99.9%",
    "100.00%",
    "99.96%",
    "99%",
    "",
    "９９.97%",
    "99.97 ％",
]


def rates(folder: Path, head: str, cells: list[str]) -> tuple[dict[str, set[str]], str]:
    (folder / "set.toml").write_text(SET, encoding="utf-8")
    lines = [f"{at},2024,90,89.97,{cell}\n" for at, cell in enumerate(cells)]
    table = "项目名称,年度,全年预算数（万元）,全年执行数（万元）," + head + "\n" + "".join(lines)
    (folder / "rates.csv").write_text(table, encoding="utf-8")
    scores = folder / "rates-scored.csv"
    _, said, status = run(
        "batch", folder / "rates.csv", "-o", scores, "--indicators", folder / "set.toml", "--lang", "en"
    )
    assert status == 0, said
    with scores.open(encoding="utf-8-sig", newline="") as opened:
        return {cells[int(row["project"])]: set(row["findings"].split()) for row in csv.DictReader(opened)}, said


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("执行率", RATES),
        ("执行率（%）", [cell.replace("%", "").replace("％", "").strip() for cell in RATES]),
        ("执行率（1）", ["0.9997", "0.99967", "1", "0.999", "0.9996", ""]),
        ("执行率", ["99.97%", "999.7‰", "99.9%", "999‰"]),
    ],
)
def test_columns_compare_a_published_rate_at_its_digits_as_a_file_does(
    tmp_path: Path, head: str, cells: list[str]
) -> None:
    together, _ = rates(tmp_path, head, cells)
    right = {cell for cell in cells if "execution-rate-differs" not in together[cell]}
    equal = {"", "99.97", "99.967", "99.9667", "100", "100.0", "９９.97", "0.9997", "0.99967", "1", "999.7"}
    assert right == {cell for cell in cells if cell.strip("%％‰ ") in equal}


def test_published_rates_leave_a_table_to_the_columns(tmp_path: Path) -> None:
    _, said = rates(tmp_path, "执行率", RATES[:9])
    assert "all rows were scored as columns" in said
