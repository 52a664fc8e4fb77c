"""In one process: SQL of ours and SQL written by hand, over the same table in memory, taking turns.

python -m bench.province.compute TABLE.parquet [--rounds 7]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench.province import peers
from bench.province.figures import SET
from scoring.batch.cohort import Cohort, compile_cohort
from scoring.batch.columns.column_meanings import known_to, read_heads
from scoring.batch.inputs.parquet_table import stage_parquet
from scoring.engines.columnar.duck import connect, literal, quoted
from scoring.problems import Place
from scoring.rulebook.library import open_rulebook, open_set

PLACE = Place("bench")


def ours(connection: Any, table: Path, columns: list[str] | None = None) -> tuple[str, str]:
    """The SQL of the columnar engine over `facts`, with these columns or all, and the rulebook's fingerprint."""
    chosen, _ = open_set(str(SET), PLACE)
    rulebook, _ = open_rulebook("province", PLACE, SET.parent.parent / "rules")
    assert chosen is not None and rulebook is not None
    staged, _ = stage_parquet(connection, table, table.name)
    assert staged is not None
    heads, problems = read_heads(staged, known_to(rulebook, chosen))
    assert heads is not None, problems
    lot = Cohort(rulebook, chosen, {"indicators": chosen.name}, heads.columns, staged)
    compiled = compile_cohort(lot, connection)
    assert compiled.query is not None, compiled.refused
    texts = {one.name: one.sql for one in compiled.query.outputs}
    texts |= {
        "row": '"row"',
        "rulebook": literal(rulebook.fingerprint),
        "project": f'{literal(table.name + ":")} || CAST("row" AS VARCHAR)',
    }
    if columns is None:
        texts["status"] = f"CASE WHEN {compiled.query.slow} THEN NULL ELSE {texts['status']} END"
        listed = [("row", texts["row"]), *((one.name, texts[one.name]) for one in compiled.outline)]
    else:
        listed = [(name, texts[name]) for name in columns]
    source = compiled.source.replace(staged.scan, "facts")
    return compiled.query.select(source, [(quoted(name), text) for name, text in listed]), rulebook.fingerprint


def by_hand_bare(source: str) -> str:
    listed = ", ".join(f'{peers.hundredths(name)} AS "{name}.points"' for name in peers.IDS)
    return f"SELECT {listed}, {peers.hundredths('total')} AS total, grade FROM ({peers.bare(source)})"


def seconds(connection: Any, sql: str) -> float:
    start = time.perf_counter()
    connection.cursor().sql(sql).to_arrow_table()
    return time.perf_counter() - start


def number(connection: Any, sql: str) -> int:
    """The one number that a query gives."""
    ((found,),) = connection.execute(sql).fetchall()
    return int(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("table", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        connection = connect(None, None, Path(work))
        connection.execute(
            f'CREATE TABLE facts AS SELECT row_number() OVER () AS "row", * FROM read_parquet({literal(str(asked.table))})'
        )
        empty = number(connection, "SELECT count(*) - count(P1_a) FROM facts") > 0
        bare, fingerprint = ours(connection, asked.table, [f"{id_}.points" for id_ in peers.IDS] + ["total", "grade"])
        whole, _ = ours(connection, asked.table)
        full = peers.full("facts", asked.table.name, fingerprint, '"row"', empty)
        pairs = {"full columns": (whole, full)}
        if not empty:
            pairs["bare breakdown"] = (bare, by_hand_bare("facts"))
        for name, (mine, other) in pairs.items():
            differing = number(connection, f"SELECT count(*) FROM (({mine}) EXCEPT ALL ({other}))")
            times = [(seconds(connection, mine), seconds(connection, other)) for _ in range(asked.rounds + 1)][1:]
            rows = number(connection, "SELECT count(*) FROM facts")
            print(json.dumps({"what": name, "missing": empty, "rows": rows, "rows that differ": differing,
                              "ours": rows / median(mine for mine, _ in times), "by hand": rows / median(other for _, other in times),
                              "ratio": median(other / mine for mine, other in times)}))  # fmt: skip


if __name__ == "__main__":
    main()
