"""What a project says of the documents that it was read from, and judgements of several people: drawn apart from the rest."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.generators.author import Data, Row

SAID = ("甲县水利局", {"value": "甲县水利局", "at": "C3"})
WHY = ("读不出数值", {"zh": "读不出数值", "en": "no number can be read"})
KEYS = ("in", "label", "target", "actual", "weight", "claimed", "why")
REVISION: Data = {
    "by": "绩效科",
    "why": "与新办法一致",
    "changed": ["执行率 80% → 85%", {"zh": "执行率", "en": "execution"}],
}


def of_documents(made: Data, rows: Sequence[Row], draw: Random) -> None:
    """The form that a project was read from, what was not understood in it, taken for something, or approved otherwise."""
    ids = [row.id for row in rows]
    made["filled_form"] = {
        "form": "ministry-2020", "source": "report", "sheet": "自评表", "title": draw.choice(SAID), "head": {"unit": draw.choice(SAID)},
        "goals": {"expected": draw.choice(SAID)}, "total": {"claimed": draw.choice(SAID)}, "notes": [draw.choice(SAID)], "more": {"电话": "1"},
    }  # fmt: skip
    of_row = {"row": draw.choice(ids)} if ids else {}
    made["not_understood"] = [{"text": "约26", "at": "G7", "why": draw.choice(WHY), "fix": draw.choice(WHY), **of_row}]
    made["assumed"] = [{"text": "95%", "is": ">= 95%", "at": "F7", "why": draw.choice(WHY), **of_row}]
    what = draw.choice(("target", "weight", "added", "dropped"))
    made["adjusted"] = [{"what": what, "approved": "10", "reported": "8", "at": "F8", "approved_at": "F9", **of_row}]
    for one in rows:
        if "weight" in one.open and draw.random() < 0.3:
            made["indicator"].setdefault(one.id, {})["weight"] = {"none": True}
    for row in made["indicator"].values():
        row |= {"source": "report", "at": dict.fromkeys(KEYS, "D13")}


def panel(said: Data, row: Row, draw: Random) -> None:
    """One person's judgement as that of several, as an adopted claim, confirmed by a second reviewer, or stale."""
    judged = said["judged"]
    measure = {key: judged[key] for key in ("share", "points") if key in judged}
    form = draw.random()
    if form < 0.3 and measure and "panel" in row.rule.data:
        one = {"level": judged["level"], **measure, "on": "2025-03-01", "why": "看过"}
        said["judged"] = {"each": [{"by": name, **one} for name in "甲乙丙"]}
    elif form < 0.6 and row.rule.data.get("adopts") and row.weight >= 2:
        said["claimed"] = 2
        said["judged"] = {"adopted": "self", "by": "财政局", "on": "2025-03-02"}
    elif form < 0.7:
        judged["confirmed"] = {"by": "丁", "on": "2025-03-03"}
    elif form < 0.75:
        judged["stale"] = "F20: 8 → 9"
