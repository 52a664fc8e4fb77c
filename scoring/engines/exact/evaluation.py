"""The reference interpreter: what every node means, in exact rationals. The other engines must equal it."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from scoring.engines.exact import records, refusals
from scoring.engines.exact.decisions import arguments, resolved, says_the_same
from scoring.engines.exact.frames import Decision, Frame, OfRecords, Truth
from scoring.engines.exact.index import Compared, Sorted
from scoring.engines.exact.open_values import left_open
from scoring.engines.exact.places import places
from scoring.engines.exact.records import NEITHER, decided, exact, records_of
from scoring.engines.exact.refusals import nothing_matches, several_match, too_much_work
from scoring.engines.exact.selection import selection
from scoring.formula.functions import apply
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Column,
    Combine,
    Compare,
    Constant,
    Each,
    Evidenced,
    Item,
    Known,
    Logic,
    Name,
    Node,
    Pick,
    Places,
    Round,
    Selection,
    Several,
)
from scoring.nodes.walk import children, free_scopes, names_in
from scoring.problems import InputRefused, Problem, Text
from scoring.program.program import Program
from scoring.project.fact_sheet import FactSheet
from scoring.values import arithmetic
from scoring.values.bound import Bound
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.value import ABSENT, Absent, Fault, NotApplicable, Record, Unknown, Value, of_all, undecided


class Evaluation:
    """One project under one program. Values are computed when asked for, each once."""

    def __init__(self, program: Program, sheet: FactSheet) -> None:
        self.program = program
        self.sheet = sheet
        self.definitions = {definition.name: definition.node for definition in program.definitions}
        self.given: dict[str, Value] = dict(sheet.given)  # totals, subtotals, limits: what the tally knows
        self.named: dict[str, Value] = {}
        self.root = self.frame = Frame()
        self.root.computed.update(program.constants)
        self.columns: dict[str, dict[int, Value]] = {}
        self._columns_of: dict[str, list[str]] = defaultdict(list)  # by list, found out when first asked for
        self.scopes: dict[int, frozenset[int]] = program.memory.setdefault("scopes", {})
        self.indexes: dict[int, tuple[Compared, ...]] = program.memory.setdefault("indexes", {})
        self.same: dict[tuple[Value, ...], Decision] = {}  # of tables called for records, by what they look at
        self.visits = 0  # of records
        self.again = 0  # of these, for each of others
        self.most_again = refusals.MOST_AGAIN
        self.reached: set[Clause] = set()  # clauses that were taken, within records of lists as well
        self.faults: dict[Problem, None] = {}  # those that an outcome rests on, each once

    def compute_definitions(self) -> None:
        """Every value, those that others read first, so that long chains do not recurse."""
        for definition in self.program.definitions:
            self.name(definition.name)

    def value(self, node: Node) -> Value:
        """The node's value at the record at hand; `Unknown` when something that it needs is.

        It is computed and remembered where no record is looked at that it does not depend on, so that what is the same
        for all records of a list is computed once.
        """
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Item):
            return records.item(self, node)
        home, key = self.frame_of(node), node.number
        if key in home.computed:
            return home.computed[key]
        at, self.frame = self.frame, home
        try:
            value = home.computed[key] = _MEANING[type(node)](self, node)
        finally:
            self.frame = at
        return value

    @property
    def decided(self) -> Mapping[int, Decision]:
        """How tables were decided, those alone that are no record's."""
        return self.root.decided

    def name(self, name: str) -> Value:
        """A fact's value, a definition's, or what the tally gave."""
        if name in self.named:
            return self.named[name]
        reported = self.sheet.get(name)
        if name in self.definitions and reported is None:
            value = self.value(self.definitions[name])
        elif name in self.given:
            value = self.given[name]
        else:
            value = Unknown((name,)) if reported is None else reported.value
        self.named[name] = value
        return value

    def needed(self, node: Node) -> Value:
        """The value of a node that an outcome rests on: a fault of it is now one of the project's."""
        value = self.value(node)
        if not isinstance(value, Fault):
            return value
        self.faults.update(dict.fromkeys(value.problems))
        return Unknown()

    def demand(self) -> None:
        """Raises `InputRefused` with all faults that outcomes rest on, if there are any."""
        if self.faults:
            raise InputRefused(list(self.faults))

    def decision(self, choose: Choose) -> Decision:
        """How a table was decided; computes it if need be."""
        self.value(choose)
        return self.frame_of(choose).decided[choose.number]

    def truth(self, clause: Clause) -> Truth:
        """Whether a clause holds: yes, no or unknown."""
        return True if clause.when is None else self.condition(clause.when)

    def condition(self, node: Node) -> Truth:
        value = self.value(node)
        if isinstance(value, bool | Unknown | NotApplicable | Fault):
            return value
        return Unknown(names_in(node), NEITHER)

    def truths_of(self, choose: Choose) -> tuple[Truth, ...]:
        """The truth of every clause, in order."""
        return tuple(self.truth(clause) for clause in choose.clauses)

    def choose(self, choose: Choose) -> Value:
        key = arguments(choose, self)
        decision = self.same.get(key) if key is not None else None
        if decision is None:
            decision = _HITS[choose.hit](self, choose)
            if key is not None and says_the_same(decision):
                self.same[key] = decision
        self.frame.decided[choose.number] = decision
        self.reached.update(decision.taken)
        return decision.value

    # ------------------------------------------------------------------ hit policies

    def first(self, choose: Choose) -> Decision:
        """The first clause that holds; one before it that is unknown, does not apply or is at fault stops there."""
        truths: list[Truth] = []
        for number, clause in enumerate(choose.clauses):
            truth = self.truth(clause)
            truths.append(truth)
            if isinstance(truth, ABSENT):
                return Decision((), truth, tuple(truths), number)
            if truth:
                return Decision((clause,), self.value(clause.then), tuple(truths))
        return self.otherwise(choose, tuple(truths))

    def otherwise(self, choose: Choose, truths: tuple[Truth, ...] | None) -> Decision:
        if choose.otherwise is not None:
            return Decision((choose.otherwise,), self.value(choose.otherwise.then), truths)
        if choose.hit == "count":
            return Decision((), Fraction(0), truths)
        if choose.hit in ("all", "all_by_output", "ranked"):
            return Decision((), (), truths)
        return Decision((), Fault((nothing_matches(choose, self),)), truths)

    def several(self, choose: Choose) -> Decision:
        """Every other policy: all clauses are looked at, and what one of them lacks the table lacks."""
        truths = self.truths_of(choose)
        held = tuple(clause for clause, truth in zip(choose.clauses, truths, strict=True) if truth is True)
        stopping = [truth for truth in truths if isinstance(truth, ABSENT)]
        if choose.acting:
            stopping = [truth for truth in stopping if not isinstance(truth, NotApplicable)]
        if choose.hit == "unique" and len(held) > 1:
            stopping = [Fault((several_match(choose, held, self),))]
        open_ = of_all(stopping)
        if open_ is not None:
            return Decision((), open_, truths)
        if not held:
            return self.otherwise(choose, truths)
        values = [self.value(clause.then) for clause in held]
        if choose.acting:
            kept = [i for i, value in enumerate(values) if not isinstance(value, NotApplicable)]
            held, values = tuple(held[i] for i in kept), [values[i] for i in kept]
            if not held:
                return self.otherwise(choose, truths)
        open_ = of_all(value for value in values if isinstance(value, ABSENT))
        if open_ is not None:
            return Decision(held, open_, truths)
        return resolved(choose, held, values, truths, self)

    # ------------------------------------------------------------------ records of lists

    def record(self, scope: int) -> Record | None:
        """The record that is looked at under a scope."""
        frame: Frame | None = self.frame
        while frame is not None and frame.scope != scope:
            frame = frame.outer
        return frame.record if frame is not None else None

    def visiting(self, node: OfRecords, records: tuple[Record, ...]) -> Iterator[Record]:
        """Each of the records, looked at under the node's scope until the next; all such visits are counted."""
        outer = self.frame
        self.visits += len(records)
        if outer is not self.root:
            self.look_again(node, len(records))
        try:
            for record in records:
                self.frame = Frame(node.scope, record, outer, node)
                yield record
        finally:
            self.frame = outer

    def look_on(self) -> None:
        """All is decided: what is asked from now on is told again, and refuses nobody."""
        self.most_again = sys.maxsize

    def look_again(self, node: OfRecords, number: int) -> None:
        """Counts records looked at for each of others; raises `InputRefused` where they are more than a project may need."""
        self.again += number
        if self.again > self.most_again:
            raise InputRefused([too_much_work(node, self.frame, self)])

    @contextmanager
    def looking_at(self, scope: int, record: Record) -> Iterator[None]:
        """One record is looked at under a scope as long as this lasts: what is asked meanwhile is of that record."""
        outer = self.frame
        self.frame = Frame(scope, record, outer)
        try:
            yield
        finally:
            self.frame = outer

    def frame_of(self, node: Node) -> Frame:
        """The innermost frame whose record the node's value depends on; the outermost where it depends on none."""
        frame = self.frame
        if frame.outer is None:
            return frame
        needs = self.scopes.get(node.number)
        if needs is None:
            needs = free_scopes(node, self.scopes)
        while frame.outer is not None and frame.scope not in needs:
            frame = frame.outer
        return frame

    def orders_at(self, node: Node) -> dict[int, Sorted | None]:
        """The orders of lists that are known where a node is remembered."""
        return self.frame_of(node).orders

    def columns_of(self, list_: str) -> Sequence[str]:
        """The columns of a list, each after those that it reads."""
        if not self._columns_of:
            for name, node in self.definitions.items():
                if isinstance(node, OfRecords):
                    self._columns_of[name.rpartition(".")[0]].append(name)
        return self._columns_of[list_]

    def column(self, name: str) -> dict[int, Value]:
        """What is known of a column, by the numbers of records: those of its list, and what was asked for besides."""
        if name not in self.columns:
            made, values = self.definitions[name], self.name(name)
            assert isinstance(made, OfRecords) and isinstance(values, tuple)
            listed = records_of(self.value(made.records))
            assert isinstance(listed, tuple)
            self.columns[name] = {record.number: value for record, value in zip(listed, values, strict=True)}
        return self.columns[name]


# ---------------------------------------------------------------------- what each node means


def _name(at: Evaluation, node: Name) -> Value:
    return at.name(node.name)


def _arithmetic(at: Evaluation, node: Arithmetic) -> Value:
    args = [at.value(arg) for arg in node.args]
    open_ = of_all(arg for arg in args if isinstance(arg, ABSENT))
    if open_ is None and node.op == "clamp" and args[0] is None:
        return None  # no result lies within any ends
    return open_ if open_ is not None else _applied(at, node, args)


def _applied(
    at: Evaluation, node: Arithmetic | Combine, args: Sequence[Value], weights: Sequence[Value] | None = None
) -> Value:
    op = node.op if isinstance(node, Arithmetic) else node.how
    if any(isinstance(arg, Bound) for arg in args):
        return left_open(at, *children(node))
    try:
        if weights is not None:
            return arithmetic.aggregate(op, [exact(arg) for arg in args], [exact(weight) for weight in weights])
        return apply(op, args)
    except (Undefined, TooLarge) as undefined:
        return Unknown((), undefined.text, names_in(node))


def _compare(at: Evaluation, node: Compare) -> Value:
    left, right = at.value(node.left), at.value(node.right)
    open_ = of_all(side for side in (left, right) if isinstance(side, ABSENT))
    if open_ is not None:
        return open_
    try:
        answer = arithmetic.compare(node.op, left, right)
    except (Undefined, TooLarge) as undefined:
        return Unknown((), undefined.text, names_in(node))
    return left_open(at, node.left, node.right) if answer is None else answer


def _logic(at: Evaluation, node: Logic) -> Value:
    """Kleene: a no decides `and`, a yes decides `or`, whatever the others are."""
    if node.op == "not":
        inner = at.condition(node.args[0])
        return inner if isinstance(inner, ABSENT) else not inner
    return decided(node.op == "or", (at.condition(arg) for arg in node.args))


def _known(at: Evaluation, node: Known) -> Value:
    value = at.value(node.arg)
    return value if isinstance(value, Fault) else value is not None and not isinstance(value, ABSENT)


def _evidenced(at: Evaluation, node: Evidenced) -> Value:
    value = at.name(node.name)
    if value is not True:
        return value
    reported = at.sheet.get(node.name)
    if reported is not None and reported.about.evidence:
        return True
    return Unknown((f"{node.name}.evidence",), Text("a yes without evidence", "答“是”而无佐证"))


def _choose(at: Evaluation, node: Choose) -> Value:
    return at.choose(node)


def _combine(at: Evaluation, node: Combine) -> Value:
    """Members that apply, with their weights; an unknown member acts as the policy says. Of nothing nothing comes."""
    counted: list[tuple[Value, Value]] = []
    left_out: list[Absent] = []
    stopping: list[Absent] = []
    for member in node.members:
        value = at.value(member.node)
        if isinstance(value, Unknown) and node.missing == "zero":
            value = Fraction(0)
        if isinstance(value, NotApplicable) or (isinstance(value, Unknown) and node.missing == "leave_out"):
            left_out.append(value)
            continue
        weight = member.weight if member.weigh is None else at.value(member.weigh)
        open_ = of_all(one for one in (value, weight) if isinstance(one, ABSENT))
        if open_ is not None:
            stopping.append(open_)
        else:
            counted.append((value, weight))
    open_ = of_all(stopping)
    if open_ is None and not counted:
        open_ = undecided(left_out)
    return (
        open_
        if open_ is not None
        else _applied(at, node, [value for value, _ in counted], [weight for _, weight in counted])
    )


def _pick(at: Evaluation, node: Pick) -> Value:
    value = at.value(node.arg)
    if isinstance(value, dict):
        found: Value = value.get(node.output, Unknown((node.output,)))
        return found
    return value if value is None or isinstance(value, ABSENT) else Unknown(names_in(node))


def _several(at: Evaluation, node: Several) -> Value:
    return {name: at.value(output) for name, output in node.outputs}


def _round(at: Evaluation, node: Round) -> Value:
    value = at.value(node.arg)
    return node.rounding.apply(value) if isinstance(value, Fraction) else value


_MEANING: dict[type[Any], Callable[[Evaluation, Any], Value]] = {
    Name: _name,
    Arithmetic: _arithmetic,
    Compare: _compare,
    Logic: _logic,
    Known: _known,
    Evidenced: _evidenced,
    Choose: _choose,
    Combine: _combine,
    Each: records.each,
    Column: records.column,
    Selection: selection,
    Places: places,
    Pick: _pick,
    Several: _several,
    Round: _round,
}

_HITS: dict[str, Callable[[Evaluation, Choose], Decision]] = {
    "first": lambda at, choose: at.first(choose),
    **{
        hit: (lambda at, choose: at.several(choose))
        for hit in ("unique", "any", "priority", "sum", "min", "max", "count", "all", "all_by_output", "ranked")
    },
}
