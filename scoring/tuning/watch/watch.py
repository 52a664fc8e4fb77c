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
from scoring.assessor.loaded_project import Openings, open_project
from scoring.batch.inputs.sources import PROJECTS, TABLES
from scoring.documents.document import Document
from scoring.documents.files import read_document
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.rulebook.folder import kind_of
from scoring.scorecard.scorecard import Scorecard
from scoring.tuning.comparison.compare import Asked, compare_tables
from scoring.tuning.comparison.comparison import Comparison
from scoring.tuning.comparison.matching import named_once
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
PAUSE = 500
"""Milliseconds after which it is seen whether folders came or went, and whether it is to end."""


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
    state: object = None  # of the files that it rests on, when it was last scored

    def look(self, openings: Openings | None = None) -> Iterator[Seen]:
        state = self._state()
        if self.problems or self.state is None or state != self.state:
            yield from self._scored(state, openings)

    def _scored(self, state: object, openings: Openings | None) -> Iterator[Seen]:
        name = self.shown or self.path.name
        chosen = self.chosen
        try:
            loaded = open_project(str(self.path), chosen.rules, chosen.indicators, chosen.within, openings=openings)
            card = score(loaded.prepared, chosen.engine)
        except InputRefused as refused:
            if refused.problems != self.problems:
                self.problems = refused.problems
                yield Seen(name, refused.problems)
            return
        mended, self.problems = bool(self.problems), ()
        rulebook, indicator_set = loaded.assessor.rulebook, loaded.assessor.indicator_set
        documents = (*rulebook.documents, *(indicator_set.documents if indicator_set is not None else ()))
        known = [one.home for one in self.documents] == [one.home for one in documents]
        self.documents = documents
        self.state = state if known else self._state()
        before, self.last = self.last, card
        if before is None:
            yield Seen(name, card=card)
            return
        cards = SideBySide(before, card)
        if mended or not cards.nothing_moves:
            yield Seen(name, cards=cards)

    def _state(self) -> object:
        """What can be told of its files without reading all of them; of its own what stands in it."""
        homes = [Path(one.home) for one in self.documents if one.home is not None]
        folders = sorted({home.parent for home in homes} - {self.path.parent})
        return _content(self.path), [_stamp(home) for home in homes], [_names(folder) for folder in folders]

    def folders(self) -> set[Path]:
        return {folder for file in self.files() for folder in _folders_of(file)}

    def files(self) -> set[Path]:
        known = {self.path, *(Path(one.home) for one in self.documents if one.home is not None)}
        return known if self.documents else known | set(self._named())

    def _named(self) -> Iterator[Path]:
        """Files of rules by the names that are given to them, where none of them was understood yet."""
        document, _ = read_document(self.path, self.path.name)
        for key, chosen in (("rules", self.chosen.rules), ("indicators", self.chosen.indicators)):
            said = chosen if chosen is not None or document is None else document.data.get(key)
            if isinstance(said, str):
                path = Path(said) if chosen is not None else self.path.parent / said
                yield path / "any" if path.is_dir() else path


def _content(path: Path) -> object:
    try:
        return path.read_bytes()
    except OSError as failure:
        return failure.errno


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError as failure:
        return failure.errno
    return found.st_mtime_ns, found.st_size, found.st_ino


def _names(folder: Path) -> object:
    try:
        return sorted(one.name for one in folder.iterdir() if one.suffix.lower() in PROJECTS)
    except OSError as failure:
        return failure.errno


def _folders_of(file: Path) -> set[Path]:
    """The folder that a file lies in, and of a link the one that it leads to."""
    try:
        return {file.parent, file.resolve().parent} if file.is_symlink() else {file.parent}
    except (OSError, RuntimeError):
        return {file.parent}


@dataclass
class WatchedFolder:
    """All projects of a folder and of those below it; new ones are looked at, and those that are gone are told."""

    path: Path
    chosen: Chosen = field(default_factory=Chosen)
    projects: dict[Path, WatchedProject] = field(default_factory=dict)

    def look(self) -> Iterator[Seen]:
        """What is new; of projects none of whose files changed nothing is read but they themselves."""
        there = set(self._files())
        for path in [one for one in self.projects if one not in there]:
            yield Seen(self.projects.pop(path).shown, gone=True)
        openings = Openings()
        for path in sorted(there):
            shown = path.relative_to(self.path).as_posix()
            one = self.projects.setdefault(path, WatchedProject(path, self.chosen, shown))
            yield from one.look(openings)

    def _files(self) -> Iterator[Path]:
        """Files that say that they are projects, or said so when they were last read."""
        for folder in self._below():
            for path in _entries(folder):
                is_ours = path.suffix.lower() in PROJECTS and not path.name.startswith(".") and path.is_file()
                if is_ours and (path in self.projects or _is_project(path)):
                    yield path

    def _below(self) -> Iterator[Path]:
        """The folder and those in it that are not hidden; links are not followed, which may lead round."""
        waiting = [self.path]
        while waiting:
            folder = waiting.pop()
            yield folder
            waiting += [
                one
                for one in _entries(folder)
                if not one.name.startswith(".") and one.is_dir() and not one.is_symlink()
            ]

    def folders(self) -> set[Path]:
        files = {file for one in self.projects.values() for file in one.files()}
        return {*self._below(), *(folder for file in files for folder in _folders_of(file))}


def _entries(folder: Path) -> list[Path]:
    """What lies in a folder; nothing where it is gone or may not be looked into."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


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
    while not stop.is_set():
        folders = _there(of)
        if not folders:
            message = Text("the folder is not there", "文件夹不存在")
            raise InputRefused([Problem("not-found", message, COMMAND_LINE, Text("name another", "请另行指定"))])
        begun = False
        for changes in watch(*sorted(folders), stop_event=stop, step=STEP, rust_timeout=PAUSE, recursive=False,
                             yield_on_timeout=True, raise_interrupt=False, watch_filter=_matters):  # fmt: skip
            if changes or not begun:  # what was saved before anything was watched is looked at after the first pause
                yield
            begun = True
            if _there(of) != folders:  # other rules, which lie elsewhere; a folder that is new
                break


def _there(of: Watched) -> set[Path]:
    """The folders that are watched; where one is gone, what it lay in, so that it is seen to come back."""
    return {
        next((one for one in (path, *path.parents) if one.is_dir()), path)
        for path in (one.resolve() for one in of.folders())
    }


def _matters(change: object, path: str) -> bool:
    """Whether what changed may be one of ours, or a folder; what editors keep beside theirs is none."""
    file = Path(path)
    ours = file.suffix.lower() in (*PROJECTS, *TABLES) or file.is_dir()
    return ours and not file.name.startswith((".", "~"))
