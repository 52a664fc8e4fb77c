"""`[result]`: named results of every construct, of what was scored, and rankings of what cost most."""

from __future__ import annotations

from collections.abc import Sequence

from tests.generators.author import Author, Data, Row
from tests.generators.formulas import UNITS
from tests.generators.rows import of_scored
from tests.generators.values import around, construct


def results(at: Author, rows: Sequence[Row], alone: bool) -> tuple[Data, list[str]]:
    """Some results, and which of them are plain numbers; of a rulebook without indicators one is the total."""
    found: Data = {}
    numbers = []
    for name in [f"x{number}" for number in range(at.choice((0, 1, 2, 3)))]:
        found[name], is_number = _result(at, rows)
        numbers += [name] if is_number else []
    if alone:
        found["whole"] = {"is": at.writer.number("plain", 2), "total": True}
        found["whole"] |= {"round": {"decimals": 2}} if at.chance(0.5) else {}
        numbers.append("whole")
    return found, numbers


def _result(at: Author, rows: Sequence[Row]) -> tuple[Data, bool]:
    if rows and at.chance(0.2):
        return _ranking(at, rows), False
    if rows and at.chance(0.15):
        return {"is": f"{of_scored(at, rows)} + {of_scored(at, rows)} - total", "optional": True}, False
    made = construct(at, at.choice(("plain", "plain", "plain", *UNITS)))
    data = made.data | around(at, made)
    if "decimals" in data.get("round", {}) and at.chance(0.5):
        data["show"] = "fixed"
    if at.chance(0.5):
        data["optional"] = True
    return data, made.measure == "plain"


def _ranking(at: Author, rows: Sequence[Row]) -> Data:
    """Reason codes: what cost most."""
    reasons: list[Data] = [
        {"lost": f"{row.written['weight']} - {row.id}.points", "code": f"R-{row.id}"} for row in rows
    ]
    for reason in reasons:
        if at.chance(0.1):
            reason["label"] = at.choice((f"扣分 {reason['code']}", {"zh": "扣分", "en": "lost"}))
    made: Data = {"rank": reasons, "optional": True}
    if at.chance(0.5):
        made["keep"] = at.choice(("lost >= 0", "lost > 1", "lost > 0 and lost < 8"))
    if at.chance(0.3):
        made["at_most"] = 2
    return made
