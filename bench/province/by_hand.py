"""What a programmer would run: Parquet in, the columns of `scoring batch` out, by DuckDB alone.

python -m bench.province.by_hand TABLE.parquet OUT.parquet FINGERPRINT [missing]
"""

import sys
from pathlib import Path

import duckdb

from bench.province import peers

table, out, fingerprint, *missing = sys.argv[1:]
query = peers.full(
    f"read_parquet('{table}', file_row_number = true)",
    Path(table).name,
    fingerprint,
    "file_row_number + 1",
    bool(missing),
)
duckdb.connect().execute(f"COPY ({query}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")
