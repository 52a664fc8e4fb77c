"""A TOML file amended: one value replaced or added, or a section appended; every other byte stays.

Bytes in, bytes out; None where the result would not say exactly what it should. Places come from the syntax tree,
so that brackets in texts, tables in one line, lists of several lines and dotted keys are what they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from scoring.documents.positions import Path, nodes_in_toml, toml_tree
from scoring.documents.spelling import MOST_IN_LINE, key, section, value

BOM = b"\xef\xbb\xbf"
Point = tuple[int, int]
"""A row and a byte in it, both from 0."""
Edit = tuple[Point, Point, str]
"""From where to where, and what stands there then."""


def amended(raw: bytes, path: Path, new: Any) -> bytes | None:
    """The file with this value at that path; what is not there yet is added where its table ends."""
    return amended_all(raw, [(path, new)])


def amended_all(raw: bytes, changes: Sequence[tuple[Path, Any]]) -> bytes | None:
    """The file with every one of these values at its path; None where that is not possible of all of them at once."""
    text = raw.removeprefix(BOM)
    wanted = said_by(raw)
    for path, new in changes:
        wanted = _with(wanted, path, new) if wanted is not None else None
    if wanted is None:
        return None
    plain = text.replace(b"\r\n", b"\n")  # its rows, and bytes in them, are those of the text: CR stands behind them
    values, tables = nodes_in_toml(plain, toml_tree(plain))
    ways = [list(_ways(plain, path, new, values, tables)) for path, new in changes]
    for number in range(max((len(each) for each in ways), default=0)):
        edits = [each[min(number, len(each) - 1)] for each in ways if each]
        after = raw[: len(raw) - len(text)] + _edited(text, edits) if len(edits) == len(ways) else raw
        if said_by(after) == wanted:
            return after
    return None


def without_key(raw: bytes, path: Path) -> bytes | None:
    """The file without a key and its value, and without the line where nothing else stands in it; None where that cannot be."""
    wanted = said_by(raw)
    holder: Any = wanted
    for each in path[:-1]:
        holder = holder[each]
    if wanted is None or not isinstance(holder, dict) or path[-1] not in holder:
        return None
    del holder[path[-1]]
    text = raw.removeprefix(BOM)
    plain = text.replace(b"\r\n", b"\n")
    values, _ = nodes_in_toml(plain, toml_tree(plain))
    at = values.get(path)
    if at is None or at.parent is None or at.parent.type != "pair":
        return None
    after = raw[: len(raw) - len(text)] + _edited(text, [_removal(at.parent, plain)])
    return after if said_by(after) == wanted else None


def _removal(pair: Any, raw: bytes) -> Edit:
    """What goes with a key: the comma behind or before it in a table of one line, else its whole lines."""
    if pair.parent.type != "inline_table":
        last = pair.end_point[0]
        rows = raw.split(b"\n")
        if last + 1 < len(rows):
            return (pair.start_point[0], 0), (last + 1, 0), ""
        return tuple(pair.start_point), _end_of_row(last, raw), ""
    beside = [child for child in pair.parent.children if child.type == "pair"]
    number = next(n for n, child in enumerate(beside) if child.start_point == pair.start_point)
    if number + 1 < len(beside):
        return tuple(pair.start_point), tuple(beside[number + 1].start_point), ""
    start = beside[number - 1].end_point if number else pair.start_point
    return tuple(start), tuple(pair.end_point), ""


def _edited(text: bytes, edits: Sequence[Edit]) -> bytes:
    """The text with something else from point to point."""
    rows = [0]
    for line in text.split(b"\n"):
        rows.append(rows[-1] + len(line) + 1)
    pieces, at = [], 0
    for (row, column), (last, end), written in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [text[at : rows[row] + column], written.encode().replace(b"\n", line_end(text))]
        at = rows[last] + end
    return b"".join((*pieces, text[at:]))


def _ways(raw: bytes, path: Path, new: Any, values: Mapping[Path, Any], tables: Mapping[Path, Any]) -> Iterator[Edit]:
    """Ways to write it."""
    above = path[:-1]
    at = values.get(path)
    if at is not None:
        yield tuple(at.start_point), tuple(at.end_point), value(new)
        return
    if isinstance(new, Mapping) and len(path) > 1:
        yield from _as_section(path, new, tables, raw)
    for depth in range(len(above), 0, -1):  # the nearest table in one line; further ones are named by dots
        holder = values.get(above[:depth])
        if holder is not None and holder.type == "inline_table":
            inside = [child for child in holder.children if child.type == "pair"]
            written = f"{_dotted(path[depth:])} = {value(new)}"
            if inside:
                yield tuple(inside[-1].end_point), tuple(inside[-1].end_point), f", {written}"
            else:
                yield tuple(holder.start_point), tuple(holder.end_point), f"{{ {written} }}"
            break
    for depth in range(len(above), 0, -1):
        table = tables.get(above[:depth])
        if table is not None:
            yield _line_in(table, _dotted(path[depth:]), value(new), raw)
            return


def _dotted(path: Path) -> str:
    return ".".join(key(str(each)) for each in path)


def _line_in(table: Any, name: str, written: str, raw: bytes) -> Edit:
    """A line of its own behind the last key of a table, its equals sign below that one's where there is room."""
    inside = [child for child in table.children if child.type == "pair"]
    if not inside:
        point = _end_of_row(table.children[2].end_point[0], raw)
        return point, point, f"\n{name} = {written}"
    last = inside[-1]
    column = last.children[1].start_point[1] - last.start_point[1]
    point = _end_of_row(last.end_point[0], raw)
    return point, point, f"\n{name.ljust(column - 1)} = {written}"


def _as_section(path: Path, new: Mapping[str, Any], tables: Mapping[Path, Any], raw: bytes) -> Iterator[Edit]:
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
    """The data with a value at that path; None where it leads through what is no table. Changes what it is given."""
    at = data
    for each in path[:-1]:
        if isinstance(at, dict):
            at = at.setdefault(each, {})
        elif isinstance(at, list) and isinstance(each, int) and each < len(at):
            at = at[each]
        else:
            return None
    last = path[-1]
    fits = isinstance(at, dict) or (isinstance(at, list) and last in range(len(at)))
    if not fits:
        return None
    at[last] = new
    return data


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


def remarks(raw: bytes) -> list[str]:
    """Every comment of a TOML file, in its order."""
    found, waiting = [], [toml_tree(raw.removeprefix(BOM).replace(b"\r\n", b"\n")).root_node]
    while waiting:
        node = waiting.pop()
        if node.type == "comment":
            found.append(node.text.decode(errors="replace"))
        waiting += reversed(node.children)
    return found


def line_end(raw: bytes) -> bytes:
    """The line end that a file uses: that of its first line."""
    first = raw.find(b"\n")
    return b"\r\n" if first > 0 and raw[first - 1 : first] == b"\r" else b"\n"


def _as_written(number: str) -> Decimal | tuple[str]:
    """A number; one that equals nothing, such as `nan`, or that no decimal can hold, by its digits."""
    try:
        found = Decimal(number)
    except InvalidOperation:
        return (number,)
    return found if found.is_finite() else (number,)


def said_by(raw: bytes) -> dict[str, Any] | None:
    """What a TOML file says, with exact decimals; None where it is no TOML."""
    try:
        return tomllib.loads(raw.removeprefix(BOM).decode(), parse_float=_as_written)
    except (ValueError, RecursionError):
        return None
