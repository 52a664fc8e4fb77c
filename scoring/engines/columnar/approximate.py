"""ln, exp, roots and powers in SQL: floating numbers, each with a bound on how far it may be off.

Nothing is decided within the bound: where a comparison or a rounding would depend on less than it, the row is for `exact`.
The bound follows each step: of the arguments' own bounds, and of the step's rounding, taken as 2^-49 of the result (some
sixteen times what a correctly rounded operation is off by; libraries' functions stay within a few units of the last place).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.engines.columnar.fragments import (
    Fragment,
    Layers,
    NotInSql,
    Nulls,
    Truth,
    both,
    is_known,
    layer_of,
    strict,
)
from scoring.engines.columnar.ratios import OPERATORS, Ratio, WholeNumber, constant, whole
from scoring.values.rounding import Rounding

STEP = "1.8e-15"  # 2^-49
LARGEST = 10**15
FUNCTIONS = ("ln", "log10", "exp", "sqrt", "^", "geomean")


@dataclass(frozen=True, slots=True)
class Near:
    """A number known only nearly: a DOUBLE and how far it may be off, both NULL where it is unknown."""

    value: Fragment
    off: Fragment

    @property
    def nulls(self) -> Nulls:
        return self.value.nulls

    @property
    def parts(self) -> list[Fragment]:
        return [self.value, self.off]


@dataclass(frozen=True, slots=True)
class Decided:
    """What follows from numbers that are known only nearly, and where that does not tell."""

    value: Truth | Ratio
    open: Truth


def near(number: Ratio | Near, layers: Layers) -> Near:
    """An exact number as a floating one."""
    if isinstance(number, Near):
        return number
    text = _double(number.factor)
    if number.above is not None:
        text = f"({text} * CAST({number.above.sql} AS DOUBLE))"
    if number.below is not None:
        text = f"({text} / CAST({number.below.sql} AS DOUBLE))"
    return _made(text, [f"ABS({{v}}) * {STEP}"], number.parts, layers, number.nulls)


def _double(value: Fraction) -> str:
    return f"CAST({float(value)!r} AS DOUBLE)"


def _made(text: str, bounds: Sequence[str], parts: Sequence[Fragment], layers: Layers, nulls: Nulls = None) -> Near:
    """A step's result by a name, and its bound: `{v}` in it stands for the result."""
    value = layers.let(Fragment(text, layer_of(parts), nulls), "f")
    off = " + ".join(bounds).format(v=value.sql)
    return Near(value, layers.let(Fragment(f"({off})", layer_of([*parts, value]), nulls), "e"))


def applied(op: str, args: Sequence[Ratio | Near], layers: Layers) -> Near:
    """An operation on numbers of which some are known only nearly."""
    floats = [near(arg, layers) for arg in args]
    parts = [part for one in floats for part in one.parts]
    v, e = [one.value.sql for one in floats], [one.off.sql for one in floats]
    nulls = strict([one.value for one in floats])
    match op:
        case "+" | "sum":
            size = " + ".join(f"ABS({value})" for value in v)
            return _made(f"({' + '.join(v)})", [*e, f"({size}) * {STEP}"], parts, layers, nulls)
        case "-":
            return _made(f"({v[0]} - {v[1]})", [*e, f"(ABS({v[0]}) + ABS({v[1]})) * {STEP}"], parts, layers, nulls)
        case "negate":
            return Near(Fragment(f"(-{v[0]})", floats[0].value.layer, nulls), floats[0].off)
        case "abs":
            return _made(f"ABS({v[0]})", [e[0]], parts, layers, nulls)
        case "*" | "product":
            made = floats[0]
            for one in floats[1:]:
                made = _product(made, one, layers)
            return made
        case "/":
            low = f"(ABS({v[1]}) - {e[1]})"
            text = f"CASE WHEN {low} > 0 THEN {v[0]} / {v[1]} END"
            return _made(text, [f"({e[0]} + ABS({{v}}) * {e[1]}) / {low}", f"ABS({{v}}) * {STEP}"], parts, layers)
        case "mean":
            return applied("/", [applied("sum", args, layers), constant(len(args))], layers)
        case "min" | "max" if len(args) > 1:
            name = "LEAST" if op == "min" else "GREATEST"
            known = " AND ".join(f"{value} IS NOT NULL" for value in v)
            text = f"CASE WHEN {known} THEN {name}({', '.join(v)}) END"
            return _made(text, [f"GREATEST({', '.join(e)})"], parts, layers)
        case "clamp":
            return applied("min", [applied("max", [args[0], args[1]], layers), args[2]], layers)
    return _function(op, floats, layers)


def _product(a: Near, b: Near, layers: Layers) -> Near:
    off = f"ABS({a.value.sql}) * {b.off.sql} + ABS({b.value.sql}) * {a.off.sql} + {a.off.sql} * {b.off.sql}"
    return _made(f"({a.value.sql} * {b.value.sql})", [off, f"ABS({{v}}) * {STEP}"], [*a.parts, *b.parts], layers,
                 strict((a.value, b.value)))  # fmt: skip


def _function(op: str, floats: Sequence[Near], layers: Layers) -> Near:
    """A function; NULL where its argument may lie outside of what it is defined for."""
    x = floats[0]
    v, e = x.value.sql, x.off.sql
    positive = f"{v} - {e} > 0"
    match op:
        case "ln" | "log10":
            name = "LN" if op == "ln" else "LOG10"
            text = f"CASE WHEN {positive} THEN {name}({v}) END"
            return _made(text, [f"{e} / ({v} - {e})", f"(ABS({{v}}) + 1) * {STEP}"], x.parts, layers)
        case "exp":
            text = f"CASE WHEN ABS({v}) < 300 THEN EXP({v}) END"
            return _made(text, [f"ABS({{v}}) * (2 * {e} + {STEP} * (1 + ABS({v})))"], x.parts, layers)
        case "sqrt":
            text = f"CASE WHEN {positive} THEN SQRT({v}) END"
            return _made(text, [f"{e} / SQRT({v} - {e})", f"{{v}} * {STEP}"], x.parts, layers)
        case "^":
            return _power(x, floats[1], layers)
    raise NotInSql(f"the function `{op}`")


def _power(x: Near, power: Near, layers: Layers) -> Near:
    """x to a power, by its logarithm's bound."""
    v, e, p, pe = x.value.sql, x.off.sql, power.value.sql, power.off.sql
    text = f"CASE WHEN {v} - {e} > 0 AND ABS({p} * LN(GREATEST({v}, 1e-300))) < 300 THEN POWER({v}, {p}) END"
    relative = f"2 * (ABS({p}) * {e} / ({v} - {e}) + ABS(LN(GREATEST({v}, 1e-300))) * {pe}) + {STEP} * (2 + ABS({p} * LN(GREATEST({v}, 1e-300))))"  # fmt: skip
    return _made(text, [f"{{v}} * ({relative})"], [*x.parts, *power.parts], layers)


def geomean(values: Sequence[Ratio | Near], weights: Sequence[Fraction], layers: Layers) -> Near:
    """Of numbers that are surely positive; NULL where one may be zero or less."""
    whole_ = sum(weights, Fraction(0))
    logs = [_product(applied("ln", [value], layers), near(constant(weight / whole_), layers), layers)
            for value, weight in zip(values, weights, strict=True)]  # fmt: skip
    return applied("exp", [applied("sum", logs, layers)], layers)


# ---------------------------------------------------------------- what is decided of them


def compared(op: str, a: Ratio | Near, b: Ratio | Near, layers: Layers) -> Decided:
    """A comparison, open where the two are nearer to each other than their bounds."""
    apart = applied("-", [a, b], layers)
    v, e = apart.value.sql, apart.off.sql
    layer = layer_of(apart.parts)
    holds = Truth(f"({v} {OPERATORS[op]} 0)", layer, apart.value.nulls)
    return Decided(holds, Truth(f"COALESCE(NOT (ABS({v}) > {e}), FALSE)", layer))


def rounded(number: Near, rounding: Rounding, layers: Layers) -> Decided:
    """The number rounded, open where another number within the bound would be rounded otherwise."""
    if rounding.significant is not None:
        raise NotInSql("rounding to significant digits")
    step = rounding.step if rounding.step is not None else Fraction(10) ** -(rounding.decimals or 0)
    scaled = applied("/", [number, constant(step)], layers)
    v, e = scaled.value.sql, scaled.off.sql
    half = rounding.mode.startswith("half")
    moved = f"({v} + 0.5)" if half else v
    floor = f"FLOOR({moved})"
    text = floor
    if rounding.mode in ("up", "down", "05up"):
        text = f"CASE WHEN {v} < 0 THEN CEIL({v}) ELSE FLOOR({v}) END" if rounding.mode == "down" else ""
    if rounding.mode == "up":
        text = f"CASE WHEN {v} < 0 THEN FLOOR({v}) ELSE CEIL({v}) END"
    elif rounding.mode == "ceiling":
        text = f"CEIL({v})"
    if not text:
        raise NotInSql(f"rounding of roots and logarithms by {rounding.mode}")
    edge = f"ABS({moved} - ROUND({moved}))"  # how near it is to where another result begins
    layer = layer_of(scaled.parts)
    inside = f"ABS({v}) < {LARGEST}"
    open_ = layers.let(Truth(f"({v} IS NOT NULL AND NOT ({inside} AND {edge} > {e} + 1e-9))", layer), "open")
    result = whole(f"CAST(CASE WHEN {inside} THEN {text} END AS BIGINT)", -LARGEST, LARGEST, scaled.parts)
    named = layers.let(WholeNumber(result.sql, result.layer, None, result.low, result.high), "n")
    return Decided(Ratio(step, named), open_)


def undefined(args: Sequence[Ratio | Near], value: Near, layers: Layers) -> Truth:
    """Where nothing came out though every argument is known: `exact` tells whether there is a result."""
    known = [is_known(near(arg, layers).value) for arg in args]
    return both(*known, Truth(f"({value.value.sql} IS NULL)", value.value.layer))


__all__ = ["FUNCTIONS", "Decided", "Near", "applied", "compared", "geomean", "near", "rounded", "undefined"]
