"""What all parts of a program under way share: names, the rulebook, its sections."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.program.scope import Scope
from scoring.rulebook.rulebook import Rulebook, Sections


@dataclass(frozen=True)
class Lowered:
    """A program under way: what all its parts share."""

    scope: Scope
    rulebook: Rulebook
    sections: Sections
