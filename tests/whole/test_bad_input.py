"""Bad input: all of it at once, with place and fix, exit 1, nothing on standard output, never a traceback."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

import cli

GOOD = """format  = 1
project = "村道硬化"
period  = 2024
rules   = "self-evaluation"
[facts]
budget = "60.00 万元"
spent  = "57.30 万元"
[indicator]
EXE = { in = "预算执行", label = "执行率", weight = 10, actual = "= execution_rate", target = ">= 100%" }
N1  = { in = "产出/数量", label = "硬化村道", weight = 50, target = ">= 12 公里", actual = "11.4 公里" }
E1  = { in = "效益/社会效益", label = "出行", weight = 30, target = "定性", judged = { level = "达成", share = "90%" } }
S1  = { in = "满意度", label = "满意度", weight = 10, rule = "satisfaction", target = ">= 90%", actual = "92%" }
"""

# What is changed in the good form, and the code that the author is told.
MISTAKES = {
    "a syntax error": ('"60.00 万元"', '"60.00 万元', None),
    "an unknown key": ("label = ", "labl = ", "unknown-key"),
    "an unknown fact": ("spent  =", "spnt  =", "unknown-fact"),
    "an unknown rule": ('rule = "satisfaction"', 'rule = "satisfaktion"', None),
    "an unknown unit": ('"11.4 公里"', '"11.4 功里"', None),
    "an unknown rulebook": ('"self-evaluation"', '"self-evalution"', None),
    "a share as a number": ('actual = "92%"', "actual = 0.92", None),
    "a bare number where 元 and 万元 are possible": ('"57.30 万元"', "57.30", None),
    "commas all over a number": ('"57.30 万元"', '"7,00.0,77 万元"', None),
    "a count against a share": ('actual = "92%"', 'actual = "1000件"', None),
    "a bound as an actual": ('"11.4 公里"', '"≥266米"', None),
    "not a number": ('"57.30 万元"', "nan", None),
    "an endless number": ('"57.30 万元"', "inf", None),
    "a monstrous exponent": ('"57.30 万元"', "1e400", None),
    "a monstrous exponent in a text": ('"57.30 万元"', '"1e400 元"', None),
    "a judgement outside its level": ('share = "90%"', 'share = "70%"', None),
    "a level that there is not": ('level = "达成"', 'level = "达到"', None),
    "a target without a sign": ('">= 12 公里"', '"12 公里"', None),
    "a month that there is not": ("period  = 2024", 'period  = "2024-13"', None),
    "a key written twice": ("period  = 2024", "period  = 2024\nperiod = 2024", None),
}


def told(file: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """What is said on standard error of a file that is refused."""
    assert cli.main(["score", str(file), "--lang", "en", *options]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err and "internal error" not in said.err
    return said.err


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "form.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_the_form_without_a_mistake_is_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["score", str(written(tmp_path, GOOD))]) == 0
    assert "无法评分" not in capsys.readouterr().out


@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_has_its_place_and_its_fix(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after, code = MISTAKES[name]
    assert before in GOOD
    said = told(written(tmp_path, GOOD.replace(before, after, 1)), capsys)
    place = re.match(r"form\.toml:(\d+):(\d+): ", said)
    assert place is not None, said
    changed = GOOD[: GOOD.index(before)].count("\n") + 1
    assert changed <= int(place[1]) <= changed + 1, said
    assert "  fix: " in said and "^" in said and re.search(r"  \[[a-z-]+\]", said), said
    assert code is None or f"[{code}]" in said


def test_all_mistakes_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = GOOD.replace("spent  =", "spnt  =").replace('"11.4 公里"', '"近百公里"')
    text = text.replace('share = "90%"', 'share = "70%"').replace('actual = "92%"', "actual = 0.92")
    said = told(written(tmp_path, text), capsys)
    lines = [int(line) for line in re.findall(r"^form\.toml:(\d+):", said, re.MULTILINE)]
    assert {7, 10, 11, 12} <= set(lines) and lines == sorted(lines), said


def test_problems_are_json_where_json_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(written(tmp_path, GOOD.replace("spent  =", "spnt  =")), capsys, "--format", "json")
    data = json.loads(said)
    assert data["schema"] == "problems/1"
    assert [(one["code"], one["file"], one["line"], one["column"]) for one in data["problems"]] == [
        ("unknown-fact", "form.toml", 7, 1)
    ]


def test_a_byte_order_mark_and_windows_lines_are_accepted(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert cli.main(["score", str(written(tmp_path, text))]) == 0


def test_chinese_in_another_encoding_is_named_with_the_way_to_convert_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(written(tmp_path, GOOD.encode("gb18030")), capsys)
    assert "GB18030" in said and "fix: " in said


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("村道硬化", "字" * 3_500_000),
        GOOD + "x = " + "[" * 5000 + "]" * 5000,
        GOOD + "x = " + "{ a = " * 5000 + "1" + " }" * 5000,
        GOOD.replace('"= execution_rate"', '"= ' + "(" * 5000 + "spent" + ")" * 5000 + '"'),
        b"\xff\xfe\x00\x01",
        b"",
    ],
    ids=["a 10 MB text", "5,000 brackets", "5,000 tables", "5,000 parentheses", "not UTF-8", "nothing"],
)
def test_monstrous_files_are_refused(text: str | bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "fix: " in told(written(tmp_path, text), capsys)


def test_a_missing_file_a_folder_and_a_file_that_may_not_be_read_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "nowhere.toml" in told(tmp_path / "nowhere.toml", capsys)
    assert told(tmp_path, capsys)
    os.mkfifo(tmp_path / "pipe.toml")
    assert told(tmp_path / "pipe.toml", capsys)


def test_values_that_need_each_other_are_told_with_the_whole_circle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    circle = '[value.a]\nis = "b + 1"\n[value.b]\nis = "a + 1"\n'
    said = told(written(tmp_path, GOOD + circle), capsys)
    assert "b → a → b" in said and "form.toml:14:7" in said and "[cycle]" in said
