"""The table of scores that a batch wrote, as the choice of projects that letters and findings are written of.

It has totals and the codes of findings alone: what they say, in which cell, and whose they are stands in the projects' own
files, which are scored again. A total that is another now is a problem and no letter.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.api.card import Card
from scoring.batch.outputs.scores_read import ENDINGS, scores_read
from scoring.forms.writing.letter_words import NotScored
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.values.number import read_number, show_number

HEADS = ("row", "project", "status", "total", "lowest", "highest", "rulebook")
AGAIN = Text("score them again: scoring batch PROJECTS -o scores.csv", "请重新评分：scoring batch 项目 -o scores.csv")
Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row of the table: the project by its name and, where the table says so, its file; the total, or its ends."""

    project: str
    file: str | None
    lowest: Fraction | None
    highest: Fraction | None
    rulebook: str
    place: Place


def is_results(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a table of scores, by the heads of its columns."""
    file = Path(path)
    if file.suffix.lower() not in ENDINGS or not file.is_file():
        return False
    try:
        heads, _ = scores_read(file)
    except (OSError, ValueError, KeyError, ImportError, InputRefused):
        return False  # a form, or what is told when it is read as one
    return set(HEADS) <= set(heads)


def read_results(path: str | os.PathLike[str]) -> list[ResultRow]:
    """Its rows, in their order; rows that were deleted in a spreadsheet are left out."""
    file = Path(path)
    _, rows = scores_read(file)
    return [_row(cells, Place(file.name, line, 1)) for line, cells in enumerate(rows, start=2) if _said(cells, "project")]  # fmt: skip


def chosen(results: Sequence[ResultRow], scored: Iterable[Card | NotScored]) -> list[Card | NotScored]:
    """The projects of these rows as they were scored again, in the order of the rows, and those that could not be scored.

    Raises `InputRefused` with every row of which there is no project, or which came out otherwise.
    """
    every = list(scored)
    waiting: dict[str, list[Card]] = {}
    for one in every:
        if isinstance(one, Card):
            waiting.setdefault(one.project, []).append(one)
    cards: list[Card | NotScored] = []
    problems: list[Problem] = []
    for row in results:
        card = _taken(waiting.get(row.project, []), row)
        if card is None:
            message = Text(
                f"there is no project `{row.project[:60]}` among those named", f"所给的项目中没有“{row.project[:60]}”"
            )
            problems.append(
                Problem(
                    "not-found", message, row.place, Text("name the projects that were scored", "写明评分所用的项目")
                )
            )
        elif (differs := _difference(row, card)) is not None:
            problems.append(Problem("results-differ", differs, row.place, AGAIN))
        else:
            cards.append(card)
    if problems:
        raise InputRefused(problems)
    return [*cards, *(one for one in every if isinstance(one, NotScored))]


def facts_missing(results: Sequence[str]) -> Problem:
    """What is said where nothing but a table of scores is named."""
    name = Path(results[0]).name
    message = Text(
        f"`{name}` has totals, and neither units nor what findings say", f"{name} 只有得分，没有实施单位和问题的内容"
    )
    fix = Text(
        f"name the projects behind it: scoring write {name} projects/ …",
        f"在其后写明项目：scoring write {name} projects/ …",
    )
    return Problem("results-alone", message, Place(name), fix)


def _taken(cards: list[Card], row: ResultRow) -> Card | None:
    """The next project of that name, or the one in that file; nobody is taken twice."""
    for number, card in enumerate(cards):
        if row.file is None or Path(card.scored_from[1].file).name == Path(row.file).name:
            return cards.pop(number)
    return None


def _difference(row: ResultRow, card: Card) -> Text | None:
    """How a project comes out otherwise than in the table."""
    if card.scorecard.rulebook.fingerprint != row.rulebook:
        return Text(f"`{row.project}` was scored by another rulebook", f"“{row.project}”是按另一规则集评分的")
    total = card.scorecard.total
    if (total.lowest, total.highest) != (row.lowest, row.highest):
        before, now = _shown(row.lowest, row.highest), _shown(total.lowest, total.highest)
        return Text(
            f"`{row.project}`: the table has {before}, its facts give {now}",
            f"“{row.project}”：表中为 {before}，按其数据为 {now}",
        )
    return None


def _shown(lowest: Fraction | None, highest: Fraction | None) -> str:
    ends = [show_number(one) if one is not None else "—" for one in (lowest, highest)]
    return ends[0] if ends[0] == ends[1] else " – ".join(ends)


def _row(cells: Cells, place: Place) -> ResultRow:
    total = _number(cells, "total")
    lowest, highest = (_number(cells, key) if total is None else total for key in ("lowest", "highest"))
    return ResultRow(_said(cells, "project"), _said(cells, "file") or None, lowest, highest, _said(cells, "rulebook"), place)  # fmt: skip


def _said(cells: Cells, key: str) -> str:
    value = cells.get(key)
    return "" if value is None else str(value).strip()


def _number(cells: Cells, key: str) -> Fraction | None:
    return read_number(_said(cells, key)) if _said(cells, key) else None
