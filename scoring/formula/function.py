"""What a function of formulas is: how it is called, which kinds it takes and gives, what it means, what is proven of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.formula import kind_rules
from scoring.formula.kind_rules import Clash, Operand
from scoring.formula.reading import Reading
from scoring.nodes.kind import ANY, DATE, NUMBER, TEXT, YES_NO, Kind
from scoring.nodes.node import Arithmetic, Compare, Constant, Evidenced, Known, Name
from scoring.problems import Text
from scoring.values.day import Day
from scoring.values.ends import OPEN, Ends

PRECISION = ".precision"
"""What a fact's name ends with where its last written digit is meant."""
DAYS = Kind("number", (("天", 1),), "天")
MANY = 1_000


@dataclass(frozen=True, slots=True)
class Call:
    """A function's name with its arguments, and where it stands."""

    function: Function
    start: int
    end: int
    args: Sequence[Operand]

    @property
    def name(self) -> str:
        return self.function.name


Form = Callable[[Reading, Call], Operand]
Meaning = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Function:
    """One function, all of it. Whoever reads, computes, proves or explains formulas asks here.

    `form` checks the arguments' kinds and makes the node. `means` gives the exact value of known numbers (of dates
    where `of` says so, of anything for "values"); None where the form makes nodes that have a meaning of their own.
    `ends` says between which numbers it lies, given those of its arguments. `sql` is the operation by which the
    columnar engine knows it; rows that need a function without one are scored exactly.
    """

    name: str
    says: Text
    examples: tuple[str, ...]
    form: Form
    means: Meaning | None = None
    of: str = "numbers"  # numbers dates values
    takes: tuple[int, int] = (1, MANY)
    usage: str = ""
    ends: Callable[[Sequence[Ends]], Ends] = lambda _: OPEN
    sql: str | None = None
    over_lists: bool = False  # `sum(list, field)`

    @property
    def fix(self) -> Text:
        usage = self.usage or (f"{self.name}(list, field)" if self.over_lists else f"{self.name}(x)")
        return Text(f"write `{usage}`", f"请写 `{usage}`")


def applied(reading: Reading, call: Call) -> Operand:
    """The piece of formula that a call is; a call with too few or too many arguments is told."""
    lowest, highest = call.function.takes
    if lowest <= len(call.args) <= highest:
        return call.function.form(reading, call)
    wanted = str(lowest) if lowest == highest else f"{lowest}-{highest}" if highest < MANY else f"≥ {lowest}"
    message = Text(
        f"`{call.name}` takes {wanted} arguments, not {len(call.args)}",
        f"`{call.name}` 需要 {wanted} 个参数，此处有 {len(call.args)} 个",
    )
    reading.report("wrong-arguments", call.start, call.end, message, call.function.fix)
    return reading.hole(call.start, call.end)


# ---------------------------------------------------------------- what arguments go together


def _arithmetic(reading: Reading, call: Call, kind: Kind) -> Operand:
    bare = all(arg.bare for arg in call.args)
    node = Arithmetic(kind, call.name, tuple(arg.node for arg in call.args))
    return reading.part(node, call.start, call.end, *call.args, bare=bare)


def alike(reading: Reading, call: Call) -> Operand:
    """Several numbers of one unit, which is also that of the result."""
    if reading.clash(*(kind_rules.needs(arg, "number", call.name) for arg in call.args)):
        return reading.hole(call.start, call.end)
    kind, clashes = kind_rules.together(call.args, reading.units)
    if reading.clash(*clashes):
        return reading.hole(call.start, call.end)
    return _arithmetic(reading, call, kind)


def multiplied(reading: Reading, call: Call) -> Operand:
    if reading.clash(*(kind_rules.needs(arg, "number", call.name) for arg in call.args)):
        return reading.hole(call.start, call.end)
    kind = call.args[0].kind
    for arg in call.args[1:]:
        kind = kind_rules.product(kind, arg.kind)
    return _arithmetic(reading, call, kind)


def rounded(reading: Reading, call: Call) -> Operand:
    """A number whose unit cannot be misread; `round` also to decimals written out."""
    args = call.args
    if reading.clash(kind_rules.rounds_in_a_unit(args[0], call.name, reading.units)):
        return reading.hole(call.start, call.end)
    if len(args) == 2 and (args[1].literal is None or args[1].literal.denominator != 1 or abs(args[1].literal) > 100):
        message = Text("the number of decimals is a whole number written out", "小数位数须为直接写出的整数")
        reading.report("wrong-arguments", args[1].start, args[1].end, message, call.function.fix)
        return reading.hole(call.start, call.end)
    return _arithmetic(reading, call, args[0].kind)


def plain(reading: Reading, call: Call) -> Operand:
    """A number without a unit."""
    if reading.clash(kind_rules.needs_plain(call.args[0], call.name)):
        return reading.hole(call.start, call.end)
    return _arithmetic(reading, call, NUMBER)


def root(reading: Reading, call: Call) -> Operand:
    """A number whose unit has a root."""
    if reading.clash(kind_rules.needs(call.args[0], "number", call.name)):
        return reading.hole(call.start, call.end)
    kind = kind_rules.root(call.args[0].kind)
    if kind is None:
        reading.clash(kind_rules.needs_plain(call.args[0], call.name))
        return reading.hole(call.start, call.end)
    return _arithmetic(reading, call, kind)


def of_a_list(reading: Reading, call: Call) -> Operand:
    """What there is only over a list."""
    arg = call.args[0]
    if arg.kind != ANY:
        message = Text(f"`{call.name}` needs a list", f"`{call.name}` 需要列表")
        reading.report("kinds-differ", arg.start, arg.end, message, call.function.fix)
    return reading.hole(call.start, call.end)


def joined(reading: Reading, call: Call) -> Operand:
    """All of some conditions, or any."""
    if len(call.args) == 1:
        reading.clash(kind_rules.needs(call.args[0], "yes_no", call.name))
        return call.args[0]
    return reading.joined("and" if call.name == "all" else "or", call.args)


def dates(reading: Reading, call: Call) -> Operand:
    if reading.clash(*(kind_rules.needs(arg, "date", call.name) for arg in call.args)):
        return reading.hole(call.start, call.end)
    return _arithmetic(reading, call, DAYS if call.name == "days" else NUMBER)


def within(reading: Reading, call: Call) -> Operand:
    """`within(date, period)`; the period is a date of a lower precision, or a year written as a number."""
    day, period = call.args
    if period.literal is not None and (year := Day.parse(str(period.literal))) is not None:
        period = reading.part(Constant(DATE, year, str(year)), period.start, period.end)
    reading.clash(kind_rules.needs(day, "date", "within"), kind_rules.needs(period, "date", "within"))
    return reading.part(Compare(YES_NO, "within", day.node, period.node), call.start, call.end, day, period)


def known(reading: Reading, call: Call) -> Operand:
    (arg,) = call.args
    return reading.part(Known(YES_NO, arg.node), call.start, call.end, arg)


def evidenced(reading: Reading, call: Call) -> Operand:
    (arg,) = call.args
    if arg.kind != ANY and not (isinstance(arg.node, Name) and arg.kind.name == "yes_no"):
        clash = Clash(
            "kinds-differ",
            arg,
            Text("`evidenced` needs the name of a yes/no fact", "`evidenced` 需要一个是否类数据的名称"),
            Text("write the fact's name alone", "请只写该数据的名称"),
        )
        reading.clash(clash)
    if not isinstance(arg.node, Name):
        return reading.hole(call.start, call.end)
    return reading.part(Evidenced(YES_NO, arg.node.name), call.start, call.end, arg)


def precision(reading: Reading, call: Call) -> Operand:
    """A number of its own in the sheet, beside the fact whose digits it counts."""
    (arg,) = call.args
    at = reading.place(arg.start, arg.end)
    node = reading.names.find(f"{arg.node.name}{PRECISION}", at) if isinstance(arg.node, Name) else None
    if node is None:
        message = Text("`precision` needs the name of a fact that is a number", "`precision` 需要一个数值类数据的名称")
        reading.clash(Clash("kinds-differ", arg, message, Text("write the fact's name alone", "请只写该数据的名称")))
        return reading.hole(call.start, call.end)
    return reading.part(node, call.start, call.end, arg)


def progress(reading: Reading, call: Call) -> Operand:
    """`(x - from) / (to - from)`, kept within 0 and 1."""
    if reading.clash(*(kind_rules.needs(arg, "number", call.name) for arg in call.args)):
        return reading.hole(call.start, call.end)
    kind, clashes = kind_rules.together(call.args, reading.units)
    if reading.clash(*clashes):
        return reading.hole(call.start, call.end)
    number, start, end = (arg.node for arg in call.args)
    way, whole = Arithmetic(kind, "-", (number, start)), Arithmetic(kind, "-", (end, start))
    ends = Constant(NUMBER, Fraction(0), "0"), Constant(NUMBER, Fraction(1), "1")
    node = Arithmetic(NUMBER, "clamp", (Arithmetic(NUMBER, "/", (way, whole)), *ends))
    return reading.part(node, call.start, call.end, *call.args)


def written_together(reading: Reading, call: Call) -> Operand:
    """Texts, plain numbers and yes/no, as one text."""
    clashes = [
        kind_rules.needs_plain(arg, call.name)
        if arg.kind.name == "number"
        else kind_rules.needs(arg, "text", call.name)
        for arg in call.args
    ]
    if reading.clash(*clashes):
        return reading.hole(call.start, call.end)
    return _arithmetic(reading, call, TEXT)
