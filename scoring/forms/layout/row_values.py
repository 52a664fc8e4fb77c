"""Target, actual, points and texts of one indicator: what each says, and what of it nobody can be sure of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.forms.account import Account
from scoring.forms.declaration import Declaration
from scoring.forms.filled_form import FormRow, Written
from scoring.forms.grid import Cell
from scoring.forms.layout.funds import INSTRUCTION, NOT_COMPUTED
from scoring.forms.layout.header import Header
from scoring.forms.layout.values import (
    SHARE_OR_PERCENT,
    bound_with_sign,
    not_computed,
    points_cell,
    words_behind,
    written,
)
from scoring.forms.reading_cell import OF_TARGETS, CellValue, cell_value, why_not
from scoring.forms.sheet import Sheet
from scoring.forms.words import in_one_width
from scoring.problems import Text
from scoring.values.characters import plain, sign_of
from scoring.values.units import Units

BY_JUDGEMENT, BY_DATE = "定性", "日期"
SIGNS = {
    "定性": BY_JUDGEMENT, "定性指标": BY_JUDGEMENT, "qualitative": BY_JUDGEMENT,
    "日期": BY_DATE, "时间": BY_DATE, "date": BY_DATE,
    "正向": ">=", "正向指标": ">=", "大于等于": ">=", "大于或等于": ">=", "不小于": ">=", "不少于": ">=", "不低于": ">=",
    "反向": "<=", "逆向": "<=", "反向指标": "<=", "逆向指标": "<=", "小于等于": "<=", "小于或等于": "<=", "不大于": "<=", "不超过": "<=",
    "等于": "=", "大于": ">", "小于": "<",
}  # fmt: skip
QUANTITATIVE = frozenset(("定量", "定量指标", "quantitative", ""))
_SCALE = re.compile(r"[优良中低差劣]{3,}|(?:[优良中低差好坏高一般]{1,2}[、/,，]){2,}[优良中低差好坏高一般]{1,2}")
_UNIT_OF_LABEL = re.compile(r"[(（](?:单位[:：])?([^()（）]{1,8})[)）]\s*$")
EMPTY = (
    Text("no actual is given", "没有填写完成值"),
    Text("write what was reached", "请填写实际完成值"),
)


@dataclass
class RowValues:
    """Reads the values of rows of one form."""

    form: Declaration
    account: Account
    sheet: Sheet
    missing: list[tuple[str, tuple[int, int]]] = field(default_factory=list)
    """Places of actuals that are not there."""

    def of(self, row: int, label: Cell, cells: Mapping[str, Cell], header: Header) -> FormRow:
        """The row without its groups; questions go to the account."""
        target_cell, actual_cell = cells.get("target"), cells.get("actual")
        target_value = cell_value(target_cell.text) if target_cell is not None else None
        sign, sign_cell = self._sign(cells.get("sign"), target_value, target_cell)
        unit, unit_cell = self._unit(cells.get("unit"), target_value, target_cell, label)
        does_not_apply = self._does_not_apply(target_value, actual_cell, cells)
        target = self._target(target_cell, target_value, sign, does_not_apply)
        actual, actual_unit = self._actual(row, actual_cell, target_cell, target, sign, unit, header, does_not_apply)
        return FormRow(
            level1=None,
            level2=None,
            label=written(label),
            target=target,
            sign=sign,
            unit=unit,
            actual=actual,
            actual_unit=actual_unit,
            weight=self._points(cells.get("weight")),
            claimed=self._points(cells.get("claimed")),
            why=self._text(cells.get("why")),
            more={
                role.removeprefix("more."): more
                for role, cell in cells.items()
                if role.startswith("more.") and (more := self._more(cell)) is not None
            },
            sign_cell=sign_cell,
            unit_cell=unit_cell,
            not_applicable=does_not_apply,
        )

    def _does_not_apply(self, target: CellValue | None, actual: Cell | None, cells: Mapping[str, Cell]) -> bool:
        values = (target, cell_value(actual.text) if actual is not None else None)
        points = [cells[role] for role in ("weight", "claimed") if role in cells]
        return (
            all(value is None or value.kind in ("stroke", "empty") for value in values)
            and any(value is not None and value.kind == "stroke" for value in values)
            and all(cell_value(cell.text).kind in ("stroke", "empty") and not cell.formula for cell in points)
        )

    # ---------------------------------------------------------------- signs and units

    def _sign(
        self, cell: Cell | None, target: CellValue | None, target_cell: Cell | None
    ) -> tuple[str | None, str | None]:
        if cell is not None and cell.text.strip():
            sign = _sign_written(cell.text)
            if sign is None and in_one_width(cell.text).casefold() not in QUANTITATIVE:
                self.account.ask(
                    cell,
                    Text(f"`{cell.text[:40]}` is no sign of a target", f"`{cell.text[:40]}` 不是指标值的符号"),
                    Text("write `≥`, `≤`, `=`, `＞`, `＜` or `定性`", "请写 `≥`、`≤`、`=`、`＞`、`＜` 或 `定性`"),
                )
            self.account.take(cell)
            if sign is not None:
                by_date = target is not None and target.kind == "date" and sign != BY_JUDGEMENT
                return BY_DATE if by_date else sign, cell.place
        if target is None or target_cell is None:
            return None, None
        sign = _sign_of_value(target)
        return sign, target_cell.place if sign is not None else None

    def _unit(
        self, cell: Cell | None, target: CellValue | None, target_cell: Cell | None, label: Cell
    ) -> tuple[str | None, str | None]:
        if cell is not None:
            self.account.take(cell)
            value = cell_value(cell.text)
            if value.kind not in ("empty", "stroke"):
                return _unit_name(cell.text), cell.place
        if (
            target is not None
            and target.unit is not None
            and target_cell is not None
            and target.kind in ("number", "bound")
        ):
            return target.unit, target_cell.place
        said = _UNIT_OF_LABEL.search(label.text)
        if said is not None and target is not None and target.is_number and Units.standard().get(in_one_width(said[1])):
            return _unit_name(said[1]), label.place
        return None, None

    # ---------------------------------------------------------------- targets

    def _target(
        self, cell: Cell | None, value: CellValue | None, sign: str | None, does_not_apply: bool
    ) -> Written | None:
        if cell is None or value is None:
            return None
        self.account.take(cell)
        if self._not_computed(cell):
            return not_computed(cell)
        if does_not_apply:
            return written(cell)
        self._question_of_target(cell, value, sign)
        if value.is_number or (
            value.kind == "bound" and value.number is not None and value.sign is None and _after(value)
        ):
            return Written(
                cell.text, cell.place, value.number, value.unit, value.sign or _after(value), cell.stored, cell.formula,
                multiple=value.multiple,
            )  # fmt: skip
        return written(cell, value)

    def _question_of_target(self, cell: Cell, value: CellValue, sign: str | None) -> None:
        if value.before:
            self.account.ask(cell,
                Text(f"words before the sign: `{value.before[:40]}`", f"符号前有文字：`{value.before[:40]}`"),
                Text("write the sign and the amount alone", "只写符号和数值"))  # fmt: skip
        if value.is_number:
            self._question_of_unit(cell, value)
        elif sign == BY_JUDGEMENT:
            if _SCALE.fullmatch(in_one_width(cell.text)):
                self.account.ask(cell,
                    Text("a whole scale as target: no single level is expected", "指标值写了整个等级表，没有写期望哪一级"),
                    Text("write the level that is expected", "请写期望达到的等级"))  # fmt: skip
        elif value.kind not in ("words", "date", "empty") and (why := why_not(value, cell.text)) is not None:
            self.account.ask(cell, *why)

    def _question_of_unit(self, cell: Cell, value: CellValue) -> None:
        if value.rest:
            self.account.ask(cell, *words_behind(value))
        if "百分比" in cell.text:
            self.account.ask(cell,
                Text("the unit of percent is written as a word, the same as `%`", "单位写作文字“百分比”，同 `%`"),
                Text("write `%`", "请写 `%`"))  # fmt: skip

    # ---------------------------------------------------------------- actuals

    def _actual(
        self, row: int, cell: Cell | None, target_cell: Cell | None, target: Written | None, sign: str | None,
        unit: str | None, header: Header, does_not_apply: bool,
    ) -> tuple[Written | None, str | None]:  # fmt: skip
        if cell is None:
            if "actual" in header.columns and target is not None and not does_not_apply:
                column = header.columns["actual"][0]
                self.missing.append((self.sheet.place(row, column), (row, column)))
            return None, None
        self.account.take(cell)
        if self._not_computed(cell):
            return not_computed(cell), None
        if does_not_apply:
            return written(cell), None
        value = cell_value(cell.text)
        if sign == BY_JUDGEMENT:
            if value.kind in ("stroke", "open date") and (why := why_not(value, cell.text)) is not None:
                self.account.ask(cell, *why)
            return written(cell, value), None
        if sign == BY_DATE:
            return self._day(cell, value, target_cell), None
        return self._amount(cell, value, target, unit)

    def _day(self, cell: Cell, value: CellValue, target: Cell | None) -> Written:
        if value.kind != "date":
            shown = " ".join(cell.text.split())[:40]
            self.account.ask(cell,
                Text(f"`{shown}` is no date, and the target is one", f"`{shown}` 不是日期，而指标值是日期"),
                Text("write the date on which it was reached", "请写完成日期"))  # fmt: skip
            if target is not None:
                self.account.ask(target,
                    Text("the target is a date, and the actual is none: they cannot be compared", "指标值是日期，完成值不是，无法比较"),
                    Text("write the date on which it was reached", "请写完成日期"))  # fmt: skip
        return written(cell, value)

    def _amount(
        self, cell: Cell, value: CellValue, target: Written | None, unit: str | None
    ) -> tuple[Written, str | None]:
        if not value.is_number:
            words = target is not None and target.number is None and value.kind == "words"
            if not words and (why := why_not(value, cell.text)) is not None:
                self.account.ask(cell, *why)
            return Written(cell.text, cell.place, stored=cell.stored, formula=cell.formula), None
        if value.sign not in (None, "=") or value.before:
            self.account.ask(cell, *bound_with_sign(cell.text))
            return Written(cell.text, cell.place, stored=cell.stored, formula=cell.formula), None
        self._question_of_unit(cell, value)
        if _is_share_for_percent(value, target, unit):
            self.account.ask(cell, *SHARE_OR_PERCENT)
            return Written(cell.text, cell.place, stored=cell.stored, formula=cell.formula), None
        other = value.unit if value.unit is not None and value.unit != unit else None
        if other is not None and unit is not None and not _same_kind(other, unit):
            self.account.ask(cell,
                Text(f"the unit of the actual (`{other}`) is not that of the target (`{unit}`)", f"完成值的单位（{other}）与指标值的单位（{unit}）不同"),
                Text(f"write the actual in `{unit}`", f"完成值请以 `{unit}` 为单位"))  # fmt: skip
        return written(cell, value), other

    # ---------------------------------------------------------------- points and texts

    def _points(self, cell: Cell | None) -> Written | None:
        if cell is None or self._not_computed(cell):
            return None if cell is None else not_computed(cell)
        return points_cell(cell, self.account)

    def _text(self, cell: Cell | None) -> Written | None:
        if cell is None:
            return None
        if self.form.is_instruction(cell.text):
            self.account.ask(cell, *INSTRUCTION)
            return None
        if cell_value(cell.text).kind == "stroke" and in_one_width(cell.text) != "无":
            self.account.name(cell)
            return None
        self.account.take(cell)
        return written(cell)

    def _more(self, cell: Cell) -> Written | None:
        if self._not_computed(cell):
            return not_computed(cell)
        self.account.take(cell)
        return written(cell, cell_value(cell.text))

    def _not_computed(self, cell: Cell) -> bool:
        if cell.text == "" and cell.formula is not None:
            self.account.ask(cell, *NOT_COMPUTED)
            return True
        return False


def _sign_written(text: str) -> str | None:
    key = in_one_width(text).casefold()
    if key in SIGNS:
        return SIGNS[key]
    found = sign_of(text)
    return found[0] if found is not None and not plain(text)[found[1] :].strip() else None


def _sign_of_value(target: CellValue) -> str | None:
    if target.kind == "date":
        return BY_DATE
    if target.sign is not None:
        return target.sign
    if target.kind == "words":
        return BY_JUDGEMENT
    return _after(target)


def _after(value: CellValue) -> str | None:
    """`95%以上` as a target is at least 95%."""
    return OF_TARGETS.get(value.word) if value.kind == "bound" else None


def _unit_name(text: str) -> str:
    name = in_one_width(text)
    known = Units.standard().get(name)
    return known.name if known is not None else text.strip()


def _same_kind(one: str, other: str) -> bool:
    first, second = Units.standard().get(one), Units.standard().get(other)
    if first is None or second is None:
        return one == other
    return first.dimension == second.dimension


def _is_share_for_percent(value: CellValue, target: Written | None, unit: str | None) -> bool:
    if (
        unit != "%"
        or value.unit is not None
        or value.multiple
        or value.number is None
        or target is None
        or target.number is None
    ):
        return False
    return 0 < Fraction(value.number) <= 1 < Fraction(target.number)
