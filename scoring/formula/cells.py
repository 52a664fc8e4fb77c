"""Cells of tables: tests such as `>= 95%`, and literals of a key's kind."""

from __future__ import annotations

from dataclasses import replace

from scoring.formula import kind_rules
from scoring.formula.kind_rules import Clash, Operand
from scoring.formula.names import Names
from scoring.formula.parser import read
from scoring.nodes.kind import ANY, DATE, NUMBER, SHARE, TEXT, YES_NO, Kind
from scoring.nodes.node import Constant, Node
from scoring.problems import Place, Problem, Text
from scoring.values.amount import Amount, read_amount
from scoring.values.amount_diagnosis import AmountFault
from scoring.values.day import Day
from scoring.values.number import cut, read_number
from scoring.values.units import Units


def parse_test(text: str, it: Node, names: Names, units: Units, at: Place) -> tuple[Node | None, list[Problem]]:
    """The yes/no node of a cell that begins with a comparison, or of a condition: `>= 18 and < 65`, `< limit`.

    `it` is the tested value, shared by every comparison that leaves out its left side.
    """
    node, problems = read(text, names, units, at, it)
    if node is None or node.kind.name in ("yes_no", "any"):
        return node, problems
    clash = kind_rules.needs(Operand(node, 0, len(text)), "yes_no", cut(text))
    assert clash is not None  # it is neither yes/no nor any
    message = Text(
        f"`{cut(text)}` is no test: it gives {kind_rules.describe(node.kind).en}",
        f"`{cut(text)}` 不是条件：其结果为{kind_rules.describe(node.kind).zh}",
    )
    fix = Text("begin it with `==`, `>=`, `<` or the like", "请以 `==`、`>=`、`<` 等开头")
    return None, [*problems, Problem("not-a-test", message, at.inside(0, max(len(text), 1)), fix)]


def parse_literal(text: str, kind: Kind, units: Units, at: Place) -> tuple[Constant | None, list[Problem]]:
    """The constant that a cell's text is, as a value of the key's kind: `"low"`, `"95%"`, `"10 万元"`, `"2024-11"`."""
    match kind.name:
        case "text":
            return _option(text, kind, at)
        case "number":
            return _amount(text, kind, units, at)
        case "date":
            return _date(text, at)
        case "yes_no":
            if text in ("true", "false"):
                return Constant(YES_NO, text == "true", text), []
            return _refused(text, kind, at, Text("write `true` or `false`", "请写 `true` 或 `false`"))
        case "any":
            return _anything(text, units), []
        case _:
            return _refused(text, kind, at, Text("write a test, such as `> 0`", "请写条件，例如 `> 0`"))


def _refused(text: str, kind: Kind, at: Place, fix: Text | None) -> tuple[None, list[Problem]]:
    wanted = kind_rules.describe(kind)
    message = Text(f"`{cut(text)}` is not {wanted.en}", f"`{cut(text)}` 不是{wanted.zh}")
    return None, [Problem("kinds-differ", message, at.inside(0, max(len(text), 1)), fix)]


def _problem(clash: Clash, at: Place) -> Problem:
    place = at.inside(clash.part.start, max(clash.part.end - clash.part.start, 1))
    return Problem(clash.code, clash.message, place, clash.fix)


def _option(text: str, kind: Kind, at: Place) -> tuple[Constant | None, list[Problem]]:
    node = Constant(Kind("text", options=kind.options), text, text)
    clash = kind_rules.unknown_option(Operand(node, 0, len(text)), text, kind.options) if kind.options else None
    return (node, []) if clash is None else (None, [_problem(clash, at)])


def _amount(text: str, kind: Kind, units: Units, at: Place) -> tuple[Constant | None, list[Problem]]:
    amount = read_amount(text, units)
    if not isinstance(amount, Amount):
        return None, [replace(amount.problem(at), fix=_as_test(amount))]
    node = _number(amount)
    bare = amount.unit is None
    part = Operand(node, 0, len(text), bare=bare, literal=amount.value if bare else None)
    _, clashes = kind_rules.together((Operand(Constant(kind, None), 0, 0), part), units)
    return (None, [_problem(clash, at) for clash in clashes]) if clashes else (node, [])


def _as_test(fault: AmountFault) -> Text | None:
    """How a cell says what an amount cannot: a bound or a range as comparisons."""
    if not fault.ends:
        return (
            fault.fix
            if not fault.code.startswith("amount-is-a")
            else Text("write a test, such as `>= 5`", "请写条件，例如 `>= 5`")
        )
    written = " and ".join(f"{sign} {amount}" for sign, amount in fault.ends)
    return Text(f"write `{written}`", f"请写 `{written}`")


def _number(amount: Amount) -> Constant:
    if amount.unit is None:
        return Constant(NUMBER, amount.value, amount.written)
    kind = Kind("number", amount.unit.dimension, amount.unit.name) if amount.unit.dimension else SHARE
    return Constant(kind, amount.value, amount.written)


def _date(text: str, at: Place) -> tuple[Constant | None, list[Problem]]:
    day = Day.parse(text)
    if day is None:
        fix = Text("write `2024-11-30`, `2024-11` or `2024`", "请写 `2024-11-30`、`2024-11` 或 `2024`")
        return _refused(text, DATE, at, fix)
    return Constant(DATE, day, text), []


def _anything(text: str, units: Units) -> Constant:
    """The most particular thing that a text can be, for a key whose kind is not known yet."""
    amount = read_amount(text, units)
    if isinstance(amount, Amount):
        return _number(amount)
    if read_number(text) is None and (day := Day.parse(text)) is not None:
        return Constant(DATE, day, text)
    return Constant(ANY if not text else TEXT, text, text)
