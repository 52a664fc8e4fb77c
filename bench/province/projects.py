"""Made-up projects of a province: amounts in hundredths, rich in exact ties of rounding and in rates exactly on a threshold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.province.figures import JUDGED, LEVELS, PENALTIES, RATES, RATIOS, edges

ROUND = np.array([40000, 80000, 160000, 250000, 1600000, 1250000, 9600000])


def columns(count: int, seed: int = 7) -> dict[str, np.ndarray]:
    """Half the targets are round amounts with whole-unit actuals; one rate in five sits exactly on a threshold."""
    chance = np.random.default_rng(seed)
    made: dict[str, np.ndarray] = {}
    for id_ in RATIOS:
        even = chance.random(count) < 0.5
        target = np.where(even, chance.choice(ROUND, count), chance.integers(100_000, 200_000_000, count))
        actual = (target * chance.uniform(0.2, 1.3, count)).astype(np.int64)
        made[f"{id_}_a"] = np.where(even, actual // 100 * 100, actual)
        made[f"{id_}_t"] = target.astype(np.int64)
    for id_ in RATES:
        whole = chance.integers(1, 2_000_000, count) * 100
        cuts = np.array([int(edge * 100) for edge, _ in edges(id_) if edge is not None])
        on_edge = chance.random(count) < 0.2
        made[f"{id_}_n"] = np.where(on_edge, whole // 100 * chance.choice(cuts, count),
                                    (whole * chance.uniform(0.4, 1.05, count)).astype(np.int64)).astype(np.int64)  # fmt: skip
        made[f"{id_}_d"] = whole.astype(np.int64)
    for id_ in PENALTIES:
        made[f"{id_}_v"] = chance.poisson(1.2, count).astype(np.int64)
    for id_ in JUDGED:
        made[f"{id_}_l"] = chance.choice(4, count, p=[0.35, 0.4, 0.2, 0.05]).astype(np.int8)
    made["V1"] = chance.random(count) < 0.04
    return made


def write(path: Path, count: int, missing: float = 0, seed: int = 7, part: int = 1_000_000) -> None:
    """The projects as Parquet; `missing`: the share of cells that are empty."""
    chance = np.random.default_rng(seed + 1)
    writer: pq.ParquetWriter | None = None
    for start in range(0, count, part):
        size = min(part, count - start)
        table = pa.table({name: _column(name, values, chance.random(size) < missing if missing else None)
                          for name, values in columns(size, seed + start).items()})  # fmt: skip
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _column(name: str, values: np.ndarray, empty: np.ndarray | None) -> pa.Array:
    if name.endswith("_l"):
        return pa.DictionaryArray.from_arrays(pa.array(values, mask=empty), pa.array(LEVELS)).cast(pa.string())
    return pa.array(values, mask=empty)
