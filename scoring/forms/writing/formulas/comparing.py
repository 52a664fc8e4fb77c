"""Comparisons in formulas: of numbers, limits, days, texts, and yes and no."""

from __future__ import annotations

from scoring.forms.writing.formulas import cases, ratios, truths
from scoring.forms.writing.formulas.compiler import Compiler, lacking_of, said_of
from scoring.forms.writing.formulas.quantities import (
    FALSE,
    TRUE,
    DayNumber,
    Ends,
    Lacking,
    Leaf,
    Nothing,
    Pieces,
    Quantity,
    Ratio,
    Truth,
    Word,
)
from scoring.forms.writing.formulas.wholes import NotSayable
from scoring.nodes.node import (
    Compare,
)


def compared(at: Compiler, node: Compare) -> Quantity:
    left, right = at.value(node.left), at.value(node.right)
    lacking = [side for side in (left, right) if isinstance(side, Lacking)]
    if lacking:
        return lacking_of(lacking)
    if isinstance(left, Nothing) or isinstance(right, Nothing):
        if node.op in ("==", "!=") and not isinstance(left, Pieces) and not isinstance(right, Pieces):
            same = isinstance(left, Nothing) and isinstance(right, Nothing)
            return TRUE if same is (node.op == "==") else FALSE
        raise NotSayable("no result, compared")

    def with_left(a: Leaf) -> Quantity:
        def with_right(b: Leaf) -> Quantity:
            return _leaves_compared(node.op, a, b)

        return cases.mapped(right, with_right)

    if isinstance(left, Pieces) and isinstance(right, Pieces):
        left = at.settled(left, said_of(node.left))
    return cases.mapped(left, with_left)


def _leaves_compared(op: str, a: Leaf, b: Leaf) -> Leaf:
    lacking = [side for side in (a, b) if isinstance(side, Lacking)]
    if lacking:
        return lacking_of(lacking)
    if isinstance(a, Ratio) and isinstance(b, Ratio):
        return ratios.compared(op, a, b)
    if isinstance(a, Ends | Ratio) and isinstance(b, Ends | Ratio):
        sides = [side if isinstance(side, Ends) else Ends(side, side) for side in (a, b)]
        return ratios.ends_compared(op, sides[0], sides[1])
    if isinstance(a, DayNumber) and isinstance(b, DayNumber) and op in truths.OPERATORS:
        return truths.wholes_compared(op, a.number, b.number)
    if isinstance(a, Word) and isinstance(b, Word) and op in ("==", "!="):
        if a.constant is not None and b.constant is not None:
            return TRUE if (a.constant == b.constant) is (op == "==") else FALSE
        same = Truth(f"EXACT({a.text},{b.text})", None if None in (a.now, b.now) else a.now == b.now)
        return same if op == "==" else truths.opposite(same)
    if isinstance(a, Truth) and isinstance(b, Truth) and op in ("==", "!="):
        if a.constant is not None or b.constant is not None:
            if a.constant is not None:
                a, b = b, a
            return a if b.constant is (op == "==") else truths.opposite(a)
        now = None if None in (a.now, b.now) else (a.now == b.now) is (op == "==")
        text = f"({a.text}){truths.OPERATORS[op]}({b.text})"
        return Truth(text, now, binding=1, open=a.open or b.open)
    raise NotSayable("a comparison of another kind")
