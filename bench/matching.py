"""Matching and points with trace: 30 indicators, 150 clauses; ours on durable-rules against zen-engine's decision tables.

Both are given native input (exact rates here, floats there) and give, for each indicator, the points, the
clause that applied and the value it looked at.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from statistics import median
from typing import Any

from bench import work
from scoring.engines.durable.evaluation import compiled_for
from scoring.nodes.walk import main_choice
from scoring.project.fact_sheet import FactSheet, Reported
from scoring.values.units import Units


def ours(projects: int) -> Callable[[], list[Any]]:
    """Points, clause and fact of each indicator, by the compiled rules."""
    from scoring.engines.durable.evaluation import RulesEvaluation

    _, _, assessor = work.opened()
    prepared, _ = assessor.prepare(work.project(0))
    assert prepared is not None
    program = prepared.program
    compiled = compiled_for(program)
    unit = Units.standard().get("%")
    sheets = [
        FactSheet({f"f{n}": Reported(f"f{n}", value / 100, f"{value}%", None, unit=unit)
                   for n, value in enumerate(work.values(seed))})
        for seed in range(projects)
    ]  # fmt: skip
    tables = [(one.id, main_choice(one.criterion.points), one.criterion.points) for one in program.indicators]

    def run() -> list[Any]:
        results = []
        for sheet in sheets:
            with compiled.matching.begin(lambda node: evaluation.value(node)) as matched:  # noqa: B023
                evaluation = RulesEvaluation(program, sheet, compiled, matched)
                traced = []
                for id_, table, points in tables:
                    value = evaluation.value(points)
                    clause = evaluation.decided[id(table)].taken[0]
                    traced.append((id_, value, clause.place, sheet.reported[f"f{id_[1:]}"]))
                results.append(traced)
        return results

    return run


def zens(projects: int) -> Callable[[], list[Any]]:
    """The same tables as zen-engine decision tables in one graph, with trace."""
    import json

    import zen

    nodes: list[dict[str, Any]] = [{"id": "in", "type": "inputNode", "name": "in"}]
    edges: list[dict[str, Any]] = []
    for n in range(work.INDICATORS):
        weight = 2 + n % 5
        rules = [
            {"_id": f"{n}-{row}", "a": f">= {edge - n % 5}" if edge is not None else "", "b": str(weight * share / 100)}
            for row, (edge, share) in enumerate(zip((*work.EDGES, None), work.SHARES, strict=True))
        ]
        content = {
            "hitPolicy": "first",
            "inputs": [{"id": "a", "name": "a", "field": f"f{n}"}],
            "outputs": [{"id": "b", "name": "b", "field": f"I{n}"}],
            "rules": rules,
        }
        nodes.append({"id": f"t{n}", "type": "decisionTableNode", "name": f"t{n}", "content": content})
        edges.append({"id": f"a{n}", "sourceId": "in", "targetId": f"t{n}", "type": "edge"})
        edges.append({"id": f"b{n}", "sourceId": f"t{n}", "targetId": "out", "type": "edge"})
    nodes.append({"id": "out", "type": "outputNode", "name": "out"})
    graph = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"r": json.loads(json.dumps(graph))}}})
    decision = engine.get_decision("r")
    contexts = [{f"f{n}": float(value) for n, value in enumerate(work.values(seed))} for seed in range(projects)]

    def run() -> list[Any]:
        return [decision.evaluate(context, {"trace": True}) for context in contexts]

    return run


def agree(projects: int = 200) -> None:
    """Both give the same points, or what is measured is not the same work."""
    for mine, theirs in zip(ours(projects)(), zens(projects)(), strict=True):
        for id_, value, _, _ in mine:
            assert abs(float(value) - theirs["result"][id_]) < 1e-9, (id_, value, theirs["result"][id_])
            assert isinstance(value, Fraction)


def measure(projects: int = 2000, rounds: int = 7) -> dict[str, float]:
    """Median microseconds a project of both, in turns in one run, and the median of the ratios pair by pair."""
    agree()
    first, second = ours(projects), zens(projects)
    pairs = []
    for _ in range(rounds):
        pairs.append((_timed(first) / projects * 1e6, _timed(second) / projects * 1e6))
    return {
        "ours": median(a for a, _ in pairs),
        "zen": median(b for _, b in pairs),
        "ratio": median(a / b for a, b in pairs),
    }


def _timed(run: Callable[[], list[Any]]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(measure())
