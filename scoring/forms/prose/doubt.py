"""What in a report cannot be right as it stands, and what was computed again and agrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.forms.prose.lines import Passage
from scoring.problems import Text


@dataclass(frozen=True, slots=True)
class Doubt:
    """Figures that contradict each other or the period, with the places of all of them, and what to do.

    A `contradiction` cannot be as it stands; a `question` can, but nothing in the report bears it out.
    """

    code: str
    kind: Literal["contradiction", "question"]
    message: Text
    fix: Text
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A sum or a rate that was computed again from the figures it rests on."""

    what: str
    agrees: bool
    passages: tuple[Passage, ...]
