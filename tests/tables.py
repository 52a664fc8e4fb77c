"""Tables and conditions as tests write them, and Kleene's logic on exact numbers by the definition."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.engines.durable.matching import UNKNOWN, Matching, MatchRun
from scoring.nodes.kind import NUMBER, TEXT, YES_NO, Kind
from scoring.nodes.node import Arithmetic, Choose, Clause, Compare, Constant, Hit, Known, Logic, Name, Node
from scoring.problems import Place
from scoring.values.arithmetic import compare
from scoring.values.value import Unknown, Value

HERE = Place("rules/book/criteria.toml")
Facts = dict[str, Value]


class Reference:
    """Values and truths by the definition; tables that were matched give their clause's number as text."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.asked: list[Node] = []
        self.run: MatchRun | None = None

    def __call__(self, node: Node) -> Value:
        self.asked.append(node)
        return self.value(node)

    def value(self, node: Node) -> Value:
        match node:
            case Constant():
                return node.value
            case Name():
                return self.facts.get(node.name, Unknown((node.name,)))
            case Known():
                return not isinstance(self.value(node.arg), Unknown)
            case Arithmetic():
                left, right = (self.value(arg) for arg in node.args)
                both = isinstance(left, Fraction) and isinstance(right, Fraction)
                return left - right if both else Unknown()  # type: ignore[operator, return-value]
            case Compare():
                sides = self.value(node.left), self.value(node.right)
                answer = None if any(isinstance(side, Unknown) for side in sides) else compare(node.op, *sides)
                return Unknown() if answer is None else answer
            case Logic():
                return self.logic(node)
            case Choose():
                return self.choice(node)
        raise AssertionError(node)

    def logic(self, node: Logic) -> Value:
        truths = [self.value(arg) for arg in node.args]
        if node.op == "not":
            return truths[0] if isinstance(truths[0], Unknown) else not truths[0]
        decisive = node.op == "or"
        if any(truth is decisive for truth in truths):
            return decisive
        return Unknown() if any(isinstance(truth, Unknown) for truth in truths) else not decisive

    def choice(self, node: Choose) -> Value:
        winner = self.winner(node) if self.run is None else self.run.winner(node)
        return Unknown() if winner is UNKNOWN else str(winner)

    def truth(self, clause: Clause) -> bool | None:
        answer = True if clause.when is None else self.value(clause.when)
        return answer if isinstance(answer, bool) else None

    def truths(self, choose: Choose) -> tuple[bool | None, ...]:
        return tuple(self.truth(clause) for clause in choose.clauses)

    def winner(self, choose: Choose) -> object:
        for number, truth in enumerate(self.truths(choose)):
            if truth is not False:
                return number if truth else UNKNOWN
        return None


def number(name: str) -> Name:
    return Name(NUMBER, name)


def constant(value: Value, kind: Kind = NUMBER) -> Constant:
    return Constant(kind, Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value)


def compared(left: Node, op: str, right: Node | Value) -> Compare:
    return Compare(YES_NO, op, left, constant(right) if isinstance(right, int | Fraction) else right)  # type: ignore[arg-type]


def says(name: str, op: str, text: str) -> Compare:
    return Compare(YES_NO, op, Name(TEXT, name), constant(text, TEXT))


def every(*parts: Node) -> Logic:
    return Logic(YES_NO, "and", parts)


def some(*parts: Node) -> Logic:
    return Logic(YES_NO, "or", parts)


def no(part: Node) -> Logic:
    return Logic(YES_NO, "not", (part,))


def yes(name: str) -> Name:
    return Name(YES_NO, name)


def table(*conditions: Node | None, hit: Hit = "first") -> Choose:
    clauses = tuple(Clause(str(n), when, constant(n), HERE) for n, when in enumerate(conditions))
    return Choose(TEXT, clauses, hit, HERE)


def bands(name: str, *thresholds: int | Fraction, hit: Hit = "first") -> Choose:
    return table(*(compared(number(name), ">=", threshold) for threshold in thresholds), hit=hit)


def agree(matching: Matching, levels: Sequence[Sequence[Choose]], facts: Facts) -> None:
    """Every truth and winner is the reference's."""
    reference, asking = Reference(facts), Reference(facts)
    with matching.begin(asking) as run:
        asking.run = run
        for level, tables in enumerate(levels):
            run.match(level)
            for choose in tables:
                truths = reference.truths(choose)
                assert run.truths(choose) == truths
                if choose.hit == "first":
                    assert run.winner(choose) == reference.winner(choose)
                assert all(truths[firing.clause] is True for firing in run.fired(choose))


def matched(tables: Sequence[Choose], facts: Facts) -> None:
    matching = Matching([tables])
    agree(matching, [tables], facts)
    matching.close()
