"""Where every key and value of a TOML or JSON text stands: lines and columns from 1, columns in characters.

TOML is parsed by tree-sitter, which counts bytes; JSON by a walk over its tokens. Both walk without recursion.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]
Spot = tuple[int, int, int]
"""Line, column and length."""
Span = tuple[Spot, Spot, int]
"""Of the key, of the value inside its quotes, and the last line of the whole."""

_STEP = 1024
_CONTINUED = bytes(range(0x80, 0xC0))  # bytes that begin no character


def toml_tree(raw: bytes) -> Any:
    """The syntax tree of a TOML text with the line end LF."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_toml.language())).parse(raw)


def places_in_toml(raw: bytes) -> dict[Path, Span]:
    """Every path's key and value."""
    return _read(raw, toml_tree(raw)).places


def nodes_in_toml(raw: bytes, tree: Any) -> tuple[dict[Path, Any], dict[Path, Any]]:
    """The tree's nodes: of every value by its path, and of every table that has a header."""
    reading = _read(raw, tree, keep=True)
    return reading.values, reading.tables


def _read(raw: bytes, tree: Any, keep: bool = False) -> _Reading:
    rows: dict[Path, int] = {}
    reading = _Reading(raw, keep)
    for node in tree.root_node.children:
        if node.type == "pair":
            reading.pair(node, ())
        elif node.type in ("table", "table_array_element"):
            key = node.children[1]
            path = reading.absolute(reading.names(key), rows)
            header = (reading.spot(key), reading.spot(key), reading.last_line(node))
            if node.type == "table_array_element":
                rows[path] = rows.get(path, -1) + 1
                reading.places.setdefault(path, (header[0], header[0], node.end_point[0]))
                path = (*path, rows[path])
            reading.put(path, header)
            if keep:
                reading.tables[path] = node
            for child in node.children[3:]:
                if child.type == "pair":
                    reading.pair(child, path)
    return reading


class _Reading:
    """Turns tree-sitter's nodes, in bytes, into spots in characters."""

    def __init__(self, raw: bytes, keep: bool) -> None:
        self.places: dict[Path, Span] = {}
        self.keep = keep
        self.values: dict[Path, Any] = {}
        self.tables: dict[Path, Any] = {}
        self.lines = raw.split(b"\n")
        self.plain = [line.isascii() for line in self.lines]  # asked of a long line once for everything on it
        self.marks: dict[int, list[int]] = {}

    def put(self, path: Path, span: Span) -> None:
        """A path's place. What it lies in and nobody wrote down, as `a` in `[a.b]`, has the same."""
        self.places[path] = span
        for length in range(len(path) - 1, 0, -1):
            if path[:length] in self.places:
                break
            self.places[path[:length]] = span

    def column(self, row: int, byte: int) -> int:
        if self.plain[row]:
            return byte + 1
        line = self.lines[row]
        if row not in self.marks:  # characters before every 1024th byte, so that long lines are counted once
            marks = [0]
            for start in range(0, len(line), _STEP):
                marks.append(marks[-1] + len(line[start : start + _STEP].translate(None, _CONTINUED)))
            self.marks[row] = marks
        whole = byte // _STEP
        return self.marks[row][whole] + len(line[whole * _STEP : byte].translate(None, _CONTINUED)) + 1

    def spot(self, node: Any) -> Spot:
        (row, start), (last, end) = node.start_point, node.end_point
        column = self.column(row, start)
        return row + 1, column, (self.column(row, end) - column) if last == row else 1

    def last_line(self, node: Any) -> int:
        pairs = [child for child in node.children if child.type == "pair"]
        row: int = (pairs[-1] if pairs else node.children[1]).end_point[0]
        return row + 1

    def names(self, key: Any) -> list[str]:
        """The names of a key, dotted or not."""
        if key.type == "dotted_key":
            return [name for child in key.children if child.type != "." for name in self.names(child)]
        text = key.text.decode()
        return [text] if key.type == "bare_key" else [str(next(iter(tomllib.loads(f"{text} = 0"))))]

    def absolute(self, names: list[str], rows: dict[Path, int]) -> Path:
        """A header's path with the number of the row of each array of tables on the way."""
        path: Path = ()
        for number, name in enumerate(names):
            path = (*path, name)
            if path in rows and number < len(names) - 1:
                path = (*path, rows[path])
        return path

    def pair(self, node: Any, above: Path) -> None:
        key, value = node.children[0], node.children[2]
        waiting = [((*above, *self.names(key)), self.spot(key), value)]
        while waiting:
            path, key_spot, value = waiting.pop()
            self.put(path, (key_spot, self.inside(value), value.end_point[0] + 1))
            if self.keep:
                self.values[path] = value
            if value.type == "array":
                items = [child for child in value.children if child.type not in ("[", "]", ",", "comment")]
                waiting.extend(((*path, number), self.spot(item), item) for number, item in enumerate(items))
            elif value.type == "inline_table":
                for child in value.children:
                    if child.type == "pair":
                        names = self.names(child.children[0])
                        waiting.append(((*path, *names), self.spot(child.children[0]), child.children[2]))

    def inside(self, value: Any) -> Spot:
        """A value's spot, inside its quotes."""
        line, column, width = self.spot(value)
        if value.type == "string" and width >= 2 and not value.text.startswith((b'"""', b"'''")):
            return line, column + 1, width - 2
        return line, column, width


# ---------------------------------------------------------------- JSON

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}:,]|[^\s\[\]{}:,"]+')


def places_in_json(text: str) -> dict[Path, Span]:
    """Every path's key and value; of a key written twice, the first."""
    places: dict[Path, Span] = {}
    for path, key, value, last in _walked(text):
        places.setdefault(path, (key, value, last))
    return places


def written_twice(text: str) -> Iterator[tuple[str, Spot]]:
    """Keys that an object of this JSON text has more than once, where they stand again."""
    seen: set[Path] = set()
    for path, key, _, _ in _walked(text):
        if path in seen and isinstance(path[-1], str):
            yield path[-1], key
        seen.add(path)


def _walked(text: str) -> Iterator[tuple[Path, Spot, Spot, int]]:
    """Path, key, value and last line of everything below the top, in order of its end; the text must be JSON."""
    path: list[str | int] = []  # of what is being read
    opened: list[Spot] = []  # the brackets around it
    keys: list[Spot] = []  # and the keys that led to them
    awaits_key = False
    key: Spot | None = None
    line, start = 1, 0
    position = 0
    for found in _TOKEN.finditer(text):
        line += text.count("\n", position, found.start())
        start = text.rfind("\n", 0, found.start()) + 1 if "\n" in text[position : found.start()] else start
        position = found.start()
        token = found.group()
        spot = (line, position - start + 1, len(token))
        if token in "{[":
            opened.append(spot)
            keys.append(key or spot)
            path.append(0 if token == "[" else "")
            awaits_key, key = token == "{", None
            continue
        if token in "}]":
            if opened:
                path.pop()
                value, key = opened.pop(), keys.pop()
                if path:
                    yield tuple(path), key, value, line
                key = None
            continue
        if token == ",":
            if path and isinstance(path[-1], int):
                path[-1] += 1
            else:
                awaits_key = True
            key = None
        elif token == ":":
            awaits_key = False
        elif awaits_key:
            path[-1], key = str(json.loads(token)), spot
        elif path:
            inside = (line, spot[1] + 1, spot[2] - 2) if token.startswith('"') and len(token) > 2 else spot
            yield tuple(path), key or spot, inside, line
