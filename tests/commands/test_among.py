"""One project among those of a table: `scoring score FACTS --among TABLE` and `scoring explain`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.batches import batch, csv_of, main, shelf

RULES = """
format = 1
[rulebook]
name = "ours"
total = 10
[fact]
department = { kind = "text" }
a = { kind = "number" }
budget = { unit = "元", label = "预算" }
[peers]
within = "department"
[value.rank]
place = ["-total", "budget"]
of = "peers"
[value.next]
place = ["rank.place"]
of = "peers"
ties = "dense"
[rule.r]
gives = "points"
is = "a"
[result.place]
is = "rank.place"
[result.next]
is = "next.place"
[limit.third]
when = "rank.share > 50%"
total = { at_most = 3 }
"""
ONE = """
format = 1
[indicator_set]
name = "ours"
rules = "ours"
[indicator]
N1 = { in = "x", label = "甲", weight = 10, rule = "r" }
"""
HEADS = ["project", "period", "department", "a", "budget (万元)"]
ROWS = [
    ["first", "2024", "d1", "9", "3"],
    ["alike", "2024", "d1", "5", "4"],
    ["mine", "2024", "d1", "1", "4"],
    ["last", "2024", "d1", "4", "1"],
    ["other department", "2024", "d2", "8", "1"],
    ["other year", "2023", "d1", "8", "1"],
    ["incomplete", "2024", "d1", "", "1"],
    ["refused", "2024", "d1", "much", "1"],
]
MINE = '[facts]\ndepartment = "d1"\na = 5\nbudget = "4 万元"\n'


def project(folder: Path, facts: str = MINE, name: str = "mine") -> str:
    (folder / "mine.toml").write_text(f'format = 1\nproject = "{name}"\nperiod = 2024\n{facts}', encoding="utf-8")
    return str(folder / "mine.toml")


def asked(capsys: Any, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(list(words))
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_scorecard_carries_its_place_and_those_beside_it_and_is_what_the_table_says_of_it(
    tmp_path: Path, capsys: Any
) -> None:
    options = shelf(tmp_path, RULES, ONE)
    table = csv_of(tmp_path, HEADS, *ROWS)
    status, out, said = asked(capsys, "score", project(tmp_path), *options, "--among", str(table), "--format", "json", "--lang", "en")  # fmt: skip
    assert status == 0, said
    card = json.loads(out)
    assert card["peers"]["rank"] == {
        "by": ["total", "预算"],
        "largest_first": [True, False],
        "within": "d1",
        "ties": "shared",
        "of": "4",
        "own": {"key": "mine", "place": "2", "by": ["5", "40000 元"]},
        "before": {"key": "first", "place": "1", "by": ["9", "30000 元"]},
        "after": {"key": "last", "place": "4", "by": ["4", "10000 元"]},
        "tied": ["alike"],
        "where": card["peers"]["rank"]["where"],
    }
    assert card["peers"]["next"]["own"]["place"] == "2"
    rows = [["mine", "2024", "d1", "5", "4"] if row[0] == "mine" else row for row in ROWS]
    mine = next(row for row in batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *options).rows if row["project"] == "mine")  # fmt: skip
    assert (mine["place"], mine["next"], mine["total"], mine["status"]) == (
        card["results"][0]["value"],
        card["results"][1]["value"],
        card["total"]["points"],
        card["status"],
    )


def test_an_explanation_shows_the_order_and_those_beside_it(tmp_path: Path, capsys: Any) -> None:
    table = csv_of(tmp_path, HEADS, *ROWS)
    words = ["explain", project(tmp_path), "place", *shelf(tmp_path, RULES, ONE), "--among", str(table), "--lang", "en"]
    _, out, _ = asked(capsys, *words)
    shown = out[out.index("rank: place") : out.index("the rule")].splitlines()
    assert shown[:1] == [
        "rank: place 2 of 4, by total (largest first), then 预算 (smallest first)  rules/ours/all.toml:12:2"
    ]
    assert [line.split() for line in shown[1:6]] == [
        ["within", "d1"],
        ["place", "project", "total", "预算"],
        ["1", "first", "9", "30000", "元"],
        ["→", "2", "mine", "5", "40000", "元"],
        ["4", "last", "4", "10000", "元"],
    ]
    assert shown[6] == "  the same keys: alike; records with the same keys share a place"


def test_where_nothing_is_compared_that_is_told(tmp_path: Path, capsys: Any) -> None:
    of_another_year = csv_of(tmp_path, HEADS, *([row[0], "2022", *row[2:]] for row in ROWS))
    words = ["score", project(tmp_path), "--among", str(of_another_year), "--lang", "en"]
    status, _, said = asked(capsys, *words, *shelf(tmp_path, RULES, ONE))
    assert status == 1
    assert "no project of the table is scored by the same rulebook, set and period" in said
    without = RULES.partition("[peers]")[0] + RULES[RULES.index("[rule.r]") : RULES.index("[result.place]")]
    status, _, said = asked(capsys, *words, *shelf(tmp_path, without, ONE))
    assert status == 1
    assert "the rulebook compares no projects" in said


def test_a_project_that_is_incomplete_has_no_place_among_others(tmp_path: Path, capsys: Any) -> None:
    table = csv_of(tmp_path, HEADS, *ROWS)
    facts = MINE.replace("a = 5\n", "")
    _, out, _ = asked(capsys, "score", project(tmp_path, facts), *shelf(tmp_path, RULES, ONE), "--among", str(table), "--format", "json", "--lang", "en")  # fmt: skip
    card = json.loads(out)
    assert (card["peers"], card["status"], card["results"][0]["value"]) == ({}, "incomplete", None)
    assert card["results"][0]["reason"] == "incomplete, and not counted among the others"
