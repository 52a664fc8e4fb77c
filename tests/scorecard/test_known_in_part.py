"""Of what is known in part, by its limits or to the month, that alone is missing; what was reported exactly is not. Made-up projects: `tests/agreement.py`."""

from __future__ import annotations

import pytest

from scoring.assessor.assessor import score
from scoring.problems import has_errors
from tests.writing import indicator, messages, prepared

FACTS = """
[fact]
spent = "万元"
budget = "万元"
signed = { kind = "date" }
sound = { kind = "yes_no" }
[value.used]
is = "if sound then spent else budget"
[value.rounded]
is = "used"
round = { decimals = 0 }
"""
BIDS = """
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = "元", on = { kind = "date" } } }
fines = { list = { amount = "元" } }
ceiling = "元"
"""


def missing(rules: str, facts: str) -> tuple[str, ...]:
    """What the result `r` says is missing, the same by both engines."""
    ready, problems = prepared(rules, f"[facts]\n{facts}\n")
    assert ready is not None and not has_errors(problems), messages(problems)
    exact, rules_engine = (score(ready, engine) for engine in ("exact", "rules"))
    assert exact.results == rules_engine.results
    (one,) = exact.results
    assert one.outcome == "not_scorable"
    return one.missing


@pytest.mark.parametrize(("op", "bound"), [(">=", '{ at_least = "5 个" }'), ("<=", '{ at_most = "15 个" }')])
def test_an_actual_of_which_only_a_bound_is_known_is_missing_and_its_target_is_not(op: str, bound: str) -> None:
    rule = '[rule.r]\nby = "actual"\nrows = [["' + op + ' target", "100%"], ["else", "0%"]]'
    found = indicator(rule, f'target = "{op} 10 个", actual = {bound}')
    assert (found.missing, found.reason and found.reason.en) == (("actual",), "missing: actual")


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("spent > budget", ("spent",)),
        ("used > budget", ("spent",)),
        ("rounded > budget", ("spent",)),
        ("(if sound then spent else used) > budget", ("spent",)),
        ("spent > used + budget", ("spent",)),
        ("max(0 万元, used / 2) > budget", ("spent",)),
        ("signed > 2024-03-05", ("signed",)),
        ("spent > budget and signed > 2024-03-05", ("spent", "signed")),
    ],
)
def test_what_hands_a_value_on_is_not_what_is_missing(formula: str, names: tuple[str, ...]) -> None:
    rules = f'{FACTS}[result.r]\nis = "if {formula} then 1 else 0"\n'
    facts = 'spent = { at_least = "50 万元" }\nbudget = "60 万元"\nsigned = "2024-03"\nsound = true'
    assert missing(rules, facts) == names


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("count(bids, price <= ceiling)", ("bids.A.price",)),
        ("count(bids, price <= 100 元)", ("bids.A.price",)),
        ("count(bids, on < 2024-03-05)", ("bids.B.on",)),
        ("count(fines, amount < 5 元)", ("amount",)),
        ("sum(bids, if price > ceiling then 1 else 2)", ("bids.A.price",)),
    ],
)
def test_of_a_list_the_field_of_the_record_is_missing(formula: str, names: tuple[str, ...]) -> None:
    facts = """ceiling = "100 元"
bids = [{ bidder = "A", price = { at_least = "90 元" }, on = "2024-02" }, { bidder = "B", price = "50 元", on = "2024-03" }]
fines = [{ amount = { at_most = "9 元" } }]"""
    assert missing(f'{BIDS}[result.r]\nis = "{formula}"\n', facts) == names
