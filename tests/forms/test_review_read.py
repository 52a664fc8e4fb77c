"""Workbooks of a review read back: judgements stand in the projects, or it is told where and why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scoring.documents.editing import said_by
from tests.forms.filling import run
from tests.forms.review import GIVEN, HEADS, PANEL, RULES, columns, fill, projects, read_back, review


def judged(folder: Path, project: str, row: str) -> Any:
    """The judgement of a row, as its project's file has it."""
    said = said_by((folder / f"{project}.toml").read_bytes())
    assert said is not None
    found = said["indicator"].get(row, {}).get("judged")
    return {key: str(value) if key in ("on", "points") else value for key, value in found.items()} if found else found


LI = {"level": "达成", "share": "90%", "by": "李", "on": "2025-03-14", "why": "现场看过"}


def test_judgements_are_put_into_the_projects_and_every_other_byte_stays(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    before = (folder / "a.toml").read_text(encoding="utf-8")
    book = fill(review(folder), {1: GIVEN, 2: PANEL | {"confirmed_by": "秦", "confirmed_on": "2025年3月20日"}})
    assert read_back(folder, book) == ("a.toml：已评判 2 项\nb.toml：未填写 2 项\n", "", 0)
    after = (folder / "a.toml").read_text(encoding="utf-8")
    assert judged(folder, "a", "E1") == LI
    assert judged(folder, "a", "E2")["points"] == "8" and judged(folder, "a", "E2")["confirmed"]["by"] == "秦"
    without = after.replace(
        '\n[indicator.E1.judged]\nlevel = "达成"\nshare = "90%"\nby    = "李"\non    = 2025-03-14\nwhy   = "现场看过"\n',
        "",
    )
    assert without.split(", judged = ")[0] == before.split(" } # 管护")[0] and without.endswith(" } # 管护\n")


def test_reading_the_same_twice_changes_nothing(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = fill(review(folder), {1: GIVEN, 3: GIVEN | {"measure": "82.5%"}})
    read_back(folder, book)
    before = [path.read_bytes() for path in sorted(folder.iterdir())]
    assert read_back(folder, book)[0] == "a.toml：无变化 1 项，未填写 1 项\nb.toml：无变化 1 项，未填写 1 项\n"
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == before


@pytest.mark.parametrize(("wrong", "code", "cell"), [
    ({"level": "优"}, "unknown-level", "K4"),
    ({"measure": 0.5}, "outside-level", "L4"),
    ({"measure": "九成"}, "share-without-percent", "L4"),
    ({"measure": 90}, "outside-level", "L4"),
    ({"measure": None}, "missing-key", "L4"),
    ({"level": None}, "missing-key", "K4"),
    ({"by": None}, "missing-key", "M4"),
    ({"on": None}, "missing-key", "N4"),
    ({"on": "上周"}, "not-a-date", "N4"),
    ({"on": "2025-02-30"}, "not-a-date", "N4"),
    ({"reason": None}, "missing-key", "O4"),
    ({"measure": "=VLOOKUP(A1,B1:C9,2)"}, "no-value", "L4"),
    ({"confirmed_by": "秦"}, "missing-key", "Q4"),
    ({"confirmed_by": "李", "confirmed_on": "2025-03-20"}, "confirmed-by-oneself", "P4"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_cell_and_the_project_stays_as_it_was(
    tmp_path: Path, wrong: Mapping[str, Any], code: str, cell: str
) -> None:
    folder = projects(tmp_path)
    before = (folder / "a.toml").read_bytes()
    book = fill(review(folder), {1: GIVEN | wrong, 3: GIVEN})
    printed, told, status = read_back(folder, book)
    assert status == 4 and f" {cell}：" in told and "review.xlsx#评判:4:" in told and f"[{code}]" in told
    assert printed == "a.toml：未写入，有 1 处须处理\nb.toml：已评判 1 项，未填写 1 项\n"
    assert (folder / "a.toml").read_bytes() == before and judged(folder, "b", "E1") == LI


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    wrong = {1: {"level": "优"}, 2: PANEL | {"measure": 8.5}, 3: GIVEN | {"measure": 0.1}}
    _, told, status = read_back(folder, fill(review(folder), wrong))
    assert status == 1
    assert [line.strip(" []") for line in told.splitlines() if line.startswith("  [")] == [
        *["missing-key"] * 4, "off-step", "outside-level"]  # fmt: skip


def test_a_share_keeps_its_digits_however_it_is_shown(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = fill(review(folder), {1: GIVEN | {"measure": 0.855}, 3: GIVEN | {"measure": "８５．２５％"}})
    opened = load_workbook(book)
    opened.worksheets[0]["L4"].number_format = "0%"
    opened.save(book)
    assert read_back(folder, book)[2] == 0
    assert (judged(folder, "a", "E1")["share"], judged(folder, "b", "E1")["share"]) == ("85.5%", "85.25%")


def test_rows_may_be_deleted_and_reordered_and_columns_hidden_or_moved(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = fill(review(folder), {1: GIVEN, 3: GIVEN | {"reason": "另有理由"}, 4: PANEL})
    opened = load_workbook(book)
    sheet = opened.worksheets[0]
    rows = [[(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=4)]
    order = [rows[3], rows[2]]  # the first two are taken away, the others turned round
    sheet.delete_rows(4, 2)
    for at, row in enumerate(order, 4):
        for column, (value, number_format) in enumerate(row, 1):
            sheet.cell(at, column).value = value
            sheet.cell(at, column).number_format = number_format
    sheet.column_dimensions["B"].hidden = True
    sheet.insert_cols(3)
    sheet.row_dimensions[5].hidden = True
    opened.save(book)
    assert read_back(folder, book) == ("b.toml：已评判 2 项\n", "", 0)
    assert judged(folder, "b", "E1")["why"] == "另有理由" and judged(folder, "b", "E2")["level"] == "好"


@pytest.mark.parametrize(("spoil", "code"), [
    (lambda sheet: sheet.cell(5, 1, "1"), "name-twice"),
    (lambda sheet: sheet.cell(5, 1, "99"), "unknown-row"),
    (lambda sheet: sheet.cell(5, 1).__setattr__("value", None), None),
    (lambda sheet: sheet.delete_cols(columns(sheet)["reason"]), "review-without-column"),
    (lambda sheet: sheet.delete_rows(3), "review-without-head"),
])  # fmt: skip
def test_a_workbook_that_was_spoilt_is_refused_as_a_whole(tmp_path: Path, spoil: Any, code: str | None) -> None:
    folder = projects(tmp_path)
    book = fill(review(folder), {1: GIVEN})
    opened = load_workbook(book)
    spoil(opened.worksheets[0])
    opened.save(book)
    _, told, status = read_back(folder, book)
    if code is None:  # a row without its number and without a word in it is nobody's
        assert (told, status) == ("", 0)
    else:
        assert status == 1 and f"[{code}]" in told and judged(folder, "a", "E1") is None


def test_a_workbook_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = fill(review(folder), {1: GIVEN})
    for name in ("../a.toml", "/etc/a.toml", "c:\\a.toml", "rules"):
        opened = load_workbook(book)
        opened["scoring_review"]["B2"].value = name
        opened.save(tmp_path / "other.xlsx")
        assert "[not-a-review]" in read_back(folder, tmp_path / "other.xlsx")[1]


def test_a_row_that_changed_since_is_not_judged_by_what_stood_there_before(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = fill(review(folder), {1: GIVEN, 3: GIVEN})
    file = folder / "a.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("已改善", "未改善"), encoding="utf-8")
    _, told, status = read_back(folder, book)
    assert status == 4 and " K4：" in told and "[row-changed]" in told
    assert judged(folder, "a", "E1") is None and judged(folder, "b", "E1") == LI


def test_a_project_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = fill(review(folder), {1: GIVEN, 3: GIVEN})
    (folder / "b.toml").unlink()
    _, told, status = read_back(folder, book)
    assert status == 4 and "没有项目 b.toml" in told and judged(folder, "a", "E1") == LI


def test_what_somebody_judged_otherwise_in_the_meantime_is_never_written_over(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    first = review(folder)
    second = fill(first, {1: GIVEN | {"measure": 0.8, "reason": "再看"}}, tmp_path / "second.xlsx")
    fill(first, {1: GIVEN})
    read_back(folder, first)
    _, told, status = read_back(folder, second)
    assert status == 1 and "[judged-otherwise]" in told and judged(folder, "a", "E1") == LI


def test_who_corrects_a_judgement_of_their_own_on_a_later_day_revises_it(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = review(folder)
    read_back(folder, fill(book, {1: GIVEN}))
    later = fill(book, {1: GIVEN | {"measure": 0.8, "on": "2025-03-31", "reason": "再看"}}, tmp_path / "later.xlsx")
    printed, _, status = read_back(folder, later)
    assert status == 0 and "a.toml：已修改 1 项" in printed
    assert judged(folder, "a", "E1") == LI | {"share": "80%", "on": "2025-03-31", "why": "再看"}
    _, told, status = read_back(folder, book)  # the older workbook again
    assert status == 1 and "[judged-otherwise]" in told and judged(folder, "a", "E1")["share"] == "80%"


def test_with_all_a_judgement_is_shown_and_may_be_revised_or_confirmed(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    read_back(folder, fill(review(folder), {1: GIVEN, 3: GIVEN}))
    book = fill(review(folder, "--all"), {1: {"confirmed_by": "秦", "confirmed_on": "2025-03-20"}, 3: {"measure": 0.8}})
    assert read_back(folder, book)[0] == "a.toml：已评判 1 项，未填写 1 项\nb.toml：已修改 1 项，未填写 1 项\n"
    assert judged(folder, "a", "E1")["confirmed"]["by"] == "秦" and judged(folder, "b", "E1")["share"] == "80%"
    again = fill(review(folder, "--all"), {1: {"measure": 0.95}})
    assert "[confirmed-another]" in read_back(folder, again)[1]


def test_a_stale_judgement_is_asked_for_again_and_replaced(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    read_back(folder, fill(review(folder), {1: GIVEN, 2: PANEL, 3: GIVEN, 4: PANEL}))
    file = folder / "a.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('share = "90%"', 'share = "90%"\nstale = "G20: 差 → 已改善"'), encoding="utf-8")
    book = review(folder)
    sheet = load_workbook(book).worksheets[0]
    assert [cell.value for cell in sheet[4]][:4] == ["1", "a", "a站", "E1"] and sheet.max_row == 4
    assert "评判之后有变化：G20: 差 → 已改善" in [cell.value for cell in sheet[4]]
    fill(book, {1: GIVEN | {"measure": 0.99}})
    assert read_back(folder, book)[2] == 0
    assert judged(folder, "a", "E1") == LI | {"share": "99%"}


def test_several_experts_are_put_together_where_the_rule_has_a_panel(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = review(folder)
    li = fill(book, {2: PANEL}, tmp_path / "li.xlsx")
    wu = fill(book, {2: PANEL | {"by": "吴", "measure": 6}}, tmp_path / "wu.xlsx")
    assert read_back(folder, li, wu) == ("a.toml：已评判 1 项，未填写 2 项\nb.toml：未填写 4 项\n", "", 0)
    assert [(one["by"], str(one["points"])) for one in judged(folder, "a", "E2")["each"]] == [("李", "8"), ("吴", "6")]
    printed, _, _ = run("score", folder / "a.toml", "--rules", tmp_path / "rules.toml")
    assert re.search(r"E2 管护 +10 +7\.00 ", printed)
    assert read_back(folder, wu, li)[0] == "a.toml：无变化 1 项，未填写 2 项\nb.toml：未填写 4 项\n"


def test_one_expert_after_the_other_comes_to_the_same(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = review(folder)
    li = fill(book, {4: PANEL}, tmp_path / "li.xlsx")
    wu = fill(book, {4: PANEL | {"by": "吴", "measure": 6}}, tmp_path / "wu.xlsx")
    assert read_back(folder, li)[2] == read_back(folder, wu)[2] == 0
    assert [one["by"] for one in judged(folder, "b", "E2")["each"]] == ["李", "吴"]


def test_several_experts_without_a_panel_are_told_what_to_do(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = review(folder)
    li = fill(book, {1: GIVEN}, tmp_path / "li.xlsx")
    wu = fill(book, {1: GIVEN | {"by": "吴"}}, tmp_path / "wu.xlsx")
    _, told, status = read_back(folder, li, wu)
    assert status == 1 and "wu.xlsx#评判:4:13: M4：" in told and "[not-combined]" in told
    assert judged(folder, "a", "E1") is None


def test_a_mean_without_its_ends_waits_for_enough_judges(tmp_path: Path) -> None:
    folder = projects(tmp_path, rules=RULES.replace('panel = "mean"', 'panel = "without_ends"'))
    book = review(folder)
    books = [fill(book, {2: PANEL | {"by": by}}, tmp_path / f"{by}.xlsx") for by in ("李", "吴", "何")]
    assert "[too-few]" in read_back(folder, *books[:2])[1] and judged(folder, "a", "E2") is None
    assert read_back(folder, *books)[2] == 0 and len(judged(folder, "a", "E2")["each"]) == 3


def test_a_row_of_the_set_of_which_the_project_says_nothing_gets_its_own(tmp_path: Path) -> None:
    (tmp_path / "set.toml").write_text(
        'format = 1\n[indicator_set]\nname = "set"\nrules = "rules.toml"\n'
        '[indicator.E9]\nin = "效益"\nlabel = "面"\nweight = 10\nrule = "effect"\ntarget = "定性"\n', encoding="utf-8")  # fmt: skip
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    file = tmp_path / "a.toml"
    before = 'format = 1\r\nproject = "a"\r\nperiod = 2024\r\nindicators = "set.toml" # 全部'.encode()
    file.write_bytes(before)
    book = tmp_path / "review.xlsx"
    assert run("review", file, "-o", book)[2] == 0
    assert run("read", fill(book, {1: GIVEN}), "-o", tmp_path)[2] == 0
    added = '\r\n\r\n[indicator.E9]\r\njudged = { level = "达成", share = "90%", by = "李", on = 2025-03-14, why = "现场看过" }\r\n'
    assert file.read_bytes() == before + added.encode()


def test_the_other_language_is_read_as_well(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    book = review(folder, "--lang", "en")
    opened = load_workbook(book)
    sheet = opened.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[3]}
    assert not set(heads) & set(HEADS.values())
    given = {
        "level": "达成",
        "share or points": 0.9,
        "judged by": "李",
        "judged on": "2025-03-14",
        "why so": "现场看过",
    }
    for head, value in given.items():
        sheet.cell(4, heads[head]).value = value
    opened.save(book)
    assert read_back(folder, book)[2] == 0 and judged(folder, "a", "E1") == LI
