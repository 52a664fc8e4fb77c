"""Examples kept: one more `[[example]]` at the end of a file, and nothing else of the file changed.

What was there stays byte for byte, with its line ends and its byte order mark. The whole is read back and compared
before it takes the place of the file, which is then written whole or not at all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.documents import parse_toml
from scoring.files import cannot_write, is_file, read_bytes, replace_file
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.spelling import section

BOM = b"\xef\xbb\xbf"
NEW_FILE = b"format = 1\n"
LARGEST = 5_000_000


def keep(
    path: Path,
    shown: str,
    name: str,
    table: Mapping[str, Any],
    apart: Sequence[str] = (),
    further: Sequence[str] = (),
) -> None:
    """Appends `[[NAME]]` with the table to a TOML file, which is begun when there is none.

    Keys in `apart` are written as sections of their own; see `spelling.section`. Raises `InputRefused` where the
    file cannot be read or written, or would not say what it should; it is then as it was.
    """
    before: bytes | None = None
    if is_file(path):
        before, problems = read_bytes(path, shown, LARGEST)
        if before is None:
            raise InputRefused(problems)
        document, problems = parse_toml(before, shown)
        if document is None:
            raise InputRefused(problems)
    after = appended(NEW_FILE if before is None else before, name, table, apart, further)
    if after is None or len(after) > LARGEST:
        raise InputRefused([_cannot_keep(shown, name)])
    try:
        replace_file(path, after, before)
    except OSError as error:
        raise InputRefused([cannot_write(shown, error)]) from None


def appended(
    raw: bytes, name: str, table: Mapping[str, Any], apart: Sequence[str] = (), further: Sequence[str] = ()
) -> bytes | None:
    """A file's bytes with `[[NAME]]` at the end; None where they would not say the same and this table besides."""
    end = line_end(raw)
    try:
        lines = "".join(f"{line}\n" for line in section(name, table, apart, further))
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


def _cannot_keep(shown: str, name: str) -> Problem:
    return Problem(
        "cannot-keep",
        Text(f"[[{name}]] cannot be added to `{shown}`: it would not read back as what it should say",
             f"无法把 [[{name}]] 加到 {shown}：写入后读回的内容会不一致"),
        Place(shown),
        Text("name another file, and write sections as [[…]], not as one list",
             "换一个文件，小节写成 [[…]]，不要写成一个列表"),
    )  # fmt: skip
