"""A report is written from a Word template, says what the scorecard says, and invents nothing."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from docx import Document

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
