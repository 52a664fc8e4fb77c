"""`scoring check` tells what is wrong with examples as they are written; that one does not hold is for `scoring test` to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import run

BOOK = """\
format = 1
[rulebook]
name = "book"
[fact]
a = { kind = "number" }
[value.v]
by = "a"
rows = [["> 5", 1], ["else", 0]]
[result.r]
is = "v"
"""


@pytest.mark.parametrize(
    ("example", "code", "line"),
    [
        ('[[example]]\nvalue = "vv"\ngiven = { a = 5 }\ngives = 1\n', "unknown-value", 12),
        ('[[example]]\nvalue = "v"\ngiven = { b = 5 }\ngives = 1\n', "unknown-fact", 13),
        ("[[example]]\ngiven = { a = 5 }\ngives = 1\n", "one-inside", 11),
        ('[[example]]\nvalue = "v"\ngiven = { a = "x" }\ngives = 1\n', "not-an-amount", 13),
        ("[[scorecard]]\n[scorecard.facts]\nb = 5\n[scorecard.expect]\nresults = { r = 1 }\n", "unknown-fact", 13),
    ],
)
def test_an_example_that_cannot_be_tried_is_told_by_check(tmp_path: Path, example: str, code: str, line: int) -> None:
    (tmp_path / "book.toml").write_text(BOOK + example, encoding="utf-8")
    ran = run("check", tmp_path / "book.toml")
    assert (ran.codes, ran.status) == ([code], 1)
    assert f"book.toml:{line}:" in ran.said
    assert "expected , got" not in run("test", tmp_path / "book.toml").said


@pytest.mark.parametrize("gives", ["gives = 1\n", "gives = 7\n", ""])
def test_an_example_that_does_not_hold_is_no_fault_of_how_it_is_written(tmp_path: Path, gives: str) -> None:
    example = f'[[example]]\nvalue = "v"\ngiven = {{ a = 6 }}\n{gives}'
    (tmp_path / "book.toml").write_text(BOOK + example, encoding="utf-8")
    assert run("check", tmp_path / "book.toml").said == "1 checked, no problems\n"
