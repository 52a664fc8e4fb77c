"""What came of documents that were taken in, as people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from scoring.forms.intake.form_reader import OneForm
from scoring.forms.intake.intake import TakenFile, TakenForm
from scoring.forms.intake.reading_again import Change
from scoring.problems import Language, Problem, Text
from scoring.problems.shown import harmless
from scoring.views.terminal import columns, wrapped

STATES = {
    "new": Text("new", "新增"),
    "changed": Text("changed", "有变化"),
    "unchanged": Text("unchanged", "无变化"),
}
TARGETS = Text("targets", "目标申报表")
NOTHING = "—"
HEADS = (
    Text("file", "文件"), Text("form", "表样"), Text("project", "项目"), Text("rows", "指标"), Text("taken", "读取"),
    Text("labels", "标签"), Text("listed", "存疑"), Text("claimed", "自评"), Text("state", "状态"),
)  # fmt: skip
WITHOUT = {"period": Text("a year", "年度"), "project": Text("a name", "名称"), "code": Text("a code", "编码")}
"""What a project should have of its form."""
RIGHT = (3, 4, 5, 6, 7)
SCHEMA = "read/1"
WIDEST_NAME = 28


def as_text(taken: Sequence[TakenFile], language: Language) -> str:
    """A table of files and forms, what changed since they were read last, and the documents that were rejected."""
    lines = list(_table(taken, language))
    lines += _changes(taken, language)
    lines += _rejects(taken, language)
    lines.append(summary(taken).in_language(language))
    return "\n".join(lines) + "\n"


def summary(taken: Sequence[TakenFile]) -> Text:
    """How many documents, forms and cells, and how many of these are listed."""
    forms = [form.form for file in taken for form in file.forms]
    rejected = sum(file.rejected for file in taken)
    scans = sum(file.scan_of is not None for file in taken)
    cells = {became: sum(form.count(became) for form in forms) for became in ("taken", "label", "listed")}
    signs = sum(form.project.signs_declared for form in forms)
    en = (f"documents: {len(taken)}, forms: {len(forms)}, rejected: {rejected}; cells: {cells['taken']} taken, "
          f"{cells['label']} labels, {cells['listed']} listed")  # fmt: skip
    zh = f"{len(taken)} 个文件：{len(forms)} 张表，拒收 {rejected} 个；单元格：读取 {cells['taken']}，标签 {cells['label']}，存疑 {cells['listed']}"
    if scans:
        en, zh = f"{en}; scans attached: {scans}", f"{zh}；附上扫描件 {scans} 个"
    without = {label: sum(_lacks(form, key) for form in forms) for key, label in WITHOUT.items()}
    if any(without.values()):
        told = [label.en + f" {count}" for label, count in without.items() if count]
        in_chinese = [label.zh + f" {count}" for label, count in without.items() if count]
        en, zh = f"{en}; without {', '.join(told)}", f"{zh}；没有{'、'.join(in_chinese)}"
    if signs:
        en, zh = (
            f"{en}; targets without a sign, read by declaration: {signs}",
            f"{zh}；{signs} 个指标值没有写明方向，按约定读取",
        )
    return Text(en, zh)


def _lacks(form: OneForm, key: str) -> bool:
    return key not in form.filled.head and not form.is_targets


def _table(taken: Sequence[TakenFile], language: Language) -> Iterator[str]:
    rows = [_row(file, form, language) for file in taken for form in file.forms]
    if rows:
        yield from columns([[head.in_language(language) for head in HEADS], *rows], RIGHT)
        yield ""


def _row(file: TakenFile, taken: TakenForm, language: Language) -> list[str]:
    form = taken.form
    state = (
        TARGETS
        if form.is_targets
        else STATES[taken.written.state]
        if taken.written is not None
        else Text(NOTHING, NOTHING)
    )
    sheet = f"#{form.filled.sheet}" if form.filled.sheet is not None and len(file.forms) > 1 else ""
    return [
        _short(file.path.name + sheet),
        form.filled.form,
        _short(str(form.project.data["project"])),
        str(form.project.rows),
        *(str(form.count(became)) for became in ("taken", "label", "listed")),
        form.project.claimed or NOTHING,
        state.in_language(language),
    ]


def _short(text: str) -> str:
    first, *more = wrapped(harmless(text), WIDEST_NAME)
    return first + ("…" if more else "")


def _changes(taken: Sequence[TakenFile], language: Language) -> Iterator[str]:
    """What the form says differently than last time, project by project."""
    for file in taken:
        for form in file.forms:
            if form.written is None or not (form.written.changes or form.written.scans):
                continue
            yield harmless(f"{form.name}.toml")
            for scan in form.written.scans:
                said = Text(f"scan {scan.file} changed: {scan.before[:12]} → {scan.after[:12]}", f"扫描件 {scan.file} 有变化：{scan.before[:12]} → {scan.after[:12]}")  # fmt: skip
                yield "  " + harmless(said.in_language(language))
            yield from (f"  {_change(one).in_language(language)}" for one in form.written.changes)
            for row in form.written.stale:
                yield "  " + Text(f"{row}: its judgement is stale, judge it again", f"{row}：原评判不作数，请重新评判").in_language(language)  # fmt: skip
            if form.written.scan_is_older:
                yield "  " + Text("its scan is the one of before the change", "扫描件仍是变化之前的一份").in_language(
                    language
                )
            if form.written.rewritten:
                said = Text("written anew; what was there before is in `.read`", "已重写，原文件存于 .read")
                yield f"  {said.in_language(language)}"
            yield ""


def _change(one: Change) -> Text:
    at, before, after = f" {one.cell}" if one.cell else "", one.before or NOTHING, one.after or NOTHING
    en, zh = f"{one.key}{at}: {before} → {after}", f"{one.key}{at}：{before} → {after}"
    if one.kept:
        en, zh = f"{en}; the file says something else, which stays", f"{zh}；项目文件中另有改写，予以保留"
    return Text(harmless(en), harmless(zh))


def _rejects(taken: Sequence[TakenFile], language: Language) -> Iterator[str]:
    for file in taken:
        for problem in file.problems:
            yield harmless(f"{problem.place}: {problem.message.in_language(language)}  [{problem.code}]")
            if problem.fix is not None:
                yield harmless(f"  {Text('fix', '改法').in_language(language)}: {problem.fix.in_language(language)}")
        if file.problems:
            yield ""


def as_json(taken: Sequence[TakenFile], language: Language) -> str:
    """The same as data, `read/1`."""
    return json.dumps(data(taken, language), ensure_ascii=False, indent=2) + "\n"


def data(taken: Sequence[TakenFile], language: Language) -> dict[str, Any]:
    files = [
        {
            "file": file.path.name,
            "rejected": file.rejected,
            "scan_of": f"{file.scan_of}.toml" if file.scan_of is not None else None,
            "forms": [_form(one) for one in file.forms],
            "problems": [_problem(one, language) for one in file.problems],
        }
        for file in taken
    ]
    return {"schema": SCHEMA, "files": files}


def _form(taken: TakenForm) -> dict[str, Any]:
    form, written = taken.form, taken.written
    return {
        "project": form.project.data["project"],
        "written": f"{taken.name}.toml" if written is not None else None,
        "form": form.filled.form,
        "sheet": form.filled.sheet,
        "rows": form.project.rows,
        "cells": {became: form.count(became) for became in ("taken", "label", "listed")},
        "claimed": form.project.claimed,
        "not_understood": len(form.project.data.get("not_understood", [])),
        "assumed": len(form.project.data.get("assumed", [])),
        "state": "targets" if form.is_targets else written.state if written is not None else None,
        "changes": [
            {"key": one.key, "cell": one.cell, "before": one.before, "after": one.after, "kept": one.kept}
            for one in (written.changes if written is not None else ())
        ],
        "stale": list(written.stale) if written is not None else [],
        "scans": [{"file": one.file, "sha256": one.sha256} for one in taken.scans],
        "scans_changed": [one.file for one in written.scans] if written is not None else [],
        "scan_is_older": written.scan_is_older if written is not None else False,
    }


def _problem(one: Problem, language: Language) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity,
        "message": one.message.in_language(language),
        "where": str(one.place),
        "fix": one.fix.in_language(language) if one.fix is not None else None,
    }
