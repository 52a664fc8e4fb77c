"""What cells of a row say as the language has it: targets, actuals, points; or why that cannot be said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from scoring.forms.filled_form import FormRow, Written
from scoring.forms.reading_cell import OF_BOUNDS, cell_value
from scoring.problems import Text
from scoring.project.targets import QUALITATIVE, SIGNS, as_target
from scoring.values.amount import Amount, read_amount, with_unit
from scoring.values.characters import plain, sign_of
from scoring.values.day import Day
from scoring.values.number import read_number, show_number
from scoring.values.units import MULTIPLES, Unit, Units

DATE = "日期"
NOTHING = re.compile(r"[\s/／\\—–\-－_无…。.]*")
PLAIN_UNIT = re.compile(r"[^\W\d_]{1,12}")
"""A word that may be a unit of its own where nobody knows it."""
REACHED = {">=": ">=", ">": ">=", "<=": "<=", "<": "<="}
"""What is 超过300米 is at least 300米."""
SIGNS_OF_TARGETS = "≥≤><＞＜⩾⩽≧≦"
FAR_APART = 1000
"""A bare actual so many times its target, or less than such a part of it, is not in the target's unit."""
ASK = Text("ask for the number, or write it into the project", "请单位补报数值，或在项目文件中补写")


@dataclass(frozen=True, slots=True)
class Left:
    """What a cell says cannot be used: why, and what to do."""

    why: Text
    fix: Text = ASK


@dataclass(frozen=True, slots=True)
class Taken:
    """What a cell says, as the language has it; `assumed` where something was added that it does not say."""

    value: Any
    assumed: Text | None = None
    depends: bool = False  # whether other points would come of the other sign
    meant: str | None = None  # the same in plain characters


class AmountReader:
    """Reads cells for one rulebook; `own_units` are those that it does not know and a project has to declare."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self.own_units: list[str] = []

    def unit(self, name: str | None) -> Unit | None:
        """The unit of that name; a plain word that is none becomes one of its own."""
        if not name:
            return None
        name = name.strip()
        known = self.units.get(name)
        word = name.removeprefix(next((each for each in MULTIPLES if name.startswith(each)), ""))
        if known is None and PLAIN_UNIT.fullmatch(word):  # 羽 of 万羽, which then is a multiple of it
            self.units = self.units.with_unit(word, Unit(word, ((word, 1),), Fraction(1)))
            self.own_units.append(word)
            known = self.units.get(name)
        return known

    def amount(self, said: Written, otherwise: str | None = None) -> tuple[Amount, bool] | Left:
        """Number and unit of a cell; and whether the unit is that of the row, which the cell itself does not say."""
        if said.number is None or (number := read_number(said.number)) is None:
            return Left(Text("no amount can be read in it", "读不出数值"))
        name = said.unit or otherwise
        unit = self.unit(name)
        if said.multiple and name:
            return self._counted(said, name, number)
        if name and unit is None:
            return Left(Text(f"the unit `{name}` is not known", f"单位“{name}”未知"),
                        Text("declare the unit in the rulebook, or write another", "在规则集中声明该单位，或改写单位"))  # fmt: skip
        written = with_unit(said.number, unit.name if unit is not None else "")
        return Amount(number * (unit.factor if unit is not None else 1), unit, written), said.unit is None and bool(
            name
        )

    def _counted(self, said: Written, name: str, number: Fraction) -> tuple[Amount, bool] | Left:
        """`120万` in a row of 人次 is 120 万人次; where the unit of the row counts in 万 itself, nobody knows which is meant."""
        unit = self.unit(f"{said.multiple}{name}")
        if unit is None or is_multiple(name, self.units):
            own = show_number(number / MULTIPLES[said.multiple])
            return Left(Text(f"`{said.multiple}` stands in the cell and in the unit `{name}`: {own} {name}, or {said.multiple} times as many?",
                             f"格中写了“{said.multiple}”，单位又是 {name}：是 {own} {name}，还是它的{said.multiple}倍？"),
                        Text("write the number in the unit of the row", "请按本行单位写明数值"))  # fmt: skip
        return Amount(
            number * (unit.factor / MULTIPLES[said.multiple]),
            unit,
            with_unit(show_number(number / MULTIPLES[said.multiple]), unit.name),
        ), True

    # ------------------------------------------------------------------ targets

    def target(self, row: FormRow, declared: str | None) -> Taken | Left | None:
        """A row's target with its sign; None where the form has none. `declared`: the sign of those that have none."""
        said = row.target
        if said is None or NOTHING.fullmatch(said.text):
            return None
        if row.sign == QUALITATIVE:
            text = said.text.strip()
            return Taken(text if text.startswith(QUALITATIVE) else f"{QUALITATIVE}：{text}")
        if row.sign == DATE:
            return self._until(said, declared)
        sign = row.sign or said.sign
        read = self.amount(said, row.unit)
        if isinstance(read, Left):
            return read
        amount = read[0]
        if sign in SIGNS:
            return _plainly(said.text, f"{sign} {amount.written}", self.units)
        if declared is None:
            return Left(
                Text("the target has no sign, and the form's declaration gives none", "指标值没有写明方向，表式也没有约定"),
                Text(f"write `>= {amount.written}` or `<= {amount.written}`", f"写明 >= {amount.written} 或 <= {amount.written}"),
            )  # fmt: skip
        why = Text(f"the target has no sign; the form's declaration gives `{declared}`", f"指标值没有写明方向，按表式约定为 {declared}")  # fmt: skip
        return Taken(f"{declared} {amount.written}", why, self._other_sign_matters(row, amount))

    def _until(self, said: Written, declared: str | None) -> Taken | Left:
        text = plain(said.text).strip()
        if (target := as_target(text, self.units)) is not None:
            return Taken(target)
        sign = sign_of(text)
        day = Day.read(text[sign[1] :] if sign is not None else text)
        if day is None:
            return Left(
                Text("no date can be read in it", "读不出日期"), Text("write year, month and day", "写明年月日")
            )
        if sign is None and declared is None:
            return Left(Text("nothing says whether it is the last day", "没有写明是否为最迟期限"), Text(f"write `<= {day}`", f"写明 <= {day}"))  # fmt: skip
        if sign is not None:
            return Taken(f"{sign[0]} {day}")
        why = Text(f"a date without a sign; the form's declaration gives `{declared}`", f"日期没有写明方向，按表式约定为 {declared}")  # fmt: skip
        return Taken(f"{declared} {day}", why)

    def _other_sign_matters(self, row: FormRow, target: Amount) -> bool:
        if row.actual is None:
            return False
        read = self.amount(row.actual, row.actual_unit or row.unit)
        return not isinstance(read, Left) and read[0].value != target.value

    # ------------------------------------------------------------------ actuals

    def actual(self, row: FormRow) -> Taken | Left | None:
        """What was reached, in the unit of the target; bounds stay bounds. None where the form has nothing."""
        if row.actual is None or not row.actual.text.strip():
            return None
        said = _bounded(row.actual, self.units)
        if row.sign == QUALITATIVE:
            return Taken(said.text.strip())
        if NOTHING.fullmatch(said.text):
            return Left(Text("no value is given", "没有填写数值"))
        if row.sign == DATE:
            return self._day(said)
        read = self.amount(said, row.actual_unit or row.unit)
        if isinstance(read, Left):
            return read
        amount, unit_of_row = read
        aimed = self.amount(row.target, row.unit) if row.target is not None else None
        target = aimed[0] if isinstance(aimed, tuple) else None
        if target is not None and target.dimension != amount.dimension:
            return Left(Text(f"`{amount.written}` does not convert to the unit of the target `{target.written}`",
                             f"{amount.written} 与指标值 {target.written} 的单位不能换算"),
                        Text("ask in which unit it was measured", "请单位按指标值的单位补报"))  # fmt: skip
        if said.sign in (">=", "<="):
            return self._bound(said.sign, amount, target)
        if said.multiple and amount.unit is None:
            return Taken(amount.written, Text(f"`{said.multiple}` is counted", f"按“{said.multiple}”计数"))
        return (
            self._in_unit_of_row(said, row, amount, target)
            if unit_of_row
            else _plainly(said.text, amount.written, self.units)
        )

    def _day(self, said: Written) -> Taken | Left:
        day = Day.read(said.text)
        if day is None:
            return Left(Text("no date can be read in it", "读不出日期"), Text("ask for the day", "请单位补报具体日期"))
        return Taken(str(day))

    def _bound(self, sign: str, amount: Amount, target: Amount | None) -> Taken | Left:
        if target is not None and target.value == amount.value:
            return Left(Text("it repeats the target with its sign: no measured value", "照抄指标值，不是实际完成值"))
        return Taken({"at_least" if sign == ">=" else "at_most": amount.written})

    def _in_unit_of_row(self, said: Written, row: FormRow, amount: Amount, target: Amount | None) -> Taken | Left:
        """A bare number has the unit of its row; where that can hardly be meant, or where it matters, it is told."""
        unit, number = amount.unit, read_number(said.number or "")
        assert unit is not None and number is not None
        in_own_cell = not number or row.actual_unit is not None or (row.target is not None and row.target.unit is None)
        if in_own_cell or (unit.dimension and not self.units.converts(unit.dimension)):
            return Taken(amount.written)
        if not unit.dimension and target is not None and abs(number) <= 1 < target.value / unit.factor and number:
            shares = f"{said.number}%", with_unit(str(number * 100 if number * 100 % 1 else int(number * 100)), "%")
            return Left(Text(f"a share without a percent sign: {shares[0]} or {shares[1]}?", f"没有写百分号：是 {shares[0]} 还是 {shares[1]}？"),
                        Text("ask which is meant", "请单位写明"))  # fmt: skip
        if (
            target is not None
            and target.value
            and amount.value
            and not 1 / FAR_APART < amount.value / target.value < FAR_APART
        ):
            return Left(Text(f"no unit, and `{amount.written}` is far from the target `{target.written}`", f"没有单位，若为 {amount.written} 则与指标值 {target.written} 相差悬殊"),
                        Text("ask in which unit it was measured", "请单位写明计量单位"))  # fmt: skip
        return Taken(
            amount.written,
            Text(f"no unit; that of the target is `{unit.name}`", f"没有写单位，按指标值的单位 {unit.name} 读取"),
        )


def _plainly(text: str, meant: str, units: Units) -> Taken:
    return Taken(_as_written(text, meant, units), meant=meant)


def _as_written(text: str, meant: str, units: Units) -> str:
    """The form's own text where the language reads it as what is meant, otherwise that."""
    own = " ".join(text.split())
    sign, meant_sign = sign_of(own), sign_of(meant)
    if (sign is None) != (meant_sign is None) or (sign and meant_sign and sign[0] != meant_sign[0]):
        return meant
    first = read_amount(own[sign[1] :] if sign else own, units)
    second = read_amount(meant[meant_sign[1] :] if meant_sign else meant, units)
    same = isinstance(first, Amount) and isinstance(second, Amount) and first.value == second.value and first.dimension == second.dimension and (first.unit is None) == (second.unit is None)  # fmt: skip
    return own if same else meant


def _bounded(said: Written, units: Units) -> Written:
    """A bound with its number and its sign: 95%以上, 5000余, 超过300米; a sign of targets is no measured value and leaves it as it is."""
    if said.number is not None:
        return said
    value = cell_value(said.text, units)
    sign = OF_BOUNDS.get(value.word) if value.kind == "bound" else REACHED.get(value.sign or "")
    if value.number is None or sign is None or value.kind not in ("bound", "number") or _has_sign(said.text):
        return said
    return replace(said, number=value.number, unit=value.unit, sign=sign, multiple=value.multiple)


def _has_sign(text: str) -> bool:
    """Whether a sign of targets stands in it: nobody measures `≥100%`."""
    return any(each in text for each in SIGNS_OF_TARGETS)


def is_multiple(name: str, units: Units) -> bool:
    """Whether a unit counts in 万 or the like of another: 万元, 千人次."""
    word = next((each for each in MULTIPLES if name.startswith(each)), "")
    return bool(word) and units.get(name.removeprefix(word)) is not None


def points(said: Written | None) -> int | str | None:
    """A number of points as the language has it; None where the cell has none."""
    number = read_number(said.number) if said is not None and said.number is not None else None
    if number is None or said is None or said.multiple or said.unit not in (None, "", "分"):
        return None
    return said.number if number.denominator != 1 else int(number)
