"""One weight or one threshold of a side moved a little, as settings that can be written: what a score's sensitivity is to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from scoring.problems import Text
from scoring.rulebook.rulebook import Entry
from scoring.tuning.editions.side import Side
from scoring.values.characters import sign_of
from scoring.values.number import exact, read_number, show_number

AMOUNT = re.compile(r"\s*(-?\d+(?:\.\d+)?)(\s*[^\d\s].*|\s*)", re.DOTALL)
KEYS = ("nothing_below",)
"""Keys of a rule, beside the cells of its rows, whose value is a threshold."""
ELSE = ("else", "否则", "其他", "-", "")


@dataclass(frozen=True, slots=True)
class Variation:
    """What is moved, by how much, in words; and every value that is then another, as `PATH=VALUE`."""

    kind: Literal["weight", "threshold"]
    name: str  # of the indicator, or of the rule or value
    up: bool
    said: Text
    settings: tuple[str, ...]


def of_weights(side: Side, by: Fraction) -> Iterator[Variation]:
    """Each weight of the set `by` points up and down, the others in proportion so that their sum stays.

    A weight that would become nothing or everything is left out.
    """
    weights = dict(_weights(side))
    whole = sum(weights.values(), Fraction(0))
    for id_, weight in weights.items():
        for step in (by, -by):
            after = weight + step
            if not 0 < after < whole or weight == whole:
                continue
            scale = (whole - after) / (whole - weight)
            moved = {other: each * scale for other, each in weights.items() if other != id_}
            settings = (f'weights.{id_}="{show_number(after)}"', *(f'weights.{other}="{show_number(each)}"' for other, each in moved.items() if scale != 1 and each))  # fmt: skip
            said = Text(f"weight of {id_} {show_number(weight)} → {show_number(after)}, the others in proportion",
                        f"{id_} 的权重 {show_number(weight)} → {show_number(after)}，其余按比例调整")  # fmt: skip
            yield Variation("weight", id_, step > 0, said, settings)


def weights_left_out(side: Side, by: Fraction) -> int:
    """How many moves of weights are none: the weight would become nothing, or everything."""
    weights = dict(_weights(side))
    return 2 * len(weights) - sum(1 for _ in of_weights(side, by))


def _weights(side: Side) -> Iterator[tuple[str, Fraction]]:
    indicators = side.indicator_set.indicators if side.indicator_set is not None else {}
    for id_, entry in indicators.items():
        written = entry.model.weight
        value = (
            _number(written)
            if isinstance(written, str)
            else exact(written)
            if isinstance(written, int | Decimal)
            else None
        )
        if value is not None and value > 0:
            yield id_, value


def _number(written: str) -> Fraction | None:
    over, slash, under = written.partition("/")
    top, bottom = read_number(over.strip()), read_number(under.strip()) if slash else Fraction(1)
    return None if top is None or not bottom else top / bottom


def of_thresholds(side: Side, by: Fraction) -> Iterator[Variation]:
    """Each threshold in the rows of rules and values, a sign and a number, larger and smaller by that share of itself."""
    for (_, section, name), entry in side.parts().items():
        if section in ("rule", "value"):
            for path, written in _thresholds(entry):
                for step in (by, -by):
                    after = _moved(written, 1 + step)
                    if after is None:
                        continue
                    place = ".".join(map(str, path))
                    said = Text(f"{name}, {_where(path, 'en')}: {written.strip()} → {after}",
                                f"{name}，{_where(path, 'zh')}：{written.strip()} → {after}")  # fmt: skip
                    yield Variation("threshold", name, step > 0, said, (f'{section}s.{name}.{place}="{after}"',))


def fixed_conditions(side: Side) -> int:
    """How many conditions in rows of rules and values are anything else, such as a formula."""
    listed = [cell for (_, section, _), entry in side.parts().items() if section in ("rule", "value") for _, cell in _conditions(entry)]  # fmt: skip
    return sum(_moved(cell, Fraction(2)) is None for cell in listed if cell.strip() not in ELSE)


def _thresholds(entry: Entry[Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Conditions in rows, and keys that are a threshold, with their paths."""
    data = _data(entry)
    yield from _conditions(entry)
    yield from (((key,), data[key]) for key in KEYS if isinstance(data.get(key), str))


def _conditions(entry: Entry[Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for number, row in enumerate(_data(entry).get("rows") or ()):
        cells = row.get("row") if isinstance(row, dict) else row
        for at, cell in enumerate(cells[:-1] if isinstance(cells, list) else ()):
            if isinstance(cell, str):
                yield ("rows", number, at), cell


def _data(entry: Entry[Any]) -> dict[str, Any]:
    data: Any = entry.document.data
    for step in entry.path:
        data = data[step]
    return data if isinstance(data, dict) else {}


def _moved(written: str, by: Fraction) -> str | None:
    """A sign, if there is one, and a number that many times as large, its unit as it was; None for anything else, and zero."""
    sign = sign_of(written)
    head, rest = (sign[0] + " ", written[sign[1] :]) if sign is not None else ("", written)
    found = AMOUNT.fullmatch(rest)
    value = read_number(found.group(1)) if found is not None else None
    if found is None or not value or '"' in rest:
        return None
    return f"{head}{show_number(value * by)}{found.group(2).rstrip()}"


def _where(path: tuple[str | int, ...], language: Literal["en", "zh"]) -> str:
    if path[0] != "rows":
        return str(path[0])
    row = int(path[1]) + 1
    return f"row {row}" if language == "en" else f"第 {row} 行"
