"""A name means one thing: what the language itself calls so cannot be called so again."""

from __future__ import annotations

import pytest

from tests.writing import messages, prepared, refused, scored

ALONE = 'format = 1\n[rulebook]\nname = "test"\n'
RESERVED = ("actual", "target", "weight", "it", "period", "total")
FUNCTIONS = ("sum", "min", "round", "known", "days")
WORDS = ("if", "and", "in", "true")


def codes(rules: str, project: str = "", head: str = ALONE) -> list[str]:
    return [line.split()[1].rstrip(":") for line in refused(rules, project, head)]


@pytest.mark.parametrize("name", [*RESERVED, *WORDS])
def test_a_fact_or_value_of_a_name_of_the_language_is_refused(name: str) -> None:
    assert codes(f'[fact.{name}]\nkind = "number"\n[result.r]\nis = "1"\n') == ["reserved-name"]
    assert codes(f'[value.{name}]\nis = "1"\n[result.r]\nis = "1"\n') == ["reserved-name"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_value_with_parameters_of_the_name_of_a_function_is_refused(name: str) -> None:
    assert codes(f'[value.{name}]\nwith = ["x"]\nis = "x"\n[result.r]\nis = "1"\n') == ["reserved-name"]


@pytest.mark.parametrize("name", ["it", "period", "if"])
def test_a_parameter_of_a_name_of_the_language_is_refused(name: str) -> None:
    assert codes(f'[value.f]\nwith = ["{name}"]\nis = "1"\n[result.r]\nis = "1"\n') == ["reserved-name"]


def test_what_a_ranking_keeps_by_is_lost_and_nothing_else_is_called_so() -> None:
    rules = '[fact.lost]\nkind = "number"\n[result.r]\nrank = [{ lost = "1", code = "A" }]\n'
    assert codes(rules + 'keep = "lost > 0"\n') == ["reserved-name"]
    assert scored(rules, "", head=ALONE).results[0].value == ("A",)


def test_the_same_parameter_twice_is_refused() -> None:
    assert codes('[value.f]\nwith = ["x", "x"]\nis = "x"\n[result.r]\nis = "1"\n') == ["name-twice"]


def test_a_fact_of_a_project_is_refused_by_the_same_names() -> None:
    assert codes('[result.r]\nis = "1"\n', '[fact.it]\nkind = "number"\n') == ["reserved-name"]


def test_two_results_that_are_the_total_are_refused() -> None:
    rules = '[result.a]\nis = "1"\ntotal = true\n[result.b]\nis = "2"\ntotal = true\n'
    assert codes(rules) == ["name-twice"]


# ---------------------------------------------------------------- no result is not the text none

TABLE = '[fact.x]\nkind = "number"\n[value.v]\nby = "x"\n{gives}\nrows = [["> 0", {a}], ["else", {b}]]\n[result.r]\nis = "v"\n'


def of_table(gives: str, a: str, b: str, x: int) -> object:
    card = scored(TABLE.format(gives=gives, a=a, b=b), f"[facts]\nx = {x}\n", head=ALONE)
    return card.results[0].outcome if card.results[0].outcome != "scored" else card.results[0].value


NONE = "{ none = true }"


@pytest.mark.parametrize(
    "gives", ["", 'gives = "text"', 'gives = ["one", "two"]', 'gives = "number"', 'gives = "date"']
)
def test_no_result_is_written_as_such_in_every_table(gives: str) -> None:
    some = '"one"' if "text" in gives or "[" in gives else "1"
    if "date" in gives:
        some = "2024-01-01"
    assert of_table(gives, NONE, some, 1) == "none"
    assert of_table(gives, some, NONE, 0) == "none"


def test_the_text_none_is_a_text() -> None:
    assert of_table('gives = "text"', '"none"', '"some"', 1) == "none"
    card = scored(
        TABLE.format(gives='gives = ["none", "some"]', a='"none"', b='"some"'), "[facts]\nx = 1\n", head=ALONE
    )
    assert (card.results[0].outcome, card.results[0].value) == ("scored", "none")


def test_otherwise_may_be_no_result_or_the_text_none() -> None:
    table = '[fact.x]\nkind = "number"\n[value.v]\nby = "x"\ngives = ["none", "some"]\nrows = [["> 0", "some"]]\n'
    text = table + 'otherwise = "none"\n[result.r]\nis = "v"\n'
    nothing = table + 'otherwise = { none = true }\n[result.r]\nis = "v"\n'
    card = scored(text, "[facts]\nx = 0\n", head=ALONE)
    assert (card.results[0].outcome, card.results[0].value) == ("scored", "none")
    card = scored(nothing, "[facts]\nx = 0\n", head=ALONE)
    assert (card.results[0].outcome, card.results[0].value) == ("none", None)


@pytest.mark.parametrize(
    "rules",
    [
        'rows = [["> 0", "none"], ["else", 1]]',
        'rows = [["> 0", 1]]\notherwise = "none"',
        'gives = "text"\nrows = [["> 0", "x"]]\notherwise = "none"',
        'gives = ["x"]\nrows = [["> 0", "x"]]\notherwise = "none"',
        'lines = [[0, 1, 0, 1]]\notherwise = "none"',
        'gives = { p = "number", q = "text" }\nrows = [["> 0", 1, "x"]]\notherwise = ["none", "x"]',
        'gives = { p = "number", q = "text" }\nrows = [["> 0", 1, "x"]]\notherwise = "none"',
    ],
)
def test_the_old_way_of_writing_no_result_is_refused_with_its_fix(rules: str) -> None:
    _ready, problems = prepared(
        f'[fact.x]\nkind = "number"\n[value.v]\nby = "x"\n{rules}\n[result.r]\nis = "1"\n', "[facts]\nx = 1\n", ALONE
    )
    assert [one.code for one in problems] == ["none-as-text"], messages(problems)
    assert problems[0].fix is not None and "{ none = true }" in problems[0].fix.en


# ---------------------------------------------------------------- what a parameter may be

FACTOR = """
[fact]
a = ["X", "Y", "Z"]
b = ["X", "Y"]
[value.factor]
with = ["k"]
by = "k"
rows = [["X", 1], ["Y", 2], ["Z", 3]]
[result.r]
is = "factor(a) + factor(b)"
"""


def test_a_parameter_may_be_whatever_any_caller_gives() -> None:
    assert scored(FACTOR, '[facts]\na = "Z"\nb = "Y"\n', head=ALONE).results[0].value == 5
    turned = FACTOR.replace("factor(a) + factor(b)", "factor(b) + factor(a)")
    assert scored(turned, '[facts]\na = "Z"\nb = "Y"\n', head=ALONE).results[0].value == 5


def test_what_no_caller_gives_is_refused_once() -> None:
    assert codes(FACTOR.replace('["Z", 3]', '["Q", 3]')) == ["unknown-option"]


def test_a_literal_that_no_row_knows_is_refused() -> None:
    rules = '[value.pick]\nwith = ["k"]\nby = "k"\nrows = [["dairy", 1], ["fruit", 2]]\n[result.r]\nis = "pick(\'diary\')"\n'
    assert codes(rules) == ["no-row-matches"]


def test_several_results_may_be_none_alone_or_together() -> None:
    rules = """
[fact.x]
kind = "number"
[value.v]
by = "x"
gives = { p = "number", q = "text" }
rows = [["> 0", { none = true }, "none"]]
otherwise = { none = true }
[result.p]
is = "v.p"
[result.q]
is = "v.q"
"""
    card = scored(rules, "[facts]\nx = 1\n", head=ALONE)
    assert [(one.outcome, one.value) for one in card.results] == [("none", None), ("scored", "none")]
    card = scored(rules, "[facts]\nx = 0\n", head=ALONE)
    assert [(one.outcome, one.value) for one in card.results] == [("none", None), ("none", None)]
