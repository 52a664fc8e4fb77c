"""An indicator tried with values: the points that the exact engine gives, and how an example would say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.lint.analysis_model import AnalysedTable, AnalysisModel
from scoring.lint.combinations import Case
from scoring.lint.counterexample import as_written, counterexample
from scoring.lint.keys import Key
from scoring.nodes.node import Arithmetic, Node, Round
from scoring.problems import Counterexample, Text
from scoring.program.program import Indicator
from scoring.values.number import show_number
from scoring.values.value import Value

Values = Iterable[tuple[Key, Value]]


def points_of(indicator: Indicator, values: Values, book: AnalysisModel, node: Node | None = None) -> Fraction | None:
    """The points of an indicator (or a node of its) where these are the values of its actual and of facts."""
    at = Evaluation(book.bare, book.sheet)
    for key, value in values:
        if key.name is None:
            return None
        at.named[f"{indicator.id}.actual" if key.name == "actual" else key.name] = value
    points = at.value(node if node is not None else indicator.criterion.points)
    return points if isinstance(points, Fraction) else None


def unbounded(points: Node) -> Node:
    """Points before they are kept within 0 and the weight, and before they are rounded."""
    while isinstance(points, Round) or (isinstance(points, Arithmetic) and points.op == "clamp"):
        points = points.arg if isinstance(points, Round) else points.args[0]
    return points


def cases_of(indicator: Indicator, book: AnalysisModel) -> Iterator[tuple[AnalysedTable, int, Case]]:
    """For each row of the indicator's rule one case that reaches it, where all keys are reported."""
    for table in book.tables_of_rule.get(indicator.criterion.rule, ()):
        if table.independent and table.found is not None:
            for clause, case in sorted(table.found.some.items()):
                yield table, clause, case


def as_example(indicator: Indicator, values: Values, book: AnalysisModel, comes: Text) -> Counterexample | None:
    """The values as an example of the indicator's rule, with its weight and target."""
    more = {}
    row = book.rows.get(indicator.id)
    if row is not None and row.target_written is not None:
        more["target"] = as_written(row.target_written, None, {}) or ""
    more["weight"] = show_number(indicator.weight)
    return counterexample("rule", indicator.criterion.rule, values, book.program, comes, more)
