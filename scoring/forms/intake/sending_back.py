"""Which projects are sent back and why: those of a table of findings that have something to correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scoring.forms.grid import Cell, Grid
from scoring.forms.intake.register import Entry
from scoring.forms.readers import read_document
from scoring.forms.writing.file_names import safe_stem
from scoring.problems import InputRefused, Place, Problem, Text

FILE, FINDING, KIND, INDICATOR = ("file", "文件"), ("finding", "问题"), ("kind", "类别"), ("indicator", "指标")
TO_CORRECT = ("to be corrected", "应更正")
LONGEST = 100
HOW = Text("write it with scoring write PROJECTS --findings -o findings.csv", "用 scoring write 项目 --findings -o findings.csv 写出")  # fmt: skip


def is_table(name: str) -> bool:
    return Path(name).suffix.lower() in (".csv", ".xlsx")


def reasons_in(path: Path, entries: Sequence[Entry]) -> dict[str, str]:
    """By code why each project of a table of findings is sent back, in one line; raises `InputRefused` where it is no such table."""
    grid = read_document(path).grids[0]
    rows = _rows(grid)
    heads = {cell.text.strip(): number for number, cell in rows[0].items()} if rows else {}
    columns = [
        next((heads[word] for word in words if word in heads), None) for words in (FILE, FINDING, KIND, INDICATOR)
    ]
    if None in columns[:3]:
        message = Text(
            "this is no table of findings: it has no columns `file`, `finding` and `kind`",
            "不是问题清单：没有“文件”“问题”“类别”列",
        )
        raise InputRefused([Problem("no-findings", message, Place(path.name), HOW)])
    said: dict[str, list[str]] = {}
    strangers = []
    for row in rows[1:]:
        file, finding, kind, indicator = (row[at].text.strip() if at is not None and at in row else "" for at in columns)  # fmt: skip
        if kind not in TO_CORRECT:
            continue
        code = _code_of(file, entries)
        if code is None:
            strangers.append(file)
        else:
            said.setdefault(code, []).append(_with_row(finding, indicator))
    if strangers:
        message = Text(f"`{strangers[0][:60]}` is not in the register", f"登记中没有 {strangers[0][:60]}")
        raise InputRefused([Problem("unknown-code", message, Place(path.name), Text("write its code into the list of --expect", "把它的项目编码写入 --expect 名单"))])  # fmt: skip
    return {code: _in_one_line(each) for code, each in said.items()}


def _with_row(finding: str, indicator: str) -> str:
    """The finding, with its row where it does not begin with that itself."""
    id_ = indicator.partition(" ")[0]
    return finding if finding.startswith(f"{id_} ") or not indicator else f"{indicator}: {finding}"


def _in_one_line(findings: Sequence[str]) -> str:
    """As many findings as fit, and how many more there are."""
    shown = findings[0] if len(findings[0]) <= LONGEST else f"{findings[0][:LONGEST]}…"
    for number, one in enumerate(findings[1:], start=1):
        if len(shown) + len(one) > LONGEST:
            return f"{shown} (+{len(findings) - number})"
        shown = f"{shown}; {one}"
    return shown


def _rows(grid: Grid) -> list[Mapping[int, Cell]]:
    made: dict[int, dict[int, Cell]] = {}
    for cell in grid.cells:
        made.setdefault(cell.row, {})[cell.column] = cell
    return [made[row] for row in sorted(made)]


def _code_of(file: str, entries: Sequence[Entry]) -> str | None:
    """The code of the project whose file is called so."""
    stem = Path(file).stem
    return next(
        (one.code for one in entries if stem in (safe_stem(one.code), safe_stem(Path(one.file).stem) if one.file else None)),
        None,
    )  # fmt: skip
