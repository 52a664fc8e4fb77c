"""What is said after a look, as a line of JSON: `seen/1`."""

from __future__ import annotations

import json
from typing import Any

from scoring.problems import Language
from scoring.tuning.comparison import as_json as comparison_json
from scoring.tuning.watch.watch import Seen
from scoring.values.number import show_number
from scoring.views import as_json, problems

SCHEMA = "seen/1"


def render(seen: Seen, language: Language) -> str:
    """One line, without its end."""
    return json.dumps(data(seen, language), ensure_ascii=False)


def data(seen: Seen, language: Language) -> dict[str, Any]:
    """What is new of one file."""
    cards = seen.cards
    after = cards.after if cards is not None else seen.card
    difference = cards.difference if cards is not None else None
    return {
        "schema": SCHEMA,
        "name": seen.name,
        "what": _what(seen),
        "problems": [problems.as_data(one, language) for one in seen.problems],
        "before": as_json.data(cards.before, language) if cards is not None else None,
        "after": as_json.data(after, language) if after is not None else None,
        "difference": [show_number(end) for end in difference] if difference is not None else None,
        "comparison": comparison_json.data(seen.comparison, language) if seen.comparison is not None else None,
    }


def _what(seen: Seen) -> str:
    if seen.gone:
        return "gone"
    if seen.problems:
        return "problems"
    if seen.cards is None and seen.comparison is None:
        return "scored"
    nothing = seen.cards.nothing_moves if seen.cards is not None else seen.comparison is not None and seen.comparison.nothing_moves  # fmt: skip
    return "same" if nothing else "moved"
