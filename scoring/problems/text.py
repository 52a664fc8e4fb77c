"""One sentence in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages. English: lower case, no full stop, author's words in backticks."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


def language_of(name: str) -> Language:
    """That language; raises `ValueError` for one that no text is in."""
    if name not in get_args(Language):
        raise ValueError(f"there is no language {name!r}: zh or en")
    return cast(Language, name)
