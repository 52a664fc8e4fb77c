"""What somebody says of a table's columns in a file of its own: `--columns MAP.toml`.

format = 1
ignore = ["备注"]
[columns]
"预算数" = "budget"
[unit]
"预算数" = "万元"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from scoring.batch.columns.column_meanings import KnownNames, Naming, named
from scoring.documents.document import Document
from scoring.documents.files import read_document
from scoring.problems import Problem, Text, has_errors, nearest
from scoring.project.heads import PLAIN
from scoring.rulebook import model
from scoring.rulebook.loading import validated
from scoring.values.number import cut


class ColumnMap:
    """A map as read; it is compared with what can be named, and with the tables that came in."""

    def __init__(self, document: Document, file: model.ColumnsFile) -> None:
        self.document, self.file = document, file
        self.naming = Naming(file.columns, file.unit, tuple(file.ignore), file.layout)

    def faults(self, known: KnownNames, heads: Iterable[str]) -> list[Problem]:
        """Names that nothing has, units that are none, heads that no table has, heads both named and ignored.

        `heads`: of all the tables that came in, those that are ignored among them.
        """
        return [*self._names(known), *self._units(known), *self._heads(list(heads))]

    def _names(self, known: KnownNames) -> Iterator[Problem]:
        for head, name in self.file.columns.items():
            if not named(name, known):
                near = nearest(name[:60], [*known.facts, *known.indicators])
                fix = (Text(f"did you mean `{near}`?", f"是否指 {near}？") if near
                       else Text("name a fact, `N1.actual`, or a column of the form", "写数据名、N1.actual 之类，或表格的列"))  # fmt: skip
                message = Text(f"`{cut(name)}` is nothing that a column can be", f"没有可对应的内容：{cut(name)}")
                yield Problem("unknown-column", message, self.document.value_place(("columns", head)), fix)

    def _units(self, known: KnownNames) -> Iterator[Problem]:
        for head, name in self.file.unit.items():
            if name != PLAIN and known.units.get(name) is None:
                near = known.units.near(name)
                fix = (Text(f"did you mean `{near}`?", f"是否指 {near}？") if near
                       else Text('declare it in the rulebook: [unit."…"]', '在规则集中声明：[unit."…"]'))  # fmt: skip
                message = Text(f"unknown unit `{cut(name)}`", f"未知的单位 {cut(name)}")
                yield Problem("unknown-unit", message, self.document.value_place(("unit", head)), fix)

    def _heads(self, heads: list[str]) -> Iterator[Problem]:
        places = [
            *((head, self.document.key_place(("columns", head))) for head in self.file.columns),
            *((head, self.document.key_place(("unit", head))) for head in self.file.unit),
            *((head, self.document.value_place(("ignore", at))) for at, head in enumerate(self.file.ignore)),
        ]
        for head, place in places:
            if head not in heads:
                near = nearest(head[:60], heads)
                fix = (Text(f"did you mean `{near}`?", f"是否指 {near}？") if near
                       else Text("delete the line", "删去此行"))  # fmt: skip
                yield Problem("unknown-column", Text(f"no table has a column `{cut(head)}`", f"没有一张表有列 {cut(head)}"),
                              place, fix)  # fmt: skip
        for at, head in enumerate(self.file.ignore):
            if head in self.file.columns or head in self.file.unit:
                message = Text(f"`{cut(head)}` is both named and ignored", f"{cut(head)} 既写了对应，又写为不读")
                place = self.document.value_place(("ignore", at))
                yield Problem("name-twice", message, place, Text("delete one", "删去其一"))


def read_column_map(path: Path) -> tuple[ColumnMap | None, list[Problem]]:
    """The map, or what is wrong with its shape."""
    document, problems = read_document(path, path.name)
    if document is None:
        return None, problems
    file, found = validated(model.ColumnsFile, document)
    problems = [*problems, *found]
    return (ColumnMap(document, file) if file is not None and not has_errors(problems) else None), problems
