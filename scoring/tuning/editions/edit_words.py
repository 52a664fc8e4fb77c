"""An edit in words, as an evaluator would say it: `rule execution, row 1, condition: >= 90% → >= 92%`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from scoring.documents.positions import Path
from scoring.documents.spelling import value
from scoring.problems import Text
from scoring.tuning.editions.difference import NOTHING, canonical
from scoring.tuning.editions.side import Key

LONGEST = 60
SECTIONS: Final = {
    "rulebook": Text("the rulebook", "规则集"),
    "indicator_set": Text("the indicator set", "指标集"),
    "indicator": Text("indicator", "指标"),
    "fact": Text("fact", "事实"),
    "value": Text("value", "值"),
    "list": Text("list", "列表"),
    "column": Text("column", "列"),
    "rule": Text("rule", "规则"),
    "check": Text("check", "核查"),
    "unit": Text("unit", "单位"),
    "group": Text("group", "分组"),
    "basis": Text("basis", "依据"),
    "frame": Text("frame", "框架"),
    "grade": Text("grade", "等级"),
    "limit": Text("limit", "限制"),
    "result": Text("result", "结果"),
    "peers": Text("peers", "同类项目"),
}
KEYS: Final = {
    "weight": Text("weight", "权重"),
    "rows": Text("row", "行"),
    "lines": Text("line", "折线"),
    "levels": Text("level", "档次"),
    "items": Text("item", "项"),
    "parts": Text("part", "部分"),
    "of": Text("member", "成员"),
    "target": Text("target", "指标值"),
    "when": Text("condition", "条件"),
    "is": Text("formula", "公式"),
}
"""Keys that have a word of their own; of a list, the word for one of its items."""
LISTS: Final = ("rows", "lines", "levels", "items", "parts", "of")


class Cells(NamedTuple):
    """Of a row of a table: how many conditions it has, and how many results behind them."""

    conditions: int
    results: int


def cells_of(data: Any, path: Path) -> Cells | None:
    """Of the row in which a path ends, by the keys of its table; None where it ends in none."""
    starts = [n for n, step in enumerate(path[:-1]) if step == "rows" and isinstance(path[n + 1], int)]
    if not starts:
        return None
    for step in path[: starts[-1]]:
        data = data[step]
    rows = [_plain_row(one) for one in data["rows"]]
    row = rows[int(path[starts[-1] + 1])] if int(path[starts[-1] + 1]) < len(rows) else None
    if row is None:
        return None
    by = data.get("by")
    widest = max(len(one) for one in rows if one is not None)
    keys = len(by) if isinstance(by, list) else 1 if by is not None else widest - 1
    keys -= 1 if data.get("across") is not None else 0
    keys = max(1, keys - (widest - len(row)))  # `else` stands for all keys
    return Cells(keys, len(row) - keys)


def _plain_row(row: Any) -> list[Any] | None:
    """The cells of a row, also of one that has a name; None where it is no list of cells."""
    found = row.get("row") if isinstance(row, Mapping) else row
    return found if isinstance(found, list) else None


def said(key: Key, path: Path, before: Any, after: Any, cells: Cells | None = None) -> Text:
    """What became of what; `cells`: of the row in which it stands."""
    where = place_in_words(key, path, cells)
    for gone, one, en, zh in ((False, after, "new", "新增"), (True, before, "gone", "删去")):
        row = _plain_row(one)
        if (before if not gone else after) is NOTHING and path[-2:-1] == ("rows",) and cells and row is not None:
            words = _row(one, row, cells)
            return Text(f"{where.en} is {en}: {words.en}", f"{zh}{where.zh}：{words.zh}")
    if before is NOTHING:
        if not path:
            return Text(f"{where.en} is new", f"新增{where.zh}")
        return Text(f"{where.en} is new: {shown(after)}", f"新增{where.zh}：{shown(after)}")
    if after is NOTHING:
        if not path:
            return Text(f"{where.en} is gone", f"删去{where.zh}")
        return Text(f"{where.en} is gone: {shown(before)}", f"删去{where.zh}：{shown(before)}")
    return Text(f"{where.en}: {shown(before)} → {shown(after)}", f"{where.zh}：{shown(before)} → {shown(after)}")


def _row(written: Any, row: list[Any], cells: Cells) -> Text:
    """A whole row as it is read: `>= -10% → 60% (a little over)`."""
    parts = [", ".join(map(shown, some)) for some in (row[: cells.conditions], row[cells.conditions :])]
    cut_off = " → ".join(part for part in parts if part)
    label = written.get("label") if isinstance(written, Mapping) else None
    if not label:
        return Text(cut_off, cut_off)
    en, zh = (str(label.get(one) or next(iter(label.values()))) if isinstance(label, Mapping) else str(label) for one in ("en", "zh"))  # fmt: skip
    return Text(f"{cut_off} ({en})", f"{cut_off}（{zh}）")


def place_in_words(key: Key, path: Path, cells: Cells | None = None) -> Text:
    """Where in a rulebook something stands, in words."""
    _, section, name = key
    what = SECTIONS[section]
    if section == "grade" and not name:
        en, zh = ["the grade of the total"], ["总分等级"]
    else:
        en, zh = [f"{what.en} `{name}`" if name else what.en], [f"{what.zh} {name}" if name else what.zh]
    steps = list(path)
    while steps:
        step = steps.pop(0)
        word = KEYS.get(str(step))
        if word is not None and step in LISTS and not (steps and isinstance(steps[0], int)):
            word = None  # the whole list
        if isinstance(step, str) and steps and isinstance(steps[0], int) and (word is not None or len(path) > 1):
            number = int(steps.pop(0)) + 1
            en.append(f"{word.en if word else step} {number}")
            zh.append(f"第 {number} {word.zh}" if word and step == "rows" else f"{word.zh if word else step} {number}")
            if step == "rows":
                _cell(steps, cells, en, zh)
        elif isinstance(step, int):
            en.append(str(step + 1))
            zh.append(f"第 {step + 1} 项")
        else:
            en.append(word.en if word is not None else str(step))
            zh.append(word.zh if word is not None else str(step))
    return Text(", ".join(en), "，".join(zh))


def _cell(steps: list[Any], cells: Cells | None, en: list[str], zh: list[str]) -> None:
    """A cell of a row: conditions first, then what it gives; of one that has a name, within its key `row`."""
    if steps and steps[0] == "row":
        steps.pop(0)
    if steps and isinstance(steps[0], int):
        number = int(steps.pop(0)) + 1
        if cells is not None and number > cells.conditions:
            only = cells.results == 1
            number -= cells.conditions
            en.append("result" if only else f"result {number}")
            zh.append("结果" if only else f"结果 {number}")
        else:
            only = cells is None or cells.conditions == 1
            en.append("condition" if only else f"condition {number}")
            zh.append("条件" if only else f"条件 {number}")


def shown(written: Any) -> str:
    """A value as an author writes it, a text without its quotes; cut off where it is long."""
    text = written if isinstance(written, str) else _spelt(written)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _spelt(written: Any) -> str:
    try:
        return value(written)
    except TypeError:
        return canonical(written)
