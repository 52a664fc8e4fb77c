"""Values that stand beside their label, below it, or in the same cell behind a colon."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from scoring.forms.grid import Cell
from scoring.forms.sheet import Sheet
from scoring.values.characters import plain

_LABEL = r"(?:[^\s:：;；,，。]{1,20}|[A-Za-z][A-Za-z' ]{1,40})"
_PAIR = re.compile(
    rf"(?:^|(?<=[\s;；,，]))(?P<label>{_LABEL})\s*[:：]\s*(?P<value>.*?)(?=\s{{2,}}{_LABEL}\s*[:：]|\s[^\s:：]{{2,12}}[:：]|$)"
)


def right_of(
    sheet: Sheet, cell: Cell, is_label: Callable[[Cell], bool], is_free: Callable[[Cell], bool]
) -> Cell | None:
    """The first cell to the right, unless it is a label or somebody's value."""
    for other in sheet.right_of(cell):
        return other if other.row == cell.row and is_free(other) and not is_label(other) else None
    return None


def below(sheet: Sheet, cell: Cell, is_label: Callable[[Cell], bool], is_free: Callable[[Cell], bool]) -> Cell | None:
    """The cell right below, unless it is a label or somebody's value."""
    other = sheet.below(cell)
    return other if other is not None and is_free(other) and not is_label(other) else None


def pairs_in(text: str) -> Iterator[tuple[str, str]]:
    """Labels and values of a text such as `填表人：…    填表日期：…`; a label may be broken over two lines."""
    lines: list[str] = []
    for line in text.replace("\u00a0", " ").split("\n"):
        if len(lines) == 1 and ":" not in plain(lines[0]):
            lines[0] += line
        else:
            lines.append(line)
    for line in lines:
        for found in _PAIR.finditer(line.strip()):
            yield found["label"].strip(), found["value"].strip()
