"""A change that was tried, written into the files that hold it, with its reason in the changelog of the rules: `[[revision]]`.

Nothing is written over what somebody else wrote in between, into what is shipped, or without a reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.documents.document import LARGEST
from scoring.documents.editing import appended
from scoring.documents.files import cannot_write, read_bytes, write_bytes
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.rulebook import shipped
from scoring.tuning.trials.settings import Setting
from scoring.tuning.trials.trial import Texts
from scoring.values.day import Day

COMMAND_LINE = Place("<command line>")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rules are changed, by whom and when; all of it is said by whoever changes them, the day as well."""

    why: str | None = None
    by: str | None = None
    on: str | datetime.date | None = None


def write(texts: Texts, settings: Sequence[Setting], project: Path | None, reason: Reason, moved: Text) -> list[Path]:
    """Writes the files, each whole, with a revision in those of rules; gives back which. Raises `InputRefused`.

    `project`: the file of facts, which has no changelog. All files are looked at before the first is written.
    """
    of_rules = [path for path in texts if project is None or path != project.resolve()]
    problems = [*_shipped(of_rules), *(_lacking(reason) if of_rules else [])]
    for path, (before, _) in texts.items():
        problems += _changed(path, before)
    if problems:
        raise InputRefused(problems)
    made: dict[Path, bytes] = {}
    for path, (_, after) in texts.items():
        made[path] = after
        if path in of_rules:
            own = [one for one in settings if one.document.home is not None and one.document.home.resolve() == path]
            noted = appended(after, "revision", _revision(own, reason, moved))
            if noted is None:
                raise InputRefused([_cannot(path)])
            made[path] = noted
    written: list[Path] = []
    for path, raw in made.items():
        try:
            write_bytes(path, raw, before=texts[path][0])
        except OSError as error:
            for done in written:  # all of it or nothing
                write_bytes(done, texts[done][0], before=made[done])
            raise InputRefused([cannot_write(path.name, error)]) from None
        written.append(path)
        read, faults = read_bytes(path, path.name, LARGEST)
        if read != raw:
            raise InputRefused([*faults, _cannot(path)])
    return written


def _revision(settings: Iterable[Setting], reason: Reason, moved: Text) -> Mapping[str, Any]:
    assert reason.on is not None
    on = reason.on if isinstance(reason.on, datetime.date) else datetime.date.fromisoformat(reason.on)
    return {
        "on": on,
        "by": reason.by,
        "why": reason.why,
        "changed": [_label(one.said) for one in settings],
        "moved": _label(moved),
    }


def _label(said: Text) -> str | dict[str, str]:
    return said.en if said.en == said.zh else {"zh": said.zh, "en": said.en}


def _lacking(reason: Reason) -> Iterable[Problem]:
    given = {"--why": reason.why, "--by": reason.by, "--on": reason.on}
    for option, example in (("--why", '"…"'), ("--by", '"…"'), ("--on", "2025-03-14")):
        if not given[option]:
            message = Text(
                f"a change of rules is written with its reason: {option} is missing",
                f"修改规则须写明理由：缺少 {option}",
            )
            yield Problem(
                "no-reason", message, COMMAND_LINE, Text(f"add {option} {example}", f"补上 {option} {example}")
            )
    on = reason.on
    day = Day.parse(on) if isinstance(on, str) and on else None
    if isinstance(on, str) and on and (day is None or len(on) != 10):
        message = Text(f"`{on[:20]}` is no day", f"{on[:20]} 不是日期")
        yield Problem("wrong-kind", message, COMMAND_LINE, Text("such as 2025-03-14", "例如 2025-03-14"))


def _shipped(paths: Iterable[Path]) -> Iterable[Problem]:
    for path in paths:
        if any(shipped.holds(kind, path) for kind in ("rules", "indicators")):
            message = Text(
                f"`{path.name}` is shipped with the program and is not written", f"{path.name} 是自带的，不能写入"
            )
            fix = Text("copy it with scoring init, and change the copy", "用 scoring init 复制一份再修改")
            yield Problem("cannot-write", message, Place(path.name), fix)


def _changed(path: Path, before: bytes) -> Iterable[Problem]:
    """Whether somebody wrote the file since it was read."""
    read, problems = read_bytes(path, path.name, LARGEST)
    if read is not None and read != before:
        message = Text(f"`{path.name}` was changed in the meantime", f"{path.name} 期间被修改过")
        fix = Text("look at it, and run this again; nothing was written", "请查看后重新运行；什么也没有写入")
        problems = [Problem("cannot-write", message, Place(path.name), fix)]
    return problems


def _cannot(path: Path) -> Problem:
    message = Text(f"the change cannot be written into `{path.name}`", f"无法把修改写入 {path.name}")
    return Problem("cannot-write", message, Place(path.name), Text("write it by hand", "请手工修改"))
