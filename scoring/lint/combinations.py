"""Every combination of a table's keys that its clauses tell apart, looked at at once: exact, within a stated budget.

For each position of a key, one whole number says which clauses hold there, a bit for each. Combinations are built key by
key; those at which the same clauses are left are one, so what is kept grows with the rows of a table and not with the
product of its keys. What would take more than the budget is not decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from scoring.lint.keys import Key, Keys
from scoring.lint.spans import Spans, common, outside, union
from scoring.nodes.node import Arithmetic, Choose, Compare, Constant, Logic, Name, Node
from scoring.program.program import Requirement
from scoring.values.value import Value

MOST_STEPS = 500_000
"""Of one table: a step takes one position of a key to one combination so far, for each 4,096 rows; about half a second."""
MOST_KEPT = 200_000_000
"""Of one table: combinations so far, times rows; 25 MB, a bit each."""
MOST_BOXES = 64
"""Of one row: ways in which it may hold, where an `or` reaches over several keys."""

Box = Mapping[int, tuple[Spans, Spans]]
"""For each key that is tested, where the test holds, and where it is not surely false."""
Trail = tuple[int, Any] | None
"""Positions, the last key's first; the second of the two is a trail again."""
Apart = Callable[[int, int], bool]
"""Whether two clauses may not hold at once."""


class BeyondBudget(Exception):
    """Why a table is not decided: `large` where the budget is used up, `kinds` where its keys cannot be listed."""


@dataclass(frozen=True, slots=True)
class Case:
    """One combination of positions: the value of each key, and which clauses hold."""

    keys: tuple[Key, ...]
    positions: tuple[int, ...]

    @property
    def values(self) -> tuple[tuple[Key, Value], ...]:
        return tuple((key, key.value(position)) for key, position in zip(self.keys, self.positions, strict=True))


@dataclass
class Found:
    """What all combinations together say of a table's clauses."""

    held: set[int] = field(default_factory=set)  # clauses that hold somewhere
    first: set[int] = field(default_factory=set)  # clauses that hold before any other, somewhere
    nothing: Case | None = None  # a combination at which no clause holds
    always: bool = True  # whether some clause holds at each of them
    some: dict[int, Case] = field(default_factory=dict)  # for a clause, where it holds
    taken_by: dict[int, tuple[int, Case]] = field(
        default_factory=dict
    )  # for a clause that is never first, the last that is
    twice: list[tuple[int, int, Case]] = field(default_factory=list)  # clauses that hold at once and may not


OUTSIDE = -1
"""Stands for a clause that holds where the table is not looked up at all."""


def looked_through(
    choose: Choose, keys: Keys, budget: Budget, apart: Apart | None = None, outside: Node | None = None
) -> Found:
    """All combinations of the keys of a table, but for those at which `outside` holds; raises `BeyondBudget`."""
    boxes: list[Box] = []
    owners: list[int] = []
    conditions = [(number, clause.when) for number, clause in enumerate(choose.clauses)]
    for number, when in conditions if outside is None else [(OUTSIDE, outside), *conditions]:
        found = boxes_of(when, keys)
        boxes += found
        owners += [number] * len(found)
    return _Walk(tuple(keys.all), boxes, owners, budget, apart).found()


@dataclass
class Budget:
    """The steps that are left."""

    left: int

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise BeyondBudget("large")


def narrow(keys: Keys, ranges: Mapping[str, list[Requirement]]) -> None:
    """Puts up the scales of the keys, each within what its fact may be at all; raises `BeyondBudget`.

    What a range says beside comparisons with numbers is left out, but for whole numbers.
    """
    tests = []
    for number, key in enumerate(list(keys.all)):
        for requirement in ranges.get(key.name or "", ()) if key.field is None else ():
            for part in _parts(requirement.that):
                if _is_whole(part):
                    key.step = key.step or Fraction(1)
                elif keys.is_known(part):
                    keys.collect(part)
                    tests.append((number, part))
    if not keys.settle():
        raise BeyondBudget("kinds")
    for number, that in tests:
        for_it = [box[number][1] for box in boxes_of(that, keys) if number in box]
        keys.all[number].possible = common(keys.all[number].possible, union(for_it))


def _parts(node: Node) -> Iterator[Node]:
    """What must all hold for a condition to hold."""
    if isinstance(node, Logic) and node.op == "and":
        for arg in node.args:
            yield from _parts(arg)
    else:
        yield node


def _is_whole(node: Node) -> bool:
    """Whether it says of a fact that it is a whole number: `rr == floor(rr)`."""
    if not isinstance(node, Compare) or node.op != "==":
        return False
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, Name) and isinstance(other, Arithmetic) and other.op in ("floor", "ceil", "round"):
            inside = other.args[0]
            plain = all(isinstance(arg, Constant) and arg.value == 0 for arg in other.args[1:])
            if isinstance(inside, Name) and inside.name == one.name and plain:
                return True
    return False


# ---------------------------------------------------------------- conditions as boxes


def boxes_of(when: Node | None, keys: Keys) -> list[Box]:
    """The ways in which a condition holds, each a test for each key; none where it never does."""
    return [{}] if when is None else _boxes(when, keys, True)


def _boxes(node: Node, keys: Keys, wanted: bool) -> list[Box]:
    """Each node once, however often it is shared."""
    known: list[Box] | None = keys.found.get(("boxes", node.number, wanted))
    if known is None:
        known = keys.found["boxes", node.number, wanted] = _new_boxes(node, keys, wanted)
    return known


def _new_boxes(node: Node, keys: Keys, wanted: bool) -> list[Box]:
    tested = _tested(node, keys)
    if len(tested) == 1:
        key = next(iter(tested))
        return [{key: _where(node, keys, wanted)}]
    assert isinstance(node, Logic)
    if node.op == "not":
        return _boxes(node.args[0], keys, not wanted)
    below = [_boxes(arg, keys, wanted) for arg in node.args]
    if (node.op == "or") is wanted:
        return _few([box for boxes in below for box in boxes])
    joined: list[Box] = [{}]
    for boxes in below:
        joined = _few([_both(first, second) for first, second in product(joined, boxes)])
    return joined


def _few(boxes: list[Box]) -> list[Box]:
    if len(boxes) > MOST_BOXES:
        raise BeyondBudget("large")
    return boxes


def _both(first: Box, second: Box) -> Box:
    joined = dict(first)
    for key, (holds, perhaps) in second.items():
        known = joined.get(key)
        joined[key] = (holds, perhaps) if known is None else (common(known[0], holds), common(known[1], perhaps))
    return joined


def _tested(node: Node, keys: Keys) -> frozenset[int]:
    """The keys that a condition tests."""
    known: frozenset[int] | None = keys.found.get(("tested", node.number, True))
    if known is None:
        below = [_tested(arg, keys) for arg in node.args] if isinstance(node, Logic) else [{keys.atom(node).key}]
        known = keys.found["tested", node.number, True] = frozenset().union(*below)
    return known


def _where(node: Node, keys: Keys, wanted: bool) -> tuple[Spans, Spans]:
    """Where on its one key's scale a condition is as wanted, and where it is not surely otherwise."""
    known: tuple[Spans, Spans] | None = keys.found.get(("where", node.number, wanted))
    if known is None:
        known = keys.found["where", node.number, wanted] = _looked_up(node, keys, wanted)
    return known


def _looked_up(node: Node, keys: Keys, wanted: bool) -> tuple[Spans, Spans]:
    if isinstance(node, Logic):
        if node.op == "not":
            return _where(node.args[0], keys, not wanted)
        below = [_where(arg, keys, wanted) for arg in node.args]
        if (node.op == "or") is wanted:
            return union([one[0] for one in below]), union([one[1] for one in below])
        joined = below[0]
        for one in below[1:]:
            joined = common(joined[0], one[0]), common(joined[1], one[1])
        return joined
    atom = keys.atom(node)
    key = keys.all[atom.key]
    if atom.op == "yes":
        holds, perhaps = key.yes()
    elif atom.op == "known":
        holds, perhaps = key.known()
    else:
        holds, perhaps = key.where(atom.op, atom.constant)
    if wanted:
        return holds, perhaps
    return outside(perhaps, key.size), outside(holds, key.size)


# ---------------------------------------------------------------- combinations


class _Walk:
    """All combinations of the keys of one table, key by key."""

    def __init__(
        self, keys: tuple[Key, ...], boxes: Sequence[Box], owners: Sequence[int], budget: Budget, apart: Apart | None
    ) -> None:
        self.boxes, self.owners, self.budget, self.apart = boxes, owners, budget, apart
        self.all = (1 << len(boxes)) - 1
        self.sure = 1 << len(boxes)  # one bit more, which holds where no key has a value that need not happen
        self.cost = 1 + len(boxes) // 4096
        self.keys = keys
        self.order = sorted(range(len(keys)), key=lambda number: keys[number].size)  # the largest is never kept
        self.of_clause: dict[int, int] = {}
        for box, owner in enumerate(owners):
            self.of_clause[owner] = self.of_clause.get(owner, 0) | 1 << box
        self.outside = self.of_clause.pop(OUTSIDE, 0)
        self.inside = self.all & ~self.outside
        self.seen = 0  # boxes that hold somewhere

    def found(self) -> Found:
        found = Found()
        for holds, perhaps, trail in self.leaves():
            if not holds & self.outside:
                self._note(found, holds, perhaps, trail)
        dead = found.held - found.first
        if dead:
            mask = sum(self.of_clause[clause] for clause in dead)  # no bit belongs to two clauses
            for holds, perhaps, trail in self.leaves():
                for clause in self._clauses(holds & mask) if not holds & self.outside else ():
                    if clause not in dead:
                        continue
                    taker = self._first(perhaps & self.inside)
                    if clause not in found.taken_by or taker > found.taken_by[clause][0]:
                        found.taken_by[clause] = taker, self.case(trail)
        return found

    def _note(self, found: Found, holds: int, perhaps: int, trail: Trail) -> None:
        sure = bool(perhaps & self.sure)
        open_, holds, perhaps = perhaps & self.outside, holds & self.inside, perhaps & self.inside
        found.always = found.always and bool(holds)
        if not perhaps:
            if found.nothing is None and sure and not open_:
                found.nothing = self.case(trail)
            return
        if not holds:
            return
        new = holds & ~self.seen
        if new:
            self.seen |= new
            for clause in self._clauses(new):
                if clause not in found.held:
                    found.held.add(clause)
                    found.some[clause] = self.case(trail)
        first = self._first(perhaps)
        if first not in found.first and holds & self.of_clause[first]:
            found.first.add(first)
            found.some[first] = self.case(trail)
        if self.apart is not None and sure and not found.twice and holds & (holds - 1):
            held = self._clauses(holds)
            apart = [(held[0], other) for other in held[1:] if self.apart(held[0], other)]
            found.twice += [(one, other, self.case(trail)) for one, other in apart[:1]]

    def _first(self, mask: int) -> int:
        return self.owners[(mask & -mask).bit_length() - 1]

    def _clauses(self, mask: int, most: int | None = None) -> list[int]:
        """The clauses of a mask of boxes, in order."""
        found: dict[int, None] = {}
        while mask and (most is None or len(found) < most):
            lowest = mask & -mask
            found[self.owners[lowest.bit_length() - 1]] = None
            mask ^= lowest
        return list(found)

    def case(self, trail: Trail) -> Case:
        positions = [0] * len(self.keys)
        for number in reversed(self.order):
            assert trail is not None
            positions[number], trail = trail
        return Case(self.keys, tuple(positions))

    def leaves(self) -> Iterator[tuple[int, int, Trail]]:
        """Clauses (as boxes) that hold, and that are not surely false, at every combination that differs in them."""
        states: dict[tuple[int, int], Trail] = {(self.all | self.sure, self.all | self.sure): None}
        for number in self.order[:-1]:
            ways: dict[tuple[int, int], int] = {}
            for position, holds, perhaps in self.positions(number):
                ways.setdefault((holds, perhaps), position)
            self.budget.spend(len(states) * len(ways) * self.cost)
            after: dict[tuple[int, int], Trail] = {}
            for (held, possible), trail in states.items():
                for (holds, perhaps), position in ways.items():
                    state = held & holds, possible & perhaps
                    if state not in after:
                        after[state] = position, trail
                if len(after) * len(self.boxes) > MOST_KEPT:
                    raise BeyondBudget("large")
            states = after
        if not self.order:
            yield self.all | self.sure, self.all | self.sure, None
            return
        for position, holds, perhaps in self.positions(self.order[-1]):
            self.budget.spend(len(states) * self.cost)
            for (held, possible), trail in states.items():
                yield held & holds, possible & perhaps, (position, trail)

    def positions(self, number: int) -> Iterator[tuple[int, int, int]]:
        """Each position of a key with the boxes that hold and that are not surely false there; equal ones in a row once."""
        possible, sure = self.keys[number].possible, self.keys[number].sure
        changes: dict[int, list[int]] = {end: [0, 0] for run in possible for end in run}
        holds = perhaps = 0
        for bit, box in enumerate((*self.boxes, {number: (sure, sure)})):
            if number not in box:
                holds |= 1 << bit
                perhaps |= 1 << bit
                continue
            for which, spans in enumerate(box[number]):
                for run in spans:
                    for end in run:
                        changes.setdefault(end, [0, 0])[which] ^= 1 << bit
        self.budget.spend(len(changes) * self.cost)
        at = 0  # the run that the position lies in, or the next one
        for position in sorted(changes):
            holds ^= changes[position][0]
            perhaps ^= changes[position][1]
            while at < len(possible) and possible[at][1] <= position:
                at += 1
            if at < len(possible) and possible[at][0] <= position:
                yield position, holds, perhaps
