"""In which groups of the rulebook a row of a form stands, and what its declaration says of a group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.forms.filled_form import FormRow, Written
from scoring.forms.intake.amounts import DATE

UNNAMED = "未写明"
"""The group of a row of which the form says none."""


def own_path(row: FormRow) -> str:
    """The groups that the form itself says, from the outermost in."""
    return "/".join(_levels(row)) or UNNAMED


def path_of(row: FormRow, groups: Mapping[str, str]) -> str:
    """Where a row stands: the path that the declaration gives to the longest part of the form's own words that it names.

    Of parts that are as long the innermost says; groups below one that is given a place stay below it.
    """
    levels = _levels(row)
    for length in range(len(levels) + 1, 0, -1):
        for name in _named(levels, row.label.name, length):
            if name in groups:
                left = levels[length:] if name == "/".join(levels[:length]) else ()
                return "/".join((groups[name], *left))
    return "/".join(levels) or groups.get(UNNAMED, UNNAMED)


def placed(row: FormRow, groups: Mapping[str, str]) -> Written | None:
    """The cell that the declaration gives another place to; None where the row stands as the form says."""
    if path_of(row, groups) == own_path(row):
        return None
    return row.level2 or row.level1 or row.label


def of_group(said: Mapping[str, Any], row: FormRow, groups: tuple[str, ...]) -> Any:
    """What is said of dates, of the row by its name, of its group by the rulebook's words or the form's, or of a group above."""
    if row.sign == DATE and DATE in said:
        return said[DATE]
    levels = _levels(row)
    ours = ["/".join((*groups[:depth], row.label.name)) for depth in range(len(groups), 0, -1)]
    ours += ["/".join(groups[:depth]) for depth in range(len(groups), 0, -1)]
    theirs = [name for length in range(len(levels) + 1, 0, -1) for name in _named(levels, row.label.name, length)]
    return next((said[name] for name in (*ours, *theirs) if name in said), None)


def _levels(row: FormRow) -> tuple[str, ...]:
    names = [one.name.replace("/", "／") for one in (row.level1, row.level2) if one is not None]
    return tuple(dict.fromkeys(name for name in names if name))


def _named(levels: tuple[str, ...], label: str, length: int) -> Iterator[str]:
    """Parts of the row's path of so many names, the innermost first; the last name of the path is the row's own."""
    path = (*levels, label.replace("/", "／"))
    for first in range(len(path) - length, -1, -1):
        yield "/".join(path[first : first + length])
