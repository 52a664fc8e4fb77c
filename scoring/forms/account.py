"""What became of every cell that is not empty: taken, known as a label, or listed with a reason; none is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scoring.forms.declaration import Declaration
from scoring.forms.filled_form import Became, Kept, NotUnderstood, Written
from scoring.forms.grid import Cell
from scoring.forms.reading_cell import cell_value
from scoring.forms.words import is_notation
from scoring.problems import Text
from scoring.values.characters import plain

GONE = "\x00"
EDGES = " \t\n\u3000\u00a0()（）[]【】;；,，。、:：/"
_POINTS = re.compile(r"(?:满分|分值|权重)?[:]?[0-9]+(?:\.[0-9]+)?(?:分|points?)", re.IGNORECASE)
At = tuple[int, int]
UNKNOWN = Text(
    "neither a label that this form declares nor a value beside one", "既不是表样声明过的标签，也不在某个标签旁边"
)
DECLARE = Text(
    "declare its label in a [form.NAME]: under `head` or `texts` where a value stands beside it, under `notes` to keep it as text, under `labels` where it says nothing",
    "在 [form.名称] 中声明它的标签：旁边有值的写入 head 或 texts，留作文字的写入 notes，不表示内容的写入 labels",
)

BEYOND = Text("what it says besides the label is known to nobody", "标签之外的文字，表样没有声明")
DECLARE_BEYOND = Text(
    "declare the whole label, or in `asides` what says nothing", "声明整个标签，或在 asides 中声明不表示内容的文字"
)


@dataclass(frozen=True, slots=True)
class Closed:
    """An account at its end."""

    became: Mapping[str, Became]
    listed: tuple[NotUnderstood, ...]
    kept: tuple[Kept, ...]


class Account:
    """Begun with every cell of a form; what nobody claims is listed at the end, and so is what a label says besides."""

    def __init__(self, cells: Iterable[Cell], form: Declaration | None = None) -> None:
        self._cells = {(cell.row, cell.column): cell for cell in cells}
        self._form = form
        self._became: dict[At, Became] = {}
        self._listed: dict[tuple[At, str, str], NotUnderstood] = {}
        self._labels: set[At] = set()
        self._whole: set[At] = set()
        self._parts: dict[At, list[str]] = {}

    def take(self, cell: Cell | None) -> None:
        """Its text is a value of the form; of a piece of a cell only the piece is."""
        if cell is None:
            return
        at = (cell.row, cell.column)
        if self._became.get(at) != "listed":
            self._became[at] = "taken"
        if (own := self._cells.get(at)) is not None and own.text != cell.text:
            self.said(cell, cell.text)
        else:
            self._whole.add(at)

    def label(self, cell: Cell | None) -> None:
        """It is a label of the form's; what it says besides is a value that somebody takes, or listed."""
        if cell is not None:
            self._labels.add((cell.row, cell.column))
            self._became.setdefault((cell.row, cell.column), "label")

    def said(self, cell: Cell, text: str | None) -> None:
        """A piece of a text is known: the label before a value, or a unit, points or a period behind a label."""
        if text:
            self._parts.setdefault((cell.row, cell.column), []).append(text)

    def name(self, cell: Cell | None) -> None:
        """It is a label whose text is kept, as the name of what stands beside it; or one that says nothing."""
        if cell is not None:
            self.label(cell)
            self._whole.add((cell.row, cell.column))

    def ask(self, cell: Cell, reason: Text, fix: Text, text: str | None = None) -> None:
        """Its value leaves a question, whether it is kept or not."""
        at = (cell.row, cell.column)
        self._became[at] = "listed"
        shown = cell.text if text is None else text
        if text is None:
            self._whole.add(at)
        else:
            self._parts.setdefault(at, []).append(text)
        listed = NotUnderstood(cell.place, shown or f"={cell.formula or ''}", reason, fix)
        self._listed.setdefault((at, reason.en, "" if reason is not BEYOND else shown), listed)

    def ask_empty(self, place: str, at: At, reason: Text, fix: Text) -> None:
        """A value that is wanted and not there."""
        self._listed.setdefault((at, reason.en, ""), NotUnderstood(place, "", reason, fix))

    def is_free(self, cell: Cell) -> bool:
        """Whether nobody has claimed it."""
        return (cell.row, cell.column) not in self._became

    def close(self) -> Closed:
        """What became of each cell by its place, the list, and what `…` stood for, in the order of the form."""
        kept: list[Kept] = []
        for at, cell in self._cells.items():
            if at not in self._became and cell_value(cell.text).kind == "stroke" and not cell.formula:
                self._became[at] = "label"  # it says that nothing is said
            elif at not in self._became:
                self.ask(cell, UNKNOWN, DECLARE)
            elif at not in self._whole and self._form is not None:
                kept += self._look_beyond(at, cell, self._form)
        account: dict[str, Became] = {}
        for at in sorted(self._cells):
            place = self._cells[at].place
            name, count = place, 1
            while name in account:  # pages of a PDF have no places of their own
                count += 1
                name = f"{place}#{count}"
            account[name] = self._became[at]
        listed = sorted(self._listed.items(), key=lambda item: item[0][0])
        return Closed(account, tuple(one for _, one in listed), tuple(kept))

    def _look_beyond(self, at: At, cell: Cell, form: Declaration) -> Iterator[Kept]:
        """What a text says besides its label, its values and what says nothing: kept where `…` stands for it, else listed."""
        parts = self._parts.get(at, [])
        known = form.nearest(cell.text) if at in self._labels else None
        if known is not None:
            for piece in known.matched:
                yield from (Kept(known.word, Written(rest, cell.place)) for rest in _rests(piece, parts))
        for piece in known.in_brackets if known is not None else (cell.text,):
            for rest in _rests(piece, parts):
                if known is not None and _POINTS.fullmatch(plain(rest)):  # 绩效指标（90分）
                    yield Kept(known.word, Written(rest, cell.place))
                elif not form.says_nothing(rest):
                    self.ask(cell, BEYOND, DECLARE_BEYOND, text=rest)


def _rests(text: str, parts: Iterable[str]) -> Iterator[str]:
    """What is left of a text without these parts."""
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, GONE, 1)
    yield from (rest for each in text.split(GONE) if (rest := each.strip(EDGES)) and not is_notation(rest))
