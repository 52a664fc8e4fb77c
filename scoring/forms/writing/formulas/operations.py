"""Operations on numbers and days in formulas."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from fractions import Fraction

from scoring.forms.writing.formulas import cases, ratios, roundings
from scoring.forms.writing.formulas.calculation import FIRST_DAY
from scoring.forms.writing.formulas.compiler import Compiler, lacking_of
from scoring.forms.writing.formulas.exact_values import of_exact
from scoring.forms.writing.formulas.quantities import (
    DayNumber,
    Ends,
    Lacking,
    Leaf,
    Nothing,
    Pieces,
    Quantity,
    Ratio,
    constant,
)
from scoring.forms.writing.formulas.wholes import NoFormula, NotSayable, Whole, minus
from scoring.formula.functions import apply
from scoring.nodes.node import (
    Arithmetic,
)
from scoring.problems import Text
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.rounding import Rounding
from scoring.values.value import Unknown

LONG = 240


ONLY_LIMITS = Text("only limits of it are known", "只知道其范围")


def calculated(at: Compiler, node: Arithmetic) -> Quantity:
    args = [at.value(arg) for arg in node.args]
    lacking = [arg for arg in args if isinstance(arg, Lacking)]
    if lacking:
        return lacking_of(lacking)
    if node.op == "clamp" and isinstance(args[0], Nothing):
        return args[0]
    if node.op in ("days", "year", "month"):
        return _of_days(node.op, args)
    if any(isinstance(arg, Ends) for arg in args):
        return Lacking(Unknown((), ONLY_LIMITS))
    tables = [number for number, arg in enumerate(args) if isinstance(arg, Pieces)]
    if len(tables) == 1:
        place = tables[0]

        def each(leaf: Leaf) -> Quantity:
            if isinstance(leaf, Lacking) or (node.op == "clamp" and place == 0 and isinstance(leaf, Nothing)):
                return leaf
            return _on_leaves(at, node.op, [leaf if number == place else arg for number, arg in enumerate(args)])

        return cases.mapped(args[place], each)
    settled = [cases.as_ratio(arg, at.settle) if isinstance(arg, Pieces) else arg for arg in args]
    if any(arg is None for arg in settled):
        raise NotSayable("an operand without a number")
    return _on_leaves(at, node.op, [arg for arg in settled if arg is not None])


def _on_leaves(at: Compiler, op: str, args: Sequence[Quantity]) -> Quantity:
    if not all(isinstance(arg, Ratio) for arg in args):
        raise NotSayable("an operand that is no number")
    return on_numbers(at, op, [arg for arg in args if isinstance(arg, Ratio)])


def _of_days(op: str, args: Sequence[Quantity]) -> Quantity:
    days = [arg.number for arg in args if isinstance(arg, DayNumber)]
    if len(days) < len(args):
        raise NotSayable("a date by cases")
    if op == "days":
        return Ratio(Fraction(1), (minus(days[1], days[0]),))

    day = days[0]
    date = None if day.now is None else FIRST_DAY + datetime.timedelta(days=day.now)
    now = None if date is None else date.year if op == "year" else date.month
    ends = (1900, 9999) if op == "year" else (1, 12)
    return Ratio(Fraction(1), (Whole(f"{op.upper()}({day.text})", now, *ends),))


def on_numbers(at: Compiler, op: str, args: Sequence[Ratio]) -> Quantity:
    match op:
        case "+" | "sum":
            return ratios.total(args)
        case "-":
            return ratios.total([args[0], ratios.negative(args[1])])
        case "negate":
            return ratios.negative(args[0])
        case "*" | "product":
            made = args[0]
            for arg in args[1:]:
                made = ratios.product(made, arg)
            return made
        case "/":
            return ratios.quotient(args[0], args[1])
        case "mean":
            return ratios.product(ratios.total(args), constant(Fraction(1, len(args))))
        case "count":
            return constant(Fraction(len(args)))
        case "median":
            return ratios.median(args)
        case "min" | "max":
            return cases.least_or_most(args, op == "max")
        case "clamp":
            value, low, high = args
            kept = cases.mapped(cases.least_or_most([value, low], True), _shorter(at))
            return cases.mapped(kept, lambda leaf: _capped(leaf, high))
        case "abs":
            return ratios.magnitude_of(args[0])
        case "floor" | "ceil":
            return roundings.rounded(
                args[0], Rounding("floor" if op == "floor" else "ceiling", 0), at.settle, at.sheet.room.by_hand
            )
        case "round":
            decimals = args[1].constant if len(args) > 1 else Fraction(0)
            if decimals is not None and decimals.denominator == 1 and abs(decimals) <= 14:
                return roundings.rounded(args[0], Rounding("half_up", int(decimals)), at.settle, at.sheet.room.by_hand)
        case "^":
            power = args[1].constant
            if power is not None and power.denominator == 1 and 1 <= power <= 6:
                made = args[0]
                for _ in range(int(power) - 1):
                    made = ratios.product(made, args[0])
                return made
    if all(arg.constant is not None for arg in args):
        try:
            return of_exact(apply(op, [arg.constant for arg in args]))
        except (Undefined, TooLarge):
            raise NotSayable("a number that is undefined") from None
    raise NoFormula(f"the function {op}")


def _capped(leaf: Leaf, high: Ratio) -> Quantity:
    return cases.least_or_most([leaf, high], False) if isinstance(leaf, Ratio) else leaf


def _shorter(at: Compiler) -> Callable[[Leaf], Leaf]:
    def each(leaf: Leaf) -> Leaf:
        if isinstance(leaf, Ratio) and sum(len(one.text) for one in (*leaf.above, *leaf.below)) > LONG:
            return at.settled_leaf(leaf, Text("step", "中间步骤"))
        return leaf

    return each
