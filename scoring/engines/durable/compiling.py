"""Tables become engine rules: conditions in disjunctive normal form over tests of keys, spread over rulesets.

`not` is pushed down to the tests (not(x >= 3) is x < 3, in Kleene's logic too), each disjunct is one engine
rule. What is too large for that is cut in parts that derive facts for one another, and what is too large
for any ruleset is computed in Python and matched as one yes or no: no rulebook is refused.

A `first` table whose clauses all test one key becomes ranges that exclude each other, so that exactly one
of its rules fires.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, product
from math import prod
from typing import TypeVar

from scoring.engines.durable.codes import (
    Codes,
    DerivedCodes,
    DifferenceCodes,
    KeyCodes,
    NumberCodes,
    Remaining,
    TextCodes,
    YesNoCodes,
    common,
    union,
)
from scoring.engines.durable.ruleset import MOST_PATTERNS, MOST_RULES_ON_A_TEST, MOST_TESTS, Pattern, Rule, steps
from scoring.nodes.node import Arithmetic, Choose, Compare, Constant, Evidenced, Known, Logic, Name, Node
from scoring.values.arithmetic import compare
from scoring.values.day import Day
from scoring.values.irrational import Undefined
from scoring.values.value import Value

MOST_DISJUNCTS = 64  # of one clause, before its parts derive facts
MOST_TOGETHER = 300  # patterns of rules that must stay in one ruleset
ENOUGH_RULES, ENOUGH_KEYS = 400, 100  # of one ruleset: its time grows with rules × facts

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

Target = tuple[int, int]
"""The table's number in its level and the clause's number in the table."""


@dataclass(frozen=True, slots=True)
class KeyTest:
    """A key tested against a constant."""

    key: KeyCodes
    op: str
    constant: Value = True


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Condition, ...]


Condition = KeyTest | Both | Either
ALWAYS, NEVER = Both(()), Either(())
AnyKey = TypeVar("AnyKey", bound=KeyCodes)
Conjunct = dict[KeyCodes, Codes]


@dataclass(frozen=True, slots=True, eq=False)
class ClauseTable:
    """A compiled table: the keys of each clause by their place in the level; `only`: of the one key it tests."""

    choose: Choose
    keys: tuple[tuple[int, ...], ...]
    only: int | None


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


@dataclass(frozen=True, slots=True)
class Stratum:
    """The compiled tables of one level. `keys` in an order of their own: a project gives each a code."""

    tables: tuple[ClauseTable, ...]
    keys: tuple[KeyCodes, ...]
    plans: tuple[Plan, ...]


def compile_stratum(chooses: Sequence[Choose]) -> Stratum:
    """The tables of one level as rules: within every bound of the engine, whatever the tables are."""
    catalogue = Catalogue()
    conditions = [
        [None if clause.when is None else catalogue.of_clause(clause.when) for clause in choose.clauses]
        for choose in chooses
    ]
    drafting = _Drafting(catalogue)
    tables: list[tuple[Choose, list[tuple[KeyCodes, ...]], KeyCodes | None]] = []
    for number, (choose, clauses) in enumerate(zip(chooses, conditions, strict=True)):
        keys = [tuple(dict.fromkeys(_keys(clause))) if clause else () for clause in clauses]
        tested = {key for of_clause in keys for key in of_clause}
        if choose.hit == "first" and len(tested) == 1:
            (only,) = tested
            drafting.first_of_one_key(number, only, clauses)
        else:
            only = None
            drafting.any_table(number, choose, clauses)
            keys = [
                (drafting.whole[number, place],) if (number, place) in drafting.whole else of_clause
                for place, of_clause in enumerate(keys)
            ]
        tables.append((choose, keys, only))
    places: dict[KeyCodes, int] = {}
    for _, of_clauses, _ in tables:
        for key in chain.from_iterable(of_clauses):
            places.setdefault(key, len(places))
    return Stratum(
        tuple(
            ClauseTable(
                choose,
                tuple(tuple(places[key] for key in each) for each in keys),
                None if only is None else places[only],
            )
            for choose, keys, only in tables
        ),
        tuple(places),
        tuple(_spread(drafting.units)),
    )


def _spread(units: Sequence[Sequence[Draft]]) -> Iterator[Plan]:
    """Rulesets that are small enough to be fast."""
    plan = Plan()
    for unit in units:
        if plan.rules and not plan.has_room(unit):
            yield plan
            plan = Plan()
        plan.add(unit)
    if plan.rules:
        yield plan


def _all(parts: Sequence[Condition]) -> Condition:
    """All of them: what constants have settled is left out, or settles the whole."""
    if NEVER in parts:
        return NEVER
    left = tuple(part for part in parts if part != ALWAYS)
    return left[0] if len(left) == 1 else Both(left)


def _any(parts: Sequence[Condition]) -> Condition:
    if ALWAYS in parts:
        return ALWAYS
    left = tuple(part for part in parts if part != NEVER)
    return left[0] if len(left) == 1 else Either(left)


def _settled(node: Compare) -> bool | None:
    """What a comparison of two constants is, as in a table that is called with one; None where it is not one."""
    if not isinstance(node.left, Constant) or not isinstance(node.right, Constant):
        return None
    try:
        return compare(node.op, node.left.value, node.right.value)
    except Undefined:
        return None


def _keys(condition: Condition) -> Iterator[KeyCodes]:
    if isinstance(condition, KeyTest):
        yield condition.key
    else:
        for part in condition.parts:
            yield from _keys(part)


# ---------------------------------------------------------------------- conditions


class Catalogue:
    """The keys of a level: one for everything that is tested, however often."""

    def __init__(self) -> None:
        self._numbers: dict[object, NumberCodes] = {}
        self._texts: dict[object, TextCodes] = {}
        self._others: dict[object, KeyCodes] = {}
        self._identities: dict[object, int] = {}
        self._of_nodes: dict[int, int] = {}

    def condition(self, node: Node, wanted: bool) -> Condition:
        """The condition that the node is `wanted`, without a `not`."""
        if isinstance(node, Logic) and node.args:
            if node.op == "not":
                return self.condition(node.args[0], not wanted)
            parts = [self.condition(arg, wanted) for arg in node.args]
            return _all(parts) if (node.op == "and") is wanted else _any(parts)
        if isinstance(node, Compare) and node.op in _OPPOSITE:
            settled = _settled(node)
            if settled is not None:
                return ALWAYS if settled is wanted else NEVER
            test = self._comparison(node)
            if test is not None:
                return test if wanted else KeyTest(test.key, _OPPOSITE[test.op], test.constant)
        return self.whole(node, wanted)

    def of_clause(self, when: Node) -> Condition:
        """A clause's condition; one that constants settle as true is matched as one yes."""
        condition = self.condition(when, True)
        return self.whole(when) if condition == ALWAYS else condition

    def whole(self, node: Node, wanted: bool = True) -> KeyTest:
        """The node computed in Python, its outcome tested."""
        return KeyTest(self._yes_no(node), "==", wanted)

    def _comparison(self, node: Compare) -> KeyTest | None:
        """None where the comparison is Python's: dates, and numbers that do not fit."""
        left, op, right = node.left, node.op, node.right
        if isinstance(left, Constant):
            left, op, right = right, _MIRRORED[op], left
        constant = right.value if isinstance(right, Constant) else None
        if isinstance(left, Constant):
            return None
        if isinstance(constant, bool) and op in ("==", "!=") and left.kind.name == "yes_no":
            return KeyTest(self._yes_no(left), op, constant)
        if isinstance(constant, str) and op in ("==", "!=") and left.kind.name == "text":
            text = self._kept(self._texts, left, TextCodes(left))
            text.meets(constant)
            return KeyTest(text, op, constant)
        if isinstance(constant, Fraction) and left.kind.name == "number":
            number = self._kept(self._numbers, left, NumberCodes(left))
            return KeyTest(number, op, constant) if number.meets(constant) else None
        if isinstance(right, Constant) or not left.kind.name == right.kind.name == "number":
            return None
        return KeyTest(self._difference(left, right), op, None)

    def _yes_no(self, node: Node) -> KeyCodes:
        return self._kept(self._others, node, YesNoCodes(node))

    def _difference(self, left: Node, right: Node) -> KeyCodes:
        pair = (self._identity(left), self._identity(right))
        return self._others.setdefault(pair, DifferenceCodes(left, right))

    def _kept(self, kept: dict[object, AnyKey], node: Node, new: AnyKey) -> AnyKey:
        return kept.setdefault(self._identity(node), new)

    def _identity(self, node: Node) -> int:
        """The same number for nodes that are sure to have the same value: names, and arithmetic on them."""
        if node.number not in self._of_nodes:
            self._of_nodes[node.number] = self._identities.setdefault(self._shape(node), len(self._identities))
        return self._of_nodes[node.number]

    def _shape(self, node: Node) -> object:
        match node:
            case Name() | Evidenced():
                return type(node), node.name
            case Known():
                return Known, self._identity(node.arg)
            case Arithmetic():
                return Arithmetic, node.op, tuple(self._identity(arg) for arg in node.args)
            case Constant(value=Fraction() | bool() | str() | Day()):
                return Constant, type(node.value), node.value
        return node.number


# ---------------------------------------------------------------------- rules


class _Drafting:
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
            codes = everything if clause is None else _codes(clause)
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


def _codes(condition: Condition) -> Codes:
    """The codes of the one key that the condition tests."""
    if isinstance(condition, KeyTest):
        return condition.key.codes(condition.op, condition.constant)
    if condition == NEVER:
        return ()
    codes = _codes(condition.parts[0])
    for part in condition.parts[1:]:
        codes = (common if isinstance(condition, Both) else union)(codes, _codes(part))
    return codes


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
