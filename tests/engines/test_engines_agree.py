"""The rules engine equals the exact one, and both equal a third opinion, on rulebooks and projects made up at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.assessor.assessor import Prepared, score
from scoring.engines.durable.evaluation import evaluate
from scoring.problems import InputRefused, Problem
from scoring.scorecard.build_scorecard import build_scorecard
from tests.agreement import Compared, assessor_of, compared, prepared, scorecard
from tests.generators import Data, Generated, generated, project, toml
from tests.writing import scored

MOST_REFUSED = 0.10


def on_both(book: Generated, numbers: range) -> Counter[str]:
    """The projects of these numbers on both engines, by what came of them; a difference fails with both files."""
    assessor = assessor_of(book)
    came: Counter[str] = Counter()
    for number in numbers:
        data = project(book, number)
        ready, _ = prepared(assessor, data)
        found = Compared() if ready is None else compared(ready)
        if found.difference is not None:
            pytest.fail(shown(book, data, found.difference), pytrace=False)
        came["refused" if ready is None or found.refused else found.scorecard.status if found.scorecard else ""] += 1
        came["clauses"] += found.clauses
    return came


def shown(book: Generated, data: Data, difference: str) -> str:
    files = {"rulebook": book.rulebook, "set": book.indicator_set, "project": data}
    return "\n".join([difference, *(f"\n# ---- {name} of {book.seed}\n{toml(each)}" for name, each in files.items())])


@pytest.mark.parametrize("first", range(0, 240, 20))
def test_the_engines_agree_on_made_up_rulebooks(first: int) -> None:
    came: Counter[str] = Counter()
    for seed in range(first, first + 20):
        came += on_both(generated(seed), range(8))
    assert came["refused"] <= MOST_REFUSED * 160, came
    assert came["complete"] > 40 and came["incomplete"] > 10 and came["clauses"] > 300, came


@given(st.integers(min_value=10**6, max_value=10**9), st.integers(min_value=0, max_value=10**6))
def test_the_engines_agree_wherever_one_looks(seed: int, number: int) -> None:
    on_both(generated(seed), range(number, number + 1))


@given(st.integers(min_value=10**6, max_value=10**9))
def test_an_assessor_that_has_seen_other_projects_scores_like_a_new_one(seed: int) -> None:
    book = generated(seed)
    used = assessor_of(book)
    for number in range(6):
        data = project(book, number)
        ready, problems = prepared(used, data)
        fresh, same = prepared(assessor_of(book), data)
        assert _said(problems) == _said(same), shown(book, data, "other problems")
        if ready is not None and fresh is not None:
            assert scorecard(ready) == scorecard(fresh), shown(book, data, "another scorecard")


def _said(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(str(problem.place), problem.code, problem.message.en) for problem in problems]


# ---------------------------------------------------------------------- where engines may part


LADDER = """
[fact]
x = { kind = "number" }
y = { kind = "number" }
flag = { kind = "yes_no" }
[rule.r]
by   = "x"
rows = [[">= 10", "100%"], [">= 5.5", "60%"], ["> 0", "20%"], ["else", "0%"]]
[rule.s]
by   = ["x", "y", "flag"]
rows = [["> 1", "<= 2", true, "100%"], ["-", [">= 7", "== 0"], "-", "50%"], ["else", "10%"]]
"""
ROWS = """
[indicator]
A = { in = "甲", weight = 10, rule = "r" }
B = { in = "乙", weight = 10, rule = "s" }
"""
NEAR = st.one_of(
    st.sampled_from(
        ["0", "1", "2", "5.5", "7", "10", "1e25", "-1e25", "1e-40", "9223372036854775807", "9223372036854775808"]
    ),
    st.tuples(st.sampled_from(["10", "5.5", "0", "1", "2", "7"]), st.integers(1, 45), st.sampled_from(["+", "-"])).map(
        lambda edge: _beside(*edge)
    ),
)


def _beside(edge: str, digits: int, sign: str) -> str:
    """An edge and a hair: 10 and 1e-45 more is 10.000…1."""
    whole = Fraction(edge) + Fraction(f"{sign}1e-{digits}")
    scaled = str(abs(whole.numerator) * 10**50 // whole.denominator).rjust(51, "0")
    return ("-" if whole < 0 else "") + f"{scaled[:-50]}.{scaled[-50:]}"


@given(st.one_of(st.none(), NEAR), st.one_of(st.none(), NEAR), st.sampled_from([None, True, False]))
def test_a_hair_from_an_edge_both_engines_are_on_the_same_side(x: str | None, y: str | None, flag: bool | None) -> None:
    facts = {"x": x and f'"{x}"', "y": y and f'"{y}"', "flag": None if flag is None else str(flag).lower()}
    written = "\n".join(f"{name} = {value}" for name, value in facts.items() if value is not None)
    card = scored(LADDER, f"[facts]\n{written}\n{ROWS}")
    if x is not None:
        number = Fraction(x)
        share = 100 if number >= 10 else 60 if number >= Fraction("5.5") else 20 if number > 0 else 0
        assert card.indicators[0].points == Fraction(share, 10)


CHAINED = """
[fact]
bad = { kind = "yes_no" }
n = { kind = "number" }
[rule.r]
by = "n"
gives = "points"
rows = [["else", "it"]]
[limit.third]
when = "limit.second and limit.first"
total = { at_most = 3 }
[limit.second]
when = "limit.first or total < 2"
total = { at_most = 7 }
[limit.first]
when = "bad"
total = { at_most = 9 }
"""


@pytest.mark.parametrize(
    ("bad", "total"), [("true", (3, 3)), ("false", (8, 8)), (None, (3, 8))], ids=["bites", "does not", "unknown"]
)
def test_limits_that_rest_on_limits_bite_in_both_engines(bad: str | None, total: tuple[int, int]) -> None:
    """The third stands first in the file and bites last; `total < 2` is known only when points are added."""
    facts = "n = 8" + (f"\nbad = {bad}" if bad else "")
    card = scored(CHAINED, f'[facts]\n{facts}\n[indicator]\nA = {{ in = "甲", weight = 10, rule = "r" }}')
    assert (card.total.lowest, card.total.highest) == total


# ---------------------------------------------------------------------- a third opinion


@st.composite
def simple(draw: st.DrawFn) -> list[tuple[str, Data, str, str]]:
    """Indicators under rows by actual, or in proportion: kind, rule, target, actual."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        number = st.decimals(min_value=0, max_value=200, places=draw(st.integers(0, 2))).map(lambda each: f"{each:f}")
        actual = draw(st.one_of(number, st.sampled_from(["0", "60", "100", "59.99", "60.01", "1e25"])))
        if draw(st.booleans()):
            edges = sorted(draw(st.sets(st.integers(0, 120), min_size=1, max_size=4)), reverse=True)
            shares = draw(st.lists(st.integers(0, 100), min_size=len(edges) + 1, max_size=len(edges) + 1))
            tests = [f">= {edge}" for edge in edges]
            rows = [[test, f"{share}%"] for test, share in zip([*tests, "else"], shares, strict=True)]
            found.append(("rows", {"by": "actual", "rows": rows}, ">= 100", actual))
        else:
            rule: Data = {"kind": "proportional"}
            if draw(st.booleans()):
                rule["nothing_below"] = f"{draw(st.sampled_from([50, 60, 75]))}%"
            target = f"{draw(st.sampled_from(['>=', '>', '<=', '<', '=']))} {draw(number)}"
            found.append(("proportional", rule, target, actual))
    return found


def by_hand(kind: str, rule: Mapping[str, object], target: str, actual: str) -> Fraction:
    """The share of the weight that is earned, by the words of the law and nothing of the program."""
    reached = Fraction(actual)
    if kind == "rows":
        rows = rule["rows"]
        assert isinstance(rows, list)
        for test, share in rows:
            if test == "else" or reached >= Fraction(test.removeprefix(">= ")):
                return Fraction(share.rstrip("%")) / 100
    sign, wanted = target.split()[0], Fraction(target.split()[1])
    met = {">=": reached >= wanted, ">": reached > wanted, "<=": reached <= wanted, "<": reached < wanted,
           "=": reached == wanted}[sign]  # fmt: skip
    if met:
        return Fraction(1)
    if wanted == 0 or (sign == "=" and reached == 0):
        return Fraction(0)
    up, down = reached / wanted, wanted / reached if reached else None
    completion = (
        up
        if sign in (">=", ">")
        else down
        if sign in ("<=", "<")
        else min(each for each in (up, down) if each is not None)
    )
    assert completion is not None, "an actual of zero cannot be above a target"
    floor = str(rule.get("nothing_below", "0%"))
    return Fraction(0) if completion < Fraction(floor.rstrip("%")) / 100 else completion


def half_up(points: Fraction) -> Fraction:
    """To two decimals, by `decimal`."""
    exact = Decimal(points.numerator * 10**6 // points.denominator).scaleb(-6)  # what is cut off never decides a half
    return Fraction(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


@given(simple(), st.lists(st.sampled_from([5, 10, 20, 30]), min_size=5, max_size=5))
def test_a_third_opinion_agrees_on_rows_and_proportions(
    rows: list[tuple[str, Data, str, str]], weights: list[int]
) -> None:
    rules = {"rule": {f"r{number}": rule for number, (_, rule, _, _) in enumerate(rows)}}
    form = {"indicator": {f"A{number}": {"in": "甲/乙", "weight": weights[number], "rule": f"r{number}", "target": target,
                                         "actual": actual}
                          for number, (_, _, target, actual) in enumerate(rows)}}  # fmt: skip
    card = scored(toml(rules), toml(form))
    expected = [half_up(weight * by_hand(*row)) for weight, row in zip(weights, rows, strict=False)]
    assert [one.points for one in card.indicators] == expected
    assert card.total.points == sum(expected)
    assert {group.path: group.points for group in card.groups} == dict.fromkeys(("甲", "甲/乙"), sum(expected))


def test_the_scorer_compares_the_engines_and_gives_the_same() -> None:
    """What commands run is the same comparison, on the program as a whole."""
    book = generated(7)
    assessor = assessor_of(book)
    for number in range(8):
        ready, _ = prepared(assessor, project(book, number))
        if ready is not None and not compared(ready).refused:
            assert score(ready) == score(ready, "exact")


def test_running_again_and_again_changes_nothing() -> None:
    """The engine's session is as clean after many projects as before the first."""
    book = generated(11)
    assessor = assessor_of(book)
    ready = [found for number in range(6) if (found := prepared(assessor, project(book, number))[0]) is not None]
    first = [_points(each) for each in ready]
    for _ in range(40):
        assert [_points(each) for each in ready] == first


def _points(ready: Prepared) -> list[tuple[object, ...]]:
    with evaluate(ready.program, ready.sheet) as rules:
        try:
            card = build_scorecard(rules, ready.context)
        except InputRefused:
            return []
    return [(one.id, one.points, one.clause) for one in card.indicators]
