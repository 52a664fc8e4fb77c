"""The rules engine at its bounds: what is allowed works, one more is refused before the engine is called."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from scoring.engines.durable.ruleset import (
    IDS,
    LARGEST,
    MOST_KEYS,
    MOST_PATTERNS,
    MOST_RULES,
    MOST_RULES_ON_A_TEST,
    MOST_TESTS,
    PROPERTIES,
    BeyondBounds,
    EngineFault,
    Pattern,
    Rule,
    Ruleset,
    check,
    definition,
)
from tests.apart import apart


def on(key: int, at_least: int | None = None, at_most: int | None = None) -> Pattern:
    return Pattern(key, at_least, at_most)


def fired(keys: int, rules: Sequence[Rule], *projects: Sequence[int | None]) -> list[list[int]]:
    """The numbers of the rules that fire, for each project."""
    ruleset = Ruleset(keys, rules)
    numbers = [sorted(number for number, _ in ruleset.fire(values)) for values in projects]
    ruleset.close()
    return numbers


def fired_apart(keys: int, rules: Sequence[Rule], *projects: Sequence[int | None]) -> list[list[int]]:
    """The same, in a process of its own: at a bound a mistake would end the process, or never end."""
    code = """
        import json, sys
        from scoring.engines.durable.ruleset import Pattern, Rule, Ruleset
        keys, rules, projects = json.load(sys.stdin)
        ruleset = Ruleset(keys, [Rule(tuple(Pattern(*each) for each in rule)) for rule in rules])
        print(json.dumps([sorted(number for number, _ in ruleset.fire(values)) for values in projects * 3]))
        ruleset.close()
    """
    plain = [[(each.key, each.at_least, each.at_most) for each in rule.patterns] for rule in rules]
    numbers: list[list[int]] = json.loads(apart(code, json.dumps([keys, plain, projects])))
    once = numbers[: len(projects)]
    assert numbers == once * 3
    return once


def test_the_bounds_are_those_that_were_measured() -> None:
    bounds = (MOST_RULES, MOST_KEYS, MOST_TESTS, MOST_RULES_ON_A_TEST, MOST_PATTERNS, LARGEST)
    assert bounds == (4_000, 480, 60, 250, 8, 2**63 - 1)


# ---------------------------------------------------------------------- at a bound, and beyond it


def test_as_many_rules_as_allowed() -> None:
    rules = [Rule((on(n % 100, n // 100, n // 100),)) for n in range(MOST_RULES)]
    assert fired_apart(100, rules, [7] * 100, [None] * 100) == [list(range(700, 800)), []]
    with pytest.raises(BeyondBounds, match="4001 rules"):
        check(100, [*rules, Rule((on(0, 99, 99),))])


def test_as_many_keys_as_allowed() -> None:
    rules = [Rule((on(key, 1, 1),)) for key in range(MOST_KEYS)]
    assert fired_apart(MOST_KEYS, rules, [1] * MOST_KEYS, [0] * MOST_KEYS) == [list(range(MOST_KEYS)), []]
    with pytest.raises(BeyondBounds, match="481 keys"):
        Ruleset(MOST_KEYS + 1, rules)


def test_a_fact_may_meet_every_test_of_its_key() -> None:
    rules = [Rule((on(0, n),)) for n in range(MOST_TESTS)]
    assert fired_apart(1, rules, [MOST_TESTS], [0], [-1]) == [list(range(MOST_TESTS)), [0], []]
    with pytest.raises(BeyondBounds, match="61 tests of one key"):
        Ruleset(1, [*rules, Rule((on(0, MOST_TESTS),))])


def test_tests_are_counted_as_the_engine_chains_them() -> None:
    """`>= 0 and <= n` shares its first test with every other n, `>= n and <= n + 9` with none."""
    shared = [Rule((on(0, 0, n + 1),)) for n in range(MOST_TESTS - 1)]
    assert fired_apart(1, shared, [1]) == [list(range(MOST_TESTS - 1))]
    apart = [Rule((on(0, n, n + 9),)) for n in range(MOST_TESTS // 2)]
    assert fired_apart(1, apart, [9]) == [list(range(10))]
    for rules in (shared, apart):
        with pytest.raises(BeyondBounds, match="tests of one key"):
            check(1, [*rules, Rule((on(0, 500, 501),))])


def test_as_many_rules_on_one_test_as_allowed() -> None:
    rules = [Rule((on(0, 1),))] * MOST_RULES_ON_A_TEST
    assert fired_apart(1, rules, [1], [0], [2]) == [
        list(range(MOST_RULES_ON_A_TEST)),
        [],
        list(range(MOST_RULES_ON_A_TEST)),
    ]
    with pytest.raises(BeyondBounds, match="251 rules on one test"):
        Ruleset(1, [*rules, Rule((on(0, 1),))])


def test_as_many_patterns_as_allowed() -> None:
    most = Rule(tuple(on(key, 1, 1) for key in range(MOST_PATTERNS)))
    assert fired_apart(MOST_PATTERNS, [most], [1] * MOST_PATTERNS, [1] * 7 + [0], [1] * 7 + [None]) == [[0], [], []]
    with pytest.raises(BeyondBounds, match="9 patterns"):
        Ruleset(9, [Rule(tuple(on(key, 1, 1) for key in range(9)))])


@pytest.mark.parametrize("value", [LARGEST, -LARGEST, LARGEST - 1, 1 - LARGEST, 0])
def test_whole_numbers_of_64_bits_are_told_apart(value: int) -> None:
    rules = [Rule((on(0, value, value),)), Rule((on(0, value),)), Rule((on(0, None, value),))]
    near = [each for each in (value - 1, value + 1) if abs(each) <= LARGEST]
    below, above = [[2]] * (value - 1 in near), [[1]] * (value + 1 in near)
    assert fired_apart(1, rules, [value], *([each] for each in near)) == [[0, 1, 2], *below, *above]


@pytest.mark.parametrize(
    "value", [LARGEST + 1, -LARGEST - 1, 2**64, 10**30, 1.0, 1e-05, float("nan"), float("inf"), "1", True]
)
def test_nothing_but_whole_numbers_of_64_bits_crosses(value: object) -> None:
    ruleset = Ruleset(2, [Rule((on(0, 1, 1),)), Rule((on(1, 1, 1),))])
    with pytest.raises(BeyondBounds):
        ruleset.fire([value, 1])  # type: ignore[list-item]
    with pytest.raises(BeyondBounds):
        check(1, [Rule((on(0, value),))])  # type: ignore[arg-type]
    assert [number for number, _ in ruleset.fire([1, 1])] == [0, 1]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        pytest.param(Rule(()), "a rule without a test", id="no test"),
        pytest.param(Rule((on(0, 1), on(0, None, 2))), "two patterns on one key", id="one key twice"),
        pytest.param(Rule((on(3, 1),)), "there is no key 3", id="a key that is not there"),
        pytest.param(Rule((on(-1, 1),)), "there is no key -1", id="a negative key"),
        pytest.param(Rule((on(0, 1),), 3), "there is no key 3", id="a derived key that is not there"),
        pytest.param(Rule((on(1, 1),), 1), "does not come after", id="a fact derived from itself"),
        pytest.param(Rule((on(2, 1),), 1), "does not come after", id="facts derived in a circle"),
    ],
)
def test_a_rule_that_the_engine_would_get_wrong_is_refused(rule: Rule, said: str) -> None:
    with pytest.raises(BeyondBounds, match=said):
        Ruleset(3, [Rule((on(0, 1),), 1), Rule((on(1, 1),), 2), rule])


def test_a_project_has_one_value_for_each_key() -> None:
    ruleset = Ruleset(2, [Rule((on(0, 1),))])
    for values in ([], [1], [1, 2, 3]):
        with pytest.raises(BeyondBounds):
            ruleset.fire(values)


# ---------------------------------------------------------------------- what the engine is given


def test_only_the_guarded_part_of_the_engines_language_is_written() -> None:
    rules = [Rule((on(0, 1, 5), on(1, 2, 2)), 2), Rule((on(2, 1, 1), on(0, None, 9))), Rule((on(1),))]
    assert definition(rules) == {
        "opening": {"all": [{"m0": {"$and": [{"_b": 1}]}}], "pri": 1},
        "r0": {
            "all": [
                {"m0": {"$and": [{"$gte": {"v0": -LARGEST}}, {"$gte": {"v0": 1}}, {"$lte": {"v0": 5}}]}},
                {"m1": {"$and": [{"$gte": {"v1": -LARGEST}}, {"v1": 2}]}},
            ],
            "pri": 1,
        },
        "r1": {
            "all": [
                {"m0": {"$and": [{"$gte": {"v2": -LARGEST}}, {"v2": 1}]}},
                {"m1": {"$and": [{"$gte": {"v0": -LARGEST}}, {"$lte": {"v0": 9}}]}},
            ],
            "pri": 2,
        },
        "r2": {"all": [{"m0": {"$and": [{"$gte": {"v1": -LARGEST}}]}}], "pri": 1},
    }


def test_names_and_ids_differ_in_the_hash_by_which_the_engine_knows_them() -> None:
    names = [*PROPERTIES, *IDS, "_b", "b", "sid", "id", "$s", "sid-1", "r0", "opening", *(f"m{n}" for n in range(8))]
    assert len({fnv1a(name) for name in names}) == len(names) == len(set(names))
    assert fnv1a("costarring") == fnv1a("liquid"), "such a pair is what the lists must not have"


def fnv1a(text: str) -> int:
    hashed = 0x811C9DC5
    for byte in text.encode():
        hashed = (hashed ^ byte) * 16_777_619 % 2**32
    return hashed


# ---------------------------------------------------------------------- what fires


def test_every_rule_that_a_fact_meets_fires_once() -> None:
    assert fired(1, [Rule((on(0, n),)) for n in range(5)], [4], [2], [9]) == [
        [0, 1, 2, 3, 4],
        [0, 1, 2],
        [0, 1, 2, 3, 4],
    ]


def test_a_firing_carries_the_facts_that_it_matched() -> None:
    ruleset = Ruleset(3, [Rule((on(0, 1), on(2, None, 7)))])
    ((number, frame),) = ruleset.fire([5, 6, 7])
    assert number == 0
    assert json.loads(frame) == {
        "r0": {"m0": {"sid": "1", "id": "f0", "v0": 5}, "m1": {"sid": "1", "id": "f2", "v2": 7}},
    }


def test_what_is_not_known_meets_no_test() -> None:
    rules = [Rule((on(0),)), Rule((on(0, None, 0),)), Rule((on(0, 0), on(1, 0)))]
    assert fired(2, rules, [None, None], [None, 0], [0, None], [0, 0]) == [[], [], [0, 1], [0, 1, 2]]


def test_facts_are_derived_once_however_many_rules_derive_them() -> None:
    rules = [
        Rule((on(0, 1, 1),), 2),
        Rule((on(1, 1, 1),), 2),
        Rule((on(2, 1, 1),), 3),
        Rule((on(3, 1, 1), on(0, 1, 1))),
    ]
    assert fired(4, rules, [1, 1, None, None], [0, 1, None, None], [0, 0, None, None], [1, 0, None, None]) == [
        [0, 1, 2, 3],
        [1, 2],
        [],
        [0, 2, 3],
    ]


class Interrupted(Ruleset):
    """Breaks off in the middle of a run, as Ctrl-C does, as long as `breaks`."""

    breaks = True

    def _derive(self, key: int) -> None:
        if self.breaks:
            raise KeyboardInterrupt
        super()._derive(key)


def test_a_run_that_broke_off_does_not_touch_the_next() -> None:
    ruleset = Interrupted(3, [Rule((on(0, 1),), 1), Rule((on(1, 1, 1),)), Rule((on(2, 1),))])
    for _ in range(20):
        ruleset.breaks = True
        with pytest.raises(KeyboardInterrupt):
            ruleset.fire([1, None, 1])
        ruleset.breaks = False
        assert sorted(number for number, _ in ruleset.fire([1, None, None])) == [0, 1]
    ruleset.close()


def test_facts_that_somebody_left_in_the_session_are_a_fault_once() -> None:
    ruleset = Ruleset(1, [Rule((on(0, 1),))])
    ruleset._engine.assert_fact(ruleset._handle, '{"sid":"1","id":"stray","v0":1}')
    with pytest.raises(EngineFault):
        ruleset.fire([1])
    assert [number for number, _ in ruleset.fire([1])] == [0]


def test_a_closed_ruleset_says_so() -> None:
    ruleset = Ruleset(1, [Rule((on(0, 1),))])
    ruleset.close()
    ruleset.close()
    with pytest.raises(RuntimeError, match="closed"):
        ruleset.fire([1])
