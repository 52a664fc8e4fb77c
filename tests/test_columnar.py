"""The columnar engine gives what `exact` gives, to the last digit, row by row: for made-up tables, every construct, what is shipped and published.

`docs/columnar.md` says how many rows are for SQL, and why others are not; it is written anew by this test (see `golden`).
Long runs: `python tests/columns.py --seeds 0 10000 --texts 0 10000 --typed 0 10000`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scoring.engines.columnar.duck import Connection, connect
from tests.columns import Agreement, agreement, of_everything, of_filled, texts
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
ROWS = 60


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    made = connect("2GB", 1, tmp_path_factory.mktemp("spilled"))
    yield made
    made.close()


def test_rulebooks_of_everything_that_the_language_has(connection: Connection) -> None:
    found = [of_everything(connection, seed) for seed in range(24)]
    assert _differences(found) == []
    assert sum(one.fast for one in found) > 150


@pytest.mark.parametrize("typed", [False, True], ids=["texts", "typed"])
def test_tables_as_people_write_them(connection: Connection, tmp_path: Path, typed: bool) -> None:
    found = [of_filled(connection, seed, typed, tmp_path) for seed in range(24)]
    assert _differences(found) == []
    assert sum(one.fast for one in found) > sum(one.rows for one in found) / 2


def _differences(found: list[Agreement]) -> list[str]:
    return [f"{number}: {difference}" for number, one in enumerate(found) for difference in one.differences]


# ---------------------------------------------------------------- constructs, what is shipped, what is published


def of_construct(connection: Connection, name: str) -> Agreement:
    folder = CONSTRUCTS / name
    rulebook = rulebook_at(str(folder / "rulebook.toml"))
    indicator_set = set_of_project(folder / "project.toml", keep_targets=True)
    made = Varied(rulebook, indicator_set, 1, ROWS).columns()
    return agreement(connection, rulebook, indicator_set, texts(connection, made), 2024)


def of_shipped(connection: Connection, name: str) -> Agreement:
    """A shipped set, or a shipped rulebook with the rows of its example."""
    if name == "self-evaluation":
        rulebook = rulebook_at(name)
        indicator_set = set_of_project(ROOT / "examples/self-evaluation/form.toml", keep_targets=False)
    else:
        indicator_set = set_named(name)
        rulebook = rulebook_at(indicator_set.header.model.rules)
    made = Varied(rulebook, indicator_set, 2, 200).columns()
    return agreement(connection, rulebook, indicator_set, texts(connection, made), 2024)


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
equals the exact engine to the last digit. This page is written by `tests/test_columnar.py`, which compares them: the case tables of
the published systems, and made-up tables for what is shipped and for each construct. A reason stands where no row of a
rulebook is for SQL; elsewhere single rows are not, for what stands in their cells: numbers of very many digits, amounts in units or
with signs that the first rows do not have, whatever has to be refused with a message.

| | rows | in SQL | row by row | why none |
|---|--:|--:|--:|---|"""
