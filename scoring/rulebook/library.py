"""Where rulebooks and indicator sets are found: by name near the file that names them, then among the shipped; by path.

A name stands for what lies in `rules/` or `indicators/` of the file's folder or of a folder above it, the nearest first, under that
name or giving itself that name; so that a copy made by `scoring init` goes before what is shipped. A path in a file is
relative to that file and leads to nothing outside the folder that somebody named.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal, TypeVar

from scoring.documents.document import Document
from scoring.documents.files import DISK, Overlay, is_read, read_bytes, read_document, read_folder
from scoring.problems import Place, Problem, Text, nearest
from scoring.rulebook import shipped
from scoring.rulebook.changes import resting_on
from scoring.rulebook.editions import edition_for
from scoring.rulebook.model import CasesModel
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook, put_set_together, put_together

M = TypeVar("M")
LARGEST_CASES = 100_000_000  # bytes of a table of cases
LONGEST_SHOWN = 80
MOST_LOOKED_AT = 200  # of what lies on a shelf, for the name that it gives itself
Shelf = Literal["rules", "indicators"]
SECTIONS: dict[Shelf, str] = {"rules": "rulebook", "indicators": "indicator_set"}


@dataclass(frozen=True)
class Lookup:
    """From where names and paths are looked up."""

    start: Path | None = None  # the folder of who names; None: what is shipped, alone
    within: Path | None = (
        None  # the folder that no path may leave; None: there is no file that a path could be relative to
    )
    free: bool = False  # whether any path may be named: on the command line, and by a program
    beside: Path | None = None  # a folder whose own files go before all others
    over: Overlay = DISK
    instead: tuple[tuple[str, Rulebook], ...] = ()  # what `use` of a name means, whatever lies there

    def of(self, file: Path | None) -> Lookup:
        """From where a file that was found looks up names of its own."""
        if file is None or any(
            shipped.holds(shelf, file) for shelf in SECTIONS
        ):  # its neighbours are those of who named it
            return replace(self, free=False, within=None, beside=None)
        folder = file.parent
        within = self.within if self.within is not None and _is_below(folder, self.within) else folder
        return Lookup(folder, within, over=self.over, instead=self.instead)


@dataclass(frozen=True)
class Found:
    """What a name or path leads to."""

    path: Path
    instead_of_shipped: str = ""  # where it lies, seen from who named it, if something shipped has the same name


def command_line(over: Overlay = DISK) -> Lookup:
    """How the command line looks things up: from the folder in which it runs."""
    return Lookup(Path(), free=True, over=over)


def beside_file(file: Path, within: Path | None = None, over: Overlay = DISK) -> Lookup:
    """How a file looks things up: from its folder; paths stay `within` a folder, by default its own."""
    return Lookup(file.parent, within if within is not None else file.parent, over=over)


def open_rulebook(
    name: str, asked_at: Place, lookup: Lookup | None = None, period: str | None = None
) -> tuple[Rulebook | None, list[Problem]]:
    """The rulebook of that name, or at that path, with everything that it uses, and all problems.

    `asked_at` is where the name was written, and `lookup` from where it is looked up, by default as the command line does; of several editions in one folder the one that is named (`national@2024`) or is
    in force at the end of the `period` is opened.
    """
    return _opened(name, asked_at, lookup or command_line(), period, ())


def rulebook_from(
    documents: Sequence[Document], lookup: Lookup, period: str | None = None
) -> tuple[Rulebook | None, list[Problem]]:
    """A rulebook of documents that lie nowhere, with everything that it uses."""
    rulebook, problems = put_together(documents)
    if rulebook is None:
        return None, problems
    return _with_used(rulebook, Found((lookup.start or Path()) / "…"), lookup, (), problems, period)


def _opened(
    name: str, asked_at: Place, lookup: Lookup, period: str | None, within: tuple[Path, ...]
) -> tuple[Rulebook | None, list[Problem]]:
    book, at_sign, edition = name.partition("@")
    found = find("rules", book if at_sign else name, asked_at, lookup)
    if isinstance(found, Problem):
        return None, [found]
    if editions := editions_of(found.path, lookup.over):
        return _of_period(found, editions, asked_at, lookup, edition if at_sign else None, period, within)
    documents, problems = read_folder(found.path, shown_as("rules", found.path, lookup.over), lookup.over)
    documents = [document for document in documents if not _is_of_forms(document)]
    if not documents:
        return None, problems
    rulebook, more = put_together(documents)
    rulebook, more = _whole(rulebook, documents, problems, more)
    if rulebook is None:
        return rulebook, more
    return _with_used(rulebook, found, lookup, within, more, period)


def _is_of_forms(document: Document) -> bool:
    """Whether a file that lies among those of a rulebook declares forms alone."""
    return "form" in document.data and set(document.data) <= {"form", "format"}


def _with_used(
    rulebook: Rulebook,
    found: Found,
    lookup: Lookup,
    within: tuple[Path, ...],
    problems: list[Problem],
    period: str | None,
) -> tuple[Rulebook | None, list[Problem]]:
    """The rulebook with those that its `use` names, which lie beside it, in `rules/` above it, or are shipped."""
    used: list[Rulebook] = []
    here = found.path.resolve()
    for document in rulebook.documents:
        for name, at in used_by(document):
            if here in within:
                message = Text("rulebooks use each other in a circle", "规则集循环引用")
                return None, [
                    *problems,
                    Problem("cycle", message, at, Text("let one of them stand alone", "让其中一个独立")),
                ]
            if "/" in name or "\\" in name or name in (".", ".."):
                message = Text(
                    f"`{name[:LONGEST_SHOWN]}` is a path; `use` takes a name",
                    f"{name[:LONGEST_SHOWN]} 是路径，use 只能写名称",
                )
                fix = Text("put that rulebook beside this one and name it", "把该规则集放在旁边，写它的名称")
                problems.append(Problem("path-in-file", message, at, fix))
                continue
            own = replace(lookup.of(document.home), beside=_shelf(found.path, name, lookup.over))
            opened = dict(lookup.instead).get(name.partition("@")[0])
            if opened is None:
                opened, more = _opened(name, at, own, period, (*within, here))
                problems += more
            if opened is None:
                return None, problems
            used.append(opened)
    if not used and not rulebook.changes_written:
        return rulebook, problems
    made, more = resting_on(rulebook, used)
    return made, problems + more


def used_by(document: Document) -> Iterator[tuple[str, Place]]:
    """The rulebooks that a file says it rests on, each with its place; of one alone also written without a list."""
    said = document.data.get("use", [])
    if isinstance(said, str):
        yield said, document.value_place(("use",))
    elif isinstance(said, list):
        yield from ((name, document.value_place(("use", n))) for n, name in enumerate(said) if isinstance(name, str))


def _shelf(folder: Path, name: str, over: Overlay) -> Path:
    """Where a rulebook's neighbours lie; of one edition's folder, above the rulebook's."""
    near = folder.absolute().parent
    book = name.partition("@")[0]
    return near if _on_shelf(near, book, over) is not None else near.parent


def editions_of(folder: Path, over: Overlay = DISK) -> list[Path]:
    """The folders of a rulebook's editions, where it has no files of its own beside them."""
    if not over.is_dir(folder):
        return []
    inside = over.inside(folder)
    if any(is_read(path, over) for path in inside):
        return []
    return [path for path in inside if over.is_dir(path) and any(is_read(file, over) for file in over.inside(path))]


def _of_period(
    found: Found,
    editions: list[Path],
    at: Place,
    lookup: Lookup,
    edition: str | None,
    period: str | None,
    within: tuple[Path, ...],
) -> tuple[Rulebook | None, list[Problem]]:
    """The edition of that name, else the one in force on the last day of the period."""
    books: list[Rulebook] = []
    problems: list[Problem] = []
    for path in editions:
        documents, faults = read_folder(path, shown_as("rules", path, lookup.over), lookup.over)
        book, more = put_together(documents) if documents else (None, [])
        book, faults = _whole(book, documents, faults, more)
        if book is not None:
            book, faults = _with_used(book, replace(found, path=path), lookup, within, faults, period)
        problems += faults
        if book is not None:
            books.append(book)
    if len(books) < len(editions):
        return None, problems
    chosen, faults = edition_for(found.path.resolve().name, books, at, edition, period)
    return chosen, problems + faults


def open_set(name: str, asked_at: Place, lookup: Lookup | None = None) -> tuple[IndicatorSet | None, list[Problem]]:
    """The indicator set of that name, or at that path, with all its problems."""
    lookup = lookup or command_line()
    found = find("indicators", name, asked_at, lookup)
    if isinstance(found, Problem):
        return None, [found]
    documents, problems = read_folder(found.path, shown_as("indicators", found.path, lookup.over), lookup.over)
    if not documents:
        return None, problems
    indicator_set, faults = put_set_together(documents)
    return _whole(indicator_set, documents, problems, faults)


def open_rules_of(
    indicator_set: IndicatorSet, lookup: Lookup, period: str | None = None, at: Place | None = None
) -> tuple[Rulebook | None, list[Problem]]:
    """The rulebook that a set names, looked up from where the set lies; `lookup` is how the set itself was found."""
    header = indicator_set.header
    return open_rulebook(header.model.rules, at or header.at("rules"), lookup.of(header.document.home), period)


def _whole(
    made: M | None, documents: list[Document], problems: list[Problem], found: list[Problem]
) -> tuple[M | None, list[Problem]]:
    """What was put together; nothing where a file could not be read at all: what it declares would all seem unknown."""
    torn = {problem.place.file for problem in problems} - {document.file for document in documents}
    if not torn:
        return made, problems + found
    return None, [*problems, *(problem for problem in found if problem.code != "missing-section")]


def read_beside(cases: Entry[CasesModel], over: Overlay = DISK) -> tuple[tuple[Path, bytes] | None, list[Problem]]:
    """A table of cases, which lies beside the file that names it, or below: where, and its bytes."""
    home = cases.document.home
    written = PurePosixPath(cases.model.file.replace("\\", "/"))
    at = cases.at("file")
    if written.is_absolute() or ".." in written.parts or ":" in cases.model.file or home is None:
        message = Text(
            "a table of cases lies beside this file, or in a folder below", "案例表应与本文件同在一处，或在其下级文件夹"
        )
        return None, [Problem("outside", message, at, Text('such as "cases/2024.csv"', '例如 "cases/2024.csv"'))]
    path = home.parent / written
    raw, problems = read_bytes(path, cases.model.file, LARGEST_CASES, over)
    return (path, raw) if raw is not None else None, [replace(problem, place=at) for problem in problems]


# ---------------------------------------------------------------- finding


def folder_of(shelf: Shelf, name: str, lookup: Lookup) -> Path | None:
    """The folder (or file) that a name or path leads to."""
    found = find(shelf, name, Place(name), lookup)
    return found.path if isinstance(found, Found) else None


def find(shelf: Shelf, name: str, at: Place, lookup: Lookup) -> Found | Problem:
    """What a name or path that is written at a place leads to; or why it leads nowhere."""
    try:
        if _is_path(name):
            return _by_path(shelf, name, at, lookup)
        return _by_name(shelf, name, lookup) or _not_found(shelf, name, at)
    except (OSError, ValueError):  # no path at all, such as a name of a thousand characters
        return _not_found(shelf, name, at)


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name or name in ("", ".", "..") or name.endswith(".toml")


def _by_path(shelf: Shelf, name: str, at: Place, lookup: Lookup) -> Found | Problem:
    if lookup.free:
        path = Path(name)
        return Found(path) if name and lookup.over.exists(path) else _not_found(shelf, name, at)
    if lookup.start is None or lookup.within is None:
        message = Text(f"`{name[:LONGEST_SHOWN]}` is a path, and there is no file that it could be relative to",
                       f"{name[:LONGEST_SHOWN]} 是路径，但没有文件可供它参照")  # fmt: skip
        return Problem("path-in-file", message, at, OUTSIDE)
    path = lookup.start / PurePosixPath(name.replace("\\", "/"))
    if not name or not _is_below(path, lookup.within) or path.resolve() == lookup.start.resolve():
        message = Text(f"`{name[:LONGEST_SHOWN]}` does not lead to something below this folder",
                       f"{name[:LONGEST_SHOWN]} 不在本文件夹之下")  # fmt: skip
        return Problem("path-in-file", message, at, OUTSIDE)
    return Found(path) if lookup.over.exists(path) else _not_found(shelf, name, at)


OUTSIDE = Text("put it in a folder below and name that, or give the path on the command line: --rules or --indicators",
               "放在下级文件夹并写明，或在命令行用 --rules 或 --indicators 指明路径")  # fmt: skip


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _by_name(shelf: Shelf, name: str, lookup: Lookup) -> Found | None:
    """The nearest of that name, then the shipped one; on the command line a folder that lies there."""
    known = shipped.find(shelf, name)
    for folder in _shelves(shelf, lookup):
        path = _on_shelf(folder, name, lookup.over) or _calls_itself(shelf, folder, name, lookup.over)
        if path is not None:
            instead = known is not None and not shipped.holds(shelf, path)
            return Found(path, _seen_from(lookup, path) if instead else "")
    if known is None and lookup.free and lookup.over.is_dir(Path(name)):
        return Found(Path(name))
    return Found(known) if known is not None else None


def _seen_from(lookup: Lookup, path: Path) -> str:
    return Path(os.path.relpath(path, lookup.start or Path())).as_posix()


def _shelves(shelf: Shelf, lookup: Lookup) -> Iterator[Path]:
    """The folders in which a name may lie, the nearest first."""
    if lookup.beside is not None:
        yield lookup.beside
    if lookup.start is not None:
        here = lookup.start.absolute()
        near = (folder / shelf for folder in (here, *here.parents))
        yield from (folder for folder in near if lookup.over.is_dir(folder))


def _on_shelf(folder: Path, name: str, over: Overlay) -> Path | None:
    """What lies there under that name: a folder with files in it, or a file."""
    path = folder / name
    if over.is_dir(path) and (editions_of(path, over) or any(is_read(file, over) for file in over.inside(path))):
        return path
    file = folder / f"{name}.toml"
    return file if over.exists(file) else None


def _calls_itself(shelf: Shelf, folder: Path, name: str, over: Overlay) -> Path | None:
    """What lies there under another name and gives itself this one."""
    for path in over.inside(folder)[:MOST_LOOKED_AT] if over.is_dir(folder) else ():
        inside = over.inside(path) if over.is_dir(path) else [path]
        for file in (file for file in inside if is_read(file, over)):
            document, _ = read_document(file, file.name, over)
            header = document.data.get(SECTIONS[shelf]) if document is not None else None
            if isinstance(header, dict) and header.get("name") == name:
                return path
    return None


# ---------------------------------------------------------------- what people are shown


def shown_as(shelf: Shelf, path: Path, over: Overlay = DISK) -> str:
    """What people see before the names of files of what lies at a path: from `rules/` or `indicators/` on, else its own name.

    A single file that was named elsewhere stands for itself.
    """
    is_folder = over.is_dir(path)
    folder = path.resolve() if is_folder else path.resolve().parent
    last = folder.parts[-3:]  # rules, the rulebook, its edition
    if shelf in last:
        return "/".join(last[last.index(shelf) :])
    return folder.name if is_folder else ""


def _not_found(shelf: Shelf, name: str, at: Place) -> Problem:
    names = shipped.names(shelf)
    name = name if len(name) <= LONGEST_SHOWN else name[:LONGEST_SHOWN] + "…"
    near = nearest(name, names)
    what = Text("rulebook", "规则集") if shelf == "rules" else Text("indicator set", "指标集")
    known = ", ".join(names)
    return Problem(
        "not-found",
        Text(f"there is no {what.en} `{name}`", f"找不到{what.zh} `{name}`"),
        at,
        Text(f"did you mean `{near}`?", f"是否指 `{near}`？")
        if near
        else Text(f"shipped are {known}; a path works as well", f"自带的有 {known}；也可以写路径"),
    )
