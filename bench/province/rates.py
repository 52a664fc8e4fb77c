"""Rows a second of the peers that score rows in memory: the bare breakdown. python -m bench.province.rates TABLE.parquet"""

from __future__ import annotations

import json
import sys
import time
from decimal import Decimal
from statistics import median
from typing import Any

import duckdb

from bench.province import peers

AMOUNTS = ("_a", "_t", "_n", "_d")


def rows(table: str, count: int, amount: Any) -> list[dict[str, Any]]:
    found = duckdb.connect().execute(f"SELECT * FROM read_parquet('{table}') LIMIT {count}")
    names = [column[0] for column in found.description]
    return [{name: amount(cell) if name.endswith(AMOUNTS) else cell for name, cell in zip(names, row, strict=True)}
            for row in found.fetchall()]  # fmt: skip


def polars(table: str) -> float:
    import polars as pl

    frame = pl.read_parquet(table)
    times = []
    for _ in range(6):
        start = time.perf_counter()
        peers.polars(frame.lazy()).collect()
        times.append(time.perf_counter() - start)
    return frame.height / median(times[1:])


def python(table: str, count: int = 100_000) -> float:
    listed = rows(table, count, lambda cell: Decimal(cell) / 100)
    start = time.perf_counter()
    peers.python(listed)
    return count / (time.perf_counter() - start)


def zen(table: str, count: int = 20_000) -> float:
    engine = peers.Zen(rows(table, count, lambda cell: cell / 100))
    times = []
    for _ in range(3):
        start = time.perf_counter()
        engine.run()
        times.append(time.perf_counter() - start)
    return count / min(times)


if __name__ == "__main__":
    for name, measure in (
        ("Polars, written by hand", polars),
        ("plain Python with Decimal", python),
        ("zen-engine, best batch", zen),
    ):
        print(json.dumps({"what": name, "rows a second": measure(sys.argv[1])}), flush=True)
