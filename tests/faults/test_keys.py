"""A key that is written acts, or is refused: none is passed over in silence."""

from __future__ import annotations

import pytest

from tests.writing import prepared, refused, scored

A = "[fact]\na = { kind = 'number' }\nb = { kind = 'number' }\nyes = { kind = 'yes_no' }\n"
ALONE = 'format = 1\n[rulebook]\nname = "test"\n'


def result(rules: str, facts: str, name: str = "r") -> object:
    """What the result `r` gives: its value, or its outcome where it has none."""
    card = scored(A + rules, f"[facts]\n{facts}\n", head=ALONE)
    found = next(one for one in card.results if one.name == name)
    return found.value if found.outcome == "scored" else found.outcome


def codes(rules: str, project: str = "[facts]\na = 1\n", head: str = ALONE) -> list[str]:
    return [line.split()[1].rstrip(":") for line in refused(A + rules, project, head)]


BOUNDED = {
    "is": 'is = "a * 3"',
    "rows": 'by = "a"\nrows = [["> 0", "it * 3"], ["else", "it * 3"]]',
    "lines": 'by = "a"\nlines = [[-100, 100, -300, 300]]',
    "of": 'of = [["a", 3]]\ncombine = "sum"',
}


@pytest.mark.parametrize("inside", BOUNDED)
@pytest.mark.parametrize(("a", "comes"), [(10, 20), (-10, 0), (5, 15)])
def test_a_result_lies_between_the_ends_that_it_states(inside: str, a: int, comes: int) -> None:
    assert result(f"[result.r]\n{BOUNDED[inside]}\nbetween = [0, 20]\n", f"a = {a}") == comes


@pytest.mark.parametrize("inside", BOUNDED)
@pytest.mark.parametrize(("a", "comes"), [(10, 20), (-10, 0), (5, 15)])
def test_a_value_lies_between_the_ends_that_it_states(inside: str, a: int, comes: int) -> None:
    rules = f'[value.v]\n{BOUNDED[inside]}\nbetween = [0, 20]\n[result.r]\nis = "v"\n'
    assert result(rules, f"a = {a}") == comes


def test_a_value_with_parameters_lies_between_its_ends() -> None:
    rules = '[value.f]\nwith = ["x"]\nis = "x * 3"\nbetween = [0, 20]\n[result.r]\nis = "f(a) + f(b)"\n'
    assert result(rules, "a = 10\nb = 5") == 35


def test_ends_are_amounts_in_the_unit_of_the_value() -> None:
    rules = '[fact.spent]\nunit = "元"\n[result.r]\nis = "spent"\nbetween = ["1 万元", "2 万元"]\n'
    assert result(rules, 'spent = "3 万元"') == 20000


def test_an_end_that_rounding_would_move_is_refused() -> None:
    assert codes('[result.r]\nis = "a"\nround = { decimals = 0 }\nbetween = [0, "9.6"]\n') == ["empty-bound"]


@pytest.mark.parametrize(
    "written",
    [
        'is = "yes"\nbetween = [0, 1]',  # neither yes nor no lies between numbers
        'is = "a"\nbetween = [2, 1]',
        'is = "a"\nbetween = ["x", 1]',
        'is = "a"\nbetween = ["1 万元", "2 万元"]',
        'by = "a"\ngives = ["x", "y"]\nrows = [["> 0", "x"], ["else", "y"]]\nbetween = [0, 1]',
    ],
)
def test_ends_that_bound_nothing_are_refused(written: str) -> None:
    assert codes(f"[result.r]\n{written}\n")
    assert codes(f'[value.v]\n{written}\n[result.r]\nis = "a"\n')


def test_a_part_outside_its_when_bounds_nothing() -> None:
    rules = """
[[rule.r.part]]
gives = "points"
is = "8"
between = [0, 4]
when = "yes"
[[rule.r.part]]
gives = "points"
is = "9"
"""
    row = '[indicator]\nX = { in = "g", weight = 10, rule = "r" }\n'
    assert scored(A + rules, f"[facts]\nyes = false\n{row}").indicators[0].points == 9
    assert scored(A + rules, f"[facts]\nyes = true\n{row}").indicators[0].points == 10


# ---------------------------------------------------------------- grades

RATE = '[rule.r]\ngives = "points"\nis = "a"\n'
ROW = '[facts]\na = 1\n[indicator]\nX = { in = "g", weight = 10, rule = "r" }\n'
SCALE = ALONE + "total = 10\n"


@pytest.mark.parametrize(
    "key", ['when = "yes"', "between = [0, 1]", "round = { decimals = 0 }", 'unit = "%"', 'missing = "zero"', 'gives = "text"',
            'is = "a"', 'with = ["x"]', 'combine = "sum"']
)  # fmt: skip
def test_a_key_that_no_grade_has_is_refused(key: str) -> None:
    rules = f'{RATE}[grade]\n{key}\nrows = [[">= 5", "good"], ["else", "poor"]]\n'
    assert codes(rules, ROW, SCALE) == ["unknown-key"]
    named = f'[result.n]\nis = "a"\ngrade = "g"\n[grade.g]\n{key}\nrows = [[">= 5", "good"], ["else", "poor"]]\n'
    assert codes(named) == ["unknown-key"]


def test_a_missing_total_has_no_row_in_the_grades() -> None:
    rules = f'{RATE}[grade]\nrows = [["missing", "fail"], [">= 5", "good"], ["else", "poor"]]\n'
    assert codes(rules, ROW, SCALE) == ["unreachable-row"]


# ---------------------------------------------------------------- rows for what is missing


def test_a_row_for_a_missing_fact_that_is_presumed_is_refused() -> None:
    rules = """
[fact.c]
kind = "number"
if_missing = 3
[result.r]
by = "c"
rows = [["missing", 0], ["else", 1]]
"""
    assert codes(rules) == ["unreachable-row"]


@pytest.mark.parametrize("hit", ["unique", "any", "sum", "min", "max", "count"])
def test_a_row_for_what_is_missing_beside_a_comparison_is_refused_where_every_row_is_looked_at(hit: str) -> None:
    rules = f'[result.r]\nby = "a"\nhit = "{hit}"\nrows = [["missing", 0], ["> 3", 1], ["<= 3", 2]]\n'
    assert codes(rules) == ["unreachable-row"]


def test_a_first_row_for_what_is_missing_counts() -> None:
    rules = '[result.r]\nby = "a"\nrows = [["missing", 0], ["> 3", 1], ["<= 3", 2]]\n'
    assert result(rules, "b = 1") == 0


def test_a_row_for_what_is_missing_counts_where_every_row_asks_that_alone() -> None:
    rules = '[result.r]\nby = ["a", "b"]\nhit = "count"\nrows = [["missing", "-", 0], ["-", "missing", 0]]\n'
    assert result(rules, "yes = true") == 2


# ---------------------------------------------------------------- lines


def lines(points: str, by: str = "a") -> str:
    return f'[result.r]\nby = "{by}"\nlines = {points}\n'


@pytest.mark.parametrize(
    "points",
    [
        "[[5, 5, 0, 1]]",
        '[[5, 5, "b", "b + 1"]]',
        '[[5, 5, "b", 3]]',
        "[[6, 5, 0, 1]]",
        '[[6, 5, "b", "b"]]',
        '[["5", "5.0", 0, 1]]',
    ],
)
def test_a_line_that_goes_straight_up_or_back_is_refused(points: str) -> None:
    assert codes(lines(points)) == ["empty-bound"]


@pytest.mark.parametrize(
    ("points", "comes"),
    [("[[3, 3, 1, 1]]", 1), ('[[3, 3, "b", "b"]]', 2), ('[[3, 3, "b + 1", "b + 1"]]', 3), ('[[2, 4, 0, "b"]]', 1)],
)
def test_a_point_is_a_line_and_so_is_one_between_formulas(points: str, comes: int) -> None:
    assert result(lines(points), "a = 3\nb = 2") == comes


@pytest.mark.parametrize("by", ["day", "yes", "text"])
def test_lines_are_drawn_over_a_number(by: str) -> None:
    more = '[fact.day]\nkind = "date"\n[fact.text]\nkind = "text"\n'
    assert codes(more + lines('[["2024-01-01", "2024-02-01", 0, 1]]', by)) == ["wrong-kind"]


# ---------------------------------------------------------------- facts


@pytest.mark.parametrize(
    "written", ["{ value = 3, at_least = 2 }", "{ value = 3, is = 4 }", "{ value = 3, at_most = 4 }", "{ is = 3 }"]
)
def test_a_fact_says_its_value_once(written: str) -> None:
    assert codes('[result.r]\nis = "a"\n', f"[facts]\na = {written}\n")


# ---------------------------------------------------------------- policies and weights


@pytest.mark.parametrize("policy", ["full", "no_total"])
@pytest.mark.parametrize("section", ["value.v", "result.v"])
def test_a_policy_of_indicators_is_refused_of_a_value(section: str, policy: str) -> None:
    assert codes(f'[{section}]\nis = "a"\nmissing = "{policy}"\n[result.r]\nis = "a"\n') == ["wrong-kind"]


@pytest.mark.parametrize("policy", ['"leave_out"'])
def test_only_a_combination_leaves_members_out(policy: str) -> None:
    assert codes(f'[value.v]\nis = "a"\nmissing = {policy}\n[result.r]\nis = "v"\n') == ["unknown-option"]


def test_a_combination_that_is_unknown_gives_what_its_policy_says() -> None:
    rules = '[value.v]\nof = ["a", "b"]\ncombine = "sum"\nmissing = { value = 7 }\n[result.r]\nis = "v"\n'
    assert result(rules, "a = 1") == 7
    assert result(rules, "a = 1\nb = 2") == 3


@pytest.mark.parametrize("how", ["min", "max", "median", "count"])
def test_a_weight_where_none_counts_is_refused(how: str) -> None:
    assert codes(f'[result.r]\nof = [["a", 2], "b"]\ncombine = "{how}"\n') == ["stray-key"]


# ---------------------------------------------------------------- the same name twice in a list

TWICE = {
    "items": '[rule.r]\nkind = "checklist"\nitems = [{ id = "x", when = "yes" }, { id = "x", when = "a > 1" }]\n',
    "deduct": '[rule.r]\nkind = "deduction"\ndeduct = [{ id = "x", when = "yes", points = 1 }, '
              '{ id = "x", each = "a", points = 1 }]\n',
    "levels": '[rule.r]\nkind = "judged"\nlevels = [["x", ">= 80%"], ["x", "else"]]\n',
    "part": '[[rule.r.part]]\nid = "x"\ngives = "points"\nis = "1"\n[[rule.r.part]]\nid = "x"\ngives = "points"\nis = "2"\n',
    "rows": '[rule.r]\nby = "a"\nrows = [{ id = "x", row = ["> 1", "50%"] }, { id = "x", row = ["else", "0%"] }]\n',
}  # fmt: skip


@pytest.mark.parametrize("of", TWICE)
def test_two_of_one_name_are_refused(of: str) -> None:
    assert codes(TWICE[of], ROW) == ["name-twice"]


# ---------------------------------------------------------------- keys without effect beside others

STRAY = {
    "a cap of what is lost once": '[rule.r]\nkind = "deduction"\ndeduct = [{ when = "yes", points = 1, at_most = 3 }]\n',
    "points of levels in shares": '[rule.r]\nkind = "judged"\nfull = 20\nlevels = [["x", ">= 80%"], ["y", "else"]]\n',
    "a step of levels in shares": '[rule.r]\nkind = "judged"\nstep = 1\nlevels = [["x", ">= 80%"], ["y", "else"]]\n',
    "the unit of points": '[rule.r]\ngives = "points"\nunit = "%"\nis = "a"\n',
    "the basis of a part": '[[rule.r.part]]\nbasis = "b"\ngives = "points"\nis = "1"\n',
    "what a formula gives": '[value.v]\nis = "a"\ngives = ["x"]\n[rule.r]\ngives = "points"\nis = "a"\n',
    "what lines give": '[value.v]\nby = "a"\nlines = [[0, 1, 0, 1]]\ngives = ["x"]\n[rule.r]\ngives = "points"\nis = "a"\n',
    "rounding of a text": '[value.v]\nby = "a"\ngives = "text"\nrows = [["else", "x"]]\nround = { decimals = 1 }\n'
                          '[rule.r]\ngives = "points"\nis = "a"\n',
    "rounding of yes and no": '[value.v]\nis = "yes"\nround = { decimals = 1 }\n[rule.r]\ngives = "points"\nis = "a"\n',
    "results for a row of one": '[value.v]\nof = ["a"]\ngives = { x = "number" }\n[rule.r]\ngives = "points"\nis = "a"\n',
    "a presumption that may be missing": '[fact.c]\nkind = "number"\nif_missing = 1\nmay_be_missing = true\n'
                                         '[rule.r]\ngives = "points"\nis = "a"\n',
    "a kind beside options": '[fact.c]\nkind = "number"\noptions = ["x"]\n[rule.r]\ngives = "points"\nis = "a"\n',
    "a unit of a text": '[fact.c]\nkind = "text"\nunit = "元"\n[rule.r]\ngives = "points"\nis = "a"\n',
    "a range of a list's field": '[fact.c]\nlist = { x = { kind = "number", range = "> 0" } }\n'
                                 '[rule.r]\ngives = "points"\nis = "a"\n',
    "a presumption of a list's field": '[fact.c]\nlist = { x = { kind = "number", if_missing = 0 } }\n'
                                       '[rule.r]\ngives = "points"\nis = "a"\n',
}  # fmt: skip


@pytest.mark.parametrize("what", STRAY)
def test_a_key_without_effect_beside_the_others_is_refused(what: str) -> None:
    assert codes(STRAY[what], ROW)


# ---------------------------------------------------------------- weights, units and steps that cannot be meant


@pytest.mark.parametrize(
    ("rules", "row"),
    [
        ("", 'X = { in = "g", weight = "10%", rule = "r" }'),
        ("", 'X = { in = "g", weight = 10, rule = "r", claimed = "50%" }'),
        ("", 'X = { in = "g", weight = -1, rule = "r" }'),
        ('[group.g]\nweight = -1\ncombine = "mean"\n', 'X = { in = "g", weight = 10, rule = "r" }'),
        ("[frame.g]\nweight = -1\n", 'X = { in = "g", weight = 10, rule = "r" }'),
        ('[unit."盒"]\nis = "0 元"\n', 'X = { in = "g", weight = 10, rule = "r" }'),
        ('[unit."盒"]\nis = "-2 元"\n', 'X = { in = "g", weight = 10, rule = "r" }'),
        ('[rule.j]\nkind = "judged"\nfull = 0\nlevels = [["x", 5, 10], ["y", 0, 4]]\n',
         'X = { in = "g", weight = 10, rule = "r" }'),
        ('[rule.j]\nkind = "judged"\nstep = 0\nlevels = [["x", 5, 10], ["y", 0, 4]]\n',
         'X = { in = "g", weight = 10, rule = "r" }'),
    ],
)  # fmt: skip
def test_a_weight_or_step_that_cannot_be_meant_is_refused(rules: str, row: str) -> None:
    assert codes(RATE + rules, f"[facts]\na = 1\n[indicator]\n{row}\n")


def test_a_plain_number_is_not_reported_in_percent() -> None:
    assert codes('[result.r]\nis = "a"\n', '[facts]\na = "50%"\n')


def test_the_trace_of_a_bounded_result_says_so() -> None:
    card = scored(A + '[result.r]\nis = "a * 3"\nbetween = [0, 20]\n', "[facts]\na = 10\n", head=ALONE)
    assert card.results[0].arithmetic is not None
    assert "30" in card.results[0].arithmetic.en and "at most 20" in card.results[0].arithmetic.en


# ---------------------------------------------------------------- when

FAT = '[value.v]\nwhen = "yes"\nis = "a"\n'


def test_a_value_outside_its_when_does_not_apply_nor_does_what_reads_it() -> None:
    assert result(FAT + '[result.r]\nis = "v + 1"\n', "a = 10\nyes = false") == "not_applicable"
    assert result(FAT + '[result.r]\nis = "v + 1"\n', "a = 10\nyes = true") == 11


def test_a_result_outside_its_when_does_not_apply() -> None:
    assert result('[result.r]\nwhen = "yes"\nis = "a"\n', "a = 10\nyes = false") == "not_applicable"
    assert result('[result.r]\nwhen = "yes"\nis = "a"\n', "a = 10\nyes = true") == 10
    assert result('[result.r]\nwhen = "yes"\nis = "a"\n', "a = 10") == "not_scorable"


@pytest.mark.parametrize("inside", BOUNDED)
def test_every_way_of_writing_a_result_has_its_when(inside: str) -> None:
    assert result(f'[result.r]\nwhen = "yes"\n{BOUNDED[inside]}\n', "a = 10\nyes = false") == "not_applicable"


@pytest.mark.parametrize(
    ("reads", "comes"),
    [
        ('is = "if known(v) then 1 else 2"', 2),
        ('is = "v"\nmissing = { value = 7 }', 7),
        ('of = ["v", "b"]\ncombine = "sum"\nmissing = "leave_out"', 5),
        ('of = ["v", "b"]\ncombine = "sum"', 5),
        ('is = "if yes and v > 3 then 1 else 2"', 2),  # false and not applicable is false
        ('is = "if not yes or v > 3 then 1 else 2"', 1),  # true or not applicable is true
        ('is = "if v > 3 then 1 else 2"', "not_applicable"),
        ('rows = [["v > 3", 1], ["else", 2]]', "not_applicable"),
        ('rows = [["b > 3", 1], ["v > 3", 2], ["else", 3]]', 1),
    ],
)
def test_what_does_not_apply_is_a_fourth_truth(reads: str, comes: object) -> None:
    assert result(f"{FAT}[result.r]\n{reads}\n", "a = 10\nb = 5\nyes = false") == comes


# ---------------------------------------------------------------- the legal basis is shown

BASES = """
[basis.law]
title = "Rules"
number = "No. 10"
[value.v]
is = "a"
basis = "law"
[result.r]
is = "v"
basis = { law = "law", at = "art. 3" }
[check.c]
that = "a > 5"
basis = { law = "law", at = "art. 4" }
[limit.l]
when = "a < 5"
total = { at_most = 1 }
basis = { law = "law", at = "art. 5" }
"""


def test_the_basis_of_results_limits_and_checks_is_shown() -> None:
    card = scored(A + RATE + BASES, ROW)
    said = [card.results[0].basis, card.limits[0].basis, card.findings[0].basis]
    assert [one.en if one else None for one in said] == [f"No. 10 《Rules》 art. {n}" for n in (3, 5, 4)]


@pytest.mark.parametrize("section", ["example", "cases", "scorecard"])
def test_what_is_tried_beside_rules_is_refused_in_a_project_where_nothing_tries_it(section: str) -> None:
    written = {
        "example": 'value = "v"\ngives = 5',
        "cases": 'file = "c.csv"\nexpect = { v = "v" }',
        "scorecard": "facts = { a = 1 }",
    }
    _, problems = prepared(
        A + '[value.v]\nis = "a"\nresult = true\n', f"[facts]\na = 1\n[[{section}]]\n{written[section]}\n", ALONE
    )
    told = [(one.code, one.message.en, one.fix.en if one.fix is not None else "") for one in problems]
    assert told == [
        (
            "unknown-key",
            f"unknown key `{section}`",
            "write it in the rulebook or the indicator set, which `scoring test` tries",
        )
    ]
