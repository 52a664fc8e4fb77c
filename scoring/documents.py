"""A TOML or JSON file, read strictly: its data with exact decimals, and the place of every key and value.

Pure: bytes in, a `Document` and problems out. Sizes and nesting are bounded before a parser that recurses
sees them. Places are found by tree-sitter when they are first asked for.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scoring.problems import Place, Problem, Text

Path = tuple[str | int, ...]
LARGEST = 5_000_000  # bytes of a file
LONGEST = 100_000  # characters of one text
DEEPEST = 64
MOST_DIGITS = 100
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NESTING = re.compile(r'"""|\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]')
DOTTED = re.compile(r"(?:[\w-]+\s*\.\s*){64}")
FULL_WIDTH = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "＝": "=",
    "，": ",",
    "［": "[",
    "］": "]",
    "｛": "{",
    "｝": "}",
    "＃": "#",
}


@dataclass(frozen=True, eq=False)
class Document:
    """What one file says, and where."""

    file: str
    data: dict[str, Any]
    lines: list[str]
    raw: bytes = b""
    is_json: bool = False
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

    def _place(self, path: Path, which: int) -> Place:
        places = self._places()
        for length in range(len(path), 0, -1):
            span = places.get(path[:length])
            if span is not None:
                line, column, width = span[which if length == len(path) else 1]
                source = self.lines[line - 1] if line <= len(self.lines) else ""
                return Place(self.file, line, column, max(1, width), source)
        return Place(self.file, 1, 1, 1, self.lines[0] if self.lines else "")

    def _places(self) -> dict[Path, Any]:
        if "places" not in self._found:
            self._found["places"] = _json_places(self) if self.is_json else _toml_places(self)
        places: dict[Path, Any] = self._found["places"]
        return places


def parse_toml(raw: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """A TOML document, or every problem that keeps it from being one."""
    text, problems = _text(raw, file)
    if text is None or problems:
        return None, problems
    lines = text.split("\n")
    too_deep = _too_deep(text)
    if too_deep is not None:
        return None, [_at_offset("too-deep", text, too_deep, file,
                                 Text(f"nested more than {DEEPEST} levels deep", f"嵌套超过 {DEEPEST} 层"),
                                 Text("flatten it: use [sections]", "减少嵌套，改用 [小节]"))]  # fmt: skip
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax(str(error), text, lines, file)]
    except (ValueError, RecursionError):
        return None, [Problem("number-too-long", Text("a number has too many digits", "数字位数过多"), Place(file))]
    document = Document(file, data, lines, text.encode())
    problems = list(_values(document))
    return (None if problems else document), problems


def parse_json(raw: bytes, file: str) -> tuple[Document | None, list[Problem]]:
    """A JSON document, read as strictly."""
    text, problems = _text(raw, file)
    if text is None or problems:
        return None, problems
    too_deep = _too_deep(text)
    if too_deep is not None:
        message = Text(f"nested more than {DEEPEST} levels deep", f"嵌套超过 {DEEPEST} 层")
        return None, [_at_offset("too-deep", text, too_deep, file, message, None)]
    twice: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(key for number, (key, _) in enumerate(found) if key in dict(found[:number]))
        return dict(found)

    def constant(name: str) -> Any:
        raise ValueError(name)

    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=constant, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        message = Text(f"this is no JSON: {error.msg.lower()}", "这不是合法的 JSON")
        return None, [_at_offset("syntax", text, error.pos, file, message, None)]
    except (ValueError, RecursionError) as error:
        return None, [
            Problem("not-a-number", Text(f"{str(error)[:60]} is no number", f"{str(error)[:60]} 不是数字"), Place(file))
        ]
    if not isinstance(data, dict):
        return None, [
            Problem("wrong-kind", Text("the file should be an object: { … }", "文件应为一个对象：{ … }"), Place(file))
        ]
    if twice:
        return None, [
            Problem("name-twice", Text(f"key `{key}` is written twice", f"键 {key} 写了两次"), Place(file))
            for key in twice
        ]
    document = Document(file, data, text.split("\n"), text.encode(), is_json=True)
    problems = list(_values(document))
    return (None if problems else document), problems


def _text(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The file's text: UTF-8 with or without BOM, line ends made one."""
    if len(raw) > LARGEST:
        return None, [Problem("too-large", Text(f"the file has {len(raw)} bytes; at most {LARGEST} are read",
                                                f"文件有 {len(raw)} 字节，最多读 {LARGEST} 字节"), Place(file),
                              Text("split it into several files", "拆成几个文件"))]  # fmt: skip
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(raw, error.start, file)]
    text = text.replace("\r\n", "\n")
    found = CONTROL.search(text)
    if found is not None:
        code = f"U+{ord(found.group()):04X}"
        return None, [_at_offset("control-character", text, found.start(), file,
                                 Text(f"there is a control character, {code}", f"含有控制字符 {code}"),
                                 Text("delete it", "删去"))]  # fmt: skip
    return text, []


def _not_utf8(raw: bytes, position: int, file: str) -> Problem:
    line = raw.count(b"\n", 0, position) + 1
    try:
        raw.decode("gb18030")
        message = Text("the file is not UTF-8; it looks like GB18030", "文件不是 UTF-8，像是 GB18030 编码")
    except UnicodeDecodeError:
        message = Text(
            f"the file is not UTF-8: byte {position} cannot be read", f"文件不是 UTF-8：第 {position} 个字节无法识别"
        )
    fix = Text("save it as UTF-8, or: iconv -f GB18030 -t UTF-8", "另存为 UTF-8，或运行：iconv -f GB18030 -t UTF-8")
    return Problem("not-utf8", message, Place(file, line), fix)


def _too_deep(text: str) -> int | None:
    """Where brackets are nested too deeply; brackets in texts and comments do not count."""
    depth = position = 0
    while (found := NESTING.search(text, position)) is not None:
        token, position = found.group(), found.end()
        if token in ("[", "{"):
            depth += 1
            if depth > DEEPEST:
                return found.start()
        elif token in ("]", "}"):
            depth = max(0, depth - 1)
        elif token in ('"""', "'''"):
            end = text.find(token, position)
            position = len(text) if end < 0 else end + 3
    dotted = DOTTED.search(text)
    return None if dotted is None else dotted.start()


def _at_offset(code: str, text: str, offset: int, file: str, message: Text, fix: Text | None) -> Problem:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    source = text[start : end if end >= 0 else len(text)]
    return Problem(
        code, message, Place(file, text.count("\n", 0, offset) + 1, offset - start + 1, 1, source[:LONGEST]), fix
    )


POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _syntax(error: str, text: str, lines: list[str], file: str) -> Problem:
    """A syntax error in an author's words, with what usually mends it."""
    found = POSITION.search(error)
    line, column = (
        (int(found.group(1)), int(found.group(2))) if found and found.group(1) else (len(lines), len(lines[-1]) + 1)
    )
    what = POSITION.sub("", error)
    source = lines[line - 1] if line <= len(lines) else ""
    written = source[column - 1 : column]
    message = Text(f"this is no TOML: {what[:1].lower()}{what[1:]}", f"这不是合法的 TOML：{_in_chinese(what)}")
    wide = next((character for character in source if character in FULL_WIDTH), None)
    if wide is not None and (written in FULL_WIDTH or written == ""):
        column = source.index(wide) + 1
        message = Text(f"`{wide}` is a full-width character", f"{wide} 是全角字符")
        fix = Text(f"write `{FULL_WIDTH[wide]}`", f"改用半角 {FULL_WIDTH[wide]}")
    elif re.match(r"\s*[^\x00-\x7f\s\"'#\[]", source):
        fix = Text("put names that are not ASCII in quotes", '中文的键要加引号，例如 "产出" = …')
    elif "overwrite" in what.lower() or "twice" in what.lower() or "declare" in what.lower():
        message = Text("this is written twice", "这里重复书写了同一个键或小节")
        fix = Text("delete one of the two, or rename it", "删去其中一个，或改名")
    elif "Unclosed array" in what or "end of document" in error:
        fix = Text("close what was opened: ] } or a quote", "补上缺少的 ]、} 或引号")
    elif "string" in what or "'\\n'" in what or "Illegal character" in what:
        fix = Text('close the quote: "…"', '补上右引号 "…"')
    else:
        fix = Text(
            "texts stand in quotes, lists in [ ], items are separated by commas",
            "文字加引号，列表用 [ ]，各项用逗号隔开",
        )
    return Problem("syntax", message, Place(file, line, max(1, column), 1, source), fix)


def _in_chinese(what: str) -> str:
    known = {"Invalid value": "值不合法", "Invalid statement": "语句不合法", "Unclosed array": "列表没有收尾",
             "Expected '=' after a key in a key/value pair": "键后面应为 =", "Unclosed inline table": "内嵌表没有收尾",
             "Cannot overwrite a value": "重复赋值", "Expected newline or end of document after a statement": "语句之后应换行",
             "Invalid initial character for a key part": "键的首字符不合法"}  # fmt: skip
    return known.get(what, what)


def _values(document: Document) -> Iterator[Problem]:
    """Values that TOML allows and we do not: not-a-number, absurd exponents, endless texts, times of day."""
    waiting: list[tuple[Path, Any]] = [((), document.data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(((*path, key), below) for key, below in value.items())
        elif isinstance(value, list):
            waiting.extend(((*path, number), below) for number, below in enumerate(value))
        elif isinstance(value, str):
            if len(value) > LONGEST:
                message = Text(f"this text has {len(value)} characters; at most {LONGEST} are read",
                               f"这段文字有 {len(value)} 个字符，最多 {LONGEST} 个")  # fmt: skip
                yield Problem("too-long", message, _short(document.value_place(path)), Text("shorten it", "缩短"))
        elif isinstance(value, float) or (isinstance(value, Decimal) and not value.is_finite()):
            yield Problem("not-a-number", Text(f"`{value}` is no number that can be scored", f"{value} 不是可用的数"),
                          document.value_place(path), Text("write the number, or leave it out", "写明数值，或不写"))  # fmt: skip
        elif isinstance(value, Decimal) and (
            abs(value.adjusted()) > MOST_DIGITS or len(value.as_tuple().digits) > MOST_DIGITS
        ):
            yield Problem("number-too-long", Text("a number has too many digits", "数字位数过多"),
                          document.value_place(path), Text("write it plainly", "按普通写法写明"))  # fmt: skip
        elif isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
            yield Problem(
                "number-too-long", Text("a number has too many digits", "数字位数过多"), document.value_place(path)
            )


def _short(place: Place) -> Place:
    return Place(place.file, place.line, place.column, 1, place.source[:200])


# ---------------------------------------------------------------------- places

Span = tuple[tuple[int, int, int], tuple[int, int, int], int]  # key, value: line, column, length; last line


def _toml_places(document: Document) -> dict[Path, Span]:
    """Every path's key and value, walked without recursion over what tree-sitter parsed."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    tree = Parser(Language(tree_sitter_toml.language())).parse(document.raw)
    places: dict[Path, Span] = {}
    rows: dict[Path, int] = {}
    reading = _Reading(document, places)
    for node in tree.root_node.children:
        if node.type == "pair":
            reading.pair(node, ())
        elif node.type in ("table", "table_array_element"):
            key = node.children[1]
            path = reading.absolute(reading.names(key), rows)
            if node.type == "table_array_element":
                rows[path] = rows.get(path, -1) + 1
                places.setdefault(path, (reading.span(key), reading.span(key), node.end_point[0]))
                path = (*path, rows[path])
            places[path] = (reading.span(key), reading.span(key), reading.last_line(node))
            for child in node.children[3:]:
                if child.type == "pair":
                    reading.pair(child, path)
    return places


class _Reading:
    """Turns tree-sitter's nodes, in bytes, into spans in characters."""

    def __init__(self, document: Document, places: dict[Path, Span]) -> None:
        self.places = places
        self.raw_lines = document.raw.split(b"\n")

    def column(self, row: int, byte: int) -> int:
        line = self.raw_lines[row]
        return byte + 1 if line.isascii() else len(line[:byte].decode("utf-8", "replace")) + 1

    def span(self, node: Any) -> tuple[int, int, int]:
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
        path: Path = (*above, *self.names(key))
        waiting = [(path, self.span(key), value)]
        while waiting:
            path, key_span, value = waiting.pop()
            self.places[path] = (key_span, self.inside(value), value.end_point[0] + 1)
            if value.type == "array":
                items = [child for child in value.children if child.type not in ("[", "]", ",", "comment")]
                waiting.extend(((*path, number), self.span(item), item) for number, item in enumerate(items))
            elif value.type == "inline_table":
                for child in value.children:
                    if child.type == "pair":
                        names = self.names(child.children[0])
                        waiting.append(((*path, *names), self.span(child.children[0]), child.children[2]))

    def inside(self, value: Any) -> tuple[int, int, int]:
        """A value's span, inside its quotes."""
        line, column, width = self.span(value)
        if value.type == "string" and width >= 2 and not value.text.startswith((b'"""', b"'''")):
            return line, column + 1, width - 2
        return line, column, width


def _json_places(document: Document) -> dict[Path, Span]:
    """Keys of a JSON object by their first appearance: enough to find the line."""
    places: dict[Path, Span] = {}
    text = document.raw.decode()
    waiting: list[tuple[Path, Any, int]] = [((), document.data, 0)]
    while waiting:
        path, value, start = waiting.pop()
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, below in items:
            at = start
            if isinstance(key, str):
                found = text.find(json.dumps(key, ensure_ascii=False), start)
                at = found if found >= 0 else start
            line = text.count("\n", 0, at) + 1
            column = at - (text.rfind("\n", 0, at) + 1) + 1
            span = (line, column, len(str(key)) + 2)
            places[(*path, key)] = (span, span, line)
            waiting.append(((*path, key), below, at))
    return places
