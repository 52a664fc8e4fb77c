"""What a folder holds: rulebooks, indicator sets, projects, forms and maps of columns, each file as what it says it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from scoring.documents.files import DISK, MOST_FILES, Overlay, is_file, is_read, read_document
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.rulebook import shipped
from scoring.rulebook.library import Lookup, find, folder_of

Kind = Literal["rulebook", "indicator_set", "project", "columns", "form", "unknown"]
HEADERS: tuple[Kind, ...] = ("project", "indicator_set", "rulebook", "columns", "form")
OURS = (
    "format",
    "fact",
    "value",
    "list",
    "column",
    "rule",
    "check",
    "unit",
    "group",
    "basis",
    "limit",
    "grade",
    "result",
    "example",
    "cases",
)
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of ours that lies at a path: a file, or a folder whose files belong together."""

    kind: Kind
    path: Path


def things_at(name: str, lookup: Lookup) -> list[Thing]:
    """What lies at a path, or is found by that name: a set before a rulebook; raises `InputRefused` where there is nothing."""
    over, path = lookup.over, Path(name)
    if is_file(path, over):
        document, problems = read_document(path, path.name, over)
        if document is None:
            raise InputRefused(problems)
        return [Thing(kind_of(document.data) or "rulebook", path)]
    found = folder_of("indicators", name, lookup) or folder_of("rules", name, lookup) or shipped.find("forms", name)
    if found is None:
        problem = find("rules", name, Place(name), lookup)
        raise InputRefused([problem] if isinstance(problem, Problem) else [])
    if over.is_dir(found):
        return things_in(found, over) or [Thing("rulebook", found)]
    kind = _kind(found, over)
    return [Thing(kind if kind is not None else "unknown", found)]


def kind_of(data: Mapping[str, Any]) -> Kind | None:
    """What a file says it is; None of one that is nothing of ours, such as an editor's settings."""
    header = next((kind for kind in HEADERS if kind in data), None)
    ours = any(key in data for key in OURS if key != "format" or header is None)
    if header is not None and not (header == "form" and ours):  # forms may stand among the rules of a rulebook
        return header
    return "unknown" if ours else None


def things_in(folder: Path, over: Overlay = DISK) -> list[Thing]:
    """Everything of ours in a folder and the folders below it, in the order of names; raises `InputRefused` where it cannot be read."""
    found = list(_things(folder, over, 0))
    if len(found) > MOST_FILES:
        message = Text(
            f"more than {MOST_FILES} rulebooks, sets and projects", f"规则集、指标集和项目超过 {MOST_FILES} 个"
        )
        raise InputRefused([Problem("too-large", message, Place(folder.name), Text("name fewer", "分次写明"))])
    return found


def _things(folder: Path, over: Overlay, depth: int) -> Iterator[Thing]:
    try:
        inside = [path for path in over.inside(folder) if not path.name.startswith(".")]
    except (OSError, ValueError):  # read by name, it is told
        yield Thing("unknown", folder)
        return
    kinds = {path: _kind(path, over) for path in inside if is_read(path, over)}
    yield from _together(folder, kinds)
    if depth < DEEPEST:
        for path in inside:
            if over.is_dir(path) and not path.is_symlink():
                yield from _things(path, over, depth + 1)


def _kind(file: Path, over: Overlay) -> Kind | None:
    document, _ = read_document(file, file.name, over)
    return kind_of(document.data) if document is not None else "unknown"


def _together(folder: Path, kinds: Mapping[Path, Kind | None]) -> Iterator[Thing]:
    """The files of one folder. Those of a rulebook or a set belong together, unless something else lies among them."""
    if "form" in kinds.values():
        yield Thing("form", folder)
    ours = {path: kind for path, kind in kinds.items() if kind not in (None, "form")}
    headed = [kind for kind in ours.values() if kind != "unknown"]
    rest = len(ours) - len(headed)
    if ours and set(headed) <= {"rulebook"} and (len(headed) <= 1 or rest):
        yield Thing("rulebook", folder)
    elif set(headed) == {"indicator_set"} and (len(headed) == 1 or rest):
        yield Thing("indicator_set", folder)
    else:
        yield from (Thing(kind, path) for path, kind in ours.items())
