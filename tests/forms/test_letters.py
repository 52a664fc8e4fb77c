"""A letter for each unit tells what to correct, where in its own form, and what was judged differently, apart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from scoring.forms.writing.file_names import file_names, safe_stem
from tests.forms.hostile import hostile_form
from tests.forms.units import folder_of, project
from tests.running import Ran, run

DAYS = ("--number", "财绩函〔2025〕{9}号", "--on", "2025-03-20", "--due", "2025-04-10")


def letters(folder: Path, into: Path, *more: str | Path) -> Ran:
    return run("write", folder, "--letters", "--lang", "zh", "-o", into, *(more or DAYS))


def said(file: Path) -> list[str]:
    return [one.text for one in Document(str(file)).paragraphs]


def rows(file: Path, head: str) -> list[list[str]]:
    """The rows of every table that has this column, without their heads."""
    found = []
    for table in Document(str(file)).tables:
        lines = [[cell.text for cell in row.cells] for row in table.rows]
        if head in lines[0]:
            found += lines[1:]
    return found


def test_each_unit_has_one_letter_with_all_its_projects(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ["乙乡", "甲乡", "乙乡"])
    done = letters(folder, tmp_path / "letters")
    assert done.status == 0 and "共 3 个项目，写出 2 个文件，0 个未能评分" in done.err
    assert sorted(one.name for one in (tmp_path / "letters").iterdir()) == ["乙乡.docx", "甲乡.docx"]
    assert [row[1] for row in rows(tmp_path / "letters/乙乡.docx", "自评总分")] == ["项目01", "项目03"]
    assert "乙乡：" in said(tmp_path / "letters/乙乡.docx")
    assert "你单位报送的 2 个项目支出绩效自评材料已复核，现将应更正的内容、评判不同的内容和复核结果函告如下。" in said(
        tmp_path / "letters/乙乡.docx"
    )


def test_what_a_rule_says_is_to_be_corrected_with_its_cell_and_what_was_judged_stands_apart(tmp_path: Path) -> None:
    letters(folder_of(tmp_path, ["甲乡"]), tmp_path / "letters")
    letter = tmp_path / "letters/甲乡.docx"
    assert rows(letter, "按规则") == [
        ["1", "自评表!K22", "自评 100 分，按规则计算为 96.00 分", "100", "96.00", "+4.00", "更正自评总分，或说明其依据"],
        ["2", "自评表!K6", "EXE 预算执行率：自评 10 分，按规则为 9.00 分", "10", "9.00", "+1.00", "将自评得分更正为 9.00 分"],
    ]  # fmt: skip
    assert rows(letter, "评判人和理由") == [
        ["3", "自评表!I14", "E1 出行改善", "30", "27.00", "+3.00", "达成 90%（评价组，2025-02-18）：两村仍绕行"]
    ]
    assert [row[:3] for row in rows(letter, "单位反馈")] == [["1", "项目01", "自评表!K22"], ["2", "项目01", "自评表!K6"],
                                                             ["3", "项目01", "自评表!I14"]]  # fmt: skip


def test_a_claim_that_is_only_rounded_is_not_to_be_corrected(tmp_path: Path) -> None:
    """9.55 points are 9.6 at one decimal, and 96.55 are 96.6."""
    folder = tmp_path / "projects"
    folder.mkdir()
    path = project(folder, "01", "甲乡", claimed="9.6", total="96.6")
    text = path.read_text(encoding="utf-8").replace("90 万元", "95.5 万元").replace("claimed = 30", "claimed = 27")
    path.write_text(text, encoding="utf-8")
    letters(folder, tmp_path / "letters")
    assert rows(tmp_path / "letters/甲乡.docx", "单位反馈") == []
    assert "各项目均没有需要更正的内容。" in said(tmp_path / "letters/甲乡.docx")


def test_number_date_and_deadline_are_what_was_given(tmp_path: Path) -> None:
    letters(folder_of(tmp_path, ["甲乡", "乙乡"]), tmp_path / "letters")
    words = {name: said(tmp_path / f"letters/{name}.docx") for name in ("乙乡", "甲乡")}
    assert "财绩函〔2025〕9号" in words["乙乡"] and "财绩函〔2025〕10号" in words["甲乡"]
    assert "请对照更正，并于 2025年4月10日 前书面反馈。" in words["甲乡"] and "2025年3月20日" in words["甲乡"]


def test_what_was_not_given_is_a_marked_place(tmp_path: Path) -> None:
    letters(folder_of(tmp_path, ["甲乡"]), tmp_path / "letters", "--lang", "zh")
    marks = [one for one in said(tmp_path / "letters/甲乡.docx") if "待填写" in one]
    assert marks == ["【待填写：文号】", "【待填写：反馈期限】", "【待填写：发文单位（盖章）】", "【待填写：发文日期】"]


@pytest.mark.parametrize(
    ("days", "told"),
    [(("--on", "2025-13-01"), "--on"), (("--due", "soon"), "--due"), (("--on", "2025"), "--on"),
     (("--on", "2025-03-20", "--due", "2025-03-19"), "before the letter is written")],
)  # fmt: skip
def test_a_date_is_a_day_and_the_answer_is_due_after_it(tmp_path: Path, days: tuple[str, ...], told: str) -> None:
    done = run("write", folder_of(tmp_path, ["甲乡"]), "--letters", "-o", tmp_path / "letters", *days)
    assert done.status == 2 and told in done.err and not (tmp_path / "letters").exists()


def test_what_cannot_be_scored_is_in_its_units_letter_with_the_fix(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ["甲乡", "甲乡"])
    broken = folder / "02.toml"
    broken.write_text(broken.read_text(encoding="utf-8").replace('"90 万元"', '"约90万元"'), encoding="utf-8")
    done = letters(folder, tmp_path / "letters")
    assert done.status == 4 and "1 个未能评分" in done.err
    (row,) = rows(tmp_path / "letters/甲乡.docx", "文件")
    assert row[:2] == ["项目02", "02.toml"] and "约90万元" in row[2] and row[3]


def test_projects_without_a_unit_are_in_a_letter_of_their_own(tmp_path: Path) -> None:
    done = letters(Path("examples/self-evaluation/form.toml"), tmp_path / "letters")
    assert done.status == 0
    assert [one.name for one in (tmp_path / "letters").iterdir()] == ["未写明单位.docx"]


def test_letters_are_the_same_bytes_whatever_the_seed_of_hashes(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ["甲乡", "乙乡"])
    made = []
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "scoring", "write", str(folder), "--letters", "-o", str(tmp_path / seed)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, stderr=subprocess.DEVNULL)
        made.append({one.name: one.read_bytes() for one in (tmp_path / seed).iterdir()})
    assert made[0] == made[1] and len(made[0]) == 2


def test_letters_are_written_all_or_none(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ["甲乡"])
    into = tmp_path / "letters"
    assert letters(folder, into).status == 0
    assert letters(folder, into).status == 0, "an earlier run's letters are written anew"
    (into / "丙乡.docx").write_bytes(b"of last year")
    done = letters(folder, into)
    assert (done.status, done.codes) == (1, ["folder-not-empty"]) and "丙乡.docx" in done.err
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert letters(folder, tmp_path / "file").codes == ["cannot-write"]
    assert letters(folder, tmp_path / "none" / "letters").codes == ["cannot-write"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_a_bureau_writes_its_own_letter(tmp_path: Path) -> None:
    ours = tmp_path / "ours.docx"
    document = Document()
    for text in (
        "{{ 实施单位 }} {{ number }}",
        "{%p for one in 项目 %}",
        "{{ one.项目名称 }}：{{ one.应更正|length }}",
        "{%p endfor %}",
    ):
        document.add_paragraph(text)
    document.save(str(ours))
    letters(folder_of(tmp_path, ["甲乡", "甲乡"]), tmp_path / "letters", *DAYS, "--template", ours)
    assert said(tmp_path / "letters/甲乡.docx") == ["甲乡 财绩函〔2025〕9号", "项目01：2", "项目02：2"]


def test_our_own_templates_are_handed_out_and_give_the_same_when_they_come_back(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ["甲乡"])
    assert run("write", "--template-of", "letter", "--lang", "zh", "-o", tmp_path / "ours.docx").status == 0
    letters(folder, tmp_path / "ours")
    letters(folder, tmp_path / "again", *DAYS, "--template", tmp_path / "ours.docx")
    assert (tmp_path / "ours/甲乡.docx").read_bytes() == (tmp_path / "again/甲乡.docx").read_bytes()


def test_letters_of_hostile_projects_are_text(tmp_path: Path) -> None:
    folder = tmp_path / "projects"
    folder.mkdir()
    form = hostile_form(folder)
    with form.open("a", encoding="utf-8") as more:
        more.write('\n[filled_form]\nform = "x"\n[filled_form.head]\nunit = "../../{{ 7 * 7 }}/\\u202eCON"\n')
    done = letters(folder, tmp_path / "letters")
    assert done.status == 0, done.err
    (file,) = (tmp_path / "letters").iterdir()
    assert file.name == "_.._{{ 7 _ 7 }}__CON.docx"
    assert any("{{ 7 * 7 }}" in one for one in said(file))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["letters", "projects"]


def test_names_of_files_stay_in_their_folder_on_every_system() -> None:
    said = ["甲乡", "甲乡", "../x", "a/b\\c:d*e?f\"g<h>i|j", "CON", "nul.txt", "com1", " . ", "", "甲 乡", "甲\u3000乡",
            "ＡＢＣ", "abc", "x" * 400, "长" * 400, "-o", "~$x", "tab\there", "new\nline", "x."]  # fmt: skip
    made = file_names(said, ".docx")
    assert made[:8] == ["甲乡.docx", "甲乡 (2).docx", "_x.docx", "a_b_c_d_e_f_g_h_i_j.docx", "_CON.docx", "_nul.txt.docx",
                        "_com1.docx", "_.docx"]  # fmt: skip
    assert len({name.casefold() for name in made}) == len(said)
    assert all(len(name.encode()) <= 255 and not set(name) & set('/\\:*?"<>|\n\t') for name in made)
    assert made[11:13] == ["ＡＢＣ.docx", "abc (2).docx"]
    assert safe_stem("甲\u202e乡") == "甲_乡"


def test_a_thousand_units_alike_have_a_thousand_names() -> None:
    made = file_names(["A", "a"] * 500, ".docx")
    assert len({name.casefold() for name in made}) == 1000


def test_reports_of_several_projects_go_into_a_folder(tmp_path: Path) -> None:
    done = run("write", folder_of(tmp_path, ["甲乡", "乙乡"]), "--report", "--lang", "zh", "-o", tmp_path / "reports")
    assert done.status == 0, done.err
    assert sorted(one.name for one in (tmp_path / "reports").iterdir()) == ["01.docx", "02.docx"]


@pytest.mark.parametrize(
    "arguments",
    [("--letters", "--report"), ("--findings", "--template", "x.docx"), ("--report", "--on", "2025-01-01"), ("--template-of", "letter", "--letters"),
     ("--report", "--form", "ministry-2020"), ("--letters", "--fill", "x.xlsx")],
)  # fmt: skip
def test_what_does_not_go_together_is_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run("write", "examples/self-evaluation/form.toml", *arguments, "-o", tmp_path / "x.docx").status == 2


def test_a_total_that_only_judgements_lower_is_not_to_be_corrected(tmp_path: Path) -> None:
    folder = tmp_path / "projects"
    folder.mkdir()
    project(folder, "01", "甲乡", claimed="9", total="99")
    letters(folder, tmp_path / "letters")
    letter = tmp_path / "letters/甲乡.docx"
    assert rows(letter, "按规则") == []
    assert [row[1:3] for row in rows(letter, "评判人和理由")] == [["自评表!K22", "总分"], ["自评表!I14", "E1 出行改善"]]


def test_official_forms_are_written_to_as_they_were_handed_in(tmp_path: Path) -> None:
    done = letters(Path("tests/forms/given/g01-国家式样.xlsx"), tmp_path / "letters")
    assert done.status == 0, done.err
    letter = tmp_path / "letters/甲县水利工程管理站.docx"
    assert "报送的表：项目支出绩效自评表（g01-国家式样.xlsx）" in said(letter)
    assert [row[2] for row in rows(letter, "单位反馈")] == ["自评表!I22"]
