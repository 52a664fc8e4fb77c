"""An outline read with what stands under its names: plain pieces that a page or a text is put together from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.forms.writing.outline import (
    Block,
    Column,
    Each,
    Fields,
    Heading,
    Mark,
    Outline,
    Sentence,
    Side,
    Table,
    When,
)
from scoring.problems import Language, Text

IN_BRACES = re.compile(r"\{([a-z_.0-9]+)\}")
TO_FILL = Text("to be written", "待填写")
Scope = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Title:
    level: int
    said: str


@dataclass(frozen=True, slots=True)
class Said:
    said: str
    style: str


@dataclass(frozen=True, slots=True)
class ToFill:
    said: str


@dataclass(frozen=True, slots=True)
class Pairs:
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; `widths` against one another."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sides: tuple[Side, ...]
    widths: tuple[int, ...]


Piece = Title | Said | ToFill | Pairs | Rows


def to_fill(said: str, language: Language) -> str:
    """A marked place, as every kind of document has it."""
    word = TO_FILL.in_language(language)
    return f"[{word}: {said}]" if language == "en" else f"【{word}：{said}】"


def read(outline: Outline, said: Scope, language: Language) -> Iterator[Piece]:
    """What an outline comes to with what stands under each name."""
    for block in outline:
        yield from _block(block, said, language)


def _block(block: Block, scope: Scope, language: Language) -> Iterator[Piece]:
    match block:
        case Heading():
            yield Title(block.level, _filled(block.said, scope, language))
        case Sentence():
            yield Said(_filled(block.said, scope, language), block.style)
        case Mark():
            yield ToFill(to_fill(block.said.in_language(language), language))
        case Fields():
            yield Pairs(tuple((what.in_language(language), str(_value(name, scope))) for what, name in block.rows))
        case Table():
            yield _rows(block, scope, language)
        case When():
            for inside in block.then if _value(block.name, scope) else block.otherwise:
                yield from _block(inside, scope, language)
        case Each():
            for one in _value(block.of, scope):
                for inside in block.blocks:
                    yield from _block(inside, {**scope, block.one: one}, language)


def _rows(table: Table, scope: Scope, language: Language) -> Rows:
    columns = table.columns
    return Rows(
        tuple(column.head.in_language(language) for column in columns),
        tuple(tuple(_cell(column, one) for column in columns) for one in _value(table.of, scope)),
        tuple(column.side for column in columns),
        tuple(column.width for column in columns),
    )


def _cell(column: Column, one: Mapping[str, Any]) -> str:
    return _with(column.cell, {"one": one}) if "{" in column.cell or not column.cell else str(one[column.cell])


def _filled(said: Text, scope: Scope, language: Language) -> str:
    return _with(said.in_language(language), scope)


def _with(said: str, scope: Scope) -> str:
    return IN_BRACES.sub(lambda found: str(_value(found.group(1), scope)), said)


def _value(path: str, scope: Scope) -> Any:
    value: Any = scope
    for step in path.split("."):
        value = value[step]
    return value


def paired(rows: Sequence[tuple[str, str]]) -> list[tuple[tuple[str, str], ...]]:
    """Names and what stands beside them, two in a row."""
    return [tuple(rows[number : number + 2]) for number in range(0, len(rows), 2)]
