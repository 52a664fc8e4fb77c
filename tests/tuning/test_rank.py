"""Places of the projects of a table: against counting by hand, ranges while something is missing, groups, what is told."""

from __future__ import annotations

import csv
import json
import random
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.forms.filling import run

BOOK = """format = 1
[rulebook]
name  = "t"
total = 10
"""
SET = """format = 1
[indicator_set]
name  = "s"
rules = "t"
[rule.count]
gives = "points"
is    = "actual"
[indicator]
N1 = { in = "一", weight = 5, rule = "count", label = "甲" }
N2 = { in = "二", weight = 5, rule = "count", label = "乙" }
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    for name, text in (("rules", BOOK), ("set", SET)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.toml").write_text(text, encoding="utf-8")
    return tmp_path


def table(folder: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    file = folder / "t.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("项目", "部门", "N1.actual", "N2.actual"), *rows])
    return file


def ranked(book: Path, rows: list[tuple[str, str, str, str]], *more: str) -> dict[str, Any]:
    printed, said, status = run(
        "rank",
        table(book, rows),
        "--rules",
        book / "rules",
        "--indicators",
        book / "set",
        "--within",
        "部门",
        "--top",
        "1000",
        "--format",
        "json",
        *more,
    )
    assert status == 0, said
    found: dict[str, Any] = json.loads(printed)
    return found


def places(found: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {one["project"]: (one["place"], one["worst"]) for one in found["first"]}


def by_hand(totals: dict[str, Fraction], ties: str) -> dict[str, int]:
    """The place of each where all is known: how many are before it."""
    count = {
        "shared": lambda mine: 1 + sum(other > mine for other in totals.values()),
        "dense": lambda mine: 1 + len({other for other in totals.values() if other > mine}),
        "last": lambda mine: sum(other >= mine for other in totals.values()),
    }[ties]
    return {name: count(mine) for name, mine in totals.items()}


@pytest.mark.parametrize("ties", ["shared", "dense", "last"])
@pytest.mark.parametrize("missing", [False, True], ids=["complete", "incomplete"])
def test_places_are_those_of_counting_over_every_way_of_filling_in(book: Path, ties: str, missing: bool) -> None:
    draw = random.Random(f"{ties}{missing}")
    for _ in range(4):
        rows = [(f"p{n}", draw.choice("甲乙"), str(draw.randint(0, 5)), str(draw.randint(0, 5))) for n in range(9)]
        if missing:
            rows = [(name, group, one, "" if draw.random() < 0.35 else two) for name, group, one, two in rows]
        found = places(ranked(book, rows, "--ties", ties))
        for group in "甲乙":
            inside = [row for row in rows if row[1] == group]
            filled = [
                [int(one) + int(two)] if two else [int(one) + each for each in range(6)] for _, _, one, two in inside
            ]
            reached: dict[str, set[int]] = {row[0]: set() for row in inside}
            for totals in product(*filled):
                by = by_hand({row[0]: Fraction(total) for row, total in zip(inside, totals, strict=True)}, ties)
                for name, place in by.items():
                    reached[name].add(place)
            for name, each in reached.items():
                best, worst = found[name]
                assert best <= min(each) and worst >= max(each), (name, rows)
                assert best == min(each) and (ties == "dense" or worst == max(each)), (name, rows)


def test_one_without_a_department_has_no_place_and_is_told(book: Path) -> None:
    found = ranked(book, [("a", "甲", "5", "5"), ("b", "", "4", "4"), ("c", "甲", "3", "3")])
    assert places(found) == {"a": (1, 1), "c": (2, 2)} and found["without_group"] == 1


def test_a_rejected_row_is_not_ranked_and_is_counted(book: Path) -> None:
    found = ranked(book, [("a", "甲", "5", "5"), ("b", "甲", "多", "4")])
    assert places(found) == {"a": (1, 1)} and found["rejected"] == 1


def test_shares_and_bands_are_of_the_group(book: Path) -> None:
    rows = [(f"p{n}", "甲", str(n % 6), "0") for n in range(4)] + [("q", "乙", "1", "1")]
    found = ranked(book, rows)
    assert [(one["project"], one["share"], one["band"]) for one in found["first"]] == [
        ("q", "1", 4), ("p3", "1/4", 1), ("p2", "1/2", 2), ("p1", "3/4", 3), ("p0", "1", 4)]  # fmt: skip


def test_the_ends_of_bands_are_numbers_of_projects(book: Path) -> None:
    found = ranked(book, [(f"p{n}", "甲", str(n), "0") for n in range(5)], "--bands", "2")
    assert found["groups"] == [{"within": "甲", "projects": 5, "incomplete": 0, "ends": ["0.00", "2.00", "4.00"]}]


def test_smallest_first_turns_the_order_around(book: Path) -> None:
    rows = [("a", "甲", "5", "5"), ("b", "甲", "1", ""), ("c", "甲", "0", "0")]
    assert places(ranked(book, rows, "--smallest")) == {"a": (3, 3), "b": (2, 2), "c": (1, 1)}


def test_all_places_are_written_in_the_order_of_the_table(book: Path) -> None:
    rows = [("=1+1", "甲", "1", "1"), ("b", "甲", "2", "2")]
    ranked(book, rows, "-o", str(book / "places.csv"))
    with (book / "places.csv").open(encoding="utf-8-sig") as file:
        written = list(csv.DictReader(file))
    assert [(one["row"], one["project"], one["place"], one["of"]) for one in written] == [
        ("1", "'=1+1", "2", "2"),
        ("2", "b", "1", "2"),
    ]


@pytest.mark.parametrize(("more", "told"), [
    (("--by", "N1.point"), "did you mean `N1.points`?"),
    (("--within", "部们"), "unknown-column"),
], ids=["by", "within"])  # fmt: skip
def test_an_unknown_column_is_refused_with_a_fix(book: Path, more: tuple[str, ...], told: str) -> None:
    file = table(book, [("a", "甲", "5", "5")])
    _, said, status = run(
        "rank",
        file,
        "--rules",
        book / "rules",
        "--indicators",
        book / "set",
        "--lang",
        "en",
        *(more if "--within" in more else ("--within", "部门", *more)),
    )
    assert status == 1 and told in said


def test_places_by_an_indicator_leave_out_where_it_is_missing(book: Path) -> None:
    found = ranked(book, [("a", "甲", "5", "5"), ("b", "甲", "5", "")], "--by", "N2.points")
    assert places(found) == {"a": (1, 1)} and found["without_number"] == 1


def test_the_page_escapes_what_others_wrote_and_runs_nothing(book: Path) -> None:
    file = table(book, [("<script>x</script>", "<b>", "5", "5")])
    printed, said, status = run(
        "rank", file, "--rules", book / "rules", "--indicators", book / "set", "--within", "部门", "--format", "html"
    )
    assert status == 0, said
    assert "<script>x" not in printed and "&lt;script&gt;" in printed and "default-src 'none'" in printed


OF_FACTS = (
    SET
    + """[fact.dept]
label = { zh = "主管部门", en = "department" }
kind  = "text"
[fact.crew]
unit = "人"
"""
)


def by_fact(book: Path, data: Path, within: str) -> tuple[dict[str, int], str]:
    (book / "set" / "x.toml").write_text(OF_FACTS, encoding="utf-8")
    printed, said, status = run("rank", data, "--rules", book / "rules", "--indicators", book / "set", "--within", within, "--format", "json",
                                "--lang", "en")  # fmt: skip
    found = json.loads(printed) if status == 0 else {"first": []}
    return {f"{one['within']} {one['project']}": one["place"] for one in found["first"]}, said


def project_files(folder: Path) -> Path:
    """Three projects of two departments, and one that names none; one says its source as well."""
    (folder / "projects").mkdir()
    for name, dept, points in (
        ("a", 'dept = "甲, \\"一\\""', 3),
        ("b", 'dept = { value = "乙" }', 4),
        ("c", 'dept = "甲, \\"一\\""', 5),
        ("d", "", 1),
    ):
        text = f'format = 1\nproject = "{name}"\n[facts]\n{dept}\n[indicator]\nN1 = {{ actual = {points} }}\nN2 = {{ actual = 1 }}\n'
        (folder / "projects" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder / "projects"


@pytest.mark.parametrize("within", ["dept", "主管部门", "department"])
def test_projects_in_files_are_ranked_within_a_text_fact_by_name_or_label(book: Path, within: str) -> None:
    assert by_fact(book, project_files(book), within)[0] == {'甲, "一" c': 1, '甲, "一" a': 2, "乙 b": 1}


@pytest.mark.parametrize("head", ["dept", "主管部门", "department"])
@pytest.mark.parametrize("within", ["dept", "主管部门", "department"])
def test_a_fact_is_found_by_any_of_its_names_below_whatever_head_it_stands(book: Path, head: str, within: str) -> None:
    file = book / "t.csv"
    file.write_text(f"项目,{head},N1.actual,N2.actual\na,甲,3,1\nb,乙,4,1\nc,甲,5,1\n", encoding="utf-8")
    assert by_fact(book, file, within)[0] == {"甲 c": 1, "甲 a": 2, "乙 b": 1}


def test_what_is_no_head_and_no_text_fact_is_refused_and_told_what_there_is(book: Path) -> None:
    _, said = by_fact(book, project_files(book), "crew")
    assert "`crew` is no head of the table and no text fact" in said and "there are dept, 主管部门, department" in said
    file = book / "t.csv"
    file.write_text("项目,N1.actual,N2.actual\na,3,1\n", encoding="utf-8")
    assert "there are 项目, N1.actual, N2.actual, dept" in by_fact(book, file, "zzzzzzzz")[1]
