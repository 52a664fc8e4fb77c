"""Formulas and conditions drawn at random, over facts of a few kinds with a few values near all thresholds."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

Section = dict[str, Any]

# What the documents promise and the program does not give yet. `python -m tests.judge.compare --with NAME` draws it.
NOT_YET: dict[str, str] = {}

NUMBERS = ["0", "1", "2", "3", "5", "10", "0.5", "2.5"]
SHARES = ["0%", "50%", "60%", "80%", "90%", "95%", "100%", "33.3%", "79.99%"]
MONEY = ["0 元", "1 万元", "2 万元", "20000 元", "3 万元", "0.5 万元", "99.99 元"]
COUNTS = ["0 人", "1 人", "2 人", "3 人", "88 人", "66 人"]
POOLS = {"number": NUMBERS, "share": SHARES, "money": MONEY, "count": COUNTS}
UNITS = {"share": "%", "money": "元", "count": "人"}
WORDS = ["low", "mid", "high"]
PATHS = ["a", "a/b", "a/c", "d", "d/e", "d/e/f"]


@dataclass
class Formulas:
    """What was drawn so far, and formulas that read it."""

    random: Random
    features: frozenset[str]
    presumes: bool = True  # whether something may be made of what is missing: a policy, `known(x)`, a cell `missing`
    facts: dict[str, str] = field(default_factory=dict)  # name: number, share, money, count, truth, word
    values: dict[str, str] = field(default_factory=dict)
    functions: dict[str, tuple[str, str]] = field(default_factory=dict)  # name: what it takes, what it gives
    listed: bool = False
    multiple: bool = False  # whether the table that is being drawn looks at all its rows
    book: Section = field(default_factory=dict)
    project: Section = field(default_factory=dict)

    def has(self, feature: str) -> bool:
        """Whether this is drawn: what the program gives, and what was asked for."""
        assert feature in NOT_YET or feature in self.features, feature
        return feature in self.features

    # small choices

    def one(self, options: list[Any]) -> Any:
        return self.random.choice(options)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def literal(self, kind: str) -> str:
        if kind == "number":
            return self.one(NUMBERS)
        return self.one(POOLS[kind])

    def named(self, kind: str) -> str | None:
        """A fact or value of this kind."""
        names = [name for name, its in {**self.facts, **self.values}.items() if its == kind]
        return self.one(names) if names else None

    # formulas

    def amount(self, kind: str, depth: int = 2) -> str:
        name = self.named(kind)
        if depth == 0 or self.chance(0.4):
            return name if name and self.chance(0.85) else self.literal(kind)
        a, b = self.amount(kind, depth - 1), self.amount(kind, depth - 1)
        what = self.random.randrange(8)
        if what == 0:
            return f"({a} + {b})"
        if what == 1:
            return f"({a} - {b})"
        if what == 2:
            return f"min({a}, {b})"
        if what == 3:
            return f"max({a}, {b})"
        if what == 4:
            return f"(if {self.condition(depth - 1)} then {a} else {b})"
        if what == 5 and kind == "share":
            other = self.one(["money", "count"])
            return f"({self.amount(other, 0)} / {self.divisor(other)})"
        if what == 5 and kind == "number":
            return f"({a} * {b})" if self.chance(0.5) else f"({a} / {self.divisor(kind)})"
        if what == 7 and kind == "number" and self.listed and self.chance(0.7):
            return self.one(
                ["sum(rows, a)", "count(rows, b)", "count(rows, a > 2)", f"sum(rows, if b then a else {a})"]
            )
        called = [name for name, (_, gives) in self.functions.items() if gives == kind]
        if what == 7 and called:
            name = self.one(called)
            return f"{name}({self.amount(self.functions[name][0], depth - 1)})"
        if what == 6 and kind == "number":
            return f"{self.one(['floor', 'ceil', 'abs'])}({a} / 2)"
        return f"({a} * {self.one(['2', '0.5', '3'])})"

    def divisor(self, kind: str) -> str:
        """Often zero."""
        return self.amount(kind, 0)

    def condition(self, depth: int = 2) -> str:
        what = self.random.randrange(10)
        if depth == 0 or what < 4:
            kind = self.one(["number", "share", "money", "count"])
            left = self.named(kind) or self.named("number")
            if left is None or self.chance(0.25):
                truth, word = self.named("truth"), self.named("word")
                if truth and self.chance(0.6):
                    return truth
                if word:
                    return f"{word} == '{self.one(WORDS)}'"
            if left is None:
                return "1 == 1"
            kind = {**self.facts, **self.values}[left]
            return f"{left} {self.one(['<', '<=', '>', '>=', '=='])} {self.literal(kind)}"
        if what == 4:
            return f"not ({self.condition(depth - 1)})"
        if what == 5 and self.facts and self.presumes:
            return f"known({self.one(list(self.facts))})"
        if what == 6 and self.listed:
            return self.one(["any(rows, b)", "all(rows, b or a > 1)", "count(rows, b) >= 1"])
        joined = self.one([" and ", " or "])
        return "(" + joined.join(self.condition(depth - 1) for _ in range(2)) + ")"

    def number_of(self, kind: str, depth: int = 1) -> str:
        """Something to divide and compare in a rule: a formula that names something."""
        for _ in range(5):
            found = self.amount(kind, depth)
            if any(name in found for name in [*self.facts, *self.values]):
                return found
        return self.named(kind) or self.literal(kind)
