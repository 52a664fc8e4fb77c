"""A set of any number of indicators, half of them ratios with a cap and half of them banded rates, with its table.

python -m bench.province.wide FOLDER INDICATORS ROWS
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HEADER = """format = 1
[rulebook]
name = "wide"
edition = "1"
label = "wide"
weights_off_total = "finding"
[rule.reach]
kind = "proportional"
[rule.rate]
by = "actual"
rows = [[">= 95%", "100%"], [">= 90%", "80%"], [">= 80%", "60%"], [">= 60%", "30%"], ["else", "0%"]]
[grade]
by = "total"
rows = [[">= 90", "A"], [">= 80", "B"], [">= 60", "C"], ["else", "D"]]
[fact]
"""


def write(folder: Path, indicators: int, rows: int) -> None:
    book, chosen = folder / "rules" / "wide", folder / "indicators" / "wide"
    for each in (book, chosen):
        each.mkdir(parents=True, exist_ok=True)
    facts, listed = [], []
    for number in range(indicators):
        facts.append(
            f'a{number} = {{ kind = "number", range = ">= 0" }}\nt{number} = {{ kind = "number", range = "> 0" }}'
        )
        rule, target = ("reach", ', target = ">= 100%"') if number % 2 else ("rate", "")
        listed.append(
            f'I{number} = {{ in = "组{number % 5}", label = "I{number}", weight = 5, rule = "{rule}", actual = "= a{number} / t{number}"{target} }}'
        )
    (book / "rulebook.toml").write_text(HEADER + "\n".join(facts) + "\n", encoding="utf-8")
    (chosen / "set.toml").write_text(
        'format = 1\n[indicator_set]\nname = "wide"\nrules = "wide"\n[indicator]\n' + "\n".join(listed) + "\n",
        encoding="utf-8",
    )
    chance, columns = np.random.default_rng(3), {}
    for number in range(indicators):
        target = chance.integers(1, 2_000_000, rows) * 100
        columns[f"a{number}"] = (target * chance.uniform(0.4, 1.1, rows)).astype(np.int64)
        columns[f"t{number}"] = target.astype(np.int64)
    pq.write_table(
        pa.table(columns), folder / "wide.parquet", compression="zstd", row_group_size=20_000
    )  # 400 columns of one large group take 800 MiB to read


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
