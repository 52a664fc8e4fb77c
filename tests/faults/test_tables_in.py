"""Tables say what a project's file can say, mean the same as it, and what they cannot mean is rejected with its fix."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.batches import RULES, SET, Came, batch, csv_of, parquet_of, shelf, xlsx_of

ROOT = Path(__file__).resolve().parents[2]

HEADS = ["project", "period", "N1.actual (人)", "A1.level", "A1.share", "code"]
GOOD = ["甲", "2024", "5", "好", "90%", "007"]


def one(came: Came) -> dict[str, str]:
    assert came.rejects == [], came.rejects
    (row,) = came.rows
    return row


# ---------------------------------------------------------------- bounds


@pytest.mark.parametrize("cell", [">= 266 人", "≥266人", "＞=266人", ">=266"])
def test_a_bound_in_a_cell_is_the_bound_that_a_file_can_state(tmp_path: Path, capsys: Any, cell: str) -> None:
    options = shelf(tmp_path)
    row = one(batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, [*GOOD[:2], cell, *GOOD[3:]])], *options))
    assert (row["N1.points"], row["N1.outcome"], row["total"]) == ("60.00", "scored", "97.00")


def test_a_bound_that_leaves_the_points_open_leaves_a_range(tmp_path: Path, capsys: Any) -> None:
    options = shelf(tmp_path)
    row = one(batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, [*GOOD[:2], "<= 5 人", *GOOD[3:]])], *options))
    assert (row["N1.points"], row["N1.outcome"], row["status"]) == ("", "not_scorable", "incomplete")


@pytest.mark.parametrize("cell", ["> 266 人", "5-9", "9-11人", "超过3人"])
def test_what_the_fix_of_a_cell_says_to_write_is_a_cell(tmp_path: Path, capsys: Any, cell: str) -> None:
    options = shelf(tmp_path)
    came = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, [*GOOD[:2], cell, *GOOD[3:]])], *options)
    (reject,) = came.rejects
    assert (reject["column"], reject["value"]) == ("N1.actual (人)", cell)
    (offered,) = re.findall(r"`(\{.*\})`", reject["fix"])
    came = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, [*GOOD[:2], offered, *GOOD[3:]])], *options)
    assert came.rejects == [] and len(came.rows) == 1


# ---------------------------------------------------------------- which rulebook


def test_the_rulebook_that_is_named_scores_also_the_rows_that_name_a_set(tmp_path: Path, capsys: Any) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(ROOT / "rules/performance-evaluation", mine)
    file = mine / "rulebook.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('">= 90", "优"', '">= 91", "优"'), encoding="utf-8")
    named = csv_of(tmp_path, ["project", "period", "indicators"], ["甲", "2024", "grassroots-2024"], name="named.csv")
    bare = csv_of(tmp_path, ["project", "period"], ["甲", "2024"], name="bare.csv")
    by_row = one(batch(tmp_path, capsys, [named], "--rules", str(mine)))
    by_name = one(batch(tmp_path, capsys, [bare], "--rules", str(mine), "--indicators", "grassroots-2024"))
    by_set = one(batch(tmp_path, capsys, [named]))
    assert by_row["rulebook"] == by_name["rulebook"] != by_set["rulebook"]


# ---------------------------------------------------------------- texts from cells that are no texts


@pytest.mark.parametrize(
    ("cell", "points"),
    [("007", "10.00"), ((7, "000"), "10.00"), ((7, "@"), None), (7, None), (7.5, None), (True, None), ((0.5, "0%"), None),
     (110101199003071234, None)],
)  # fmt: skip
def test_a_text_is_taken_from_a_text_cell_or_as_it_is_shown_with_its_zeros(
    tmp_path: Path, capsys: Any, cell: Any, points: str | None
) -> None:
    table = xlsx_of(tmp_path, HEADS, [*GOOD[:5], cell], ["乙", *GOOD[1:]])
    came = batch(tmp_path, capsys, [table], *shelf(tmp_path))
    if points is not None:
        assert [row["K1.points"] for row in came.rows] == [points, "10.00"]
    else:
        assert [(reject["project"], reject["column"]) for reject in came.rejects] == [("甲", "code")]
        assert len(came.rows) == 1


@pytest.mark.parametrize("type_", ["7::DOUBLE", "7::BIGINT", "true", "DATE '2024-01-01'"])
def test_a_typed_column_that_is_no_text_is_refused_for_a_text(tmp_path: Path, capsys: Any, type_: str) -> None:
    table = parquet_of(tmp_path, f"SELECT '甲' AS project, '2024' AS period, {type_} AS code")
    came = batch(tmp_path, capsys, [table], *shelf(tmp_path))
    assert came.status == 1 and "[column-type]" in came.said


# ---------------------------------------------------------------- what number formats show


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12345, "0.0,"), (12345, "#,##0,"), (-5, "0;0"), (5, ";;;"), (5, "0;-0;;@"), (0, "0;-0;;@"), (12345678, '0.0,,"M"'),
     (123, "0!.0,"), (5, '"无"'), (-5, '0_);"亏"0'), (5, "[>3]0.0,;0")],
)  # fmt: skip
def test_a_format_that_shows_another_number_than_the_cells_is_rejected(
    tmp_path: Path, capsys: Any, value: float, shown: str
) -> None:
    table = xlsx_of(tmp_path, ["project", "spent (万元)"], ["甲", (value, shown)], ["乙", 3])
    came = batch(tmp_path, capsys, [table], *shelf(tmp_path))
    kept = (value, shown) == (5, "0;-0;;@")  # only its zeros are hidden
    assert [reject["project"] for reject in came.rejects] == ([] if kept else ["甲"]), came.rejects


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-5, "0_);(0)"),
        (-5, "0;[Red]-0"),
        (-5, "0.00"),
        (12345, "#,##0.00"),
        (5, "0;0"),
        (0.25, "# ?/?"),
        (5, "[>3]0;0.0"),
    ],
)
def test_a_format_that_shows_the_cells_number_is_read(tmp_path: Path, capsys: Any, value: float, shown: str) -> None:
    rules = RULES + '[result.r]\nis = "spent / 1 万元"\nround = { decimals = 2 }\n'
    table = xlsx_of(tmp_path, ["project", "spent (万元)"], ["甲", (value, shown)])
    row = one(batch(tmp_path, capsys, [table], *shelf(tmp_path, rules)))
    assert float(row["r"]) == value


# ---------------------------------------------------------------- Parquet


@pytest.mark.parametrize("type_", ["NULL", "NULL::INTEGER", "NULL::BOOLEAN", "NULL::DATE", "NULL::DOUBLE"])
def test_a_column_without_any_value_is_one_that_nobody_reported(tmp_path: Path, capsys: Any, type_: str) -> None:
    table = parquet_of(tmp_path, f"SELECT '甲' AS project, {type_} AS code, {type_} AS since, {type_} AS spent")
    row = one(batch(tmp_path, capsys, [table], *shelf(tmp_path)))
    assert row["K1.points"] == "0.00"


@pytest.mark.parametrize("period", ["2024.0::DOUBLE", "2024::INTEGER", "'2024'", "2024.00::DECIMAL(6,2)"])
def test_a_year_is_a_year_whatever_the_type_of_its_column(tmp_path: Path, capsys: Any, period: str) -> None:
    table = parquet_of(tmp_path, f"SELECT '甲' AS project, {period} AS period, '007' AS code")
    assert one(batch(tmp_path, capsys, [table], *shelf(tmp_path)))["K1.points"] == "10.00"


@pytest.mark.parametrize("amount", ["1701411834604692317316873037::DECIMAL(38,0)", "0.1::FLOAT", "16777.22::FLOAT", "18446744073709551615::UBIGINT", "12345678901234567.125::DECIMAL(38,3)"])  # fmt: skip
def test_wide_numbers_keep_all_their_digits(tmp_path: Path, capsys: Any, amount: str) -> None:
    rules = RULES + '[result.r]\nis = "spent / 1 万元"\nround = { decimals = 3 }\n'
    table = parquet_of(tmp_path, f"SELECT '甲' AS project, {amount} AS \"spent (万元)\"")
    row = one(batch(tmp_path, capsys, [table], *shelf(tmp_path, rules)))
    assert row["r"].rstrip("0").rstrip(".") == amount.partition("::")[0]


# ---------------------------------------------------------------- encodings


def test_the_mark_of_gb18030_is_no_part_of_the_first_head(tmp_path: Path, capsys: Any) -> None:
    table = tmp_path / "in.csv"
    table.write_bytes(b"\x84\x31\x95\x33" + "project,code\n甲方的项目,007\n".encode("gb18030"))
    assert one(batch(tmp_path, capsys, [table], *shelf(tmp_path)))["project"] == "甲方的项目"


# ---------------------------------------------------------------- the same twice, and totals


def test_the_same_project_and_period_twice_is_rejected_every_time(tmp_path: Path, capsys: Any) -> None:
    rows = [GOOD, ["乙", *GOOD[1:]], ["甲", "2024", "7", *GOOD[3:]], ["甲", "2023", *GOOD[2:]]]
    came = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *shelf(tmp_path))
    assert [row["row"] for row in came.rows] == ["2", "4"]
    assert [(reject["row"], reject["column"], reject["value"]) for reject in came.rejects] == [
        ("1", "project", "甲"),
        ("3", "project", "甲"),
    ]
    assert "rows 1 and 3" in came.rejects[0]["reason"]
    assert came.status == 4


@pytest.mark.parametrize("name", ["合计", "总计", "小计", "合 计", "Total", "合计："])
def test_a_row_of_totals_is_no_project(tmp_path: Path, capsys: Any, name: str) -> None:
    came = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, GOOD, [name, *GOOD[1:]])], *shelf(tmp_path))
    assert [row["project"] for row in came.rows] == ["甲"]
    assert [(reject["row"], reject["value"]) for reject in came.rejects] == [("2", name)]


# ---------------------------------------------------------------- rejects


def test_when_every_row_is_rejected_each_reason_is_told_and_the_rejects_are_written(
    tmp_path: Path, capsys: Any
) -> None:
    rows = [["甲", "2024", "若干", *GOOD[3:]], ["乙", "2024", "5", "好极", *GOOD[4:]]]
    came = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *shelf(tmp_path))
    assert (came.status, came.rows) == (1, [])
    assert [(one["project"], one["column"], one["value"]) for one in came.rejects] == [
        ("甲", "N1.actual (人)", "若干"),
        ("乙", "A1.level", "好极"),
    ]
    for reject in came.rejects:
        assert reject["column"] in came.said and reject["reason"] in came.said


def test_a_reject_names_its_project_and_what_to_write_instead(tmp_path: Path, capsys: Any) -> None:
    rows = [GOOD, ["乙", "2024", "5", "好极", *GOOD[4:]]]
    came = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *shelf(tmp_path))
    (reject,) = came.rejects
    assert list(reject) == ["row", "project", "column", "value", "reason", "fix", "file"]
    assert (reject["row"], reject["project"]) == ("2", "乙")
    assert "好" in reject["fix"]


# ---------------------------------------------------------------- numbers that come out


def test_a_row_that_scores_has_a_card_in_a_table_as_well(tmp_path: Path, capsys: Any) -> None:
    rules = RULES.replace("total = 100", "total = 100\npoints = { decimals = 0 }")
    indicators = SET.replace("weight = 30", "weight = 32.5").replace("weight = 10,", "weight = 7.5,")
    rows = [["甲", "2024", "5", "", "", ""], ["乙", "2024", "5", "好", "100%", ""]]
    came = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *shelf(tmp_path, rules, indicators))
    assert came.rejects == [] and len(came.rows) == 2


def test_a_result_comes_out_in_its_unit_which_the_head_names(tmp_path: Path, capsys: Any) -> None:
    rules = RULES + '[result.x]\nis = "spent"\nunit = "万元"\n[result.y]\nis = "people / 3"\n'
    table = csv_of(tmp_path, ["project", "spent (万元)", "people (人)"], ["甲", "57.3", "10"])
    row = one(batch(tmp_path, capsys, [table], *shelf(tmp_path, rules)))
    assert row["x (万元)"] == "57.3"
    assert row["y (人)"] == "3.333333"
