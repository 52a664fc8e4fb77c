"""A TOML text laid out the way the shipped files are: what it says and its comments stay, only blanks change.

- Keys that stand together have their equals signs below each other; a blank line or a comment between them parts them.
- Tables of rows have their columns below each other, a Chinese character counting two.
- A list that its author wrote in several lines stays so: a line for each row or table, plain items in one line where they
  stood in one, a comma at the end.
- Comments behind lines that follow each other stand below each other, as near as the nearest of them stood.
- One blank line at most, none at the beginning, a line end at the end. Line ends and a byte order mark stay as they are.

Nothing is wrapped, sorted, quoted anew or dropped. What comes out is read again: data and comments must be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.documents.editing import BOM, line_end, said_by
from scoring.documents.positions import toml_tree
from scoring.documents.spelling import width

WIDEST_KEY = 40
"""Columns up to which a key moves the equals signs of its neighbours."""
WIDEST_CELL = 40
WIDEST_COMMENTED = 100
"""Columns up to which a line moves the comments of its neighbours."""
STEP = "  "
NESTED = ("array", "inline_table")


@dataclass(slots=True)
class _Line:
    """One line as it is going to be: an item of a list, a key with its value, a header, a comment or a blank.

    `text` may have line ends in it, of a list or a text of several lines; `cells` are those of a row of a table.
    """

    text: str = ""
    comment: str = ""
    gap: int = 1
    key: str = ""
    cells: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)  # items that follow in the same line
    kind: str = "item"  # item nested pair header comment blank


def laid_out(raw: bytes) -> bytes | None:
    """The file as it should look; None where that would not say the same, or it is no TOML."""
    text = raw.removeprefix(BOM).replace(b"\r\n", b"\n")
    tree = toml_tree(text)
    if tree.root_node.has_error:
        return None
    sheet = _Sheet(text)
    lines = list(sheet.lines(tree.root_node))
    made = "".join(f"{line}\n" for line in _written(lines, "")).encode()
    after = raw[: len(raw) - len(raw.removeprefix(BOM))] + made.replace(b"\n", line_end(raw))
    before = said_by(raw)
    if before is None or said_by(after) != before or comments_of(made) != sheet.comments:
        return None
    return after


def comments_of(text: bytes) -> list[str]:
    """Every comment of a TOML text, in order, without blanks behind it."""
    found = []
    waiting = [toml_tree(text).root_node]
    while waiting:
        node = waiting.pop()
        if node.type == "comment":
            found.append(node.text.decode().rstrip())
        elif node.type != "string":
            waiting.extend(reversed(node.children))
    return found


class _Sheet:
    """Turns the nodes of a syntax tree into lines."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.comments: list[str] = []

    def lines(self, root: Any) -> Iterator[_Line]:
        """The lines of a whole file."""
        row = -1  # the last one that was told
        last: _Line | None = None
        for kind, nodes in _statements(root):
            start = nodes[0].start_point[0]
            if kind == "comment" and start == row and last is not None and not last.comment:
                last.comment, last.gap = self.comment(nodes[0]), self.gap(nodes[0])
                continue
            if last is not None:
                yield last
                if start > row + 1:
                    yield _Line(kind="blank")
            last = self.statement(kind, nodes)
            row = nodes[-1].end_point[0]
        if last is not None:
            yield last

    def statement(self, kind: str, nodes: Sequence[Any]) -> _Line:
        if kind == "comment":
            return _Line(self.comment(nodes[0]), kind=kind)
        if kind == "header":
            opening, name, closing = nodes
            return _Line(self.of(opening) + self.key(name) + self.of(closing), kind=kind)
        name, _, value = nodes[0].children[:3]
        return _Line(self.value(value, ""), key=self.key(name), kind=kind)

    def of(self, node: Any) -> str:
        return self.text[node.start_byte : node.end_byte].decode()

    def comment(self, node: Any) -> str:
        said = self.of(node).rstrip()
        self.comments.append(said)
        return said

    def gap(self, node: Any) -> int:
        """How many blanks stand before a comment behind something."""
        line = self.text[self.text.rfind(b"\n", 0, node.start_byte) + 1 : node.start_byte]
        return max(1, len(line) - len(line.rstrip()))

    def key(self, node: Any) -> str:
        if node.type == "dotted_key":
            return ".".join(self.key(child) for child in node.children if child.type != ".")
        return self.of(node)

    def value(self, node: Any, indent: str) -> str:
        """A value. Its first line goes on where it is put, the others begin at the indent of what it is part of."""
        if node.type == "array":
            return self.open_list(node, indent) if _is_open(node) else f"[{', '.join(self.cells(node, indent))}]"
        if node.type == "inline_table":
            pairs = [child for child in node.children if child.type == "pair"]
            inside = ", ".join(
                f"{self.key(pair.children[0])} = {self.value(pair.children[2], indent)}" for pair in pairs
            )
            return f"{{ {inside} }}" if inside else "{}"
        return self.of(node)

    def cells(self, node: Any, indent: str) -> list[str]:
        return [self.value(child, indent) for child in node.children if child.type not in ("[", "]", ",")]

    def open_list(self, node: Any, indent: str) -> str:
        """A list of several lines: its items where they stand in lines of their own, with a comma behind each."""
        inner = indent + STEP
        head = _Line("[")
        lines: list[_Line] = [head]
        row, ended = node.start_point[0], node.start_point[0]  # of the line that is being filled, of its last token
        for child in node.children[1:-1]:
            start = child.start_point[0]
            if child.type == ",":
                ended = max(ended, child.end_point[0])
                continue
            if child.type == "comment":
                last = lines[-1]
                if start == ended and not last.comment and last.kind in ("item", "nested"):
                    last.comment, last.gap = self.comment(child), self.gap(child)
                else:
                    lines += [*([_Line(kind="blank")] if start > ended + 1 and len(lines) > 1 else []),
                              _Line(self.comment(child), kind="comment")]  # fmt: skip
                ended = start
                continue
            beside = start == row and _goes_on(lines) and child.type not in NESTED
            if not beside and start > ended + 1 and len(lines) > 1:
                lines.append(_Line(kind="blank"))
            text = self.value(child, inner)
            if beside:
                lines[-1].more.append(f"{text},")
            else:
                row_of = child.type == "array" and "\n" not in text
                kind = "nested" if child.type in NESTED else "item"
                lines.append(_Line(f"{text},", cells=self.cells(child, inner) if row_of else [], kind=kind))
            row = ended = child.end_point[0]
        for line in lines:
            line.text = " ".join((line.text, *line.more))
        if len(lines) == 1 and not head.comment:
            return "[]"
        first = f"[{' ' * head.gap}{head.comment}" if head.comment else "["
        return "\n".join((first, *_written(lines[1:], inner), f"{indent}]"))


def _statements(root: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    """What a file is made of, in order: comments, headers as their three nodes, pairs."""
    waiting = list(reversed(root.children))
    while waiting:
        node = waiting.pop()
        if node.type in ("table", "table_array_element"):
            waiting.extend(reversed(node.children[3:]))
            yield "header", node.children[:3]
        elif node.type == "pair":
            waiting.extend(reversed(node.children[3:]))
            yield "pair", [_Upto(node)]
        elif node.type == "comment":
            yield "comment", [node]


class _Upto:
    """A pair without the comments that the syntax tree counts to it."""

    def __init__(self, node: Any) -> None:
        self.children = node.children[:3]
        self.start_point = node.start_point
        self.end_point = self.children[2].end_point


def _goes_on(lines: Sequence[_Line]) -> bool:
    """Whether one more plain item may stand in the last line."""
    return len(lines) > 1 and lines[-1].kind == "item" and not lines[-1].comment


def _is_open(array: Any) -> bool:
    """Whether a line ends between the brackets, other than within a text or an inner list."""
    row = array.start_point[0]
    for child in array.children:
        if child.start_point[0] > row or child.type == "comment":
            return True
        row = child.end_point[0]
    return False


# ---------------------------------------------------------------- lines below each other


def _written(lines: Sequence[_Line], indent: str) -> Iterator[str]:
    """The lines as text, each with its indent, and what belongs below each other below each other."""
    _align_keys(lines)
    _align_cells(lines)
    _align_comments(lines, indent)
    for line in lines:
        said = f"{line.text}{' ' * line.gap}{line.comment}" if line.comment else line.text
        yield f"{indent}{said}" if line.kind != "blank" else ""


def _runs(lines: Sequence[_Line], belongs: Any) -> Iterator[list[_Line]]:
    """Lines that follow each other and belong together."""
    run: list[_Line] = []
    for line in lines:
        if belongs(line):
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _align_keys(lines: Sequence[_Line]) -> None:
    for run in _runs(lines, lambda line: line.kind == "pair"):
        widest = max((width(line.key) for line in run if width(line.key) <= WIDEST_KEY), default=0)
        for line in run:
            line.text = f"{line.key}{' ' * max(0, widest - width(line.key))} = {line.text}"


def _align_cells(lines: Sequence[_Line]) -> None:
    """Rows of a table: their cells below each other; comments between them part nothing, blank lines do."""
    for run in _runs(lines, lambda line: line.kind == "comment" or len(line.cells) > 1):
        rows = [line for line in run if line.cells]
        if len(rows) < 2:
            continue
        wide: list[int] = []
        for line in rows:
            for number, cell in enumerate(line.cells[:-1]):
                wide += [0] * (number + 1 - len(wide))
                columns = width(cell)
                wide[number] = max(wide[number], columns if columns <= WIDEST_CELL else 0)
        for line in rows:
            parts = [
                f"{cell},{' ' * max(0, wide[number] - width(cell))} " for number, cell in enumerate(line.cells[:-1])
            ]
            line.text = f"[{''.join(parts)}{line.cells[-1]}],"


def _align_comments(lines: Sequence[_Line], indent: str) -> None:
    """Comments behind lines that follow each other, as near as the nearest of them stood."""

    def end(line: _Line) -> int:
        return width(line.text.rsplit("\n", 1)[-1]) + (0 if "\n" in line.text else len(indent))

    for run in _runs(
        lines, lambda line: bool(line.comment) and line.kind != "header" and end(line) <= WIDEST_COMMENTED
    ):
        column = max(end(line) for line in run) + min(line.gap for line in run)
        for line in run:
            line.gap = column - end(line)
