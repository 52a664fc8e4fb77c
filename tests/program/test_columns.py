"""Columns of lists, a value for each record: TOML in, scorecard or message out."""

from __future__ import annotations

import pytest

from scoring.assessor.assessor import Assessor, score
from scoring.examples.example import try_examples
from scoring.lint.checking import check_rulebook
from scoring.problems import InputRefused
from scoring.project.project import read_project
from scoring.rulebook.changes import resting_on
from scoring.rulebook.rulebook import put_together
from tests.program.bids import BIDS, FOUR, reported, results
from tests.writing import PROJECT, RULEBOOK, document, messages, prepared, rulebook

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
