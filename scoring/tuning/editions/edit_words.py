"""An edit in words, as an evaluator would say it: `rule execution, row 1, condition: >= 90% → >= 92%`."""

from __future__ import annotations

from typing import Any, Final

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


def said(key: Key, path: Path, before: Any, after: Any, cells: int | None = None) -> Text:
    """What became of what; `cells`: how many the row has in which it stands."""
    where = place_in_words(key, path, cells)
    if before is NOTHING:
        if not path:
            return Text(f"{where.en} is new", f"新增{where.zh}")
        return Text(f"{where.en} is new: {shown(after)}", f"新增{where.zh}：{shown(after)}")
    if after is NOTHING:
        if not path:
            return Text(f"{where.en} is gone", f"删去{where.zh}")
        return Text(f"{where.en} is gone: {shown(before)}", f"删去{where.zh}：{shown(before)}")
    return Text(f"{where.en}: {shown(before)} → {shown(after)}", f"{where.zh}：{shown(before)} → {shown(after)}")


def place_in_words(key: Key, path: Path, cells: int | None = None) -> Text:
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


def _cell(steps: list[Any], cells: int | None, en: list[str], zh: list[str]) -> None:
    """A cell of a row, whose last is what it gives; of one that has a name, within its key `row`."""
    if steps and steps[0] == "row":
        steps.pop(0)
    if steps and isinstance(steps[0], int):
        number = int(steps.pop(0)) + 1
        if number == cells:
            en.append("result")
            zh.append("结果")
        else:
            only = cells is None or cells <= 2
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
