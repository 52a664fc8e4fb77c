"""Rulesets to be: rules over numbered keys, as many together as are fast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scoring.engines.durable.codes import DerivedCodes, KeyCodes
from scoring.engines.durable.ruleset import MOST_RULES_ON_A_TEST, MOST_TESTS, Pattern, Rule, steps

ENOUGH_RULES, ENOUGH_KEYS = 400, 100  # of one ruleset: its time grows with rules × facts


Target = tuple[int, int]
"""The table's number in its level and the clause's number in the table."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule before its keys have numbers."""

    ranges: tuple[tuple[KeyCodes, int, int], ...]
    target: Target | DerivedCodes


@dataclass(slots=True)
class Plan:
    """One ruleset to be: its rules, what each decides, and where its keys stand in the level (None: derived)."""

    keys: list[KeyCodes] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    targets: list[Target | None] = field(default_factory=list)
    _numbers: dict[KeyCodes, int] = field(default_factory=dict)  # the latest of a key's numbers
    _chained: list[set[tuple[tuple[str, int], ...]]] = field(default_factory=list)
    _uses: Counter[Pattern] = field(default_factory=Counter)

    def has_room(self, drafts: Sequence[Draft]) -> bool:
        return len(self.rules) + len(drafts) <= ENOUGH_RULES and len(self.keys) < ENOUGH_KEYS

    def add(self, drafts: Sequence[Draft]) -> None:
        """Adds rules that belong together; a derived key is numbered after all that derive it."""
        deriving: list[tuple[int, DerivedCodes]] = []
        for draft in drafts:
            patterns = tuple(self._pattern(*each) for each in draft.ranges)
            if isinstance(draft.target, DerivedCodes):
                deriving.append((len(self.rules), draft.target))
            self.rules.append(Rule(patterns))
            self.targets.append(None if isinstance(draft.target, DerivedCodes) else draft.target)
        for number, target in deriving:
            derived = self._numbers[target] if target in self._numbers else self._number(target)
            self.rules[number] = Rule(self.rules[number].patterns, derived)

    def _pattern(self, key: KeyCodes, low: int, high: int) -> Pattern:
        """The pattern on the key's number; a busy key gets another, which stands for a second, equal fact."""
        at_least = low if low > key.lowest or low == high else None
        at_most = high if high < key.highest or low == high else None
        if key not in self._numbers:
            self._number(key)
        pattern = Pattern(self._numbers[key], at_least, at_most)
        if self._uses[pattern] >= MOST_RULES_ON_A_TEST or not self._chain(pattern):
            pattern = Pattern(self._number(key), at_least, at_most)
            self._chain(pattern)
        self._uses[pattern] += 1
        return pattern

    def _number(self, key: KeyCodes) -> int:
        self._numbers[key] = len(self.keys)
        self.keys.append(key)
        self._chained.append(set())
        return self._numbers[key]

    def _chain(self, pattern: Pattern) -> bool:
        path, chained = steps(pattern), self._chained[pattern.key]
        new = {path[: length + 1] for length in range(len(path))} - chained
        if len(chained) + len(new) > MOST_TESTS:
            return False
        chained |= new
        return True


def spread(units: Sequence[Sequence[Draft]]) -> Iterator[Plan]:
    """Rulesets that are small enough to be fast."""
    plan = Plan()
    for unit in units:
        if plan.rules and not plan.has_room(unit):
            yield plan
            plan = Plan()
        plan.add(unit)
    if plan.rules:
        yield plan
