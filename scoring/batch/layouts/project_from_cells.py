"""A form filled in: one project as the cells of a table tell it, and which cell each line of it came from.

Cells become what a project's file would say, word for word; they are read by the same readers, so that a table can say
nothing that a file cannot. Nothing is coerced here but what a head declares: the unit of its column, and yes and no.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from scoring.batch.columns.column_meanings import ColumnMeaning, Path
from scoring.batch.inputs.input_table import BLANKS
from scoring.batch.reject import Reject
from scoring.documents.document import Document, from_data, parse_json
from scoring.problems import Problem, Text
from scoring.project.heads import YES, bound_of, with_unit
from scoring.project.list_cell import in_json, read_list_cell
from scoring.values.characters import sign_of


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something was written in a table."""

    row: int
    column: str
    value: str


@dataclass(slots=True)
class ProjectFromCells:
    """One project: its document as data, and the cell that each value in it came from."""

    row: int  # the first that tells of it
    rows: int = 1
    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[Path, Cell] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)  # what keeps it from being read already
    file: str = ""  # the document's
    records: tuple[
        int, ...
    ] = ()  # the rows that are records of the list `records_of`, where the project is a set of them
    records_of: str = ""

    @property
    def project(self) -> str:
        """The name that the table gives it; nothing where it gives none."""
        named = self.cells.get(("project",))
        return named.value.strip() if named is not None else ""

    def document(self, file: str) -> tuple[Document | None, Mapping[int, Cell], list[Problem]]:
        """The project's document, which cell each line of it came from, and what is wrong with the whole."""
        self.file = file
        text = json.dumps(self.data, ensure_ascii=False, indent=0)
        document, problems = parse_json(text.encode("utf-8", "surrogatepass"), file)
        return document, _CellsByLine(document, self.cells), problems

    def unplaced(self, file: str) -> Document | None:
        """The document without the place of anything in it; None where something is wrong with it."""
        return from_data(self.data, file)

    def refused(self, problems: Iterable[Problem], by_line: Mapping[int, Cell]) -> Iterator[Reject]:
        """Every error as a reject with its row, column and cell; one of no cell is the whole project's."""
        for problem in problems:
            if problem.severity == "error":
                whole = Cell(self.row, "", "")
                # what is wrong with a rulebook's or a set's line is told at a line of that
                cell = by_line.get(problem.place.line, whole) if problem.place.file == self.file else whole
                fix = problem.fix if problem.place.file == self.file else None
                message = self._by_rows(problem.message, by_line)
                yield Reject(cell.row, cell.column, cell.value, message, fix, self.project)

    def _by_rows(self, said: Text, by_line: Mapping[int, Cell]) -> Text:
        """What names another place of the document names the row that it came from."""
        place = re.compile(rf"{re.escape(self.file)}:(\d+):\d+")

        def named(found: re.Match[str], row: str) -> str:
            cell = by_line.get(int(found.group(1)))
            return found.group() if cell is None else row.format(cell.row)

        return Text(place.sub(lambda found: named(found, "row {}"), said.en),
                    place.sub(lambda found: named(found, "第 {} 行"), said.zh))  # fmt: skip


class _CellsByLine(Mapping[int, Cell]):
    """Which cell each line of a document came from: looked up when a problem is told, which is seldom."""

    def __init__(self, document: Document | None, cells: Mapping[Path, Cell]) -> None:
        self.document, self.cells = document, cells

    @cached_property
    def _found(self) -> dict[int, Cell]:
        document = self.document
        if document is None:
            return {}
        places = (document.key_place, document.value_place)
        return {place(path).line: cell for path, cell in self._inside(document) for place in places}

    def _inside(self, document: Document) -> Iterator[tuple[Path, Cell]]:
        """Every path that came from a cell, and those below one that holds a list."""
        listed = [path for path in self.cells if isinstance(_at(document.data, path), list)]
        for path in document.paths() if listed else ():
            above = next((one for one in listed if path[: len(one)] == one), None)
            if above is not None:
                yield path, self.cells[above]
        yield from self.cells.items()

    def __getitem__(self, line: int) -> Cell:
        return self._found[line]

    def __iter__(self) -> Iterator[int]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if not isinstance(data, dict) or step not in data:
            return None
        data = data[step]
    return data


def fill_form(
    row: int, cells: Sequence[str | None], columns: Sequence[ColumnMeaning], beforehand: Mapping[str, Any], file: str
) -> ProjectFromCells:
    """A row of a wide table; `beforehand` is what all projects say alike, such as their indicator set."""
    made = ProjectFromCells(row, data={"format": 1, "project": f"{file}:{row}", **beforehand})
    written: dict[Path, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        if cell is not None and (stripped := cell.strip(BLANKS)):
            written[column.path] = value_of(stripped, column)
            made.cells[column.path] = Cell(row, column.head, cell)
    write_all(made, written)
    return made


def value_of(cell: str, column: ColumnMeaning) -> Any:
    """A cell as a project's file would write it: with the unit of its column, yes and no as such."""
    if column.kind.name == "list":
        listed = read_list_cell(cell, column.kind, column.unit)
        return cell if listed.problems else in_json(listed.records)
    is_fact = column.path[0] in ("facts", "record") and len(column.path) == 2
    if column.path[-1] == "target":
        cell = with_sign(cell)
    is_amount = (is_fact or column.path[2:] == ("actual",)) and column.kind.name in ("number", "any")
    if is_amount and (bound := bound_of(cell, column.unit or "")) is not None:
        return bound
    if column.unit is not None:
        return with_unit(cell, column.unit)
    if is_fact and column.kind.name in ("yes_no", "any") and cell.lower() in YES:
        return YES[cell.lower()]
    return cell


def with_sign(target: str) -> str:
    """A target with the sign that a form writes, such as ≥ or ＞＝, as the language has it; anything else as it is."""
    sign = sign_of(target)
    return f"{sign[0]} {target[sign[1] :].strip()}" if sign is not None else target


def write_all(made: ProjectFromCells, written: Mapping[Path, Any]) -> None:
    """Values put into the document; a value of which more is said becomes `{ value = …, evidence = … }`."""
    written, made.cells = _declared(written, made.cells)
    surrounded = {path[:-1] for path in written if _is_about(path)}
    for path, value in written.items():
        if path in surrounded:
            made.cells[(*path, "value")] = made.cells.pop(path)
            path = (*path, "value")
        at = made.data
        for key in path[:-1]:
            at = at.setdefault(str(key), {})
        at[str(path[-1])] = value


def _is_about(path: Path) -> bool:
    return (path[0] == "facts" and len(path) == 3) or (path[0] == "indicator" and path[2:3] == ("actual",) and len(path) == 4)  # fmt: skip


def _declared(written: Mapping[Path, Any], cells: dict[Path, Cell]) -> tuple[dict[Path, Any], dict[Path, Cell]]:
    """Who and when of a row that does not apply and is not judged are of that declaration."""
    moved: dict[Path, Path] = {}
    for path in written:
        if path[0] == "not_applicable":
            judged = ("indicator", path[1], "judged")
            if not any((*judged, key) in written for key in ("level", "share", "points")):
                moved |= {(*judged, key): ("not_applicable", path[1], key) for key in ("by", "on")}
    return (
        {moved.get(path, path): value for path, value in written.items()},
        {moved.get(path, path): cell for path, cell in cells.items()},
    )
