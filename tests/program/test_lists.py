"""Lists made from others, columns and places: TOML in, scorecard or message out."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest

from scoring.assessor.assessor import Assessor, score
from scoring.examples.example import try_examples
from scoring.lint.checking import check_rulebook
from scoring.problems import InputRefused, has_errors
from scoring.project.project import read_project
from scoring.rulebook.changes import resting_on
from scoring.rulebook.rulebook import put_together
from tests.writing import PROJECT, RULEBOOK, document, messages, prepared, refused, rulebook

BIDS = """
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" }, quality = { kind = "number" }, lot = { kind = "text" }, sound = { kind = "yes_no" } } }
ceiling = "元"
"""
FOUR = [
    {"bidder": "A", "price": 100, "quality": 80, "lot": "x", "sound": True},
    {"bidder": "B", "price": 90, "quality": 70, "lot": "x", "sound": True},
    {"bidder": "C", "price": 90, "quality": 75, "lot": "y", "sound": False},
    {"bidder": "D", "price": 120, "quality": 60, "lot": "y", "sound": True},
]


def reported(bids: list[dict[str, Any]], ceiling: int | None = 110) -> str:
    """Bids as a project reports them; a field that is None is not reported."""

    def shown(key: str, value: Any) -> str:
        if isinstance(value, bool):
            return f"{key} = {str(value).lower()}"
        if key == "price":
            return f'price = "{value} 元"'
        return f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"

    records = ", ".join(
        "{ " + ", ".join(shown(key, value) for key, value in bid.items() if value is not None) + " }" for bid in bids
    )
    limit = f'ceiling = "{ceiling} 元"\n' if ceiling is not None else ""
    return f"[facts]\n{limit}bids = [{records}]\n"


def results(rules: str, bids: list[dict[str, Any]] | None = None, ceiling: int | None = 110) -> dict[str, Any]:
    """Every result's plain value by its name, the same by both engines."""
    ready, problems = prepared(BIDS + rules, reported(FOUR if bids is None else bids, ceiling))
    assert ready is not None and not has_errors(problems), messages(problems)
    cards = [score(ready, engine) for engine in ("exact", "rules")]
    assert cards[0].results == cards[1].results
    return {one.name: one.plain for one in cards[0].results}


def told(rules: str, bids: list[dict[str, Any]] | None = None) -> str:
    return "\n".join(refused(BIDS + rules, reported(FOUR if bids is None else bids)))


# ---------------------------------------------------------------- columns


def test_a_column_has_a_value_for_each_record_with_everything_that_a_value_may_say() -> None:
    rules = """
[value.benchmark]
is = "min(bids, price)"
[column.bids.points]
by = "price / benchmark"
rows = [["<= 1", 100], ["<= 1.2", "100 - 50 * (it - 1)"], ["else", 60]]
round = { decimals = 1 }
[result.all]
is = "sum(bids, points)"
[result.of_b]
is = "sum(bids, if bidder == 'B' then points else 0)"
"""
    assert results(rules) == {"all": "354.4", "of_b": "100"}


def test_a_column_reads_other_columns_of_its_list() -> None:
    rules = """
[column.bids.cheap]
is = "price <= 95 元"
[column.bids.points]
is = "quality + (if cheap then 10 else 0)"
[result.best]
is = "max(bids, points)"
"""
    assert results(rules) == {"best": "85"}


def test_a_column_of_several_results_is_read_by_their_names() -> None:
    rules = """
[column.bids.judged]
by = "quality"
gives = { level = ["good", "fair"], share = "share" }
rows = [[">= 75", "good", "100%"], ["else", "fair", "50%"]]
[result.good]
is = "count(bids, judged.level == 'good')"
[result.mean]
is = "mean(bids, judged.share)"
unit = "%"
"""
    assert results(rules) == {"good": "2", "mean": "75"}


def test_a_column_sees_the_lists_that_its_list_was_made_from() -> None:
    rules = """
[column.bids.doubled]
is = "2 * quality"
[list.valid]
from = "bids"
where = "price <= ceiling"
[column.valid.more]
is = "doubled + 1"
[result.best]
is = "max(valid, more)"
[result.all]
is = "sum(valid, doubled)"
"""
    assert results(rules) == {"best": "161", "all": "450"}


def test_a_table_with_parameters_is_called_for_each_record() -> None:
    rules = """
[value.points_for]
with = ["q"]
by = "q"
rows = [[">= 75", 10], ["else", 5]]
[column.bids.points]
is = "points_for(quality)"
[result.all]
is = "sum(bids, points)"
"""
    assert results(rules) == {"all": "30"}


def test_a_column_of_the_record_outside_is_read_by_own() -> None:
    rules = """
[column.bids.points]
is = "quality / 10"
[column.bids.better]
is = "count(bids, points > own.points)"
[result.of_d]
is = "sum(bids, if bidder == 'D' then better else 0)"
[result.all]
is = "sum(bids, better)"
"""
    assert results(rules) == {"of_d": "3", "all": "6"}


def test_the_rounding_of_all_values_is_that_of_columns_as_well() -> None:
    head = '\nformat = 1\n[rulebook]\nname = "test"\nvalues = { decimals = 0 }\n'
    rules = '[column.bids.third]\nis = "quality / 3"\n[result.all]\nis = "sum(bids, third)"\n'
    ready, problems = prepared(BIDS + rules, reported(FOUR), head)
    assert ready is not None, messages(problems)
    assert score(ready).results[0].plain == str(27 + 23 + 25 + 20)


def test_it_is_the_tested_value_before_it_is_the_only_field_of_a_record() -> None:
    rules = """
[fact]
marks = { list = { mark = { kind = "number" } } }
[column.marks.by_row]
by = "mark * 2"
rows = [[">= 10", "it + 1"], ["< sum(marks, it)", 0]]
[column.marks.by_member]
of = ["mark", "mark * 3"]
each = "it * 10"
[column.marks.plain]
is = "it + 1"
[result.by_row]
is = "sum(marks, by_row)"
[result.by_member]
is = "sum(marks, by_member)"
[result.plain]
is = "sum(marks, plain)"
"""
    ready, problems = prepared(rules, "[facts]\nmarks = [7, 2]\n")
    assert ready is not None, messages(problems)
    assert [one.plain for one in score(ready).results] == ["15", "180", "11"]


def test_a_missing_policy_is_of_each_record() -> None:
    rules = (
        '[column.bids.known_quality]\nis = "quality"\nmissing = "zero"\n[result.all]\nis = "sum(bids, known_quality)"\n'
    )
    bids = [*FOUR[:3], {**FOUR[3], "quality": None}]
    assert results(rules, bids) == {"all": "225"}


def test_what_does_not_apply_to_a_record_is_left_out() -> None:
    rules = '[column.bids.q]\nis = "quality"\nwhen = "sound"\n[result.mean]\nis = "mean(bids, q)"\n'
    assert results(rules) == {"mean": "70"}


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


# ---------------------------------------------------------------- what goes wrong for one record, and what is told before any


def test_a_table_without_a_row_for_a_record_says_for_which() -> None:
    rules = '[column.bids.p]\nby = "quality"\nrows = [[">= 65", 1]]\n[result.p]\nis = "sum(bids, p)"\n'
    with pytest.raises(InputRefused) as raised:
        results(rules)
    (problem,) = raised.value.problems
    assert problem.message.en == "no row of `bids.p` matches for `D`: quality = 60"


def test_a_fault_of_a_record_that_nothing_rests_on_refuses_nothing() -> None:
    rules = '[column.bids.p]\nby = "quality"\nrows = [[">= 65", 1]]\n[result.p]\nis = "sum(bids, if quality > 65 then p else 0)"\n'
    assert results(rules) == {"p": "3"}


def test_a_gap_in_the_table_of_a_column_is_told_with_what_shows_it() -> None:
    rules = '[column.bids.p]\nby = "quality"\nrows = [["> 65", 1], ["< 65", 0]]\n[result.p]\nis = "sum(bids, p)"\n'
    book, problems = rulebook(BIDS + rules)
    assert book is not None and not problems
    (problem,) = [one for one in check_rulebook(book) if one.code != "unused-fact"]
    assert (problem.code, problem.message.en) == ("row-gap", "no row of `bids.p` takes quality = 65")


def test_columns_and_lists_are_changed_by_a_rulebook_that_uses_them() -> None:
    used, problems = put_together([document(RULEBOOK.replace("test", "used") + BIDS + CHANGED, "rules/used/used.toml")])
    text = """
[change.column."bids.points"]
set = { round = { decimals = 0 } }
why = "whole points"
[change.list.valid]
set = { where = "price <= 95 元" }
why = "a lower ceiling"
"""
    book, found = put_together(
        [document(RULEBOOK.replace("[rulebook]", 'use = ["used"]\n[rulebook]') + text, "rules/test/test.toml")]
    )
    assert used is not None and book is not None and not problems + found
    changed, found = resting_on(book, [used])
    assert not found and [one.said for one in changed.changes] == [
        "column `bids.points`: round — → {\"decimals\": 0}", "list `valid`: where price <= ceiling → price <= 95 元"
    ]  # fmt: skip
    form, found = read_project(document(PROJECT + reported(FOUR), "project.toml"))
    assert form is not None and not found
    ready, found = Assessor(changed, None).prepare(form)
    assert ready is not None, messages(found)
    assert score(ready).results[0].plain == "48"  # 145 ÷ 3, each rounded: 23 + 25
    assert changed.fingerprint != used.fingerprint


CHANGED = """
[list.valid]
from = "bids"
where = "price <= ceiling"
[column.bids.points]
is = "quality / 3"
[result.points]
is = "sum(valid, points)"
"""


def test_a_name_has_one_meaning_whoever_declares_it() -> None:
    rules = '[column.bids.p]\nis = "1"\n[list.l]\nfrom = "bids"\n'
    project = reported(FOUR) + rules
    _ready, problems = prepared(BIDS + rules, project)
    assert [one.code for one in problems if one.code == "name-twice"] == ["name-twice", "name-twice"]


# ---------------------------------------------------------------- examples of columns

TRIED = """
[value.benchmark]
is = "min(bids, price)"
[column.bids.price_points]
is = "if price == benchmark then 30 else 20"
[column.bids.points]
is = "quality + price_points"
[column.bids.rank]
place = "-points"
"""


@pytest.mark.parametrize(
    ("example", "passed", "got"),
    [
        ('given = { price = "120 元", quality = 50, benchmark = "100 元" }\ngives = 70', True, "70"),
        ('given = { price = "120 元", quality = 50 }\ngives = 80', True, "80"),
        ('given = { price = "120 元", quality = 50, bids = [{ bidder = "A", price = "100 元" }] }\ngives = 70', True, "70"),
        ('given = { price = "120 元" }\nmissing = ["quality"]', True, "missing: quality"),
        ('given = { price = "120 元", quality = 50 }\ngives = 70', False, "80"),
    ],
)  # fmt: skip
def test_an_example_tries_a_column_for_one_record(example: str, passed: bool, got: str) -> None:
    book, problems = rulebook(BIDS + TRIED + f'[[example]]\ncolumn = "bids.points"\n{example}\n')
    assert book is not None and not problems
    (tried,) = try_examples(book, [book.sections], "exact")
    assert (tried.passed, tried.got) == (passed, got), tried.problems


def test_a_place_is_no_example_of_one_record() -> None:
    book, _ = rulebook(BIDS + TRIED + '[[example]]\ncolumn = "bids.rank"\ngiven = { quality = 1 }\ngives = 1\n')
    assert book is not None
    (tried,) = try_examples(book, [book.sections], "exact")
    assert [one.message.en for one in tried.problems] == ["a place is one among other records"]
