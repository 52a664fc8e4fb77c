"""Labels as they are compared: in one width, without blanks, line breaks, numbering and what stands in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from scoring.values.characters import plain

LONGEST_LABEL = 60
LONGEST_TITLE = 80
MOST_KEPT = 5_000
"""Texts of which it is kept what they are known as."""
GAP = "…"
"""In a declared word: any text, also none."""

_BLANK = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_BETWEEN = re.compile(r"(?<=\S)[\s\u00a0\u200b\ufeff]+(?=\S)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_IN_BRACKETS = re.compile(r"[(\[【]|[)\]】]")
_NUMBERED = re.compile(
    r"^(?:[0-9]{1,2}[.、)](?![0-9])|[一二三四五六七八九十]{1,3}、|\([0-9一二三四五六七八九十]{1,3}\)|[*※▲★☆●·]+)"
)
_LETTER = r"(?:[A-Za-z][0-9]?|[①-⑳])"
_NOTATION = re.compile(rf"{_LETTER}?=?\(?{_LETTER}(?:[-+*/×÷xX=()]+(?:{_LETTER}|100%?|1))*\)?%?|[%‰×*/÷=+\-]|100%")
_END = re.compile(r"[:;。,、]+$")
_END_OF_SHORT = re.compile(r"[:%]+$")


def is_notation(text: str) -> bool:
    """Whether a text only numbers or reckons columns: `A`, `B/A`, `①`; or says nothing at all."""
    bare = in_one_width(text).strip("()[]【】:;,、。.…_")
    return not bare or _NOTATION.fullmatch(bare) is not None


def in_one_width(text: str) -> str:
    """The text in plain characters, without any blank."""
    return _BLANK.sub("", plain(text))


def on_one_line(text: str) -> str:
    """The text as a name: a blank is kept only between words of an alphabet, and one line break is none in Chinese."""
    return _BETWEEN.sub(lambda found: " " if _is_latin(text, found) else "", text.strip())


def _is_latin(text: str, blank: re.Match[str]) -> bool:
    before, after = text.strip()[blank.start() - 1], text.strip()[blank.end()]
    return before.isascii() and after.isascii()


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to read a label: its `key` as it is compared, with where each character stands, and what it leaves out."""

    key: str
    at: tuple[int, ...]
    left_out: tuple[tuple[int, int], ...] = ()
    """Where what stands in brackets begins and ends."""

    @classmethod
    def of(cls, text: str) -> Spelling:
        kept = [(character.lower()[:1], at) for at, character in enumerate(plain(text)) if not _BLANK.match(character)]
        return cls("".join(character for character, _ in kept), tuple(at for _, at in kept))

    def without(self, pattern: re.Pattern[str], tell: bool = False) -> Spelling:
        """Without what a pattern finds; `tell` keeps where that stood."""
        gone = [found.span() for found in pattern.finditer(self.key) if found.group()]
        if not gone:
            return self
        kept = [at for at in range(len(self.key)) if not any(first <= at < last for first, last in gone)]
        told = tuple((self.at[first], self.at[last - 1] + 1) for first, last in gone) if tell else ()
        return Spelling(
            "".join(self.key[at] for at in kept), tuple(self.at[at] for at in kept), (*self.left_out, *told)
        )


@lru_cache(maxsize=20_000)
def spellings(text: str) -> tuple[Spelling, ...]:
    """What a label may be known by, the whole of it first, then without numbering, then without brackets around it or in it."""
    if len(text) > 3 * LONGEST_LABEL:
        return ()
    whole = Spelling.of(text).without(_END)
    bare = whole.without(_NUMBERED)
    inner = bare.without(_IN_BRACKETS) if _is_in_brackets(bare.key) else bare
    short = bare.without(_BRACKETS, tell=True).without(_NUMBERED).without(_END_OF_SHORT)
    found = {one.key: one for one in (short, inner, bare, whole) if 0 < len(one.key) <= LONGEST_LABEL}
    return tuple(reversed(found.values()))


def _is_in_brackets(key: str) -> bool:
    return len(key) > 2 and len(_IN_BRACKETS.findall(key)) == 2 and key[0] in "([【" and key[-1] in ")]】"


@dataclass(frozen=True, slots=True)
class Known:
    """A text known as a label: its `name`, what `…` of the declared word stood for, and what the text has in brackets besides."""

    name: str
    word: str
    matched: tuple[str, ...] = ()
    in_brackets: tuple[str, ...] = ()

    @property
    def beyond(self) -> tuple[str, ...]:
        """All that it says besides the declared word."""
        return (*self.matched, *self.in_brackets)


@dataclass(frozen=True)
class Words:
    """Declared words, each with the names that it stands for."""

    exact: Mapping[str, tuple[str, ...]]
    patterns: tuple[tuple[re.Pattern[str], str, str], ...] = ()
    """Of each word with `…` what it matches, its name and the word itself."""
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, named: Mapping[Any, Iterable[str]]) -> Words:
        exact: dict[str, list[str]] = {}
        patterns: list[tuple[re.Pattern[str], str, str]] = []
        for name, words in named.items():
            for word in words:
                if GAP in word:
                    patterns.append((pattern_of(word), name, word))
                else:
                    exact.setdefault(key_of(word), []).append(name)
        return cls({key: tuple(dict.fromkeys(names)) for key, names in exact.items()}, tuple(patterns))

    @classmethod
    def joined(cls, several: Sequence[Words]) -> Words:
        """The words of all of these together."""
        exact: dict[str, tuple[str, ...]] = {}
        for words in several:
            exact |= {key: (*exact.get(key, ()), *names) for key, names in words.exact.items()}
        return cls(exact, tuple(pattern for words in several for pattern in words.patterns))

    def names_of(self, text: str) -> tuple[str, ...]:
        """What a text is known as: the names of its nearest spelling; empty where it is no such label."""
        found = self._names.get(text)
        if found is None:
            if len(self._names) >= MOST_KEPT:  # values, which no other document has, come as well as labels
                self._names.clear()
            found = self._names[text] = next((names for names, _ in self._found(text)), ())
        return found

    def name_of(self, text: str) -> str | None:
        """The first of them."""
        names = self.names_of(text)
        return names[0] if names else None

    def known(self, text: str) -> Known | None:
        """The same with what the text says besides the declared word; None where it is no such label."""
        return next((known for _, known in self._found(text)), None)

    def _found(self, text: str) -> Iterator[tuple[tuple[str, ...], Known]]:
        ways = spellings(text)
        for way in ways:
            if way.key in self.exact:
                names = self.exact[way.key]
                yield names, Known(names[0], way.key, (), _pieces(text, way.left_out))
        for way in ways:
            for pattern, name, word in self.patterns:
                if (match := pattern.fullmatch(way.key)) is not None:
                    spans = [match.span(number) for number in range(1, pattern.groups + 1) if match.group(number)]
                    said = _pieces(text, [(way.at[first], way.at[last - 1] + 1) for first, last in spans])
                    yield (name,), Known(name, word, said, _pieces(text, way.left_out))

    def __bool__(self) -> bool:
        return bool(self.exact or self.patterns)


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(text[first:last] for first, last in spans)


def pattern_of(word: str) -> re.Pattern[str]:
    """What a declared word with `…` matches, a group for each of these."""
    return re.compile("(.*)".join(re.escape(in_one_width(part).lower()) for part in re.split(f"{GAP}+", word)))


def key_of(word: str) -> str:
    """A declared word as it is compared."""
    return _END.sub("", in_one_width(word).lower())
