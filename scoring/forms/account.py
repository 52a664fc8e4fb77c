"""What became of every cell that is not empty: taken, known as a label, or listed with a reason; none is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.forms.filled_form import Became, NotUnderstood
from scoring.forms.grid import Cell
from scoring.forms.reading_cell import cell_value
from scoring.problems import Text

At = tuple[int, int]
UNKNOWN = Text(
    "neither a label that this form declares nor a value beside one", "既不是表样声明过的标签，也不在某个标签旁边"
)
DECLARE = Text("declare it in a [form.…] that uses this one", "在沿用此表样的 [form.…] 中声明这个标签")


class Account:
    """Begun with every cell of a form; what nobody claims is listed at the end."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._cells = {(cell.row, cell.column): cell for cell in cells}
        self._became: dict[At, Became] = {}
        self._listed: dict[tuple[At, str], NotUnderstood] = {}

    def take(self, cell: Cell | None) -> None:
        """Its text is a value of the form."""
        if cell is not None:
            self._became.setdefault((cell.row, cell.column), "taken")
            if self._became[cell.row, cell.column] == "label":
                self._became[cell.row, cell.column] = "taken"

    def label(self, cell: Cell | None) -> None:
        """It is a label, or a sign of the form's that says nothing by itself."""
        if cell is not None:
            self._became.setdefault((cell.row, cell.column), "label")

    def ask(self, cell: Cell, reason: Text, fix: Text, text: str | None = None) -> None:
        """Its value leaves a question, whether it is kept or not."""
        at = (cell.row, cell.column)
        self._became[at] = "listed"
        shown = cell.text if text is None else text
        self._listed.setdefault(
            (at, reason.en), NotUnderstood(cell.place, shown or f"={cell.formula or ''}", reason, fix)
        )

    def ask_empty(self, place: str, at: At, reason: Text, fix: Text) -> None:
        """A value that is wanted and not there."""
        self._listed.setdefault((at, reason.en), NotUnderstood(place, "", reason, fix))

    def is_free(self, cell: Cell) -> bool:
        """Whether nobody has claimed it."""
        return (cell.row, cell.column) not in self._became

    def close(self) -> tuple[Mapping[str, Became], tuple[NotUnderstood, ...]]:
        """What became of each cell by its place, and the list, in the order of the form."""
        for at, cell in self._cells.items():
            if at not in self._became and cell_value(cell.text).kind == "stroke" and not cell.formula:
                self._became[at] = "label"  # it says that nothing is said
            elif at not in self._became:
                self.ask(cell, UNKNOWN, DECLARE)
        account: dict[str, Became] = {}
        for at in sorted(self._cells):
            place = self._cells[at].place
            name, count = place, 1
            while name in account:  # pages of a PDF have no places of their own
                count += 1
                name = f"{place}#{count}"
            account[name] = self._became[at]
        listed = sorted(self._listed.items(), key=lambda item: item[0][0])
        return account, tuple(one for _, one in listed)
