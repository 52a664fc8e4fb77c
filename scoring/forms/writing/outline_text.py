"""A document as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scoring.forms.writing.reading_outline import Pairs, Piece, Rows, Said, Title, ToFill
from scoring.views.markdown import plain


def markdown(pieces: Iterable[Piece]) -> str:
    """Headings, sentences and tables; what others wrote stays text."""
    return "\n".join(line for piece in pieces for line in (*_piece(piece), "")).rstrip("\n") + "\n"


def _piece(piece: Piece) -> Iterator[str]:
    match piece:
        case Title():
            yield f"{'#' * (piece.level + 1)} {plain(piece.said)}"
        case Said():
            said = plain(piece.said)
            yield f"**{said}**" if piece.style == "bold" else said
        case ToFill():
            yield f"> {plain(piece.said)}"
        case Pairs():
            yield from (f"- **{plain(what)}** {plain(said)}".rstrip() for what, said in piece.rows)
        case Rows():
            yield _row(piece.heads)
            yield "|" + "|".join(" ---: " if side == "right" else " --- " for side in piece.sides) + "|"
            yield from (_row(row) for row in piece.rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(plain(cell) for cell in cells) + " |"
