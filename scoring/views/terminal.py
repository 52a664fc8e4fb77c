"""Text on a terminal: widths with wide characters, colour, wrapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.documents.spelling import width as width

RED, GREEN, YELLOW, BLUE = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[34m"
BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
OPENING = "（《“‘【"  # never the last character of a line
CLOSING = "，。；：、）》”’】！？%,;:)"  # never the first


def painted(text: str, paint: str, color: bool) -> str:
    """The text in a colour, where there is colour."""
    return f"{paint}{text}{PLAIN}" if color and text and paint else text


def padded(text: str, columns: int, right: bool = False) -> str:
    """The text filled up with spaces to that many columns."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns: broken at spaces and between Chinese characters, not before a closing mark."""
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        size = width(piece)
        if line and used + size > columns:
            lines.append(line.rstrip())
            line, used = "", 0
            piece = piece.lstrip()
            size = width(piece)
        while size > columns:
            cut = _cut(piece, columns)
            lines.append(piece[:cut])
            piece = piece[cut:]
            size = width(piece)
        line, used = line + piece, used + size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """What may not be broken: words with the space before them, Chinese characters with their marks."""
    piece = ""
    for character in text:
        breaks = character == " " or not character.isascii() or (piece and not piece[-1].isascii())
        if piece and breaks and character not in CLOSING and piece[-1] not in OPENING:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _cut(text: str, columns: int) -> int:
    """How many characters fit, at least one."""
    for count in range(1, len(text) + 1):
        if width(text[:count]) > columns:
            return max(1, count - 1)
    return len(text)


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = (), indent: str = "") -> list[str]:
    """Rows as lines with aligned columns; the last column is not filled up."""
    if not rows:
        return []
    widths = [max(width(row[number]) for row in rows) for number in range(len(rows[0]))]
    return [
        (indent + "  ".join(padded(cell, widths[n], n in right) for n, cell in enumerate(row))).rstrip() for row in rows
    ]
