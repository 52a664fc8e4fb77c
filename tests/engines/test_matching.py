"""What the rules engine says of clauses is what Kleene's logic on exact numbers says of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engines.durable.codes import Codes, Remaining, common, union
from scoring.engines.durable.matching import UNKNOWN, Matching
from scoring.nodes.kind import DATE, NUMBER, TEXT, YES_NO
from scoring.nodes.node import Arithmetic, Choose, Compare, Hit, Known, Name, Node
from scoring.values.bound import Bound
from scoring.values.day import Day
from scoring.values.value import Fault, Unknown, Value
from tests.tables import (
    Facts,
    Reference,
    agree,
    bands,
    compared,
    constant,
    every,
    matched,
    no,
    number,
    says,
    some,
    table,
    yes,
)

# ---------------------------------------------------------------------- any tables, any facts

LARGEST = 2**63 - 1
THRESHOLDS = (
    *(
        Fraction(0),
        Fraction(60),
        Fraction(95, 100),
        Fraction(-5, 2),
        Fraction(1, 3),
        Fraction(2, 7),
        Fraction("0.0001"),
    ),
    *(Fraction(LARGEST), Fraction(-LARGEST), Fraction(2**64), Fraction(10) ** 30, Fraction(1, 10**30)),
)
UNITS = (Fraction(0), Fraction(1), Fraction(1, 10**4), Fraction(1, 3), Fraction(1, 10**40), Fraction(10) ** 30)
TEXTS = (
    "",
    "优",
    "优良",
    "良",
    'say "yes"',
    "it's",
    "a\\",
    "a\\\\",
    "prefix",
    "prefix-longer",
    "\u0000",
    "e\u0301",
    "é",
    "5",
)

thresholds = st.sampled_from(THRESHOLDS)
numbers = st.builds(lambda t, unit, sign: t + sign * unit, thresholds, st.sampled_from(UNITS), st.sampled_from((-1, 1)))
ops = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
sames = st.sampled_from(("==", "!="))
number_names = st.sampled_from("abcd").map(number)
comparisons = st.one_of(
    st.builds(compared, number_names, ops, thresholds),
    st.builds(lambda n, op, t: Compare(YES_NO, op, constant(t), n), number_names, ops, thresholds),
    st.builds(compared, number_names, ops, number_names),
    st.builds(
        lambda a, b, op, t: compared(Arithmetic(NUMBER, "-", (a, b)), op, t),
        number_names,
        number_names,
        ops,
        thresholds,
    ),
    st.builds(says, st.sampled_from("st"), sames, st.sampled_from(TEXTS)),
    st.builds(
        lambda op, day: Compare(YES_NO, op, Name(DATE, "day"), constant(day, DATE)),
        ops,
        st.sampled_from((Day(2024, 1, 1), Day(2024, 6))),
    ),
    st.builds(
        lambda name, op, b: Compare(YES_NO, op, yes(name), constant(b, YES_NO)),
        st.sampled_from("yz"),
        sames,
        st.booleans(),
    ),
    st.sampled_from("yz").map(yes),
    st.sampled_from("abcdstyz").map(lambda name: Known(YES_NO, number(name))),
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        inner.map(no),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: every(*parts)),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: some(*parts)),
    ),
    max_leaves=8,
)
hits: st.SearchStrategy[Hit] = st.sampled_from(("first", "all"))
tables_of_one_key = st.lists(
    st.one_of(st.none(), st.builds(compared, st.just(number("a")), ops, thresholds)), max_size=6
)
any_tables = st.builds(
    lambda rows, hit: table(*rows, hit=hit), st.one_of(st.lists(conditions, max_size=5), tables_of_one_key), hits
)
measured = st.one_of(
    numbers,
    numbers,
    numbers,
    st.builds(lambda a, b: Bound(min(a, b), max(a, b)), numbers, numbers),
    st.just(Unknown(("x",))),
)
facts = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys("abcd", measured),
        **dict.fromkeys("st", st.one_of(st.sampled_from(TEXTS), st.text(max_size=5))),
        **dict.fromkeys("yz", st.booleans()),
        "day": st.sampled_from((Day(2024), Day(2024, 1, 1), Day(2024, 6), Day(2023, 12, 31))),
    },
)


@given(st.lists(any_tables, min_size=1, max_size=6), st.lists(facts, min_size=1, max_size=6))
def test_the_engine_decides_every_table_as_the_definition_does(tables: list[Choose], projects: list[Facts]) -> None:
    matching = Matching([tables])
    for project in projects:
        agree(matching, [tables], project)
    matching.close()


@given(st.lists(any_tables, min_size=1, max_size=3), st.lists(conditions, min_size=2, max_size=4), facts)
def test_levels_chain(below: list[Choose], rows: list[Node], project: Facts) -> None:
    """A table of the next level tests which clause of the one below was taken."""
    firsts = [table(*(clause.when for clause in choose.clauses)) for choose in below]
    above = [
        table(*(every(Compare(YES_NO, "==", choose, constant(str(n), TEXT)), row) for n, row in enumerate(rows)))
        for choose in firsts
    ]
    matching = Matching([firsts, above])
    agree(matching, [firsts, above], project)
    matching.close()


def _taken_away(a: Codes, b: Codes) -> Codes:
    """What is left of one set when another is taken: first all of the other, then all there is."""
    left = Remaining(a)
    left.take(b)
    return left.take(((-100, 200),))


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_sets_of_codes_are_sets(a: set[int], b: set[int]) -> None:
    for operation, wanted in ((union, a | b), (common, a & b), (_taken_away, a - b)):
        found = operation(in_ranges(a), in_ranges(b))
        assert [n for low, high in found for n in range(low, high + 1)] == sorted(wanted)


def in_ranges(numbers: set[int]) -> Codes:
    ranges: Codes = ()
    for n in sorted(numbers):
        ranges = union(ranges, ((n, n),))
    return ranges


# ---------------------------------------------------------------------- what fires


def test_exactly_one_rule_of_a_banded_table_fires() -> None:
    tables = [bands("a", 95, 90, 80, 60, -100)]
    matching = Matching([tables])
    for value, wanted in ((100, 0), (95, 0), (Fraction(9499999, 100000), 1), (60, 3), (0, 4)):
        with matching.begin(Reference({"a": Fraction(value)})) as run:
            run.match(0)
            assert run.winner(tables[0]) == wanted
            assert [firing.clause for firing in run.fired(tables[0])] == [wanted]
    matching.close()


def test_nothing_fires_when_no_row_matches() -> None:
    choose = bands("a", 95, 90)
    matching = Matching([[choose]])
    with matching.begin(Reference({"a": Fraction(1)})) as run:
        run.match(0)
        assert run.winner(choose) is None
        assert run.truths(choose) == (False, False)
        assert run.fired(choose) == ()


def test_an_empty_project_fires_nothing_and_decides_nothing() -> None:
    choose = bands("a", 95, 90)
    matching = Matching([[choose]])
    with matching.begin(Reference({})) as run:
        run.match(0)
        assert run.winner(choose) is UNKNOWN
        assert run.truths(choose) == (None, None)


def test_a_rulebook_without_tables_is_matched() -> None:
    matching = Matching([[], [table()]])
    with matching.begin(Reference({})) as run:
        run.match(0)
        run.match(1)
    matching.close()


def test_known_facts_are_matched_by_the_engine_alone() -> None:
    """The conditions themselves are never computed when everything that they test is known."""
    tables = [
        bands("a", 95, 90),
        table(every(yes("y"), compared(number("a"), "<", 3)), says("s", "==", "优"), hit="all"),
    ]
    matching = Matching([tables])
    asking = Reference({"a": Fraction(92), "y": True, "s": "良"})
    with matching.begin(asking) as run:
        run.match(0)
        assert run.winner(tables[0]) == 1
        assert run.truths(tables[1]) == (False, False)
    assert all(isinstance(node, Name) for node in asking.asked)


def test_a_trace_names_the_facts_that_a_clause_matched() -> None:
    choose = table(every(compared(number("a"), ">=", Fraction("0.5")), yes("y")), hit="all")
    matching = Matching([[choose]])
    with matching.begin(Reference({"a": Fraction(1, 2), "y": True})) as run:
        run.match(0)
        (firing,) = run.fired(choose)
    names = [(nodes[0].name, code) for nodes, code in firing.facts if isinstance(nodes[0], Name)]
    assert (firing.clause, firing.rule, names) == (0, "r0", [("a", 2), ("y", 1)])


def test_a_long_condition_is_traced_to_its_last_fact() -> None:
    names = [f"y{n}" for n in range(30)]
    choose = table(every(*map(yes, names)), hit="all")
    matching = Matching([[choose]])
    with matching.begin(Reference(dict.fromkeys(names, True))) as run:
        run.match(0)
        (firing,) = run.fired(choose)
    assert sorted(nodes[0].name for nodes, _ in firing.facts if isinstance(nodes[0], Name)) == sorted(names)


def test_a_clause_that_holds_in_two_ways_holds_once() -> None:
    choose = table(some(yes("y"), yes("z")), hit="count")
    matching = Matching([[choose]])
    with matching.begin(Reference({"y": True, "z": True})) as run:
        run.match(0)
        assert run.truths(choose) == (True,)


def test_a_violation_leads_to_a_veto_and_the_veto_to_a_cap() -> None:
    violation = table(compared(number("irregular"), ">", 0), None)
    veto = table(every(Compare(YES_NO, "==", violation, constant("0", TEXT)), compared(number("total"), ">", 59)), None)
    cap = table(Compare(YES_NO, "==", veto, constant("0", TEXT)), None)
    levels = [[violation], [veto], [cap]]
    matching = Matching(levels)
    for irregular, total, capped in ((2, 90, 0), (0, 90, 1), (2, 40, 1)):
        asking = Reference({"irregular": Fraction(irregular), "total": Fraction(total)})
        with matching.begin(asking) as run:
            asking.run = run
            for level in range(3):
                run.match(level)
            assert run.winner(cap) == capped


def test_equal_names_are_one_key() -> None:
    matching = Matching([[table(*(compared(number("a"), ">=", n) for n in range(5)))]])
    assert len(matching.levels[0].keys) == 1


def test_a_level_is_matched_before_it_is_asked() -> None:
    choose = table(yes("y"), yes("z"))
    matching = Matching([[choose]])
    with pytest.raises(RuntimeError, match="level 0"):
        matching.begin(Reference({})).winner(choose)


def test_a_fault_in_a_value_leaves_only_the_clause_undecided_that_needs_it() -> None:
    choose = table(yes("y"), yes("broken"))
    matching = Matching([[choose]])

    def value(node: Node) -> Value:
        if isinstance(node, Name) and node.name == "broken":
            return Fault(())
        return node.name == wanted if isinstance(node, Name) else Unknown()

    for wanted in ("y", "nothing"):
        with matching.begin(value) as run:
            run.match(0)
            assert run.winner(choose) == (0 if wanted == "y" else UNKNOWN)


# ---------------------------------------------------------------------- no rulebook is refused


def all_of(count: int, condition: Callable[[int], Node]) -> list[Choose]:
    return [table(*(condition(n) for n in range(count)), hit="all")]


@pytest.mark.parametrize(
    ("tables", "facts"),
    [
        pytest.param(
            all_of(700, lambda n: compared(number("a"), ">=", n)), {"a": Fraction(699)}, id="thresholds of a key"
        ),
        pytest.param([bands("a", *range(700, 0, -1))], {"a": Fraction(350)}, id="rows of a banded table"),
        pytest.param(all_of(600, lambda n: compared(number("a"), ">=", 1)), {"a": Fraction(1)}, id="rules on one test"),
        pytest.param(all_of(600, lambda n: yes(f"y{n}")), {f"y{n}": True for n in range(600)}, id="keys"),
        pytest.param(all_of(5_000, lambda n: compared(number(f"a{n % 9}"), "==", n)), {"a3": Fraction(3)}, id="rules"),
        pytest.param(
            [table(every(*(yes(f"y{n}") for n in range(40))), hit="all")],
            {f"y{n}": True for n in range(40)},
            id="patterns",
        ),
        pytest.param(
            [table(every(*(some(yes(f"y{n}"), yes(f"z{n}")) for n in range(12))), hit="all")],
            {f"{'yz'[n % 2]}{n}": True for n in range(12)} | {f"{'zy'[n % 2]}{n}": False for n in range(12)},
            id="disjuncts",
        ),
        pytest.param(
            [
                table(
                    every(*(some(*(every(yes(f"y{n}"), yes(f"z{m}")) for m in range(40))) for n in range(40))),
                    hit="all",
                )
            ],
            {f"{letter}{n}": True for letter in "yz" for n in range(40)},
            id="a condition too large for any ruleset",
        ),
        pytest.param(
            [table(no(some(*(says("s", "==", f"t{n}") for n in range(500)))))], {"s": "t500"}, id="texts not named"
        ),
        pytest.param([table(some(*(says("s", "==", f"t{n}") for n in range(500))))], {"s": "t77"}, id="texts named"),
        pytest.param(
            [table(every(*(compared(number(name), "!=", n) for name in "abc" for n in range(30))), hit="all")],
            {name: Fraction(1, 2) for name in "abc"},
            id="ranges of several keys",
        ),
    ],
)
def test_what_is_too_large_for_the_engine_is_split(tables: list[Choose], facts: Facts) -> None:
    matched(tables, facts)
    matched(tables, {name: value for name, value in facts.items() if not name.endswith("7")})
    matched(tables, {**facts, "y7": False, "a": Fraction(-1), "s": "t3"})


def test_a_table_of_192_rows_and_7_keys() -> None:
    names = "abcdefg"
    rows = [
        every(
            *(
                compared(number(name), "==", row // 2**place % (3 if place == 6 else 2))
                for place, name in enumerate(names)
            )
        )
        for row in range(192)
    ]
    choose = table(*rows)
    matching = Matching([[choose]])
    for row in range(0, 192, 7):
        values = {name: Fraction(row // 2**place % (3 if place == 6 else 2)) for place, name in enumerate(names)}
        agree(matching, [[choose]], {**values})


# ---------------------------------------------------------------------- exact numbers


@given(thresholds, st.sampled_from(UNITS), st.integers(1, 10**6), st.sampled_from((-1, 1)))
def test_a_hair_beside_a_threshold_is_beside_it(threshold: Fraction, unit: Fraction, part: int, sign: int) -> None:
    tables = [table(compared(number("a"), op, threshold), hit="all") for op in ("==", "!=", "<", "<=", ">", ">=")]
    matched(tables, {"a": threshold + sign * unit / part})


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">="])
def test_a_negated_test_is_its_opposite_on_the_edge_too(op: str) -> None:
    test, mirrored = compared(number("a"), op, 3), Compare(YES_NO, op, constant(3), number("a"))
    between = compared(number("a"), op, number("b"))
    tables = [table(no(test), no(mirrored), no(between), no(no(test)), no(every(test, yes("y"))), hit="all")]
    for value in (2, Fraction(29999, 10000), 3, Fraction(30001, 10000), 4):
        matched(tables, {"a": Fraction(value), "b": Fraction(3), "y": True})


@pytest.mark.parametrize("value", [0, LARGEST, -LARGEST, 2**63, 2**64, -(2**64), 10**30, -(10**30)])
def test_numbers_far_beyond_the_thresholds(value: int) -> None:
    ends = (-LARGEST, -1, 0, 1, LARGEST, 2**63)
    matched(
        [table(*(compared(number("a"), op, end) for end in ends for op in ("==", "<", ">=")), hit="all")],
        {"a": Fraction(value)},
    )


def test_the_order_of_facts_and_tables_changes_nothing() -> None:
    kinds = (bands("a", 3, 2), table(no(yes("y")), yes("y")), table(every(yes("y"), compared(number("a"), "<", 3))))
    for order in permutations(kinds):
        for names in permutations(("a", "y")):
            values: Facts = {"a": Fraction(2), "y": True}
            matched(order, {name: values[name] for name in names})


# ---------------------------------------------------------------------- use after use


def many_tables() -> list[Choose]:
    return [
        *(bands(f"a{n}", 95, 90, 80, 60) for n in range(10)),
        table(every(yes("y"), compared(number("a1"), "<", 90)), None),
    ]


def project(seed: int) -> Facts:
    values: Facts = {f"a{n}": Fraction(seed * 7919 * (n + 1) % 10_000, 100) for n in range(10) if (seed + n) % 11}
    return {**values, "y": seed % 3 == 0}


def test_the_ten_thousandth_project_is_matched_like_the_first() -> None:
    tables = many_tables()
    matching = Matching([tables])
    for use in range(10_000):
        if use < 2 or use % 100 == 99:
            agree(matching, [tables], project(use))
        else:
            with matching.begin(Reference(project(use))) as run:
                run.match(0)
    matching.close()


def test_an_exception_in_a_run_leaves_nothing_behind() -> None:
    tables = many_tables()
    matching = Matching([tables])

    def broken(node: Node) -> Value:
        if isinstance(node, Name) and node.name == "a5":
            raise ZeroDivisionError
        return Reference(project(5)).value(node)

    for _ in range(3):
        with pytest.raises(ZeroDivisionError), matching.begin(broken) as run:
            run.match(0)
        agree(matching, [tables], project(6))


def test_runs_may_be_nested() -> None:
    tables = many_tables()
    matching = Matching([tables])
    outer = Reference(project(1))
    with matching.begin(outer) as run:
        agree(matching, [tables], project(2))
        run.match(0)
        agree(matching, [tables], project(3))
        assert [run.winner(choose) for choose in tables] == [Reference(project(1)).winner(choose) for choose in tables]


def test_threads_share_a_matching() -> None:
    tables = many_tables()
    matching = Matching([tables])
    wrong: list[object] = []

    def work(start: int) -> None:
        try:
            for seed in range(start, start + 100):
                agree(matching, [tables], project(seed))
        except BaseException as fault:
            wrong.append(fault)

    threads = [Thread(target=work, args=(start,)) for start in range(0, 400, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_closed_matching_says_so() -> None:
    tables = many_tables()
    matching = Matching([tables])
    matching.close()
    matching.close()
    with pytest.raises(RuntimeError, match="closed"), matching.begin(Reference(project(1))) as run:
        run.match(0)
