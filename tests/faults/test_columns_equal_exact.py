"""Columns give what `exact` gives where a part is constant, absent, NULL or zero: no shortcut loses its fault or its absence.

Every operation stands inside of every other and over every way in which its parts can be nothing; groups, policies and
roundings are put together in every way. Each row that SQL scores is compared with `exact`, each column of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest

from scoring.engines.columnar.duck import Connection, connect
from scoring.problems import has_errors
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_set_together, put_together
from tests.columns import Agreement, agreement, staged
from tests.writing import document

Row = Mapping[str, str]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    made = connect("1GB", 1, tmp_path_factory.mktemp("spilled"))
    yield made
    made.close()


def opened(rules: str, indicators: str = "") -> tuple[Rulebook, IndicatorSet | None]:
    book, problems = put_together([document("format = 1\n" + rules, "rules/t/rulebook.toml")])
    assert book is not None and not has_errors(problems), [f"{one.place} {one.message.en}" for one in problems]
    if not indicators:
        return book, None
    head = 'format = 1\n[indicator_set]\nname = "s"\nrules = "t"\n[indicator]\n'
    chosen, problems = put_set_together([document(head + indicators, "indicators/s/set.toml")])
    assert chosen is not None and not has_errors(problems), [f"{one.place} {one.message.en}" for one in problems]
    return book, chosen


def both(connection: Connection, rows: Sequence[Row], rules: str, indicators: str = "") -> Agreement:
    """What came of a table on both engines."""
    book, chosen = opened(rules, indicators)
    return agreement(connection, book, chosen, staged(connection, [dict(row) for row in rows]), 2024)


HEAD = '[rulebook]\nname = "t"\nweights_off_total = "finding"\n'


# ---------------------------------------------------------------- a value that is nothing, in every operation


SHARE = 3
FACTS = """
[fact]
a = { kind = "number" }
b = { kind = "number" }
c = { kind = "number" }
p = { kind = "yes_no" }
q = { kind = "yes_no" }
[value.left_out]
of = ["a", "b"]
combine = "mean"
missing = "leave_out"
[value.as_zero]
of = ["a", "c"]
combine = "sum"
missing = "zero"
[value.least]
of = ["a", "b"]
combine = "min"
missing = "leave_out"
[value.weighed]
of = [["a", 2], ["b", 3]]
combine = "mean"
[value.curve]
by = "a"
lines = [[0, 1, 0, 10], [1, 3, 10, 2]]
otherwise = 0
[value.banded]
by = "a"
rows = [["> 1", "a / b"], ["> 0", "b"], ["else", 0]]
[value.smaller]
hit = "min"
rows = [["p", "a"], ["a > 0", "b"]]
otherwise = 0
[value.greater]
hit = "max"
rows = [["p", "a / b"], ["a > 0", "b"]]
otherwise = 0
[value.added]
hit = "sum"
rows = [["p", "a"], ["b > 0", "b"], ["p", 0]]
otherwise = 0
[value.counted]
hit = "count"
rows = [["p", 1], ["b > 0", 1]]
otherwise = 0
[value.pair]
gives = { x = "number", y = "number" }
rows = [["p", "a", 0], ["a > 0", "b", "a / b"]]
otherwise = [0, 1]
"""
INNER = (
    "a", "c", "0", "a - a", "a * 0", "0 * c", "a / b", "0 / b", "0 / (a - a)", "a / 3", "c / a", "a / c", "-(a / b)",
    "abs(0 / b)", "min(a, b)", "max(a, c)", "min(a / b, 1)", "max(0 / b, 0)", "clamp(a / b, 0, 1)", "floor(a / b)",
    "ceil(0 / b)", "round(a / b, 1)", "(a / b) ^ 2", "mean(a, b)", "median(a / b, 0, 1)", "sum(a, b)", "product(a, b)",
    "if p then a / b else 0", "if q then a else b", "if a > 0 then 0 else 1 / a", "if b == 0 then 0 else a / b",
    "if known(a / b) then 1 else 0", "sqrt(a)", "0 * sqrt(a)", "left_out", "as_zero", "least", "weighed", "curve",
    "banded", "smaller", "greater", "added", "counted", "pair.x", "pair.y",
)  # fmt: skip
OUTER = {
    "plain": 'is = "{}"',
    "significant": 'is = "{}"\nround = {{ significant = 2 }}',
    "decimals": 'is = "{}"\nround = {{ decimals = 1 }}',
    "stepped": 'is = "{}"\nround = {{ step = 0.5 }}',
    "to_even": 'is = "{}"\nround = {{ decimals = 0, mode = "half_even" }}',
    "to_05": 'is = "{}"\nround = {{ decimals = 0, mode = "05up" }}',
    "times_nothing": 'is = "({}) * 0"',
    "of_nothing": 'is = "0 / ({})"',
    "of_one": 'is = "1 / ({})"',
    "less_itself": 'is = "({0}) - ({0})"',
    "not_negative": 'is = "({}) >= 0"',
    "is_zero": 'is = "({}) == 0"',
    "is_itself": 'is = "({0}) == ({0})"',
    "or_yes": 'is = "({}) > 1 or p"',
    "and_yes": 'is = "({}) > 1 and p"',
    "either_way": 'is = "not (({0}) > 1) or ({0}) > 1"',
    "is_known": 'is = "known({})"',
    "at_least": 'is = "max({}, 0)"',
    "at_most": 'is = "min({}, 100)"',
    "pinned": 'is = "clamp({}, 0, 0)"',
    "size": 'is = "abs({})"',
    "whole": 'is = "floor({})"',
    "middle": 'is = "median({}, 0, 1)"',
    "squared": 'is = "({}) ^ 2"',
    "decides": 'is = "if ({}) > 0 then 0 else 1"',
    "taken": 'is = "if p then {} else 0"',
    "not_taken": 'is = "if p then 0 else {}"',
}
ROWS = [
    {"project": f"row {number}", "a": a, "b": b, "p": p}
    for number, (a, b, p) in enumerate(product(("", "0", "1", "-3"), ("", "0", "2.5"), ("", "true", "false")))
]


def differing(connection: Connection, results: Mapping[str, str]) -> list[str]:
    """Differences of a rulebook of these results; of half of them where SQL has no such whole."""
    written = "".join(f"[result.{name}]\noptional = true\n{text}\n" for name, text in results.items())
    found = both(connection, ROWS, HEAD + FACTS + written)
    if found.refused and len(results) > 1:
        listed = list(results.items())
        half = len(listed) // 2
        return differing(connection, dict(listed[:half])) + differing(connection, dict(listed[half:]))
    return found.differences


@pytest.mark.parametrize("inner", INNER)
def test_a_value_that_is_nothing_stays_nothing_in_every_operation(connection: Connection, inner: str) -> None:
    turn = (
        INNER.index(inner) % SHARE
    )  # each third of the operations, in turn; `tests/columns.py --nothing` has all of them
    chosen = {name: text.format(inner) for at, (name, text) in enumerate(OUTER.items()) if at % SHARE == turn}
    assert differing(connection, chosen) == []


# ---------------------------------------------------------------- the instances that were met


def test_a_division_by_zero_has_no_significant_digits(connection: Connection) -> None:
    rules = FACTS + '[value.v]\nis = "a / b"\nround = { significant = 3 }\n[result.r]\nis = "v"'
    found = both(
        connection, [{"project": "甲", "a": "3", "b": "0"}, {"project": "乙", "a": "3", "b": "7"}], HEAD + rules
    )
    assert (found.fast, found.differences) == (2, [])


def test_a_mean_of_nothing_has_no_significant_digits(connection: Connection) -> None:
    rules = FACTS + '[value.v]\nof = ["a", "b"]\ncombine = "mean"\nmissing = "leave_out"\nround = { significant = 2 }\n'
    rows = [{"project": "甲", "a": "", "b": ""}, {"project": "乙", "a": "", "b": "3.14"}]
    found = both(connection, rows, HEAD + rules + '[result.r]\nis = "v"')
    assert (found.fast, found.differences) == (2, [])


RULES = """
[fact]
a = { kind = "number" }
f = { kind = "yes_no" }
[rule.half]
by = "a"
rows = [["> 0", "50%"], ["else", "0%"]]
[rule.given]
kind = "judged"
levels = [["好", ">= 80%"], ["差", ">= 0%"]]
{policy}
[group.g]
combine = "mean"
weight = 20
"""
SET = """
A = { in = "g/v", label = "甲", weight = 20, rule = "half" }
B = { in = "g/v", label = "乙", weight = 5, rule = "given" }
"""


@pytest.mark.parametrize("policy", ['missing = "leave_out"', 'when = "1 > 2"', 'when = "f"', 'missing = "zero"'])
@pytest.mark.parametrize("column", [{}, {"B.level": ""}, {"B.level": "", "f": "false"}])
def test_a_member_that_is_absent_leaves_its_group_to_the_others(
    connection: Connection, policy: str, column: Row
) -> None:
    rows = [{"project": "甲", "a": "1", **column}, {"project": "乙", "a": "0", **column}]
    found = both(connection, rows, HEAD + RULES.replace("{policy}", policy), SET)
    assert found.differences == []


@pytest.mark.parametrize("keys", [("share",), ("points",), ("share", "points"), ("by",), ("evidence",)])
def test_a_judgement_without_a_level_is_never_passed_over(connection: Connection, keys: Sequence[str]) -> None:
    cells = {"share": "90%", "points": "3", "by": "张三", "evidence": "报告"}
    rows = [{"project": "甲", "a": "1", **{f"B.{key}": cells[key] for key in keys}}, {"project": "乙", "a": "1"}]
    found = both(connection, rows, HEAD + RULES.replace("{policy}", ""), SET)
    assert found.differences == []


# ---------------------------------------------------------------- groups, policies and roundings, in every way


HOWS = ("sum", "mean", "min", "max", "product", "median")
NOT_APPLICABLE = ("rescale", "siblings", "full")
POINTS = ("{ decimals = 2 }", "{ significant = 2 }", '{ step = "0.5", mode = "half_even" }')
MISSING = ('""', '"zero"', '"full"', '"leave_out"', '"no_total"', "{ value = 3 }")
WHEN = ("", 'when = "f"', 'when = "1 > 2"')
LIMITS = (
    "",
    '[limit.l]\nwhen = "f"\ntotal = { at_most = 40 }',
    '[limit.l]\nwhen = "subtotal.g < 12"\ngroup = { g = { at_least = 5, at_most = 15 } }',
    '[limit.l]\nwhen = "C.points > 2"\ngroup = { h = { at_most = 7 } }\n[limit.m]\nwhen = "total < 50"\ntotal = { at_least = 20 }',
)
GROUP_SET = """
A = { in = "g/v", label = "甲", weight = 20, rule = "half" }
B = { in = "g/v", label = "乙", weight = 5, rule = "open" }
C = { in = "g/w", label = "丙", weight = 15, rule = "part" }
D = { in = "h", label = "丁", weight = 50, rule = "half" }
E = { in = "h", label = "戊", weight = 10, rule = "part" }
"""


def book_of(how: str, not_applicable: str, points: str, missing: str, when: str, limit: str) -> str:
    policy = f"missing = {missing}\n" if missing != '""' else ""
    return f"""
[rulebook]
name = "t"
total = 100
not_applicable = "{not_applicable}"
points = {points}
[fact]
a = {{ kind = "number" }}
b = {{ kind = "number" }}
f = {{ kind = "yes_no" }}
[rule.half]
by = "a"
rows = [["> 0", "50%"], ["else", "0%"]]
[rule.part]
is = "clamp(a / 3, 0, 1)"
gives = "share"
[rule.open]
is = "clamp(b / 3, 0, 1)"
gives = "share"
{policy}{when}
[group.g]
combine = "{how}"
weight = 40
{limit}
[grade]
by = "total"
rows = [[">= 60", "合格"], ["else", "不合格"]]
"""


EVERY_WAY = [
    way for number, way in enumerate(product(HOWS, NOT_APPLICABLE, POINTS, MISSING, WHEN, LIMITS)) if number % 211 == 0
]


@pytest.mark.parametrize("way", EVERY_WAY, ids=lambda way: "-".join(str(part)[:12] for part in way))
@pytest.mark.parametrize("with_column", [True, False], ids=["column", "no-column"])
def test_groups_policies_and_roundings_in_every_way(
    connection: Connection, way: tuple[str, str, str, str, str, str], with_column: bool
) -> None:
    rows: list[Row] = []
    for number, (a, b, f, excused) in enumerate(
        product(("", "0", "1"), ("", "2"), ("", "true", "false"), ("", "不涉及"))
    ):
        row = {"project": f"row {number}", "a": a, "f": f, "C.not_applicable": excused}
        row |= {"D.not_applicable": excused, "E.not_applicable": excused if a else ""}
        rows.append(row | ({"b": b} if with_column else {}))
    found = both(connection, rows, book_of(*way), GROUP_SET)
    assert found.differences == []
