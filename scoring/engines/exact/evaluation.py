"""The reference interpreter: what every node means, in exact rationals. The other engines must equal it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.formula.functions import apply
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
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
    Round,
    Several,
)
from scoring.nodes.walk import names_in
from scoring.problems import InputRefused, Problem, Text
from scoring.program.program import Program
from scoring.project.facts import FactSheet
from scoring.values import arithmetic
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.value import Unknown, Value

Truth = bool | Unknown


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a table: the clauses' truths as far as they were looked at, those taken, the value."""

    taken: tuple[Clause, ...]
    value: Value
    truths: tuple[Truth, ...] | None  # None: ask for them with `truths_of`
    stopped_at: int | None = None  # the first unknown clause, where one stopped it


class Evaluation:
    """One project under one program. Values are computed when asked for, each once."""

    def __init__(self, program: Program, sheet: FactSheet) -> None:
        self.program = program
        self.sheet = sheet
        self.definitions = {definition.name: definition.node for definition in program.definitions}
        self.given: dict[str, Value] = {}  # totals, subtotals, limits: what the tally knows
        self.named: dict[str, Value] = {}
        self.computed: dict[int, Value] = dict(program.constants)
        self.decided: dict[int, Decision] = {}
        self.reached: set[Clause] = set()  # clauses that were taken, within records of lists as well
        self.record: Mapping[str, Value] | None = None

    def compute_definitions(self) -> None:
        """Every value, those that others read first, so that long chains do not recurse."""
        for definition in self.program.definitions:
            self.name(definition.name)

    def value(self, node: Node) -> Value:
        """The node's value; `Unknown` when something that it needs is."""
        key = node.number
        if key in self.computed:
            return self.computed[key]
        value = _MEANING[type(node)](self, node)
        self.computed[key] = value
        return value

    def name(self, name: str) -> Value:
        """A fact's value, a definition's, or what the tally gave."""
        if name in self.named:
            return self.named[name]
        if name in self.definitions:
            value = self.value(self.definitions[name])
        elif name in self.given:
            value = self.given[name]
        else:
            reported = self.sheet.get(name)
            value = Unknown((name,)) if reported is None else reported.value
        self.named[name] = value
        return value

    def decision(self, choose: Choose) -> Decision:
        """How a table was decided; computes it if need be."""
        self.value(choose)
        return self.decided[choose.number]

    def truth(self, clause: Clause) -> Truth:
        """Whether a clause holds: yes, no or unknown."""
        return True if clause.when is None else self.condition(clause.when)

    def condition(self, node: Node) -> Truth:
        value = self.value(node)
        if isinstance(value, bool | Unknown):
            return value
        return Unknown(names_in(node), Text("this is neither yes nor no", "得不出是或否"))

    def truths_of(self, choose: Choose) -> tuple[Truth, ...]:
        """The truth of every clause, in order."""
        return tuple(self.truth(clause) for clause in choose.clauses)

    def choose(self, choose: Choose) -> Value:
        decision = _HITS[choose.hit](self, choose)
        self.decided[choose.number] = decision
        self.reached.update(decision.taken)
        return decision.value

    # ------------------------------------------------------------------ hit policies

    def first(self, choose: Choose) -> Decision:
        """The first clause that holds; an unknown one before it makes the result unknown."""
        truths: list[Truth] = []
        for number, clause in enumerate(choose.clauses):
            truth = self.truth(clause)
            truths.append(truth)
            if isinstance(truth, Unknown):
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
        raise InputRefused([_nothing_matches(choose, self)])

    def several(self, choose: Choose) -> Decision:
        """Every other policy: all clauses are looked at, and an unknown one makes the result unknown."""
        truths = self.truths_of(choose)
        unknown = _joined([truth for truth in truths if isinstance(truth, Unknown)])
        held = tuple(clause for clause, truth in zip(choose.clauses, truths, strict=True) if truth is True)
        if choose.hit == "unique" and len(held) > 1:
            raise InputRefused([_several_match(choose, held)])
        if unknown is not None:
            return Decision((), unknown, truths)
        if not held:
            return self.otherwise(choose, truths)
        values = [self.value(clause.then) for clause in held]
        missing = _joined([value for value in values if isinstance(value, Unknown)])
        if missing is not None:
            return Decision(held, missing, truths)
        return _resolved(choose, held, values, truths)

    def within(self, record: Mapping[str, Value]) -> Evaluation:
        """The same project, looking at one record of a list."""
        inner = Evaluation.__new__(Evaluation)
        inner.__dict__.update(self.__dict__)
        inner.computed, inner.decided, inner.record = dict(self.program.constants), {}, record
        return inner


def _joined(unknowns: Sequence[Unknown]) -> Unknown | None:
    if not unknowns:
        return None
    joined = unknowns[0]
    for unknown in unknowns[1:]:
        joined = joined.and_also(unknown)
    return joined


def _resolved(choose: Choose, held: tuple[Clause, ...], values: list[Value], truths: tuple[Truth, ...]) -> Decision:
    """The value of all clauses that hold, by the hit policy."""
    match choose.hit:
        case "unique":
            return Decision(held, values[0], truths)
        case "any":
            if any(value != values[0] for value in values):
                raise InputRefused([_several_match(choose, held)])
            return Decision(held[:1], values[0], truths)
        case "priority":
            best = min(range(len(held)), key=lambda i: _rank(choose, values[i]))
            return Decision((held[best],), values[best], truths)
        case "all":
            return Decision(held, tuple(values), truths)
        case "all_by_output":
            order = sorted(range(len(held)), key=lambda i: _rank(choose, values[i]))
            return Decision(tuple(held[i] for i in order), tuple(values[i] for i in order), truths)
        case "ranked":
            return _ranked(choose, held, values, truths)
        case "count":
            return Decision(held, Fraction(len(held)), truths)
    numbers = [value for value in values if isinstance(value, Fraction)]
    if len(numbers) < len(values):
        unknown = Unknown(names_in(choose), Text("not every row gives a number", "并非每一行都给出数值"))
        return Decision(held, unknown, truths)
    return Decision(held, arithmetic.aggregate(choose.hit, numbers), truths)


def _ranked(choose: Choose, held: tuple[Clause, ...], values: list[Value], truths: tuple[Truth, ...]) -> Decision:
    """The codes of the reasons that hold, what cost most first; ties stay as written."""
    reasons = [value for value in values if isinstance(value, dict)]
    unknown = _joined([lost for one in reasons if isinstance(lost := one["lost"], Unknown)])
    if unknown is not None or not all(isinstance(one["lost"], Fraction) for one in reasons):
        return Decision(held, unknown or Unknown(names_in(choose)), truths)
    order = sorted(range(len(held)), key=lambda i: -_plain(reasons[i]["lost"]))[: choose.most]
    return Decision(tuple(held[i] for i in order), tuple(reasons[i]["code"] for i in order), truths)


def _rank(choose: Choose, value: Value) -> tuple[int, ...]:
    """The place of a result in the declared order; of several results, one after the other."""
    if isinstance(value, dict):
        first = next(iter(value.values()))
        return _rank(choose, first)
    return (choose.order.index(value) if isinstance(value, str) and value in choose.order else len(choose.order),)


# ---------------------------------------------------------------------- what each node means


def _constant(_: Evaluation, node: Constant) -> Value:
    return node.value


def _name(at: Evaluation, node: Name) -> Value:
    return at.name(node.name)


def _item(at: Evaluation, node: Item) -> Value:
    assert at.record is not None, "a record's field outside an aggregate"
    return at.record.get(node.name, Unknown((node.name,)))


def _arithmetic(at: Evaluation, node: Arithmetic) -> Value:
    args = [at.value(arg) for arg in node.args]
    unknown = _joined([arg for arg in args if isinstance(arg, Unknown)])
    if unknown is not None:
        return unknown
    return _applied(node, args)


def _applied(
    node: Arithmetic | Combine | Each, args: Sequence[Value], weights: Sequence[Fraction] | None = None
) -> Value:
    op = node.op if isinstance(node, Arithmetic) else node.how
    try:
        if weights is not None:
            return arithmetic.aggregate(op, [_plain(arg) for arg in args], weights)
        return apply(op, args)
    except (Undefined, TooLarge) as undefined:
        return Unknown(names_in(node), undefined.text)


def _plain(value: Value) -> Fraction:
    if not isinstance(value, Fraction):
        raise Undefined(Text("an exact number is needed", "需要确切的数值"))
    return value


def _compare(at: Evaluation, node: Compare) -> Value:
    left, right = at.value(node.left), at.value(node.right)
    unknown = _joined([side for side in (left, right) if isinstance(side, Unknown)])
    if unknown is not None:
        return unknown
    try:
        answer = arithmetic.compare(node.op, left, right)
    except (Undefined, TooLarge) as undefined:
        return Unknown(names_in(node), undefined.text)
    if answer is None:
        return Unknown(names_in(node), Text("only limits of it are known", "只知道其范围"))
    return answer


def _logic(at: Evaluation, node: Logic) -> Value:
    """Kleene: a no decides `and`, a yes decides `or`, whatever the others are."""
    if node.op == "not":
        inner = at.condition(node.args[0])
        return inner if isinstance(inner, Unknown) else not inner
    decisive = node.op == "or"
    unknowns = []
    for arg in node.args:
        truth = at.condition(arg)
        if isinstance(truth, Unknown):
            unknowns.append(truth)
        elif truth is decisive:
            return decisive
    joined = _joined(unknowns)
    return joined if joined is not None else not decisive


def _known(at: Evaluation, node: Known) -> Value:
    value = at.value(node.arg)
    return value is not None and not isinstance(value, Unknown)


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
    """Members that apply, with their weights; an unknown member acts as the policy says."""
    values: list[Value] = []
    weights: list[Fraction] = []
    unknowns = []
    for member in node.members:
        applies = True if member.when is None else at.condition(member.when)
        if applies is False:
            continue
        value = at.value(member.node) if applies is True else applies
        if isinstance(value, Unknown):
            if node.missing == "leave_out":
                continue
            if node.missing == "zero":
                value = Fraction(0)
            else:
                unknowns.append(value)
                continue
        values.append(value)
        weights.append(member.weight)
    joined = _joined(unknowns)
    if joined is not None:
        return joined
    if node.missing == "leave_out" and not values and node.members:
        return _joined([value for member in node.members if isinstance(value := at.value(member.node), Unknown)])
    return _applied(node, values, weights)


def _each(at: Evaluation, node: Each) -> Value:
    records = at.value(node.records)
    if isinstance(records, Unknown):
        return records
    assert isinstance(records, tuple)
    values = []
    for record in records:
        inner = at.within(record if isinstance(record, dict) else {"it": record})
        values.append(inner.value(node.body))
    if node.how in ("all", "any"):
        return _all_or_any(node.how, values)
    joined = _joined([value for value in values if isinstance(value, Unknown)])
    if joined is not None:
        return joined
    if node.how == "count":
        return Fraction(sum(1 for value in values if value is not False))
    if not values and node.how == "sum":
        return Fraction(0)
    try:
        return arithmetic.aggregate(node.how, [_plain(value) for value in values])
    except (Undefined, TooLarge) as undefined:
        return Unknown(names_in(node), undefined.text)


def _all_or_any(how: str, values: Sequence[Value]) -> Value:
    decisive = how == "any"
    if any(value is decisive for value in values):
        return decisive
    joined = _joined([value for value in values if isinstance(value, Unknown)])
    return joined if joined is not None else not decisive


def _pick(at: Evaluation, node: Pick) -> Value:
    value = at.value(node.arg)
    if isinstance(value, dict):
        found: Value = value.get(node.output, Unknown((node.output,)))
        return found
    return value if isinstance(value, Unknown) else Unknown(names_in(node))


def _several(at: Evaluation, node: Several) -> Value:
    return {name: at.value(output) for name, output in node.outputs}


def _round(at: Evaluation, node: Round) -> Value:
    value = at.value(node.arg)
    return node.rounding.apply(value) if isinstance(value, Fraction) else value


_MEANING: dict[type[Any], Callable[[Evaluation, Any], Value]] = {
    Constant: _constant,
    Name: _name,
    Item: _item,
    Arithmetic: _arithmetic,
    Compare: _compare,
    Logic: _logic,
    Known: _known,
    Evidenced: _evidenced,
    Choose: _choose,
    Combine: _combine,
    Each: _each,
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


def _nothing_matches(choose: Choose, at: Evaluation) -> Problem:
    used = ", ".join(f"{name} = {_shown(at.name(name))}" for name in names_in(choose)[:8])
    return Problem(
        "no-row-matches",
        Text(f"no row of `{choose.name}` matches: {used}", f"{choose.name} 没有一行符合：{used}"),
        choose.place,
        Text('add a last row ["else", …], or otherwise = …', '在最后加一行 ["else", …]，或写 otherwise = …'),
    )


def _several_match(choose: Choose, held: Sequence[Clause]) -> Problem:
    places = ", ".join(f"line {clause.place.line}" for clause in held)
    lines = "、".join(f"第 {clause.place.line} 行" for clause in held)
    return Problem(
        "several-rows-match",
        Text(f"several rows of `{choose.name}` match: {places}", f"{choose.name} 有多行同时符合：{lines}"),
        held[1].place,
        Text('let their cells exclude each other, or choose hit = "first"', '让各行互斥，或改用 hit = "first"'),
    )


def _shown(value: Value) -> str:
    return "?" if isinstance(value, Unknown) else str(value)
