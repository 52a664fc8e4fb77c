"""Which clauses hold for a project, from what durable-rules fired.

Values are computed by the caller, exactly; the engine matches them against the clauses. What is missing
stays in Python: a key that is unknown, or of which only limits are known, never reaches the engine, and a
clause that did not fire and tests such a key is decided by Kleene's logic instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Literal

from scoring.engines.durable.codes import DerivedCodes, KeyCodes
from scoring.engines.durable.plan import ENOUGH_KEYS, Plan
from scoring.engines.durable.ruleset import PROPERTIES, Rule, Ruleset
from scoring.engines.durable.stratum import Stratum, compile_stratum
from scoring.nodes.node import Choose, Node
from scoring.values.value import Value

FEW_RULES = 100  # of several levels that share a ruleset: a session takes the longer, the more rules there are


class Undecided(Enum):
    UNKNOWN = "unknown"


UNKNOWN: Literal[Undecided.UNKNOWN] = Undecided.UNKNOWN
"""Instead of a winner: an unknown clause came before every one that holds."""


@dataclass(frozen=True, slots=True)
class Firing:
    """A clause that the engine fired: its number in the table, the engine's rule, and the facts that it matched.

    A fact is what was tested and the code that stood for its value; two nodes are two numbers compared.
    """

    clause: int
    rule: str
    facts: tuple[tuple[tuple[Node, ...], int], ...]


class Sheet:
    """A part of a ruleset, for one level: which of the level's codes are its facts, and what its rules decide."""

    def __init__(self, level: Stratum, plan: Plan, ruleset: Ruleset, first_key: int, first_rule: int) -> None:
        place = {key: number for number, key in enumerate(level.keys)}
        self.keys = tuple(plan.keys)
        # a derived key is the last of the codes, where None stands
        self.places = tuple(len(place) if isinstance(key, DerivedCodes) else place[key] for key in plan.keys)
        self.targets = tuple(plan.targets)
        self.derives = tuple(rule.derives for rule in plan.rules)
        self.ruleset, self._first_key, self._first_rule = ruleset, first_key, first_rule

    def fire(self, codes: Sequence[int | None]) -> Iterator[tuple[int, str]]:
        """The sheet's rules that fire on the level's codes, each with the engine's frame."""
        for rule, frame in self.ruleset.fire([codes[place] for place in self.places], self._first_key):
            yield rule - self._first_rule, frame

    def facts(self, frame: str, derived: Mapping[tuple[Sheet, int], str]) -> Iterator[tuple[KeyCodes, int]]:
        """The matched facts, each key with its code; of a derived fact those that it was derived from."""
        ((_, messages),) = json.loads(frame).items()
        for message in messages.values():
            number = int(message["id"][1:])
            place = number - self._first_key
            if isinstance(self.keys[place], DerivedCodes):
                yield from self.facts(derived[self, place], derived)
            else:
                yield self.keys[place], int(message[PROPERTIES[number]])


def _sheets(levels: Sequence[Stratum]) -> list[tuple[Sheet, ...]]:
    """The sheets of each level. Small ones of several levels share a ruleset: each has its own facts in it."""
    sheets: list[list[Sheet]] = [[] for _ in levels]
    for together in _together(levels):
        rules: list[Rule] = []
        begins: list[tuple[int, int]] = []
        keys = 0
        for _, plan in together:
            begins.append((keys, len(rules)))
            rules += [rule.moved(keys) for rule in plan.rules]
            keys += len(plan.keys)
        ruleset = Ruleset(keys, rules)
        for (number, plan), begin in zip(together, begins, strict=True):
            sheets[number].append(Sheet(levels[number], plan, ruleset, *begin))
    return [tuple(of_level) for of_level in sheets]


def _together(levels: Sequence[Stratum]) -> Iterator[list[tuple[int, Plan]]]:
    """Plans, with their levels, that are small enough for one ruleset."""
    together: list[tuple[int, Plan]] = []
    rules = keys = 0
    for number, level in enumerate(levels):
        for plan in level.plans:
            rules, keys = rules + len(plan.rules), keys + len(plan.keys)
            if together and (rules > FEW_RULES or keys > ENOUGH_KEYS):
                yield together
                together, rules, keys = [], len(plan.rules), len(plan.keys)
            together.append((number, plan))
    if together:
        yield together


Fired = tuple[int, str, Sheet]
"""A rule, the engine's frame, and the sheet that can read it."""


class Matching:
    """The clauses of many tables compiled to durable-rules, once for a rulebook. Threads may share it."""

    def __init__(self, levels: Sequence[Sequence[Choose]]) -> None:
        """The tables by level: what those of level n test depends only on tables of lower levels."""
        self.levels = tuple(compile_stratum(chooses) for chooses in levels)
        self.places = {
            table.choose.number: (level, number)
            for level, compiled in enumerate(self.levels)
            for number, table in enumerate(compiled.tables)
        }
        self.sheets = _sheets(self.levels)

    def __contains__(self, choose: Choose) -> bool:
        return choose.number in self.places

    def begin(self, value: Callable[[Node], Value]) -> MatchRun:
        """A run for one project; `value` gives a node's exact value and remembers it."""
        return MatchRun(self, value)

    def close(self) -> None:
        """Frees what the engine holds. Runs under way can no longer match."""
        for sheets in self.sheets:
            for sheet in sheets:
                sheet.ruleset.close()


def _ended(node: Node) -> Value:
    raise RuntimeError("the run has ended")


class MatchRun:
    """One project matched, level by level. The engine's sessions are empty again after every level."""

    def __init__(self, matching: Matching, value: Callable[[Node], Value]) -> None:
        self._matching = matching
        self._value: Callable[[Node], Value] = value
        self._codes: list[Sequence[int | None] | None] = [None] * len(matching.levels)
        self._fired: list[dict[int, dict[int, list[Fired]]]] = [{} for _ in matching.levels]  # by table and clause
        self._derived: dict[tuple[Sheet, int], str] = {}

    def __enter__(self) -> MatchRun:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._value = _ended  # what a run has finished with is free at once, the engine's memory too

    def match(self, level: int) -> None:
        """Computes what the tables of this level test and lets the engine fire their clauses."""
        codes = self._coded(level)
        fired = self._fired[level] = {}
        for sheet in self._matching.sheets[level]:
            targets = sheet.targets
            for rule, frame in sheet.fire(codes):
                target = targets[rule]
                if target is not None:
                    fired.setdefault(target[0], {}).setdefault(target[1], []).append((rule, frame, sheet))
                else:
                    self._derived.setdefault((sheet, sheet.derives[rule] or 0), frame)
        self._codes[level] = codes

    def _coded(self, level: int) -> list[int | None]:
        """Every key's code, None where it is not known; last a None for derived keys."""
        value, codes = self._value, []
        for key in self._matching.levels[level].keys:
            codes.append(key.code(value))
        codes.append(None)
        return codes

    # ------------------------------------------------------------------ what fired

    def winner(self, choose: Choose) -> int | Literal[Undecided.UNKNOWN] | None:
        """Of a `first` table the clause that is taken; None when none holds, UNKNOWN when an unknown one is first."""
        level, number = self._matching.places[choose.number]
        table = self._matching.levels[level].tables[number]
        codes = self._codes[level]
        if codes is not None and table.only is not None and codes[table.only] is not None:
            fired = self._fired[level].get(number)
            return next(iter(fired)) if fired else None
        for clause in range(len(table.keys)):
            truth = self._truth(level, number, clause)
            if truth is None:
                return UNKNOWN
            if truth:
                return clause
        return None

    def truths(self, choose: Choose) -> tuple[bool | None, ...]:
        """Every clause's truth, in order; None is unknown. Of a `first` table also of those after the winner."""
        level, number = self._matching.places[choose.number]
        return tuple(self._truth(level, number, clause) for clause in range(len(choose.clauses)))

    def fired(self, choose: Choose) -> tuple[Firing, ...]:
        """What the engine fired for this table, by clause, with the facts that it matched."""
        level, number = self._matching.places[choose.number]
        return tuple(
            Firing(clause, f"r{rule}", tuple((key.nodes, code) for key, code in sheet.facts(frame, self._derived)))
            for clause, fired in sorted(self._fired[level].get(number, {}).items())
            for rule, frame, sheet in sorted(fired, key=lambda each: each[0])
        )

    def _truth(self, level: int, number: int, clause: int) -> bool | None:
        codes = self._codes[level]
        if codes is None:
            raise RuntimeError(f"level {level} has not been matched")
        table = self._matching.levels[level].tables[number]
        when = table.choose.clauses[clause].when
        if when is None or clause in self._fired[level].get(number, ()):
            return True
        if all(codes[place] is not None for place in table.keys[clause]) and not self._is_shadowed(
            level, number, clause
        ):
            return False
        answer = self._value(when)
        return answer if isinstance(answer, bool) else None

    def _is_shadowed(self, level: int, number: int, clause: int) -> bool:
        """Whether the engine was not asked about a clause, because an earlier one of its table fired."""
        if self._matching.levels[level].tables[number].only is None:
            return False
        return any(each < clause for each in self._fired[level].get(number, ()))
