"""What a person has to look at once a form was read: cells of which nothing could be made, and what was assumed of others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.forms.filled_form import NotUnderstood, Written
from scoring.forms.intake.amounts import Left, Taken
from scoring.forms.intake.project_data import both, one_line, value_shown
from scoring.problems import Text

NO_POINTS = Left(Text("no points can be read in it", "读不出分值"))
PAGE = re.compile(r"p\d+")
"""The place of all cells on a page of a PDF."""


class Questions:
    """Gathered while a form becomes a project: `not_understood` and `assumed`, as the project's file has them.

    `asked` is what finding the parts of the form asked already. Of a cell of which nothing could be made that stands before any
    other reason; of a cell that was taken all the same it is told among what was assumed.
    """

    def __init__(self, asked: Sequence[NotUnderstood]) -> None:
        self._asked = {(one.cell, one_line(one.text)): one for one in reversed(asked)}
        self._in_order = asked
        self._left: dict[tuple[str, str], dict[str, Any]] = {}
        self._taken: dict[tuple[str, str], tuple[str, str | None]] = {}
        self.assumed: list[dict[str, Any]] = []

    @property
    def not_understood(self) -> list[dict[str, Any]]:
        return list(self._left.values())

    def take(self, said: Written, value: str, row: str | None = None) -> None:
        """A cell was taken for a value, in a row."""
        self._taken[said.cell, one_line(said.text)] = (value, row)

    def leave(self, said: Written, left: Left, row: str | None = None) -> None:
        """Nothing could be made of a cell."""
        text = one_line(said.text)
        asked = self._asked.get((said.cell, text))
        if asked is not None:
            left = Left(asked.reason, asked.fix)
        about = {"text": text, **_about(said.cell, row)}
        self._left.setdefault((said.cell, text), {**about, "why": both(left.why), "fix": both(left.fix)})

    def assume(self, said: Written, taken: Taken, row: str | None = None) -> None:
        """A cell was taken for more than it says, if it was."""
        if taken.assumed is not None:
            self._told_of(said, value_shown(taken.value), row, taken.assumed)

    def miss(self, key: str, at: str, why: Text, fix: Text) -> None:
        """A key that every project should have stands nowhere in the form; told at a cell."""
        self._left[key, ""] = {"text": "", "at": at, "why": both(why), "fix": both(fix)}

    def settle(self, rows: Mapping[str, Mapping[str, Any]]) -> None:
        """What finding the parts of the form asked, now that it is known which cells were taken, and for which of the rows."""
        for one in self._in_order:
            said = Written(one.text, one.cell)
            value, row = self._taken.get((one.cell, one_line(one.text)), (None, None))
            if value is None:
                self.leave(said, Left(one.reason, one.fix), _row_at(one.cell, rows))
            else:
                self._told_of(said, value, row, one.reason)

    def _told_of(self, said: Written, value: str, row: str | None, why: Text) -> None:
        self.assumed.append({"text": one_line(said.text), "is": value, **_about(said.cell, row), "why": both(why)})


def _about(cell: str, row: str | None) -> dict[str, str]:
    return {"at": cell, **({"row": row} if row is not None else {})}


def _row_at(cell: str, rows: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The row that has a key in that cell; on a page of a PDF that is not known."""
    if PAGE.fullmatch(cell):
        return None
    return next((id_ for id_, row in rows.items() if cell in row.get("at", {}).values()), None)
