"""The workbook of a review: what it shows of a row, what may be filled in, and that it is the same for the same rows."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scoring.forms.review.columns import KEYS, LEVELS
from tests.forms.filling import run
from tests.forms.review import GIVEN, PANEL, columns, fill, projects, read_back, review, reviewed, shown


def test_it_shows_what_only_a_person_can_judge_in_the_words_of_the_form(tmp_path: Path) -> None:
    rows = list(shown(review(projects(tmp_path))))
    assert [row[:9] for row in rows[:2]] == [
        ["1", "a", "a站", "E1", "受益群众a", "定性：明显改善", "已改善", "10", "9"],
        ["2", "a", "a站", "E2", "管护", "定性", None, "10", "10"],
    ]
    assert [row[9] for row in rows[:2]] == [
        "达成：80%–100%\n部分达成：60%–<80%\n未达成：0%–<60%",
        "好：6–10\n差：0–5\n步长 1",
    ]
    assert {cell for row in rows for cell in row[10:]} == {None}


def test_levels_are_drop_downs_and_only_cells_to_fill_in_are_open(tmp_path: Path) -> None:
    book = load_workbook(review(projects(tmp_path)))
    sheet = book.worksheets[0]
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"}
    assert lists == {
        "K4": f"{LEVELS}!$A$1:$C$1",
        "K6": f"{LEVELS}!$A$1:$C$1",
        "K5": f"{LEVELS}!$A$2:$B$2",
        "K7": f"{LEVELS}!$A$2:$B$2",
    }
    assert [cell.value for cell in book[LEVELS][1]] == ["达成", "部分达成", "未达成"]
    open_ = {cell.column for cell in sheet[4] if not cell.protection.locked}
    at = columns(sheet)
    assert sheet.protection.sheet and open_ == {column for key, column in at.items() if key != "number"}
    assert [book[name].sheet_state for name in (KEYS, LEVELS)] == ["veryHidden", "veryHidden"]


def test_it_is_read_and_printed_on_pages_with_their_head(tmp_path: Path) -> None:
    sheet = load_workbook(review(projects(tmp_path))).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("F4", "A3:Q7")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        "landscape",
        9,
        "$3:$3",
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    assert review(folder).read_bytes() == review(folder).read_bytes()


def test_each_expert_gets_a_workbook_with_the_name_filled_in_and_a_file_name_that_leads_nowhere(tmp_path: Path) -> None:
    folder = projects(tmp_path)
    _, told, status = reviewed(
        folder, "-o", tmp_path / "books", "--expert", "李", "--expert", "../吴", "--expert", "con"
    )
    assert (status, told) == (0, "books：待评判 4 项，共 2 个项目\n")
    made = sorted(path.name for path in (tmp_path / "books").iterdir())
    assert made == [".._吴.xlsx", "_con.xlsx", "李.xlsx"] or len(made) == 3
    names = {str(row[12]) for path in (tmp_path / "books").iterdir() for row in shown(path)}
    assert names == {"李", "../吴", "con"}


def test_texts_of_projects_are_never_formulas_and_what_no_sheet_holds_is_marked(tmp_path: Path) -> None:
    folder = projects(tmp_path, {"a": "@SUM(1)", "b": r"+1\u0007\uFFFE<b>&amp;"})
    text = (folder / "a.toml").read_text(encoding="utf-8")
    text = text.replace('project = "a"', r'project = "=HYPERLINK(\"http://x\",\"y\")"')
    (folder / "a.toml").write_text(text, encoding="utf-8")
    book = review(folder)
    assert next(shown(book))[1] == '=HYPERLINK("http://x","y")'
    assert [row[6] for row in shown(book)][::2] == ["@SUM(1)", "+1��<b>&amp;"]
    with zipfile.ZipFile(book) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(re.search(r"<f[ >]", sheet) for sheet in sheets)
    fill(book, {1: GIVEN, 3: GIVEN})
    assert read_back(folder, book)[2] == 0


@pytest.mark.parametrize("name", ['好,"坏"', "=1+1", "好\\u0007", "长" * 300])
def test_any_name_of_a_level_is_chosen_from_the_list_and_read_back(tmp_path: Path, name: str) -> None:
    written = name.replace('"', '\\"')
    rules = f'format = 1\n[rulebook]\nname = "judged"\n[rule.effect]\nkind = "judged"\nlevels = [["{written}", ">= 80%"], ["差", "else"]]\n'
    rules += '[rule.panel]\nkind = "judged"\nlevels = [["好", 0, 10]]\n[rule.counted]\nis = "min(1, actual / target)"\ngives = "share"\n'
    folder = projects(tmp_path, {"a": "已改善"}, rules)
    book = review(folder)
    chosen = load_workbook(book)[LEVELS]["A1"].value
    fill(book, {1: GIVEN | {"level": chosen}})
    assert read_back(folder, book) == ("a.toml：已评判 1 项，未填写 1 项\n", "", 0)


def test_a_sample_is_the_same_in_whatever_order_projects_come_and_whatever_is_judged_by_then(tmp_path: Path) -> None:
    folder = projects(tmp_path, dict.fromkeys("abcdefgh", "已改善"))
    first = review(folder, "--sample", "25%", "--seed", 7)
    rows = [(row[1], row[3]) for row in shown(first)]
    assert len(rows) == 4
    assert "抽样 25%，种子 7：须人工评判的 16 项中抽取 4 项" in str(load_workbook(first).worksheets[0]["A2"].value)
    book = tmp_path / "turned.xlsx"
    files = sorted(folder.glob("*.toml"), reverse=True)
    run("review", *files, "-o", book, "--rules", tmp_path / "rules.toml", "--sample", "25%", "--seed", 7)
    assert sorted((row[1], row[3]) for row in shown(book)) == sorted(rows)
    other = {(row[1], row[3]) for row in shown(review(folder, "--sample", "25%", "--seed", 8))}
    assert other != set(rows)
    again = review(folder, "--sample", "25%", "--seed", 7)
    fill(again, {1: GIVEN if rows[0][1] == "E1" else PANEL})
    assert read_back(folder, again)[2] == 0
    assert [(row[1], row[3]) for row in shown(review(folder, "--sample", "25%", "--seed", 7))] == rows[1:]
