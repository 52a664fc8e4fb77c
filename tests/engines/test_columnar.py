"""The columnar engine gives what `exact` gives, to the last digit, row by row: for made-up tables, every construct, what is shipped and published.

`docs/columnar.md` says how many rows are for SQL, and why others are not; it is written anew by this test (see `golden`).
Long runs: `python tests/columns.py --seeds 0 10000 --texts 0 10000 --typed 0 10000`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
import sqlglot

from scoring.batch.cohort import CompiledCohort
from scoring.engines.columnar.duck import Connection, connect, quoted
from scoring.rulebook.rulebook import put_set_together, put_together
from tests.agreement import document
from tests.columns import Agreement, agreement, of_everything, of_filled, parquet, texts
from tests.filled_tables import Column
from tests.varied_tables import (
    CONSTRUCTS,
    PUBLISHED,
    ROOT,
    Varied,
    case_tables,
    rulebook_at,
    set_named,
    set_of_project,
)

SYSTEMS = ("ssvc", "dmn_decision_tables", "openssf_scorecard", "hdi")
NAMES = sorted(folder.name for folder in CONSTRUCTS.iterdir() if folder.is_dir())
ROWS = 40


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    made = connect("2GB", 1, tmp_path_factory.mktemp("spilled"))
    yield made
    made.close()


def test_rulebooks_of_everything_that_the_language_has(connection: Connection) -> None:
    found = [of_everything(connection, seed) for seed in range(12)]
    assert _differences(found) == []
    assert sum(one.fast for one in found) > 80


@pytest.mark.parametrize("typed", [False, True], ids=["texts", "typed"])
def test_tables_as_people_write_them(connection: Connection, tmp_path: Path, typed: bool) -> None:
    found = [of_filled(connection, seed, typed, tmp_path) for seed in range(12)]
    assert _differences(found) == []
    assert sum(one.fast for one in found) > sum(one.rows for one in found) / 2


def test_a_cap_below_what_a_file_says_of_a_column_sends_larger_numbers_to_exact(
    connection: Connection, tmp_path: Path
) -> None:
    found = of_filled(connection, 5969, True, tmp_path)  # amounts up to 100,000,000,000,000 beside products of four
    assert found.differences == []
    assert 0 < found.fast < found.rows


def _differences(found: list[Agreement]) -> list[str]:
    return [f"{number}: {difference}" for number, one in enumerate(found) for difference in one.differences]


# ---------------------------------------------------------------- constructs, what is shipped, what is published


@cache
def of_construct(connection: Connection, name: str) -> Agreement:
    folder = CONSTRUCTS / name
    rulebook = rulebook_at(str(folder / "rulebook.toml"))
    indicator_set = set_of_project(folder / "project.toml", keep_targets=True)
    made = Varied(rulebook, indicator_set, 1, ROWS).columns()
    return agreement(connection, rulebook, indicator_set, texts(connection, made), 2024)


@cache
def of_shipped(connection: Connection, name: str) -> Agreement:
    """A shipped set, or a shipped rulebook with the rows of its example."""
    if name == "self-evaluation":
        rulebook = rulebook_at(name)
        indicator_set = set_of_project(ROOT / "examples/self-evaluation/form.toml", keep_targets=False)
    else:
        indicator_set = set_named(name)
        rulebook = rulebook_at(indicator_set.header.model.rules)
    made = Varied(rulebook, indicator_set, 2, 80).columns()
    return agreement(connection, rulebook, indicator_set, texts(connection, made), 2024)


@cache
def of_published(connection: Connection, system: str) -> list[tuple[str, Agreement]]:
    rulebook = rulebook_at(str(PUBLISHED / system))
    return [(file, agreement(connection, rulebook, None, texts(connection, numbered(columns))))
            for file, columns in case_tables(system)]  # fmt: skip


def numbered(columns: dict[str, Column]) -> dict[str, Column]:
    """Columns with the cases' names, without which a row of empty cells would be none."""
    rows = len(next(iter(columns.values())).cells)
    return {"project": Column("VARCHAR", [f"case {number + 1}" for number in range(rows)]), **columns}


@pytest.mark.parametrize("name", NAMES)
def test_each_construct_of_the_language(connection: Connection, name: str) -> None:
    assert of_construct(connection, name).differences == []


@pytest.mark.parametrize("name", ["grassroots-2024", "self-evaluation"])
def test_what_is_shipped_is_scored_in_sql(connection: Connection, name: str) -> None:
    found = of_shipped(connection, name)
    assert found.differences == []
    assert found.fast > found.rows / 2


def test_how_many_rows_are_for_sql_and_why_others_are_not(
    connection: Connection, golden: Callable[[str, str], None]
) -> None:
    lines = [PAGE]
    for system in SYSTEMS:
        found = of_published(connection, system)
        assert [difference for _, one in found for difference in one.differences] == []
        lines.append(_line(system, [one for _, one in found]))
    lines += [_line(name, [of_shipped(connection, name)]) for name in ("grassroots-2024", "self-evaluation")]
    lines += [_line(f"construct {name}", [of_construct(connection, name)]) for name in NAMES]
    golden("\n".join(lines) + "\n", "docs/columnar.md")


def _line(name: str, found: list[Agreement]) -> str:
    refused = ", ".join(dict.fromkeys(one.refused for one in found if one.refused))
    rows, fast = sum(one.rows for one in found), sum(one.fast for one in found)
    return f"| {name} | {rows} | {fast} | {rows - fast} | {refused.replace('|', ' ')} |"


PAGE = """# Which rows SQL scores

`scoring batch` scores rows in SQL where that is exact, and gives the others to the exact engine, row by row. Every row in SQL
equals the exact engine to the last digit. This page is written by `tests/engines/test_columnar.py`, which compares them: the case tables of
the published systems, and made-up tables for what is shipped and for each construct. A reason stands where no row of a
rulebook is for SQL; elsewhere single rows are not, for what stands in their cells: numbers of very many digits, amounts in units or
with signs that the first rows do not have, whatever has to be refused with a message.

| | rows | in SQL | row by row | why none |
|---|--:|--:|--:|---|"""


# ---------------------------------------------------------------- single things


@cache
def of_quotients(connection: Connection) -> Agreement:
    """A result that is not rounded, over numbers whose quotients end, end late, or do not end."""
    rulebook, problems = put_together([document(QUOTIENT, "rules/quotient/rulebook.toml")])
    assert rulebook is not None and problems == []
    above = ["1", "-1", "0", "10", "7", "-22", "1", "1", "5", "3", "1", "0", "-0.3"]
    below = ["3", "8", "5", "4", "7", "7", "1048576", "1000000", "0", "262144", "-3", "0", "0.7"]
    table = texts(connection, {"a": Column("VARCHAR", list(above)), "b": Column("VARCHAR", list(below))})
    return agreement(connection, rulebook, None, table, 2024)


QUOTIENT = """
format = 1
[rulebook]
name = "quotient"
[fact]
a = { kind = "number" }
b = { kind = "number" }
[result.share]
is = "a / b"
optional = true
[result.twelfths]
is = "a * 5 / 12"
"""


def test_a_number_that_does_not_end_leaves_as_a_decimal_of_six_digits(connection: Connection) -> None:
    found = of_quotients(connection)
    assert (found.rows, found.slow, found.differences) == (13, 1, [])  # 1 / 2^20 ends after 20 decimals
    assert found.compiled is not None
    shares = connection.execute(f"SELECT share FROM ({sql_of(found.compiled, found.compiled.source)}) WHERE NOT slow")
    assert [share for (share,) in shares.fetchall()] == [
        "0.333333", "-0.125", "0", "2.5", "1", "-3.142857", "0.000001", None, "0.000011444091796875", "-0.333333", None,
        "-0.428571",
    ]  # fmt: skip


def test_one_huge_number_sends_its_own_row_to_exact_and_no_other(connection: Connection, tmp_path: Path) -> None:
    rulebook, _ = put_together([document(QUOTIENT, "rules/quotient/rulebook.toml")])
    assert rulebook is not None
    huge = [str(10**30), *map(str, range(1, 20))]
    columns = {"a": Column("DECIMAL(38,0)", list(huge)), "b": Column("DECIMAL(38,6)", list(map(str, range(1, 21))))}
    found = agreement(connection, rulebook, None, parquet(connection, columns, tmp_path), 2024)
    assert (found.slow, found.fast, found.differences) == (1, 19, [])


def test_decimals_that_few_columns_have_are_never_cut_off(connection: Connection, tmp_path: Path) -> None:
    rulebook, _ = put_together([document(QUOTIENT, "rules/quotient/rulebook.toml")])
    assert rulebook is not None
    above = ["0.1", "0.000001", "0.0000011", "2.000000000000000001", "-7.25"]
    columns = {
        "a": Column("DECIMAL(38,18)", list(above)),
        "b": Column("DOUBLE", ["0.3", "3", "3", "3", "0.1234567890123"]),
    }
    found = agreement(connection, rulebook, None, parquet(connection, columns, tmp_path), 2024)
    assert (found.slow, found.fast, found.differences) == (3, 2, [])


def test_a_cell_that_is_no_amount_does_not_hide_the_unit_of_the_others(connection: Connection) -> None:
    rulebook, _ = put_together([document(REACH, "rules/reach/rulebook.toml")])
    chosen, _ = put_set_together([document(REACH_SET, "indicators/set/set.toml")])
    assert rulebook is not None and chosen is not None
    actual: list[str | None] = ["!39", "12 公里", *(f"{number} 人" for number in range(20, 60))]
    columns = {"N1.target": Column("VARCHAR", [">= 40 人"] * 42), "N1.actual": Column("VARCHAR", actual)}
    found = agreement(connection, rulebook, chosen, texts(connection, columns), 2024)
    assert (found.fast, found.slow, found.differences) == (40, 2, [])


REACH = """
format = 1
[rulebook]
name = "reach"
[rule.reach]
kind = "proportional"
"""
REACH_SET = """
format = 1
[indicator_set]
name = "set"
rules = "reach"
[indicator]
N1 = { in = "产出", label = "人数", weight = 10, rule = "reach" }
"""


def test_a_table_may_stand_on_either_side_of_a_comparison(connection: Connection) -> None:
    found = _of_results(connection, EITHER_SIDE, {"x": ["0", "4", "5", "6", "9", "10", "11", None]})
    assert (found.fast, found.differences) == (8, [])


EITHER_SIDE = """
format = 1
[rulebook]
name = "sides"
[fact]
x = { kind = "number" }
[value.step]
by = "x"
rows = [["< 5", 2], ["< 10", 5], ["else", 8]]
[result.table_first]
is = "if step >= 5 then 1 else 0"
[result.table_last]
is = "if 5 > step then 1 else 0"
[result.fact_first]
is = "if x <= step then 1 else 0"
"""


def test_whole_numbers_at_the_edge_of_their_range_are_scored_in_sql(connection: Connection, tmp_path: Path) -> None:
    rulebook, _ = put_together([document(RANGES, "rules/book/rulebook.toml")])
    assert rulebook is not None
    cells = {"from_zero": ["0", "-1", "1"], "above_zero": ["1", "1", "0"], "to_hundred": ["100", "100", "100"]}
    columns = {f"{head} (元)": Column("BIGINT", list(listed)) for head, listed in cells.items()}
    found = agreement(connection, rulebook, None, parquet(connection, columns, tmp_path), 2024)
    assert (found.fast, found.slow, found.differences) == (1, 2, [])


def test_numbers_at_the_edge_of_their_range_are_scored_in_sql(connection: Connection) -> None:
    cells = ["0 元", "0.01 元", "-0.01 元", "100 元", "100.01 元"]
    found = _of_results(
        connection, RANGES, {"from_zero": cells, "above_zero": ["1 元"] * 5, "to_hundred": ["100 元"] * 5}
    )
    assert (found.fast, found.slow, found.differences) == (4, 1, [])
    found = _of_results(
        connection, RANGES, {"from_zero": ["1 元"] * 5, "above_zero": cells, "to_hundred": ["1 元"] * 5}
    )
    assert (found.fast, found.slow, found.differences) == (3, 2, [])
    found = _of_results(
        connection, RANGES, {"from_zero": ["1 元"] * 5, "above_zero": ["1 元"] * 5, "to_hundred": cells}
    )
    assert (found.fast, found.slow, found.differences) == (4, 1, [])


RANGES = """
format = 1
[rulebook]
name = "ranges"
[fact]
from_zero = { unit = "元", range = ">= 0 元" }
above_zero = { unit = "元", range = "> 0 元" }
to_hundred = { unit = "元", range = "<= 100 元" }
[result.sum]
is = "(from_zero + above_zero + to_hundred) / 1 元"
"""


def _of_results(connection: Connection, rules: str, cells: Mapping[str, Sequence[str | None]]) -> Agreement:
    rulebook, problems = put_together([document(rules, "rules/book/rulebook.toml")])
    assert rulebook is not None and problems == []
    rows = len(next(iter(cells.values())))
    columns = {"project": Column("VARCHAR", [f"项目{number}" for number in range(rows)])}
    columns |= {head: Column("VARCHAR", list(listed)) for head, listed in cells.items()}
    return agreement(connection, rulebook, None, texts(connection, columns), 2024)


# ---------------------------------------------------------------- the text itself

WORDS = {"AND", "AS", "BETWEEN", "CASE", "DECIMAL", "ELSE", "FROM", "IN", "IS", "NOT", "OR", "SELECT", "THEN", "WHEN"}
"""Words before a bracket that are no functions."""


def sql_of(made: CompiledCohort, source: str = '"table"') -> str:
    assert made.query is not None, made.refused
    asked = [("slow", made.query.slow), *((quoted(one.name), one.sql) for one in made.query.outputs)]
    return made.query.select(source, asked)


@pytest.fixture(scope="module")
def sql_texts(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Queries of what is shipped, of constructs, and of made-up tables."""
    folder = tmp_path_factory.mktemp("typed")
    found = [of_shipped(connection, name) for name in ("grassroots-2024", "self-evaluation")]
    found += [of_construct(connection, name) for name in NAMES]
    found.append(of_quotients(connection))
    found += [of_filled(connection, seed, typed, folder) for seed in (2, 4) for typed in (False, True)]
    return [sql_of(one.compiled) for one in found if one.compiled is not None and one.compiled.query is not None]


def test_the_sql_can_be_carried_to_other_engines(sql_texts: list[str]) -> None:
    raised = {"error_level": sqlglot.ErrorLevel.RAISE, "unsupported_level": sqlglot.ErrorLevel.RAISE}
    for text in sql_texts:
        for dialect in ("spark", "postgres"):
            (written,) = sqlglot.transpile(text, read="duckdb", write=dialect, **raised)
            assert written.startswith("SELECT")


def test_every_function_in_the_sql_is_one_whose_portability_was_thought_about(sql_texts: list[str]) -> None:
    page = (ROOT / "docs/decisions/0020-columnar.md").read_text(encoding="utf-8")
    used = {
        name for text in sql_texts for name in re.findall(r"\b([A-Z_]+)\(", re.sub(r"'[^']*'|\"[^\"]*\"", "", text))
    }
    assert {name for name in used - WORDS if f"`{name}`" not in page} == set()
    assert {"TRY_CAST", "REGEXP_EXTRACT", "GREATEST_COMMON_DIVISOR", "LAST_DAY"} <= used
