"""What a document says and in which order, in both languages: from one outline come its Word template, its page and its text.

Names in braces and in tables are those of `names`; `{one.label}` is a field of what an `Each` goes through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.problems import Text

Side = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int  # 0: the document's title
    said: Text


@dataclass(frozen=True, slots=True)
class Sentence:
    said: Text
    style: Literal["plain", "note", "right", "center", "bold"] = "plain"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that the data cannot fill: what a person has to write there."""

    said: Text


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and what stands beside them, a row each."""

    rows: tuple[tuple[Text, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    head: Text
    cell: str  # a name's field, or a text with names in braces
    width: int = 10  # against those of the other columns
    side: Side = "left"


def column(en: str, zh: str, cell: str, width: int, right: bool = False) -> Column:
    """A column by what stands above it in both languages, what in it, how wide it is, and whether numbers stand in it."""
    return Column(Text(en, zh), cell, width, "right" if right else "left")


@dataclass(frozen=True, slots=True)
class Table:
    """A row for each record of a list."""

    of: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class When:
    """Blocks that stand only where a name has something; others where it has nothing."""

    name: str
    then: tuple[Block, ...]
    otherwise: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Each:
    """Blocks for each record of a list, which they call `one`."""

    of: str
    one: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


Block = Heading | Sentence | Mark | Fields | Table | When | Each | PageBreak
Outline = tuple[Block, ...]
