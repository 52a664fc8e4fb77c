"""Results for each record are expected by the record's key and the column: in whole scorecards, in tables of cases, and recorded."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.running import Ran, run
from tests.tender import FACTS, RULES
from tests.writing import RULEBOOK

BOOK = (
    RULEBOOK
    + """
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" }, sound = { kind = "yes_no" } } }

[column.bids.points]
is = "100 * min(bids, price) / price"
round = { decimals = 1 }
when = "sound"
[column.bids.rank]
place = ["-points"]
among = "sound"
[column.bids.share]
is = "price / sum(bids, price)"
unit = "%"
round = { decimals = 3 }
[column.bids.dear]
is = "price > 100 元"

[result.bidders]
for_each = "bids"
"""
)
GIVEN = """
[[scorecard]]
label = "three bids"
[scorecard.facts]
bids = [
  { bidder = "A", price = "100 元", sound = true },
  { bidder = "B", price = "125 元", sound = true },
  { bidder = "C", price = "25 元", sound = false },
]
"""


def tried(folder: Path, expected: str, *more: str, given: str = GIVEN) -> Ran:
    (folder / "rules.toml").write_text(BOOK + given + expected, encoding="utf-8")
    return run("test", folder, *more)


# ---------------------------------------------------------------- whole scorecards


@pytest.mark.parametrize(
    "expected",
    [
        '[scorecard.expect.results]\nbidders = { A = { points = 25, "rank.place" = 1 }, C = { points = "not_applicable" } }\n',
        "[scorecard.expect.results.bidders]\nA.rank.place = 1\nB.rank.place = 2\nB.points = 20.0\n",
        '[scorecard.expect.results.bidders]\nB = { share = "50%", dear = true }\n',
    ],
)
def test_records_are_expected_by_key_and_column(tmp_path: Path, expected: str) -> None:
    ran = tried(tmp_path, expected)
    assert ran.status == 0, ran.said


def test_what_differs_is_told_with_its_record_its_column_and_how_it_came_about(tmp_path: Path) -> None:
    ran = tried(tmp_path, '[scorecard.expect.results]\nbidders = { A = { points = 26 }, B = { "rank.place" = 2 } }\n')
    assert ran.status == 1
    assert "results bidders A points: expected 26, got 25" in ran.said
    assert "100 × min(100 元 [A], 125 元 [B], 25 元 [C]) ÷ 100 元 = 25" in ran.said
    assert "rank.place" not in ran.said


def test_a_record_or_a_column_that_there_is_not_is_told(tmp_path: Path) -> None:
    ran = tried(tmp_path, "[scorecard.expect.results]\nbidders = { Z = { points = 26 }, A = { score = 1 } }\n")
    assert ran.status == 1
    assert "there are A, B, C" in ran.said
    assert "there are points, rank.place, share, dear" in ran.said


def test_while_something_is_missing_the_ends_are_expected(tmp_path: Path) -> None:
    given = GIVEN.replace('25 元", sound = false', '25 元"')
    expected = '[scorecard.expect.results.bidders]\nA = { "rank.place" = { lowest = 1, highest = 2 } }\nC = { points = "not_scorable" }\n'
    ran = tried(tmp_path, expected, given=given)
    assert ran.status == 0, ran.said


def test_accept_writes_what_came_out_of_one_record_and_nothing_else(tmp_path: Path) -> None:
    expected = '[scorecard.expect.results.bidders] # by hand\nA = { points = 26, "rank.place" = 1 }\nB.rank.place = 7\n'
    ran = tried(tmp_path, expected, "--accept")
    assert ran.status == 0, ran.said
    written = (tmp_path / "rules.toml").read_text(encoding="utf-8")
    assert (
        '[scorecard.expect.results.bidders] # by hand\nA = { points = 25, "rank.place" = 1 }\nB.rank.place = 2\n'
        in written
    )


def test_accept_writes_all_where_nothing_is_expected_yet(tmp_path: Path) -> None:
    assert tried(tmp_path, "", "--accept").status == 0
    (one,) = tomllib.loads((tmp_path / "rules.toml").read_text(encoding="utf-8"))["scorecard"]
    assert one["expect"]["results"]["bidders"]["B"] == {"points": 20, "rank.place": 2, "share": "50%", "dear": True}
    assert one["expect"]["results"]["bidders"]["C"]["points"] == "not_applicable"
    assert run("test", tmp_path).status == 0


def test_a_project_is_kept_with_a_line_for_each_record(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULEBOOK + RULES, encoding="utf-8")
    project = tmp_path / "tender.toml"
    project.write_text(f'format = 1\nproject = "办公楼"\nrules = "rules.toml"\n{FACTS}', encoding="utf-8")
    ran = run("test", tmp_path / "rules.toml", "--keep", project)
    assert ran.status == 0, ran.said
    written = (tmp_path / "rules.toml").read_text(encoding="utf-8")
    assert '[scorecard.expect.results.bidders]\nA = { points = 93.5, "rank.place" = 1 }\n' in written
    assert 'E = { points = "not_applicable", "rank.place" = "not_applicable" }\n' in written
    assert run("test", tmp_path / "rules.toml").status == 0


def test_an_example_of_such_a_result_gives_all_records_and_what_is_not_known_of_them(tmp_path: Path) -> None:
    example = """
[[example]]
result = "bidders"
given = { bids = [{ bidder = "A", price = "100 元", sound = true }, { bidder = "B", sound = false }, { bidder = "C", price = "200 元" }] }
gives = []
"""
    assert tried(tmp_path, "", "--accept", given=example).status == 0
    written = (tmp_path / "rules.toml").read_text(encoding="utf-8")
    (one,) = tomllib.loads(written)["example"]
    assert [each["bidder"] for each in one["gives"]] == ["A", "B", "C"]
    assert one["gives"][1] == {"bidder": "B", "points": "not_applicable", "rank.place": "not_applicable",
                               "share": "not_scorable", "dear": "not_scorable"}  # fmt: skip
    assert one["gives"][0]["rank.place"] == "not_scorable"
    assert run("test", tmp_path).status == 0


# ---------------------------------------------------------------- tables of cases


LISTED = '[{""bidder"": ""A"", ""price"": ""100 元"", ""sound"": true}, {""bidder"": ""B.2"", ""price"": ""125 元"", ""sound"": true}, {""bidder"": ""C"", ""price"": ""25 元"", ""sound"": false}]'


def compared(folder: Path, head: str, cells: str, expect: str, *more: str) -> Ran:
    cases = f'\n[[cases]]\nfile = "cases.csv"\nexpect = {{ {expect} }}\n'
    (folder / "rules.toml").write_text(BOOK + cases, encoding="utf-8")
    (folder / "cases.csv").write_text(f'bids,{head}\n"{LISTED}",{cells}\n', encoding="utf-8")
    return run("test", folder, *more)


ALL = 'bidders = "bidders"'


@pytest.mark.parametrize(
    "cell",
    [
        '"{""A"": {""points"": 25, ""rank.place"": 1}, ""C"": {""points"": ""not_applicable""}}"',
        '"{ A = { points = 25, rank.place = 1 }, ""B.2"" = { share = ""50%"", dear = true } }"',
    ],
    ids=["json", "toml"],
)
def test_a_cell_expects_of_each_record_what_it_names(tmp_path: Path, cell: str) -> None:
    ran = compared(tmp_path, "bidders", cell, ALL)
    assert ran.status == 0, ran.said
    ran = compared(tmp_path, "bidders", cell.replace("25", "26"), ALL)
    assert "bidders.A.points: expected 26, got 25" in ran.said
    assert compared(tmp_path, "bidders", cell.replace("1", "2"), ALL).status == 1


def test_a_column_of_its_own_expects_one_column_of_one_record(tmp_path: Path) -> None:
    expect = '"bidders.A.points" = "A", "bidders.B.2.rank.place" = "B", "bidders.C.points" = "C"'
    assert compared(tmp_path, "A,B,C", "25,2,not_applicable", expect).status == 0
    ran = compared(tmp_path, "A,B,C", "25,1,not_applicable", expect)
    assert ran.status == 1
    assert "bidders.B.2.rank.place: expected 1, got 2" in ran.said
    assert "rank.place: place 2 of 2, by points (largest first)" in ran.said


def test_a_record_that_a_case_has_not_is_told(tmp_path: Path) -> None:
    ran = compared(tmp_path, "Z", "25", '"bidders.Z.points" = "Z"')
    assert ran.status == 1
    assert "expected 25, got no such record" in ran.said


@pytest.mark.parametrize("name", ["bidders.A.score", "bidders.points", "bidders.A"])
def test_a_column_that_the_result_has_not_is_refused(tmp_path: Path, name: str) -> None:
    ran = compared(tmp_path, "A", "25", f'"{name}" = "A"')
    assert ran.codes == ["unknown-name"]
    assert "write `bidders.KEY.points`, with the bidder for KEY; its columns are points, rank.place" in ran.said


@pytest.mark.parametrize("cell", ["25", '"{""A"": 25}"', '"{""A"": {""points"": 25}"', "{}"])
def test_a_cell_that_says_nothing_of_any_record_is_refused(tmp_path: Path, cell: str) -> None:
    ran = compared(tmp_path, "bidders", cell, ALL)
    assert ran.codes == ["wrong-kind"], ran.said
    assert 'fix: write {"A": {"points": 92.1}}' in ran.said


def test_accept_writes_the_cells_that_differ(tmp_path: Path) -> None:
    expect = '"bidders.A.points" = "A", bidders = "all"'
    ran = compared(tmp_path, "A,all", '26,"{""A"": {""points"": 26, ""share"": ""9%""}}"', expect, "--accept")
    assert ran.status == 0, ran.said
    (line,) = (tmp_path / "cases.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert line.endswith(',25,"{""A"": {""points"": 25, ""share"": ""40%""}}"')


def test_what_differs_is_data_as_well(tmp_path: Path) -> None:
    ran = compared(tmp_path, "A", "26", '"bidders.A.points" = "A"', "--format", "json")
    (one,) = json.loads(ran.out)["cases"][0]["differing"]
    assert (one["name"], one["expected"], one["got"]) == ("bidders.A.points", "26", "25")
