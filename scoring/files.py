"""Reading and writing files: the only place below the rim that touches the disk.

Files are read whole or refused with problems; they are written whole or not at all.
"""

from __future__ import annotations

import difflib
import os
import tempfile
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.documents import LARGEST, Document, parse_json, parse_toml
from scoring.problems import Place, Problem, Text

MOST_FILES = 1_000


def read_document(path: Path, shown: str) -> tuple[Document | None, list[Problem]]:
    """One TOML or JSON file (by its suffix), or every reason why it cannot be used."""
    raw = _bytes(path, shown)
    if isinstance(raw, Problem):
        return None, [raw]
    return parse_json(raw, shown) if path.suffix == ".json" else parse_toml(raw, shown)


def read_folder(path: Path, shown: str) -> tuple[list[Document], list[Problem]]:
    """All `*.toml` of a folder, by name; a single file is a folder of one."""
    if path.is_file():
        document, problems = read_document(path, f"{shown}/{path.name}" if path.suffix == ".toml" else shown)
        return ([document] if document is not None else []), problems
    try:
        files = sorted(file for file in path.iterdir() if file.suffix == ".toml" and file.is_file())
    except OSError as error:
        return [], [_cannot_read(path, shown, error)]
    if not files:
        message = Text("the folder has no .toml file", "文件夹里没有 .toml 文件")
        return [], [Problem("empty-folder", message, Place(shown), Text("name another folder", "换一个文件夹"))]
    if len(files) > MOST_FILES:
        return [], [
            Problem(
                "too-large", Text(f"the folder has {len(files)} files", f"文件夹里有 {len(files)} 个文件"), Place(shown)
            )
        ]
    documents, problems = [], []
    for file in files:
        document, found = read_document(file, f"{shown}/{file.name}")
        problems += found
        if document is not None:
            documents.append(document)
    return documents, problems


def parse_stream(raw: bytes, shown: str) -> tuple[Document | None, list[Problem]]:
    """What came in on a stream: JSON if it begins with a brace, else TOML."""
    return parse_json(raw, shown) if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else parse_toml(raw, shown)


def read_text(path: Path, shown: str, largest: int = LARGEST) -> tuple[str | None, list[Problem]]:
    """A file's text in UTF-8, such as a table of cases."""
    raw = _bytes(path, shown, largest)
    if isinstance(raw, Problem):
        return None, [raw]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        message = Text(f"the file is not UTF-8: byte {error.start}", f"文件不是 UTF-8：第 {error.start} 个字节")
        return None, [Problem("not-utf8", message, Place(shown))]


def _bytes(path: Path, shown: str, largest: int = LARGEST) -> bytes | Problem:
    try:
        if path.is_dir():
            message = Text("this is a folder; a file belongs here", "这是文件夹，这里应为文件")
            return Problem("is-a-folder", message, Place(shown), Text("name a file in it", "写明其中的文件"))
        with path.open("rb") as file:
            raw = file.read(largest + 1)
    except FileNotFoundError:
        return _not_found(path, shown)
    except (OSError, ValueError) as error:
        return _cannot_read(path, shown, error)
    if len(raw) > largest:
        message = Text(f"the file has more than {largest} bytes", f"文件超过 {largest} 字节")
        return Problem("too-large", message, Place(shown), Text("split it into several files", "拆成几个文件"))
    return raw


def _not_found(path: Path, shown: str) -> Problem:
    try:
        names = sorted(file.name for file in path.parent.iterdir())
    except OSError:
        names = []
    near = difflib.get_close_matches(path.name, names, 1)
    fix = Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？") if near else Text("check the path", "检查路径")
    return Problem("not-found", Text(f"there is no file `{shown}`", f"没有文件 {shown}"), Place(shown), fix)


def _cannot_read(path: Path, shown: str, error: Exception) -> Problem:
    why = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
    return Problem(
        "cannot-read", Text(f"`{shown}` cannot be read: {why.lower()}", f"无法读取 {shown}：{why}"), Place(shown)
    )


class NotWritten(Exception):
    """What was to be written would not be read back as the same."""


def toml_text(data: dict[str, Any]) -> str:
    """Data as TOML; raises `NotWritten` unless it reads back as exactly the same."""
    import toml

    text: str = toml.dumps(data)
    try:
        again = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise NotWritten(str(error)) from None
    if again != data:
        raise NotWritten("the text reads back as something else")
    return text


def write_toml(path: Path, data: dict[str, Any]) -> None:
    """Data as a TOML file, written whole or not at all."""
    write_text(path, toml_text(data))


def write_text(path: Path, text: str) -> None:
    """A text file, written whole or not at all: what was there before stays until all is on disk."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
