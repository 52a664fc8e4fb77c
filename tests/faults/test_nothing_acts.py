"""What others wrote, shown: no character of it ends a line, moves a cursor, hides, or turns the direction of writing."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

import scoring
from scoring.problems.shown import is_seen
from tests.running import run

AS_IT_IS = "\u2028\u2029\x85\x9b\u200b\u202e\u2066\ufeff\u00ad\U000e0041"
BY_NUMBER = "".join(f"\\U{ord(sign):08x}" for sign in f"\x7f\x1b{AS_IT_IS}")
RULES = """\
format = 1
[rulebook]
name = "book"
edition = "e⟦"
label = "r⟦"
note = "n⟦"
total = 10
lint = { "row-gap" = "warning" }
[basis.law]
title = "l⟦"
number = "no⟦"
note = "n⟦"
[fact.a]
kind = "number"
label = "f⟦"
also = ["also⟦"]
note = "n⟦"
[fact.t]
options = ["one⟦", "two"]
label = "t⟦"
[fact.free]
kind = "text"
[rule.r]
by = "a"
label = "rule⟦"
basis = "law"
rows = [{ row = ["> 5", "100%"], label = "row⟦", id = "row⟦" }, { row = ["<= 5", "50%"], label = "low⟦" }]
[rule.gap]
by = "a"
rows = [["> 5", "100%"]]
note = "g⟦"
[rule.j]
kind = "judged"
levels = [["good⟦", ">= 80%"], ["poor⟦", "else"]]
[value.v]
is = "a + 1"
label = "v⟦"
unit = "u⟦"
[unit."u⟦"]
is = "1"
[result.s]
is = "t"
label = "s⟦"
grade = "g"
[result.x]
is = "v"
label = "s⟦"
[grade]
rows = [[">= 5", "gr⟦"], ["else", "ha⟦"]]
[limit.l]
when = "a > 6"
label = "lim⟦"
total = { at_most = 9 }
[check.c]
that = "a > 10"
label = "chk⟦"
message = "msg⟦ {free}"
basis = "law"
[frame."g⟦"]
weight = 10
also = ["h⟦"]
[[example]]
rule = "r"
label = "ex⟦"
given = { a = 6 }
earns = 1
"""
GRADES = """\
format = 1
[grade.g]
by = "t"
rows = [["one⟦", "gg⟦"], ["else", "hh⟦"]]
"""
PROJECT = """\
format = 1
project = "pro⟦"
period = 2024
rules = "rules/book/"
departs = "dep⟦"
[source.form]
title = "form⟦"
by = "bureau⟦"
note = "note⟦"
[facts]
a = { value = 7, source = "form", at = "at⟦", by = "by⟦", why = "w⟦", note = "n⟦", evidence = "ev⟦" }
t = "one⟦"
free = "fr⟦"
[indicator]
X = { in = "g⟦", label = "lab⟦", weight = 5, rule = "r", why = "why⟦", claimed = 3 }
J = { in = "g⟦", label = "jud⟦", weight = 3, rule = "j", judged = { level = "good⟦", by = "who⟦", why = "y⟦", on = 2024-01-01 } }
N = { in = "g⟦", label = "non⟦", weight = 2, rule = "r" }
[not_applicable]
N = { why = "na⟦", by = "pan⟦" }
[claim."role⟦"]
total = 9
points = { X = 5 }
[override.grade]
is = "ha⟦"
why = "ov⟦"
by = "me⟦"
"""
MISTAKES = """\
format = 1
project = "pro⟦"
period = "per⟦"
rules = "rules/book/"
[facts]
"x⟦" = 1
a = "7 u⟦x"
t = "thr⟦"
[indicator]
X = { in = "g⟦", label = "lab⟦", weight = 5, rule = "r⟦", "un⟦known" = 1, claimed = "c⟦" }
"Y⟦" = { label = "y" }
J = { in = "g", weight = 5, rule = "j", judged = { level = "go⟦", by = "who" } }
[not_applicable]
"Z⟦" = { why = "na⟦" }
"""


def acting(shown: str) -> list[str]:
    return sorted({f"U+{ord(each):04X}" for each in shown if each != "\n" and not is_seen(each)})


@pytest.fixture(params=[AS_IT_IS, BY_NUMBER], ids=["as it is", "by its number"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    book = tmp_path / "rules" / "book"
    book.mkdir(parents=True)
    files = {"rules/book/book": RULES, "rules/book/grades": GRADES, "p": PROJECT, "m": MISTAKES}
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text.replace("⟦", request.param), encoding="utf-8")
    return tmp_path


def commands(folder: Path) -> list[list[str]]:
    """Every command that prints something of what was written."""
    project, book, mistakes = str(folder / "p.toml"), f"{folder / 'rules/book'}/", str(folder / "m.toml")
    return [
        *(["score", project, "--format", form] for form in ("table", "json", "markdown", "toml")),
        *(["score", mistakes, "--format", form] for form in ("table", "json")),
        ["explain", project],
        ["explain", project, "--all"],
        *(["explain", project, name] for name in ("X", "J", "N", "s", "v")),
        *(
            ["check", path, "--format", form]
            for path in (project, book, mistakes)
            for form in ("text", "json", "sarif")
        ),
        ["show", book],
        *(["test", book, "--format", form] for form in ("text", "json")),
        ["fmt", project, book, "--check"],
    ]


def test_no_character_of_others_acts_where_it_is_printed(folder: Path) -> None:
    for words in commands(folder):
        for language in ("en", "zh"):
            ran = run(*words, "--lang", language)
            assert acting(ran.out) == acting(ran.err) == [], words
            if "json" in words and ran.out:
                json.loads(ran.out)
            if "toml" in words:
                tomllib.loads(ran.out)


def test_what_is_written_for_programs_says_the_same(folder: Path) -> None:
    card = scoring.score(folder / "p.toml")
    written = run("score", folder / "p.toml", "--format", "json").out
    assert json.loads(written) == card.to_dict("en")
    assert (
        tomllib.loads(run("score", folder / "p.toml", "--format", "toml").out)["project"] == card.to_dict()["project"]
    )
    assert acting(card.to_dict()["project"]) != []


def test_what_the_library_says_does_not_act_either(folder: Path) -> None:
    card = scoring.score(folder / "p.toml")
    for said in (card.text("en"), card.explain("zh"), card.explain_all("en"), card["X"].explain("zh"), str(card)):
        assert acting(said) == []
    with pytest.raises(scoring.InputRefused) as told:
        scoring.load(folder / "rules/book").score(folder / "m.toml")
    assert acting(str(told.value)) == []
    assert acting(scoring.load(folder / "rules/book").check(folder / "m.toml").text("zh")) == []


def test_a_table_and_its_summary_do_not_act(folder: Path) -> None:
    sign = AS_IT_IS if AS_IT_IS in (folder / "p.toml").read_text(encoding="utf-8") else f"\x7f\x1b{AS_IT_IS}"
    rows = f"project,period,a,t,free\npro{sign},2024,7,one{sign},fr{sign}\nother{sign},2024,7,thr{sign},fr\n"
    (folder / "t.csv").write_text(rows, encoding="utf-8")
    (folder / "bad.csv").write_text(rows.replace("free", f"fr{sign}ee"), encoding="utf-8")
    for table in ("t.csv", "bad.csv"):
        for summary in ("s.html", "s.txt"):
            ran = run("batch", folder / table, "--rules", f"{folder / 'rules/book'}/", "-o", folder / "o.csv",
                      "--rejects", folder / "r.csv", "--summary", folder / summary)  # fmt: skip
            assert acting(ran.out) == acting(ran.err) == [], ran.said
            if (folder / summary).exists():
                assert acting((folder / summary).read_text(encoding="utf-8")) == []


def test_a_name_of_a_file_does_not_act(tmp_path: Path) -> None:
    for name in ("a\x1b[31m.toml", "a\u2028b.toml", "a\u202eb.toml", "a\udcffb.toml"):
        ran = run("score", tmp_path / name)
        assert ran.status == 1 and acting(ran.said) == []
        (tmp_path / "near.toml").write_text("x = 1\n")


@pytest.mark.parametrize(
    "number", ["nan", "-inf", "[1, nan]", "1e99999999999999999999", "0x1F", "1_000", "2024-03-01T10:00:00Z"]
)
def test_a_file_is_laid_out_whatever_its_numbers_are(number: str, tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(f"format=1\nx   = {number}\nlong_name=2\n", encoding="utf-8")
    assert run("fmt", file).status == 0
    assert file.read_text(encoding="utf-8") == f"format    = 1\nx         = {number}\nlong_name = 2\n"


def test_a_difference_of_layout_is_told_by_the_lines_that_a_file_has(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('format=1\nx = "a\u2028b\x85c"\n', encoding="utf-8")
    shown = run("fmt", file, "--diff").out
    assert shown.endswith('@@ -1,2 +1,2 @@\n-format=1\n-x = "a\u2028b\x85c"\n+format = 1\n+x      = "a\u2028b\x85c"\n')
