"""What the variables of a program's terms are for one project."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.node import Node
from scoring.problems import InputRefused
from scoring.project.fact_sheet import FactSheet
from scoring.tuning.algebra.encoded_book import OUTSIDE
from scoring.tuning.algebra.fact_symbols import AS_BOUND, EVIDENCE, EXACT, FIRST, LAST, LEAST, MOST, REPORTED, Texts
from scoring.tuning.algebra.terms import Plain
from scoring.values.bound import Bound
from scoring.values.day import Day
from scoring.values.value import Fault, NotApplicable, Unknown, Value


def values_of(sheet: FactSheet, declared: Collection[str], texts: Texts) -> dict[str, Plain]:
    """What a project reports; `declared`: the indicators that it declares not applicable."""
    found: dict[str, Plain] = {id_ + OUTSIDE: True for id_ in declared}
    for name, one in sheet.reported.items():
        if one.presumed:
            continue
        found[name + REPORTED] = True
        found[name + EVIDENCE] = bool(one.about.evidence)
        found.update(of_value(name, one.value, texts))
        if one.precision is not None:
            found[f"{name}.precision{REPORTED}"] = True
            found.update(of_value(f"{name}.precision", one.precision.value, texts))
    return found


def of_value(name: str, value: Value, texts: Texts) -> dict[str, Plain]:
    """The variables of one fact that has this value."""
    match value:
        case bool() | Fraction():
            return {name: value}
        case str():
            return {name: texts.of(value)}
        case Day():
            return {name + FIRST: Fraction(value.first().toordinal()), name + LAST: Fraction(value.last().toordinal()),
                    name + EXACT: value.is_exact}  # fmt: skip
        case Bound():
            made: dict[str, Plain] = {name + AS_BOUND: True}
            for end, at in ((LEAST, value.at_least), (MOST, value.at_most)):
                made[f"{name}{end}?"] = at is not None
                made[name + end] = at if at is not None else Fraction(0)
            return made
    return {}


def of_open_node(meaning: int, node: Node, at: Evaluation, texts: Texts) -> dict[str, Plain]:
    """The variables of what is not looked into, as it is for the facts as they are."""
    name = f"open {meaning}"
    try:
        value = at.value(node)
    except InputRefused:
        return {}
    absent = {Unknown: "unknown", NotApplicable: "outside", Fault: "fault"}.get(type(value))
    if isinstance(value, Unknown) and value.because is not None and not value.missing:
        absent = "without"
    if value is None:
        absent = "nothing"
    flags: dict[str, Plain] = {
        f"{name} {part}": part == absent for part in ("unknown", "without", "outside", "fault", "nothing", "bound")
    }
    return {**flags, f"{name} known": absent is None and not isinstance(value, Bound), **of_value(name, value, texts)}
