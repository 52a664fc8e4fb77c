"""The wide layout: a row a project, a column a fact or a key of an indicator's row.

`budget`, `预算 (万元)` with the unit of all its cells, `N1.actual`, `N1.target`, `N1.level`, `N1.share`, `N1.points`,
`N1.why`, `N1.not_applicable` (the reason), `N1.claim`; `project` and `period`. An empty cell is nothing reported.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.documents import Document, parse_json
from scoring.number import read_number
from scoring.problems import Place, Problem, Text

UNIT = re.compile(r"^(.*?)\s*[(（\[]([^()（）\[\]]+)[)）\]]\s*$")
ROW_KEYS = ("actual", "target", "weight", "why")
JUDGED_KEYS = ("level", "share", "points", "by")
OTHER_KEYS = ("not_applicable", "claim")
YES = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False}
NAMES = ("project", "项目", "项目名称")
PERIODS = ("period", "年度", "评价年度")
LONGEST_ROW = 1_000_000

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its cells go in a project, and the unit that its head gives them."""

    head: str
    path: Path
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A cell (or a whole row) that cannot be scored."""

    row: int  # of the table, from 1, without the head
    column: str
    value: str
    reason: Text


def decoded(raw: bytes, file: str) -> tuple[str | None, str, list[Problem]]:
    """The text of a table, and in which encoding it was read."""
    for encoding, name in (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")):
        try:
            return raw.decode(encoding), name, []
        except UnicodeDecodeError:
            continue
    message = Text("the table is neither UTF-8 nor GB18030", "表格既不是 UTF-8 也不是 GB18030 编码")
    return None, "", [Problem("encoding", message, Place(file), Text("save it as UTF-8", "另存为 UTF-8"))]


def columns(
    heads: Sequence[str], facts: Mapping[str, str], indicators: Sequence[str], file: str
) -> tuple[list[Column], list[Problem]]:
    """What each column is. `facts`: a fact's name by each of the heads that stand for it."""
    found: list[Column] = []
    problems: list[Problem] = []
    for number, head in enumerate(heads):
        column = _column(head.strip(), facts, indicators)
        if column is None:
            import difflib

            known = [*facts, *(f"{id_}.{key}" for id_ in indicators for key in (*ROW_KEYS, *JUDGED_KEYS, *OTHER_KEYS))]
            near = difflib.get_close_matches(head.strip(), known, 1)
            message = Text(f"column `{head[:60]}` is neither a fact nor a key of an indicator",
                           f"列 {head[:60]} 既不是数据，也不是指标的键")  # fmt: skip
            fix = (Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？") if near
                   else Text("rename or delete it; such as `budget` or `N1.actual`", "改名或删去，例如 budget 或 N1.actual"))  # fmt: skip
            problems.append(Problem("unknown-column", message, Place(file, 1, number + 1), fix))
        elif any(column.path == other.path for other in found):
            message = Text(f"two columns are `{column.head}`", f"有两列都是 {column.head}")
            problems.append(Problem("name-twice", message, Place(file, 1, number + 1), Text("delete one", "删去其一")))
        else:
            found.append(column)
    return found, problems


def _column(head: str, facts: Mapping[str, str], indicators: Sequence[str]) -> Column | None:
    if head in NAMES:
        return Column(head, ("project",))
    if head in PERIODS:
        return Column(head, ("period",))
    name, unit = head, None
    with_unit = UNIT.match(head)
    if head not in facts and with_unit is not None:
        name, unit = with_unit.group(1), with_unit.group(2)
    if name in facts:
        return Column(head, ("facts", facts[name]), unit)
    id_, _, key = name.rpartition(".")
    if id_ not in indicators:
        return None
    paths: dict[str, Path] = {
        **{each: ("indicator", id_, each) for each in ROW_KEYS},
        **{each: ("indicator", id_, "judged", each) for each in JUDGED_KEYS},
        "claim": ("indicator", id_, "claimed"),
        "not_applicable": ("not_applicable", id_, "why"),
    }
    return Column(head, paths[key], unit) if key in paths else None


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their numbers, the head as number 0; blank rows are passed over."""
    csv.field_size_limit(LONGEST_ROW)
    for number, cells in enumerate(csv.reader(text.splitlines(keepends=True))):
        if any(cell.strip() for cell in cells):
            yield number, cells


def project_of(
    cells: Sequence[str], listed: Sequence[Column], number: int, head: Mapping[str, Any], file: str
) -> tuple[Document | None, dict[int, tuple[Column, str]], list[Problem]]:
    """A row as a project's document; which column each of its lines came from, for problems."""
    data: dict[str, Any] = {"format": 1, "project": f"{file}:{number}", **head}
    written: dict[Path, tuple[Column, str]] = {}
    for column, cell in zip(listed, cells, strict=False):
        if cell.strip() == "":
            continue
        at = data
        for key in column.path[:-1]:
            at = at.setdefault(str(key), {})
        at[str(column.path[-1])] = _value(cell.strip(), column)
        written[column.path] = column, cell
    document, problems = parse_json(json.dumps(data, ensure_ascii=False, indent=0).encode(), file)
    by_line = {}
    if document is not None:
        by_line = {document.value_place(path).line: entry for path, entry in written.items()}
    return document, by_line, problems


def _value(cell: str, column: Column) -> Any:
    """A cell as a form would write it: with the unit of its column, yes and no as such."""
    if column.path[0] == "period":
        return int(cell) if cell.isdigit() else cell
    if column.unit is not None and read_number(cell) is not None:
        return f"{cell}{'' if column.unit == '%' else ' '}{column.unit}"
    if column.path[0] == "facts" and cell.lower() in YES:
        return YES[cell.lower()]
    return cell
