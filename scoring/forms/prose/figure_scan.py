"""A text gone through from its beginning, hit by hit: what figures of every language have alike."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from scoring.forms.prose.figures import MOST_FIGURES, TOO_MANY, Figure, Unread


class FigureScan(ABC):
    """Gathers the figures of a text, in its order, and the numbers that are none; each language says what it makes of a hit."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self.text, self.pattern = text, pattern
        self.figures: list[Figure] = []
        self.unread: list[Unread] = []

    def all(self) -> tuple[list[Figure], list[Unread]]:
        at = 0
        while (found := self.pattern.search(self.text, at)) is not None:
            at = max(self.one(found), found.start() + 1)
            if len(self.figures) + len(self.unread) >= MOST_FIGURES:
                self.unread.append(Unread(at, min(at + 20, len(self.text)), "too-many", TOO_MANY))
                break
        return self.figures, self.unread

    @abstractmethod
    def one(self, found: re.Match[str]) -> int:
        """Takes what was found, and says where to go on."""
