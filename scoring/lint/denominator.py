"""A rate named 预算执行率 whose denominator is not named.

Execution is reported against the year's budget, the budget as adjusted, or what arrived, and the three differ; a value of
that name is a quotient whose denominator is a fact or value of its own, or its label says against what.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core import Arithmetic, Name, Node
from scoring.lint.looked import Looked, lint
from scoring.problems import Problem, Text
from scoring.program import Program

CODES = ("denominator-not-named",)
NAMES = ("预算执行率", "execution rate of the budget")


def find(looked: Looked) -> Iterator[Problem]:
    for definition in looked.program.definitions:
        label = definition.label
        if not any(name in text for name in NAMES for text in (label.zh, label.en, definition.name)):
            continue
        if not _named(definition.node, looked.program):
            yield lint(
                "denominator-not-named",
                Text(f"`{definition.name}` is an execution rate, but of what is not named",
                     f"{definition.name} 称为预算执行率，却没有写明分母"),
                definition.place,
                Text("divide by a fact that is named, such as `spent / budget`", "除以一个有名称的数据，例如 spent / budget"),
            )  # fmt: skip


def _named(node: Node, program: Program) -> bool:
    while isinstance(node, Name):
        inner = next((one.node for one in program.definitions if one.name == getattr(node, "name", None)), None)
        if inner is None:
            return False  # a rate that is reported as such
        node = inner
    if isinstance(node, Arithmetic) and node.op == "/":
        return isinstance(node.args[1], Name)
    return isinstance(node, Arithmetic) and any(
        _named(arg, program) for arg in node.args if isinstance(arg, Arithmetic)
    )
