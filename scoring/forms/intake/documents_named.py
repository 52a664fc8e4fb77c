"""Which files were handed in: documents and scans that files, folders and patterns stand for."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path

from scoring.forms.endings import ENDINGS, PICTURES, is_document
from scoring.problems import Place, Problem, Text
from scoring.values.number import cut

HIDDEN = (".", "~$")
"""How files begin that nobody handed in: those that an office program has open."""


def documents_in(named: Sequence[str], pictures: bool = False) -> tuple[list[Path], list[Problem]]:
    """Every document that files, folders and patterns stand for, once, in the order named, and by name inside; with pictures
    the scans in folders as well."""
    found: dict[Path, Path] = {}
    problems: list[Problem] = []
    for name in named:
        path = Path(name)
        if path.is_dir():
            inside = [one for one in files_below(path, problems) if is_wanted(one, pictures)]
        elif not path.exists() and glob.has_magic(name):
            inside = [one for one in map(Path, sorted(glob.glob(name, recursive=True))) if one.is_file()]
        else:
            inside = [path]
        if not inside and not problems:
            message = Text(f"there is no document in `{name}`", f"{name} 中没有可读的文件")
            fix = Text(f"documents end in {', '.join(ENDINGS[:8])}", f"文件的扩展名有 {'、'.join(ENDINGS[:8])}")
            problems.append(Problem("empty-folder", message, Place(name), fix))
        for one in inside:
            found.setdefault(one.resolve(), one)
    return list(found.values()), problems


def files_below(folder: Path, problems: list[Problem]) -> list[Path]:
    """Every file of a folder and of those below it, by name; hidden ones, and those that an office program has open (`~$…`), are
    nobody's. A folder that cannot be looked into is a problem."""
    faults: list[OSError] = []
    found: list[Path] = []
    for above, below, files in os.walk(folder, onerror=faults.append):
        below[:] = [name for name in below if not name.startswith(HIDDEN)]
        found += [Path(above, name) for name in files if not name.startswith(HIDDEN)]
    for error in faults:
        shown = Path(str(error.filename)).relative_to(folder.parent).as_posix()
        why = (error.strerror or "").lower()
        message = Text(f"`{cut(shown, 60)}` cannot be read: {why}", f"无法读取 {cut(shown, 60)}")
        problems.append(Problem("cannot-read", message, Place(shown), Text("check the path, and that you may read it", "检查路径和读取权限")))  # fmt: skip
    return sorted(found)


def is_wanted(path: Path, pictures: bool) -> bool:
    """Whether a file is a document by its name, or a picture where these are asked for."""
    return is_document(path) or (pictures and path.suffix.lower() in PICTURES)
