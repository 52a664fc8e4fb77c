"""Results for each record of a list: what a person, a program and an auditor are told of them. TOML in, scorecard or message out."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring.assessor.assessor import score
from scoring.problems import InputRefused, Language, Text, has_errors
from scoring.scorecard.scorecard import ResultScore, Scorecard
from scoring.views import archived, as_json, as_toml, explain, markdown, table
from scoring.views.explain_member import render_member
from tests.running import run
from tests.tender import FACTS, RULES
from tests.writing import RULEBOOK, messages, prepared, refused

Golden = Callable[[str, str], None]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
ONE_MARK_MISSING = FACTS.replace(
    "{ mark = 55 }, { mark = 62 }, { mark = 65 }, { mark = 70 }", "{ mark = 62 }, {}, { mark = 70 }"
)
SMALL = """
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" }, lot = { kind = "text" } } }
[column.bids.rank]
place = ["price"]
[column.bids.third]
is = "price / 3"
"""
TWO = '[facts]\nbids = [{ bidder = "A", price = "2 万元", lot = "x" }, { bidder = "B", price = "10 元", lot = "y" }]\n'


def card(rules: str = RULES, facts: str = FACTS) -> Scorecard:
    """The scorecard, which both engines give alike."""
    ready, problems = prepared(rules, facts)
    assert ready is not None and not has_errors(problems), messages(problems)
    cards = [score(ready, engine) for engine in ("exact", "rules")]
    assert cards[0] == cards[1]
    return cards[1]


def result(rules: str, facts: str = TWO) -> ResultScore:
    return card(SMALL + rules, facts).results[-1]


def values(rules: str, facts: str = TWO) -> Any:
    return result(rules, facts).plain


# ---------------------------------------------------------------- what is told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tender_reads_as_reviewed(language: Language, golden: Golden) -> None:
    scorecard = card()
    (bidders,) = scorecard.results
    assert bidders.members is not None
    folder = "tests/golden/members"
    golden(table.render(scorecard, language, width=110), f"{folder}/tender.{language}.txt")
    golden(markdown.render(scorecard, language), f"{folder}/tender.{language}.md")
    golden(explain.render_result(bidders, scorecard, language, color=False), f"{folder}/bidders.{language}.txt")
    for member in bidders.members:
        if member.key in "ACEF":
            said = render_member(member, bidders, scorecard, language, color=False)
            golden(said, f"{folder}/{member.key}.{language}.txt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_a_mark_is_missing_places_are_ranges_and_the_trace_says_whose_mark(
    language: Language, golden: Golden
) -> None:
    scorecard = card(facts=ONE_MARK_MISSING)
    (bidders,) = scorecard.results
    assert scorecard.status == "incomplete"
    assert bidders.outcome == "not_scorable"
    assert bidders.missing == ("bids.C.marks.2.mark",)
    said = [explain.render_result(bidders, scorecard, language, color=False)]
    said += [
        render_member(one, bidders, scorecard, language, color=False)
        for one in bidders.members or ()
        if one.key in "AC"
    ]
    golden("\n".join(said), f"tests/golden/members/one-mark-missing.{language}.txt")


def test_the_json_says_all_that_the_trace_says(golden: Golden) -> None:
    golden(as_json.render(card()), "tests/golden/members/tender.json")


@pytest.mark.parametrize("facts", [FACTS, ONE_MARK_MISSING], ids=["complete", "incomplete"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_years_later_the_json_alone_explains_a_record_in_the_same_words(facts: str, language: Language) -> None:
    scorecard = card(facts=facts)
    back = archived.read_scorecard(json.loads(as_json.render(scorecard, language)), "card.json")
    assert as_json.render(back, language) == as_json.render(scorecard, language)
    (bidders,) = scorecard.results
    for member in bidders.members or ():
        said = render_member(member, bidders, scorecard, language, color=False)
        assert archived.explain(back, f"bidders.{member.key}", False, language, False) == said
    assert table.render(back, language) == table.render(scorecard, language)


def test_toml_says_what_json_says_but_for_what_is_empty() -> None:
    scorecard = card(facts=ONE_MARK_MISSING)
    assert tomllib.loads(as_toml.render(scorecard, "zh")) == as_toml.without_nothing(as_json.data(scorecard, "zh"))


def test_records_with_the_same_keys_are_told_of_each_other() -> None:
    rules = SMALL + '[column.bids.by_lot]\nplace = ["lot"]\n[result.r]\nfor_each = "bids"\ncolumns = ["by_lot"]\n'
    facts = TWO.replace('lot = "y"', 'lot = "x"')
    scorecard = card(rules, facts)
    (one, other) = scorecard.results[0].members or ()
    assert [each.columns["by_lot.place"].plain for each in (one, other)] == ["1", "1"]
    standing = one.columns["by_lot.place"].standing
    assert standing is not None
    assert (standing.tied, standing.before, standing.after) == (("B",), None, None)
    said = render_member(one, scorecard.results[0], scorecard, "en", color=False)
    assert "the same keys: B; records with the same keys share a place" in said


def test_a_record_that_a_list_left_out_is_told_with_the_list_and_the_reason() -> None:
    lists = '[list.cheap]\nfrom = "bids"\nwhere = "price < 1 万元"\n[list.first]\nfrom = "cheap"\norder = ["price"]\n'
    scorecard = card(SMALL + lists + '[result.r]\nfor_each = "first"\n', TWO)
    assert scorecard.without("r.A") == Text("`A` was left out of `cheap`: 20000 元 < 1 万元 does not hold",
                                            "A 未计入 cheap：20000 元 < 1 万元 不成立")  # fmt: skip
    assert scorecard.without("r.B") is scorecard.without("r.C") is scorecard.without("q.A") is None
    with pytest.raises(InputRefused) as told:
        archived.explain(scorecard, "r.A", False, "en", False)
    assert "was left out of `cheap`" in str(told.value)


@pytest.mark.parametrize(
    ("formula", "counted"),
    [
        ("nth(bids, 2, price)", ["B"]),
        ("first(bids, price)", ["A"]),
        ("last(bids, price, where = lot == 'x')", ["A"]),
        ("nth(bids, gone, price)", []),
        ("nth(bids, 3, price)", []),
    ],
)
def test_of_what_picks_one_record_that_record_is_told(formula: str, counted: list[str]) -> None:
    found = result(f'[fact.gone]\nkind = "number"\n[result.r]\nis = "{formula}"\n')
    assert [one.key for each in found.records for one in each.counted] == counted


@pytest.mark.parametrize(
    ("cut", "ends"),
    [
        ("drop_lowest = 1, drop_highest = 1", ["lowest", "highest"]),
        ("drop_lowest = 2", ["lowest", "lowest"]),
        ("drop_highest = 2", ["highest", "highest"]),
        ("keep_highest = 1", ["lowest"]),
        ("keep_lowest = 1", ["highest"]),
    ],
)
def test_of_equal_values_each_is_left_out_at_the_end_that_the_rule_names(cut: str, ends: list[str]) -> None:
    found = result(f'[result.r]\nis = "sum(bids, 7, {cut})"\n')
    assert [one.because.en for each in found.records for one in each.left_out] == [
        f"one of the {end}: 7" for end in ends
    ]


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("min(bids, price, where = lot == 'z')", 'min of no values: min(bids, price, where = lot == "z")'),
        ("2 * first(bids, price, where = lot == 'z')",
         'first of too few records: 2 × first(bids, price, where = lot == "z")'),
    ],
)  # fmt: skip
def test_an_aggregate_of_no_record_is_told_as_it_is_written(formula: str, why: str) -> None:
    found = result(f'[result.r]\nis = "{formula}"\n')
    assert found.reason is not None
    assert found.reason.en == why


def test_a_record_is_told_harmlessly_whatever_its_name_is() -> None:
    facts = TWO.replace('"A"', '"\\u001b[31mA.rank\\u202e"')
    rules = SMALL + '[result.r]\nfor_each = "bids"\n'
    ready, problems = prepared(rules, facts)
    assert ready is not None, messages(problems)
    scorecard = score(ready)
    (first, _) = scorecard.results[0].members or ()
    said = render_member(first, scorecard.results[0], scorecard, "en", color=False) + table.render(scorecard, "en")
    assert "\x1b" not in said
    assert "\u202e" not in said


# ---------------------------------------------------------------- which columns


def test_a_record_has_the_columns_and_fields_that_are_named_in_their_order() -> None:
    found = values('[result.r]\nfor_each = "bids"\ncolumns = ["third", "price", "rank"]\n')
    assert found == [
        {"bidder": "A", "third": "6666.666667", "price": "20000", "rank.place": "2"},
        {"bidder": "B", "third": "3.333333", "price": "10", "rank.place": "1"},
    ]


def test_without_names_it_has_all_columns_of_the_list() -> None:
    assert [*values('[result.r]\nfor_each = "bids"\n')[0]] == ["bidder", "rank.place", "third"]


def test_of_a_place_its_other_parts_are_named_in_full() -> None:
    found = values('[result.r]\nfor_each = "bids"\ncolumns = ["rank.place", "rank.of", "rank.share"]\n')
    assert found[1] == {"bidder": "B", "rank.place": "1", "rank.of": "2", "rank.share": "50"}


def test_a_column_of_several_results_stands_in_several() -> None:
    rules = '[column.bids.c]\nby = "price"\ngives = { code = "text", points = "number" }\nrows = [["> 100 元", "dear", 1], ["else", "cheap", 2]]\n'
    found = values(rules + '[result.r]\nfor_each = "bids"\ncolumns = ["c"]\n')
    assert found == [
        {"bidder": "A", "c.code": "dear", "c.points": "1"},
        {"bidder": "B", "c.code": "cheap", "c.points": "2"},
    ]


def test_the_records_of_a_list_made_from_another_keep_their_names_and_columns() -> None:
    rules = (
        '[list.cheap]\nfrom = "bids"\nwhere = "price < 100 元"\n[result.r]\nfor_each = "cheap"\ncolumns = ["third"]\n'
    )
    assert values(rules) == [{"bidder": "B", "third": "3.333333"}]


def test_records_may_be_named_by_numbers_and_an_empty_list_has_no_records() -> None:
    rules = (
        SMALL.replace('bidder = { kind = "text" }', 'bidder = { kind = "number" }')
        + '[result.r]\nfor_each = "bids"\ncolumns = ["rank"]\n'
    )
    assert card(rules, '[facts]\nbids = [{ bidder = 7, price = "1 元" }]\n').results[0].plain == [
        {"bidder": "7", "rank.place": "1"}
    ]
    found = card(rules, "[facts]\nbids = []\n")
    assert (found.results[0].plain, found.results[0].outcome, found.status) == ([], "scored", "complete")
    assert "0 records" in table.render(found, "en")


def test_without_the_list_there_is_no_result() -> None:
    found = result('[result.r]\nfor_each = "bids"\n', "")
    assert (found.plain, found.outcome, found.missing, found.members) == (None, "not_scorable", ("bids",), None)


def test_an_optional_result_does_not_make_the_scorecard_incomplete() -> None:
    rules = SMALL + '[result.r]\nfor_each = "bids"\noptional = true\ncolumns = ["third"]\n'
    facts = TWO.replace(', price = "10 元"', "")
    found = card(rules, facts)
    assert (found.status, found.results[0].outcome) == ("complete", "scored")
    assert found.results[0].plain == [{"bidder": "A", "third": "6666.666667"}, {"bidder": "B", "third": None}]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('for_each = "bid"', "unknown-list: there is no list `bid`"),
        ('for_each = "bids"\ncolumns = ["ranks"]', "unknown-column: the records of `bids` have no `ranks`"),
        ('for_each = "bids"\ncolumns = ["rank.plase"]', "unknown-column: the records of `bids` have no `rank.plase`"),
        ('for_each = "bids"\ncolumns = ["price", "price"]', "name-twice: `price` is there already"),
        ('for_each = "bids"\ncolumns = ["bidder"]', "name-twice: `bidder` is there already"),
        ('for_each = "bids"\nis = "1"', "stray-key: `is` has no effect in a result for each record"),
        ('for_each = "bids"\nround = { decimals = 1 }', "stray-key: `round` has no effect in a result for each record"),
        ('for_each = "bids"\ntotal = true', "stray-key: `total` has no effect in a result for each record"),
        ('is = "1"\ncolumns = ["price"]', "stray-key: `columns` has no effect in this `is`"),
    ],
)
def test_what_cannot_be_meant_is_told(written: str, told: str) -> None:
    (problem,) = refused(f"{SMALL}[result.r]\n{written}\n", TWO)
    assert told in problem


def test_a_list_whose_records_have_no_name_is_told_how_to_give_them_one() -> None:
    ready, problems = prepared(SMALL.replace('key = "bidder", ', "") + '[result.r]\nfor_each = "bids"\n', TWO)
    (problem,) = problems
    assert (ready is None, problem.code) == (True, "missing-key")
    assert problem.fix is not None
    assert problem.fix.en == 'add key = "bidder" to the [fact] of the list'


def test_a_list_without_columns_is_told() -> None:
    rules = '[fact]\nbids = { key = "bidder", list = { bidder = { kind = "text" } } }\n[result.r]\nfor_each = "bids"\n'
    (problem,) = refused(rules, '[facts]\nbids = [{ bidder = "A" }]\n')
    assert "nothing-named: `bids` has no columns" in problem


# ---------------------------------------------------------------- commands


def book(folder: Path, rules: str = RULES, facts: str = FACTS) -> Path:
    """A project beside its rulebook."""
    (folder / "rules.toml").write_text(RULEBOOK + rules, encoding="utf-8")
    project = folder / "project.toml"
    project.write_text(
        f'format = 1\nproject = "办公楼维修"\nperiod = 2024\nrules = "rules.toml"\n{facts}', encoding="utf-8"
    )
    return project


def test_explain_takes_the_name_of_a_result_and_of_a_record(tmp_path: Path) -> None:
    project = book(tmp_path)
    ran = run("explain", project, "bidders.C")
    assert ran.status == 0, ran.said
    assert "place 2 of 4" in ran.out
    assert "110 元 [D]" in ran.out
    assert "[result.bidders]" in ran.out, "the lines of the rule"
    told = run("explain", project, "bidders.Z")
    assert told.status == 1
    assert "did you mean `bidders." in told.said or "there are bidders" in told.said
    (tmp_path / "card.json").write_text(run("score", project, "--format", "json").out, encoding="utf-8")
    again = run("explain", tmp_path / "card.json", "bidders.C")
    assert again.out.splitlines()[:12] == ran.out.splitlines()[:12]


def test_every_way_of_printing_a_scorecard_shows_the_records(tmp_path: Path) -> None:
    project = book(tmp_path)
    assert "    A                 93.5               1" in run("score", project).out
    assert "| A | 93.5 | 1 |" in run("score", project, "--format", "markdown").out
    made = tomllib.loads(run("score", project, "--format", "toml").out)
    assert made["results"][0]["value"][0] == {"bidder": "A", "points": "93.5", "rank.place": "1"}
    assert "bidders.A" not in run("explain", project, "--all").said.split("\n")[0]
