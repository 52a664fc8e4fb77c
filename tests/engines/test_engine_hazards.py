"""Every way in which durable-rules is known to crash, hang or answer wrongly, and that we are not touched by it.

Each runs in a process of its own with a time limit. The bounds themselves are in `test_ruleset.py`.
"""

from __future__ import annotations

from textwrap import dedent

from tests.apart import apart

COMMON = """
    import gc, json, resource, sys, threading
    from fractions import Fraction
    from scoring.engines.durable.matching import UNKNOWN, Matching
    from scoring.nodes.kind import *
    from scoring.nodes.node import *
    from scoring.problems import Place
    from scoring.values.value import *
    from tests.tables import Reference, agree, bands, compared, every, no, number, says, some, table, yes

    def truths_of(tables, facts):
        "The truths of every table, which are those of the definition."
        matching = Matching([tables])
        agree(matching, [tables], facts)
        with matching.begin(Reference(facts)) as run:
            run.match(0)
            truths = [run.truths(choose) for choose in tables]
        matching.close()
        return truths

    def megabytes():
        "In use now where the system says so, otherwise at most so far: that also counts what started this process."
        try:
            with open("/proc/self/statm") as pages:
                return int(pages.read().split()[1]) * resource.getpagesize() / 2**20
        except FileNotFoundError:
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
"""


def hazard(code: str) -> str:
    """What the code prints, run after COMMON in a process of its own."""
    return apart(dedent(COMMON) + dedent(code)).strip()


# ---------------------------------------------------------------------- how the engine is driven


def test_its_host_with_timers_and_threads_is_never_imported() -> None:
    """Some 600 hosts hang a process for good; an exception in one of their actions is swallowed."""
    assert hazard("""
        for _ in range(700):
            truths_of([bands("a", 2, 1)], {"a": Fraction(1)})
        print("durable" in sys.modules, threading.active_count())
    """) == "False 1"  # fmt: skip


def test_compiling_again_and_again_keeps_memory_flat() -> None:
    """Deleting rules before their session leaks two megabytes each time."""
    assert hazard("""
        tables = [bands(f"a{n}", 95, 90, 80, 60, 0) for n in range(5)]
        facts = {f"a{n}": Fraction(n) for n in range(5)}
        def compile_score_close(times):
            for _ in range(times):
                matching = Matching([tables])
                with matching.begin(Reference(facts)) as run:
                    run.match(0)
                matching.close()
        compile_score_close(30)
        before = megabytes()
        compile_score_close(300)
        print(megabytes() - before < 20)
    """) == "True"  # fmt: skip


def test_a_matching_that_nobody_closes_is_freed() -> None:
    assert hazard("""
        tables = [bands("a", 2, 1)]
        for _ in range(30):
            Matching([tables]).begin(Reference({"a": Fraction(1)})).match(0)
        gc.collect()
        before = megabytes()
        for _ in range(300):
            Matching([tables]).begin(Reference({"a": Fraction(1)})).match(0)
        gc.collect()
        print(megabytes() - before < 20)
    """) == "True"  # fmt: skip


def test_a_session_in_which_nothing_fired_is_closed() -> None:
    """Deleting a session where nothing ever fired ends the process."""
    assert hazard("""
        for _ in range(50):
            Matching([[bands("a", 2, 1)]]).close()
        for _ in range(50):
            print(*truths_of([bands("a", 2, 1)], {"a": Fraction(0)})[0], *truths_of([bands("a", 2)], {})[0])
    """) == "\n".join(["False False None"] * 50)  # fmt: skip


def test_thousands_of_projects_share_one_session() -> None:
    """The 1,025th session ends the process; at some 80,000 facts generated ids collide."""
    assert hazard("""
        tables = [bands(f"a{n}", 95, 90, 80, 60, 0) for n in range(30)]
        matching = Matching([tables])
        def score(projects):
            for seed in projects:
                facts = {f"a{n}": Fraction(seed * 7919 * (n + 3) % 1000, 10) for n in range(30)}
                with matching.begin(Reference(facts)) as run:
                    run.match(0)
                    for n, choose in enumerate(tables):
                        assert sum(facts[f"a{n}"] < at for at in (95, 90, 80, 60)) == run.winner(choose)
        score(range(200))
        before = megabytes()
        score(range(3_500))
        print(megabytes() - before < 5)
    """) == "True"  # fmt: skip


def test_a_run_that_broke_off_leaves_no_lock_behind() -> None:
    """A session left locked fires nothing for a minute, in silence."""
    assert hazard("""
        from scoring.engines.durable.ruleset import EngineFault, Pattern, Rule, Ruleset
        ruleset = Ruleset(2, [Rule((Pattern(0, 1),)), Rule((Pattern(1, 1),))])
        engine, handle = ruleset._engine, ruleset._handle
        class Broken:
            error = engine.error
            def __getattr__(self, name):
                if name == "complete_and_start_action":
                    ruleset._engine = engine
                    raise engine.error("in the middle of a run")
                return getattr(engine, name)
        for _ in range(10):
            ruleset._engine = Broken()
            try:
                ruleset.fire([1, 1])
            except EngineFault as fault:
                print(fault, [number for number, _ in ruleset.fire([1, 1])])
    """) == "\n".join(["in the middle of a run [0, 1]"] * 10)  # fmt: skip


def test_threads_do_not_mix_projects() -> None:
    assert hazard("""
        tables = [bands(f"a{n}", 95, 90, 80, 60, 0) for n in range(10)]
        matching, wrong = Matching([tables]), []
        def work(start):
            for seed in range(start, start + 300):
                facts = {f"a{n}": Fraction(seed * 31 * (n + 3) % 1000, 10) for n in range(10)}
                with matching.begin(Reference(facts)) as run:
                    run.match(0)
                    wrong.extend(n for n, choose in enumerate(tables)
                                 if sum(facts[f"a{n}"] < at for at in (95, 90, 80, 60)) != run.winner(choose))
        sys.setswitchinterval(1e-5)
        threads = [threading.Thread(target=work, args=(start,)) for start in range(0, 1200, 300)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        print(wrong)
    """) == "[]"  # fmt: skip


def test_a_forked_process_goes_on_by_itself() -> None:
    assert hazard("""
        import os
        tables = [bands("a", 95, 90, 80)]
        matching = Matching([tables])
        agree(matching, [tables], {"a": Fraction(85)})
        children = []
        for value in (96, 91, 70):
            child = os.fork()
            if child == 0:
                agree(matching, [tables], {"a": Fraction(value)})
                matching.close()
                os._exit(7)
            children.append(child)
        print([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])
        agree(matching, [tables], {"a": Fraction(85)})
        matching.close()
    """) == "[7, 7, 7]"  # fmt: skip


# ---------------------------------------------------------------------- what it would get wrong


def test_one_fact_serves_every_clause_that_it_meets() -> None:
    """An event is consumed by the first rule: of five that match one fires."""
    tables = (
        "[table(*(compared(number('a'), '>=', n) for n in range(5)), hit='all')] * 1 + [bands('a', 3), bands('a', 2)]"
    )
    assert hazard(f"print(truths_of({tables}, {{'a': Fraction(3)}}))") == (
        "[(True, True, True, True, False), (True,), (True,)]"
    )


def test_a_clause_of_which_both_alternatives_hold_holds_once() -> None:
    """`$or` fires twice when both branches hold."""
    assert hazard("""
        choose = table(some(yes("y"), yes("z")), hit="count")
        facts = {"y": True, "z": True}
        print(truths_of([choose], facts))
    """) == "[(True,)]"  # fmt: skip


def test_any_of_many_facts_holds_once() -> None:
    """`any` fires for every fact and every combination of them."""
    assert hazard("""
        tables = [table(some(*(yes(f"y{n}") for n in range(20))), hit="count"), table(every(*(yes(f"y{n}") for n in range(20))))]
        print(truths_of(tables, {f"y{n}": True for n in range(20)}))
    """) == "[(True,), (True,)]"  # fmt: skip


def test_a_negation_does_not_depend_on_the_order_of_facts() -> None:
    """`$not` and `none` are right only if the violation arrives first."""
    assert hazard("""
        from itertools import permutations
        for order in permutations(("y", "z", "a")):
            facts = {"y": True, "z": False, "a": Fraction(1)}
            tables = [table(every(no(yes(order[0] if order[0] != "a" else "z")), compared(number("a"), ">=", 1)), hit="all")]
            truths_of(tables, {name: facts[name] for name in order})
    """) == ""  # fmt: skip


def test_what_is_absent_meets_nothing_and_is_seen_to_be_absent() -> None:
    """`$nex` also matches the engine's hidden fact; null != 5 is no there, and so is every test of what is missing."""
    assert hazard("""
        known = Known(YES_NO, number("a"))
        print(truths_of([table(no(known), compared(number("a"), "!=", 5), hit="all")], {}))
        print(truths_of([table(no(known), compared(number("a"), "!=", 5), hit="all")], {"a": None}))
    """) == "[(True, None)]\n[(False, True)]"  # fmt: skip


def test_a_division_by_zero_is_an_unknown_value() -> None:
    """`$div` by a whole zero ends the process; whole numbers are cut off."""
    assert hazard("""
        rate = Arithmetic(NUMBER, "/", (number("spent"), number("budget")))
        choose = table(compared(rate, ">=", Fraction("0.5")), None)
        for spent, budget in ((1, 0), (1, 3), (1, 2), (0, 0)):
            facts = {"spent": Fraction(spent), "budget": Fraction(budget)}
            def value(node):
                if node is rate:
                    return facts["spent"] / facts["budget"] if budget else Unknown(("budget",))
                return Unknown() if isinstance(node, Compare) else facts[node.name]
            with Matching([[choose]]).begin(value) as run:
                run.match(0)
                print(run.winner(choose), end=" ")
    """) == "Undecided.UNKNOWN 1 0 Undecided.UNKNOWN"  # fmt: skip


def test_two_facts_are_compared_exactly() -> None:
    """A comparison across facts reads beyond the heap and ends the process later."""
    assert hazard("""
        tables = [table(*(compared(number(f"a{n}"), op, number(f"a{n + 1}")) for op in ("<", "==", ">=")), hit="all") for n in range(40)]
        matching = Matching([tables])
        for use in range(100):
            agree(matching, [tables], {f"a{n}": Fraction(n * use % 7, 3) for n in range(41)})
    """) == ""  # fmt: skip


def test_a_text_is_no_pattern() -> None:
    """Regexes have a dialect of their own, and leak."""
    assert hazard("""
        texts = ("a.*b", "^a", "[ab]", "a|b", "(", "%s", "%d", "{}", "*")
        tables = [table(*(says("s", "==", text) for text in texts), hit="all")]
        for text in (*texts, "axxb", "a", "b"):
            truths_of(tables, {"s": text})
    """) == ""  # fmt: skip


def test_small_and_large_decimals_do_not_drop_the_facts_after_them() -> None:
    """1e-05 and 1e16 are errors there, and in a batch everything after them is dropped without a word."""
    assert hazard("""
        values = [Fraction("0.00001"), Fraction(10**16), Fraction(-10**16), Fraction(1, 3), Fraction(10**400), Fraction(7)]
        tables = [bands(f"a{n}", 7, Fraction("0.00001"), Fraction(-10**17)) for n in range(len(values))]
        print(*(truths.index(True) for truths in truths_of(tables[:4] + tables[5:], {f"a{n}": v for n, v in enumerate(values)})))
    """) == "1 0 2 1 0"  # fmt: skip


def test_numbers_beyond_64_bits_are_not_the_largest_one() -> None:
    """2^64 == 2^63-1 is yes there."""
    assert hazard("""
        top = 2**63 - 1
        tables = [table(compared(number("a"), "==", top), compared(number("a"), "==", 2**64), compared(number("a"), ">", top), hit="all")]
        for value in (top, top + 1, 2**64, Fraction(2**65, 2), Fraction(2 * top + 1, 2)):
            print(truths_of(tables, {"a": Fraction(value)}))
    """).splitlines() == [
        "[(True, False, False)]",
        "[(False, False, True)]",
        "[(False, True, True)]",
        "[(False, True, True)]",
        "[(False, False, True)]",
    ]  # fmt: skip


def test_long_texts_are_compared_to_their_end() -> None:
    """From 65,536 characters on texts are compared by their length's remainder."""
    assert hazard("""
        for length in (1_000, 65_535, 65_536, 65_537, 131_072):
            long = "评" * length
            texts = [says("s", "==", ""), says("s", "==", long), says("s", "==", long + "a"), says("s", "!=", long)]
            tables = [table(*texts, hit="all")]
            print(*truths_of(tables, {"s": long}), *truths_of(tables, {"s": long + "b"}), *truths_of(tables, {"s": ""}))
    """) == "\n".join(
        ["(False, True, False, False) (False, False, False, True) (True, False, False, True)"] * 5
    )  # fmt: skip


def test_a_number_is_no_text() -> None:
    """5 == "5" and "abc" > 5 are yes there."""
    assert hazard("""
        tables = [table(says("s", "==", "5"), hit="all"), table(compared(number("a"), "==", 5), hit="all")]
        print(truths_of(tables, {"s": "5", "a": Fraction(5)}), truths_of(tables, {"s": "abc", "a": Fraction(6)}))
        matching = Matching([tables])
        with matching.begin(lambda node: {"s": Fraction(5), "a": "5"}[node.name] if isinstance(node, Name) else Unknown()) as run:
            run.match(0)
            print([run.truths(choose) for choose in tables])
    """) == "[(True,), (True,)] [(False,), (False,)]\n[(None,), (None,)]"  # fmt: skip


def test_names_that_collide_in_the_engine_are_apart() -> None:
    """It knows a name by its 32-bit hash: a rule on `costarring` fires on `liquid`."""
    assert hazard("""
        names = ("costarring", "liquid", "declinate", "macallums", "altarage", "zinke")
        tables = [table(yes(name), hit="all") for name in names]
        for held in names:
            print([truths[0] for truths in truths_of(tables, {name: name == held for name in names})].index(True), end=" ")
        for held in names:
            print([truths[0] for truths in truths_of(tables, {held: True})].count(True), end=" ")
    """) == "0 1 2 3 4 5 1 1 1 1 1 1"  # fmt: skip


def test_names_of_any_kind_are_only_names() -> None:
    """No name or text of an author reaches the engine."""
    assert hazard("""
        names = ("sid", "id", "$s", "_b", "v0", "m.a", '"', "'", "\\\\", "预算", "$and", "count", "pri", "", "a" * 70_000, "\\0")
        tables = [table(every(yes(name), says(name + "!", "==", name)), None) for name in names]
        facts = {name: True for name in names} | {name + "!": name for name in names}
        print({truths for truths in truths_of(tables, facts)})
    """) == "{(True, True)}"  # fmt: skip


# ---------------------------------------------------------------------- sizes at which it breaks


def test_any_number_of_thresholds_of_one_key() -> None:
    """One fact that meets more than 64 tests is an error there; 512 tests of one key never end."""
    assert hazard("""
        for count in (60, 61, 64, 65, 511, 512, 513, 1_800):
            choose = table(*(compared(number("a"), ">=", n) for n in range(count)), hit="all")
            matching = Matching([[choose]])
            for value in (-1, 0, count // 2, count - 1, count):
                with matching.begin(Reference({"a": Fraction(value)})) as run:
                    run.match(0)
                    assert [firing.clause for firing in run.fired(choose)] == list(range(min(value + 1, count)))
    """) == ""  # fmt: skip


def test_any_number_of_clauses_on_one_test() -> None:
    """From 255 rules on one test on rules fire twice and the heap is damaged."""
    assert hazard("""
        for count in (249, 250, 251, 254, 255, 256, 1_000):
            choose = table(*([yes("y")] * count), hit="all")
            matching = Matching([[choose]])
            for _ in range(10):
                with matching.begin(Reference({"y": True})) as run:
                    run.match(0)
                    assert [firing.clause for firing in run.fired(choose)] == list(range(count))
    """) == ""  # fmt: skip


def test_any_number_of_facts_in_one_condition() -> None:
    """A rule takes at most 8 patterns in our hands, 16 in the engine's."""
    assert hazard("""
        for count in (8, 9, 15, 16, 17, 100):
            tables = [table(every(*(yes(f"y{n}") for n in range(count))), hit="all")]
            matching = Matching([tables])
            facts = {f"y{n}": True for n in range(count)}
            agree(matching, [tables], facts)
            for odd in range(count):
                agree(matching, [tables], {**facts, f"y{odd}": False})
                agree(matching, [tables], {name: held for name, held in facts.items() if name != f"y{odd}"})
    """) == ""  # fmt: skip


def test_any_number_of_keys_and_facts() -> None:
    """The engine has room for 512 keys, and for 2,000 facts in a session."""
    assert hazard("""
        for count in (480, 481, 512, 1_100, 2_001):
            tables = [table(compared(number(f"a{n}"), ">=", 1), None) for n in range(count)]
            matching = Matching([tables])
            with matching.begin(Reference({f"a{n}": Fraction(n % 2) for n in range(count)})) as run:
                run.match(0)
                assert [run.winner(choose) for choose in tables] == [1 - n % 2 for n in range(count)]
    """) == ""  # fmt: skip


def test_any_number_of_rules() -> None:
    assert hazard("""
        tables = [table(*(compared(number(f"a{n}"), "==", m) for m in range(50))) for n in range(100)]
        matching = Matching([tables])
        with matching.begin(Reference({f"a{n}": Fraction(n % 50) for n in range(100)})) as run:
            run.match(0)
            assert [run.winner(choose) for choose in tables] == [n % 50 for n in range(100)]
    """) == ""  # fmt: skip
