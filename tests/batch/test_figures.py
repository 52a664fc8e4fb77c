"""The figures of a run: equal to what plain Python counts, exact, in one order, in bounded memory."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring.batch.outputs.figures import figures_of
from scoring.engines.columnar.duck import Connection, literal
from scoring.problems import Text
from scoring.views.run_figures import Bin, Figures, Listed, Lost, NamedFigure, Refusal, Scale, bin_ends
from tests.staged_scores import SCALE, database, stage, stage_rejects, stage_scores

Row = dict[str, Any]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with database(tmp_path) as opened:
        yield opened


def counted(connection: Connection, staged: Path, scale: Scale = SCALE) -> Figures:
    return figures_of(connection, staged, scale, came=0, rejected=0, slow=0)


def rows_of(connection: Connection, staged: Path) -> list[Row]:
    asked = connection.execute(f"SELECT * FROM read_parquet({literal(str(staged))})")
    heads = [column[0] for column in asked.description or ()]
    return [dict(zip(heads, row, strict=True)) for row in asked.fetchall()]


@pytest.mark.parametrize("rows", [1, 2, 14, 777])
def test_they_are_what_plain_python_counts(rows: int, connection: Connection, tmp_path: Path) -> None:
    staged = stage_scores(connection, tmp_path / "r.parquet", rows)
    figures, listed = counted(connection, staged), rows_of(connection, staged)
    assert dict(figures.grades) == {grade: sum(row["grade"] == grade for row in listed) for grade in SCALE.grades}
    assert figures.without_grade == sum(row["grade"] is None for row in listed)
    assert (figures.rows.scored, figures.rows.complete) == (rows, sum(row["status"] == "complete" for row in listed))
    of_totals(figures, [Fraction(row["total"]) for row in listed if row["total"] is not None])
    of_losses(figures, listed)
    of_words(figures, listed)
    of_claims(figures, [row for row in listed if row["claim.self"] is not None])
    of_edges(figures, [row for row in listed if row["total"] is not None])


def of_totals(figures: Figures, totals: list[Fraction]) -> None:
    found = figures.totals
    assert found is not None
    assert (found.count, found.lowest, found.highest) == (len(totals), min(totals), max(totals))
    assert found.mean == sum(totals, Fraction(0)) / len(totals)
    if len(totals) > 1:
        assert found.quartiles == tuple(statistics.quantiles(totals, n=4, method="inclusive"))
    assert [(one.low, one.high) for one in found.bins] == [(5 * n, 5 * n + 5) for n in range(20)]
    for one in found.bins:
        assert one.count == sum(one.low <= total < one.high or total == one.high == 100 for total in totals)


def of_losses(figures: Figures, listed: list[Row]) -> None:
    expected = []
    for id_, weight in (SCALE.weights or {}).items():
        outcomes = Counter(row[f"{id_}.outcome"] for row in listed)
        lost = sum(
            (weight - Fraction(row[f"{id_}.points"]) for row in listed if row[f"{id_}.outcome"] == "scored"),
            Fraction(0),
        )
        expected.append(
            Lost(id_, weight, lost, outcomes["scored"], outcomes["not_applicable"], outcomes["not_scorable"])
        )
    assert list(figures.lost) == sorted(expected, key=lambda one: -one.points)


def of_words(figures: Figures, listed: list[Row]) -> None:
    bit = Counter(word for row in listed for word in row["limits"].split())
    assert {one.name: one.count for one in figures.limits} == {word.strip("?"): bit[word.strip("?")] for word in bit}
    assert sum(one.undecided for one in figures.limits) == sum(count for word, count in bit.items() if word[-1] == "?")
    found = Counter(word for row in listed for word in row["findings"].split())
    assert {one.name: one.count for one in figures.findings} == dict(found)
    assert [one.count for one in figures.findings] == sorted(found.values(), reverse=True)


def of_claims(figures: Figures, listed: list[Row]) -> None:
    (claim,) = figures.claims
    ends = [(row["claim.self.lowest"], row["claim.self.highest"], row) for row in listed]
    assert claim.equal == sum(low == high == 0 for low, high, _ in ends)
    assert (claim.above, claim.below) == (sum(low > 0 for low, _, _ in ends), sum(high < 0 for _, high, _ in ends))
    assert claim.open == len(ends) - claim.equal - claim.above - claim.below
    closed = [Fraction(low) for low, high, _ in ends if low == high]
    assert claim.difference == (sum(closed, Fraction(0)) / len(closed) if closed else None)
    certain = [(low if low > 0 else high, row) for low, high, row in ends if low > 0 or high < 0]
    certain.sort(key=lambda each: (-abs(each[0]), each[1]["row"]))
    assert list(claim.largest) == [Listed(row["row"], row["project"], Fraction(gap)) for gap, row in certain[:10]]


def of_edges(figures: Figures, listed: list[Row]) -> None:
    for edge, (at, grade) in zip(figures.edges, SCALE.edges, strict=True):
        near = sorted(
            (row for row in listed if abs(Fraction(row["total"]) - at) <= SCALE.step),
            key=lambda row: (row["total"], row["row"]),
        )
        assert (edge.at, edge.grade) == (at, grade)
        assert edge.below == sum(row["total"] < at for row in near)
        assert edge.on == sum(row["total"] == at for row in near)
        assert edge.above == sum(row["total"] > at for row in near)
        assert list(edge.named) == [Listed(row["row"], row["project"], Fraction(row["total"])) for row in near[:10]]


def test_a_project_a_hair_below_a_grade_is_named(connection: Connection, tmp_path: Path) -> None:
    totals = "[89.98, 89.99, 90, 90.01, 90.02, NULL]"
    query = f"SELECT i AS row, 'p' || i AS project, 'complete' AS status, t::DECIMAL(18, 2) AS total, NULL::VARCHAR AS grade FROM (SELECT unnest(range(6)) i, unnest({totals}) t)"
    edge = counted(connection, stage(connection, query, tmp_path / "r.parquet")).edges[0]
    assert (edge.below, edge.on, edge.above) == (1, 1, 1)
    assert [(one.project, one.value) for one in edge.named] == [
        ("p1", Fraction("89.99")),
        ("p2", 90),
        ("p3", Fraction("90.01")),
    ]


def test_an_edge_that_no_decimal_is_divides_totals_on_its_right_side(connection: Connection, tmp_path: Path) -> None:
    query = "SELECT 1 AS row, 'p' AS project, 'complete' AS status, unnest([66.66, 66.67])::DECIMAL(18, 2) AS total, NULL::VARCHAR AS grade"
    scale = replace(SCALE, edges=((Fraction(200, 3), "良"),))
    edge = counted(connection, stage(connection, query, tmp_path / "r.parquet"), scale).edges[0]
    assert (edge.below, edge.on, edge.above) == (1, 0, 1)


def test_a_table_without_rows_or_totals_has_no_distribution(connection: Connection, tmp_path: Path) -> None:
    none = counted(connection, stage_scores(connection, tmp_path / "r.parquet", 0))
    assert (none.totals, none.rows.scored, [one.points for one in none.lost]) == (None, 0, [0, 0, 0, 0])
    open_only = counted(connection, stage_scores(connection, tmp_path / "r.parquet", 1, first=13))
    assert (open_only.totals, open_only.rows.incomplete, open_only.claims[0].open) == (None, 1, 1)


def test_a_grade_that_the_scale_does_not_know_is_counted_all_the_same(connection: Connection, tmp_path: Path) -> None:
    staged = stage_scores(connection, tmp_path / "r.parquet", 100)
    figures = counted(connection, staged, replace(SCALE, grades=("良", "中")))
    assert [grade for grade, _ in figures.grades] == ["良", "中", "优", "差"]
    assert sum(count for _, count in figures.grades) + figures.without_grade == 100


def test_limits_that_may_have_bitten_are_counted_apart(connection: Connection, tmp_path: Path) -> None:
    query = "SELECT 1 AS row, '' AS project, 'complete' AS status, NULL::DECIMAL(18, 2) AS total, NULL::VARCHAR AS grade, unnest(['a b?', 'a', 'b? c?', '']) AS limits"
    figures = counted(connection, stage(connection, query, tmp_path / "r.parquet"))
    assert figures.limits == (NamedFigure("a", 2), NamedFigure("b", 0, 2), NamedFigure("c", 0, 1))


def test_rejected_cells_are_counted_by_column_with_their_first_reason(connection: Connection, tmp_path: Path) -> None:
    staged, rejects = (
        stage_scores(connection, tmp_path / "r.parquet", 3),
        stage_rejects(connection, tmp_path / "x.parquet", 8),
    )
    figures = figures_of(connection, staged, SCALE, came=11, rejected=8, slow=0, rejects=rejects)
    assert figures.rows.add_up
    assert figures.refusals == (
        Refusal("预算 (万元)", 6, Text("no number", "不是数")),
        Refusal("", 2, Text("too many cells", "多出的单元格")),
    )


def test_rows_that_vanished_do_not_add_up(connection: Connection, tmp_path: Path) -> None:
    staged = stage_scores(connection, tmp_path / "r.parquet", 3)
    assert not figures_of(connection, staged, SCALE, came=5, rejected=1, slow=0).rows.add_up


@pytest.mark.parametrize(
    ("lowest", "highest", "possible", "expected"),
    [
        (31, 96, 100, (0, 5, 20)),
        (-5, 105, 100, (-10, 10, 12)),
        ("0.21", "0.97", 1, (0, "0.05", 20)),
        ("0.21", "0.97", None, ("0.2", "0.05", 16)),
        (7, 7, None, (7, "0.05", 20)),
        (3, 290, 300, (0, 20, 15)),
        (0, 1_000_000, 100, (0, 50_000, 20)),
    ],
)
def test_bins_have_round_ends_and_hold_every_total(lowest: Any, highest: Any, possible: Any, expected: Any) -> None:
    low, high = Fraction(lowest), Fraction(highest)
    first, width, count = bin_ends(low, high, None if possible is None else Fraction(possible))
    assert (first, width, count) == tuple(Fraction(each) for each in expected)
    assert first <= low and high <= first + width * count


def test_a_total_above_what_is_possible_is_in_a_bin_too(connection: Connection, tmp_path: Path) -> None:
    query = "SELECT 1 AS row, '' AS project, 'complete' AS status, unnest([-3, 108])::DECIMAL(18, 2) AS total, NULL::VARCHAR AS grade"
    totals = counted(connection, stage(connection, query, tmp_path / "r.parquet")).totals
    assert totals is not None and [one for one in totals.bins if one.count] == [
        Bin(Fraction(-10), Fraction(0), 1),
        Bin(Fraction(100), Fraction(110), 1),
    ]


def test_a_million_rows_are_counted_within_little_memory(tmp_path: Path) -> None:
    with database(tmp_path, memory="100MB") as connection:
        figures = counted(connection, stage_scores(connection, tmp_path / "r.parquet", 1_000_000))
    assert figures.rows.scored == 1_000_000 and figures.totals is not None
    assert sum(one.count for one in figures.totals.bins) == figures.totals.count == 975_000
