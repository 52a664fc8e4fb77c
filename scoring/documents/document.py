"""A TOML or JSON file, read strictly: its data with exact decimals, and the place of every key and value.

Pure: bytes in, a `Document` and problems out. Sizes and nesting are bounded before a parser that recurses
sees them. Places are found when they are first asked for.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path as Home
from typing import Any, ClassVar

from scoring.documents.positions import Path, Span, places_in_json, places_in_toml, written_twice
from scoring.documents.syntax import (
    LONGEST,
    MOST_DIGITS,
    at_offset,
    bare,
    beyond_bounds,
    json_fault,
    place_of,
    toml_faults,
    too_long,
)
from scoring.problems import Place, Problem, Text

__all__ = ["LARGEST", "Document", "Path", "not_utf8", "parse_json", "parse_toml"]

LARGEST = 5_000_000  # bytes of a file
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
NO_CHARACTER = re.compile(r"[\x00\ud800-\udfff]")  # behind an escape; halves of characters come from JSON
NOT_IN_JSON = re.compile(r"-?\b(?:NaN|Infinity)\b")
ENCODINGS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


@dataclass(frozen=True, eq=False)
class Document:
    """What one file says, and where."""

    file: str
    data: dict[str, Any]
    lines: list[str]
    raw: bytes = b""
    is_json: bool = False
    unread: frozenset[Path] = frozenset()  # values that were refused; None stands in their place
    home: Home | None = None  # where the file lies; None for a text that is in no file
    as_it_was: bytes | None = (
        None  # the whole file where it was read as it was at another time, and not as it lies there
    )
    placed: ClassVar[bool] = True  # whether anything in it has a place of its own
    _found: dict[str, Any] = field(default_factory=dict, repr=False)

    def value_place(self, path: Path) -> Place:
        """The place of a value, inside its quotes; of the nearest thing around it that has one."""
        return self._place(path, 1)

    def key_place(self, path: Path) -> Place:
        """The place of a key, or of a table's name in its header."""
        return self._place(path, 0)

    def header_place(self, path: Path) -> Place:
        """Where a table begins: its header, or the key that opens it."""
        return self._place(path, 0)

    def lines_of(self, path: Path) -> tuple[int, int]:
        """First and last line of a key's whole text, with all that belongs to it."""
        places = self._places()
        own = [span for at, span in places.items() if at[: len(path)] == path]
        if not own:
            return 1, 1
        return min(span[0][0] for span in own), max(span[2] for span in own)

    def paths(self) -> tuple[Path, ...]:
        """The paths of everything that has a place."""
        return tuple(self._places())

    def _place(self, path: Path, which: int) -> Place:
        places = self._places()
        for length in range(len(path), 0, -1):
            span = places.get(path[:length])
            if span is not None:
                key, value, _ = span
                line, column, width = key if which == 0 and length == len(path) else value
                source = self.lines[line - 1] if line <= len(self.lines) else ""
                return Place(self.file, line, column, max(1, width), source)
        return Place(self.file, 1, 1, 1, self.lines[0] if self.lines else "")

    def part(self, path: Path, data: dict[str, Any]) -> Document:
        """What stands at that path, as a document of its own with these data; its places stay those of the file."""
        return DocumentPart(self.file, data, self.lines, self.raw, self.is_json, home=self.home, whole=self, above=path)

    def _places(self) -> dict[Path, Span]:
        if "places" not in self._found:
            self._found["places"] = places_in_json("\n".join(self.lines)) if self.is_json else places_in_toml(self.raw)
        places: dict[Path, Span] = self._found["places"]
        return places


class Unplaced(Document):
    """A document whose text nobody wrote: nothing in it has a place of its own. For a first attempt, before anything is told."""

    placed = False

    def _place(self, path: Path, which: int) -> Place:
        return Place(self.file)


def from_data(data: dict[str, Any], file: str) -> Document | None:
    """A document of texts and truths put together by a program; None where `parse_json` of its text has something to tell."""
    text = json.dumps(data, ensure_ascii=False)
    if len(text) > LARGEST // 8:  # in bytes and with its line ends it is longer
        return None
    document, problems = _document(Unplaced(file, json.loads(text), [], is_json=True))
    return None if problems else document


@dataclass(frozen=True, eq=False)
class DocumentPart(Document):
    """A table of a document that is read as if it were a file, such as a project in a `[[scorecard]]`."""

    whole: Document | None = None
    above: Path = ()

    def lines_of(self, path: Path) -> tuple[int, int]:
        assert self.whole is not None
        return self.whole.lines_of((*self.above, *path))

    def _place(self, path: Path, which: int) -> Place:
        assert self.whole is not None
        return self.whole._place((*self.above, *path), which)


def parse_toml(raw: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """A TOML document, or every problem that keeps it from being one."""
    text, problems = _bounded_text(raw, file)
    if text is None:
        return None, problems
    try:
        data = tomllib.loads(text, parse_float=_decimal)
    except (ValueError, RecursionError):
        return None, toml_faults(text, file) or [_not_understood(file)]
    return _document(Document(file, data, text.split("\n"), text.encode()))


def parse_json(raw: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """A JSON document, read as strictly."""
    text, problems = _bounded_text(raw, file)
    if text is None:
        return None, problems
    twice: list[int] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(found)
        twice.extend([0] * (len(found) - len(table)))
        return table

    problems = list(_not_in_json(text, file))
    if problems:
        return None, problems
    try:
        data = json.loads(text, parse_float=_decimal, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        return None, [json_fault(text, error.pos, error.msg, file)]
    except (ValueError, RecursionError):
        return None, [_not_understood(file)]
    if not isinstance(data, dict):
        message = Text("the file should be an object: { … }", "文件应为一个对象：{ … }")
        return None, [at_offset("wrong-kind", text, 0, file, message, Text("put it in { }", "放进 { } 里"))]
    if twice:
        return None, list(_written_twice(text, file))
    return _document(Document(file, data, text.split("\n"), text.encode(), is_json=True))


def _not_in_json(text: str, file: str) -> Iterator[Problem]:
    """`NaN` and `Infinity`, which many programs write and JSON does not have."""
    for found in NOT_IN_JSON.finditer(bare(text)):
        yield no_number(found.group(), place_of(text, found.start(), file, len(found.group())))


def _decimal(text: str) -> Decimal:
    """A number with a point or an exponent; one that no decimal can hold is too long in any case."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal((0, (1,), 10 * MOST_DIGITS))


def _not_understood(file: str) -> Problem:
    message = Text("this cannot be read", "无法读取")
    return Problem("syntax", message, Place(file), Text("write it with fewer levels", "减少嵌套的层数"))


def _written_twice(text: str, file: str) -> Iterator[Problem]:
    lines = text.split("\n")
    for key, (line, column, width) in written_twice(text):
        message = Text(f"key `{key[:60]}` is written twice", f"键 {key[:60]} 写了两次")
        fix = Text("delete one of the two, or rename it", "删去其中一个，或改名")
        yield Problem("name-twice", message, Place(file, line, column, width, lines[line - 1]), fix)


# ---------------------------------------------------------------------- text


def _bounded_text(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The file's text, or every reason why no parser should see it."""
    text, problems = _text(raw, file)
    if text is not None:
        problems = list(beyond_bounds(text, bare(text), file))
    return (None if problems else text), problems


def _text(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The file's text: UTF-8 with or without BOM, line ends made one."""
    if len(raw) > LARGEST:
        return None, [Problem("too-large", Text(f"the file has {len(raw)} bytes; at most {LARGEST} are read",
                                                f"文件有 {len(raw)} 字节，最多读 {LARGEST} 字节"), Place(file),
                              Text("split it into several files", "拆成几个文件"))]  # fmt: skip
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return None, [not_utf8(raw, file)]
    found = CONTROL.search(text)
    if found is not None:
        code = f"U+{ord(found.group()):04X}"
        message = Text(f"there is a control character, {code}", f"含有控制字符 {code}")
        fix = Text("delete it", "删去")
        if found.group() == "\r":
            fix = Text("save the file with the line ends LF or CRLF", "以 LF 或 CRLF 换行符保存文件")
        text = text.replace("\r\n", "\n")
        return None, [at_offset("control-character", text, _before(raw, found.start()), file, message, fix)]
    return text.replace("\r\n", "\n"), []


def _before(raw: bytes, offset: int) -> int:
    """An offset in the text as it was, in the text with line ends made one."""
    text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    return offset - text.count("\r\n", 0, offset)


def not_utf8(raw: bytes, file: str) -> Problem:
    """Where a file ceases to be UTF-8, what it may be instead, and how it is converted."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        raw.decode("utf-8")
        position = 0
    except UnicodeDecodeError as error:
        position = error.start
    start = raw.rfind(b"\n", 0, position) + 1
    column = len(raw[start:position].decode("utf-8", "replace")) + 1
    place = Place(file, raw.count(b"\n", 0, position) + 1, column)
    name = _encoding(raw)
    if name is None:
        message = Text(
            f"the file is not UTF-8: byte {position + 1} cannot be read",
            f"文件不是 UTF-8：第 {position + 1} 个字节无法识别",
        )
        return Problem("not-utf8", message, place, Text("save it as UTF-8", "另存为 UTF-8"))
    own = file.rsplit("/", 1)[-1]
    command = (
        f"iconv -f {name} -t UTF-8 {own} > utf-8.{own}" if not own.startswith("<") else f"iconv -f {name} -t UTF-8"
    )
    message = Text(f"the file is not UTF-8; it looks like {name}", f"文件不是 UTF-8，像是 {name} 编码")
    return Problem(
        "not-utf8", message, place, Text(f"save it as UTF-8, or: {command}", f"另存为 UTF-8，或运行：{command}")
    )


def _encoding(raw: bytes) -> str | None:
    for mark, name in ENCODINGS:
        if raw.startswith(mark):
            return name
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GB18030"


# ---------------------------------------------------------------------- values


def _document(document: Document) -> tuple[Document, list[Problem]]:
    """The document without the values that the formats allow and we do not, and a problem for each of them.

    The rest is read on, so that an author sees all that is wrong at once.
    """
    problems: list[Problem] = []
    unread: set[Path] = set()
    waiting: list[tuple[Path, Any]] = [((), document.data)]
    while waiting:
        path, value = waiting.pop()
        for key, below in list(_items(value)):
            fault = _fault_of_key(key, path, document)
            if fault is not None:
                del value[key]
                problems.append(fault)
                continue
            fault = _fault_of_value(below, (*path, key), document)
            if fault is not None:
                value[key] = None
                problems.append(fault)
                unread.add((*path, key))
            else:
                waiting.append(((*path, key), below))
    return (replace(document, unread=frozenset(unread)) if unread else document), problems


def _items(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _fault_of_key(key: Any, above: Path, document: Document) -> Problem | None:
    return _fault_of_text(key, document.key_place, (*above, key)) if isinstance(key, str) else None


def _fault_of_value(value: Any, path: Path, document: Document) -> Problem | None:
    """Not-a-number, endless numbers and texts, times of day, control characters."""
    match value:
        case str():
            return _fault_of_text(value, document.value_place, path)
        case datetime.datetime() | datetime.time():
            return time_of_day(document.value_place(path))
        case Decimal() if not value.is_finite():
            return no_number(str(value), document.value_place(path))
        case Decimal() if abs(value.adjusted()) > MOST_DIGITS or len(value.as_tuple().digits) > MOST_DIGITS:
            return too_long(document.value_place(path))
        case int() if abs(value) >= 10**MOST_DIGITS:
            return too_long(document.value_place(path))
    return None


def time_of_day(place: Place) -> Problem:
    """A time, where dates alone are read."""
    message = Text("times of day are not read, only dates", "不读取时刻，只读日期")
    return Problem(
        "not-a-date", message, place, Text("write the date alone, such as 2024-03-01", "只写日期，例如 2024-03-01")
    )


def no_number(written: str, place: Place) -> Problem:
    """Not-a-number and the infinities."""
    message = Text(f"`{written}` is no number that can be scored", f"{written} 不是可用的数")
    return Problem("not-a-number", message, place, Text("write the number, or leave it out", "写明数值，或不写"))


def _fault_of_text(text: str, place: Callable[[Path], Place], path: Path) -> Problem | None:
    if len(text) > LONGEST:
        message = Text(f"this text has {len(text)} characters; at most {LONGEST} are read",
                       f"这段文字有 {len(text)} 个字符，最多 {LONGEST} 个")  # fmt: skip
        return Problem("too-long", message, place(path), Text("shorten it", "缩短"))
    found = NO_CHARACTER.search(text)
    if found is None:
        return None
    code = f"U+{ord(found.group()):04X}"
    message = Text(f"this text has {code} in it, which is no character", f"这段文字含有 {code}，不是字符")
    return Problem("control-character", message, place(path), Text("delete it", "删去"))
