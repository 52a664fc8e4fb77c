"""Filled forms as a careful person reads them, from the `*.expected.json` beside the sample forms."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scoring.forms.filled_form import FilledForm, FormRow, FundLine, NotUnderstood, Written
from scoring.problems import Text

GIVEN = Path(__file__).parent / "given"
SIGNS = {"≥": ">=", "≤": "<=", "=": "=", ">": ">", "<": "<"}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def expected(name: str, number: int = 0) -> FilledForm:
    """The form of a sample, by the beginning of its file's name."""
    (file,) = GIVEN.glob(f"{name}*.expected.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    return filled(data["forms"][number] if "forms" in data else data, file.name.removesuffix(".expected.json"))


def written(
    text: str | None, cell: str, unit: str | None = None, sign: str | None = None, raw: str | None = None
) -> Written | None:
    if text is None:
        return None
    number = text if NUMBER.fullmatch(text) else None
    return Written(raw or text, cell, number, unit if number else None, sign)


def filled(data: Mapping[str, Any], file: str) -> FilledForm:
    cells = data.get("cells", {})
    head = {
        key: Written(data[key], cells.get(key, "A1"))
        for key in ("project", "period", "unit", "department")
        if data.get(key)
    }
    total = data.get("claimed_total") or {}
    totals = {"claimed": written(total.get("value"), total.get("cell", "")), "weight": written(total.get("weight_total"), total.get("cell", "")),
              "grade": written(total.get("grade"), total.get("grade_cell", ""))}  # fmt: skip
    funds: dict[str, dict[Any, Written]] = {}
    for name, one in data["funds"].items():
        said = written(one["value"] or one.get("raw"), one["cell"], one["unit"], raw=one.get("raw"))
        if said is not None:
            funds.setdefault(one["part"], {})[one["role"]] = said
            funds[one["part"]].setdefault("label", Written(name.partition("/")[0], one["cell"]))  # type: ignore[arg-type]
    return FilledForm(
        form=file,
        file=file,
        sheet=data.get("sheet"),
        title=Written("项目支出绩效自评表", "A1"),
        head=head,
        money=next((one["unit"] for one in data["funds"].values() if one["unit"] in ("元", "万元")), None),
        funds=tuple(FundLine(part, amounts.pop("label"), amounts) for part, amounts in funds.items()),  # type: ignore[call-overload]
        goals={},
        rows=tuple(row(one) for one in data["rows"]),
        total={key: one for key, one in totals.items() if one is not None},
        notes=(),
        not_understood=tuple(
            NotUnderstood(one["cell"], one["text"], Text(one["why"], one["why"]), Text("ask", "核实"))
            for one in data["not_understood"]
        ),
        account={},
    )


def row(one: Mapping[str, Any]) -> FormRow:
    cells, raw = one["cells"], one.get("raw") or {}
    sign = SIGNS.get(one["target_sign"], one["target_sign"])

    def at(key: str, unit: str | None = None, sign: str | None = None) -> Written | None:
        return written(one.get(key), cells.get(key, ""), unit, sign, raw.get(key))

    in_cell = cells.get("unit") == cells.get("target")
    copied = re.fullmatch(r"[≥>](-?\d+(?:\.\d+)?)(\D*)", one.get("actual") or "")
    own_unit = (
        one["unit"]
        if one["unit"] and re.search(rf"{re.escape(one['unit'])}$", (raw.get("actual") or "").replace("％", "%"))
        else None
    )
    actual = at("actual", one.get("actual_unit") or own_unit)
    if copied is not None and actual is not None:
        actual = Written(actual.text, actual.cell, copied.group(1), copied.group(2) or None, ">=")
    label = at("label")
    assert label is not None
    return FormRow(
        level1=at("level1"),
        level2=at("level2"),
        label=label,
        target=at("target", one["unit"] if in_cell else None, sign if sign in SIGNS.values() else None),
        sign=sign,
        unit=one["unit"],
        actual=actual,
        actual_unit=one.get("actual_unit"),
        weight=at("weight"),
        claimed=at("claimed"),
        why=at("why"),
        level1_weight=written(one.get("level1_weight"), cells.get("level1", "")),
    )
