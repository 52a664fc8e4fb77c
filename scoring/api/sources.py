"""What a program hands over, a path, a text or a dict, as documents."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeGuard

from scoring.documents.document import Document
from scoring.documents.files import Overlay, parse_stream, read_document
from scoring.documents.plain_data import document_of_data
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.project.project import Project, read_project
from scoring.rulebook.folder import kind_of

Source = str | os.PathLike[str] | Mapping[str, Any]


def is_text(source: object) -> TypeGuard[str]:
    """Whether this is what a file would hold, and no name or path of one: a text of several lines, or JSON."""
    return isinstance(source, str) and ("\n" in source or source.lstrip()[:1] == "{")


def document_of(source: str | Mapping[str, Any], shown: str) -> tuple[Document | None, list[Problem]]:
    """A text or a dict as a document; places in a dict are those of its JSON."""
    if isinstance(source, str):
        return parse_stream(source.encode("utf-8", "surrogatepass"), shown)
    return document_of_data(source if "format" in source else {"format": 1, **source}, shown)


def checked(source: object, what: str) -> None:
    """Raises `TypeError` for what can be no source."""
    if not isinstance(source, str | os.PathLike | Mapping):
        raise TypeError(f"{what} is a path, a text or a dict, not {type(source).__name__}")


def not_read(over: Overlay, projects: bool = True) -> list[Problem]:
    """Texts that stand for files which nothing that was named leads to; or all of these but projects, that are read later."""
    return [_not_read(path) for path, text in over.unread().items() if projects or not _is_project(text, path)]


def _not_read(path: str) -> Problem:
    message = Text(f"`{path}` of `files` is not read: nothing that was named leads there",
                   f"files 中的 {path} 没有被读取：写明的内容都不涉及它")  # fmt: skip
    fix = Text("leave it out, or give the path under which it would be read", "去掉，或写明它会被读取的路径")
    return Problem("file-not-read", message, Place(path), fix)


def _is_project(text: bytes, path: str) -> bool:
    document, _ = parse_stream(text, path)
    return document is not None and kind_of(document.data) == "project"


def name_of(source: str | os.PathLike[str]) -> str:
    """A name or path as it is looked up: a `Path` is never a name."""
    if isinstance(source, str):
        return source
    path = os.fspath(source)
    return path if "/" in path or os.sep in path else f"./{path}"


def read_source(source: Source | Project, over: Overlay) -> tuple[Project | None, list[Problem]]:
    """A project, with every problem of its shape."""
    if isinstance(source, Project):
        return source, []
    checked(source, "a project")
    if isinstance(source, Mapping) or is_text(source):
        document, problems = document_of(source, "<project>")
    else:
        path = Path(source)
        document, problems = read_document(path, path.name or os.fspath(source) or ".", over)
    if document is None:
        return None, problems
    project, found = read_project(document)
    return project, [*problems, *found]


def read(source: Source, *, files: Mapping[str | os.PathLike[str], str] | None = None) -> Project:
    """A project from a path, a text (TOML or JSON) or a dict, to be scored or checked by several books.

    Raises `InputRefused` with every problem of its shape.
    """
    over = Overlay(files or {})
    project, problems = read_source(source, over)
    problems += not_read(over)
    if project is None or problems:
        raise InputRefused(problems)
    return project
