"""What rulebooks of the whole language, made up at random, found: each fault in the user's notation."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.api.book import load
from scoring.engines.columnar.duck import Connection, connect
from scoring.examples.cases import cases_of
from scoring.examples.scorecards import as_expected, try_scorecards
from scoring.problems import InputRefused, has_errors
from scoring.rulebook.rulebook import put_set_together, put_together
from tests.columns import Agreement, agreement, staged
from tests.generators import toml
from tests.writing import document, messages, refused, rulebook, scored


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    made = connect("1GB", 1, tmp_path_factory.mktemp("spilled"))
    yield made
    made.close()


def both(connection: Connection, rules: str, rows: list[dict[str, str]], indicators: str = "") -> Agreement:
    """What came of a table on the exact engine and in columns."""
    head = 'format = 1\n[rulebook]\nname = "t"\nweights_off_total = "finding"\n'
    book, problems = put_together([document(head + rules, "rules/t/rulebook.toml")])
    assert book is not None and not has_errors(problems)
    chosen = None
    if indicators:
        text = 'format = 1\n[indicator_set]\nname = "s"\nrules = "t"\n[indicator]\n' + indicators
        chosen, problems = put_set_together([document(text, "indicators/s/set.toml")])
        assert chosen is not None and not has_errors(problems)
    return agreement(connection, book, chosen, staged(connection, rows), 2024)


# ---------------------------------------------------------------- an input that one engine does not know


WEIGHED = """
[fact]
a = { kind = "number" }
w = { kind = "number" }
[value.m]
of = [["a", "w"], ["1", 2]]
combine = "sum"
[result.r]
is = "m"
optional = true
"""


def test_a_weight_of_which_only_limits_are_known_leaves_the_whole_unknown() -> None:
    card = scored(WEIGHED, "[facts]\na = 3\nw = { at_least = 2, at_most = 4 }")
    assert (card.results[0].value, card.results[0].missing) == (None, ())
    assert scored(WEIGHED, "[facts]\na = 3\nw = 4").results[0].value == 14


@pytest.mark.parametrize(
    "result",
    [
        'is = "precision(a)"',
        'rows = [["precision(a) < 0.1", 1], ["else", 2]]',
        'of = ["a"]\neach = "it + precision(a)"',
    ],
)
def test_how_precisely_a_fact_was_written_is_known_in_columns_wherever_it_is_read(
    connection: Connection, result: str
) -> None:
    rules = f'[fact]\na = {{ kind = "number" }}\n[result.r]\n{result}'
    found = both(connection, rules, [{"project": "甲", "a": "1.25"}, {"project": "乙", "a": "3"}])
    assert (found.fast, found.differences) == (2, [])


@pytest.mark.parametrize("rows", [[{"project": "甲", "a": "1.25"}, {"project": "乙"}], [{"project": "甲"}]])
def test_what_is_presumed_is_as_precise_as_the_rulebook_writes_it(
    connection: Connection, rows: list[dict[str, str]]
) -> None:
    rules = '[fact]\na = { kind = "number", if_missing = 12.75 }\n[result.r]\nis = "precision(a)"'
    assert both(connection, rules, rows).differences == []
    assert scored(rules, "").results[0].value == Fraction(1, 100)


@pytest.mark.parametrize("that", ["", 'that = "weight < 5"'])
@pytest.mark.parametrize("unit", ['unit = "天"\neach = {}', 'each = { unit = "人" }\nthat = "weight < 5"'])
def test_a_check_of_units_is_for_rows_that_report_an_amount(connection: Connection, unit: str, that: str) -> None:
    """A column of targets is empty in some rows: of these there is nothing to check."""
    rules = f'[rule.r]\nkind = "proportional"\n[check.c]\n{unit}\n{that if "that" not in unit else ""}'
    rows = [
        {"project": "甲", "A.target": ">= 3 人", "A.actual": "3 人"},
        {"project": "乙", "A.target": ">= 3 人"},
        {"project": "丙"},
    ]
    found = both(connection, rules, rows, 'A = { in = "产出", label = "甲", weight = 10, rule = "r" }')
    assert found.differences == []


def test_weights_off_the_total_refuse_every_row_of_a_table(tmp_path: Path) -> None:
    """Where nothing else is said they stop; columns scored such rows, and the run ended in an internal error."""
    files = {
        "r.toml": 'format = 1\n[rulebook]\nname = "r"\ntotal = 100\n[rule.p]\nkind = "proportional"\n',
        "s.toml": 'format = 1\n[indicator_set]\nname = "s"\nrules = "r.toml"\n[indicator]\n'
        'A = { in = "产出", label = "甲", weight = 10, rule = "p" }\n',
        "t.csv": "project,A.target,A.actual\n甲,>= 3,2\n乙,>= 3,3\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        list(load(indicators=tmp_path / "s.toml").batch(tmp_path / "t.csv"))
    assert "the weights add up to 10, not 100" in refused.value.problems[0].message.en


# ---------------------------------------------------------------- what is no number where only a number can be meant


FACTS = """
[fact]
x = { kind = "number" }
money = "元"
scope = ["a", "b"]
yes = { kind = "yes_no" }
day = { kind = "date" }
parts = { list = { n = "元" } }
"""
NO_NUMBER = {
    "a member": '[result.r]\nof = ["{}"]\ncombine = "sum"',
    "a member, counted": '[result.r]\nof = ["{}"]\ncombine = "count"',
    "a member that is changed": '[result.r]\nof = ["x"]\neach = "{}"',
    "the height of a line": '[result.r]\nby = "x"\nlines = [[0, 10, 0, 5]]\notherwise = "{}"',
    "a row that is added up": '[result.r]\nrows = [["x > 1", "{}"]]\nhit = "sum"',
    "the smallest row": '[result.r]\nrows = [["x > 1", "{}"]]\nhit = "min"',
    "one row of several": '[result.r]\nrows = [["x > 10", 3], ["else", "{}"]]',
    "a row of a table of numbers": '[result.r]\nrows = [["x > 1", "{}"]]\ngives = "number"',
    "one of several results": '[result.r]\nrows = [["x > 1", "{}", 3]]\ngives = {{ a = "number", b = "number" }}',
    "what was lost": '[result.r]\nrank = [{{ lost = "{}", code = "a" }}]',
    "the total": '[result.r]\nis = "{}"\ntotal = true',
    "what is graded by numbers": '[result.r]\nis = "{}"\ngrade = "g"\n[grade.g]\nrows = [[">= 3", "好"], ["else", "差"]]',
    "instead of a number": '[result.r]\nis = "x"\nmissing = {{ value = "{}" }}',
    "how often": '[rule.r]\nkind = "deduction"\ndeduct = [{{ each = "{}", points = 1 }}]',
    "beyond a target": '[rule.r]\nkind = "proportional"\nover = {{ beyond = "130%", then = "{}" }}',
    "points": '[rule.r]\ngives = "points"\nis = "{}"',
    "points of a part": '[[rule.r.part]]\ngives = "points"\nis = "{}"',
    "points of a row": '[rule.r]\ngives = "points"\nrows = [["x > 1", "{}"], ["else", 3]]',
    "what may be apart": '[check.c]\nthat = "{0} == {0}"\nwithin = 3\n[result.r]\nis = "x"',
}


@pytest.mark.parametrize("thing", ["scope", "yes", "day", "parts"])
@pytest.mark.parametrize("place", NO_NUMBER)
def test_what_is_no_number_is_refused_where_a_number_belongs(place: str, thing: str) -> None:
    """All of these were accepted, and never scored."""
    if (place, thing) == ("what may be apart", "parts"):
        return  # lists are not compared
    rules = NO_NUMBER[place].format(thing)
    rows = ', target = ">= 3", actual = 9' if "proportional" in rules else ""
    row = f'[indicator]\nX = {{ in = "甲", weight = 10, rule = "r"{rows} }}' if "[rule.r" in rules else ""
    assert refused(FACTS + rules, row)


def test_lists_of_results_are_no_points() -> None:
    rule = '[rule.r]\nby = "x"\nrows = [["> 1", 2], ["> 3", 4]]\nhit = "all"'
    row = '[indicator]\nX = { in = "甲", weight = 10, rule = "r" }'
    assert refused(FACTS + rule, row) == ["rules/test/test.toml:14:2 wrong-kind: a number belongs here, this is a list"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('[["x > 1", "3 元"], ["else", "2 人"]]', "an amount in 元 belongs here, this is an amount in 人"),
        ('[["x > 1", "3 元"], ["else", 2]]', "an amount in 元 belongs here, this is a number without a unit"),
        ('[["x > 1", "3 元"], ["x > 0", "money"], ["else", 0]]', ""),
    ],
)
def test_rows_of_one_table_give_what_converts(rows: str, said: str) -> None:
    rules = f"{FACTS}[result.r]\nrows = {rows}"
    assert said in refused(rules, "")[0] if said else scored(rules, "[facts]\nx = 0").results[0].value == 0


# ---------------------------------------------------------------- tables as they are printed


ACROSS = """
[fact]
a = { kind = "number" }
b = { kind = "yes_no" }
[result.r]
by = ["a", "b"]
across = [true, false]
rows = [
  { label = { zh = "高", en = "high" }, id = "high", row = ["> 5", 3, 2] },
  { row = ["else", 1] },
]
"""


def test_a_row_of_a_printed_table_may_have_a_name_and_a_label() -> None:
    for b, value in (("true", 3), ("false", 2)):
        result = scored(ACROSS, f"[facts]\na = 7\nb = {b}").results[0]
        assert (result.value, result.clause) == (value, f"high, {b}")
    assert scored(ACROSS, "[facts]\na = 1\nb = true").results[0].value == 1


# ---------------------------------------------------------------- what a number was rounded to


def test_what_a_number_was_rounded_to_a_multiple_of_is_said_where_its_digits_do_not_show_it() -> None:
    rules = '[fact]\na = { kind = "number" }\n[result.r]\nis = "a"\nround = { significant = 1, mode = "up" }'
    assert scored(rules, "[facts]\na = 22").results[0].arithmetic.en == "22 → 30 [a multiple of 10]"
    assert scored(rules, "[facts]\na = 2.2").results[0].arithmetic.en == "2.2 → 3"


# ---------------------------------------------------------------- what was kept is read again


LEFT_OUT = """
[fact]
a = { kind = "number" }
gone = { kind = "number" }
[rule.r]
gives = "points"
is = "a"
[rule.s]
gives = "points"
is = "gone"
missing = "leave_out"
"""


def test_what_is_kept_of_a_project_with_a_group_in_which_nothing_applies_is_read_again() -> None:
    """`scoring keep` wrote `{ none = true }` for such groups and for what is left out, which no file was allowed to say."""
    rows = 'A = { in = "g", weight = 10, rule = "r" }\nB = { in = "h", weight = 10, rule = "s" }\n'
    card = scored(LEFT_OUT, f"[facts]\na = 5\n[indicator]\n{rows}")
    expected = as_expected(card)
    assert (expected["points"]["B"], expected["groups"]["h"]) == ({"none": True}, {"none": True})
    written = toml({"scorecard": [{"facts": {"a": 5}, "indicator": _rows(rows), "expect": expected}]})
    book, problems = rulebook(LEFT_OUT + written)
    assert book is not None and messages(problems) == []
    (tried,) = try_scorecards(book, None, book.sections.scorecards, "rules")
    assert tried.passed


def _rows(text: str) -> dict[str, object]:
    found: dict[str, object] = tomllib.loads(text)
    return found


def test_a_case_that_differs_says_what_came_out_in_the_unit_of_the_result() -> None:
    """`expected 800000, got 800000`: the one was read as 万元, the other was in 元."""
    rules = '[fact]\na = "万元"\n[result.r]\nis = "a"\n[[cases]]\nfile = "c.csv"\nexpect = { r = "r" }'
    book, _ = rulebook(rules)
    assert book is not None
    (read,) = cases_of(book, None, [(book.sections.cases[0], "a,r\n80 万元,800000\n80 万元,80\n".encode())])
    differing = [(one.expected, one.got) for case in read.tried("rules") for one in case.differences]
    assert differing == [("800000", "80 万元")]
