"""What each function of formulas takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scoring.formula import kind_rules
from scoring.formula.kind_rules import Clash, Operand
from scoring.formula.names import AGGREGATES
from scoring.formula.tokens import Token
from scoring.nodes.kind import ANY, DATE, NUMBER, YES_NO, Kind
from scoring.nodes.node import Arithmetic, Compare, Constant, Each, Evidenced, Known, Name
from scoring.problems import Text
from scoring.values.day import Day

if TYPE_CHECKING:
    from scoring.formula.parser import Parser

DAYS = Kind("number", (("天", 1),), "天")


def applied(parser: Parser, token: Token) -> Operand:
    """A function with its arguments, the opening parenthesis being next."""
    name = token.text
    if name in AGGREGATES:
        parser.take()
        args = [] if parser.sees(")") else [parser.expression()]
        if args and args[0].kind.name == "list":
            return _over_list(parser, token, args[0])
        while not parser.sees(")"):
            if args:
                parser.expect(",", Text("between arguments", "参数之间"))
            args.append(parser.expression())
        parser.take()
    else:
        args = parser.arguments()
    end = parser.tokens[parser.position - 1].end
    lowest, highest = _COUNTS.get(name, (1, 1_000))
    if not lowest <= len(args) <= highest:
        wanted = str(lowest) if lowest == highest else f"{lowest}-{highest}" if highest < 1_000 else f"≥ {lowest}"
        message = Text(
            f"`{name}` takes {wanted} arguments, not {len(args)}",
            f"`{name}` 需要 {wanted} 个参数，此处有 {len(args)} 个",
        )
        parser.report("wrong-arguments", token.start, end, message, _usage(name))
        return parser.hole(token.start, end)
    return _FORMS[name](parser, token, end, args)


def _usage(name: str) -> Text:
    usage = _USAGE.get(name)
    usage = usage or f"{name}(x)"
    return Text(f"write `{usage}`", f"请写 `{usage}`")


# ---------------------------------------------------------------- lists


def _over_list(parser: Parser, token: Token, records: Operand) -> Operand:
    """`sum(list, body)`: the fields of the list's records come first in `body`."""
    name, body = token.text, None
    if parser.sees(","):
        parser.take()
        parser.records.append(records.kind)
        body = parser.expression()
        parser.records.pop()
    end = parser.expect(")", Text("at the end", "末尾")).end
    if body is None and name != "count":
        message = Text(f"`{name}` needs to know what of each record to take", f"`{name}` 需要说明取每条记录的什么")
        parser.report("wrong-arguments", token.start, end, message, _usage(name))
        return parser.hole(token.start, end)
    if body is None:
        node = Each(NUMBER, name, records.node, Constant(YES_NO, True, "true"))
        return parser.part(node, token.start, end, records)
    if name in ("count", "all", "any"):
        parser.clash(kind_rules.needs(body, "yes_no", name))
        kind = NUMBER if name == "count" else YES_NO
    else:
        parser.clash(
            kind_rules.needs_plain(body, name) if name == "product" else kind_rules.needs(body, "number", name)
        )
        kind = body.kind
    return parser.part(Each(kind, name, records.node, body.node), token.start, end, records, body)


# ---------------------------------------------------------------- numbers

Form = Callable[["Parser", Token, int, Sequence[Operand]], Operand]


def _arithmetic(parser: Parser, token: Token, end: int, args: Sequence[Operand], kind: Kind) -> Operand:
    bare = all(arg.bare for arg in args)
    return parser.part(
        Arithmetic(kind, token.text, tuple(arg.node for arg in args)), token.start, end, *args, bare=bare
    )


def _alike(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    """Functions of several numbers of one unit, which is also that of the result."""
    if parser.clash(*(kind_rules.needs(arg, "number", token.text) for arg in args)):
        return parser.hole(token.start, end)
    kind, clashes = kind_rules.together(args, parser.units)
    if parser.clash(*clashes):
        return parser.hole(token.start, end)
    return _arithmetic(parser, token, end, args, kind)


def _product(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    if parser.clash(*(kind_rules.needs(arg, "number", token.text) for arg in args)):
        return parser.hole(token.start, end)
    kind = args[0].kind
    for arg in args[1:]:
        kind = kind_rules.product(kind, arg.kind)
    return _arithmetic(parser, token, end, args, kind)


def _rounded(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    """floor, ceil, round: of a number whose unit cannot be misread; `round` also to decimals written out."""
    if parser.clash(kind_rules.rounds_in_a_unit(args[0], token.text, parser.units)):
        return parser.hole(token.start, end)
    if len(args) == 2 and (args[1].literal is None or args[1].literal.denominator != 1 or abs(args[1].literal) > 100):
        message = Text("the number of decimals is a whole number written out", "小数位数须为直接写出的整数")
        parser.report("wrong-arguments", args[1].start, args[1].end, message, _usage(token.text))
        return parser.hole(token.start, end)
    return _arithmetic(parser, token, end, args, args[0].kind)


def _plain(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    if parser.clash(kind_rules.needs_plain(args[0], token.text)):
        return parser.hole(token.start, end)
    return _arithmetic(parser, token, end, args, NUMBER)


def _sqrt(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    if parser.clash(kind_rules.needs(args[0], "number", token.text)):
        return parser.hole(token.start, end)
    kind = kind_rules.root(args[0].kind)
    if kind is None:
        parser.clash(kind_rules.needs_plain(args[0], token.text))
        return parser.hole(token.start, end)
    return _arithmetic(parser, token, end, args, kind)


def _count(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    if args[0].kind == ANY:
        return parser.hole(token.start, end)
    message = Text("`count` counts the records of a list", "`count` 用于统计列表的记录数")
    parser.report("kinds-differ", args[0].start, args[0].end, message, _usage("count"))
    return parser.hole(token.start, end)


def _joined(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    if len(args) == 1:
        parser.clash(kind_rules.needs(args[0], "yes_no", token.text))
        return args[0]
    return parser.joined("and" if token.text == "all" else "or", args)


# ---------------------------------------------------------------- dates, and what is known


def _dates(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    if parser.clash(*(kind_rules.needs(arg, "date", token.text) for arg in args)):
        return parser.hole(token.start, end)
    return _arithmetic(parser, token, end, args, DAYS if token.text == "days" else NUMBER)


def _within(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    """`within(date, period)`; the period is a date of a lower precision, or a year written as a number."""
    day, period = args
    if period.literal is not None and (year := Day.parse(str(period.literal))) is not None:
        period = parser.part(Constant(DATE, year, str(year)), period.start, period.end)
    parser.clash(kind_rules.needs(day, "date", "within"), kind_rules.needs(period, "date", "within"))
    return parser.part(Compare(YES_NO, "within", day.node, period.node), token.start, end, day, period)


def _known(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    return parser.part(Known(YES_NO, args[0].node), token.start, end, args[0])


def _evidenced(parser: Parser, token: Token, end: int, args: Sequence[Operand]) -> Operand:
    arg = args[0]
    if arg.kind != ANY and not (isinstance(arg.node, Name) and arg.kind.name == "yes_no"):
        clash = Clash(
            "kinds-differ",
            arg,
            Text("`evidenced` needs the name of a yes/no fact", "`evidenced` 需要一个是否类数据的名称"),
            Text("write the fact's name alone", "请只写该数据的名称"),
        )
        parser.clash(clash)
    if not isinstance(arg.node, Name):
        return parser.hole(token.start, end)
    return parser.part(Evidenced(YES_NO, arg.node.name), token.start, end, arg)


_FORMS: dict[str, Form] = {
    **dict.fromkeys(("sum", "mean", "geomean", "median", "min", "max", "clamp", "abs"), _alike),
    **dict.fromkeys(("floor", "ceil", "round"), _rounded),
    **dict.fromkeys(("ln", "log10", "exp", "erf"), _plain),
    **dict.fromkeys(("days", "year", "month"), _dates),
    **dict.fromkeys(("all", "any"), _joined),
    "product": _product,
    "sqrt": _sqrt,
    "count": _count,
    "known": _known,
    "evidenced": _evidenced,
    "within": _within,
}

_COUNTS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        ("abs", "floor", "ceil", "ln", "log10", "exp", "sqrt", "erf", "year", "month", "known", "evidenced"), (1, 1)
    ),
    "round": (1, 2),
    "clamp": (3, 3),
    "days": (2, 2),
    "within": (2, 2),
}

_USAGE = {
    **{name: f"{name}(list, field)" for name in AGGREGATES},
    "count": "count(list, condition)",
    "all": "all(list, condition)",
    "any": "any(list, condition)",
    "round": "round(x, 2)",
    "clamp": "clamp(x, lowest, highest)",
    "days": "days(from, to)",
    "within": "within(date, period)",
}
