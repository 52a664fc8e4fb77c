"""A missing policy keeps to the bounds: what is written beyond them is refused where it is written, else the bound wins."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.engines.columnar.duck import connect
from scoring.problems import has_errors
from scoring.rulebook.rulebook import put_set_together, put_together
from tests.columns import agreement, staged
from tests.writing import RULEBOOK, document, messages, prepared, rulebook, scored

FACTS = """
[fact]
a = { kind = "number" }
b = { kind = "number" }
"""


def told(rules: str, project: str = "", head: str = RULEBOOK) -> list[str]:
    _, problems = prepared(FACTS + rules, project, head)
    return [message for message in messages(problems) if "beyond-bounds" in message]


def row(more: str = "", weight: int = 10) -> str:
    return f'[indicator]\nX = {{ in = "g", weight = {weight}, rule = "r"{more} }}\n'


# ---------------------------------------------------------------------- what is written


RULE = '[rule.r]\ngives = "points"\nis = "a"\n'


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            RULE + 'between = [-5, 0]\nmissing = { value = "50%" }\n',
            "missing gives 5 points, outside -5 to 0 of rule `r`",
        ),
        (RULE + "missing = { value = 11 }\n", "missing gives 11 points, outside 0 to 10 of rule `r`"),
        (
            '[[rule.r.part]]\ngives = "points"\nis = "a"\nbetween = [0, 3]\nmissing = { value = "40%" }\n',
            "missing gives 4 points, outside 0 to 3",
        ),
        ('[value.v]\nis = "a"\nbetween = [-1, 2]\nmissing = { value = 10 }\n', "missing gives 10, outside -1 to 2"),
        (
            '[value.v]\nby = "a"\nrows = [["> 1", "30%"], ["else", "20%"]]\nbetween = ["10%", "50%"]\nround = { decimals = 2 }\n'
            'missing = { value = "60%" }\n',
            "missing gives 60%, outside 10% to 50%",
        ),
        ('[result.v]\nis = "a"\nbetween = [-1, 2]\nmissing = { value = -2 }\n', "missing gives -2, outside -1 to 2"),
    ],
)
def test_a_value_of_a_policy_beyond_written_bounds_is_refused_where_it_is_written(rules: str, said: str) -> None:
    project = row() if "rule" in rules else ""
    # whatever is reported, and whether or not the policy acts
    for facts in ("", "[facts]\na = 1\n"):
        assert [message.partition(": ")[2] for message in told(rules, facts + project)] == [said]
    assert told(rules, project)[0].startswith("rules/test/test.toml:")


@pytest.mark.parametrize(
    ("rule", "refused"),
    [
        ('missing = { value = "120%" }\n', True),
        ('between = ["10%", "50%"]\nmissing = { value = "60%" }\n', True),
        ("between = [-5, 0]\nmissing = { value = 1 }\n", True),
        ("between = [-5, 0]\nmissing = { value = -6 }\n", True),
        ('between = [-5, 0]\nmissing = { value = "50%" }\n', False),  # of an indicator without weight it is nothing
        ("missing = { value = -1 }\n", True),
        ("missing = { value = 11 }\n", False),  # only the weight tells
        ('between = [-5, 5]\nmissing = { value = "60%" }\n', False),
        ('between = [0, "120%"]\nmissing = { value = "110%" }\n', False),
    ],
)
def test_a_rule_by_itself_tells_what_every_weight_would(rule: str, refused: bool) -> None:
    from scoring.assessor.assessor import Assessor

    book, _ = rulebook(FACTS + RULE + rule)
    assert book is not None
    problems = Assessor(book, None).compiled().problems
    assert any(problem.code == "beyond-bounds" for problem in problems) is refused


@pytest.mark.parametrize(
    ("head", "more", "project"),
    [
        (RULEBOOK + "missing = { value = 4 }\n", "", row()),
        (RULEBOOK, "[group.g]\nmissing = { value = 4 }\n", row()),
        (RULEBOOK, "", row(", missing = { value = 4 }")),
    ],
)
def test_so_is_one_of_the_rulebook_a_group_or_a_row_with_the_rule_that_it_does_not_fit(
    head: str, more: str, project: str
) -> None:
    said = told(RULE + "between = [0, 3]\n" + more, project, head)
    assert len(said) == 1 and said[0].endswith("missing gives 4, outside 0 to 3 of rule `r`")


@pytest.mark.parametrize(
    "fact",
    [
        '{ kind = "number", range = ">= 0", if_missing = -1 }',
        '{ kind = "whole", if_missing = 1.5 }',
        '{ kind = "number", options = [1, 2], if_missing = 3 }',
        '{ unit = "%", range = "<= 100%", if_missing = "101%" }',
    ],
)
def test_a_fact_presumed_to_be_what_it_may_not_be_is_refused_whatever_is_reported(fact: str) -> None:
    rules = f'[fact]\na = {fact}\n[result.r]\nis = "a"\n'
    reported = '"50%"' if "%" in fact else "1"
    for facts in ("", f"[facts]\na = {reported}\n"):
        _, problems = prepared(rules, facts)
        assert has_errors(problems) and str(problems[0].place).startswith("rules/test/test.toml:7:")


# ---------------------------------------------------------------------- what only scoring tells


def test_what_a_formula_or_a_row_gives_beyond_the_bounds_is_the_bound_and_the_trace_says_so() -> None:
    rules = (
        FACTS
        + """
[value.formula]
is = "a"
between = [0, 5]
missing = { value = "b * 2" }
[value.row]
by = "a"
rows = [["> 1", 9], ["else", 1]]
between = [0, 5]
missing = { row = 1 }
[value.zero]
is = "a"
between = [2, 5]
missing = "zero"
[result.of_result]
is = "a"
between = [0, 5]
missing = { value = "b + 1" }
[result.sum]
is = "formula + row + zero"
"""
    )
    card = scored(rules, "[facts]\nb = 4\n")
    found = {one.name: one for one in card.values}
    assert [one.value for one in found.values()] == ["5", "5", "2"]
    said = [one.arithmetic.en for one in found.values() if one.arithmetic is not None]
    assert said == [
        "4 × 2 [missing: value = b * 2] = 8 → at most 5",
        "9 [missing: row = 1] = 9 → at most 5",
        "0 [missing: zero] = 0 → at least 2",
    ]
    assert [one.value for one in card.results] == [5, 12]


@pytest.mark.parametrize(
    ("policy", "points", "end"),
    [
        ('"full"', 5, "at most 5"),
        ('"zero"', 2, "at least 2"),
        ("{ row = 1 }", 5, "at most 5"),
        ('{ value = "40%" }', 4, ""),
    ],
)
def test_a_policy_of_an_indicator_says_which_bound_won(policy: str, points: int, end: str) -> None:
    rule = f'[rule.r]\nby = "a"\nrows = [["> 1", 8], ["else", 3]]\nbetween = [2, 5]\nmissing = {policy}\n'
    found = scored(FACTS + rule, row()).indicators[0]
    assert found.points == points and found.reason is not None
    assert found.reason.en == f"missing: a; policy {found.policy}" + (f" → {end}" if end else "")


def test_a_policy_is_rounded_like_what_it_stands_in_for() -> None:
    rules = FACTS + '[value.v]\nis = "a"\nround = { decimals = 1 }\nmissing = { value = "b" }\n[result.r]\nis = "v"\n'
    card = scored(rules, "[facts]\nb = 1.26\n")
    assert card.results[0].value == Fraction("1.3")
    assert card.values[0].arithmetic is not None
    assert card.values[0].arithmetic.en == "1.26 [missing: value = b] = 1.26 → 1.3"


def test_a_default_rounding_of_values_does_not_leave_their_bounds() -> None:
    rules = FACTS + '[value.v]\nis = "a"\nbetween = [0, "0.5"]\n[result.r]\nis = "v"\n'
    card = scored(rules, "[facts]\na = 0.7\n", RULEBOOK + "values = { decimals = 0 }\n")
    assert card.results[0].value == Fraction("0.5")


def test_no_result_lies_within_any_bounds() -> None:
    rules = FACTS + '[result.r]\nrows = [["a > 1", 7], ["else", { none = true }]]\nbetween = [0, 5]\n'
    assert [scored(rules, f"[facts]\na = {a}\n").results[0].value for a in (0, 2)] == [None, 5]
    assert scored(rules, "[facts]\na = 0\n").results[0].outcome == "none"


# ---------------------------------------------------------------------- parts


def test_a_part_s_policy_in_shares_is_of_the_weight_as_its_rows_are() -> None:
    rules = (
        FACTS
        + """
[[rule.r.part]]
rows = [["a > 1", "60%"], ["else", "20%"]]
missing = { value = "50%" }
[[rule.r.part]]
hit = "min"
rows = [["a > 1", "20%"], ["a > 0", "10%"]]
missing = { row = 1 }
[[rule.r.part]]
gives = "share"
is = "a / 2"
missing = { value = "b / 10" }
"""
    )
    found = scored(rules, "[facts]\nb = 1\n" + row(weight=30)).indicators[0]
    assert found.points == 15 + 6 + 3


def test_a_part_without_bounds_of_its_own_lies_between_nothing_and_the_weight() -> None:
    rules = (
        FACTS
        + """
[[rule.r.part]]
gives = "points"
is = "a"
[[rule.r.part]]
gives = "points"
is = "b"
"""
    )
    for a, b, points in ((-3, 8, 8), (20, 0, 10), (4, 5, 9)):
        assert scored(rules, f"[facts]\na = {a}\nb = {b}\n" + row()).indicators[0].points == points


# ---------------------------------------------------------------------- as columns


VALUES = """
[value.formula]
is = "a"
between = [0, 5]
round = { decimals = 1 }
missing = { value = "b * 2" }
[value.row]
by = "a"
rows = [["> 1", 9], ["> 0", "b"], ["else", 1]]
between = [0, 5]
missing = { row = 2 }
[value.ratio]
is = "a / b"
between = [1, 2]
missing = "zero"
[result.formula]
is = "formula"
[result.row]
is = "row"
[result.ratio]
is = "ratio"
round = { decimals = 2 }
[rule.r]
by = "a"
rows = [["> 1", 8], ["> 0", "b"], ["else", 3]]
gives = "points"
between = [2, 5]
missing = { row = 1 }
[[rule.q.part]]
gives = "points"
is = "a"
missing = { value = "b" }
[[rule.q.part]]
gives = "share"
rows = [["b > 1", "60%"], ["b > 0", "-20%"]]
otherwise = "0%"
missing = { row = 1 }
"""


def test_columns_keep_policies_within_the_bounds_as_well(tmp_path_factory: pytest.TempPathFactory) -> None:
    head = RULEBOOK.replace("format = 1", "")
    book, problems = put_together([document("format = 1\n" + head + FACTS + VALUES, "rules/test/test.toml")])
    assert book is not None and not has_errors(problems), messages(problems)
    rows = 'format = 1\n[indicator_set]\nname = "s"\nrules = "test"\n[indicator]\n'
    rows += 'A = { in = "g", weight = 10, rule = "r" }\nB = { in = "g", weight = 7, rule = "q" }\n'
    chosen, problems = put_set_together([document(rows, "indicators/s/set.toml")])
    assert chosen is not None
    numbers = ("", "-3", "0", "0.75", "2", "40")
    connection = connect("1GB", 1, tmp_path_factory.mktemp("spilled"))
    table = staged(connection, [{"a": a, "b": b, "project": "p"} for a in numbers for b in numbers])
    made = agreement(connection, book, chosen, table, 2024)
    connection.close()
    assert made.differences == []
    assert made.fast > 10, (made.refused, made.slow)
