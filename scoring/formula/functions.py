"""The functions of formulas, each one entry: whoever adds one adds it here, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from scoring.formula import function as form
from scoring.formula.function import Function
from scoring.problems import Text
from scoring.values import arithmetic, ends, irrational
from scoring.values.arithmetic import OPERATORS, aggregate
from scoring.values.ends import OPEN, ZERO, Ends
from scoring.values.irrational import Undefined, bounded
from scoring.values.number import show_number
from scoring.values.value import Value


def _aggregate(how: str) -> form.Meaning:
    return lambda *numbers: aggregate(how, numbers)


def _never_negative(_: Sequence[Ends]) -> Ends:
    return ZERO, None


def _text(*parts: Value) -> str:
    return "".join(part if isinstance(part, str) else _digits(part) for part in parts)


def _digits(number: Value) -> str:
    shown = show_number(arithmetic.number("text", number))
    if "/" in shown:
        raise Undefined(Text("a number whose decimals do not end makes no text", "小数位数无尽的数不能写成文字"))
    return shown


_ENTRIES = (
    Function(
        "sum", Text("of numbers, or over a list", "若干数之和，或对列表求和"), ("sum(1, x)", "sum(roads, length)"),
        form.alike, _aggregate("sum"), ends=ends.added, sql="sum", over_lists=True,
    ),
    Function(
        "product", Text("of numbers, or over a list", "若干数之积，或对列表求积"), ("product(2, x)",),
        form.multiplied, _aggregate("product"), ends=ends.multiplied, sql="product", over_lists=True,
    ),
    Function(
        "mean", Text("arithmetic mean of numbers, or over a list", "算术平均"),
        ("mean(1, 2, x)", "mean(roads, length)"), form.alike, _aggregate("mean"), ends=ends.widest, sql="mean", over_lists=True,
    ),
    Function(
        "geomean", Text("geometric mean", "几何平均"), ("geomean(2, 8)",),
        form.alike, _aggregate("geomean"), ends=_never_negative, sql="geomean", over_lists=True,
    ),
    Function(
        "median", Text("the middle one, of an even number the mean of the two", "中位数，个数为偶数时取中间两个的平均"),
        ("median(1, 9, x)",), form.alike, _aggregate("median"), ends=ends.widest, sql="median", over_lists=True,
    ),
    Function(
        "min", Text("the smallest", "最小"), ("min(1, x)", "min(roads, length)"),
        form.alike, _aggregate("min"), ends=ends.least, sql="min", over_lists=True,
    ),
    Function(
        "max", Text("the largest", "最大"), ("max(1, x)",),
        form.alike, _aggregate("max"), ends=ends.greatest, sql="max", over_lists=True,
    ),
    Function(
        "count", Text("records of a list that fulfil a condition", "列表中符合条件的记录数"),
        ("count(roads, length > 300 米)",), form.of_a_list, usage="count(list, condition)", over_lists=True,
    ),
    Function(
        "all", Text("whether all records fulfil it; or all conditions", "是否全部符合"),
        ("all(roads, length > 300 米)", "all(x > 1, x > 2)"), form.joined, usage="all(list, condition)", over_lists=True,
    ),
    Function(
        "any", Text("whether any record fulfils it; or any condition", "是否有一项符合"),
        ("any(roads, length > 300 米)",), form.joined, usage="any(list, condition)", over_lists=True,
    ),
    Function(
        "first", Text("of the first record of a list", "列表第一条记录的值"), ("first(roads, length)",), form.of_a_list,
        over_lists=True,
    ),
    Function(
        "last", Text("of the last record of a list", "列表最后一条记录的值"), ("last(roads, length)",), form.of_a_list,
        over_lists=True,
    ),
    Function(
        "nth", Text("of the record with this number, from 1", "列表第几条记录的值，从 1 起"), ("nth(roads, 2, length)",),
        form.of_a_list, takes=(2, 3), usage="nth(list, 2, field)", over_lists=True,
    ),
    Function(
        "abs", Text("without its sign", "绝对值"), ("abs(1 - x)",),
        form.alike, abs, takes=(1, 1), ends=lambda args: ends.unsigned(args[0]), sql="abs",
    ),
    Function(
        "floor", Text("down to a whole number", "向下取整"), ("floor(x)", "floor(-x)"),
        form.rounded, lambda x: Fraction(floor(x)), takes=(1, 1),
        ends=lambda args: ends.each(lambda x: Fraction(floor(x)), args[0]), sql="floor",
    ),
    Function(
        "ceil", Text("up to a whole number", "向上取整"), ("ceil(x)",),
        form.rounded, lambda x: Fraction(ceil(x)), takes=(1, 1),
        ends=lambda args: ends.each(lambda x: Fraction(ceil(x)), args[0]), sql="ceil",
    ),
    Function(
        "round", Text("to decimals, half up", "四舍五入到若干位小数"), ("round(x, 0)", "round(2 / 3, 2)"),
        form.rounded, arithmetic.rounded, takes=(1, 2), usage="round(x, 2)", sql="round",
    ),
    Function(
        "ln", Text("natural logarithm", "自然对数"), ("ln(x)",),
        form.plain, irrational.ln, takes=(1, 1), sql="ln",
    ),
    Function(
        "log10", Text("decimal logarithm", "常用对数"), ("log10(x)",),
        form.plain, irrational.log10, takes=(1, 1), sql="log10",
    ),
    Function(
        "exp", Text("e to the power", "e 的幂"), ("exp(1)",),
        form.plain, irrational.exp, takes=(1, 1), ends=_never_negative, sql="exp",
    ),
    Function(
        "sqrt", Text("square root", "平方根"), ("sqrt(9 / 4)", "sqrt(2)"),
        form.root, arithmetic.sqrt, takes=(1, 1), ends=_never_negative, sql="sqrt",
    ),
    Function(
        "erf", Text("Gauss's error function", "高斯误差函数"), ("erf(0.5)",),
        form.plain, irrational.erf, takes=(1, 1), ends=lambda _: (Fraction(-1), Fraction(1)),
    ),
    Function(
        "clamp", Text("kept between two ends", "限制在两端之间"), ("clamp(x, 0, 2)",),
        form.alike, arithmetic.clamp, takes=(3, 3), usage="clamp(x, lowest, highest)", ends=ends.kept, sql="clamp",
    ),
    Function(
        "progress", Text("how far from one goalpost to the other, kept within 0 and 1", "从一端到另一端走了多少，限于 0 至 1"),
        ("progress(x, 0, 10)", "progress(x, 10, 0)"), form.progress, takes=(3, 3), usage="progress(x, from, to)",
    ),
    Function(
        "text", Text("texts and plain numbers put together, as codes are", "把文字和无单位的数拼成一段文字，用于编码"),
        ("text(x, 'a')", "text(1, 2, '/', 3)"), form.written_together, _text, of="values", usage="text(a, b)",
    ),
    Function(
        "days", Text("days between two dates", "两日期之间的天数"), ("days(2024-02-27, 2024-03-01)",),
        form.dates, arithmetic.days, of="dates", takes=(2, 2), usage="days(from, to)", sql="days",
    ),
    Function(
        "year", Text("the year of a date", "日期的年份"), ("year(2024-11-30)",),
        form.dates, lambda day: Fraction(day.year), of="dates", takes=(1, 1), sql="year",
    ),
    Function(
        "month", Text("the month of a date", "日期的月份"), ("month(2024-11-30)",),
        form.dates, arithmetic.month, of="dates", takes=(1, 1), ends=lambda _: (Fraction(1), Fraction(12)), sql="month",
    ),
    Function(
        "known", Text("whether there is a value at all", "是否有值"), ("known(x)", "known(nobody_reported)"),
        form.known, takes=(1, 1),
    ),
    Function(
        "evidenced", Text("a yes with a document behind it; a yes without one is unknown", "有佐证的“是”；无佐证的“是”视为未知"),
        ("evidenced(has_rules)",), form.evidenced, takes=(1, 1),
    ),
    Function(
        "precision", Text("1 in the last digit that a fact was written with: 0.1% of 86.5%", "数据所写末位的 1：86.5% 为 0.1%"),
        ("precision(published)",), form.precision, takes=(1, 1),
    ),
    Function(
        "within", Text("whether a date lies in a period", "日期是否在某期间内"),
        ("within(2024-03-05, 2024)", "within(2023-01, 2024)"), form.within, takes=(2, 2), usage="within(date, period)",
    ),
)  # fmt: skip

_OF = {"numbers": arithmetic.number, "dates": arithmetic.date}

FUNCTIONS: dict[str, Function] = {entry.name: entry for entry in _ENTRIES}


def apply(op: str, args: Sequence[Value]) -> Value:
    """The exact result of an operator or a function on known values.

    Raises `Undefined` where there is none and `TooLarge` where it is beyond every sensible size. Unknown only where
    the precision of a date does not tell: `days("2023-01", …)` misses `2023-01-??`.
    """
    if op in OPERATORS:
        return bounded(OPERATORS[op](*(arithmetic.number(op, arg) for arg in args)))
    entry = FUNCTIONS[op]
    assert entry.means is not None  # the others make nodes with a meaning of their own
    known = args if entry.of == "values" else [_OF[entry.of](op, arg) for arg in args]
    value: Value = entry.means(*known)
    return bounded(value) if isinstance(value, Fraction) else value


def ends_of(op: str, args: Sequence[Ends]) -> Ends:
    """Between which numbers an operator or a function lies, given those of its arguments."""
    if op in FUNCTIONS:
        return FUNCTIONS[op].ends(args)
    match op:
        case "+":
            return ends.added(args)
        case "-":
            return ends.added([args[0], ends.negated(args[1])])
        case "negate":
            return ends.negated(args[0])
        case "*":
            return ends.multiplied(args)
        case "/" if args[1][0] is not None and args[1][0] == args[1][1] != 0:
            inverse = 1 / args[1][0]
            return ends.multiplied([args[0], (inverse, inverse)])
    return OPEN
