"""Whoever makes up one rulebook: what chance has decided so far, and which names there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from tests.generators.formulas import Names, Writer

Data = dict[str, Any]

MODES = ("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor", "05up")
SIGNS = (">=", ">", "<=", "<", "=")
POLICIES: tuple[Any, ...] = ("zero", "full", "leave_out", "no_total", {"value": "5%"}, {"value": "20%"})


@dataclass(frozen=True)
class Fact:
    """A declared fact: what it measures (or yes_no, text, date, list), and its fields if it is a list."""

    kind: str
    options: tuple[Any, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = False


@dataclass(frozen=True)
class Level:
    name: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Rule:
    """What an indicator under a rule has to report, and where its points change."""

    data: Data
    measure: str | None = None  # of target and actual
    proportional: bool = False
    edges: tuple[Fraction, ...] = ()  # of the actual, or of completion where proportional
    levels: tuple[Level, ...] = ()
    in_points: bool = False
    bonus: bool = False  # has a `between`


@dataclass(frozen=True)
class Row:
    id: str
    rule: Rule
    rule_name: str
    weight: Fraction
    open: tuple[str, ...]  # keys that the set leaves to the project
    written: Data  # the whole row, as the set would write it


@dataclass(frozen=True)
class Generated:
    """A rulebook and an indicator set as data, and what projects need to know of them."""

    seed: int
    kleene: bool
    rulebook: Data
    indicator_set: Data
    facts: Mapping[str, Fact]
    rows: tuple[Row, ...]
    thresholds: Mapping[str, Sequence[Fraction]]
    grades: tuple[str, ...] = ()


class Author:
    """Makes up one rulebook with its set. `kleene`: one that never tells missing from known, and declares no policy."""

    def __init__(self, seed: int, kleene: bool) -> None:
        self.seed, self.kleene = seed, kleene
        self.rng = Random(seed)
        self.writer = Writer(self.rng, Names(), kleene)
        self.chance = self.writer.chance
        self.choice = self.rng.choice
        self.in_columns = self.chance(
            0.6
        )  # nothing is made up of which SQL says for a whole rulebook that it cannot say it
        self.facts: dict[str, Fact] = {}
        self.grades: tuple[str, ...] = ()

    @property
    def names(self) -> Names:
        return self.writer.names

    def presumes(self, share: float) -> bool:
        """Whether something is made, this time, of what is missing."""
        return not self.kleene and self.chance(share)

    def literal(self, measure: str) -> Any:
        """An amount as a result cell has it."""
        text = self.writer.literal(measure)[0]
        return Decimal(text) if measure == "plain" else text

    def ordered(self, measure: str, count: int) -> tuple[list[str], list[Fraction]]:
        """So many different amounts, from the smallest up."""
        found: dict[Fraction, str] = {}
        while len(found) < count:
            text, value = self.writer.literal(measure)
            found[value] = text
        return [found[value] for value in sorted(found)], sorted(found)

    def rounding(self) -> Data:
        form = self.choice(({"decimals": self.rng.randint(0, 4)}, {"step": self.choice(("0.5", 1, 5))},
                            {"significant": self.rng.randint(1, 5)}))  # fmt: skip
        return {**form, "mode": self.choice(MODES)}

    def policy(self) -> Any:
        """What is done with an indicator of which something is missing."""
        return self.choice((*POLICIES, "not_scorable"))
