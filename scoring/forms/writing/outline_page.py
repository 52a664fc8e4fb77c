"""A document as one HTML page: opens without a network, runs nothing, prints on A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from scoring.forms.writing.reading_outline import Pairs, Piece, Rows, Said, Title, ToFill, paired
from scoring.problems import Language
from scoring.views.page_head import END, page_head

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #eceff3; color: #111;
  font: 15px/1.7 "Noto Serif CJK SC", "Songti SC", SimSun, FangSong, "Times New Roman", serif; }
main { max-width: 210mm; margin: 20px auto; padding: 22mm 20mm; background: #fff; box-shadow: 0 1px 6px #0003; }
h1, h2, h3 { font-family: "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", SimHei, Arial, sans-serif; line-height: 1.35; }
h1 { font-size: 26px; text-align: center; margin: 0 0 12px; }
h2 { font-size: 19px; margin: 30px 0 8px; }
h3 { font-size: 16px; margin: 20px 0 6px; }
p { margin: 6px 0; overflow-wrap: anywhere; }
.center { text-align: center; }
.right { text-align: right; }
.bold { font-weight: 700; break-after: avoid; margin-top: 12px; }
.note { margin: 2px 0 2px 2em; font-size: 13.5px; line-height: 1.55; }
mark { background: #fff3a3; padding: 1px 2px; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: 8px 0 14px; font-size: 13.5px; line-height: 1.45; }
th, td { border: 1px solid #666; padding: 4px 6px; vertical-align: top; text-align: left; overflow-wrap: anywhere; }
thead th { text-align: center; background: #f1f3f6; }
tbody th { background: #f7f8fa; font-weight: 600; }
td.right { font-variant-numeric: tabular-nums; }
td.center { text-align: center; }
tr { break-inside: avoid; }
h2, h3 { break-after: avoid; }
@page { size: A4; margin: 22mm 20mm; }
@media print {
  body { background: #fff; font-size: 11pt; }
  main { max-width: none; margin: 0; padding: 0; box-shadow: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def page(title: str, pieces: Iterable[Piece], language: Language) -> str:
    """The page; everything in it that somebody else wrote is text and nothing more."""
    return "\n".join(_lines(title, pieces, language)) + "\n"


def _lines(title: str, pieces: Iterable[Piece], language: Language) -> Iterator[str]:
    yield from page_head(escape(title), language, STYLE, dark=False)
    for piece in pieces:
        yield from _piece(piece)
    yield END


def _piece(piece: Piece) -> Iterator[str]:
    match piece:
        case Title():
            yield f"<h{piece.level + 1}><bdi>{escape(piece.said)}</bdi></h{piece.level + 1}>"
        case Said():
            yield f'<p class="{piece.style}"><bdi>{escape(piece.said)}</bdi></p>'
        case ToFill():
            yield f"<p><mark>{escape(piece.said)}</mark></p>"
        case Pairs():
            yield from _pairs(piece)
        case Rows():
            yield from _rows(piece)


def _pairs(piece: Pairs) -> Iterator[str]:
    yield "<table><tbody>"
    for row in paired(piece.rows):
        cells = "".join(f"<th>{escape(what)}</th><td><bdi>{escape(said)}</bdi></td>" for what, said in row)
        yield f"<tr>{cells}</tr>"
    yield "</tbody></table>"


def _rows(piece: Rows) -> Iterator[str]:
    yield "<table><colgroup>"
    yield "".join(f'<col width="{100 * width // sum(piece.widths)}%">' for width in piece.widths)
    yield "</colgroup><thead><tr>"
    yield "".join(f"<th>{escape(head)}</th>" for head in piece.heads)
    yield "</tr></thead><tbody>"
    for row in piece.rows:
        cells = zip(row, piece.sides, strict=True)
        yield "<tr>" + "".join(f'<td class="{side}"><bdi>{escape(cell)}</bdi></td>' for cell, side in cells) + "</tr>"
    yield "</tbody></table>"
