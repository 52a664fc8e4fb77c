"""Reads the arithmetic that scorecards print and recomputes it: no part of `scoring` is asked what anything means.

A line is a chain of steps: `57.3 万元 ÷ 60 万元 = 95.5% → 50 × 95.5% = 47.75`. A step is a statement (`=`, `≈`, `≥` and the
like between expressions, ∧ ∨ ¬ between statements), a number that the one before was rounded to, or `at most 20`, `at least 0`.
Amounts are intervals: `≈5.666667` stands for all that is written so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from scoring.values.units import Units
from tests.generators.formulas import UNITS
from tests.intervals import (
    Interval,
    Unreadable,
    Value,
    applied,
    days_of,
    holds,
    interval_of,
    of_decimals,
    said,
    times,
)

FACTORS = {name: unit.factor for name, unit in Units.standard().by_name.items()}
FACTORS |= {
    name: factor for units in UNITS.values() for name, factor in units.items() if name not in ("", "%")
}  # made up
ARROW, RELATIONS = " → ", ("=", "≈", "≥", "≤", "≠", ">", "<", "∈")
MOST, LEAST = ("at most ", "不高于 "), ("at least ", "不低于 ")
YES, NO = ("yes", "是"), ("no", "否")
LEFT_OUT = ("left out", "不计")


REASONS = re.compile(r"[\w-]+(?: \[[^\]]*\])?: ")  # what cost most: `R3: 20 − 0 = 20; R-2 [late]: 40 − 25 = 15`


class Untrue(Exception):
    """A printed equation that does not hold when one computes it."""


def check(line: str) -> None:
    """Nothing, where every step of the line is true; raises `Untrue` or `Unreadable`."""
    if "; " in line and not REASONS.match(line):
        for part in line.split("; "):
            check(part)
        return
    if REASONS.match(line):
        for reason in line.split("; "):
            check(reason.partition(": ")[2])
        return
    before: Value | None = None
    for number, step in enumerate(_apart(line, ARROW)):
        before = _step(step.strip(), before, first=number == 0)


def check_fails(condition: str) -> None:
    """Nothing, where a condition that is said not to hold does not; raises `Untrue` or `Unreadable`."""
    reader = _Reader(condition)
    if reader.statement() is not False:
        raise Untrue(f"said not to hold: {condition}")
    reader.end()


def _is_condition(step: str) -> bool:
    """Whether a step ends in a comparison: what follows is what comes of it, not what it is rounded to."""
    signs = re.findall(r" ([=≈≥≤≠><∈∧∨]) ", "".join(_outside(step)))
    return bool(signs) and signs[-1] not in "=≈"


def _outside(text: str) -> Iterator[str]:
    """The signs that stand outside all brackets."""
    depth = 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0:
            yield sign


def _step(step: str, before: Value | None, first: bool) -> Value | None:
    for words, beyond in ((MOST, 1), (LEAST, -1)):
        for word in words:
            if step.startswith(word):
                end = _number_alone(step.removeprefix(word))
                if not isinstance(before, Interval) or end is None:
                    raise Unreadable("a bound of nothing")
                if (before.high - end.low) * beyond <= 0 and (before.low - end.high) * beyond <= 0:
                    raise Untrue(f"{step}: nothing was beyond it")
                return end
    step, multiple = _apart_from_step(step)
    alone = _number_alone(step)
    if alone is not None and isinstance(before, Interval) and not first:
        if not _rounds_to(before, alone, step, multiple):
            raise Untrue(f"{step} is not what the number before is rounded to")
        return alone
    if not first and step in (*YES, *NO):
        return step in YES
    reader = _Reader(step)
    value = reader.statement(last=True)
    reader.end()
    if value is None:
        raise Unreadable("a condition that is open")
    if value is False:
        raise Untrue(step)
    return None if _is_condition(step) else value


STEP = re.compile(r"(.+) \[(?:a multiple of )?(\d[\d.]*)(?: 的整数倍)?\]")


def _apart_from_step(step: str) -> tuple[str, Fraction | None]:
    """A rounded number, and what it is a multiple of where the line says so."""
    found = STEP.fullmatch(step)
    return (found.group(1), Fraction(found.group(2))) if found else (step, None)


def _rounds_to(before: Interval, after: Interval, written: str, step: Fraction | None) -> bool:
    """A rounding moves a number by less than one unit of the last digit that is left, whatever its mode."""
    if step is not None:
        near = max(abs(before.low - after.low), abs(before.high - after.high)) < step
        return near and (after.low / step).denominator == 1
    digits = re.sub(r"[^0-9.]", "", written)
    unit = Fraction(10) ** -len(digits.partition(".")[2])
    factor = abs(after.low / Fraction(digits)) if digits.strip("0.") else Fraction(1)
    moved = max(abs(before.low - after.low), abs(before.high - after.high))
    if moved < 1 and after.low.denominator == 1:
        return True  # 9.99% up to a whole number is 100%
    moved /= factor
    return moved < unit


def _number_alone(text: str) -> Interval | None:
    reader = _Reader(text)
    try:
        found = reader.amount()
        reader.end()
    except Unreadable:
        return None
    return found if isinstance(found, Interval) else None


def _apart(text: str, separator: str) -> Iterator[str]:
    """The parts between separators that are outside all brackets and quotes."""
    depth, start, quoted = 0, 0, False
    at = 0
    while at < len(text):
        if text[at] == '"':
            quoted = not quoted
        elif not quoted and text[at] in "([{":
            depth += 1
        elif not quoted and text[at] in ")]}":
            depth -= 1
        elif not quoted and depth == 0 and text.startswith(separator, at):
            yield text[start:at]
            at += len(separator)
            start = at
            continue
        at += 1
    yield text[start:]


NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?(?:/\d+)?")
DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?![\d.])")
FUNCTION = re.compile(r"[a-z_][a-z_0-9]*(?=\()")
UNIT = re.compile(r" ?(%|‰)| ([^\W\d_][\w²³㎡℃·]*)")
YES_NO = re.compile(rf"([^()∧∨¬→=≈≥≤≠<>]*?) \(({'|'.join((*YES, *NO))}|\?)\)")
NOTE = re.compile(r" \[[^\]]*\]")
WEIGHT = re.compile(r" \((?:weight|权重) ([^(),]+?)(?:, (?:left out|不计))?\)")
OUT = re.compile(r" \((?:(?:weight|权重) [^(),]+, )?(?:left out|不计)\)")
AS = re.compile(r" \((?:as|按) ([^()]+)\)")


class _Reader:
    """Recursive descent over one statement, from or to comparison to product to power."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def end(self) -> None:
        if self.at < len(self.text):
            raise Unreadable(f"rest: {self.text[self.at :][:40]}")

    def sees(self, *signs: str) -> str | None:
        for sign in signs:
            if self.text.startswith(sign, self.at):
                self.at += len(sign)
                return sign
        return None

    def finds(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    # ------------------------------------------------------------------ statements

    def statement(self, last: bool = False) -> Value | None:
        """Whether a statement holds, None where `?` leaves it open; with `last`, the value at the end of a chain."""
        if last and re.search(r" [∧∨] ", "".join(_outside(self.text[self.at :]))):
            last = False
        value = self.conjunction(last)
        while self.sees(" ∨ "):
            both = (value, self.conjunction(last))
            value = True if True in both else None if None in both else False
        return value

    def conjunction(self, last: bool) -> Value | None:
        value = self.comparison(last)
        while self.sees(" ∧ "):
            both = (value, self.comparison(last))
            value = False if False in both else None if None in both else True
        return value

    def comparison(self, last: bool = True) -> Value | None:
        left = self.sum()
        compared = False
        while (sign := self.sees(*(f" {relation} " for relation in RELATIONS))) is not None:
            right = self.about() if sign == " ≈ " else self.sum()
            if "?" in (left, right):
                return None
            if not holds(sign.strip(), left, right):
                if sign.strip() in ("=", "≈") and last:
                    raise Untrue(f"{self.text}: {said(left)} {sign.strip()} {said(right)}")
                return False
            left, compared = right, True
        if left == "?" and not compared:
            return None
        return left if last or not compared else True

    # ------------------------------------------------------------------ expressions

    def sum(self) -> Value:
        value = self.product()
        while (sign := self.sees(" + ", " − ")) is not None:
            other = self.product()
            if other is None:
                continue  # a member that was left out
            if value is None:
                value = Interval(Fraction(0), Fraction(0))
            a, b = interval_of(value), interval_of(other)
            value = (
                Interval(a.low + b.low, a.high + b.high) if sign == " + " else Interval(a.low - b.high, a.high - b.low)
            )
        if value is None:
            raise Unreadable("nothing is left of a sum")
        return value

    def product(self) -> Value | None:
        value = self.power()
        while (sign := self.sees(" × ", " ÷ ")) is not None:
            value = times(interval_of(value), interval_of(self.power()), sign.strip())
        return value

    def power(self) -> Value | None:
        value = self.atom()
        if self.sees("^"):
            exponent = interval_of(self.atom())
            base = interval_of(value)
            if exponent.exact and exponent.low.denominator == 1 and base.exact and (base.low or exponent.low >= 0):
                raised = base.low ** int(exponent.low)
                return Interval(raised, raised)
            return of_decimals(lambda x, y: x**y, base, exponent)
        return value

    def atom(self) -> Value | None:
        if self.sees("¬("):
            inner = self.statement()
            self.needs(")")
            return "?" if inner is None else inner is not True
        if self.sees("−(", "-("):
            self.at -= 1
            inner_ = interval_of(self.atom())
            return Interval(-inner_.high, -inner_.low)
        if self.text.startswith("(", self.at):
            return self.noted(self.brackets())
        found = self.finds(FUNCTION)
        if found:
            return self.noted(self.called(found.group()))
        if self.text.startswith('"', self.at):
            end = self.text.index('"', self.at + 1)
            text, self.at = self.text[self.at + 1 : end], end + 1
            return text
        yes_no = YES_NO.match(self.text, self.at)
        if yes_no and not NUMBER.match(self.text, self.at):
            self.at = yes_no.end()
            return "?" if yes_no.group(2) == "?" else yes_no.group(2) in YES
        if self.sees("?"):
            return self.noted("?")
        if DATE.match(self.text, self.at) or NUMBER.match(self.text, self.at + self.text.startswith("≈", self.at)):
            return self.noted(self.amount())
        word = re.compile(r"[^()∧∨¬→=≈≥≤≠<>×÷+,;]+?(?= [=≠∈∨∧→] |$|\))").match(self.text, self.at)
        if word:
            self.at = word.end()
            said = word.group().strip()
            return said in YES if said in (*YES, *NO) else said
        raise Unreadable(f"words: {self.text[self.at :][:30]}")

    def brackets(self) -> Value:
        """`( … )`: an expression or a statement, or a chain of its own whose value is the last."""
        depth = 0
        for end in range(self.at, len(self.text)):
            depth += (self.text[end] in "([{") - (self.text[end] in ")]}")
            if depth == 0:
                break
        else:
            raise Unreadable("brackets that do not close")
        inside, self.at = self.text[self.at + 1 : end], end + 1
        if inside.startswith(("≥ ", "≤ ")):
            return _half_open(inside)
        value: Value | None = None
        for number, step in enumerate(_apart(inside, ARROW)):
            if number == 0 and ARROW not in inside:
                reader = _Reader(step)
                value = reader.statement(last=not re.search(r" [≥≤≠><∈∧∨] ", step))
                reader.end()
            else:
                value = _step(step, value, first=number == 0)
        return "?" if value is None else value

    def noted(self, value: Value) -> Value | None:
        """A value with the names and weights that stand behind it; None for what was left out."""
        self.finds(NOTE)
        if self.finds(OUT):
            return None
        presumed = self.finds(AS)
        if presumed:
            return _number_alone(presumed.group(1)) or value
        return value

    def about(self) -> Value:
        """The number after ≈: cut to the digits that are written."""
        return self.amount(about=True)

    def amount(self, about: bool = False) -> Value:
        found = self.finds(DATE)
        if found:
            return days_of(found.group())
        about = bool(self.sees("≈")) or about
        found = self.finds(NUMBER)
        if not found:
            raise Unreadable(f"no number: {self.text[self.at :][:30]}")
        written = found.group().replace("−", "-")
        value, factor = Fraction(written), Fraction(1)
        unit = UNIT.match(self.text, self.at)
        if unit:
            name = unit.group(1) or unit.group(2)
            if name in FACTORS or not unit.group(2):
                factor, self.at = FACTORS.get(name, Fraction(1)), unit.end()
            elif not re.match(r"(left|weight|as|at|at_most)\b", name):
                self.at = unit.end()  # a unit of the project's own: alike on both sides
        half = Fraction(1, 2) * Fraction(10) ** -len(written.partition(".")[2]) if about else Fraction(0)
        return Interval((value - half) * factor, (value + half) * factor)

    # ------------------------------------------------------------------ functions

    def called(self, name: str) -> Value:
        self.needs("(")
        values: list[Value] = []
        weights: list[Fraction] = []
        while not self.sees(")"):
            value = self.noted_member()
            weight = Fraction(1)
            found = self.finds(WEIGHT)
            out = bool(found and any(word in found.group() for word in LEFT_OUT))
            if found:
                weight = _weight(found.group(1))
            if value is not None and not out:
                values.append(value)
                weights.append(weight)
            if not self.sees(", "):
                self.needs(")")
                break
        return applied(name, values, weights)

    def noted_member(self) -> Value | None:
        start = self.at
        try:
            return self.statement(last=True)
        except Unreadable:
            if self.text.startswith("?", start) or self.text[: self.at].endswith(tuple(f"{out})" for out in LEFT_OUT)):
                return None
            raise

    def needs(self, sign: str) -> None:
        if not self.sees(sign):
            raise Unreadable(f"`{sign}` expected: {self.text[self.at :][:30]}")


def _weight(written: str) -> Fraction:
    """A weight, as a number or in its unit."""
    weight = _number_alone(written)
    if weight is None or not weight.exact:
        raise Unreadable(f"a weight: {written}")
    return weight.low


def _half_open(text: str) -> Interval:
    """What only a bound is known of."""
    ends = [_number_alone(part[2:]) for part in text.split(", ")]
    if None in ends:
        raise Unreadable(f"a bound: {text}")
    far = Fraction(10) ** 30
    found = Interval(-far, far)
    for part, end in zip(text.split(", "), ends, strict=True):
        assert end is not None
        found = Interval(end.low, found.high) if part.startswith("≥") else Interval(found.low, end.high)
    return found
