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
from scoring.documents.editing import appended, remarks
from scoring.documents.files import cannot_write, read_bytes, write_all
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.rulebook import shipped
from scoring.tuning.trials.settings import Setting
from scoring.tuning.trials.trial import Texts, home_of
from scoring.values.day import Day


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rules are changed, by whom and when; all of it is said by whoever changes them, the day as well."""

    why: str | None = None
    by: str | None = None
    on: str | datetime.date | None = None


def write(texts: Texts, settings: Sequence[Setting], project: Path | None, reason: Reason, moved: Text) -> list[Path]:
    """Writes the files, all of them or none, with a revision in those of rules; gives back which. Raises `InputRefused`.

    `project`: the file of facts, which has no changelog. Every file is looked at before the first is written.
    """
    of_rules = [path for path in texts if project is None or path != project.resolve()]
    past = list(_past(settings))
    if past:
        raise InputRefused(past)
    problems = [*_shipped(of_rules), *(lacking(reason) if of_rules else [])]
    for path, (before, after) in texts.items():
        problems += [*_changed(path, before), *_remarks_lost(path, before, after)]
    if problems:
        raise InputRefused(problems)
    made: dict[Path, tuple[bytes, bytes]] = {}
    for path, (before, after) in texts.items():
        noted: bytes | None = after
        if path in of_rules:
            own = [one for one in settings if home_of(one) == path]
            noted = appended(after, "revision", _revision(own, reason, moved))
        if noted is None or len(noted) > LARGEST:
            raise InputRefused([_cannot(path)])
        made[path] = before, noted
    try:
        write_all(made)
    except OSError as error:
        raise InputRefused([cannot_write(Path(str(error.filename)).name, error)]) from None
    return list(made)


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


def lacking(reason: Reason) -> Iterable[Problem]:
    """What a reason does not say, or says wrongly."""
    for option, given, example in (
        ("--why", reason.why, '"…"'),
        ("--by", reason.by, '"…"'),
        ("--on", reason.on, "2025-03-14"),
    ):
        if not str(given or "").strip():
            message = Text(
                f"a change of rules is written with its reason: {option} is missing",
                f"修改规则须写明理由：缺少 {option}",
            )
            yield Problem(
                "no-reason", message, Place(option), Text(f"add {option} {example}", f"补上 {option} {example}")
            )
    on = reason.on
    if isinstance(on, str) and on.strip() and (Day.parse(on) is None or len(on) != 10):
        message = Text(f"`{on[:20]}` is no day", f"{on[:20]} 不是日期")
        yield Problem("wrong-kind", message, Place("--on", source=on), Text("such as 2025-03-14", "例如 2025-03-14"))


def _shipped(paths: Iterable[Path]) -> Iterable[Problem]:
    for path in paths:
        if any(shipped.holds(kind, path) for kind in ("rules", "indicators")):
            message = Text(
                f"`{path.name}` is shipped with the program and is not written", f"{path.name} 是自带的，不能写入"
            )
            fix = Text("copy it with scoring init, and change the copy", "用 scoring init 复制一份再修改")
            yield Problem("cannot-write", message, Place(path.name), fix)


def _past(settings: Iterable[Setting]) -> Iterable[Problem]:
    for one in settings:
        if one.document.as_it_was is not None:
            message = Text(
                f"`{one.document.file}` is of a revision of git, which is not written",
                f"{one.document.file} 来自 git 的版本，不能写入",
            )
            fix = Text("name the file as it lies there", "写明现在的文件")
            yield Problem("cannot-write", message, one.typed_at, fix)


def _remarks_lost(path: Path, before: bytes, after: bytes) -> Iterable[Problem]:
    """Whether a value that is written anew has comments inside."""
    if remarks(before) != remarks(after):
        message = Text(
            f"comments of `{path.name}` stand within what is set, and would be lost",
            f"{path.name} 的注释在所设的值之内，会丢失",
        )
        fix = Text(
            "set a value within it, such as rules.NAME.rows.0.0, or write it by hand",
            "只设其中的值，如 rules.名称.rows.0.0，或手工修改",
        )
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
