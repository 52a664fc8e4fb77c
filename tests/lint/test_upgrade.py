"""`scoring check --upgrade`: what an earlier language allowed is rewritten where it can only mean one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import run_in

OLD = """\
# An old rulebook.
format = 1

[rulebook]
name  = "old"
total = 100

[fact]
x = { kind = "number", if_missing = 1, may_be_missing = true }   # presumed
y = { kind = "number" }
z = { list = { a = { kind = "number", range = "> 0" }, b = "元" } }

[value.v]
by   = "x"
gives = ["some", "many"]
rows = [
  [">= 10", "many"],   # a remark
  [">= 1", "some"],
]
otherwise = "none"

[value.n]
by   = "x"
rows = [
  [">= 10", 1],
  ["else", "none"],   # nothing
]
round = { decimals = 1 }

[value.best]
of      = [["x", 2], "y"]
combine = "max"

[rule.r]
is    = "x + n + best"
gives = "points"
unit  = "元"   # never acted

[grade]
round = { decimals = 0 }
rows  = [[">= 5", "good"], ["else", "poor"]]

[result.t]
is    = "v"
gives = "text"

[[example]]
value = "n"
given = { x = 3 }
gives = "none"

[[example]]
value = "v"
given = { x = 0 }
gives = "none"
"""

TODAY = """\
# An old rulebook.
format = 1

[rulebook]
name  = "old"
total = 100

[fact]
x = { kind = "number", if_missing = 1 }   # presumed
y = { kind = "number" }
z = { list = { a = { kind = "number" }, b = "元" } }

[value.v]
by   = "x"
gives = ["some", "many"]
rows = [
  [">= 10", "many"],   # a remark
  [">= 1", "some"],
]
otherwise = { none = true }

[value.n]
by   = "x"
rows = [
  [">= 10", 1],
  ["else", { none = true }],   # nothing
]
round = { decimals = 1 }

[value.best]
of      = ["x", "y"]
combine = "max"

[rule.r]
is    = "x + n + best"
gives = "points"

[grade]
rows  = [[">= 5", "good"], ["else", "poor"]]

[result.t]
is    = "v"

[[example]]
value = "n"
given = { x = 3 }
gives = { none = true }

[[example]]
value = "v"
given = { x = 0 }
gives = { none = true }
"""


def upgraded(folder: Path, text: str) -> tuple[str, str]:
    """A rulebook's text after an upgrade, and what was told."""
    file = folder / "book.toml"
    file.write_text(text, encoding="utf-8")
    done = run_in(folder, "check", "book.toml", "--upgrade")
    return file.read_text(encoding="utf-8"), done.err + done.out


def test_what_can_only_mean_one_thing_is_rewritten_and_all_else_stays_as_it_was(tmp_path: Path) -> None:
    after, told = upgraded(tmp_path, OLD)
    assert after == TODAY
    assert "book.toml: rewritten" in told and "no problems" in told
    assert "2 of 2 examples hold" in run_in(tmp_path, "test", "book.toml").out


def test_what_is_of_today_stays_to_the_last_byte(tmp_path: Path) -> None:
    after, told = upgraded(tmp_path, TODAY)
    assert (after, "rewritten" in told) == (TODAY, False)


@pytest.mark.parametrize(
    "text",
    [
        '[result.r]\nis = "1"\nunit_ = "元"\n',  # a slip, not a key of an earlier language
        '[fact.it]\nkind = "number"\n[result.r]\nis = "it"\n',  # whatever it is called from now on
        '[fact.x]\nkind = "number"\n[result.r]\nby = "x"\ngives = ["none", "some"]\nrows = [["> 0", "none"], ["else", "some"]]\n'
        '[[example]]\nresult = "r"\ngiven = { x = 1 }\ngives = "none"\n',  # the text none is a text
    ],
)
def test_what_an_author_has_to_decide_is_told_and_left(tmp_path: Path, text: str) -> None:
    text = f'format = 1\n[rulebook]\nname = "book"\n{text}'
    after, told = upgraded(tmp_path, text)
    assert (after, "rewritten" in told) == (text, False)


PROJECT = """\
format  = 1
project = "p"   # old
period  = 2024
rules   = "rules/old.toml"

[rule.own]
is    = "x"
gives = "points"
unit  = "元"   # never acted

[value.none]
by        = "x"
rows      = [["> 5", 1]]
otherwise = "none"

[facts]
x = "150%"
y = { value = "12.5%", note = "remark" }
{stays}

[indicator]
N1 = { in = "g", label = "n", weight = 10, rule = "own" }
"""


@pytest.mark.parametrize("stays", ["", 'z = "7 元"', "s = 0.5"])
def test_a_project_of_an_earlier_language_is_rewritten_as_far_as_that_is_mechanical(stays: str, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/old.toml").write_text(
        'format = 1\n[rulebook]\nname = "old"\n[fact]\nx = { kind = "number" }\ny = { kind = "number" }\n'
        'z = { kind = "number" }\ns = "%"\n[result.r]\nis = "y"\n', encoding="utf-8")  # fmt: skip
    file = tmp_path / "p.toml"
    file.write_text(PROJECT.replace("{stays}", stays), encoding="utf-8")
    done = run_in(tmp_path, "check", "p.toml", "--upgrade")
    after = PROJECT.replace("{stays}", stays).replace('unit  = "元"   # never acted\n', "")
    after = (
        after.replace('otherwise = "none"', "otherwise = { none = true }")
        .replace('"150%"', "1.50")
        .replace('"12.5%"', "0.125")
    )
    assert file.read_text(encoding="utf-8") == after
    assert "p.toml: rewritten" in done.err
    assert done.status == (1 if stays else 0), done.out + done.err  # what is left is told
    again = run_in(tmp_path, "check", ".", "--upgrade")
    assert "rewritten" not in again.err and file.read_text(encoding="utf-8") == after


def test_weights_in_percent_are_for_their_author_to_decide(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/old.toml").write_text('format = 1\n[rulebook]\nname = "old"\n[rule.r]\nkind = "proportional"\n')
    text = 'format = 1\nproject = "p"\nrules = "rules/old.toml"\n[indicator]\nN1 = { in = "g", weight = "10%", rule = "r", target = ">= 1", actual = 1, claimed = "50%" }\n'
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    done = run_in(tmp_path, "check", ".", "--upgrade")
    assert (tmp_path / "p.toml").read_text(encoding="utf-8") == text
    assert "p.toml:5:" in done.out and "rewritten" not in done.err


def test_shipped_files_are_not_rewritten(tmp_path: Path) -> None:
    assert run_in(tmp_path, "check", "--upgrade").status == 2
