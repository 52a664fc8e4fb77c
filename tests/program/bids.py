"""Bids of a tender as a project reports them, and what a rulebook's results give of them."""

from __future__ import annotations

from typing import Any

from scoring.assessor.assessor import score
from scoring.problems import has_errors
from tests.writing import messages, prepared, refused

BIDS = """
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" }, quality = { kind = "number" }, lot = { kind = "text" }, sound = { kind = "yes_no" } } }
ceiling = "元"
"""


FOUR = [
    {"bidder": "A", "price": 100, "quality": 80, "lot": "x", "sound": True},
    {"bidder": "B", "price": 90, "quality": 70, "lot": "x", "sound": True},
    {"bidder": "C", "price": 90, "quality": 75, "lot": "y", "sound": False},
    {"bidder": "D", "price": 120, "quality": 60, "lot": "y", "sound": True},
]


def reported(bids: list[dict[str, Any]], ceiling: int | None = 110) -> str:
    """Bids as a project reports them; a field that is None is not reported."""

    def shown(key: str, value: Any) -> str:
        if isinstance(value, bool):
            return f"{key} = {str(value).lower()}"
        if key == "price":
            return f'price = "{value} 元"'
        return f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"

    records = ", ".join(
        "{ " + ", ".join(shown(key, value) for key, value in bid.items() if value is not None) + " }" for bid in bids
    )
    limit = f'ceiling = "{ceiling} 元"\n' if ceiling is not None else ""
    return f"[facts]\n{limit}bids = [{records}]\n"


def results(rules: str, bids: list[dict[str, Any]] | None = None, ceiling: int | None = 110) -> dict[str, Any]:
    """Every result's plain value by its name, the same by both engines."""
    ready, problems = prepared(BIDS + rules, reported(FOUR if bids is None else bids, ceiling))
    assert ready is not None and not has_errors(problems), messages(problems)
    cards = [score(ready, engine) for engine in ("exact", "rules")]
    assert cards[0].results == cards[1].results
    return {one.name: one.plain for one in cards[0].results}


def told(rules: str, bids: list[dict[str, Any]] | None = None) -> str:
    return "\n".join(refused(BIDS + rules, reported(FOUR if bids is None else bids)))
