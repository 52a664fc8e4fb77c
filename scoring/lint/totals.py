"""Weights that do not add up: a set's weights off the rulebook's total, or a frame's own weights off it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.lint.looked import Looked, lint
from scoring.problems import Problem, Text
from scoring.quantity import show_number
from scoring.rows import share_or_points

CODES = ("weights-off-total", "frame-off-total")


def find(looked: Looked) -> Iterator[Problem]:
    possible = looked.program.possible
    if possible is None:
        return
    if looked.indicator_set is not None and looked.program.weight != possible:
        yield lint(
            "weights-off-total",
            Text(f"the weights add up to {show_number(looked.program.weight)}, not {show_number(possible)}",
                 f"权重合计为 {show_number(looked.program.weight)}，应为 {show_number(possible)}"),
            looked.indicator_set.header.place,
            Text("correct the weights", "改正权重"),
        )  # fmt: skip
    frames = {path: entry for path, entry in looked.rulebook.frames.items() if "/" not in path}
    weights = [share_or_points(entry.model.weight) for entry in frames.values()]
    framed = sum((weight[1] for weight in weights if weight is not None), Fraction(0))
    if frames and framed != possible:
        yield lint(
            "frame-off-total",
            Text(f"the frame adds up to {show_number(framed)}, not {show_number(possible)}",
                 f"框架权重合计为 {show_number(framed)}，应为 {show_number(possible)}"),
            next(iter(frames.values())).place,
            Text("correct the frame, or the total", "改正框架或满分"),
        )  # fmt: skip
