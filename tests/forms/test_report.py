"""A report is written from a Word template, says what the scorecard says, and invents nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest
from docx import Document

from tests.forms.hostile import LONG, hostile_form
from tests.running import run

FORM = "examples/self-evaluation/form.toml"


def text_of(file: Path) -> str:
    """All that a document says, paragraphs and cells in the order of the document."""
    with zipfile.ZipFile(file) as archive:
        return archive.read("word/document.xml").decode()


def said(file: Path) -> list[str]:
    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def test_a_report_of_a_form_has_its_points_its_losses_and_its_findings(tmp_path: Path) -> None:
    done = run("write", FORM, "--report", "--lang", "zh", "-o", str(tmp_path / "report.docx"))
    assert done.status == 0, done.err
    words = said(tmp_path / "report.docx")
    assert "总分 95.00 分，满分 100 分；等级：优；评分状态：完整。" in words
    assert "N2 培训村医：失 0.75 分（满分 10 分）" in words
    assert "计算：10 × (111 人次 ÷ 120 人次) = 9.25" in words
    assert "项目自述的偏差原因：两期培训因防汛合并" in words
    assert "N2 培训村医：自评 10 分，按规则为 9.25 分" in words
    assert not re.search(r"\{\{|\{%", text_of(tmp_path / "report.docx"))


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.docx", "other.docx"):
        assert run("write", FORM, "--report", "-o", str(tmp_path / name)).status == 0
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "other.docx").read_bytes()


def test_the_same_project_gives_the_same_bytes_whatever_the_seed_of_hashes(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.docx"
        command = [sys.executable, "-m", "scoring", "write", FORM, "--report", "-o", str(file)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        made.append(file.read_bytes())
    assert made[0] == made[1]


def test_a_page_and_a_text_say_the_same_in_both_languages(tmp_path: Path) -> None:
    for language, total in (("zh", "总分 95.00 分，满分 100 分"), ("en", "Total 95.00 of 100; grade 优; complete.")):
        for ending in ("html", "md"):
            file = tmp_path / f"{language}.{ending}"
            assert run("write", FORM, "--report", "--lang", language, "-o", str(file)).status == 0
            assert total in file.read_text(encoding="utf-8")


def test_what_is_reported_is_told_in_the_reader_s_language(tmp_path: Path) -> None:
    for language, wrong in (("zh", ("initial", "revised", "executed")), ("en", ("| 是 |", "| 否 |"))):
        for example in ("self-evaluation/form", "grassroots-2024/completed"):
            file = tmp_path / "report.md"
            assert run("write", f"examples/{example}.toml", "--report", "--lang", language, "-o", str(file)).status == 0
            assert not [one for one in wrong if one in file.read_text(encoding="utf-8")]


def test_a_report_without_indicators_has_no_empty_sentence(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(
        'format = 1\n[rulebook]\nname = "r"\n[fact]\na = { unit = "个" }\n[result.x]\nis = "a * 2"\nunit = "个"\n',
        encoding="utf-8",
    )
    project = tmp_path / "project.toml"
    project.write_text('format = 1\nproject = "甲"\nrules = "rules.toml"\n[facts]\na = "3 个"\n', encoding="utf-8")
    assert run("write", project, "--report", "--lang", "zh", "-o", tmp_path / "report.md").status == 0
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "评分状态：完整。" in text and "等级：" not in text and "满分  分" not in text


def test_what_the_data_cannot_say_is_a_marked_place(tmp_path: Path) -> None:
    run("write", FORM, "--report", "--lang", "zh", "-o", str(tmp_path / "report.md"))
    marks = [line for line in (tmp_path / "report.md").read_text(encoding="utf-8").splitlines() if "待填写" in line]
    assert len(marks) == 10 and "> 【待填写：立项背景、主要内容及实施情况】" in marks


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
def test_what_strangers_wrote_stays_text(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"report.{ending}"
    done = run("write", hostile_form(tmp_path), "--report", "--lang", "zh", "-o", file)
    assert done.status == 0, done.err
    if ending == "docx":
        words = said(file)
        assert any("{{ 7 * 7 }}" in one for one in words) and not any("N1 49" in one for one in words)
        assert any("{_{ x }_} {_% y %_} {# z #}" in one for one in words)
        assert "own" not in words
        assert any(LONG in one for one in words)
    else:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"(?<!\\)<(script|img)", text)
        assert "\u202e" not in text and "\x07" not in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_a_pdf_says_what_the_document_says_and_is_the_same_bytes_whenever_it_is_printed(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.pdf", "other.pdf")]
    for file in (*files, tmp_path / "report.docx"):  # each print takes more than the second that a PDF tells hours to
        done = run("write", FORM, "--report", "--lang", "zh", "-o", file)
        assert done.status == 0, done.err
    assert files[0].read_bytes() == files[1].read_bytes()
    with pdfplumber.open(files[0]) as pdf:
        assert {(round(page.width), round(page.height)) for page in pdf.pages} == {(595, 842)}
        printed = "".join(page.crop((0, 0, page.width, page.height - 60)).extract_text() for page in pdf.pages)
    printed = re.sub(r"\s", "", printed)
    document = Document(str(tmp_path / "report.docx"))
    paragraphs = [re.sub(r"\s", "", one.text) for one in document.paragraphs]
    assert [one for one in paragraphs if one not in printed] == []
    assert Counter(re.sub(r"\s", "", "".join(said(tmp_path / "report.docx")))) - Counter(printed) == Counter()


def test_without_libreoffice_a_pdf_is_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("write", FORM, "--report", "-o", tmp_path / "report.pdf")
    assert (done.status, done.codes) == (1, ["not-installed"])
    assert "install LibreOffice, or write .docx" in done.err and not (tmp_path / "report.pdf").exists()


@pytest.mark.parametrize("ending", ["txt", "doc", ""])
def test_a_report_has_a_format_that_is_known(tmp_path: Path, ending: str) -> None:
    assert run("write", FORM, "--report", "-o", tmp_path / f"report.{ending}").codes == ["unknown-format"]


def test_a_library_that_is_missing_is_told_with_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    done = run("write", FORM, "--report", "-o", tmp_path / "report.docx")
    assert done.codes == ["not-installed"] and 'pip install "scoring[forms]"' in done.err
