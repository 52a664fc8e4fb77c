"""Staged tables of scores and of rejects as a run leaves them, made by DuckDB for the tests."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from scoring.engines.columnar.duck import Connection, connect, literal
from scoring.problems import Text
from scoring.views.run_figures import Scale

# Points in hundredths from the row's number alone: the same on every machine, rich in ties and edges.
SCORES = """
WITH points AS (
  SELECT i, i % 40 = 13 AS open, i % 7 = 3 AS without,
    (2800 - (i * 7919) % 9 * 50 - (i * 31) % 5 * 25) AS b, (3000 - least(3000, (i * 104729) % 31 * (i % 3) * 100)) AS c,
    (2200 - (i * 17) % 13 * (i % 2) * 66) AS d, (2000 - i % 11 * 100) AS e
  FROM range({first}, {first} + {rows}) t(i)
), totals AS (SELECT *, b + c + d + e AS total FROM points)
SELECT i + 1 AS row, {project} AS project, CASE WHEN open THEN 'incomplete' ELSE 'complete' END AS status,
  CASE WHEN NOT open THEN (total / 100)::DECIMAL(18, 2) END AS total,
  ((CASE WHEN open THEN b + c ELSE total END) / 100)::DECIMAL(18, 2) AS lowest, (total / 100)::DECIMAL(18, 2) AS highest,
  CASE WHEN open THEN NULL WHEN total >= 9000 THEN '优' WHEN total >= 8000 THEN '良' WHEN total >= 6000 THEN '中' ELSE '差' END AS grade,
  (b / 100)::DECIMAL(18, 2) AS "B11.points", 'scored' AS "B11.outcome",
  (c / 100)::DECIMAL(18, 2) AS "C11.points", 'scored' AS "C11.outcome",
  CASE WHEN NOT open THEN (d / 100)::DECIMAL(18, 2) END AS "C12.points",
  CASE WHEN open THEN 'not_scorable' ELSE 'scored' END AS "C12.outcome",
  CASE WHEN NOT without THEN (e / 100)::DECIMAL(18, 2) END AS "D11.points",
  CASE WHEN without THEN 'not_applicable' ELSE 'scored' END AS "D11.outcome",
  ((b + c) / 100)::DECIMAL(18, 2) AS "过程/资金管理", {result} AS "=结果",
  CASE WHEN i % 50 = 0 THEN 'diverted_funds' WHEN i % 77 = 0 THEN 'late?' WHEN i % 91 = 0 THEN 'diverted_funds late' ELSE '' END AS limits,
  CASE WHEN i % 9 = 0 THEN 'above-target' WHEN i % 33 = 0 THEN 'above-target date-outside-period' ELSE '' END AS findings,
  CASE WHEN i % 5 <> 4 THEN 100::DECIMAL(18, 2) END AS "claim.self",
  CASE WHEN i % 5 <> 4 THEN ((CASE WHEN open THEN -500 ELSE (i % 3 - 1) * (i % 29) * 100 END) / 100)::DECIMAL(18, 2) END AS "claim.self.lowest",
  CASE WHEN i % 5 <> 4 THEN ((CASE WHEN open THEN 3000 ELSE (i % 3 - 1) * (i % 29) * 100 END) / 100)::DECIMAL(18, 2) END AS "claim.self.highest",
  'sha256:0f3a' AS rulebook
FROM totals
"""
REJECTS = """
SELECT 'projects.csv' AS file, i + 1 AS row, CASE WHEN i % 4 = 3 THEN '' ELSE '预算 (万元)' END AS column,
  CASE WHEN i % 4 = 3 THEN NULL WHEN i % 4 = 1 THEN '=HYPERLINK("http://evil")' ELSE '近百' || i END AS value,
  CASE WHEN i % 4 = 3 THEN '多出的单元格' ELSE '不是数' END AS reason_zh,
  CASE WHEN i % 4 = 3 THEN 'too many cells' ELSE 'no number' END AS reason_en,
  '项目' || i AS project, CASE WHEN i % 4 = 3 THEN '' ELSE '写数字' END AS fix_zh, CASE WHEN i % 4 = 3 THEN '' ELSE 'write a number' END AS fix_en
FROM range({rows}) t(i)
"""
SCALE = Scale(
    grades=("优", "良", "中", "差"),
    edges=((Fraction(90), "优"), (Fraction(80), "良"), (Fraction(60), "中")),
    step=Fraction(1, 100),
    possible=Fraction(100),
    weights={"B11": Fraction(28), "C11": Fraction(30), "C12": Fraction(22), "D11": Fraction(20)},
    labels={
        "B11": Text("funds arrived", "资金到位率"),
        "C11": Text("people trained", "培训人数"),
        "diverted_funds": Text("funds diverted", "截留挪用"),
    },
)


def database(folder: Path, memory: str | None = None) -> Connection:
    return connect(memory, 2, folder)


def stage(connection: Connection, query: str, file: Path) -> Path:
    """A query's rows as a staged table."""
    connection.execute(f"COPY ({query}) TO {literal(str(file))} (FORMAT parquet)")
    return file


def stage_scores(
    connection: Connection,
    file: Path,
    rows: int,
    project: str = "'项目 ' || (i + 1)",
    result: str = "NULL::VARCHAR",
    first: int = 0,
) -> Path:
    """`rows` scored projects; `project` and `result` are SQL over the row's number `i`, from 0."""
    return stage(connection, SCORES.format(rows=rows, project=project, result=result, first=first), file)


def stage_rejects(connection: Connection, file: Path, rows: int) -> Path:
    return stage(connection, REJECTS.format(rows=rows), file)
