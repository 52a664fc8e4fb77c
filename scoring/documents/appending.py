"""One more section at the end of a file, such as an example that is kept; nothing else of the file changes.

What was there stays byte for byte, with its line ends and its byte order mark. The whole is read back and compared
before it takes the place of the file, which is then written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scoring.documents.document import LARGEST, parse_toml
from scoring.documents.editing import appended
from scoring.documents.files import cannot_write, is_file, read_bytes, write_bytes
from scoring.problems import InputRefused, Place, Problem, Text

NEW_FILE = b"format = 1\n"


def append(
    path: Path,
    shown: str,
    name: str,
    table: Mapping[str, Any],
    apart: Sequence[Sequence[str]] = (),
) -> None:
    """Appends `[[NAME]]` with the table to a TOML file, which is begun when there is none.

    What lies at a path in `apart` is written as a section of its own; see `spelling.section`. Raises `InputRefused` where the
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
    after = appended(NEW_FILE if before is None else before, name, table, apart)
    if after is None or len(after) > LARGEST:
        raise InputRefused([_cannot_keep(shown, name)])
    try:
        write_bytes(path, after, before)
    except OSError as error:
        raise InputRefused([cannot_write(shown, error)]) from None


def _cannot_keep(shown: str, name: str) -> Problem:
    return Problem(
        "cannot-keep",
        Text(f"[[{name}]] cannot be added to `{shown}`: it would not read back as what it should say",
             f"无法把 [[{name}]] 加到 {shown}：写入后读回的内容会不一致"),
        Place(shown),
        Text("name another file, and write sections as [[…]], not as one list",
             "换一个文件，小节写成 [[…]]，不要写成一个列表"),
    )  # fmt: skip
