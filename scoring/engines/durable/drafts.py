"""Rules of a level's tables before their keys have numbers: each disjunct of a condition is one.

What is too large for one rule is cut in parts that derive facts for one another, and what is too large for any ruleset is
computed in Python and matched as one yes or no: no rulebook is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

from scoring.engines.durable.codes import Codes, DerivedCodes, KeyCodes, Remaining, common, union
from scoring.engines.durable.conditions import Catalogue, Condition, Either, KeyTest, codes_of
from scoring.engines.durable.plan import Draft, Target
from scoring.engines.durable.ruleset import MOST_PATTERNS
from scoring.nodes.node import Choose

MOST_DISJUNCTS = 64  # of one clause, before its parts derive facts
MOST_TOGETHER = 300  # patterns of rules that must stay in one ruleset


Conjunct = dict[KeyCodes, Codes]


class Drafting:
    """Collects the rules of a level's tables: units that stay together in one ruleset."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.units: list[list[Draft]] = []
        self.whole: dict[Target, KeyCodes] = {}  # clauses that are computed in Python and matched as one yes or no
        self._unit: list[Draft] = []

    def first_of_one_key(self, table: int, key: KeyCodes, clauses: Sequence[Condition | None]) -> None:
        """Ranges that exclude each other: of every clause what the clauses before it leave."""
        everything: Codes = ((key.lowest, key.highest),)
        left = Remaining(everything)
        for place, clause in enumerate(clauses):
            codes = everything if clause is None else codes_of(clause)
            for low, high in left.take(codes):
                self.units.append([Draft(((key, low, high),), (table, place))])

    def any_table(self, table: int, choose: Choose, clauses: Sequence[Condition | None]) -> None:
        for place, clause in enumerate(clauses):
            if clause is None:
                continue
            unit = self._clause(clause, (table, place))
            if sum(len(draft.ranges) for draft in unit) > MOST_TOGETHER and _derives(unit):
                when = choose.clauses[place].when
                assert when is not None
                test = self.catalogue.whole(when)
                self.whole[table, place] = test.key
                unit = self._clause(test, (table, place))
            self.units.extend([unit] if _derives(unit) else ([draft] for draft in unit))

    def _clause(self, condition: Condition, target: Target) -> list[Draft]:
        self._unit = []
        for conjunct in self._disjuncts(condition):
            self._draft(conjunct, target)
        return self._unit

    def _disjuncts(self, condition: Condition) -> list[Conjunct]:
        """Each a set of codes for some keys; the condition holds when all keys of one of them are in theirs."""
        if isinstance(condition, KeyTest):
            codes = condition.key.codes(condition.op, condition.constant)
            return [{condition.key: codes}] if codes else []
        if isinstance(condition, Either):
            return _merged([each for part in condition.parts for each in self._disjuncts(part)])
        parts = [self._disjuncts(part) for part in condition.parts]
        if prod(len(part) for part in parts) > MOST_DISJUNCTS:
            parts = [part if len(part) == 1 else [self._derived(part)] for part in parts]
        whole: list[Conjunct] = [{}]
        for part in parts:
            whole = [joined for a, b in product(whole, part) if (joined := _joined(a, b)) is not None]
        return _merged(whole)

    def _draft(self, conjunct: Conjunct, target: Target | DerivedCodes) -> None:
        """The rules of one conjunct: one for every combination of ranges, none with more keys than the engine takes."""
        if prod(len(codes) for codes in conjunct.values()) > MOST_DISJUNCTS and len(conjunct) > 1:
            several = [key for key, codes in conjunct.items() if len(codes) > 1]
            derived = [self._derived([{key: conjunct[key]}]) for key in several]
            rest = {key: codes for key, codes in conjunct.items() if len(codes) == 1}
            return self._draft({**rest, **{key: codes for each in derived for key, codes in each.items()}}, target)
        keys = list(conjunct)
        if len(keys) > MOST_PATTERNS:
            first = self._derived([{key: conjunct[key] for key in keys[:MOST_PATTERNS]}])
            return self._draft({**first, **{key: conjunct[key] for key in keys[MOST_PATTERNS:]}}, target)
        for ranges in product(*conjunct.values()):
            self._unit.append(
                Draft(tuple((key, low, high) for key, (low, high) in zip(keys, ranges, strict=True)), target)
            )
        return None

    def _derived(self, disjuncts: Sequence[Conjunct]) -> Conjunct:
        """A fact that the rules of these disjuncts derive, tested."""
        derived = DerivedCodes()
        for conjunct in disjuncts:
            self._draft(conjunct, derived)
        return {derived: ((1, 1),)}


def _derives(unit: Sequence[Draft]) -> bool:
    return any(isinstance(draft.target, DerivedCodes) for draft in unit)


def _joined(a: Conjunct, b: Conjunct) -> Conjunct | None:
    """Both at once; None when they exclude each other."""
    joined = dict(a)
    for key, codes in b.items():
        joined[key] = common(joined[key], codes) if key in joined else codes
        if not joined[key]:
            return None
    return joined


def _merged(disjuncts: list[Conjunct]) -> list[Conjunct]:
    """Disjuncts on one and the same key are one."""
    merged: list[Conjunct] = []
    alone: dict[KeyCodes, Conjunct] = {}
    for conjunct in disjuncts:
        if len(conjunct) == 1:
            ((key, codes),) = conjunct.items()
            if key in alone:
                alone[key][key] = union(alone[key][key], codes)
                continue
            alone[key] = conjunct = dict(conjunct)
        merged.append(conjunct)
    return merged
