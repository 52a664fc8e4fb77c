"""What each node of the core is in formulas: the same as in `exact`."""

from __future__ import annotations

from fractions import Fraction

from scoring.forms.writing.formulas import cases, roundings, truths
from scoring.forms.writing.formulas.combining import combined
from scoring.forms.writing.formulas.comparing import compared
from scoring.forms.writing.formulas.compiler import Compiler, Meaning
from scoring.forms.writing.formulas.exact_values import of_exact
from scoring.forms.writing.formulas.operations import calculated
from scoring.forms.writing.formulas.quantities import (
    FALSE,
    TRUE,
    Lacking,
    Leaf,
    Named,
    Nothing,
    Pieces,
    Quantity,
    Ratio,
    Truth,
)
from scoring.forms.writing.formulas.tables import chosen
from scoring.forms.writing.formulas.wholes import NotSayable
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Combine,
    Compare,
    Constant,
    Evidenced,
    Known,
    Logic,
    Name,
    Pick,
    Round,
    Several,
)
from scoring.values.rounding import Rounding
from scoring.values.value import Unknown, undecided


def _constant(at: Compiler, node: Constant) -> Quantity:
    if node.stands_for and isinstance(node.value, Fraction):
        return at.weight(node.stands_for, node.value)
    return of_exact(node.value)


def _named(at: Compiler, node: Name) -> Quantity:
    return at.name(node.name)


def _logic(at: Compiler, node: Logic) -> Quantity:
    sides = [at.truth(arg) for arg in node.args]
    if node.op == "not":
        return sides[0] if isinstance(sides[0], Lacking) else truths.opposite(sides[0])
    decides = node.op == "or"
    there = [one for one in sides if isinstance(one, Truth)]
    lacking = [one for one in sides if isinstance(one, Lacking)]
    made = truths.decided(there, decides)
    if not lacking or made.constant is decides:
        return made
    if made.constant is not None:
        found = undecided([one.why for one in lacking])
        assert found is not None
        return Lacking(found)
    return truths.undecided(made, decides)


def _known(at: Compiler, node: Known) -> Quantity:
    try:
        value = at.value(node.arg)
    except NotSayable:
        found = at.at.value(node)
        if isinstance(found, bool):
            return TRUE if found else FALSE
        raise
    if isinstance(value, Lacking):
        return FALSE
    if isinstance(value, Nothing):
        return FALSE
    if isinstance(value, Pieces) and any(isinstance(leaf, Lacking | Nothing) for _, leaf in value.pieces):
        return cases.mapped(value, lambda leaf: FALSE if isinstance(leaf, Lacking | Nothing) else TRUE)
    return TRUE


def _evidenced(at: Compiler, node: Evidenced) -> Quantity:
    value = at.name(node.name)
    if isinstance(value, Lacking) or not isinstance(value, Truth):
        return value
    reported = at.at.sheet.get(node.name)
    if reported is not None and reported.about.evidence:
        return value
    found = at.at.value(node)
    no_evidence = Lacking(found if isinstance(found, Unknown) else Unknown((f"{node.name}.evidence",)))
    if value.constant is not None:
        return no_evidence if value.constant else FALSE
    return Pieces(((value, no_evidence), (None, FALSE)))


def _round(at: Compiler, node: Round) -> Quantity:
    return rounded(at, at.value(node.arg), node.rounding)


def rounded(at: Compiler, value: Quantity, rounding: Rounding) -> Quantity:
    def each(leaf: Leaf) -> Leaf:
        return roundings.rounded(leaf, rounding, at.settle, at.sheet.room.by_hand) if isinstance(leaf, Ratio) else leaf

    return cases.mapped(value, each)


def _several(at: Compiler, node: Several) -> Quantity:
    return Named({name: at.value(output) for name, output in node.outputs})


def _pick(at: Compiler, node: Pick) -> Quantity:
    def each(leaf: Leaf) -> Quantity:
        if isinstance(leaf, Named):
            return leaf.outputs.get(node.output, Lacking(Unknown((node.output,))))
        if isinstance(leaf, Lacking | Nothing):
            return leaf
        raise NotSayable("a field of a record")

    value = at.value(node.arg)
    if not isinstance(value, Pieces):
        return each(value)
    return cases.joined([(when, each(leaf)) for when, leaf in value.pieces])


MEANING: Meaning = {
    Constant: _constant,
    Name: _named,
    Arithmetic: calculated,
    Compare: compared,
    Logic: _logic,
    Known: _known,
    Evidenced: _evidenced,
    Choose: chosen,
    Combine: combined,
    Several: _several,
    Pick: _pick,
    Round: _round,
}
