"""What a program read out of a document and nobody has confirmed yet: `draft = true`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.documents.document import Document
from scoring.project.about import DRAFT

Path = tuple[str | int, ...]


def drafts_of(document: Document) -> list[tuple[str, Path]]:
    """Facts, records and actuals that are drafts, in their order: the name (`spent`, `spending[1]`, `C12.actual`) and its path."""
    found: list[tuple[str, Path]] = []
    facts, rows = document.data.get("facts"), document.data.get("indicator")
    for name, written in facts.items() if isinstance(facts, dict) else ():
        found += _in(name, written, ("facts", name))
    for name, row in rows.items() if isinstance(rows, dict) else ():
        for key in ("target", "actual") if isinstance(row, dict) else ():
            found += _in(f"{name}.{key}", row.get(key), ("indicator", name, key))
    return found


def _in(name: str, written: Any, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(written, dict):
        if written.get(DRAFT) is True:
            yield name, path
        for key, inside in written.items():
            if isinstance(inside, list):
                yield from _in(name, inside, (*path, key))
    elif isinstance(written, list):
        for number, record in enumerate(written):
            yield from _in(f"{name}[{number + 1}]", record, (*path, number))
