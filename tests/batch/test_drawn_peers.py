"""Over made-up rulebooks that compare the projects of a table, columns give what the exact engine gives, in whatever order."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.batches import Came, batch, csv_of, shelf
from tests.generators import toml
from tests.generators.peers import HEADS, INDICATORS, SEEDS, rulebook, table


def by_project(ran: Came) -> dict[str, dict[str, str]]:
    return {row["project"]: {name: cell for name, cell in row.items() if name != "row"} for row in ran.rows}


@pytest.mark.parametrize("seed", SEEDS)
def test_places_are_those_of_the_exact_engine_and_the_order_of_rows_changes_nothing(
    seed: int, tmp_path: Path, capsys: Any
) -> None:
    text = toml(rulebook(seed))
    options = shelf(tmp_path, text, toml(INDICATORS))
    rows = table(seed, 24)
    columnar = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *options)
    exact = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *options, "--engine", "exact")
    assert len(exact.rows) == len(rows), (exact.said, text)
    assert "all rows were scored one by one" not in columnar.said, (columnar.said, text)
    assert columnar.rows == exact.rows, text
    if all(all(row) for row in rows):
        assert any(row["p0 place"] for row in exact.rows), text
    Random(seed).shuffle(rows)
    assert by_project(batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *options)) == by_project(exact), text
