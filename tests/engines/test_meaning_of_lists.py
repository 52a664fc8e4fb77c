"""What derived lists, places and columns mean, on nodes made of formulas; what is said of ranges is tried out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest
from writing import prepared

from scoring.assessor.assessor import score
from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.places import contenders
from scoring.engines.exact.selection import Selected, selected
from scoring.nodes.kind import NUMBER
from scoring.nodes.node import Each, Name
from scoring.problems import InputRefused
from scoring.values.bound import Bound
from scoring.values.value import Fault, NotApplicable, Record, Unknown
from tests.engines.lists import FACTS, bids

# ---------------------------------------------------------------------- derived lists


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({}, "ABCDE"),
        ({"where": "price > 20"}, "ABDE"),
        ({"order": ["price"]}, "CBEAD"),
        ({"order": ["-price"]}, "DABEC"),
        ({"order": ["-price", "-name"]}, "DAEBC"),
        ({"order": ["name"]}, "ABCDE"),
        ({"order": ["-name"]}, "EDCBA"),
        ({"order": ["price"], "leave_out": {"first": 1, "last": 1}}, "BEA"),
        ({"order": ["price"], "keep": {"first": 2}}, "CB"),
        ({"order": ["price"], "keep": {"first": 1, "last": 1}}, "CD"),
        ({"order": ["price"], "leave_out": {"first": 9}}, ""),
        ({"order": ["price"], "leave_out": {"first": 3, "last": 3}}, ""),
        ({"order": ["price"], "keep": {"first": 3, "last": 3}}, "CBEAD"),
        ({"order": ["price"], "leave_out": {"first": 1}, "never": "price == 10"}, "CEAD"),
        ({"leave_out": {"first": "if count(bids) >= 5 then 1 else 0"}}, "BCDE"),
        ({"where": "price > 20", "order": ["price"], "leave_out": {"last": "number"}}, "BE"),
        ({"fill": (7, {"price": "0"})}, "ABCDE++"),
        ({"fill": (7, {"price": "0"}), "order": ["price"], "leave_out": {"first": 1}}, "+CBEAD"),
        ({"fill": (3, {"price": "0"})}, "ABCDE"),
    ],
)
def test_a_list_is_made_of_the_records_that_hold_in_order_filled_up_and_cut(said: dict[str, Any], names: str) -> None:
    lists = bids(40, 30, 10, 50, 30, facts="number = 2")
    assert lists.names(lists.list(**said)) == names


def test_a_list_may_be_made_of_a_list_that_was_made() -> None:
    lists = bids(40, 30, 10, 50, 30)
    lists.list("cheap", where="price < 50", order=["price"])
    assert lists.names(lists.list("few", of="cheap", leave_out={"first": 1})) == "BEA"
    filled = lists.list("more", of="few", fill=(5, {"price": "0"}))
    value = lists.value(filled)
    assert isinstance(value, tuple)
    assert [one.position for one in value if isinstance(one, Record)] == [1, 4, 0, 5, 6]


def test_what_is_not_known_of_a_record_leaves_the_list_unknown() -> None:
    lists = bids(40, None, 10)
    for said in ({"where": "price > 20"}, {"order": ["price"]}, {"order": ["price"], "keep": {"first": 1}}):
        assert lists.value(lists.list(**said)) == Unknown(("price",))
    assert lists.names(lists.list(where="known(price)", order=["price"])) == "CA"


def test_a_tie_at_the_edge_is_told_where_it_is_to_be_told() -> None:
    """B and E have one price; only where one of them is cut and the other is not has it to be decided."""
    lists = bids(40, 30, 10, 50, 30)
    value = lists.value(lists.list(order=["price"], keep={"first": 2}, ties="told"))
    assert isinstance(value, Fault)
    (problem,) = value.problems
    assert (problem.code, problem.message.en) == ("tie-undecided", "`B`, `E` have the same keys in `chosen`")
    assert lists.names(lists.list(order=["price"], keep={"first": 3}, ties="told")) == "CBE"
    assert lists.names(lists.list(order=["price", "name"], keep={"first": 2}, ties="told")) == "CB"


def test_who_was_left_out_and_why_is_kept() -> None:
    lists = bids(40, 30, 10, 50, 30)
    made = selected(lists.evaluation(), lists.list(where="price < 50", order=["price"], leave_out={"last": 1}))
    assert isinstance(made, Selected)
    assert [(record["name"], why) for record, why in made.left_out] == [("D", "where"), ("A", "cut")]


@pytest.mark.parametrize("seed", range(60))
def test_what_a_ratio_leaves_out_is_what_leaves_the_highest_ratio(seed: int) -> None:
    """Every choice of so many to leave out is tried."""
    rng = random.Random(seed)
    count = rng.randint(1, 7)
    marks = [(rng.randint(0, 12), rng.randint(1, 12)) for _ in range(count)]
    held = [rng.random() < 0.3 for _ in marks]
    out = rng.randint(0, 3)
    lists = bids(*(mark for mark, _ in marks), quality=[possible for _, possible in marks], good=held)
    never = {"never": "good"} if rng.random() < 0.5 else {}
    value = lists.value(lists.list(ratio=("price", "quality"), leave_out={"first": out}, **never))
    assert isinstance(value, tuple)
    free = [number for number in range(count) if not (never and held[number])]
    choices = [
        [mark for number, mark in enumerate(marks) if number not in gone]
        for gone in combinations(free, min(out, len(free)))
    ]
    best = max(_share(choice) for choice in choices)
    assert _share([(one["price"], one["quality"]) for one in value if isinstance(one, Record)]) == best


def _share(marks: Sequence[tuple[Any, Any]]) -> Fraction:
    return Fraction(sum(mark for mark, _ in marks)) / sum(of for _, of in marks) if marks else Fraction(-1)


def test_a_ratio_to_nothing_is_no_number() -> None:
    lists = bids(5, 6, quality=[0, 0])
    value = lists.value(lists.list(ratio=("price", "quality"), leave_out={"first": 1}))
    assert isinstance(value, Unknown) and value.because is not None


# ---------------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("ties", "places"),
    [("shared", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3]), ("last", [1, 3, 3, 4]), ("listed", [1, 2, 3, 4])],
)
def test_the_same_keys_share_a_place_as_it_says(ties: str, places: list[int]) -> None:
    lists = bids(10, 20, 20, 30)
    assert lists.ranks(lists.places("price", ties=ties)) == places
    lists = bids(30, 20, 20, 10)
    assert lists.ranks(lists.places("-price", ties=ties)) == places


def test_a_tie_that_is_to_be_told_is_a_fault_of_those_who_tie() -> None:
    lists = bids(10, 20, 20, 30)
    value = lists.value(lists.places("price", ties="told"))
    assert isinstance(value, tuple)
    assert [type(one) for one in value] == [dict, Fault, Fault, dict]
    assert lists.ranks(lists.places("price", "-name", ties="told")) == [1, 3, 2, 4]


def test_places_within_groups_among_those_who_count() -> None:
    lists = bids(10, 20, 30, 40, lot=["x", "y", "x", "y"], good=[True, True, True, False])
    assert lists.ranks(lists.places("-price", within="lot")) == [2, 2, 1, 1]
    assert lists.ranks(lists.places("-price", within="lot"), "of") == [2, 2, 2, 2]
    assert lists.ranks(lists.places("-price", among="good")) == [3, 2, 1, "NotApplicable"]
    assert lists.ranks(lists.places("-price", among="good"), "share") == [
        1,
        Fraction(2, 3),
        Fraction(1, 3),
        "NotApplicable",
    ]


def test_dates_and_texts_have_places() -> None:
    lists = bids(1, 1, 1, on=["2024-03-01", "2024-01-01", "2024-02-01"])
    assert lists.ranks(lists.places("on")) == [3, 1, 2]
    assert lists.ranks(lists.places("-name")) == [3, 2, 1]


def test_while_the_keys_of_another_are_missing_a_place_is_a_range() -> None:
    lists = bids(10, None, 20, 30)
    places = lists.ranks(lists.places("price"))
    assert [places[0], places[2], places[3]] == [Bound(Fraction(1), Fraction(2)), Bound(Fraction(2), Fraction(3)),
                                                 Bound(Fraction(3), Fraction(4))]  # fmt: skip
    assert places[1] == Unknown(("price",))
    assert lists.ranks(lists.places("price"), "of") == [4, 4, 4, 4]
    lists = bids(10, {"at_least": 25}, 20, 30)
    assert lists.ranks(lists.places("price"))[:1] == [1]  # whatever it is, it is dearer
    assert lists.ranks(lists.places("price"))[2] == 2
    lists = bids(10, 20, 20, good=[True, None, True])
    assert lists.ranks(lists.places("price", among="good"), "of")[0] == Bound(Fraction(2), Fraction(3))


@pytest.mark.parametrize("ties", ["shared", "dense", "last", "listed"])
@pytest.mark.parametrize("seed", range(40))
def test_a_range_holds_every_place_that_may_come_out_and_for_one_key_no_more(seed: int, ties: str) -> None:
    """Everything that is missing is filled in in all ways; the ends of the range are reached."""
    rng = random.Random(f"{seed} {ties}")
    count = rng.randint(1, 4)
    rows: list[dict[str, Any]] = [{"name": chr(65 + i)} for i in range(count)]
    missing = []
    for row in rows:
        for field, values in (("price", [1, 2, 3, 4, 5]), ("lot", ["x", "y"]), ("good", [True, False])):
            if rng.random() < 0.25 and len(missing) < 4:
                missing.append((row, field, values))
            else:
                row[field] = rng.choice(values[1:4] if field == "price" else values)
    how: dict[str, Any] = {"within": "lot", "among": "good", "ties": ties}
    lists = bids(1)
    node = lists.places("price", **how)
    open_ = lists.reporting(rows).value(node)
    assert isinstance(open_, tuple)
    for output in ("place", "of", "share"):
        seen: list[list[Any]] = [[] for _ in rows]
        for values in product(*(values for _, _, values in missing)):
            for (row, field, _), value in zip(missing, values, strict=True):
                row[field] = value
            for found, one in zip(seen, lists.reporting(rows).ranks(node, output), strict=True):
                found.append(one)
            for row, field, _ in missing:
                del row[field]
        for one, found in zip(open_, seen, strict=True):
            said = one[output] if isinstance(one, dict) else one
            if isinstance(said, Unknown):
                continue
            if isinstance(said, NotApplicable):
                assert set(found) == {"NotApplicable"}
                continue
            ends = (said.at_least, said.at_most) if isinstance(said, Bound) else (said, said)
            if ties == "dense":  # two that are open may have the same keys, or one that another has
                assert ends[0] <= min(found) and max(found) <= ends[1]
            else:
                assert (min(found), max(found)) == ends, (output, rows, one)


def test_places_know_their_order_for_the_trace() -> None:
    lists = bids(30, 20, 10)
    found = contenders(lists.evaluation(), lists.places("price"))
    assert isinstance(found, tuple)
    assert [(one.record["name"], one.keys) for one in found] == [("A", (30,)), ("B", (20,)), ("C", (10,))]


# ---------------------------------------------------------------------- columns


def test_a_column_is_read_by_columns_lists_places_and_aggregates() -> None:
    lists = bids(40, 20, 10)
    lists.column("ratio", "price / min(bids, price)")
    lists.column("twice", "ratio * 2")
    assert lists.value("sum(bids, twice)") == 14
    chosen = lists.list(where="ratio > 1", order=["ratio"])
    assert lists.names(chosen) == "BA"
    assert lists.ranks(lists.places("-ratio", of="chosen")) == [2, 1]
    lists.book.kinds["chosen"] = lists.book.kinds["bids"]
    assert lists.value("sum(chosen, twice)") == 12


def test_the_record_of_a_column_is_outside_of_those_it_looks_at() -> None:
    lists = bids(40, 20, 10)
    lists.column("cheaper", "count(bids, price < own.price)")
    assert lists.value(Name(NUMBER, "bids.cheaper")) == (2, 1, 0)


def test_a_record_that_a_list_was_filled_up_with_has_columns_too() -> None:
    lists = bids(40, 20, 10)
    lists.column("twice", "price * 2")
    lists.list("full", fill=(5, {"price": "7"}))
    assert lists.value("sum(full, twice)") == 140 + 28


def test_one_record_can_be_looked_at() -> None:
    lists = bids(40, 20, 10)
    lists.column("ratio", "price / min(bids, price)")
    at = lists.evaluation()
    column = at.definitions["bids.ratio"]
    assert isinstance(column, Each)
    records = at.name("bids")
    assert isinstance(records, tuple) and isinstance(records[1], Record)
    with at.looking_at(column.scope, records[1]):
        assert at.value(column.body) == 2
    assert at.value(column.body) == Unknown(("price",))


# ---------------------------------------------------------------------- bounds


def test_a_list_gone_through_for_each_record_of_another_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.engines.exact.refusals.MOST_AGAIN", 1_000)
    lists = bids(*range(1, 27))
    assert lists.value("sum(bids, count(bids, price < own.price))") == 325
    with pytest.raises(InputRefused) as told:
        lists.value("sum(bids, sum(bids, sum(bids, price * own.own.price)))")
    (problem,) = told.value.problems
    assert problem.code == "too-much-work"
    assert "`bids` for each of `bids`" in problem.message.en


def test_a_list_is_not_filled_without_end() -> None:
    lists = bids(1)
    value = lists.value(lists.list(fill=(10_001, {})))
    assert isinstance(value, Fault) and value.problems[0].code == "too-long"
    assert isinstance(lists.value(lists.list(keep={"first": "1 / 2"})), Unknown)
    assert isinstance(lists.value(lists.list(leave_out={"last": "1 - 2"})), Unknown)


# ---------------------------------------------------------------------- found by order


AGAIN = [
    "count(bids, price {op} own.price)",
    "count(bids, own.price {op} price)",
    "count(bids, where = price {op} own.price)",
    "count(bids, price + 1 {op} own.price * 2)",
    "sum(bids, price, where = price {op} own.price, else = -1)",
    "sum(bids, price, where = lot == own.lot and price {op} own.price)",
    "count(bids, lot == own.lot and price {op} own.price)",
    "first(bids, name, where = lot == own.lot and price {op} own.price, else = '')",
    "last(bids, name, where = own.price == price, else = '')",
    "count(bids, lot != own.lot)",
    "any(bids, own.price == price, where = own.lot == lot)",
]


@pytest.mark.parametrize("formula", AGAIN)
@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_by_order_is_what_going_through_the_list_finds(
    formula: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ties, and in half of the lists with values that are missing or of which only an end is known."""
    rng = random.Random(f"{formula} {seed}")
    rows: list[dict[str, Any]] = [
        {"name": f"b{i}", "lot": rng.choice("xyz"), "price": rng.randint(1, 6)} for i in range(rng.randint(8, 20))
    ]
    if seed % 2:
        for row in rng.sample(rows, 2):
            del row[rng.choice(["price", "lot"])]
    lists = bids(1)
    lists.column("found", formula.format(op=rng.choice(["<", "<=", ">", ">=", "==", "!="])))
    lists.reporting(rows)
    quick = lists.evaluation()
    found = quick.name("bids.found")
    monkeypatch.setattr("scoring.engines.exact.index.FEWEST", 1_000)
    slow = lists.evaluation()
    assert found == slow.name("bids.found")
    assert quick.visits <= slow.visits + 2 * len(rows)  # to look at what is compared, where that does not help
    assert seed % 2 or quick.visits < slow.visits or formula not in (AGAIN[0], AGAIN[2], AGAIN[5], AGAIN[8], AGAIN[9])


def test_a_list_is_compared_with_itself_without_going_through_it_for_each() -> None:
    """10,000 records: 100 million comparisons, if each were looked at for each."""
    lists = bids(1)
    lists.column("cheaper", "count(bids, price < own.price)")
    prices = random.Random(1).sample(range(10_000), 10_000)
    lists.reporting([{"name": str(number), "price": price} for number, price in enumerate(prices)])
    at = lists.evaluation()
    assert at.name("bids.cheaper") == tuple(prices)
    assert at.visits == 20_000


def test_a_table_is_decided_once_for_all_records_that_it_looks_at_the_same_values_of() -> None:
    """10,000 records with 20 different prices, a table of 30 rows: each record's row is known, 20 are looked for."""
    rows = ", ".join(f'["== {n}", {n * n}, "row {n}"]' for n in range(30))
    rules = (
        FACTS
        + f"""
[value.table]
with  = ["x"]
by    = "x"
gives = {{ square = "number", name = "text" }}
rows  = [{rows}]
[result.sum]
is = "sum(bids, table(price).square)"
"""
    )
    made = ", ".join(f'{{ name = "b{n}", price = {n % 20} }}' for n in range(400))
    ready, problems = prepared(rules, f"[facts]\nbids = [{made}]")
    assert ready is not None and not problems
    at = Evaluation(ready.program, ready.sheet)
    (node,) = (one.node for one in ready.program.results if one.name == "sum")
    assert at.value(node) == 20 * sum(n * n for n in range(20))
    assert len(at.same) == 20
    assert len(at.reached) == 20


def test_a_record_without_a_row_is_told_by_its_own_name() -> None:
    rows = ", ".join(f'["== {n}", {n}]' for n in range(10))
    rules = (
        FACTS.replace("list = {", 'key = "name"\nlist = {')
        + f"""
[value.table]
with  = ["x"]
by    = "x"
rows  = [{rows}]
[result.sum]
is = "sum(bids, table(price))"
"""
    )
    ready, _ = prepared(rules, '[facts]\nbids = [{ name = "A", price = 11 }, { name = "B", price = 11 }]')
    assert ready is not None
    with pytest.raises(InputRefused) as told:
        score(ready)
    assert [problem.message.en for problem in told.value.problems] == [
        "no row of `table` matches for `A`: price = 11",
        "no row of `table` matches for `B`: price = 11",
    ]


def test_a_long_chain_of_columns_reaches_a_record_that_was_added() -> None:
    lists = bids(1)
    lists.column("c0", "price")
    for number in range(1, 600):
        lists.column(f"c{number}", f"c{number - 1} + 1")
    lists.list("full", fill=(2, {"price": "2"}))
    at = lists.evaluation()
    for one in lists.definitions:
        at.name(one.name)
    assert at.value(lists.node("sum(full, c599)")) == 600 + 601


def test_a_record_that_was_added_has_no_place_in_the_list_that_it_was_added_to() -> None:
    """A place among those of the other list it has."""
    lists = bids(10, 20)
    lists.list("full", fill=(3, {"price": "2"}))
    lists.places("price")
    assert lists.value("sum(full, rank.place)") == 3
    assert lists.ranks(lists.places("price", of="full")) == [2, 3, 1]
