"""Lists made from others, columns and places: TOML in, scorecard or message out."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest

from scoring.assessor.assessor import score
from scoring.problems import InputRefused
from tests.program.bids import BIDS, FOUR, reported, results, told
from tests.writing import messages, prepared

# ---------------------------------------------------------------- derived lists


def test_a_list_has_the_records_that_its_condition_holds_for() -> None:
    rules = '[list.valid]\nfrom = "bids"\nwhere = "price <= ceiling and sound"\n[result.n]\nis = "count(valid)"\n'
    assert results(rules) == {"n": "2"}


def test_highest_and_lowest_are_left_out_as_many_as_a_formula_says() -> None:
    rules = """
[list.trimmed]
from = "bids"
order = ["price"]
leave_out = { first = 1, last = "if count(bids) >= 4 then 1 else 0" }
ties = "listed"
[result.benchmark]
is = "mean(trimmed, price)"
"""
    assert results(rules) == {"benchmark": "95"}
    assert results(rules, FOUR[:3]) == {"benchmark": "95"}


@pytest.mark.parametrize(
    ("keep", "expected"),
    [("{ first = 1 }", "70"), ("{ last = 1 }", "60"), ("{ first = 2 }", "145"), ("{ first = 9 }", "285")],
)
def test_the_first_or_the_last_are_kept(keep: str, expected: str) -> None:
    rules = f'[list.kept]\nfrom = "bids"\norder = ["price", "quality"]\nkeep = {keep}\n[result.q]\nis = "sum(kept, quality)"\n'
    assert results(rules) == {"q": expected}


def test_a_minus_puts_the_largest_first_and_the_next_key_decides() -> None:
    rules = '[list.kept]\nfrom = "bids"\norder = ["-price", "-quality"]\nkeep = { last = 2 }\n[result.q]\nis = "sum(kept, quality)"\n'
    assert results(rules) == {"q": "145"}
    rules = '[list.kept]\nfrom = "bids"\norder = "-bidder"\nkeep = { first = 1 }\n[result.who]\nis = "count(kept, bidder == \'D\')"\n'
    assert results(rules) == {"who": "1"}


def test_records_that_are_never_left_out_are_passed_over() -> None:
    rules = """
[list.counted]
from = "bids"
order = ["quality"]
leave_out = { first = 2 }
never = "bidder == 'D'"
[result.q]
is = "sum(counted, quality)"
"""
    assert results(rules) == {"q": "140"}


def test_those_are_left_out_without_which_a_ratio_is_highest() -> None:
    rules = """
[fact]
works = { list = { mark = { kind = "number" }, possible = { kind = "number" } } }
[list.counted]
from = "works"
ratio = { of = "mark", to = "possible" }
leave_out = 1
[result.share]
is = "sum(counted, mark) / sum(counted, possible)"
round = { decimals = 4 }
"""
    # 20 of 100 (20%) drags more than 1 of 10 (10%)
    project = (
        "[facts]\nworks = [{ mark = 90, possible = 100 }, { mark = 20, possible = 100 }, { mark = 1, possible = 10 }]\n"
    )
    ready, problems = prepared(rules, project)
    assert ready is not None, messages(problems)
    value = score(ready).results[0].value
    assert max((Fraction(111 - m, 210 - p), m) for m, p in ((90, 100), (20, 100), (1, 10))) == (Fraction(91, 110), 20)
    assert value == Fraction("0.8273")


def test_a_list_is_filled_up_to_a_least_number() -> None:
    rules = """
[list.five]
from = "bids"
fill = { to = 5, with = { quality = 0, price = "10 元" } }
[result.n]
is = "count(five)"
[result.mean]
is = "mean(five, quality)"
[result.price]
is = "sum(five, price)"
"""
    assert results(rules) == {"n": "5", "mean": "57", "price": "410"}


def test_lists_are_made_from_lists() -> None:
    rules = """
[list.valid]
from = "bids"
where = "sound"
[list.best]
from = "valid"
order = ["-quality"]
keep = { first = 2 }
[result.q]
is = "sum(best, quality)"
"""
    assert results(rules) == {"q": "150"}


def test_nobody_left_is_a_list_of_none() -> None:
    rules = '[list.none_]\nfrom = "bids"\nwhere = "price > 1000 元"\n[result.n]\nis = "count(none_)"\n'
    assert results(rules) == {"n": "0"}


# ---------------------------------------------------------------- places


PLACES = [("shared", "3 1 1 4"), ("dense", "2 1 1 3"), ("last", "3 2 2 4"), ("listed", "3 1 2 4")]


@pytest.mark.parametrize(("ties", "expected"), PLACES)
def test_places_by_price(ties: str, expected: str) -> None:
    rules = f'[column.bids.rank]\nplace = ["price"]\nties = "{ties}"\n' + "".join(
        f"[result.{who}]\nis = \"sum(bids, if bidder == '{who}' then rank.place else 0)\"\n" for who in "ABCD"
    )
    assert " ".join(results(rules).values()) == expected


def test_a_further_key_decides_and_places_are_shares_of_how_many() -> None:
    rules = '[column.bids.rank]\nplace = ["price", "-quality"]\n' + "".join(
        f"[result.{who}]\nis = \"sum(bids, if bidder == '{who}' then {what} else 0)\"\n"
        for who, what in (("A", "rank.place"), ("B", "rank.place"), ("C", "rank.share"), ("D", "rank.of"))
    )
    assert results(rules) == {"A": "3", "B": "2", "C": "25", "D": "4"}


def test_places_are_counted_within_groups_and_among_those_who_qualify() -> None:
    rules = """
[column.bids.rank]
place = ["-quality"]
within = "lot"
among = "sound"
[result.a]
is = "sum(bids, if bidder == 'A' then rank.place else 0)"
[result.d]
is = "sum(bids, if bidder == 'D' then rank.place else 0)"
[result.of]
is = "sum(bids, if bidder == 'D' then rank.of else 0)"
[result.placed]
is = "count(bids, known(rank.place))"
"""
    assert results(rules) == {"a": "1", "d": "1", "of": "1", "placed": "3"}


def test_quotas_are_chained_from_one_column_to_the_next() -> None:
    rules = """
[column.bids.rank]
place = ["-quality"]
[column.bids.level]
gives = ["excellent", "good", "fair"]
rows = [["rank.place <= max(1, floor(rank.of * 30%))", "excellent"], ["rank.share <= 75%", "good"], ["else", "fair"]]
[result.excellent]
is = "count(bids, level == 'excellent')"
[result.good]
is = "count(bids, level == 'good')"
"""
    assert results(rules) == {"excellent": "1", "good": "2"}


def test_an_undecided_tie_is_told_with_those_who_share_it() -> None:
    rules = '[column.bids.rank]\nplace = "price"\nties = "told"\n[result.sum]\nis = "sum(bids, rank.place)"\n'
    with pytest.raises(InputRefused) as raised:
        results(rules)
    said = [problem.message.en for problem in raised.value.problems]
    assert len(said) == 1 and "B" in said[0] and "C" in said[0]


# ---------------------------------------------------------------- order means nothing where it says nothing


EVERYTHING = """
[list.valid]
from = "bids"
where = "price <= ceiling"
[list.trimmed]
from = "valid"
order = ["price", "bidder"]
leave_out = { first = 1, last = 1 }
[value.benchmark]
is = "mean(trimmed, price)"
[column.bids.deviation]
is = "abs(price / benchmark - 1)"
[column.valid.rank]
place = ["deviation", "-quality"]
within = "lot"
[result.benchmark]
is = "benchmark"
[result.first]
is = "sum(valid, if rank.place == 1 then quality else 0)"
[result.mean]
is = "mean(bids, deviation)"
round = { decimals = 6 }
"""


def test_the_order_of_records_changes_nothing_where_it_says_nothing() -> None:
    expected = results(EVERYTHING)
    for bids in itertools.permutations(FOUR):
        assert results(EVERYTHING, list(bids)) == expected


# ---------------------------------------------------------------- missing


def test_a_record_that_may_be_of_the_list_leaves_its_sum_open() -> None:
    bids = [*FOUR[:3], {**FOUR[3], "price": None}]
    assert results(
        '[list.valid]\nfrom = "bids"\nwhere = "price <= ceiling"\n[result.n]\nis = "count(valid)"\n', bids
    ) == {"n": None}


# ---------------------------------------------------------------- what is refused, and how to write it instead


@pytest.mark.parametrize(
    ("rules", "code", "says", "fix"),
    [
        ('[list.l]\nfrom = "bid"\n', "unknown-list", "there is no list `bid`", "did you mean `bids`?"),
        ('[list.l]\nfrom = "ceiling"\n', "unknown-list", "`ceiling` is no list", "there are bids"),
        ('[column.bid.x]\nis = "1"\n', "unknown-list", "there is no list `bid`", "did you mean `bids`?"),
        ('[column.bids.x]\nis = "prise"\n', "unknown-name", "`prise` is not known", "did you mean `price`?"),
        ('[column.bids.points]\nis = "1"\n[value.v]\nis = "sum(bids, point)"\n', "unknown-name", "`point` is not known",
         "did you mean `points`?"),
        ('[list.l]\nfrom = "bids"\norder = "price"\nleave_out = { first = 1 }\nkeep = { first = 1 }\n', "stray-key",
         "`keep` has no effect beside `leave_out`", "delete one of the two"),
        ('[list.l]\nfrom = "bids"\norder = "price"\nratio = { of = "quality", to = "quality" }\nleave_out = 1\n', "stray-key",
         "`order` has no effect beside `ratio`", "delete one of the two"),
        ('[list.l]\nfrom = "bids"\nratio = { of = "quality", to = "quality" }\nleave_out = { first = 1 }\n', "wrong-kind",
         "there is no first and no last", "such as leave_out = 1"),
        ('[list.l]\nfrom = "bids"\norder = "price"\nleave_out = 1\n', "wrong-kind", "from which end", "{ first = 1 }"),
        ('[list.l]\nfrom = "bids"\nnever = "sound"\n', "stray-key", "`never` has no effect", "delete it"),
        ('[list.l]\nfrom = "bids"\nfill = { to = 5, with = { qualty = 0 } }\n', "unknown-field", "have no `qualty`",
         "did you mean `quality`?"),
        ('[list.l]\nfrom = "bids"\nfill = { to = 5, with = { price = 3 } }\n', "bare-number", "has no unit", "3 元"),
        ('[list.l]\nfrom = "bids"\norder = "sound"\nkeep = { first = 1 }\n', "kinds-differ", "cannot be put in order",
         "if x then 0 else 1"),
        ('[list.l]\nfrom = "bids"\norder = "price"\nkeep = { first = "3 元" }\n', "wrong-kind", "a number of records", "such as 1"),
        ('[list.l]\nfrom = "bids"\norder = "price"\nkeep = { first = -1 }\n', "wrong-kind", "not negative", "such as 1"),
        ('[list.l]\nfrom = "bids"\norder = "price"\nkeep = {}\n', "missing-key", "neither `first` nor `last`", "{ first = 1 }"),
        ('[value.v]\nis = "max(bids.x)"\n[column.bids.x]\nis = "quality"\n', "column-outside", "for each record of `bids`",
         "`max(bids, x)`"),
        ('[column.points]\nby = "quality"\nrows = [["else", 1]]\n', "column-without-list", "[column.points] does not say",
         "[column.LIST.points]"),
        ('[column.bids.rank]\nplace = "price"\n[value.v]\nis = "count(bids, rank <= 3)"\n', "kinds-differ", "a record",
         "`.place`, `.of`, `.share`"),
        ('[column.bids.rank]\nplace = "price"\n[value.v]\nis = "sum(bids, rank)"\n', "kinds-differ", "a record", "`.place`"),
        ('[column.bids.x]\nis = "1"\nwithin = "lot"\n', "stray-key", "`within` has no effect", "delete it"),
        ('[column.bids.x]\nplace = "price"\nis = "1"\n', "stray-key", "`is` has no effect in a column of places", "delete it"),
        ('[column.bids.x]\nplace = "price"\namong = "quality"\n', "not-a-condition", "is no condition", "> 0"),
        ('[column.bids.price]\nis = "1"\n', "name-twice", "have a field `price` already", "choose another name"),
        ('[column.bids.a]\nis = "b"\n[column.bids.b]\nis = "a"\n', "cycle", "bids.b → bids.a → bids.b", "facts alone"),
        ('[list.a]\nfrom = "b"\n[list.b]\nfrom = "a"\n', "cycle", "b → a → b", "facts alone"),
        ('[column.bids.a]\nis = "sum(bids, a)"\n', "cycle", "bids.a → bids.a", "facts alone"),
        ('[list.bids]\nfrom = "bids"\n', "name-twice", "`bids` has two meanings", "rename"),
    ],
)  # fmt: skip
def test_what_is_refused(rules: str, code: str, says: str, fix: str) -> None:
    _ready, problems = prepared(BIDS + rules, reported(FOUR))
    found = [one for one in problems if one.code == code and says in one.message.en]
    assert found, messages(problems)
    assert found[0].fix is not None and fix in found[0].fix.en, found[0].fix


def test_two_records_with_one_name_are_told_where_the_second_stands() -> None:
    assert "project.toml:8:" in told("", [FOUR[0], {**FOUR[1], "bidder": "A"}])
    assert "record-twice: two records have the bidder `A`" in told("", [FOUR[0], {**FOUR[1], "bidder": "A"}])


def test_a_record_without_the_name_that_others_have_is_told() -> None:
    assert "record-without-name: record 2 has no `bidder`" in told("", [FOUR[0], {**FOUR[1], "bidder": None}])
