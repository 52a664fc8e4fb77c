"""Results for each record of a list, as a table that all views share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoring.scorecard.scorecard import ColumnScore, ResultScore
from scoring.views.words import Words

NUMBER = re.compile(r"-?\d")


@dataclass(frozen=True, slots=True)
class MemberTable:
    """Heads and a row for each record; `right` are the columns of numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...]


def member_table(result: ResultScore, words: Words) -> MemberTable:
    """What a result has for each record, the name of the record first."""
    heads, members = result.columns or (), result.members or ()
    named = heads[1:]
    right = tuple(
        index for index, head in enumerate(named, 1) if all(_is_number(member.columns[head.name]) for member in members)
    )
    rows = tuple((member.key, *(words.column(member.columns[head.name]) for head in named)) for member in members)
    return MemberTable(tuple(words.of(head.label) for head in heads), rows, right)


def _is_number(one: ColumnScore) -> bool:
    return one.outcome != "scored" or (isinstance(one.plain, str) and NUMBER.match(one.plain) is not None)
