"""A rate named 预算执行率 whose denominator is not named.

```toml
[fact]
spent = "元"
[value.execution]
label = "预算执行率"
is = "spent / 100 万元"
```

Execution is reported against the year's budget, the budget as adjusted, or what arrived, and the three differ. Better:

```toml
[fact]
spent = "元"
adjusted_budget = { unit = "元", label = "调整后预算数" }
[value.execution]
label = "预算执行率"
is = "spent / adjusted_budget"
```

A value of that name is a quotient whose denominator is a fact or a value of its own, so that its label says against what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.nodes.node import Arithmetic, Name, Node
from scoring.problems import Problem, Text

CODE = "denominator-not-named"
NAMES = ("预算执行率", "execution rate of the budget", "budget execution rate")


def find(book: AnalysisModel) -> Iterator[Problem]:
    nodes = {definition.name: definition.node for definition in book.program.definitions}
    for definition in book.program.definitions:
        said = (definition.label.zh, definition.label.en.lower(), definition.name)
        if any(name in text for name in NAMES for text in said) and not _named(definition.node, nodes):
            yield lint(
                CODE,
                Text(f"`{definition.name}` is an execution rate, but of what is not named",
                     f"{definition.name} 称为预算执行率，却没有写明分母"),
                definition.place,
                Text("divide by a fact that is named, such as `spent / budget`", "除以一个有名称的数据，例如 spent / budget"),
            )  # fmt: skip


def _named(node: Node, nodes: Mapping[str, Node]) -> bool:
    while isinstance(node, Name):
        if node.name not in nodes:
            return False  # a rate that is reported as such
        node = nodes[node.name]
    if not isinstance(node, Arithmetic):
        return False
    if node.op == "/":
        return isinstance(node.args[1], Name)
    return any(_named(arg, nodes) for arg in node.args if isinstance(arg, Arithmetic))
