"""Drafts that somebody confirms: `draft` goes, who and when are added; every other byte of the file stays."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.documents.document import Document
from scoring.documents.editing import amended_all, without_key
from scoring.problems import Problem, Text, nearest
from scoring.project.about import DRAFT
from scoring.project.drafts import Path, drafts_of


def confirmed(raw: bytes, document: Document, names: Sequence[str], by: str, on: str) -> bytes | list[Problem]:
    """The project's file with these drafts confirmed, all where none is named; a list by its name, with all its records.

    Problems: `nothing-to-confirm`, `not-a-draft`, `cannot-confirm`.
    """
    drafts = drafts_of(document)
    if not drafts:
        return [Problem("nothing-to-confirm", Text("there is no draft in this project", "这个项目中没有待确认的数据"),
                        document.key_place(()), Text("nothing is to be done", "无须再做"))]  # fmt: skip
    chosen = [one for one in drafts if not names or any(_is(one[0], name) for name in names)]
    unknown = [name for name in names if not any(_is(draft, name) for draft, _ in drafts)]
    if unknown:
        return [_no_draft(name, [draft for draft, _ in drafts], document) for name in unknown]
    for _, path in chosen:
        after = _confirmed(raw, path, by, on)
        if after is None:
            return [_cannot(document, path)]
        raw = after
    return raw


def _is(draft: str, name: str) -> bool:
    return draft == name or draft.startswith(f"{name}[")


def _confirmed(raw: bytes, path: Path, by: str, on: str) -> bytes | None:
    without = without_key(raw, (*path, DRAFT))
    return None if without is None else amended_all(without, [((*path, "by"), by), ((*path, "on"), on)])


def _no_draft(name: str, drafts: Sequence[str], document: Document) -> Problem:
    near = nearest(name, drafts)
    listed = ", ".join(drafts[:12])
    return Problem(
        "not-a-draft",
        Text(f"`{name}` is no draft of this project", f"{name} 不是这个项目中待确认的数据"),
        document.key_place(()),
        Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else Text(f"drafts are {listed}", f"待确认的有 {listed}"),
    )  # fmt: skip


def _cannot(document: Document, path: Path) -> Problem:
    return Problem(
        "cannot-confirm",
        Text("this draft cannot be amended in the file", "无法在文件中改动这项数据"),
        document.key_place(path),
        Text("take `draft` out by hand, and add `by` and `on`", "请手工删去 draft，补上 by 和 on"),
    )
