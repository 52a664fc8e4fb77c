"""Made-up rulebooks that compare the projects of a table with each other, and tables for them."""

from __future__ import annotations

from random import Random
from typing import Any

Data = dict[str, Any]
SEEDS = range(8)
"""Those that are compared (`tests/batch/test_drawn_peers.py`), and counted."""
HEADS = ["project", "department", "kind", "a", "b", "day", "veto"]
KEYS = ("a", "b", "a / (b + 1)", "kind", "day", "size", "if veto then 1 else 0")
TIES = ("shared", "dense", "last")
AMONG = ('kind != "z"', "a > 1", "not veto", "known(b)")


def rulebook(seed: int) -> Data:
    """A rulebook of two rules, one of which rests on a place, with further places by the total and by other places."""
    random = Random(f"peers {seed}")
    values: Data = {"size": {"is": "if b > 2 then 'large' else 'small'"}, "p0": _place(random, KEYS)}
    values["p1"] = _place(random, ("total",), "-")
    for number in range(2, 2 + random.randint(0, 3)):
        values[f"p{number}"] = _place(random, (*KEYS, "total", "p0.place", "p1.place", "p1.share"))
    peers: Data = random.choice(
        [{}, {"within": "department"}, {"within": ["department", "size"]}, {"within": ["department", "kind"]}]
    )
    peers = peers | random.choice([{}, {"counts": "all"}, {"counts": "complete"}])
    peers = peers | random.choice([{}, {"note": "同类相比"}]) or {"note": "全体相比"}
    results = {
        f"{name} {part}": {"is": f"{name}.{part}", **random.choice([{}, {"optional": True}])}
        for name in values
        for part in ("place", "of", "share")
        if name != "size"
    }
    numbers = {name: {"kind": "number"} for name in ("a", "b")}
    book: Data = {
        "format": 1,
        "rulebook": {"name": "ours", "total": 20},
        "fact": {
            "department": {"kind": "text"},
            "kind": {"kind": "text"},
            **numbers,
            "day": {"kind": "date"},
            "veto": {"kind": "yes_no"},
        },
        "peers": peers,
        "value": values,
        "rule": {"r": {"gives": "points", "is": "a"}, "s": {"gives": "points", "is": "max(0, 10 - p0.place)"}},
        "grade": {"rows": [[">= 10", "good"], ["else", "poor"]]},
        "result": results,
    }
    if random.random() < 0.5:
        book["limit"] = {"third": {"when": "p1.place > 2 and p1.share > 50%", "grade": "poor"}}
    return book


def _place(random: Random, keys: tuple[str, ...], sign: str = "") -> Data:
    chosen = random.sample(keys, random.randint(1, min(2, len(keys))))
    signed = [(sign or random.choice(["", "-"])) + (f"({key})" if " " in key else key) for key in chosen]
    made: Data = {"place": signed[0] if len(signed) == 1 else signed, "of": "peers"}
    made |= random.choice([{}, {"ties": random.choice(TIES)}])
    return made | random.choice([{}, {}, {"among": random.choice(AMONG)}])


INDICATORS: Data = {
    "format": 1,
    "indicator_set": {"name": "ours", "rules": "ours"},
    "indicator": {
        "N1": {"in": "x", "label": "甲", "weight": 10, "rule": "r"},
        "N2": {"in": "x", "label": "乙", "weight": 10, "rule": "s"},
    },
}


def table(seed: int, rows: int) -> list[list[str]]:
    """Rows with many that are alike, some of their cells empty."""
    random = Random(f"peers {seed} table")
    gone = random.choice([0, 0, 0.02])
    drawn = [
        [
            random.choice(["d1", "d1", "d2"]),
            random.choice("xyz"),
            random.choice(["0", "1", "2.5", "3.004", "3.005", "7", "9.99"]),
            random.choice(["0", "1", "2", "6"]),
            random.choice(["2024-03-01", "2023-12-31", "2024-03-02"]),
            random.choice(["yes", "no", "no"]),
        ]
        for _ in range(rows)
    ]
    return [[f"p{at}", *("" if random.random() < gone else cell for cell in cells)] for at, cells in enumerate(drawn)]
