"""Reports that are made to take long, or that are none: read within bounds, or refused with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoring.forms.prose.figures import MOST_FIGURES
from scoring.forms.prose.lines import LONGEST_REPORT
from tests.forms.reports import report_saying
from tests.running import run

LENGTH = 15_000
PIECES = (
    *("中", "9", "1,", "（", "（3个", "其中", "其中3个", "支出3万元，", "完成3个，完成率90%，", "一二三四", "万", "“", "“3个”", "3个\n", "2023年1月"),
    *("合计3万元，", "一、\n", "建成广场3个。建成广场4个。", "近", "1.1.1.", "3/4/", "百分之", "3-", "第", "得3分，总分4分，", "http://", "a@", "建成"),
    *("计划建成广场3个，", "由3个增加到5个，增长3%，", "甲甲 3元\n", "〔2020〕", "《", "\n\n", "\x00", "𠮷", "‮", "7,00.0,77，"),
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_thousands_of_characters_of_one_kind_are_read_within_bounds(piece: str) -> None:
    report = report_saying((piece * LENGTH)[:LENGTH])
    assert len(report.facts) + len(report.not_read) <= MOST_FIGURES + 1
    assert len(report.doubts) <= MOST_FIGURES


def test_what_stands_behind_the_last_figure_that_is_read_is_said_not_to_be_read() -> None:
    report = report_saying("建成3个。" * (MOST_FIGURES + 10))
    assert len(report.facts) == MOST_FIGURES
    assert [one.code for one in report.not_read] == ["too-many"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("long.txt", b"a" * (LONGEST_REPORT + 1), "report-too-long"),
        ("empty.txt", b" \n\t\n", "report-without-text"),
        ("bytes.txt", b"\xff\xfe\xff\xff\xd8\x00\x81", "unknown-encoding"),
        ("broken.docx", b"PK\x03\x04 not a document", "broken-document"),
        ("broken.pdf", b"%PDF-1.7 nothing", "broken-document"),
        ("picture.png", b"\x89PNG", "no-text"),
        ("table.csv", b"a,b\n1,2\n", "not-a-report"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    ran = run("read", tmp_path / name)
    assert (ran.status, ran.codes) == (1, [code])
    assert "fix:" in ran.said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_report_in_any_usual_encoding_says_the_same_or_is_refused(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "r.txt").write_bytes("甲县2024年度道路项目自评报告\n全年硬化村道１２．５公里。\n".encode(encoding))
    ran = run("read", tmp_path / "r.txt", "--format", "json")
    if ran.status:
        assert ran.codes == ["unknown-encoding"]
    else:
        assert [(one["value"], one["unit"], one["offset"]) for one in json.loads(ran.out)["facts"]] == [
            ("12.5", "公里", 6)
        ]


def test_a_hundred_thousand_numbers_of_one_sentence_and_a_million_characters_are_read_up_to_the_most() -> None:
    for text in ("、".join(map(str, range(100_000))), "（" * LONGEST_REPORT, "二百" * (LONGEST_REPORT // 2)):
        report = report_saying(text)
        assert len(report.facts) + len(report.not_read) <= MOST_FIGURES + 1


def test_what_others_wrote_moves_no_cursor(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("完成\x1b[31m广场3个。\n自评\u202e得分95分。\n", encoding="utf-8")
    said = run("read", tmp_path / "r.txt").out
    assert "\x1b" not in said
    assert "\u202e" not in said
