"""Named members with weights, combined in formulas."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.forms.writing.formulas import cases, ratios
from scoring.forms.writing.formulas.compiler import Compiler, lacking_of
from scoring.forms.writing.formulas.operations import on_numbers
from scoring.forms.writing.formulas.quantities import (
    Lacking,
    Pieces,
    Quantity,
    Ratio,
    constant,
)
from scoring.forms.writing.formulas.wholes import NotSayable
from scoring.nodes.node import (
    Combine,
)
from scoring.values.value import NotApplicable, Unknown, undecided


def combined(at: Compiler, node: Combine) -> Quantity:
    values: list[Ratio] = []
    weights: list[Ratio] = []
    left_out: list[Lacking] = []
    stopping: list[Lacking] = []
    for member in node.members:
        value = at.value(member.node)
        if isinstance(value, Pieces):
            if any(isinstance(leaf, Lacking) for _, leaf in value.pieces):
                raise NotSayable("a member that may have no value")
            found = cases.as_ratio(value, at.settle)
            if found is None:
                raise NotSayable("a member that is no number")
            value = found
        if isinstance(value, Lacking) and isinstance(value.why, Unknown) and node.missing == "zero":
            value = constant(Fraction(0))
        if isinstance(value, Lacking) and (
            isinstance(value.why, NotApplicable) or (isinstance(value.why, Unknown) and node.missing == "leave_out")
        ):
            left_out.append(value)
            continue
        if isinstance(value, Lacking):
            stopping.append(value)
            continue
        weight = constant(member.weight) if member.weigh is None else at.value(member.weigh)
        if not isinstance(value, Ratio) or not isinstance(weight, Ratio):
            raise NotSayable("a member that is no number")
        values.append(value)
        weights.append(weight)
    if stopping:
        return lacking_of(stopping)
    if not values:
        if not left_out:
            return _aggregated(at, node.how, values, weights)

        found_ = undecided([one.why for one in left_out])
        assert found_ is not None
        return Lacking(found_)
    return _aggregated(at, node.how, values, weights)


def _aggregated(at: Compiler, how: str, values: Sequence[Ratio], weights: Sequence[Ratio]) -> Quantity:
    match how:
        case "sum":
            return ratios.total([ratios.product(value, weight) for value, weight in zip(values, weights, strict=True)])
        case "mean":
            whole = ratios.total(weights)
            if whole.constant == 0:
                raise NotSayable("weights that add up to zero")
            summed = ratios.total(
                [ratios.product(value, weight) for value, weight in zip(values, weights, strict=True)]
            )
            return ratios.quotient(summed, whole)
        case "min" | "max":
            return cases.least_or_most(values, how == "max")
        case "count":
            return constant(Fraction(len(values)))
        case "median":
            return ratios.median(values)
        case "product" if all(weight.constant == 1 for weight in weights):
            return on_numbers(at, "product", values) if values else constant(Fraction(1))
    raise NotSayable(f"a combination by {how}")
