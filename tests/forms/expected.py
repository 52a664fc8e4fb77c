"""What a careful person reads in a sample form, compared with what is recognized in it, value by value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.forms.filled_form import FilledForm, FormRow, Written
from scoring.values.units import Units

GIVEN = Path(__file__).parent / "given"
SIGNS = {"≥": ">=", "≤": "<=", "=": "=", ">": ">", "<": "<", "定性": "定性", "日期": "日期", None: None}
ROW_FIELDS = ("level1", "level2", "label", "target", "actual", "weight", "claimed", "why")
OF_MORE = ("explain", "done", "converted")


@dataclass
class Compared:
    """How many values were compared, and each that differs."""

    count: int = 0
    differences: list[str] = field(default_factory=list)

    def same(self, what: str, found: object, expected: object) -> None:
        self.count += 1
        if found != expected:
            self.differences.append(f"{what}: {found!r}, expected {expected!r}")


def expected_forms(path: Path) -> list[dict[str, Any]]:
    """The forms of a sample as its expected file has them."""
    said = json.loads(path.with_name(path.name + ".expected.json").read_text("utf-8"))
    forms: list[dict[str, Any]] = said.get("forms", [said])
    return forms


def compare(form: FilledForm, said: Mapping[str, Any], compared: Compared) -> None:
    """Every value that the expected file has."""
    _head(form, said, compared)
    _funds(form, said, compared)
    compared.same("number of rows", len(form.rows), len(said["rows"]))
    for number, (row, expected) in enumerate(zip(form.rows, said["rows"], strict=False)):
        _row(f"row {number + 1}", row, expected, compared)
    _total(form, said, compared)
    _texts(form, said, compared)
    listed = {one.cell for one in form.not_understood}
    for one in said["not_understood"]:
        compared.same(f"{one['cell']} is listed ({one['why']})", _at(one["cell"], listed), True)
    for cell in said.get("hidden_template_rows", ()):
        compared.same(f"{cell} is a line of the template", form.account.get(cell), "label")


def _at(cell: str, places: set[str]) -> bool:
    return cell in places or any(place.startswith(cell) and re.fullmatch(r"p[0-9]+", cell) for place in places)


def _head(form: FilledForm, said: Mapping[str, Any], compared: Compared) -> None:
    for name in ("project", "unit", "department"):
        found = form.head.get(name)
        compared.same(name, found and bare(found.text), bare(said[name]))
    period = form.head.get("period")
    compared.same("period", period and period.number, said["period"])
    for name, cell in said.get("cells", {}).items():
        if name == "money_unit":
            continue
        found = form.head.get(name)
        if cell == "paragraph 1":
            cell = "P1"
        compared.same(f"cell of {name}", found is not None and _same_cell(found.cell, cell), True)


def _same_cell(found: str, cell: str) -> bool:
    return found == cell or (re.fullmatch(r"p[0-9]+", cell) is not None and found.startswith(cell))


def _funds(form: FilledForm, said: Mapping[str, Any], compared: Compared) -> None:
    found = {(line.part, role): amount for line in form.funds for role, amount in line.amounts.items()}
    for key, one in said["funds"].items():
        amount = found.pop((bare(one["part"]), one["role"]), None)
        compared.same(f"{key}", amount is not None, True)
        if amount is None:
            continue
        compared.same(f"{key} value", number(amount), _decimal(one["value"]))
        unit = amount.unit or (
            form.money if one["role"] in ("budget_initial", "budget_adjusted", "arrived", "executed") else None
        )
        compared.same(f"{key} unit", unit, one["unit"])
        compared.same(f"{key} cell", _same_cell(amount.cell, one["cell"]), True)
    compared.same("funds that nobody expects", sorted(found), [])


def _row(what: str, row: FormRow, said: Mapping[str, Any], compared: Compared) -> None:
    for name in ROW_FIELDS:
        written = getattr(row, name)
        compared.same(f"{what} {name}", value_of(name, written), expected_value(name, said[name]))
        if written is not None and name in said["cells"]:
            compared.same(f"{what} cell of {name}", _same_cell(written.cell, said["cells"][name]), True)
    compared.same(f"{what} sign", row.sign, SIGNS[said["target_sign"]])
    compared.same(f"{what} unit", unit_of(row.unit), unit_of(said["unit"]))
    compared.same(f"{what} unit of the actual", unit_of(row.actual_unit), unit_of(said.get("actual_unit")))
    for name, cell in (("target_sign", row.sign_cell), ("unit", row.unit_cell)):
        if name in said["cells"] and said[name] is not None:
            compared.same(f"{what} cell of {name}", cell is not None and _same_cell(cell, said["cells"][name]), True)
    if "level1_weight" in said:
        weight = row.level1_weight
        compared.same(f"{what} points of the group", weight and number(weight), _decimal(said["level1_weight"]))
    for name in OF_MORE:
        if name in said:
            compared.same(f"{what} {name}", value_of(name, row.more.get(name)), expected_value(name, said[name]))
    compared.same(f"{what} does not apply", row.not_applicable, said.get("not_applicable", False))


def _total(form: FilledForm, said: Mapping[str, Any], compared: Compared) -> None:
    total = said["claimed_total"]
    if total is None:
        compared.same("claimed total", form.total.get("claimed"), None)
        return
    claimed, weight = form.total.get("claimed"), form.total.get("weight")
    compared.same("claimed total", claimed and number(claimed), _decimal(total["value"]))
    compared.same("cell of the total", claimed is not None and _same_cell(claimed.cell, total["cell"]), True)
    compared.same("total of weights", weight and number(weight), _decimal(total["weight_total"]))
    if "grade" in total:
        grade = form.total.get("grade")
        compared.same("grade", grade and bare(grade.text), total["grade"])
    if "other" in total:
        other = form.total.get("converted")
        compared.same("other total", other and number(other), _decimal(total["other"]["value"]))


def _texts(form: FilledForm, said: Mapping[str, Any], compared: Compared) -> None:
    texts = {bare(one.label.text): one for one in form.texts}
    for name, one in said.get("text", {}).items():
        text = texts.get(name)
        compared.same(
            f"text {name}",
            text and text.text and (bare(text.text.text), text.text.cell),
            (bare(one["text"]), one["cell"]),
        )
    management = {bare(one.name): one for one in form.management}
    for one in said.get("management", ()):
        row = management.get(one["name"])
        compared.same(f"text {one['name']}", row and row.text and bare(row.text.text), bare(one["text"]))
        compared.same(
            f"problem {one['name']}",
            row and row.problem and bare(row.problem.text),
            one["problem"] and bare(one["problem"]),
        )
    for name, option in said.get("checked", {}).items():
        ticked = {bare(label): bare(written.text) for label, written in form.ticked.items()}
        compared.same(f"ticked {name}", ticked.get(name), option)
    if "notes_cell" in said:
        compared.same("notes", said["notes_cell"] in [note.cell for note in form.notes], True)


# ---------------------------------------------------------------- values as they are compared


def bare(text: str) -> str:
    """Without blanks and line breaks."""
    return re.sub(r"\s+", "", text)


def value_of(name: str, written: Written | None) -> object:
    if written is None or (written.formula is not None and not written.text):
        return None
    if name in ("level1", "level2", "label"):
        return re.sub(r"^指标[0-9]：", "", bare(written.name))
    if written.number is not None and name != "explain":
        return Decimal(written.number)
    text = bare(written.text)
    if name == "target":
        text = re.sub(r"^(?:≥|≤|<|>|=|＜|＞)+", "", text)
    return text


def expected_value(name: str, said: str | None) -> object:
    if said is None:
        return None
    if name in ("level1", "level2", "label"):
        return re.sub(r"^指标[0-9]：", "", bare(said))
    try:
        return Decimal(said)
    except ArithmeticError:
        return bare(said)


def number(written: Written) -> Decimal | None:
    return None if written.number is None else Decimal(written.number)


def unit_of(name: str | None) -> object:
    """Units that are the same are one: 百分比 is %."""
    known = Units.standard().get(name) if name else None
    return (known.dimension, known.factor) if known is not None else name


def _decimal(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


def samples() -> Iterator[Path]:
    """The sample forms."""
    for path in sorted(GIVEN.glob("g*")):
        if path.suffix != ".json":
            yield path
