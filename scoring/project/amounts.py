"""Amounts as they are reported: numbers with their units, and bounds; one whose unit is in doubt is a problem, never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.nodes.kind import NUMBER, Kind
from scoring.problems import Place, Text
from scoring.project.about import BOUNDS
from scoring.project.reading import Path, Reading, ReadValue
from scoring.values.amount import Amount, read_amount, with_unit
from scoring.values.amount_diagnosis import AmountFault
from scoring.values.bound import Bound
from scoring.values.number import show_number

AMOUNT = Text(
    'write a number, or a number with its unit in quotes: "28 万元"', '写数字，或加引号写数字和单位："28 万元"'
)
SIGNS = {"at_least": "≥ ", "at_most": "≤ "}


def reported_number(reading: Reading, raw: Any, kind: Kind, at: Place) -> ReadValue | None:
    """A number in the base unit of its dimension; None with the problem where it is none, or none of this kind.

    Reports `wrong-kind`, `share-for-number`, `unit-does-not-fit`, `share-without-percent`, `bare-number`, and what `read_amount` does.
    """
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        reading.wrong_kind(Text("a number", "数字"), raw, at, AMOUNT)
        return None
    if isinstance(raw, int | Decimal):
        return _bare(reading, Fraction(raw), kind, at)
    amount = read_amount(raw, reading.units)
    if isinstance(amount, AmountFault):
        fix = _write_amount(kind) if amount.code == "not-an-amount" else amount.fix
        reading.problem(amount.code, amount.message, at.inside(amount.offset, max(1, amount.length)), fix)
        return None
    if amount.unit is None:
        return _bare(reading, amount.value, kind, at)
    if kind == NUMBER and not amount.unit.dimension:
        _share_for_number(reading, raw, amount.value, at)
        return None
    if kind.name == "number" and amount.unit.dimension != kind.dimension:
        _unit_does_not_fit(reading, raw, amount, kind, at)
        return None
    return ReadValue(amount.value, amount.unit, amount.written, Kind("number", amount.unit.dimension, amount.unit.name))


def _unit_does_not_fit(reading: Reading, raw: str, amount: Amount, kind: Kind, at: Place) -> None:
    assert amount.unit is not None
    wanted = kind.unit or Text("no unit", "无单位").en
    alone = show_number(amount.value / amount.unit.factor)
    reading.problem(
        "unit-does-not-fit",
        Text(
            f"`{raw}` is in `{amount.unit.name}`, which does not convert to `{wanted}`",
            f"{raw} 的单位是 {amount.unit.name}，不能换算为 {kind.unit or '无单位的数'}",
        ),
        at,
        Text(f"give it in `{wanted}`", f"用 {kind.unit} 表示")
        if kind.unit
        else Text(f"write the number alone: {alone}", f"只写数字：{alone}"),
    )


def _share_for_number(reading: Reading, raw: str, value: Fraction, at: Place) -> None:
    shown = show_number(value)
    reading.problem(
        "share-for-number",
        Text(f"`{raw}` is a share; a plain number belongs here", f"{raw} 是百分数，这里应为无单位的数"),
        at,
        Text(f'write {shown}, or declare the fact with unit = "%"', f'写 {shown}，或为数据声明 unit = "%"'),
    )


def _bare(reading: Reading, value: Fraction, kind: Kind, at: Place) -> ReadValue | None:
    """A number without a unit: refused where several units are possible, or where a share is meant."""
    shown = show_number(value)
    if kind.is_share and value != 0:
        # 95 stands for 95% far oftener than for 9500%
        percent = show_number(value * 100 if abs(value) <= 2 else value)
        reading.problem(
            "share-without-percent",
            Text(f"a share is written with %, not as `{shown}`", f"比例要写成百分数，不能写 {shown}"),
            at,
            Text(f'"{percent}%" if that is what is meant', f'如确是此意，写 "{percent}%"'),
        )
        return None
    if kind.name == "number" and kind.dimension and reading.units.converts(kind.dimension) and value != 0:
        names = reading.units.of_dimension(kind.dimension)[:4] or (kind.unit or "",)
        first = list(dict.fromkeys([kind.unit or names[0], *names]))[:2]
        choices = [f'"{shown} {name}"' for name in first]
        reading.problem(
            "bare-number",
            Text(
                f"`{shown}` has no unit; {', '.join(names)} are possible",
                f"{shown} 没有单位，可能是 {'、'.join(names)}",
            ),
            at,
            Text(f"write {' or '.join(choices)}", f"写成 {' 或 '.join(choices)}"),
        )
        return None
    unit = reading.units.get(kind.unit) if kind.unit else None
    written = f"{shown} {kind.unit}" if unit is not None and not kind.is_share else shown
    factor = unit.factor if unit is not None else Fraction(1)
    return ReadValue(value * factor, unit, written, kind if kind.name == "number" else NUMBER)


def reported_bound(reading: Reading, raw: Mapping[str, Any], kind: Kind, path: Path) -> ReadValue | None:
    """`{ at_least = …, at_most = … }`, or one of them. Reports `empty-bound`, and what `reported_number` does."""
    ends: dict[str, ReadValue] = {}
    for key, written in raw.items():
        below = (*path, key)
        if below not in reading.document.unread:
            end = reported_number(reading, written, kind, reading.document.value_place(below))
            ends |= {key: end} if end is not None else {}
    if len(ends) < len(raw):
        return None
    low, high = (_end(ends.get(key)) for key in BOUNDS)
    if low is not None and high is not None and low > high:
        reading.problem(
            "empty-bound",
            Text("at_least is above at_most", "at_least 大于 at_most"),
            reading.document.value_place(path),
            Text("exchange the two", "把两者对调"),
        )
        return None
    first = next(iter(ends.values()))
    written = ", ".join(SIGNS[key] + ends[key].written for key in BOUNDS if key in ends)
    return ReadValue(Bound(low, high), first.unit, written, first.kind)


def _end(read: ReadValue | None) -> Fraction | None:
    return read.value if read is not None and isinstance(read.value, Fraction) else None


def _write_amount(kind: Kind) -> Text:
    """How to write an amount where words stand: with the unit that belongs there."""
    if kind.name != "number":
        return Text(
            "write digits and a unit, such as `28.00 万元` or `95%`", "请写数字和单位，如 `28.00 万元` 或 `95%`"
        )
    shown = with_unit("95" if kind.is_share else "28", kind.unit or "")
    return Text(f"write digits, such as `{shown}`", f"请写数字，如 `{shown}`")
