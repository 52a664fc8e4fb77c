"""A TOML file amended: one value replaced or added, or a section appended; every other byte stays.

Bytes in, bytes out; None where the result would not say exactly what it should. Places come from the syntax tree,
so that brackets in texts, tables in one line, lists of several lines and dotted keys are what they are.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from scoring.places import Path, nodes_in_toml, toml_tree
from scoring.spelling import MOST_IN_LINE, key, section, value

BOM = b"\xef\xbb\xbf"
Point = tuple[int, int]
"""A row and a byte in it, both from 0."""


def amended(raw: bytes, path: Path, new: Any) -> bytes | None:
    """The file with this value at that path; what is not there yet is added where its table ends."""
    text = raw.removeprefix(BOM)
    before = said_by(raw)
    wanted = _with(before, path, new) if before is not None else None
    if wanted is None:
        return None
    for start, end, written in _ways(text.replace(b"\r\n", b"\n"), path, new):
        lines = text.split(b"\n")  # rows and bytes are those of the text without CR, which stands behind them
        head = [*lines[: start[0]], lines[start[0]][: start[1]]]
        tail = [lines[end[0]][end[1] :], *lines[end[0] + 1 :]]
        joined = b"\n".join(head) + written.encode().replace(b"\n", line_end(raw)) + b"\n".join(tail)
        after = raw[: len(raw) - len(text)] + joined
        if said_by(after) == wanted:
            return after
    return None


def _ways(raw: bytes, path: Path, new: Any) -> Iterator[tuple[Point, Point, str]]:
    """Ways to write it: from where to where in the text, and what stands there then."""
    values, tables = nodes_in_toml(raw, toml_tree(raw))
    *above, last = path
    at = values.get(path)
    if at is not None:
        yield at.start_point, at.end_point, value(new)
        return
    if isinstance(new, Mapping) and len(path) > 1:
        yield from _as_section(path, new, tables, raw)
    holder = values.get(tuple(above))
    if holder is not None and holder.type == "inline_table":
        inside = [child for child in holder.children if child.type == "pair"]
        written = f"{key(str(last))} = {value(new)}"
        if inside:
            yield inside[-1].end_point, inside[-1].end_point, f", {written}"
        else:
            yield holder.start_point, holder.end_point, f"{{ {written} }}"
    for depth in range(len(above), 0, -1):
        table = tables.get(tuple(above[:depth]))
        if table is not None:
            name = ".".join(key(str(each)) for each in path[depth:])
            yield _line_in(table, name, value(new), raw)
            return


def _line_in(table: Any, name: str, written: str, raw: bytes) -> tuple[Point, Point, str]:
    """A line of its own behind the last key of a table, its equals sign below that one's where there is room."""
    inside = [child for child in table.children if child.type == "pair"]
    if not inside:
        point = _end_of_row(table.children[2].end_point[0], raw)
        return point, point, f"\n{name} = {written}"
    last = inside[-1]
    column = last.children[1].start_point[1] - last.start_point[1]
    point = _end_of_row(last.end_point[0], raw)
    return point, point, f"\n{name.ljust(column - 1)} = {written}"


def _as_section(
    path: Path, new: Mapping[str, Any], tables: Mapping[Path, Any], raw: bytes
) -> Iterator[tuple[Point, Point, str]]:
    """A section `[scorecard.expect]` behind the last one of the same `[[scorecard]]`."""
    own = [table for at, table in tables.items() if at[: len(path) - 1] == path[:-1]]
    if not own:
        return
    rows = [child.end_point[0] for table in own for child in table.children if child.type in ("pair", "]", "]]")]
    point = _end_of_row(max(rows), raw)
    name = ".".join(key(each) for each in path if isinstance(each, str))
    long = [(one,) for one, each in new.items() if isinstance(each, Mapping) and len(each) > MOST_IN_LINE]
    yield point, point, "\n\n" + "\n".join(section(name, new, long, "[{}]"))


def _end_of_row(row: int, raw: bytes) -> Point:
    return row, len(raw.split(b"\n")[row])


def _with(data: Any, path: Path, new: Any) -> Any:
    """The data with a value at that path."""
    made = copy.deepcopy(data)
    at = made
    for each in path[:-1]:
        at = at.setdefault(each, {}) if isinstance(at, dict) else at[each]
    at[path[-1]] = new
    return made


def appended(raw: bytes, name: str, table: Mapping[str, Any], apart: Sequence[Sequence[str]] = ()) -> bytes | None:
    """A file's bytes with `[[NAME]]` at the end; None where they would not say the same and this table besides.

    What lies at a path in `apart` is written as a section of its own; see `spelling.section`.
    """
    end = line_end(raw)
    try:
        lines = "".join(f"{line}\n" for line in section(name, table, apart))
    except TypeError:
        return None
    text = raw.removeprefix(BOM)
    gap = b"" if not text else end if text.endswith(b"\n") else end * 2
    after = raw + gap + lines.encode().replace(b"\n", end)
    said, says = said_by(raw), said_by(after)
    if said is None or says is None or not isinstance(said.setdefault(name, []), list):
        return None
    said[name].append(dict(table))
    return after if says == said else None


def line_end(raw: bytes) -> bytes:
    """The line end that a file uses: that of its first line."""
    first = raw.find(b"\n")
    return b"\r\n" if first > 0 and raw[first - 1 : first] == b"\r" else b"\n"


def said_by(raw: bytes) -> dict[str, Any] | None:
    """What a TOML file says, with exact decimals; None where it is no TOML."""
    try:
        return tomllib.loads(raw.removeprefix(BOM).decode(), parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
