"""A result that depends on `ln`, `exp`, a root or another power that is not whole, without saying to how many decimals it is given.

```toml
[fact]
income = { kind = "number" }
[result.index]
is = "ln(income) / 10"
```

Such a number has no end; two programs that stop at different places publish different results. Better:

```toml
[fact]
income = { kind = "number" }
[result.index]
is = "ln(income) / 10"
round = { decimals = 3 }
```

A value in between that is rounded itself, and a whole power, leave nothing to declare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.nodes.node import Arithmetic, Combine, Compare, Constant, Each, Known, Name, Node, Round
from scoring.nodes.walk import children
from scoring.problems import Problem, Text

CODE = "decimals-not-declared"
ENDLESS = ("ln", "log10", "exp", "sqrt", "erf", "geomean")


def find(book: AnalysisModel) -> Iterator[Problem]:
    nodes = {definition.name: definition.node for definition in book.program.definitions}
    for result in book.program.results:
        if result.rounding is None and result.kind.name == "number":
            name = _endless(result.node, nodes)
            if name is not None:
                yield lint(
                    CODE,
                    Text(f"`{result.name}` depends on `{name}`, and does not say to how many decimals it is given",
                         f"{result.name} 取决于 {name}，却没有写明保留几位小数"),
                    result.place,
                    Text("add round = { decimals = 3 }", "补上 round = { decimals = 3 }"),
                )  # fmt: skip


def _endless(node: Node, nodes: Mapping[str, Node]) -> str | None:
    """The function whose endless number comes out of a node; what is rounded, or only compared, brings none."""
    waiting, seen = [node], set[int]()
    while waiting:
        at = waiting.pop()
        if at.number in seen or isinstance(at, Round | Compare | Known):
            continue
        seen.add(at.number)
        if isinstance(at, Arithmetic) and (at.op in ENDLESS or (at.op == "^" and not _is_whole(at.args[1]))):
            return at.op
        if isinstance(at, Combine | Each) and at.how in ENDLESS:
            return at.how
        if isinstance(at, Arithmetic) and at.op in ("round", "floor", "ceil"):
            continue
        waiting.extend([nodes[at.name]] if isinstance(at, Name) and at.name in nodes else children(at))
    return None


def _is_whole(node: Node) -> bool:
    return isinstance(node, Constant) and getattr(node.value, "denominator", 0) == 1
