"""How much room a text takes: Chinese characters are two columns wide."""

from __future__ import annotations

from math import ceil

from wcwidth import wcswidth

LINE = 14.0  # points


def width_of(text: str) -> int:
    """Columns of the widest line."""
    return max((max(wcswidth(line), 0) for line in text.splitlines()), default=0)


def height_of(text: str, width: float, line: float = LINE) -> float:
    """Points that a text takes in cells of this width, in characters, when it is broken over lines."""
    lines = sum(max(1, ceil(max(wcswidth(part), 0) / max(width - 1.5, 1))) for part in text.splitlines() or [""])
    return min(lines * line + 6, 400)
