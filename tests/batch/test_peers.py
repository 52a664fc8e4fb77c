"""Places among the projects of a table: columns, the exact engine and a plain reading of the law give the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.batches import Came, batch, csv_of, parquet_of, shelf

RULES = """
format = 1
[rulebook]
name = "ours"
total = 20
[fact]
department = { kind = "text" }
kind = { kind = "text" }
a = { kind = "number", range = ">= 0" }
b = { kind = "number" }
veto = { kind = "yes_no" }
[peers]
within = "department"
[value.rank]
place = ["-total", "b"]
of = "peers"
[value.order]
place = "-total"
of = "peers"
ties = "dense"
[value.last]
place = ["total", "-kind"]
of = "peers"
ties = "last"
[value.firsts]
place = ["-a"]
of = "peers"
among = 'kind != "z"'
[value.per_b]
place = ["a / (b + 1)"]
of = "peers"
[rule.r]
gives = "points"
is = "a"
[rule.s]
gives = "points"
is = "max(0, 10 - firsts.place)"
[grade]
rows = [[">= 10", "good"], ["else", "poor"]]
[limit.vetoed]
when = "veto"
grade = "poor"
[limit.third]
when = "rank.place > 2 and rank.share > 50%"
total = { at_most = 9 }
[result.place]
is = "rank.place"
[result.of]
is = "rank.of"
[result.share]
is = "rank.share"
[result.order]
is = "order.place"
[result.last]
is = "last.place"
[result.firsts]
is = "firsts.place"
[result.per_b]
is = "per_b.place"
optional = true
"""
SET = """
format = 1
[indicator_set]
name = "ours"
rules = "ours"
[indicator]
N1 = { in = "x", label = "甲", weight = 10, rule = "r" }
N2 = { in = "x", label = "乙", weight = 10, rule = "s" }
"""
HEADS = ["project", "department", "kind", "a", "b", "veto"]

Cells = Mapping[str, str]


def table(seed: int, rows: int) -> list[list[str]]:
    """Rows with many ties, cells that are missing, numbers of many digits, and rows that are refused."""
    draw = random.Random(seed)
    kinds: list[Callable[[], str]] = [
        lambda: draw.choice(["0", "1", "2.5", "2.50", "7", "9.99"]),
        lambda: draw.choice(["3", "3.004", "3.005", "3.00500001"]),
        lambda: str(draw.randint(0, 1000) / 100),
        lambda: draw.choice(["", "-1", "many"]),
    ]
    made = []
    for number in range(rows):
        a = draw.choices(kinds, (6, 3, 6, 1))[0]()
        made.append([
            f"p{number}",
            draw.choices(["d1", "d2", "d3", "", f"alone {number}"], (8, 8, 3, 1, 1))[0],
            draw.choices(["x", "y", "z", "Ω", ""], (4, 8, 2, 2, 1))[0],
            a,
            draw.choices(["0", "1", "2", "6", "96", ""], (4, 6, 4, 4, 2, 1))[0],
            draw.choices(["yes", "no", ""], (4, 16, 1))[0],
        ])  # fmt: skip
    return made


# ---------------------------------------------------------------- by hand


def half_up(number: Fraction) -> Fraction:
    return Fraction((number * 100 + Fraction(1, 2)).__floor__(), 100)


def by_hand(rows: Sequence[Sequence[str]]) -> dict[str, dict[str, str | None]]:
    """What the law says, for every row that is not refused, by project."""
    read: dict[str, dict[str, Any]] = {}
    for name, department, kind, a, b, veto in rows:
        if a in ("-1", "many"):
            continue
        read[name] = {
            "department": department or None,
            "kind": kind or None,
            "a": Fraction(a) if a else None,
            "b": Fraction(b) if b else None,
            "veto": {"yes": True, "no": False, "": None}[veto],
        }
    places: dict[str, dict[str, tuple[int, int]]] = {}

    def place(called: str, key: Callable[[dict[str, Any]], Any], ties: str = "shared", among: Any = None) -> None:
        counted = {}
        for name, one in read.items():
            # complete without its places: points that rest on none, limits that rest on none
            if one["a"] is None or one["veto"] is None or one["department"] is None:
                continue
            if among is not None and among(one) is not True:
                continue
            found = key(one)
            if found is not None and None not in found:
                counted[name] = found
        for name, mine in counted.items():
            others = [
                found for other, found in counted.items() if read[other]["department"] == read[name]["department"]
            ]
            before = {"shared": 1 + sum(found < mine for found in others),
                      "dense": 1 + len({found for found in others if found < mine}),
                      "last": sum(found <= mine for found in others)}[ties]  # fmt: skip
            places.setdefault(name, {})[called] = (before, len(others))

    def takes_part(one: dict[str, Any]) -> bool | None:
        return None if one["kind"] is None else one["kind"] != "z"

    place("firsts", lambda one: (-one["a"],), among=takes_part)
    for name, one in read.items():
        one["n1"] = None if one["a"] is None else half_up(min(one["a"], Fraction(10)))
        mine = places.get(name, {}).get("firsts")
        one["n2"] = Fraction(max(0, 10 - mine[0])) if mine is not None else None
        if takes_part(one) is False:
            one["n2"] = "not applicable"
        one["total"] = None
        if one["n1"] is not None and one["n2"] is not None:
            one["total"] = one["n1"] * 2 if one["n2"] == "not applicable" else one["n1"] + one["n2"]
    place("rank", lambda one: (None if one["total"] is None else -one["total"], one["b"]))
    place("order", lambda one: (None if one["total"] is None else -one["total"],), "dense")
    place("last", lambda one: (one["total"], turned(one["kind"])), "last")
    place("per_b", lambda one: (None if one["b"] is None else one["a"] / (one["b"] + 1),))
    return {name: shown(one, places.get(name, {})) for name, one in read.items()}


def turned(text: str | None) -> tuple[int, ...] | None:
    """A text so that the largest comes first: none of those here is the beginning of another."""
    return None if text is None else tuple(-ord(character) for character in text)


def shown(one: dict[str, Any], places: Mapping[str, tuple[int, int]]) -> dict[str, str | None]:
    rank = places.get("rank")
    share = None if rank is None else Fraction(rank[0], rank[1]) * 100
    total = one["total"]
    if total is not None and (rank is None or (rank[0] > 2 and share is not None and share > 50)):
        total = min(total, Fraction(9)) if rank is not None else total if total <= 9 else None
    return {
        "place": None if rank is None else str(rank[0]),
        "of": None if rank is None else str(rank[1]),
        "share (%)": None if share is None else written(share),
        "order": None if "order" not in places else str(places["order"][0]),
        "last": None if "last" not in places else str(places["last"][0]),
        "firsts": None if "firsts" not in places else str(places["firsts"][0]),
        "per_b": None if "per_b" not in places else str(places["per_b"][0]),
        "total": None if total is None else f"{Decimal(total.numerator) / Decimal(total.denominator):.2f}",
    }


def written(number: Fraction) -> str:
    """A share as the result shows it: to six decimals where it has no end."""
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    rounded = decimal.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return format(rounded, "f").rstrip("0").rstrip(".")


def came(rows: Sequence[Mapping[str, str]]) -> dict[str, dict[str, str | None]]:
    names = ("place", "of", "share (%)", "order", "last", "firsts", "per_b", "total")
    return {row["project"]: {name: row[name] or None for name in names} for row in rows}


def without_numbers(ran: Came) -> dict[str, dict[str, str]]:
    return {row["project"]: {name: cell for name, cell in row.items() if name != "row"} for row in ran.rows}


@pytest.mark.parametrize("seed", range(6))
def test_places_in_columns_are_those_of_the_exact_engine_and_those_counted_by_hand(
    seed: int, tmp_path: Path, capsys: Any
) -> None:
    options = shelf(tmp_path, RULES, SET)
    rows = table(seed, 60)
    file = csv_of(tmp_path, HEADS, *rows)
    columnar = batch(tmp_path, capsys, [file], *options)
    exact = batch(tmp_path, capsys, [file], *options, "--engine", "exact")
    assert columnar.rows == exact.rows
    assert columnar.rejects == exact.rejects
    assert "all rows were scored one by one" not in columnar.said
    assert came(columnar.rows) == by_hand(rows)
    random.Random(seed).shuffle(rows)
    shuffled = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *options)
    assert without_numbers(shuffled) == without_numbers(columnar)


RANKED = """
format = 1
[rulebook]
name = "ours"
total = 10
[fact]
a = { kind = "number" }
b = { kind = "number" }
day = { kind = "date" }
[peers]
[value.rank]
place = "-total"
of = "peers"
[rule.r]
gives = "points"
is = "a"
[result.place]
is = "rank.place"
optional = true
"""
ONE = """
format = 1
[indicator_set]
name = "ours"
rules = "ours"
[indicator]
N1 = { in = "x", label = "甲", weight = 10, rule = "r" }
"""


def places(ran: Came) -> list[str]:
    return [row["place"] for row in ran.rows]


@pytest.mark.parametrize("engine", ["columnar", "exact"])
def test_one_project_is_the_first_of_one_and_whoever_is_refused_or_incomplete_is_counted_in_the_summary(
    engine: str, tmp_path: Path, capsys: Any
) -> None:
    options = [*shelf(tmp_path, RANKED, ONE), "--engine", engine]
    alone = batch(tmp_path, capsys, [csv_of(tmp_path, ["project", "a"], ["p", "3"])], *options)
    assert places(alone) == ["1"]
    rows = [["p", "3"], ["q", ""], ["r", "much"], ["s", "4"], ["t", ""]]
    ran = batch(tmp_path, capsys, [csv_of(tmp_path, ["project", "a"], *rows)], *options)
    assert places(ran) == ["2", "", "1", ""]
    assert "  rank         2             0                     2                   1" in ran.said.splitlines()
    nobody = batch(tmp_path, capsys, [csv_of(tmp_path, ["project", "a"], ["q", ""], ["t", ""])], *options)
    assert places(nobody) == ["", ""]


@pytest.mark.parametrize("engine", ["columnar", "exact"])
@pytest.mark.parametrize(
    ("ties", "expected"),
    [("shared", ["2", "1", "2", "4"]), ("dense", ["2", "1", "2", "3"]), ("last", ["3", "1", "3", "4"])],
)
def test_those_alike_share_a_place(engine: str, ties: str, expected: list[str], tmp_path: Path, capsys: Any) -> None:
    rules = RANKED.replace('of = "peers"', f'of = "peers"\nties = "{ties}"')
    rows = [["p", "3"], ["q", "4"], ["r", "3.001"], ["s", "1"]]
    ran = batch(tmp_path, capsys, [csv_of(tmp_path, ["project", "a"], *rows)], *shelf(tmp_path, rules, ONE), "--engine", engine)  # fmt: skip
    assert places(ran) == expected


@pytest.mark.parametrize("engine", ["columnar", "exact"])
@pytest.mark.parametrize(
    ("key", "cells", "expected"),
    [
        ("a / b", [("1", "3"), ("33333333333333", "100000000000000"), ("2", "6")], ["2", "1", "2"]),
        ("-a / b", [("1", "3"), ("33333333333333", "100000000000000"), ("-1", "3")], ["1", "2", "3"]),
        ("a", [("-0.5", ""), ("0.5", ""), ("0", ""), ("-0.500000000000000000000000001", "")], ["2", "4", "3", "1"]),
        ("-day", [("1", "2024-03-01"), ("1", "2023-12-31"), ("1", "2024-03")], ["1", "2", ""]),
    ],
)
def test_what_lies_nearest_together_is_told_apart(
    engine: str, key: str, cells: list[tuple[str, str]], expected: list[str], tmp_path: Path, capsys: Any
) -> None:
    rules = RANKED.replace('"-total"', f'"{key}"').replace('is = "a"', 'is = "1"')
    head = "day" if "day" in key else "b"
    file = csv_of(tmp_path, ["project", "a", head], *([str(at), *row] for at, row in enumerate(cells)))
    ran = batch(tmp_path, capsys, [file], *shelf(tmp_path, rules, ONE), "--engine", engine)
    assert places(ran) == expected


def test_projects_in_files_of_their_own_and_in_forms_are_compared(tmp_path: Path, capsys: Any) -> None:
    options = shelf(tmp_path, RANKED, ONE)
    for name, a in (("p", 3), ("q", 5), ("r", 4)):
        (tmp_path / f"{name}.toml").write_text(
            f'format = 1\nproject = "{name}"\nperiod = 2024\n[facts]\na = {a}\n', encoding="utf-8"
        )
    files = batch(tmp_path, capsys, [tmp_path / f"{name}.toml" for name in "pqr"], *options)
    assert [(row["project"], row["place"]) for row in files.rows] == [("p", "3"), ("q", "1"), ("r", "2")]


NO_INDICATOR = """
format = 1
[rulebook]
name = "ours"
[fact]
lot = { kind = "text" }
price = { unit = "元" }
[peers]
within = ["lot", "size"]
[value.size]
is = 'if price > 10 元 then "large" else "small"'
[value.rank]
place = ["price"]
of = "peers"
[value.next]
place = ["rank.place", "-lot"]
of = "peers"
[result.points]
total = true
is = "100 - 5 * rank.place"
[result.next]
is = "next.place"
[limit.second]
when = "next.place > 1"
grade = "lost"
[grade]
rows = [[">= 90", "won"], ["else", "lost"]]
"""


def test_a_total_may_rest_on_places_and_places_on_places(tmp_path: Path, capsys: Any) -> None:
    options = shelf(tmp_path, NO_INDICATOR, ONE)[:2]
    rows = [["p", "1", "8 元"], ["q", "1", "7 元"], ["r", "1", "11 元"], ["s", "2", "7 元"], ["t", "1", ""]]
    file = csv_of(tmp_path, ["project", "lot", "price"], *rows)
    columnar = batch(tmp_path, capsys, [file], *options)
    assert "all rows were scored one by one" not in columnar.said
    assert columnar.rows == batch(tmp_path, capsys, [file], *options, "--engine", "exact").rows
    expected = [("p", "90", "2", "lost"), ("q", "95", "1", "won"), ("r", "95", "1", "won"), ("s", "95", "1", "won")]
    assert not columnar.status, columnar.said
    found = [(row["project"], row["total"], row["next"], row["grade"]) for row in columnar.rows]
    assert found == [*expected, ("t", "", "", "")]


COUNTS_ALL = """
format = 1
[rulebook]
name = "ours"
total = 10
[fact]
department = { kind = "text" }
open = { kind = "yes_no" }
a = { kind = "number" }
[peers]
within = "department"
counts = "all"
[value.rank]
place = "-a"
of = "peers"
among = "open"
TIES
[rule.r]
gives = "points"
is = "5"
[result.place]
is = "rank.place"
[result.of]
is = "rank.of"
[result.share]
is = "rank.share"
[result.among_the_first_three]
is = "rank.place <= 3"
"""


@pytest.mark.parametrize("ties", ["shared", "dense", "last"])
@pytest.mark.parametrize("seed", range(3))
def test_where_incomplete_projects_count_places_are_ranges_that_hold_whatever_becomes_known(
    ties: str, seed: int, tmp_path: Path, capsys: Any
) -> None:
    options = shelf(tmp_path, COUNTS_ALL.replace("TIES", f'ties = "{ties}"'), ONE)
    draw = random.Random(seed)
    heads = ["project", "department", "open", "a"]
    rows = [
        [f"p{number}", draw.choice(["d1", "d2", "d3"]), draw.choice(["yes", "yes", "no"]), draw.choice("01234")]
        for number in range(14)
    ]
    known = [list(row) for row in rows]
    for row in rows:
        if draw.random() < 0.15:
            row[draw.choice([1, 2, 3, 3])] = ""
    file = csv_of(tmp_path, heads, *rows)
    columnar = batch(tmp_path, capsys, [file], *options)
    assert columnar.rows == batch(tmp_path, capsys, [file], *options, "--engine", "exact").rows
    whole = batch(tmp_path, capsys, [csv_of(tmp_path, heads, *known)], *options)
    for mine, later in zip(columnar.rows, whole.rows, strict=True):
        for name in ("place", "of", "share (%)", "among_the_first_three"):
            assert mine[name] in ("", later[name]), (mine, later)


def test_a_place_is_known_where_those_that_are_open_cannot_change_it(tmp_path: Path, capsys: Any) -> None:
    rows = [
        ["p", "d1", "yes", "9"],
        ["q", "d1", "yes", "7"],
        ["r", "d1", "yes", ""],
        ["s", "d2", "yes", "1"],
        ["t", "d3", "no", ""],
    ]
    file = csv_of(tmp_path, ["project", "department", "open", "a"], *rows)
    ran = batch(tmp_path, capsys, [file], *shelf(tmp_path, COUNTS_ALL.replace("TIES", ""), ONE))
    found = [(row["place"], row["of"], row["among_the_first_three"], row["status"]) for row in ran.rows]
    assert found == [
        ("", "3", "是", "incomplete"),
        ("", "3", "是", "incomplete"),
        ("", "", "", "incomplete"),
        ("1", "1", "是", "complete"),
        ("", "", "", "complete"),
    ]
    assert "  rank         3             1                     0                   0                    1" in ran.said


def test_rows_come_out_in_the_order_in_which_they_came_in(tmp_path: Path, capsys: Any) -> None:
    table = parquet_of(
        tmp_path, "SELECT CAST(hash(n) % 11 AS BIGINT) AS a, 'p' || n AS project FROM range(400000) t(n)"
    )
    ran = batch(tmp_path, capsys, [table], *shelf(tmp_path, RANKED, ONE))
    assert [row["project"] for row in ran.rows] == [f"p{number}" for number in range(400_000)]
    found = {row["total"]: row["place"] for row in ran.rows}
    assert len(found) == 11
    assert found["10.00"] == "1"
