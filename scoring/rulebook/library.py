"""Where rulebooks and indicator sets are found: shipped ones by name, others by path.

A set that lies in `…/indicators/NAME` finds a rulebook of its own in `…/rules/` beside it before the shipped ones,
so that a copy made by `scoring init` uses the edited rules.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Literal, TypeVar

from scoring.documents.document import Document
from scoring.documents.files import read_bytes, read_folder
from scoring.problems import Place, Problem, Text
from scoring.rulebook import shipped
from scoring.rulebook.changes import resting_on
from scoring.rulebook.editions import edition_for
from scoring.rulebook.model import CasesModel
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook, put_set_together, put_together

M = TypeVar("M")
LARGEST_CASES = 100_000_000  # bytes of a table of cases
LONGEST_SHOWN = 80
Shelf = Literal["rules", "indicators"]


def open_rulebook(
    name: str, asked_at: Place, beside: Path | None = None, period: str | None = None
) -> tuple[Rulebook | None, list[Problem]]:
    """The rulebook of that shipped name, or at that path, with everything that it uses, and all problems.

    `asked_at` is where the name was written; `beside` a folder whose rulebooks go before the shipped ones; of several
    editions in one folder the one that is named (`national@2024`) or is in force at the end of the `period` is opened.
    """
    return _opened(name, asked_at, beside, period, ())


def _opened(
    name: str, asked_at: Place, beside: Path | None, period: str | None, within: tuple[Path, ...]
) -> tuple[Rulebook | None, list[Problem]]:
    book, at_sign, edition = name.partition("@")
    folder = folder_of("rules", book, beside)
    if folder is not None and (editions := editions_of(folder)):
        return _of_period(folder, editions, asked_at, edition if at_sign else None, period, within)
    documents, problems = _documents("rules", name, asked_at, beside)
    if not documents:
        return None, problems
    rulebook, found = put_together(documents)
    rulebook, found = _whole(rulebook, documents, problems, found)
    if rulebook is None or folder is None:
        return rulebook, found
    return _with_used(rulebook, folder, within, found, period)


def _with_used(
    rulebook: Rulebook, folder: Path, within: tuple[Path, ...], problems: list[Problem], period: str | None
) -> tuple[Rulebook | None, list[Problem]]:
    """The rulebook with those that its `use` names, which lie beside it or are shipped."""
    used: list[Rulebook] = []
    here = folder.resolve()
    for document in rulebook.documents:
        for number, name in enumerate(document.data.get("use", [])):
            at = document.value_place(("use", number))
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
            found, more = _opened(name, at, _shelf(here, name), period, (*within, here))
            problems += more
            if found is None:
                return None, problems
            used.append(found)
    if not used and not rulebook.changes_written:
        return rulebook, problems
    made, more = resting_on(rulebook, used)
    return made, problems + more


def _shelf(folder: Path, name: str) -> Path:
    """Where a rulebook's neighbours lie; of one edition's folder, above the rulebook's."""
    book = name.partition("@")[0]
    return folder.parent if folder_of("rules", book, folder.parent) is not None else folder.parent.parent


def editions_of(folder: Path) -> list[Path]:
    """The folders of a rulebook's editions, where it has no files of its own beside them."""
    if not folder.is_dir() or any(folder.glob("*.toml")):
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and any(path.glob("*.toml")))


def _of_period(
    folder: Path, editions: list[Path], at: Place, edition: str | None, period: str | None, within: tuple[Path, ...]
) -> tuple[Rulebook | None, list[Problem]]:
    """The edition of that name, else the one in force on the last day of the period."""
    books: list[Rulebook] = []
    problems: list[Problem] = []
    for path in editions:
        documents, found = read_folder(path, f"rules/{folder.resolve().name}/{path.name}")
        book, more = put_together(documents) if documents else (None, [])
        book, found = _whole(book, documents, found, more)
        if book is not None:
            book, found = _with_used(book, path, within, found, period)
        problems += found
        if book is not None:
            books.append(book)
    if len(books) < len(editions):
        return None, problems
    chosen, found = edition_for(folder.resolve().name, books, at, edition, period)
    return chosen, problems + found


def open_set(name: str, asked_at: Place, beside: Path | None = None) -> tuple[IndicatorSet | None, list[Problem]]:
    """The indicator set of that shipped name, or at that path, with all its problems."""
    documents, problems = _documents("indicators", name, asked_at, beside)
    if not documents:
        return None, problems
    indicator_set, found = put_set_together(documents)
    return _whole(indicator_set, documents, problems, found)


def _whole(
    made: M | None, documents: list[Document], problems: list[Problem], found: list[Problem]
) -> tuple[M | None, list[Problem]]:
    """What was put together; nothing where a file could not be read at all: what it declares would all seem unknown."""
    torn = {problem.place.file for problem in problems} - {document.file for document in documents}
    if not torn:
        return made, problems + found
    return None, [*problems, *(problem for problem in found if problem.code != "missing-section")]


def folder_of(shelf: Shelf, name: str, beside: Path | None = None) -> Path | None:
    """The folder (or file) of that name: a path if it looks like one, else beside, else shipped."""
    try:
        return _folder_of(shelf, name, beside)
    except (OSError, ValueError):  # no path at all, such as a name of a thousand characters
        return None


def read_beside(
    cases: Entry[CasesModel], shelf: Shelf, name: str, beside: Path | None = None
) -> tuple[tuple[Path, bytes] | None, list[Problem]]:
    """A table of cases, which lies beside the file that names it, or below: where, and its bytes."""
    folder = folder_of(shelf, name, beside)
    written = PurePosixPath(cases.model.file.replace("\\", "/"))
    at = cases.at("file")
    if written.is_absolute() or ".." in written.parts or ":" in cases.model.file:
        message = Text(
            "a table of cases lies beside this file, or in a folder below", "案例表应与本文件同在一处，或在其下级文件夹"
        )
        return None, [Problem("outside", message, at, Text('such as "cases/2024.csv"', '例如 "cases/2024.csv"'))]
    if folder is None:
        return None, []
    path = (folder.parent if folder.is_file() else folder) / written
    raw, problems = read_bytes(path, cases.model.file, LARGEST_CASES)
    return (path, raw) if raw is not None else None, [replace(problem, place=at) for problem in problems]


def _folder_of(shelf: Shelf, name: str, beside: Path | None) -> Path | None:
    if "/" in name or "\\" in name or name in (".", "..") or name.endswith(".toml"):
        path = Path(name)
        return path if path.exists() else None
    if beside is not None:
        for candidate in (beside / name, beside / f"{name}.toml"):
            if candidate.exists():
                return candidate
    found = shipped.find(shelf, name)
    if found is None and Path(name).is_dir():
        return Path(name)
    return found


def _documents(shelf: Shelf, name: str, at: Place, beside: Path | None) -> tuple[list[Document], list[Problem]]:
    path = folder_of(shelf, name, beside)
    if path is None:
        return [], [_not_found(shelf, name, at)]
    folder = path.stem if path.suffix == ".toml" else path.resolve().name
    return read_folder(path, f"{shelf}/{folder}")


def _not_found(shelf: Shelf, name: str, at: Place) -> Problem:
    names = shipped.names(shelf)
    name = name if len(name) <= LONGEST_SHOWN else name[:LONGEST_SHOWN] + "…"
    near = difflib.get_close_matches(name, names, 1)
    what = Text("rulebook", "规则集") if shelf == "rules" else Text("indicator set", "指标集")
    known = ", ".join(names)
    return Problem(
        "not-found",
        Text(f"there is no {what.en} `{name}`", f"找不到{what.zh} `{name}`"),
        at,
        Text(f"did you mean `{near[0]}`?", f"是否指 `{near[0]}`？")
        if near
        else Text(f"shipped are {known}; a path works as well", f"自带的有 {known}；也可以写路径"),
    )
