"""The name that somebody most likely meant: only one that a slip of the hand explains, never one that means something else."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 60
"""Characters of a name that is looked at; a longer one is no slip."""


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of these names that differs by a slip: capitals and signs between words, a letter or two.

    In longer words of an alphabet two letters may be wrong, in short ones one; two neighbours that changed places are one
    slip. A Chinese character that is another makes another word (年初, 年末), so that only one too many, one too few or
    two that changed places are a slip there; so does another digit (N1, N2). None where no name is that near.
    """
    if not name or len(name) > LONGEST:
        return None
    found: tuple[int, str] | None = None
    for other in names:
        steps = _steps(name, other)
        if steps is not None and (found is None or steps < found[0]):
            found = steps, other
    return found[1] if found is not None else None


def _steps(name: str, other: str) -> int | None:
    """How many slips lie between two names; None where it is more than a hand makes."""
    if name == other:
        return 0
    if _plain(name) == _plain(other):
        return 1
    if [each for each in name if each.isdigit()] != [each for each in other if each.isdigit()]:
        return None
    latin = name.isascii() and other.isascii()
    most = 0 if min(len(name), len(other)) < 3 else 1 if len(name) < 6 or not latin else 2 if len(name) < 12 else 3
    if not latin and len(name) == len(other) and sorted(name) != sorted(other):
        return None
    if abs(len(name) - len(other)) > most:
        return None
    steps = _distance(name.casefold(), other.casefold())
    return steps + 1 if steps <= most else None


def _plain(name: str) -> str:
    return "".join(each for each in name.casefold() if each not in "-_ .")


def _distance(one: str, other: str) -> int:
    """Letters that are wrong, too many or too few, and neighbours that changed places."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                steps = min(steps, earlier[j - 2] + 1)
            row.append(steps)
    return row[-1]
