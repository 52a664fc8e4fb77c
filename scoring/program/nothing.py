"""Which results may come to nothing though all is reported: no result, or not applicable."""

from __future__ import annotations

from scoring.nodes.node import Constant, Known, Name, Node
from scoring.nodes.walk import children
from scoring.program.limits import COUNTED
from scoring.program.program import Program, Result
from scoring.values.value import NotApplicable


def may_be_nothing(result: Result, program: Program) -> bool:
    """Whether an empty cell of a result may mean something else than that something is missing."""
    if result.optional:
        return True
    nodes = {one.name: one.node for one in program.definitions}
    nodes |= {f"result.{one.name}": one.node for one in program.results}
    waiting: list[Node] = [result.node]
    seen: set[int] = set()
    while waiting:
        at = waiting.pop()
        if at.number in seen:
            continue
        seen.add(at.number)
        if isinstance(at, Constant) and (at.value is None or isinstance(at.value, NotApplicable)):
            return True
        if isinstance(at, Name):
            if _is_scored(at.name):
                return True
            if at.name in nodes:
                waiting.append(nodes[at.name])
        if not isinstance(at, Known):  # it is known, or it is not
            waiting.extend(children(at))
    return False


def _is_scored(name: str) -> bool:
    """Whether a name is of points: those of what does not apply do not apply either."""
    own = name.removeprefix(COUNTED)
    return own.endswith(".points") or own.startswith("subtotal.") or own in ("total", "total.earned")


def results_with_outcomes(program: Program) -> tuple[str, ...]:
    """The results whose tables have a column for their outcome; an indicator of the same name has it for itself."""
    if "results_with_outcomes" not in program.memory:
        taken = {one.id for one in program.indicators}
        program.memory["results_with_outcomes"] = tuple(
            one.name for one in program.results if one.name not in taken and may_be_nothing(one, program)
        )
    found: tuple[str, ...] = program.memory["results_with_outcomes"]
    return found
