"""Reports as PDFs: lines of Chinese text, and tables with lines drawn around their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.forms.harmful import pdf

SONG = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>"
)
LEFT, TOP, HEIGHT = 60, 780, 24
Table = Sequence[Sequence[str]]


def printed(*pages: Sequence[str | Table]) -> bytes:
    """A PDF with a page for each of these: its lines and tables from top to bottom."""
    return pdf([_page(parts) for parts in pages], font=SONG)


def _page(parts: Sequence[str | Table]) -> bytes:
    said: list[str] = []
    top = TOP
    for part in parts:
        if isinstance(part, str):
            said.append(_text(LEFT, top - 16, part))
            top -= HEIGHT
        else:
            said += _table(part, top)
            top -= HEIGHT * (len(part) + 1)
    return "\n".join(said).encode()


def _table(rows: Table, top: int) -> Iterable[str]:
    width = 480 // max(map(len, rows))
    for row, cells in enumerate(rows):
        below = top - HEIGHT * (row + 1)
        for column, text in enumerate(cells):
            yield f"{LEFT + width * column} {below} {width} {HEIGHT} re S"
            yield _text(LEFT + width * column + 3, below + 8, text)


def _text(left: int, base: int, text: str) -> str:
    return f"BT /F 10 Tf {left} {base} Td <{text.encode('utf-16-be').hex()}> Tj ET"
