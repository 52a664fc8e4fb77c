"""What somebody edits, looked at again with every save: problems, or the new score beside the old one and what moved.

`Watched` is told to look, and says what is new; `saves` tells when to. Folders are watched and not files, since many editors
write a new file and give it the old one's name. The last state without errors is what the next one is compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from scoring.assessor.assessor import score
from scoring.assessor.loaded_project import open_project
from scoring.batch.inputs.sources import PROJECTS, TABLES
from scoring.documents.document import Document
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.scorecard.scorecard import Scorecard
from scoring.tuning.comparison.compare import Asked, compare_tables, named_once
from scoring.tuning.comparison.comparison import Comparison
from scoring.tuning.editions.edits import Edits
from scoring.tuning.editions.opening import open_side
from scoring.tuning.editions.scored import Data, ScoreTable
from scoring.tuning.editions.side import Side
from scoring.tuning.whatif.side_by_side import SideBySide
from scoring.tuning.whatif.whatif import Chosen

if TYPE_CHECKING:
    from threading import Event

COMMAND_LINE = Place("<command line>")
STEP = 50
"""Milliseconds without a further save, after which those that came are looked at."""


@dataclass(frozen=True)
class Seen:
    """What there is to say of one thing after a look at it."""

    name: str
    problems: tuple[Problem, ...] = ()
    card: Scorecard | None = None  # the first time
    cards: SideBySide | None = None  # where something moved
    comparison: Comparison | None = None  # of a table
    table: ScoreTable | None = None  # of a table, the first time
    gone: bool = False


class Watched(Protocol):
    """Something that is looked at again and again."""

    def look(self) -> Iterator[Seen]:
        """What is new since the last look; nothing where nothing is."""
        ...

    def folders(self) -> set[Path]:
        """Where files lie on which it rests."""
        ...


@dataclass
class WatchedProject:
    """A project's file, with the rules that score it."""

    path: Path
    chosen: Chosen = field(default_factory=Chosen)
    shown: str = ""
    last: Scorecard | None = None
    problems: tuple[Problem, ...] = ()
    documents: tuple[Document, ...] = ()

    def look(self) -> Iterator[Seen]:
        name = self.shown or self.path.name
        try:
            loaded = open_project(str(self.path), self.chosen.rules, self.chosen.indicators, self.chosen.within)
            card = score(loaded.prepared, self.chosen.engine)
        except InputRefused as refused:
            if refused.problems != self.problems:
                self.problems = refused.problems
                yield Seen(name, refused.problems)
            return
        mended, self.problems = bool(self.problems), ()
        rulebook, chosen = loaded.assessor.rulebook, loaded.assessor.indicator_set
        self.documents = (*rulebook.documents, *(chosen.documents if chosen is not None else ()))
        before, self.last = self.last, card
        if before is None:
            yield Seen(name, card=card)
            return
        cards = SideBySide(before, card)
        if mended or not cards.nothing_moves:
            yield Seen(name, cards=cards)

    def folders(self) -> set[Path]:
        return {self.path.parent, *(one.home.parent for one in self.documents if one.home is not None)}


@dataclass
class WatchedFolder:
    """All projects of a folder and of those below it; new ones are looked at, and those that are gone are told."""

    path: Path
    chosen: Chosen = field(default_factory=Chosen)
    projects: dict[Path, WatchedProject] = field(default_factory=dict)

    def look(self) -> Iterator[Seen]:
        there = sorted(self._files())
        for path in [one for one in self.projects if one not in there]:
            yield Seen(self.projects.pop(path).shown, gone=True)
        for path in there:
            shown = path.relative_to(self.path).as_posix()
            one = self.projects.setdefault(path, WatchedProject(path, self.chosen, shown))
            yield from one.look()

    def _files(self) -> Iterator[Path]:
        """Files that say that they are projects, or said so when they were last read."""
        for path in self.path.rglob("*"):
            hidden = any(part.startswith(".") for part in path.relative_to(self.path).parts)
            is_ours = path.suffix.lower() in PROJECTS and not hidden and path.is_file()
            if is_ours and (path in self.projects or _is_project(path)):
                yield path

    def folders(self) -> set[Path]:
        return {self.path, *(folder for one in self.projects.values() for folder in one.folders())}


@dataclass
class WatchedTable:
    """A table, with the rulebook and the set that score it."""

    path: Path
    side: Callable[[], Side]
    data: Data
    last: tuple[Side, ScoreTable] | None = None
    problems: tuple[Problem, ...] = ()

    def look(self) -> Iterator[Seen]:
        try:
            data = self.data.again(self.data.inputs)
            side = self.side()
            table = data.scored(side)
            made = (
                self._compared(data, Edits(self.last[0], side), self.last[1], table) if self.last is not None else None
            )
        except InputRefused as refused:
            if refused.problems != self.problems:
                self.problems = refused.problems
                yield Seen(self.path.name, refused.problems)
            return
        mended, self.problems, self.last = bool(self.problems), (), (side, table)
        if made is None:
            yield Seen(self.path.name, table=table)
        elif mended or not made.nothing_moves or made.edits:
            yield Seen(self.path.name, comparison=made)

    def _compared(self, data: Data, edits: Edits, before: ScoreTable, table: ScoreTable) -> Comparison:
        by_name = all(named_once(data.connection, one) for one in (before, table))
        return compare_tables(data, before, table, edits, Asked(shares=False, by_name=by_name))

    def folders(self) -> set[Path]:
        documents = self.last[0].documents if self.last is not None else ()
        return {self.path.parent, *(one.home.parent for one in documents if one.home is not None)}


def _is_project(path: Path) -> bool:
    from scoring.documents.files import read_document
    from scoring.rulebook.folder import kind_of

    document, _ = read_document(path, path.name)
    return document is None or kind_of(document.data) == "project"


def watched(named: str, chosen: Chosen, data: Callable[[], Data]) -> Watched:
    """What stands for a name: a project, a folder of them, or a table; raises `InputRefused`.

    `data` gives what scores a table, and is not asked for anything else.
    """
    path = Path(named)
    if path.is_dir():
        return WatchedFolder(path, chosen)
    if path.suffix.lower() not in TABLES:
        return WatchedProject(path, chosen)
    rules = chosen.indicators if chosen.rules is None else chosen.rules
    if rules is None:
        message = Text("neither a rulebook nor an indicator set is named", "没有写明规则集或指标集")
        fix = Text("add --rules or --indicators", "加 --rules 或 --indicators")
        raise InputRefused([Problem("no-rules", message, COMMAND_LINE, fix)])
    return WatchedTable(path, lambda: open_side(rules, chosen.indicators), data())


def saves(of: Watched, stop: Event) -> Iterator[None]:
    """Comes whenever something that matters was saved, until `stop` is set; raises `InputRefused` where nothing can be watched."""
    try:
        from watchfiles import watch
    except ImportError:
        message = Text("files are watched with watchfiles, which is not installed", "监视文件需要 watchfiles，尚未安装")
        fix = Text('run: pip install "scoring[tuning]"', '运行：pip install "scoring[tuning]"')
        raise InputRefused([Problem("not-installed", message, COMMAND_LINE, fix)]) from None
    folders: set[Path] = set()
    while not stop.is_set():
        folders = {path.resolve() for path in of.folders() if path.is_dir()}
        below = isinstance(of, WatchedFolder)
        for changes in watch(*sorted(folders), stop_event=stop, step=STEP, rust_timeout=1_000, recursive=below,
                             yield_on_timeout=False, raise_interrupt=False, watch_filter=_matters):  # fmt: skip
            if changes:
                yield
            now = {path.resolve() for path in of.folders() if path.is_dir()}
            if now != folders:  # other rules, which lie elsewhere
                break


def _matters(change: object, path: str) -> bool:
    """Whether a file that changed may be one of ours; what editors keep beside theirs is none."""
    file = Path(path)
    return file.suffix.lower() in (*PROJECTS, *TABLES) and not file.name.startswith((".", "~"))
