"""The numbers of the benchmark's rulebook, read from its TOML, for the peers that are written by hand."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SET = HERE / "indicators" / "province"
LEVELS = ("excellent", "good", "fair", "poor")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


BOOK = _read(HERE / "rules" / "province" / "rulebook.toml")
ROWS = _read(SET / "set.toml")["indicator"]
WEIGHTS = {id_: Decimal(row["weight"]) for id_, row in ROWS.items()}
RATIOS = [id_ for id_ in ROWS if id_.startswith("P")]
RATES = {
    id_: [(_rate, Decimal(points)) for _rate, points in BOOK["rule"][id_]["rows"]]
    for id_ in ROWS
    if id_.startswith("B")
}
PENALTIES = {id_: Decimal(BOOK["rule"][id_]["deduct"][0]["points"]) for id_ in ROWS if id_.startswith("D")}
JUDGED = {
    id_: {level: Decimal(points) for level, points in BOOK["rule"][id_]["rows"]} for id_ in ROWS if id_.startswith("Q")
}
CAP = Decimal(BOOK["limit"]["veto"]["total"]["at_most"])
GRADES = [
    (Decimal(test.removeprefix(">= ")) if test != "else" else None, grade) for test, grade in BOOK["grade"]["rows"]
]
GROUPS = {"完成": RATIOS, "比率": list(RATES), "合规": list(PENALTIES), "评判": list(JUDGED)}


def edges(id_: str) -> list[tuple[Decimal | None, Decimal]]:
    """A rate's thresholds as fractions, None for the rest, with the points."""
    return [(Decimal(test[3:-1]) / 100 if test != "else" else None, points) for test, points in RATES[id_]]


def cents(points: Decimal) -> int:
    return int(points * 100)
