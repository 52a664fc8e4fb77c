"""What comes out of a table does not depend on how many threads and processes work at it, nor on which is done first."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scoring.batch.among import _Unwatched
from scoring.batch.cohorts import Choice
from scoring.batch.request import RunRequest
from scoring.batch.run import Run
from scoring.engines.columnar.duck import connect, literal
from scoring.problems import Place
from scoring.rulebook.library import command_line, open_rulebook, open_set
from tests.batch.test_peers import ONE, RANKED, places
from tests.batches import batch, csv_of, shelf

ROWS = 5_000
"""Several groups of rows of the staged table, which threads take apart."""


@dataclass(frozen=True)
class Whole:
    """Everything that a run hands on, in its order."""

    scores: list[Any]
    rejects: list[Any]
    figures: Any
    told: list[str]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> RunRequest:
    folder = tmp_path_factory.mktemp("machine")
    shelf(folder, RANKED, ONE)
    cells = ["3", "", "0.30000000000000000000001", "many", "7", "1/3"]
    rows = [[f"p{at}", cells[at % 6] if at < 90 else f"{at % 97}.{at % 10}", str(at % 5)] for at in range(ROWS)]
    file = csv_of(folder, ["project", "a", "b"], *rows)
    rulebook, _ = open_rulebook(str(folder / "rules/ours"), Place(""), command_line())
    indicators, _ = open_set(str(folder / "indicators/ours"), Place(""), command_line())
    assert rulebook is not None and indicators is not None
    return RunRequest([str(file)], Choice(rulebook, indicators, by_name=True), processes=1)


def came_of(asked: RunRequest, threads: int, work: Path) -> Whole:
    told: list[str] = []
    work.mkdir()
    with closing(connect("600MB", threads, work)) as connection:
        ran = Run(asked, connection, work, lambda said: told.append(said.en), _Unwatched()).run()
        scores, rejects = (
            connection.execute(f"SELECT * FROM read_parquet({literal(str(path))})").fetchall()
            for path in (ran.result, ran.rejects)
        )
    return Whole(scores, rejects, ran.figures, [*told, *(said.en for said in ran.refused)])


@pytest.fixture(scope="module")
def on_one(asked: RunRequest, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return came_of(asked, 1, tmp_path_factory.mktemp("one") / "work")


@pytest.mark.parametrize("threads", [2, 9])
def test_any_number_of_threads_gives_the_same_rows_rejects_and_figures(
    threads: int, asked: RunRequest, on_one: Whole, tmp_path: Path
) -> None:
    many = came_of(asked, threads, tmp_path / "work")
    assert many.scores == on_one.scores and many.rejects == on_one.rejects
    assert many.figures == on_one.figures and many.told == on_one.told
    assert [row[0] for row in many.scores] == sorted(row[0] for row in many.scores)


OTHER = (
    RANKED.replace('name = "ours"', 'name = "other"').partition("[peers]")[0] + '[rule.r]\ngives = "points"\nis = "a"\n'
)


def test_projects_that_are_compared_and_others_come_out_in_the_order_in_which_they_were_named(
    tmp_path: Path, capsys: Any
) -> None:
    """Those under rules that compare are done last."""
    shelf(tmp_path, RANKED, ONE)
    other = tmp_path / "rules/other"
    other.mkdir()
    (other / "all.toml").write_text(OTHER, encoding="utf-8")
    row = '[indicator]\nN1 = { in = "x", label = "甲", weight = 10, rule = "r" }\n'
    for name, rules in (("p", "ours"), ("q", "other"), ("r", "ours"), ("s", "other")):
        text = (
            f'format = 1\nproject = "{name}"\nperiod = 2024\nrules = "{tmp_path}/rules/{rules}"\n[facts]\na = 3\n{row}'
        )
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    ran = batch(tmp_path, capsys, [tmp_path / f"{name}.toml" for name in "pqrs"])
    assert [row["project"] for row in ran.rows] == ["p", "q", "r", "s"], ran.said
    assert places(ran) == ["1", "", "1", ""]
