"""The analyser says of a table what trying every combination on the exact engine says, and stays within its budget."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.assessor.assessor import Assessor
from scoring.documents.document import parse_toml
from scoring.engines.exact.evaluation import Evaluation
from scoring.lint.analysis_model import AnalysedTable, AnalysisModel
from scoring.lint.checking import Checked, checked
from scoring.lint.checking import looked_at as book_of
from scoring.nodes.node import Choose
from scoring.project.fact_sheet import FactSheet
from scoring.rulebook.rulebook import put_together
from scoring.values.value import Fault, Value

HEAD = 'format = 1\n[rulebook]\nname = "x"\n'
FACTS = '[fact]\nx = { kind = "number" }\nscope = ["a", "b", "c"]\nok = { kind = "yes_no" }\n'
EDGES = (0, 1, 2)
KEYS = ("x", "scope", "ok")


def looked_at(text: str) -> AnalysisModel:
    document, problems = parse_toml((HEAD + text).encode(), "x.toml")
    assert document is not None, problems
    book, problems = put_together([document])
    assert book is not None and not problems, problems
    assessor = Assessor(book)
    assert not assessor.compiled().problems
    return book_of(assessor)


def check(text: str) -> Checked:
    document, problems = parse_toml((HEAD + text).encode(), "x.toml")
    assert document is not None, problems
    book, problems = put_together([document])
    assert book is not None and not problems, problems
    return checked(book)


# ---------------------------------------------------------------- against the engine


def cells_of_number() -> st.SearchStrategy[str]:
    one = st.builds(
        lambda op, edge: f"{op} {edge}", st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.sampled_from(EDGES)
    )
    both = st.builds(lambda a, b: f"{a} and {b}", one, one)
    return st.one_of(one, both, st.just("-"), st.just("missing"))


CELLS: dict[str, st.SearchStrategy[object]] = {
    "x": cells_of_number(),
    "scope": st.one_of(
        st.sampled_from(["a", "b", "c", "-", "missing", "!= 'a'"]),
        st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2, unique=True),
    ),
    "ok": st.sampled_from([True, False, "-", "missing"]),
}
TABLES = st.tuples(
    st.sampled_from(["first", "unique"]),
    st.lists(st.tuples(*(CELLS[key] for key in KEYS)), min_size=1, max_size=5),
).filter(lambda table: table[0] == "first" or not any("missing" in row for row in table[1]))  # else it is refused


def written(cell: object) -> str:
    if isinstance(cell, list):
        return "[" + ", ".join(f'"{one}"' for one in cell) + "]"
    return str(cell).lower() if isinstance(cell, bool) else f'"{cell}"'


def table_text(hit: str, rows: list[tuple[object, ...]]) -> str:
    lines = [f"[{', '.join(written(cell) for cell in row)}, {number}]," for number, row in enumerate(rows)]
    return f'{FACTS}[value.t]\nby = ["x", "scope", "ok"]\nhit = "{hit}"\nrows = [\n' + "\n".join(lines) + "\n]\n"


NUMBERS: list[Value] = [Fraction(n, 2) for n in range(-2, 8)]
POSSIBLE: dict[str, list[Value]] = {"x": NUMBERS, "scope": ["a", "b", "c"], "ok": [True, False]}


def every_project(rows: list[tuple[object, ...]]) -> list[dict[str, Value]]:
    """Every combination; a key that no row asks whether it is missing is not missing."""
    values = []
    for number, key in enumerate(KEYS):
        may_be_missing = any(row[number] == "missing" for row in rows)
        values.append([*POSSIBLE[key], *([None] if may_be_missing else [])])
    return [{key: value for key, value in zip(KEYS, one, strict=True) if value is not None}
            for one in itertools.product(*values)]  # fmt: skip


def outcome(choose: Choose, facts: dict[str, Value], looked: AnalysisModel) -> tuple[bool, list[int], int | None]:
    """Whether scoring is refused, which rows hold, and which is taken."""
    at = Evaluation(looked.program, FactSheet({}))
    at.named.update(facts)
    held = [number for number, truth in enumerate(at.truths_of(choose)) if truth is True]
    decision = at.decision(choose)
    if isinstance(decision.value, Fault):
        return True, held, None
    return False, held, choose.clauses.index(decision.taken[0]) if decision.taken else None


@given(TABLES)
def test_the_analyser_and_the_engine_agree_on_gaps_overlaps_and_dead_rows(
    written_table: tuple[str, list[tuple[object, ...]]],
) -> None:
    hit, rows = written_table
    looked = looked_at(table_text(hit, rows))
    (table,) = looked.tables
    assert table.found is not None
    outcomes = [outcome(table.choose, facts, looked) for facts in every_project(rows)]
    assert {row for _, held, _ in outcomes for row in held} == table.found.held
    if hit == "first":
        assert {taken for _, _, taken in outcomes if taken is not None} == table.found.first
    below_zero = any("< 0" in str(row[0]) for row in rows)
    sure = [
        one
        for facts, one in zip(every_project(rows), outcomes, strict=True)
        if below_zero or (edge_of_zero(rows) and facts.get("x", Fraction(0)) >= 0) or not edge_of_zero(rows)
    ]  # type: ignore[operator]
    if hit == "first":
        assert any(refused for refused, _, _ in sure) == (table.found.nothing is not None)
    else:
        assert any(refused and len(held) > 1 for refused, held, _ in sure) == bool(table.found.twice)


def edge_of_zero(rows: list[tuple[object, ...]]) -> bool:
    """Whether zero is the lowest number that the rows speak of."""
    edges = [int(edge) for row in rows for edge in str(row[0]).split() if edge.isdigit()]
    return bool(edges) and min(edges) == 0


@given(TABLES)
def test_a_counterexample_is_refused_by_scoring(written_table: tuple[str, list[tuple[object, ...]]]) -> None:
    found = check(table_text(*written_table))
    looked = looked_at(table_text(*written_table))
    for problem in found.problems:
        if problem.code in ("row-gap", "rows-overlap"):
            assert problem.counterexample is not None
            facts = {name: read(text) for name, text in problem.counterexample.given}
            assert outcome(looked.tables[0].choose, facts, looked)[0]


def read(text: str) -> Value:
    return (
        {"true": True, "false": False}[text]
        if text in ("true", "false")
        else text.strip('"')
        if '"' in text
        else Fraction(text)
    )


# ---------------------------------------------------------------- within its budget


def keys(count: int, values: int) -> str:
    return "".join(f"k{n} = {[f'v{m}' for m in range(values)]}\n" for n in range(count))


def rows_of(count: int, width: int, values: int, most: int = 1) -> str:
    """Rows of cells by chance, the same every time; each cell one of the values, or a list of so many."""
    chance = random.Random(count)

    def cell() -> str:
        some = [f"v{chance.randrange(values)}" for _ in range(most)]
        return str(some) if most > 1 else f'"{some[0]}"'

    return "\n".join("[" + ", ".join(cell() for _ in range(width)) + f", {row}]," for row in range(count))


def by(width: int) -> str:
    return f"[value.t]\nby = {[f'k{n}' for n in range(width)]}\n"


ENDLESS: dict[str, tuple[Callable[[], str], bool | None]] = {
    "5,000 rows by 7 keys": (lambda: f"[fact]\n{keys(7, 10)}{by(7)}rows = [\n{rows_of(5000, 7, 10)}\n]\n", False),
    "lists of half the values in every cell": (
        lambda: f"[fact]\n{keys(9, 12)}{by(9)}rows = [\n{rows_of(60, 9, 12, 9)}\n]\n", False),
    "5,000 edges of one number": (
        lambda: '[fact]\nx = { kind = "number" }\n[value.t]\nby = "x"\nrows = [\n'
        + "\n".join(f'["== {n}", {n}],' for n in range(5000)) + "\n]\notherwise = 0\n", True),
    "1,000 texts by two keys": (
        lambda: f"[fact]\n{keys(2, 1000)}{by(2)}rows = [\n{rows_of(3000, 2, 1000)}\n]\n", False),
    "lists of 1,000 texts": (
        lambda: f"[fact]\n{keys(4, 1000)}{by(4)}rows = [\n{rows_of(10, 4, 1000, 700)}\n]\n", None),
    "an `or` over twenty keys, forty times": (
        lambda: '[fact]\n' + "".join(f'y{n} = {{ kind = "yes_no" }}\n' for n in range(20)) + "[value.t]\nrows = [\n"
        + "\n".join(f'["{" and ".join(f"(y{n} or y{(n + r) % 20})" for n in range(20))}", {r}],' for r in range(1, 19))
        + "\n]\notherwise = 0\n", False),
    "a condition that doubles forty times": (
        lambda: '[fact]\nx = { kind = "number" }\n[value.d]\nwith = ["y"]\nis = "y and not y"\n[value.t]\nrows = [["'
        + "d(" * 40 + "x > 1" + ")" * 40 + '", 1]]\notherwise = 0\n', None),
    "dates, two thousand of them": (
        lambda: '[fact]\nd = { kind = "date" }\n[value.t]\nby = "d"\nrows = [\n'
        + "\n".join(f'["<= {2000 + n // 300}-{n // 25 % 12 + 1:02}-{n % 25 + 1:02}", {n}],' for n in range(2000))
        + "\n]\notherwise = 0\n", True),
    "thirty tables that each use the budget up": (
        lambda: f"[fact]\n{keys(9, 12)}"
        + "".join(by(9).replace("value.t", f"value.t{n}") + f"rows = [\n{rows_of(60, 9, 12, 9)}\n]\n" for n in range(30)), False),
}  # fmt: skip


@pytest.mark.parametrize("what", list(ENDLESS))
def test_what_would_take_for_ever_is_not_decided_and_gives_no_alarm(what: str) -> None:
    text, decided = ENDLESS[what]
    rules = text()
    begun = time.process_time()
    found = check(rules)
    assert time.process_time() - begun < 100  # of a machine that is busy; for ever takes hours
    open_ = {one.place.line for one in found.not_decided}
    assert not open_ & {problem.place.line for problem in found.problems}
    assert decided is None or bool(open_) is not decided


def decided_tables(text: str) -> tuple[AnalysedTable, ...]:
    return looked_at(text).tables


def test_two_formulas_that_read_alike_are_one_key() -> None:
    (table,) = decided_tables(
        '[fact]\na = "元"\nb = "元"\n[value.t]\nrows = [["a / b >= 90%", 1], ["a / b < 90%", 0]]\n'
    )
    assert len(table.keys) == 1
    assert table.found is not None and table.found.nothing is None


def test_days_in_a_row_have_nothing_between_them() -> None:
    text = '[fact]\nd = { kind = "date" }\n[value.t]\nby = "d"\nrows = [["<= 2024-03-01", 1], [">= 2024-03-02", 0]]\n'
    (table,) = decided_tables(text)
    assert table.found is not None and table.found.nothing is None
    (table,) = decided_tables(text.replace("03-02", "03-03"))
    assert table.found is not None and table.found.nothing is not None


def test_a_total_has_only_the_decimals_that_points_have() -> None:
    grade = '[grade]\nby = "total"\nrows = [[">= 60", "pass"], ["<= {0}", "fail"]]\n'
    head = "total = 100\n"
    (table,) = decided_tables(head + grade.format("59.99"))
    assert table.found is not None and table.found.nothing is None
    (table,) = decided_tables(head + grade.format("59.9"))
    assert table.found is not None and table.found.nothing is not None


def test_a_gap_of_a_computed_rate_is_told_with_facts_that_show_it() -> None:
    rate = '[value.rate]\nis = "spent / budget"\nunit = "%"\n'
    facts = '[fact]\nspent = "元"\nbudget = { unit = "元", range = "> 0 元" }\n'
    table = '[value.points]\nby = "rate"\nrows = [["> 95%", 10], ["< 95%", 5]]\n'
    (problem,) = check(facts + rate + table).problems
    assert problem.code == "row-gap"
    assert problem.counterexample is not None
    assert problem.counterexample.said == "spent = 95 元, budget = 100 元"
    assert check(facts + rate + table.replace("< 95%", "<= 95%")).problems == ()


def test_a_row_for_missing_after_those_that_test_the_value_never_counts() -> None:
    text = '[fact]\nx = { kind = "number" }\n[value.t]\nby = "x"\nrows = [[">= 1", 1], ["missing", 0], ["else", 2]]\n'
    (problem,) = check(text).problems
    assert problem.code == "row-shadowed"
    assert check(text.replace('[">= 1", 1], ["missing", 0]', '["missing", 0], [">= 1", 1]')).problems == ()


def test_numbers_below_zero_are_told_of_only_where_rows_speak_of_them() -> None:
    text = '[fact]\nx = { kind = "number" }\n[value.t]\nby = "x"\nrows = [[">= 10", 2], [">= 0", 1]]\n'
    assert check(text).problems == ()
    (problem,) = check(text.replace('[">= 0", 1]', '[">= -5", 1]')).problems
    assert problem.counterexample is not None
    assert problem.counterexample.said == "x = -6"


@pytest.mark.parametrize("tested", ["mark", "points"], ids=["a field", "a column"])
def test_a_row_of_a_columns_table_that_an_earlier_row_takes_is_told(tested: str) -> None:
    text = (
        '[fact.xs]\nkey = "name"\nlist = { name = { kind = "text" }, mark = { kind = "number" } }\n'
        '[column.xs.points]\nis = "mark * 2"\n'
        f'[column.xs.grade]\nrows = [["{tested} >= 90", "A"], ["{tested} >= 80", "B"], ["else", "C"]]\n'
        'gives = ["A", "B", "C"]\n[result.r]\nfor_each = "xs"\ncolumns = ["points", "grade"]\n'
    )
    assert check(text).problems == ()
    (problem,) = check(text.replace('>= 80", "B"', '>= 95", "B"')).problems
    assert problem.code == "row-shadowed"
