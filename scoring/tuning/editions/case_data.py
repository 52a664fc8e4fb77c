"""`[[cases]]` of a rulebook or a set as the projects that are compared: each case scored by either side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from scoring.assessor.assessor import Assessor
from scoring.assessor.compiled import Compiled
from scoring.assessor.identities import identity
from scoring.batch.joint import Wanted
from scoring.batch.outputs.outline import outline
from scoring.batch.outputs.records import record
from scoring.batch.outputs.result_parts import RecordFile, RejectFile
from scoring.batch.reject import Reject
from scoring.engines.exact.evaluation import Evaluation
from scoring.examples.case_table import CaseRow
from scoring.examples.cases import Cases
from scoring.problems import InputRefused
from scoring.rulebook.folder import things_at
from scoring.rulebook.library import command_line, read_beside
from scoring.rulebook.model import CasesModel
from scoring.rulebook.rulebook import Entry
from scoring.scorecard.assessment import Context, assess
from scoring.tuning.editions.scored import Data, ScoreTable
from scoring.tuning.editions.side import Side

Written = tuple[Entry[CasesModel], bytes]
"""A table of cases as it is declared, and its bytes."""


def cases_named(side: Side) -> list[Written]:
    """The tables of cases of a side that was named as DATA; raises `InputRefused` where one cannot be read."""
    chosen = side.indicator_set
    own = [*(chosen.sections.cases if chosen is not None else ()), *side.rulebook.sections.cases]
    found: list[Written] = []
    problems = []
    for cases in own:
        read, more = read_beside(cases)
        problems += more
        if read is not None:
            found.append((cases, read[1]))
    if problems:
        raise InputRefused(problems)
    return found


def names_rules(inputs: Sequence[str]) -> bool:
    """Whether DATA is the name or path of a rulebook or a set, and no project or table."""
    if len(inputs) != 1 or Path(inputs[0]).suffix.lower() not in ("", ".toml"):
        return False
    name = inputs[0].partition("+")[0].partition("@")[0]
    try:
        found = things_at(name, command_line())
    except (InputRefused, OSError, ValueError):
        return False
    return bool(found) and all(one.kind in ("rulebook", "indicator_set") for one in found)


@dataclass
class CaseData(Data):
    """Cases as projects; the rows of several tables follow each other."""

    tables: Sequence[Written] = ()
    ids: dict[int, str] = field(default_factory=dict)

    def scored(self, side: Side | None, totals_only: bool = False) -> ScoreTable:
        """Every case by `exact`. Raises `InputRefused` where the heads of a table mean nothing to a side."""
        assert side is not None
        self._runs += 1
        folder = self.work / f"cases-{self._runs}"
        folder.mkdir()
        sound = Assessor(side.rulebook, side.indicator_set).sound()
        columns = tuple(outline(sound.program, ()))
        with (
            closing(RecordFile(folder / "records.ndjson", 0)) as records,
            closing(RejectFile(folder / "rejects.ndjson")) as rejects,
        ):
            for number, cases, row in self._cases(side, sound):
                name = self.ids[number]
                try:
                    sheet = cases.sheet(row)
                    period = sheet.get("period")
                    context = Context(name, period.written if period is not None else None, identity(side.rulebook), None)  # fmt: skip
                    made = record(assess(Evaluation(sound.program, sheet), context), context, sound.program)
                except InputRefused as refused:
                    told = [Reject(number, "", "", one.message, one.fix, name) for one in refused.problems]
                    rejects.add(0, cases.file, told)
                    continue
                records.add(number, made, columns)
            part = records.part(self.connection, folder / "records.parquet", columns) if records.count else None
            return ScoreTable(side, part, rejects.staged(self.connection, folder / "rejects.parquet"), (sound.program,))

    def _together(self, sides: Sequence[Side], wanted: Wanted, sampled: int = 0) -> list[ScoreTable]:
        return [self.scored(side) for side in sides]

    def _cases(self, side: Side, sound: Compiled) -> Iterator[tuple[int, Cases, CaseRow]]:
        number = 0
        for entry, raw in self.tables:
            cases = Cases(entry, raw, side.rulebook, sound.program, sound.declared.scope, sound.inputs)
            if cases.problems or cases.table is None:
                raise InputRefused(cases.problems)
            for row in cases.table.rows():
                number += 1
                id_ = row.cells[cases.columns.id] if cases.columns.id is not None else ""
                self.ids[number] = id_ or f"case {row.number}"
                yield number, cases, row
            if cases.table.problems:
                raise InputRefused(cases.table.problems)

    def id_of(self, file: str | None, row: int) -> str:
        return self.ids[row]
