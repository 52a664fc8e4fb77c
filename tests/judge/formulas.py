"""Formulas read into nested tuples, and what they come to.

`("amount", Amount)`, `("text", "a")`, `("truth", True)`, `("name", "a.b")`, `("call", "min", [...])`, `("neg", x)`, `("not", x)`,
`("and", [...])`, `("or", [...])`, `("+", a, b)` and so on, `("<", a, b)` and so on, `("if", c, a, b)`, `("in", x, [...])`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from tests.judge.quantities import (
    STATES,
    Amount,
    Answer,
    Fault,
    Missing,
    NotApplicable,
    Record,
    Records,
    Refused,
    Rounding,
    Span,
    Unit,
    both,
    either,
    multiplied,
    negated,
    open_among,
    state_among,
    unit_named,
)

Formula = tuple[Any, ...]

COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*(?:\.\w+)*)|'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\""
    r"|(?P<sign>==|!=|<=|>=|[-+*/^()<>,%‰\[\]]))"
)
WORDS = {"and", "or", "not", "if", "then", "else", "in", "true", "false"}


def tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            raise Refused("formula")
        at = match.end()
        if match["number"] is not None:
            found.append(("number", match["number"]))
        elif match["name"] is not None:
            found.append(("word" if match["name"] in WORDS else "name", match["name"]))
        elif match["sign"] is not None:
            found.append(("sign", match["sign"]))
        else:
            found.append(("text", match["single"] if match["single"] is not None else match["double"]))
    return found


class Reader:
    """Reads one formula: `or` binds least, then `and`, `not`, comparisons and `in`, `+ -`, `* /`, a sign, `^`."""

    def __init__(self, text: str, units: Mapping[str, Unit]) -> None:
        self.tokens = tokens(text)
        self.units = dict(units)
        self.at = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, *signs: str) -> str | None:
        kind, text = self.peek()
        if kind in ("sign", "word") and text in signs:
            self.at += 1
            return text
        return None

    def need(self, sign: str) -> None:
        if self.take(sign) is None:
            raise Refused("formula")

    def whole(self) -> Formula:
        found = self.disjunction()
        if self.peek()[0] != "end":
            raise Refused("formula")
        return found

    def disjunction(self) -> Formula:
        members = [self.conjunction()]
        while self.take("or"):
            members.append(self.conjunction())
        return members[0] if len(members) == 1 else ("or", members)

    def conjunction(self) -> Formula:
        members = [self.negation()]
        while self.take("and"):
            members.append(self.negation())
        return members[0] if len(members) == 1 else ("and", members)

    def negation(self) -> Formula:
        return ("not", self.negation()) if self.take("not") else self.comparison()

    def comparison(self) -> Formula:
        left = self.sum()
        if self.take("in"):
            self.need("[")
            return ("in", left, self.listed("]"))
        sign = self.take(*COMPARISONS)
        return (sign, left, self.sum()) if sign else left

    def sum(self) -> Formula:
        found = self.term()
        while sign := self.take("+", "-"):
            found = (sign, found, self.term())
        return found

    def term(self) -> Formula:
        found = self.signed()
        while sign := self.take("*", "/"):
            found = (sign, found, self.signed())
        return found

    def signed(self) -> Formula:
        if self.take("-"):
            return ("neg", self.signed())
        base = self.atom()
        return ("^", base, self.signed()) if self.take("^") else base

    def atom(self) -> Formula:
        kind, text = self.peek()
        self.at += 1
        if kind == "number":
            return ("amount", self.amount(Fraction(text)))
        if kind == "text":
            return ("text", text)
        if kind == "name":
            if self.take("("):
                return ("call", text, self.listed(")"))
            return ("name", text)
        if (kind, text) == ("sign", "("):
            found = self.disjunction()
            self.need(")")
            return found
        if kind == "word" and text in ("true", "false"):
            return ("truth", text == "true")
        if (kind, text) == ("word", "if"):
            condition = self.disjunction()
            self.need("then")
            holds = self.disjunction()
            self.need("else")
            return ("if", condition, holds, self.disjunction())
        raise Refused("formula")

    def listed(self, end: str) -> list[Formula]:
        found: list[Formula] = []
        while not self.take(end):
            if found:
                self.need(",")
            found.append(self.disjunction())
        return found

    def amount(self, number: Fraction) -> Amount:
        kind, text = self.peek()
        unit = unit_named(text, self.units) if kind in ("name", "sign") else None
        if unit is None:
            return Amount(number)
        self.at += 1
        return Amount(number * unit.size, unit.kind)


def read(text: object, units: Mapping[str, Unit] | None = None) -> Formula:
    if isinstance(text, bool):
        return ("truth", text)
    if not isinstance(text, str):
        return ("amount", Amount(Fraction(text)))  # type: ignore[arg-type]
    return Reader(text, units or {}).whole()


def is_share(text: object) -> bool | None:
    """Whether a result as an author wrote it is a share, `"40%"`, or points, `8`; None for a formula, which is either."""
    if isinstance(text, bool):
        return None
    if not isinstance(text, str):
        return False
    found = tokens(text)
    kinds = [kind for kind, _ in found if (kind, _) != ("sign", "-")]
    if kinds == ["number", "sign"] and found[-1][1] in "%‰":
        return True
    return False if kinds == ["number"] else None


# what a formula comes to


class Scope:
    """Names and what they stand for: inner ones go before outer ones, each found out once, and only when it is needed."""

    def __init__(self, names: Mapping[str, Callable[[], Answer]], outer: Scope | None = None) -> None:
        self.names = dict(names)
        self.outer = outer
        self.known: dict[str, Answer] = {}

    def look(self, name: str) -> Answer:
        if name in self.known:
            return self.known[name]
        if name in self.names:
            self.known[name] = self.names[name]()
            return self.known[name]
        if self.outer is not None:
            return self.outer.look(name)
        first, dot, rest = name.rpartition(".")
        if dot and (answer := self.look(first)) is not None:
            return answer.part(rest) if isinstance(answer, Record) else answer
        raise Refused("unknown-name")

    def called(self, name: str) -> Callable[[list[Callable[[], Answer]]], Answer] | None:
        """A value with parameters of this name."""
        return self.outer.called(name) if self.outer is not None else None

    def is_list(self, name: str) -> bool:
        return self.outer is not None and self.outer.is_list(name)

    def with_names(self, **names: Answer) -> Scope:
        return Scope({name: (lambda answer=answer: answer) for name, answer in names.items()}, self)


def evaluate(formula: Formula, scope: Scope) -> Answer:
    what = formula[0]
    if what in ("amount", "text", "truth"):
        return formula[1]
    if what == "name":
        return scope.look(formula[1])
    if what == "call":
        return called(formula[1], formula[2], scope)
    if what == "not":
        return negated(evaluate(formula[1], scope))
    if what == "and":
        return both([evaluate(member, scope) for member in formula[1]])
    if what == "or":
        return either([evaluate(member, scope) for member in formula[1]])
    if what == "if":
        condition = evaluate(formula[1], scope)
        if isinstance(condition, Missing):
            return open_among(condition, [evaluate(branch, scope) for branch in formula[2:4]])
        if isinstance(condition, STATES):
            return condition
        return evaluate(formula[2] if condition else formula[3], scope)
    if what == "in":
        sought = evaluate(formula[1], scope)
        return either([compared("==", sought, evaluate(member, scope)) for member in formula[2]])
    if what == "neg":
        return calculated("-", Amount(Fraction(0), kind_of(evaluate(formula[1], scope))), evaluate(formula[1], scope))
    left, right = evaluate(formula[1], scope), evaluate(formula[2], scope)
    return compared(what, left, right) if what in COMPARISONS else calculated(what, left, right)


def kind_of(answer: Answer) -> tuple[tuple[str, int], ...]:
    return answer.kind if isinstance(answer, Amount) else ()


def calculated(sign: str, left: Answer, right: Answer) -> Answer:
    state = state_among([left, right])
    if state is not None:
        return state
    if isinstance(left, Span) or isinstance(right, Span):
        return Missing(as_span(left).missing | as_span(right).missing)  # ends are compared, and nothing more
    if not isinstance(left, Amount) or not isinstance(right, Amount):
        raise Refused("type")
    if sign in "+-":
        if left.kind != right.kind:
            raise Refused("type")
        return Amount(left.number + right.number if sign == "+" else left.number - right.number, left.kind)
    if sign == "*":
        return Amount(left.number * right.number, multiplied(left.kind, right.kind, 1))
    if sign == "/":
        if right.number == 0:
            return Fault("zero")
        return Amount(left.number / right.number, multiplied(left.kind, right.kind, -1))
    if right.kind or right.number.denominator != 1:
        raise Refused("power")
    if left.number == 0 and right.number < 0:
        return Fault("zero")
    return Amount(left.number ** int(right.number))


def as_span(answer: Answer) -> Span:
    if isinstance(answer, Span):
        return answer
    if not isinstance(answer, Amount):
        raise Refused("type")
    return Span(answer.number, answer.number)


def compared(sign: str, left: Answer, right: Answer) -> Answer:
    state = state_among([left, right])
    if state is not None:
        return state
    if isinstance(left, Span) or isinstance(right, Span):
        return spans_compared(sign, as_span(left), as_span(right))
    if isinstance(left, Amount) and isinstance(right, Amount):
        if left.kind != right.kind:
            raise Refused("type")
        return ordered(sign, left.number, right.number)
    if type(left) is not type(right) or sign not in ("==", "!="):
        raise Refused("type")
    return (left == right) == (sign == "==")


def ordered(sign: str, left: Fraction, right: Fraction) -> bool:
    return {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[sign]


def spans_compared(sign: str, left: Span, right: Span) -> Answer:
    """True or false where the ends decide it, otherwise open."""
    if sign == "!=":
        return negated(spans_compared("==", left, right))
    if sign == "==":
        if left.highest < right.lowest or right.highest < left.lowest:
            return False
        alike = left.lowest == left.highest == right.lowest == right.highest
        return True if alike else Missing(left.missing | right.missing)
    ends = [ordered(sign, a, b) for a in (left.lowest, left.highest) for b in (right.lowest, right.highest)]
    return ends[0] if len(set(ends)) == 1 else Missing(left.missing | right.missing)


# functions


def called(name: str, arguments: list[Formula], scope: Scope) -> Answer:
    own = scope.called(name)
    if own is not None:
        return own([(lambda argument=argument: evaluate(argument, scope)) for argument in arguments])
    first = evaluate(arguments[0], scope)
    if isinstance(first, Missing) and arguments[0][0] == "name" and scope.is_list(arguments[0][1]):
        return first
    if isinstance(first, Records):
        answers = [evaluate(arguments[1], scope.with_names(**dict(record))) for record in first.each]
        if name == "count":
            return state_among(answers) or Amount(Fraction(sum(answer is True for answer in answers)))
        if name == "sum" and not answers:
            return Amount(Fraction(0))
    else:
        answers = [first, *(evaluate(argument, scope) for argument in arguments[1:])]
    if name == "known":
        return known(answers[0])
    if name == "all":
        return both(answers)
    if name == "any":
        return either(answers)
    return function(name, answers)


def known(answer: Answer) -> Answer:
    return not isinstance(answer, (Missing, NotApplicable, Fault, Span))


def function(name: str, answers: list[Answer]) -> Answer:
    state = state_among(answers)
    if state is not None:
        return state
    for answer in answers:
        if isinstance(answer, Span):
            return Missing(answer.missing)
    amounts = [answer for answer in answers if isinstance(answer, Amount)]
    if len(amounts) != len(answers) or not amounts:
        raise Refused("type")
    first = amounts[0]
    numbers = [amount.number for amount in amounts]
    if name == "round":
        places = int(numbers[1]) if len(numbers) > 1 else 0
        return Amount(Rounding(decimals=places).of(first.number), first.kind)
    if name == "product":
        kind = first.kind
        for amount in amounts[1:]:
            kind = multiplied(kind, amount.kind, 1)
        return Amount(math.prod(numbers, start=Fraction(1)), kind)
    if any(amount.kind != first.kind for amount in amounts):
        raise Refused("type")
    return Amount(FUNCTIONS[name](numbers), first.kind) if name in FUNCTIONS else refuse("unknown-name")


def refuse(code: str) -> Answer:
    raise Refused(code)


def middle(numbers: list[Fraction]) -> Fraction:
    ordered_ = sorted(numbers)
    half = len(ordered_) // 2
    return ordered_[half] if len(ordered_) % 2 else (ordered_[half - 1] + ordered_[half]) / 2


def total(numbers: list[Fraction]) -> Fraction:
    return sum(numbers, start=Fraction(0))


FUNCTIONS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "sum": total,
    "mean": lambda numbers: total(numbers) / len(numbers),
    "median": middle,
    "min": min,
    "max": max,
    "abs": lambda numbers: abs(numbers[0]),
    "floor": lambda numbers: Fraction(math.floor(numbers[0])),
    "ceil": lambda numbers: Fraction(math.ceil(numbers[0])),
    "clamp": lambda numbers: min(max(numbers[0], numbers[1]), numbers[2]),
}
