"""Labels as they are compared: in one width, without blanks, line breaks, numbering and what stands in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from scoring.values.characters import plain

LONGEST_LABEL = 60
GAP = "…"
"""In a declared word: any text, also none."""

_BLANK = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_BETWEEN = re.compile(r"(?<=\S)[\s\u00a0\u200b\ufeff]+(?=\S)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_NUMBERED = re.compile(
    r"^(?:[0-9]{1,2}[.、)](?![0-9])|[一二三四五六七八九十]{1,3}、|\([0-9一二三四五六七八九十]{1,3}\)|[*※▲★☆●·]+)"
)


def in_one_width(text: str) -> str:
    """The text in plain characters, without any blank."""
    return _BLANK.sub("", plain(text))


def on_one_line(text: str) -> str:
    """The text as a name: a blank is kept only between words of an alphabet, and one line break is none in Chinese."""
    return _BETWEEN.sub(lambda found: " " if _is_latin(text, found) else "", text.strip())


def _is_latin(text: str, blank: re.Match[str]) -> bool:
    before, after = text.strip()[blank.start() - 1], text.strip()[blank.end()]
    return before.isascii() and after.isascii()


@lru_cache(maxsize=20_000)
def keys_of(text: str) -> tuple[str, ...]:
    """What a label may be known by, the whole of it first, then without numbering and brackets."""
    if len(text) > 3 * LONGEST_LABEL:
        return ()
    whole = in_one_width(text).casefold().rstrip(":;。,、")
    bare = _NUMBERED.sub("", whole)
    short = _NUMBERED.sub("", _BRACKETS.sub("", bare)).rstrip(":%")
    return tuple(key for key in dict.fromkeys((whole, bare, short)) if key and len(key) <= LONGEST_LABEL)


@dataclass(frozen=True)
class Words:
    """Declared words, each with the names that it stands for."""

    exact: Mapping[str, tuple[str, ...]]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, named: Mapping[Any, Iterable[str]]) -> Words:
        exact: dict[str, list[str]] = {}
        patterns: list[tuple[re.Pattern[str], str]] = []
        for name, words in named.items():
            for word in words:
                if GAP in word:
                    patterns.append((re.compile(".*".join(re.escape(_key(part)) for part in word.split(GAP))), name))
                else:
                    exact.setdefault(_key(word), []).append(name)
        return cls({key: tuple(dict.fromkeys(names)) for key, names in exact.items()}, tuple(patterns))

    def names_of(self, text: str) -> tuple[str, ...]:
        """What a text is known as: the names of its nearest spelling; empty where it is no such label."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = next(self._found(text), ())
        return found

    def name_of(self, text: str) -> str | None:
        """The first of them."""
        names = self.names_of(text)
        return names[0] if names else None

    def _found(self, text: str) -> Iterator[tuple[str, ...]]:
        keys = keys_of(text)
        for key in keys:
            if key in self.exact:
                yield self.exact[key]
        for key in keys:
            for pattern, name in self.patterns:
                if pattern.fullmatch(key):
                    yield (name,)

    def __bool__(self) -> bool:
        return bool(self.exact or self.patterns)


def _key(word: str) -> str:
    return in_one_width(word).casefold().rstrip(":")
