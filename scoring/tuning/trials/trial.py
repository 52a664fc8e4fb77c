"""Settings written into the files that hold them, in memory: what would lie on disk if they were saved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from scoring.documents.document import LARGEST
from scoring.documents.editing import amended_all, line_end, said_by
from scoring.documents.files import Overlay, read_bytes
from scoring.documents.spelling import key, value
from scoring.problems import InputRefused, Problem, Text
from scoring.tuning.trials.settings import Setting

Texts = dict[Path, tuple[bytes, bytes]]
"""What files say before and after, by where they lie."""


def texts_of(settings: Iterable[Setting]) -> Texts:
    """Every file with its settings, comments and layout kept; raises `InputRefused` for what cannot be written so."""
    by_file: dict[Path, list[Setting]] = {}
    problems: list[Problem] = []
    for one in settings:
        home = home_of(one)
        if home is None or one.document.is_json:
            problems.append(_cannot(one))
        else:
            by_file.setdefault(home, []).append(one)
    found: Texts = {}
    for path, listed in by_file.items():
        raw = listed[0].document.as_it_was
        if raw is None:
            raw, faults = read_bytes(path, listed[0].document.file, LARGEST)
            problems += faults
        if raw is None:
            continue
        after = written(raw, listed)
        if after is None:
            problems += [_cannot(one) for one in listed]
        else:
            found[path] = raw, after
    if problems:
        raise InputRefused(problems)
    return found


def home_of(one: Setting) -> Path | None:
    """Where the file of a setting lies; None of what lies nowhere, such as standard input."""
    return None if one.document.home is None else Path(os.path.realpath(one.document.home))


def overlay_of(texts: Texts) -> Overlay:
    """The files as they would be."""
    return Overlay({path: after for path, (_, after) in texts.items()})


def written(raw: bytes, settings: Sequence[Setting]) -> bytes | None:
    """A file with every one of these values in it; None where that is not possible."""
    after = amended_all(raw, [(one.path, one.after) for one in settings])
    if after is not None:
        return after
    for one in settings:  # one after the other, and sections that are not there yet at the end
        made = amended_all(raw, [(one.path, one.after)]) or _as_section(raw, one)
        if made is None:
            return None
        raw = made
    return raw


def _as_section(raw: bytes, one: Setting) -> bytes | None:
    """The value in a section of its own at the end, where the file has none of that name."""
    said = said_by(raw)
    first, *rest = one.path
    if said is None or not rest or first in said or any(isinstance(step, int) for step in one.path):
        return None
    lines = f"\n[{key(str(first))}]\n{'.'.join(key(str(step)) for step in rest)} = {value(one.after)}\n"
    end = b"" if raw.endswith(b"\n") or not raw else line_end(raw)
    after = raw + end + lines.encode().replace(b"\n", line_end(raw))
    holder: Any = said.setdefault(str(first), {})
    for step in rest[:-1]:
        holder = holder.setdefault(step, {})
    holder[rest[-1]] = one.after
    return after if said_by(after) == said else None


def _cannot(one: Setting) -> Problem:
    message = Text(f"`{one.written}` cannot be written there", f"无法在该处写入 {one.written}")
    fix = Text("write it into the file yourself, and compare", "请直接修改文件，再作对比")
    return Problem("cannot-set", message, one.typed_at, fix)
