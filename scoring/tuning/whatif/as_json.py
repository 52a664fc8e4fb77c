"""What would be if, as JSON: `whatif/1`."""

from __future__ import annotations

import json
from typing import Any

from scoring.problems import Language
from scoring.tuning.editions.difference import plain
from scoring.tuning.whatif.side_by_side import Ends
from scoring.tuning.whatif.whatif import WhatIf
from scoring.values.number import show_number
from scoring.views import as_json


def render(tried: WhatIf, language: Language) -> str:
    """The settings, both scorecards whole, and what moved."""
    return json.dumps(data(tried, language), ensure_ascii=False, indent=2) + "\n"


def data(tried: WhatIf, language: Language) -> dict[str, Any]:
    cards = tried.cards
    return {
        "schema": "whatif/1",
        "settings": [
            {
                "path": one.written,
                "said": one.said.in_language(language),
                "before": plain(one.before),
                "after": plain(one.after),
                "where": str(one.place),
                "alone": _ends(share),
            }
            for one, share in zip(tried.settings, tried.shares, strict=True)
        ],
        "together": _ends(tried.together),
        "difference": _ends(cards.difference),
        "nothing_moves": cards.nothing_moves,
        "indicators": [{"id": one.id, "difference": _ends(one.difference)} for one in cards.indicators if one.changed],
        "before": as_json.data(cards.before, language),
        "after": as_json.data(cards.after, language),
    }


def _ends(ends: Ends | None) -> list[str] | None:
    return None if ends is None else [show_number(end) for end in ends]
