"""Whether what is not known may turn out not to apply: then the weight of it may be spread over others."""

from __future__ import annotations

from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.node import Choose, Combine, Known, Name, Node
from scoring.nodes.walk import children
from scoring.program.outside import conditions, is_outside
from scoring.values.value import NotApplicable, Unknown


def may_not_apply(node: Node, at: Evaluation) -> bool:
    """Whether an unknown value may come not to apply by what is reported later. Never no where it may; seldom yes where not."""
    if not conditions(node, at.program):
        return False
    of_values: dict[str, bool] = {}
    for definition in at.program.definitions:  # each reads only earlier ones
        value = at.name(definition.name)
        of_values[definition.name] = isinstance(value, NotApplicable) or (
            isinstance(value, Unknown)
            and at.sheet.get(definition.name) is None
            and bool(conditions(definition.node, at.program))
            and _may_not(definition.node, at, of_values)
        )
    return _may_not(node, at, of_values)


def _may_not(node: Node, at: Evaluation, of_values: dict[str, bool]) -> bool:
    match node:
        case Name():
            return of_values.get(node.name, False)
        case Known():
            return False
        case Choose():
            return not node.acting and any(_may_not(part, at, of_values) for part in _possible(node, at))
        case Combine():
            return all(_may_not(member.node, at, of_values) for member in node.members)
    return is_outside(node) or any(_may_not(part, at, of_values) for part in children(node))


def _possible(choose: Choose, at: Evaluation) -> list[Node]:
    """The conditions of a table, and what its rows give that are not known to fail."""
    found: list[Node] = []
    open_ = sure = False
    for clause in choose.clauses:
        truth = True if clause.when is None else None if open_ else at.condition(clause.when)
        if clause.when is not None and truth not in (True, False):
            found.append(clause.when)
            open_ = choose.hit == "first"
        if truth is not False:
            found.append(clause.then)
        sure = sure or truth is True
        if sure and choose.hit == "first":
            return found
    if choose.otherwise is not None and not sure:
        found.append(choose.otherwise.then)
    return found
