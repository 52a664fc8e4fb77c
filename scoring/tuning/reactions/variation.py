"""One weight or one threshold of a side moved a little, as settings that can be written: what a score's sensitivity is to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from scoring.problems import Text
from scoring.tuning.editions.side import Side
from scoring.tuning.reactions.thresholds import LEFT, thresholds_of
from scoring.values.number import exact, read_number, show_number


@dataclass(frozen=True, slots=True)
class Variation:
    """What is moved, by how much, in words; and every value that is then another, as `PATH=VALUE`."""

    kind: Literal["weight", "threshold"]
    name: str  # of the indicator, or of what has the threshold
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
    """Each threshold larger and smaller by that share of itself."""
    for one in thresholds_of(side)[0]:
        for step in (by, -by):
            after = one.moved(1 + step)
            if after is not None:
                said = Text(f"{one.where.en}: {one.shown} → {after}", f"{one.where.zh}：{one.shown} → {after}")
                yield Variation("threshold", one.name or one.section, step > 0, said, one.settings(after))


def thresholds_left_out(side: Side) -> Text | None:
    """How many numbers that may be taken for thresholds are not moved, and which; None where there are none."""
    left = thresholds_of(side)[1]
    counted = [(LEFT[what], left[what]) for what in LEFT if left[what]]
    if not counted:
        return None
    return Text(f"not moved: {', '.join(f'{what.en} {number}' for what, number in counted)}",
                f"没有移动：{'，'.join(f'{what.zh} {number} 个' for what, number in counted)}")  # fmt: skip
