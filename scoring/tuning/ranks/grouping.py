"""What projects are ranked within: what stands below a head of their tables, or a text fact, by its name or label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.batch.columns.column_meanings import KnownNames, known_to
from scoring.batch.inputs.input_table import InputTable
from scoring.batch.inputs.sources import ProjectFiles
from scoring.documents.files import read_document
from scoring.engines.columnar.duck import literal, quoted
from scoring.problems import InputRefused, Place, Problem, Text, nearest
from scoring.project.heads import head_name
from scoring.tuning.editions.scored import Data, write_rows
from scoring.tuning.editions.side import Side
from scoring.values.number import cut

MOST_LISTED = 20
VALUES = ("value", "is")
"""Under which a fact that stands with its source has its value."""


def groups_of(data: Data, side: Side | None, within: str, several: bool) -> str:
    """A query of every project's file, row and group; raises `InputRefused` where `within` is no head and no text fact."""
    found = _Grouping(data, side, within, several)
    queries = [found.of_table(source) if isinstance(source, InputTable) else found.of_files(number, source)
               for number, source in enumerate(data.sources or ())]  # fmt: skip
    return " UNION ALL ".join(queries)


class _Grouping:
    def __init__(self, data: Data, side: Side | None, within: str, several: bool) -> None:
        self.data, self.within, self.several = data, within, several
        self.known: KnownNames | None = known_to(side.rulebook, side.indicator_set) if side is not None else None
        self.texts = {head: name for head, name in (self.known.facts.items() if self.known is not None else ())
                      if self.known is not None and self.known.kinds[name].name == "text"}  # fmt: skip
        self.named: Mapping[str, str] = data.column_map.file.columns if data.column_map is not None else {}
        self.fact = self.texts.get(within, within if self.known is None else None)

    def of_table(self, table: InputTable) -> str:
        """What stands below the head, or below the one that is this fact."""
        head = self.within if self.within in table.heads else self._of_fact(table)
        if head is None:
            raise InputRefused([self._unknown()])
        cell = f"nullif(trim(CAST({quoted(head)} AS VARCHAR)), '')"
        return f'SELECT {self._file(table.file)} AS file, "row", {cell} AS within FROM {table.scan}'

    def of_files(self, number: int, files: ProjectFiles) -> str:
        """What each project reports as this fact."""
        if self.fact is None:
            raise InputRefused([self._unknown()])
        path = self.data.work / f"groups-{number}.csv"
        write_rows(path, ("row", "within"), ([str(row), group] for row, group in self._reported(files, self.fact)))
        kinds = "{'row': 'BIGINT', 'within': 'VARCHAR'}"
        read = f"read_csv({literal(str(path))}, header = true, quote = '\"', escape = '\"', columns = {kinds})"
        return f"SELECT {self._file(files.file)} AS file, \"row\", nullif(within, '') AS within FROM {read}"

    def _reported(self, files: ProjectFiles, fact: str) -> Iterator[tuple[int, str]]:
        for row, (path, shown) in enumerate(files.projects, start=1):
            document, _ = read_document(path, shown)
            facts: Any = document.data.get("facts") if document is not None else None
            said = facts.get(fact) if isinstance(facts, dict) else None
            if isinstance(said, dict):
                said = next((said[key] for key in VALUES if key in said), None)
            yield row, said.strip() if isinstance(said, str) else ""

    def _of_fact(self, table: InputTable) -> str | None:
        """The head that means the fact, as the map of columns says or by any name of it."""
        if self.fact is None:
            return None
        meant = {head: self.named.get(head, head) for head in table.heads}
        return next((head for head, name in meant.items() if self.fact in (name, self.texts.get(head_name(name)))), None)  # fmt: skip

    def _file(self, file: str) -> str:
        return literal(file) if self.several else "NULL::VARCHAR"

    def _unknown(self) -> Problem:
        heads = dict.fromkeys(each for table in self.data.sources or () if isinstance(table, InputTable) for each in table.heads)  # fmt: skip
        there = [*heads, *(name for name in self.texts if name not in heads)]
        near = nearest(self.within[:60], there)
        listed = there[:MOST_LISTED]
        message = Text(f"`{cut(self.within)}` is no head of the table and no text fact", f"{cut(self.within)} 不是表格的列名，也不是文字型事实")  # fmt: skip
        if near is not None:
            fix = Text(f"did you mean `{near}`?", f"是否指 {near}？")
        elif listed:
            fix = Text(f"there are {', '.join(map(cut, listed))}", f"有 {'、'.join(map(cut, listed))}")
        else:
            fix = Text("declare a text fact in the rulebook or the set", "在规则集或指标集中声明一个文字型事实")
        return Problem("unknown-column", message, Place("--within"), fix)
