"""What is written for people: labels, notes, legal bases and lints that are silenced, wherever a model has such a key.

No score may move by any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from scoring.rulebook import model
from tests.generators.author import Author, Data

BASES: Data = {
    "law": {"title": "办法", "number": "财预〔2020〕10号", "at": "第三条", "from": date(2020, 2, 25), "note": "第一版"},
    "rule": {"title": "细则"},
}
SECTIONS: dict[str, type[BaseModel]] = {
    "unit": model.UnitModel,
    "fact": model.FactModel,
    "value": model.ValueModel,
    "rule": model.RuleModel,
    "check": model.CheckModel,
    "group": model.GroupModel,
    "frame": model.FrameModel,
    "limit": model.LimitModel,
    "result": model.ResultModel,
    "rulebook": model.RulebookHeader,
    "indicator_set": model.SetHeader,
    "indicator": model.IndicatorModel,
}
INSIDE: dict[str, type[BaseModel]] = {"part": model.PartModel, "deduct": model.DeductionModel, "items": model.ItemModel}
ONE = ("rulebook", "indicator_set")
"""Sections that are one table, without names in them."""


def remark(at: Author, file: Data) -> None:
    """Writes remarks into a file's sections, here and there."""
    for section, of in SECTIONS.items():
        for entry in [file[section]] if section in file and section in ONE else list(file.get(section, {}).values()):
            if isinstance(entry, dict):
                _remark(at, entry, of, ("label",) if section == "indicator" else ())
    grades = file.get("grade", {})
    for grade in [grades] if "rows" in grades else grades.values():
        _remark(at, grade, model.GradeModel)


def _remark(at: Author, entry: Data, of: type[BaseModel], but: Sequence[str] = ()) -> None:
    for key, said in _said(at).items():
        if key not in but and key in of.model_fields and key not in entry and at.chance(0.08):
            entry[key] = said
    for key, inner in INSIDE.items():
        for each in entry.get(key, ()) if isinstance(entry.get(key), list) else ():
            _remark(at, each, inner)


def _said(at: Author) -> Data:
    texts: list[Any] = ["名称", {"zh": "名称", "en": "a name"}, {"zh": "名称"}]
    return {
        "label": at.choice(texts),
        "note": "备注",
        "basis": at.choice(("law", {"law": "law", "at": "第三条"}, "rule")),
        "allow": {"row-gap": "由其他条款处理"},
        "message": at.choice(texts),
        "edition": "2024",
        "departs": "经批准调整",
        "also": ["又称"],
        "lint": {"edges-mixed": at.choice(("off", "note", "warning", "error"))},
    }
