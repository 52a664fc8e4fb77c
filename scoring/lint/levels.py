"""Levels of a judged rule that are written in points, in the order of their points."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Place
from scoring.project.rows import share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry


@dataclass(frozen=True, slots=True)
class LevelInPoints:
    """One level, and its number among those that the author wrote."""

    name: str
    low: Fraction
    high: Fraction
    number: int
    place: Place


def levels_in_points(entry: Entry[model.RuleModel]) -> list[LevelInPoints]:
    """From the lowest to the highest; those that cannot be read are told elsewhere."""
    found = []
    for number, written in enumerate(entry.model.levels or ()):
        ends = [share_or_points(end) for end in written[1:]]
        if len(ends) == 2 and all(end is not None and end[0] == "points" for end in ends):
            low, high = (end[1] for end in ends if end is not None)
            found.append(LevelInPoints(str(written[0]), low, high, number, entry.at("levels", number)))
    return sorted(found, key=lambda level: (level.low, level.high))
