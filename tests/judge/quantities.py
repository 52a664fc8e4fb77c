"""What a formula can come to: an amount, a truth or a text; something missing, not applicable or undefined.

Written from the documents alone, to judge the program: nothing here may import it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Kind = tuple[tuple[str, int], ...]  # what an amount measures: (("元", 1),), or () for a plain number or share

PLAIN: Kind = ()

# docs/reference/units.md, as far as the generated projects go: what it measures, and how many of the first of its line
UNITS: dict[str, tuple[str, Fraction]] = {
    "元": ("元", Fraction(1)),
    "千元": ("元", Fraction(1000)),
    "万元": ("元", Fraction(10000)),
    "亿元": ("元", Fraction(100000000)),
    "天": ("天", Fraction(1)),
    "日": ("天", Fraction(1)),
    "米": ("米", Fraction(1)),
    "公里": ("米", Fraction(1000)),
    "厘米": ("米", Fraction(1, 100)),
    "公斤": ("公斤", Fraction(1)),
    "吨": ("公斤", Fraction(1000)),
    "斤": ("公斤", Fraction(1, 2)),
    "人": ("人", Fraction(1)),
    "人次": ("人次", Fraction(1)),
    "个": ("个", Fraction(1)),
    "份": ("份", Fraction(1)),
    "项": ("项", Fraction(1)),
    "起": ("起", Fraction(1)),
    "年": ("年", Fraction(1)),
}
SHARES = {"%": Fraction(1, 100), "‰": Fraction(1, 1000)}


@dataclass(frozen=True)
class Amount:
    number: Fraction
    kind: Kind = PLAIN


@dataclass(frozen=True)
class Span:
    """An amount of which only the ends are known, because of what is missing."""

    lowest: Fraction
    highest: Fraction
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Missing:
    """Not known; `outside`: and may turn out not to apply."""

    names: frozenset[str]
    outside: bool = False


@dataclass(frozen=True)
class NotApplicable:
    reason: str


@dataclass(frozen=True)
class Fault:
    """There is no value and never will be: division by zero, no row that matches, two where one must."""

    code: str


@dataclass(frozen=True)
class Record:
    """Several results of one table."""

    parts: tuple[tuple[str, Answer], ...]

    def part(self, name: str) -> Answer:
        return dict(self.parts)[name]


@dataclass(frozen=True)
class Nothing:
    """A table that says that there is no result."""


@dataclass(frozen=True)
class Records:
    """A list that a project reports: for each record its fields."""

    each: tuple[tuple[tuple[str, Answer], ...], ...]


State = Missing | NotApplicable | Fault
Answer = Amount | Span | bool | str | Record | Records | Nothing | State

STATES = (Missing, NotApplicable, Fault)


class Refused(Exception):
    """The project or rulebook is refused, with a code of the judge's own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def missing(*names: str) -> Missing:
    return Missing(frozenset(names))


def state_among(answers: list[Answer]) -> State | None:
    """What becomes of something that needs all of these: not applicable before missing before undefined."""
    for answer in answers:
        if isinstance(answer, NotApplicable):
            return answer
    unknown = [answer for answer in answers if isinstance(answer, Missing)]
    if unknown:
        names = frozenset[str]().union(*(answer.names for answer in unknown))
        return Missing(names, any(answer.outside for answer in unknown))
    for answer in answers:
        if isinstance(answer, Fault):
            return answer
    return None


def both(answers: list[Answer]) -> Answer:
    """`and` of four truths: one false decides, whatever stands beside it; what is missing may still turn out false."""
    if any(answer is False for answer in answers):
        return False
    return undecided_among(answers) or True


def either(answers: list[Answer]) -> Answer:
    if any(answer is True for answer in answers):
        return True
    return undecided_among(answers) or False


def undecided_among(truths: list[Answer]) -> State | None:
    """What becomes of truths of which none decides: missing before not applicable, since what is missing may decide."""
    unknown = [truth for truth in truths if isinstance(truth, Missing)]
    found = state_among(unknown or truths)
    return open_among(found, truths) if isinstance(found, Missing) else found


def open_among(unknown: Missing, others: list[Answer]) -> Missing:
    """What is missing, beside what may come of it once it is there."""
    return Missing(unknown.names, unknown.outside or any(may_be_outside(other) for other in others))


def may_be_outside(answer: Answer) -> bool:
    return isinstance(answer, NotApplicable) or (isinstance(answer, Missing) and answer.outside)


def negated(answer: Answer) -> Answer:
    return (not answer) if isinstance(answer, bool) else answer


# rounding


@dataclass(frozen=True)
class Rounding:
    decimals: int | None = None
    step: Fraction | None = None
    significant: int | None = None
    mode: str = "half_up"

    def of(self, number: Fraction) -> Fraction:
        if self.step is not None:
            return whole(number / self.step, self.mode) * self.step
        if self.significant is not None:
            if number == 0:
                return number
            unit = Fraction(10) ** (magnitude(number) - self.significant + 1)
            return whole(number / unit, self.mode) * unit
        assert self.decimals is not None
        unit = Fraction(1, 10**self.decimals) if self.decimals >= 0 else Fraction(10**-self.decimals)
        return whole(number / unit, self.mode) * unit


def magnitude(number: Fraction) -> int:
    """The power of ten of the first digit: 2 for 345, -3 for 0.00345."""
    power = 0
    while abs(number) >= Fraction(10) ** (power + 1):
        power += 1
    while abs(number) < Fraction(10) ** power:
        power -= 1
    return power


def whole(number: Fraction, mode: str) -> Fraction:
    """A whole number by one of the eight modes of rounding."""
    if number.denominator == 1:
        return number
    down = Fraction(math.trunc(number))
    away = down + (1 if number > 0 else -1)
    rest = abs(number - down)
    if mode == "up":
        return away
    if mode == "down":
        return down
    if mode == "ceiling":
        return Fraction(math.ceil(number))
    if mode == "floor":
        return Fraction(math.floor(number))
    if mode == "05up":
        return away if down.numerator % 10 in (0, 5) else down
    if rest != Fraction(1, 2):
        return away if rest > Fraction(1, 2) else down
    if mode == "half_even":
        return down if down.numerator % 2 == 0 else away
    return away if mode == "half_up" else down


def exactly(number: object) -> Fraction:
    """A number as TOML has it: never by way of a binary float."""
    if isinstance(number, bool) or not isinstance(number, int | Decimal | str):
        raise Refused("not-a-number")
    return Fraction(number)


# arithmetic


def multiplied(kind: Kind, other: Kind, sign: int) -> Kind:
    powers = dict(kind)
    for base, power in other:
        powers[base] = powers.get(base, 0) + sign * power
    return tuple(sorted((base, power) for base, power in powers.items() if power))


@dataclass(frozen=True)
class Unit:
    kind: Kind
    size: Fraction
    share: bool = False


def unit_named(text: str, declared: dict[str, Unit] | None = None) -> Unit | None:
    if declared and text in declared:
        return declared[text]
    if text in SHARES:
        return Unit(PLAIN, SHARES[text], share=True)
    if text in UNITS:
        base, size = UNITS[text]
        return Unit(((base, 1),), size)
    return None


NUMBER = Unit(PLAIN, Fraction(1))
