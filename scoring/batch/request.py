"""What a run is asked for, and who looks on while it goes."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from scoring.assessor.loaded_project import Opened
from scoring.batch.cohorts import Choice
from scoring.batch.columns.column_map import ColumnMap
from scoring.batch.columns.column_meanings import Naming, Sets
from scoring.batch.comparison import SAMPLED
from scoring.batch.inputs.forms_in import FormWords
from scoring.engines.columnar.duck import Connection
from scoring.problems import Text

Engine = Literal["columnar", "exact"]
Tell = Callable[[Text], None]


class RunWatcher(Protocol):
    """How long work is shown while it goes on."""

    def query(self, connection: Connection, label: Text) -> AbstractContextManager[object]: ...

    def rows(self, total: int, label: Text) -> AbstractContextManager[Callable[[int], None]]: ...


@dataclass(frozen=True)
class RunRequest:
    """What a run is asked for; `rules` and `indicators` as named on the command line."""

    inputs: Sequence[str]
    choice: Choice = field(default_factory=Choice)
    rules: str | None = None
    indicators: str | None = None
    engine: Engine = "columnar"
    column_map: ColumnMap | None = None
    processes: int = 0  # 0: as many as there are cores
    sets: Sets | None = None  # rows that are records of one project
    aside: Container[str] = ()  # heads that may mean nothing
    renamed: Mapping[str, str] = field(default_factory=dict)  # indicators by what heads call them instead
    opened: Opened | None = None  # what scores projects in files of their own, where a program opened it
    forms: tuple[str, ...] = ()  # files and folders of declared forms, for documents among the inputs
    sampled: int = SAMPLED  # about as many rows of a large table are scored by `exact` as well
    by_width: bool = False  # whether DuckDB may take as much memory as a table of its width needs

    @property
    def words(self) -> FormWords:
        """What documents among the inputs are read by."""
        return FormWords(self.forms, self.choice.rulebook)

    @property
    def naming(self) -> Naming:
        naming = self.column_map.naming if self.column_map is not None else Naming()
        return replace(naming, sets=self.sets, aside=self.aside, renamed=self.renamed)
