"""What surrounds a value: `{ value = …, source = …, at = … }`, its document and place there, who gave it, when, why."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from scoring.documents.syntax import as_key
from scoring.problems import Text, nearest
from scoring.project.fact_sheet import About
from scoring.project.reading import QUOTED, Path, Reading

ABOUT = ("source", "at", "by", "on", "why", "evidence", "set_on", "note")
DRAFT = "draft"
"""Said of what was read by a program and that nobody has confirmed yet."""
BOUNDS = ("at_least", "at_most")
FOR_READERS = ("note", "set_on")

SAY_IT = Text("say the value, or leave the fact out", "写明数值，或不写这项数据")
YES_OR_NO = Text("yes or no", "是或否")
TRUE_OR_FALSE = Text("write true or false, without quotes", "写 true 或 false，不加引号")


def read_about(reading: Reading, raw: dict[str, Any], path: Path, named: str = "value") -> tuple[About, Any, Path]:
    """What is said of a value; then the value (or its bounds) and its path. Reports `stray-key`, `unknown-key`, `missing-key`.

    `named`: the key that the value itself has.
    """
    said: dict[str, str] = {}
    for key, written in raw.items():
        if key == named or (key in BOUNDS and named not in raw):
            continue
        below = (*path, key)
        if key in BOUNDS:
            reading.problem(
                "stray-key",
                Text(f"`{key}` has no effect beside `{named}`", f"写了 {named}，{key} 就不起作用"),
                reading.document.key_place(below),
                Text(f"delete it, or `{named}`", f"删去它，或删去 {named}"),
            )
        elif key == DRAFT:
            read_draft(reading, written, below)
        elif key not in ABOUT:
            _unknown_key(reading, key, below, named)
        elif key not in FOR_READERS:
            text = _said(reading, written, below)
            if text is not None:
                said[key] = text
    about = About(**said)
    if about.source is not None:
        known_source(reading, about.source, (*path, "source"))
    return about, *_surrounded(reading, raw, path, named)


def _unknown_key(reading: Reading, key: str, path: Path, named: str) -> None:
    near = nearest(key, (named, *ABOUT, DRAFT, *BOUNDS))
    others = ", ".join((*ABOUT, DRAFT))
    reading.problem(
        "unknown-key",
        Text(f"unknown key `{key}`", f"未知的键 {key}"),
        reading.document.key_place(path),
        Text(f"did you mean `{near}`?", f"是否指 {near}？")
        if near
        else Text(f"known here: {named}, {others}", f"这里可以写：{named}, {others}"),
    )


def _surrounded(reading: Reading, raw: dict[str, Any], path: Path, named: str) -> tuple[Any, Path]:
    """The value, or its bounds, and where it stands; None where there is none."""
    if named in raw:
        below = (*path, named)
        if raw[named] is None and below not in reading.document.unread:
            reading.wrong_kind(Text("a value", "数值"), None, reading.document.value_place(below), SAY_IT)
        return raw[named], below
    bounds = {key: raw[key] for key in BOUNDS if key in raw}
    if bounds:
        return bounds, path
    if nearest(named, raw) is None:  # else it is told already
        reading.problem(
            "missing-key",
            Text(f"this gives no `{named}`", f"这里没有写 {named}"),
            reading.document.value_place(path),
            Text(f'write {{ {named} = "…" }}', f'写成 {{ {named} = "…" }}'),
        )
    return None, path


def known_source(reading: Reading, source: str, path: Path) -> None:
    """Tells of a document that the project does not name. Reports `unknown-source`."""
    if source in reading.sources:
        return
    near = nearest(source, list(reading.sources))
    reading.problem(
        "unknown-source",
        Text(f"source `{source}` is declared nowhere", f"没有声明来源 {source}"),
        reading.document.value_place(path),
        Text(f"did you mean `{near}`?", f"是否指 {near}？")
        if near
        else Text(f"add [source.{as_key(source)}] with its title", f"补上 [source.{as_key(source)}]，写明 title"),
    )


def read_draft(reading: Reading, written: Any, path: Path) -> None:
    """Tells of a `draft` that is neither true nor false."""
    if not isinstance(written, bool) and path not in reading.document.unread:
        reading.wrong_kind(YES_OR_NO, written, reading.document.value_place(path), TRUE_OR_FALSE)


def _said(reading: Reading, written: Any, path: Path) -> str | None:
    """What is said of a value: a text, a date, a number such as that of a page."""
    if isinstance(written, datetime.date):
        return written.isoformat()
    if isinstance(written, str | int | Decimal) and not isinstance(written, bool):
        return str(written)
    if path not in reading.document.unread:
        reading.wrong_kind(Text("text in quotes", "带引号的文字"), written, reading.document.value_place(path), QUOTED)
    return None
