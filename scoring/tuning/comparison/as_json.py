"""A comparison as JSON, `comparison/1`: numbers are exact and stand as texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from scoring.problems import Language, Place
from scoring.tuning.comparison.comparison import NO_GRADE, Comparison, Ends, Move, Share, Spread, Standing
from scoring.tuning.comparison.words import QUARTERS
from scoring.tuning.editions.difference import NOTHING, plain
from scoring.tuning.editions.edits import Edit
from scoring.tuning.editions.side import Side
from scoring.values.number import show_number

SCHEMA = "comparison/1"


def render(comparison: Comparison, language: Language) -> str:
    """The comparison as text of JSON, the same bytes for the same input."""
    return json.dumps(data(comparison, language), ensure_ascii=False, indent=2) + "\n"


def data(one: Comparison, language: Language) -> dict[str, Any]:
    """The comparison as data."""
    counts = one.counts
    return {
        "schema": SCHEMA,
        "before": _side(one.before),
        "after": _side(one.after),
        "data": list(one.data),
        "then": list(one.then),
        "heads": {"before_only": list(one.heads[0]), "after_only": list(one.heads[1])},
        "edits": [_edit(edit, language) for edit in one.edits],
        "groups": [
            {
                "edits": [edit.number + 1 for edit in group.edits],
                "why": group.why.in_language(language) if group.why is not None else None,
                "alone": _effect(one, number),
            }
            for number, group in enumerate(one.groups)
        ],
        "counts": {name: getattr(counts, name) for name in counts.__slots__},
        "nothing_moves": one.nothing_moves,
        "grades": list(one.grades),
        "matrix": _matrix(one.matrix),
        "differences": _spread(one.spread),
        "columns": [{"column": each.column, "projects": each.count, "sum": _number(each.sum)} for each in one.columns],
        "projects": [_move(each, language) for each in one.moves],
    }


def _side(side: Side) -> dict[str, Any]:
    book, chosen = side.rulebook, side.indicator_set
    return {
        "named": side.shown,
        "rulebook": {"name": book.name, "fingerprint": book.fingerprint, "edition": book.header.model.edition},
        "indicator_set": {"name": chosen.name, "fingerprint": chosen.fingerprint} if chosen is not None else None,
    }


def _edit(edit: Edit, language: Language) -> dict[str, Any]:
    layer, section, name = edit.key
    return {
        "number": edit.number + 1,
        "said": edit.said.in_language(language),
        "in": layer,
        "section": section,
        "name": name,
        "path": list(edit.path),
        "before": None if edit.before is NOTHING else plain(edit.before),
        "after": None if edit.after is NOTHING else plain(edit.after),
        "before_at": _at(edit.was),
        "after_at": _at(edit.now),
        "words_only": edit.inert,
    }


def _at(place: Place | None) -> str | None:
    return str(place) if place is not None else None


def _effect(one: Comparison, number: int) -> dict[str, Any] | None:
    if one.effects is None:
        return None
    effect = one.effects[number]
    return {
        "changed": effect.changed,
        "gain": effect.gain,
        "lose": effect.lose,
        "open": effect.open,
        "differences": _spread(effect.spread),
        "regraded": _matrix(effect.regraded),
        "rejected": effect.rejected,
    }


def _matrix(matrix: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    return [
        {
            "before": before if before != NO_GRADE else None,
            "after": after if after != NO_GRADE else None,
            "projects": count,
        }
        for (before, after), count in sorted(matrix.items())
    ]


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "projects": spread.count,
        "gain": spread.up,
        "lose": spread.down,
        "same": spread.same,
        "sum": show_number(spread.sum),
        "quartiles": [_number(spread.quantile(share)) for share in QUARTERS],
        "counts": [[show_number(one), count] for one, count in spread.counts],
    }


def _move(one: Move, language: Language) -> dict[str, Any]:
    return {
        "id": one.id,
        "project": one.project,
        "before": _standing(one.before, language),
        "after": _standing(one.after, language),
        "difference": _ends(one.difference),
        "shares": [_share(share) for share in one.shares],
        "together": _ends(one.together) if one.shares else None,
        "changes": [{"column": each.column, "before": each.before, "after": each.after} for each in one.changes],
    }


def _standing(one: Standing, language: Language) -> dict[str, Any]:
    return {
        "status": one.outcome,
        "points": _ends(one.points),
        "grade": one.grade,
        "reason": one.reason.in_language(language) if one.reason is not None else None,
    }


def _ends(ends: Ends | None) -> Sequence[str] | None:
    return None if ends is None else [show_number(end) for end in ends]


def _share(share: Share) -> Sequence[str] | None:
    if share.lowest is None or share.highest is None:
        return None
    return [show_number(share.lowest), show_number(share.highest)]


def _number(value: Fraction | None) -> str | None:
    return None if value is None else show_number(value)
