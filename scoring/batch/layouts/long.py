"""The long layout, a row an indicator: every project of such a table as the form that its rows fill in.

A project's rows may stand anywhere; they come together in the order of first appearance. Facts and all else that is
said of a project as a whole may stand on any of its rows, and must not contradict themselves. One bad row keeps its
project from being scored, with every reason: points of a part of its rows would be nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from scoring.batch.columns.column_meanings import ColumnMeaning, Path
from scoring.batch.inputs.input_table import BLANKS, InputTable, cell_text
from scoring.batch.layouts.project_from_cells import Cell, ProjectFromCells, value_of, with_sign, write_all
from scoring.batch.reject import Reject
from scoring.engines.columnar.duck import Connection, quoted
from scoring.problems import Text
from scoring.project.heads import bound_of, with_unit
from scoring.project.targets import QUALITATIVE, in_words
from scoring.rulebook.frame import canonical
from scoring.rulebook.rulebook import IndicatorSet, text_of
from scoring.values.characters import plain
from scoring.values.number import cut, read_number

MOST_ROWS = 5_000  # of one project
TOTALS = ("总分", "合计", "总计", "total")
KEYS = ("project", "period", "indicators", "rules")
JUDGED = ("level", "share", "points", "by", "on")

NO_PROJECT = Text("the row names no project", "这一行没有写明项目")
NO_INDICATOR = Text("the row names no indicator", "这一行没有写明指标")
AMBIGUOUS = Text("the row leaves open which of its project's periods or sets it belongs to",
                 "同名项目有几个年度或指标集，这一行没有写明属于哪一个")  # fmt: skip
SLASH = Text("a group's name has a slash", "指标类别名称中有斜杠")

SetOf = Callable[[str | None], tuple[IndicatorSet | None, Mapping[str, str]]]


def forms(
    connection: Connection,
    staged: InputTable,
    columns: Sequence[ColumnMeaning],
    beforehand: Mapping[str, Any],
    set_of: SetOf,
) -> Iterator[ProjectFromCells]:
    """Every project of the table, in the order of first appearance.

    `beforehand`: what all projects say alike. `set_of`: the indicator set by the name that a project gives, or the one
    of a project that gives none, and what its groups are called as well.
    """
    spoilt = spoilt_in(staged, columns)
    for (_, lost), rows in groupby(rows_of_projects(connection, staged, columns), key=lambda row: row[:2]):
        form = _Form(staged, columns, beforehand, set_of)
        for _, _, number, *cells in rows:
            form.row(number, [cell_text(cell) for cell in cells], bool(lost))
        yield form.filled(spoilt)


def rows_of_projects(
    connection: Connection, staged: InputTable, columns: Sequence[ColumnMeaning]
) -> Iterator[Sequence[Any]]:
    """First row of the project, whether it is unclear which, the row's number, its cells; a project's rows together.

    A row that leaves period or set blank belongs to those of the other rows of its project, if these agree.
    """
    heads = {str(column.path[0]): quoted(column.head) for column in columns if len(column.path) == 1}
    keys, lost = [heads["project"]] if "project" in heads else [], ["false"]
    own = f"PARTITION BY {heads['project']}" if "project" in heads else ""
    for key in KEYS[1:]:
        if key in heads:
            name = heads[key]
            least, most = f"min({name}) OVER ({own})", f"max({name}) OVER ({own})"
            keys.append(f"coalesce({name}, CASE WHEN {least} = {most} THEN {least} END)")
            lost.append(f"({name} IS NULL AND {least} <> {most})")
    if "project" in heads:
        lost.append(f"{heads['project']} IS NULL")
    listed = ", ".join(quoted(head) for head in staged.heads)
    known = ", ".join(f"{key} AS _key{at}" for at, key in enumerate(keys))
    grouped = ", ".join(f"_key{at}" for at in range(len(keys)))
    query = f"SELECT *, {' OR '.join(lost)} AS _lost{', ' + known if known else ''} FROM {staged.scan}"
    # rows of no known project are each for themselves
    first = (
        f'CASE WHEN _lost THEN "row" ELSE min("row") OVER (PARTITION BY _lost{", " + grouped if grouped else ""}) END'
    )
    found = connection.cursor().execute(
        f'SELECT _first, _lost, "row", {listed} FROM (SELECT *, {first} AS _first FROM ({query})) ORDER BY _first, "row"'
    )
    while batch := found.fetchmany(1_000):
        yield from batch


def spoilt_in(staged: InputTable, columns: Sequence[ColumnMeaning]) -> dict[str | None, int]:
    """Projects of which some row is unreadable, as far as one can tell, and that row."""
    at = next((at for at, column in enumerate(columns) if column.path == ("project",)), None)
    found: dict[str | None, int] = {}
    for row, cells in staged.remains.items():
        found.setdefault(None if at is None else cells[at], row)
    return found


@dataclass(slots=True)
class _Written:
    """One cell of the form in a row."""

    text: str
    column: ColumnMeaning


@dataclass(slots=True)
class _Form:
    """A project's rows, one after the other."""

    staged: InputTable
    columns: Sequence[ColumnMeaning]
    beforehand: Mapping[str, Any]
    set_of: SetOf
    made: ProjectFromCells | None = None
    rows: list[tuple[int, dict[str, _Written]]] = field(default_factory=list)
    whole: dict[Path, tuple[Any, Cell]] = field(default_factory=dict)  # said of the project as a whole
    rejects: list[Reject] = field(default_factory=list)
    first: int = 0
    counted: int = 0

    def row(self, number: int, cells: Sequence[str | None], lost: bool) -> None:
        self.first = self.first or number
        self.counted += 1
        if self.counted > MOST_ROWS:
            if self.counted == MOST_ROWS + 1:
                self._reject(
                    number, "", "", Text(f"the project has more than {MOST_ROWS} rows", f"项目超过 {MOST_ROWS} 行")
                )
            return
        written: dict[str, _Written] = {}
        for column, cell in zip(self.columns, cells, strict=True):
            text = cell.strip(BLANKS) if cell is not None else ""
            if not text:
                continue
            if column.path[0] == "row":
                written[str(column.path[1])] = _Written(text, column)
            else:
                self._of_the_whole(number, column, text)
        if lost:
            nameless = self._names() and ("project",) not in self.whole
            self._reject(number, "", "", NO_PROJECT if nameless else AMBIGUOUS)
        if written:
            self.rows.append((number, written))

    def _names(self) -> bool:
        return any(column.path == ("project",) for column in self.columns)

    def _of_the_whole(self, number: int, column: ColumnMeaning, text: str) -> None:
        before = self.whole.get(column.path)
        if before is None:
            self.whole[column.path] = value_of(text, column), Cell(number, column.head, text)
        elif before[0] != value_of(text, column):
            said = before[1]
            self._reject(number, column.head, text,
                         Text(f"row {said.row} says `{cut(said.value)}`", f"第 {said.row} 行写的是 {cut(said.value)}"))  # fmt: skip

    @property
    def _name(self) -> str:
        named = self.whole.get(("project",))
        return named[1].value if named is not None else ""

    def _reject(self, row: int, column: str, value: str, reason: Text) -> None:
        self.rejects.append(Reject(row, column, value, reason, None, self._name))

    def filled(self, spoilt: Mapping[str | None, int]) -> ProjectFromCells:
        """The project's form, with every reason for which it cannot be scored already."""
        name = self.whole[("project",)][1].value if ("project",) in self.whole else None
        made = ProjectFromCells(
            self.first, self.counted, {"format": 1, "project": name or self.staged.file, **self.beforehand}
        )
        written: dict[Path, Any] = {}
        for path, (value, cell) in self.whole.items():
            written[path], made.cells[path] = value, cell
        named = self.whole.get(("indicators",))
        of_set, names = self.set_of(named[1].value if named is not None else None)
        rows = _Rows(of_set, names, written, made, self.rejects)
        rows.read(self.rows)
        write_all(made, written)
        if (lost := spoilt.get(name if self._names() else None)) is not None:
            reason = Text(f"row {lost} of this project cannot be read", f"该项目的第 {lost} 行无法读取")
            self._reject(self.first, "", "", reason)
        made.rejects = self.rejects
        return made


class _Rows:
    """The indicator rows of one project, put into its document."""

    def __init__(
        self,
        of_set: IndicatorSet | None,
        group_names: Mapping[str, str],
        written: dict[Path, Any],
        made: ProjectFromCells,
        rejects: list[Reject],
    ) -> None:
        self.of_set, self.group_names = of_set, group_names
        self.written, self.made, self.rejects = written, made, rejects
        self.ids: dict[str, int] = {}
        self.by_label: dict[str, list[str]] = {}
        for id_, entry in (of_set.indicators if of_set is not None else {}).items():
            label = text_of(entry.model.label)
            for text in dict.fromkeys(text for text in (label.zh, label.en) if text):
                self.by_label.setdefault(text, []).append(id_)

    def read(self, rows: Sequence[tuple[int, dict[str, _Written]]]) -> None:
        taken = {cells["id"].text for _, cells in rows if "id" in cells}
        if self.of_set is not None:
            taken |= set(self.of_set.indicators)
        free = (f"N{number}" for number in range(1, MOST_ROWS * 2) if f"N{number}" not in taken)
        for number, cells in rows:
            if any(cells[key].text in TOTALS for key in ("in1", "in2", "in3", "in", "label", "id") if key in cells):
                self._total(number, cells)
                continue
            label = cells.get("label") or cells.get("in3")
            if "id" not in cells and label is None:
                self._reject(number, None, NO_INDICATOR)
                continue
            id_ = cells["id"].text if "id" in cells else self._of_label(label.text if label else "") or next(free)
            if id_ in self.ids:
                twice = Text(f"indicator `{cut(id_)}` stands in row {self.ids[id_]} already",
                             f"指标 {cut(id_)} 在第 {self.ids[id_]} 行已有")  # fmt: skip
                self._reject(number, cells.get("id") or label, twice)
                continue
            self.ids[id_] = number
            named = cells.get("id") or label
            assert named is not None
            self.made.cells["indicator", id_] = Cell(number, named.column.head, named.text)
            self._indicator(number, id_, cells)

    def _of_label(self, label: str) -> str | None:
        """The set's indicator of that label, unless there are several."""
        ids = self.by_label.get(label, [])
        return ids[0] if len(ids) == 1 else None

    def _total(self, number: int, cells: Mapping[str, _Written]) -> None:
        """The form's last row: what the project claims in all."""
        for key, cell in cells.items():
            if key.startswith("claimed"):
                role = key.partition(".")[2] or "self"
                self._put(("claim", role, "total"), number, cell, _points(cell.text))
            elif key not in ("in1", "in2", "in3", "in", "label", "id", "weight"):
                self._reject(number, cell, Text("a row of totals has no such cell", "合计行不应有此内容"))

    def _indicator(self, number: int, id_: str, cells: Mapping[str, _Written]) -> None:
        self._define(number, id_, cells)
        unit = cells["unit"].text if "unit" in cells else None
        self._target(number, id_, cells, unit)
        for key, cell in cells.items():
            text = cell.text
            if key == "actual":
                of = cell.column.unit or unit or ""
                self._put(("indicator", id_, "actual"), number, cell, bound_of(text, of) or with_unit(text, of))
            elif key == "evidence":
                self._put(("indicator", id_, "actual", "evidence"), number, cell, text)
            elif key == "why":
                judged = bool(cells.keys() & {"level", "share", "points"})
                self._put(("indicator", id_, *(("judged",) if judged else ()), "why"), number, cell, text)
            elif key == "rule":
                self._unless_of_set(("indicator", id_, "rule"), number, cell, text)
            elif key in JUDGED:
                self._put(("indicator", id_, "judged", key), number, cell, with_unit(text, cell.column.unit or ""))
            elif key == "not_applicable":
                self._put(("not_applicable", id_, "why"), number, cell, text)
            elif key.startswith("claimed"):
                role = key.partition(".")[2] or "self"
                self._put(("indicator", id_, "claimed", role), number, cell, _points(text))

    def _define(self, number: int, id_: str, cells: Mapping[str, _Written]) -> None:
        """Group, label and weight; what the set says as well is not repeated, and must be the same."""
        groups = [cells[key] for key in ("in1", "in2") if key in cells]
        label = cells.get("label") or cells.get("in3")
        if "label" in cells and "in3" in cells:
            groups.append(cells["in3"])
        if "in" in cells:
            self._unless_of_set(("indicator", id_, "in"), number, cells["in"], cells["in"].text)
        elif groups:
            for slashed in (group for group in groups if "/" in group.text):
                self._reject(number, slashed, SLASH)
            self._unless_of_set(("indicator", id_, "in"), number, groups[-1], "/".join(group.text for group in groups))
        if label is not None:
            self._unless_of_set(("indicator", id_, "label"), number, label, label.text)
        if "weight" in cells:
            self._unless_of_set(("indicator", id_, "weight"), number, cells["weight"], _points(cells["weight"].text))

    def _target(self, number: int, id_: str, cells: Mapping[str, _Written], unit: str | None) -> None:
        """The target as the form has it in one column, or in three: sign, amount, unit."""
        path: Path = ("indicator", id_, "target")
        cell, sign, amount = cells.get("target"), cells.get("sign"), cells.get("amount")
        if cell is not None:
            words = in_words(cell.text)
            text = (
                f"{QUALITATIVE}：{cell.text}"
                if words
                else with_unit(with_sign(cell.text), cell.column.unit or unit or "")
            )
            self._unless_of_set(path, number, cell, text)
            for other in (each for each in (sign, amount) if each is not None):
                self._reject(number, other, Text("the target stands in two columns", "目标值写在了两处"))
        elif sign is not None and sign.text == QUALITATIVE:
            self._unless_of_set(
                path, number, sign, f"{QUALITATIVE}：{amount.text}" if amount is not None else QUALITATIVE
            )
        elif amount is not None:
            text = with_unit(with_sign(f"{sign.text if sign else ''} {amount.text}".strip()), unit or "")
            self._unless_of_set(path, number, amount, text)
        elif sign is not None:
            self._reject(number, sign, Text("a sign without an amount", "只有指标性质，没有指标值"))

    def _unless_of_set(self, path: Path, number: int, cell: _Written, value: Any) -> None:
        entry = self.of_set.indicators.get(str(path[1])) if self.of_set is not None else None
        given = getattr(entry.model, {"in": "in_"}.get(str(path[2]), str(path[2]))) if entry is not None else None
        if given is None:
            self._put(path, number, cell, value)
        elif path[2] == "in" and canonical(str(given), self.group_names) == canonical(str(value), self.group_names):
            return
        elif not _same(given, str(value)):
            shown = text_of(given).zh if path[2] == "label" else str(given)
            self._reject(number, cell, Text(f"the indicator set says `{cut(shown)}`", f"指标集写的是 {cut(shown)}"))

    def _put(self, path: Path, number: int, cell: _Written, value: Any) -> None:
        if path in self.written:
            self._reject(number, cell, Text("this is said twice of the project", "同一内容写了两次"))
            return
        self.written[path] = value
        self.made.cells[path] = Cell(number, cell.column.head, cell.text)

    def _reject(self, row: int, cell: _Written | None, reason: Text) -> None:
        head, text = (cell.column.head, cell.text) if cell is not None else ("", "")
        self.rejects.append(Reject(row, head, text, reason, None, self.made.project))


def _points(text: str) -> str:
    """Points as a form has them: `10` or `10分`."""
    number = text.removesuffix("分").strip()
    return number if read_number(number) is not None else text


def _same(given: Any, text: str) -> bool:
    """Whether a form repeats what the set says: a label in either language, numbers by value, blanks aside."""
    if isinstance(given, dict):
        return text in (text_of(given).zh, text_of(given).en) if given.keys() <= {"zh", "en"} else False
    first, second = read_number(str(given)), read_number(text)
    if first is not None and second is not None:
        return first == second
    first_text, second_text = ("".join(plain(with_sign(each)).split()) for each in (str(given), text))
    return first_text == second_text or (first_text == QUALITATIVE and second_text.startswith(f"{QUALITATIVE}:"))
