"""The arithmetic behind points, written out with the project's own values: what a person recomputes.

Works on an evaluation that is done; computes nothing anew that could differ from what was scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.engines.exact.evaluation import Decision, Evaluation, Truth
from scoring.nodes.kind import ANY, Kind
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
from scoring.nodes.walk import children, names_in
from scoring.problems import Text
from scoring.program.program import Criterion, Program
from scoring.project.facts import Reported
from scoring.scorecard.scorecard import FactUsed, NotTaken
from scoring.values.bound import Bound
from scoring.values.number import show_number
from scoring.values.value import Fault, NotApplicable, Unknown, Value

SIGNS = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " − ", "^": "^", "==": " = ", "!=": " ≠ ", ">=": " ≥ ", "<=": " ≤ ",
         ">": " > ", "<": " < ", "within": " ∈ "}  # fmt: skip
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
LONGEST = 400
MOST_REMEMBERED = 20_000
INPUTS = {
    "target": Text("target", "目标值"),
    "actual": Text("actual", "实际值"),
    "judged.level": Text("judgement", "评判等级"),
    "judged.share": Text("judged share", "评判得分比例"),
    "judged.points": Text("judged points", "评判得分"),
}


def shown(value: Value, kind: Kind, program: Program) -> str:
    """A value as people read it, in the kind's unit; `≈` marks one cut to six decimals."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        unit = program.units.get(kind.unit) if kind.unit else None
        number = _number(value / unit.factor if unit is not None and unit.factor != 1 else value)
        if unit is None:
            return number
        return f"{number}{kind.unit}" if kind.unit in ("%", "‰") else f"{number} {kind.unit}"
    if isinstance(value, Bound):
        ends = [("≥ ", value.at_least), ("≤ ", value.at_most)]
        return ", ".join(sign + shown(end, kind, program) for sign, end in ends if end is not None)
    if isinstance(value, Unknown | Fault):
        return "?"
    if isinstance(value, NotApplicable):
        return "—"
    if isinstance(value, tuple):
        return (
            "[" + ", ".join(shown(one, Kind("any"), program) for one in value[:5]) + (", …]" if len(value) > 5 else "]")
        )
    if isinstance(value, dict):
        kinds = dict(kind.fields)
        parts = (f"{key} = {shown(one, kinds.get(key, ANY), program)}" for key, one in value.items())
        return "{" + ", ".join(parts) + "}"
    return "无" if value is None else str(value)


def percent(share: Fraction) -> str:
    """A share as people read it: exact where that is short, else ≈."""
    return _number(share * 100) + "%"


def _number(value: Fraction) -> str:
    exact = show_number(value)
    if "/" not in exact and len(exact) <= 24:
        return exact
    cut = show_number(Fraction(round(value * 10**6), 10**6))
    return f"≈{cut}"


class Trace:
    """Writes nodes out with the values of one evaluation."""

    def __init__(self, at: Evaluation) -> None:
        self.at = at
        self.program = at.program
        self._values: dict[int, str] = {}

    def expression(self, node: Node, around: int = 0) -> str:
        """A node with its values in place of names; brackets only where needed."""
        match node:
            case Constant():
                return node.written or shown(node.value, node.kind, self.program)
            case Name():
                return self._name(node)
            case Evidenced():
                return f"{self.naming(node.name, '').zh} = {self._reported(node.name) or '?'}"
            case Item():
                return node.name
            case Compare():
                return f"{self.expression(node.left, 1)}{SIGNS[node.op]}{self.expression(node.right, 1)}"
            case Logic():
                return self._logic(node)
            case Arithmetic():
                return self._arithmetic(node, around)
            case Choose():
                return self._choose(node, around)
            case Known() | Pick() | Each() | Several():
                return self.value(node)
            case Round():
                return f"{self.expression(node.arg, 3)} → {self.value(node)}"
            case Combine():
                return self._combine(node, around)

    def value(self, node: Node) -> str:
        return shown(self.at.value(node), node.kind, self.program)

    def _name(self, node: Name) -> str:
        key = node.number
        if key not in self._values:
            value = self._reported(node.name) or self.value(node)
            self._values[key] = f"{self.naming(node.name, '').zh} = {value}" if node.kind.name == "yes_no" else value
        return self._values[key]

    def _reported(self, name: str) -> str | None:
        reported = self.at.sheet.get(name)
        if reported is None:
            return None
        return reported.written.lstrip("<>= ") if name.endswith(".target") else reported.written

    def _logic(self, node: Logic) -> str:
        if node.op == "not":
            return f"¬({self.expression(node.args[0])})"
        return (" ∧ " if node.op == "and" else " ∨ ").join(self.expression(arg, 1) for arg in node.args)

    def _arithmetic(self, node: Arithmetic, around: int) -> str:
        if node.op in SIGNS and len(node.args) == 2:
            strength = STRENGTH[node.op]
            left, right = node.args
            text = self.expression(left, strength) + SIGNS[node.op] + self.expression(right, strength + 1)
            return f"({text})" if strength < around else text
        if node.op == "negate":
            return "−" + self.expression(node.args[0], 3)
        if node.op == "clamp":
            return self.expression(node.args[0], around)
        return f"{node.op}({', '.join(self.expression(arg) for arg in node.args)})"

    def _choose(self, node: Choose, around: int) -> str:
        decision = self.at.decision(node)
        if node.hit in ("first", "unique", "any", "priority") and decision.taken:
            return self.expression(decision.taken[0].then, around)
        if node.hit == "ranked" and decision.taken:
            return "; ".join(f"{clause.id}: {self._lost(clause)}" for clause in decision.taken)
        if node.hit == "sum" and decision.taken:
            text = " + ".join(self.expression(clause.then, 1) for clause in decision.taken)
            return f"({text})" if around > 1 and len(decision.taken) > 1 else text
        return self.value(node)

    def _lost(self, clause: Clause) -> str:
        """What a reason cost, written out."""
        lost = dict(clause.then.outputs)["lost"] if isinstance(clause.then, Several) else clause.then
        return self.of_value(lost).en

    def _combine(self, node: Combine, around: int) -> str:
        members = [(self.expression(m.node, 2), m.weight) for m in node.members]
        if node.how == "sum" and all(weight == 1 for _, weight in members):
            text = " + ".join(text for text, _ in members)
            return f"({text})" if around > 1 else text
        inner = ", ".join(text if weight == 1 else f"{text} ({show_number(weight)})" for text, weight in members)
        return f"{node.how}({inner})"

    # ------------------------------------------------------------------ whole lines

    def of_points(self, criterion: Criterion, actual: Node | None, outcome: Fraction, decimals: int | None) -> Text:
        """How the points came about: the actual, the condition that held, the points."""
        steps = []
        formed = actual
        while isinstance(formed, Name) and formed.name in self.at.definitions:
            formed = self.at.definitions[formed.name]
        if actual is not None and formed is not actual and formed is not None:
            formula = self.expression(formed)
            value = self.value(actual)
            steps.append(value if formula == value else f"{formula} = {value}")
        points, choose = criterion.points, criterion.choice
        if choose is not None and choose.hit in ("first", "unique", "any", "priority"):
            decision = self.at.decision(choose)
            if decision.taken and decision.taken[0].when is not None:
                condition = self.expression(decision.taken[0].when)
                if steps and condition.startswith(start := self.value(actual) if actual is not None else ""):
                    steps[-1] += condition[len(start) :]
                else:
                    steps.append(condition)
        steps.append(self._result(points, outcome, decimals))
        line = " → ".join(steps)
        line = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
        return Text(line, line)

    def _result(self, points: Node, outcome: Fraction, decimals: int | None) -> str:
        expression = self.expression(points)
        exact = self.at.value(points)
        final = show_number(outcome, decimals) if _fits(outcome, decimals) else show_number(outcome)
        if isinstance(exact, Fraction) and exact != outcome:
            middle = _number(exact)
            return (
                f"{expression} ≈ {final}"
                if middle in expression
                else f"{expression} = {middle} → {final}".replace("= ≈", "≈ ")
            )
        return final if expression in (final, show_number(outcome)) else f"{expression} = {final}"

    def within(self, node: Node) -> str:
        """A node written out, cut where it is long."""
        line = self.expression(node)
        return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"

    def of_value(self, node: Node) -> Text:
        """A named result or a condition written out."""
        expression, value = self.expression(node), self.value(node)
        line = value if expression == value else f"{expression} = {value}".replace("= ≈", "≈ ")
        line = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
        return Text(line, line)

    def of_condition(self, node: Node) -> Text:
        line = self.expression(node)
        return Text(line, line)

    # ------------------------------------------------------------------ clauses and facts

    def taken(self, choose: Choose | None) -> tuple[Clause, ...]:
        return self.at.decision(choose).taken if choose is not None else ()

    def not_taken(self, choose: Choose | None, prefix: str) -> Iterator[NotTaken]:
        """Every clause that did not apply, and why."""
        if choose is None:
            return
        decision = self.at.decision(choose)
        truths = decision.truths if decision.truths is not None else self._truths(choose, decision)
        for number, clause in enumerate(choose.clauses):
            if clause in decision.taken:
                continue
            if number >= len(truths):
                yield NotTaken(clause.id, Text("not reached: an earlier clause applies", "未判断：前面的条款已适用")
                               if decision.taken else Text("not reached: an earlier clause is undecided",
                                                           "未判断：前面的条款尚不能确定"), clause.place)  # fmt: skip
                continue
            yield NotTaken(clause.id, self._because(clause, truths[number], prefix), clause.place)

    def _truths(self, choose: Choose, decision: Decision) -> tuple[Truth, ...]:
        """The truths up to the clause that decided, of an engine that only names the winner."""
        if choose.hit != "first":
            return self.at.truths_of(choose)
        if decision.stopped_at is not None:
            return tuple(self.at.truth(clause) for clause in choose.clauses[: decision.stopped_at + 1])
        winners = [number for number, clause in enumerate(choose.clauses) if clause in decision.taken]
        return (False,) * winners[0] + (True,) if winners else (False,) * len(choose.clauses)

    def _because(self, clause: Clause, truth: Truth, prefix: str) -> Text:
        condition = self.expression(clause.when) if clause.when is not None else ""
        if isinstance(truth, Unknown):
            why = self.why_unknown(truth, prefix)
            return Text(f"undecided: {why.en}", f"不能确定：{why.zh}")
        if isinstance(truth, NotApplicable):
            return Text(f"does not apply: {truth.because.en}", f"不适用：{truth.because.zh}")
        if isinstance(truth, Fault):
            return Text(f"at fault: {truth.problems[0].message.en}", f"有误：{truth.problems[0].message.zh}")
        if truth:
            return Text("holds, but another clause counts", "成立，但以另一条款为准")
        return Text(f"{condition} does not hold", f"{condition} 不成立")

    def why_unknown(self, unknown: Unknown, prefix: str) -> Text:
        """What is not known; or why there is no number though all is known, such as a division by zero."""
        names = [self.naming(name, prefix) for name in unknown.missing or unknown.about]
        en, zh = ", ".join(name.en for name in names), "、".join(name.zh for name in names)
        if unknown.missing or unknown.because is None:
            return Text(f"{en} not known", f"{zh}未知")
        return Text(f"{unknown.because.en}: {en}", f"{unknown.because.zh}：{zh}")

    def naming(self, name: str, prefix: str) -> Text:
        """What people call a fact: its label, or 目标值 and the like for an indicator's own inputs."""
        short = name.removeprefix(prefix)
        if short in INPUTS:
            return INPUTS[short]
        if name.endswith(".evidence"):
            inner = self.naming(name.removesuffix(".evidence"), prefix)
            return Text(f"evidence of {inner.en}", f"{inner.zh}的佐证")
        label = self.program.labels.get(name)
        if label is None or label.en == name:
            return Text(short, short)
        return Text(f"{label.en}", f"{label.zh}")

    def facts(self, node: Node, prefix: str = "") -> dict[str, FactUsed]:
        """The reported facts that a node's value rests on, by name, through all values between."""
        found: dict[str, FactUsed] = {}
        for name in self._names(node):
            reported = self.at.sheet.get(name)
            if reported is not None:
                found[name.removeprefix(prefix)] = self.used(reported, prefix)
        return found

    def used(self, reported: Reported, prefix: str = "") -> FactUsed:
        value = reported.written
        unit = reported.unit.name if reported.unit is not None else None
        if unit is not None and value.endswith(unit):
            value = value[: -len(unit)].strip()
        return FactUsed(value, unit, reported.about.source, reported.about.at, reported.place, reported.presumed,
                        self.naming(reported.name, prefix), reported.written)  # fmt: skip

    def _names(self, node: Node) -> tuple[str, ...]:
        """Names read on the way to the value: only clauses that were looked at count."""
        memory = self.program.memory
        tables = memory.get(("tables", node.number))
        if tables is None:
            tables = memory["tables", node.number] = tuple(self._tables(node))
        ways = tuple(self._taken(table) for table in tables)
        found: tuple[str, ...] | None = memory.get((node.number, ways))
        if found is None:
            found = self._names_on_the_way(node)
            if len(memory) < MOST_REMEMBERED:
                memory[node.number, ways] = found
        return found

    def _taken(self, table: Choose) -> tuple[Clause, ...] | None:
        """The clauses taken, also of a table that nothing needed yet; None where it refuses the facts."""
        decision = self.at.decision(table)
        return None if isinstance(decision.value, Fault) else decision.taken

    def _tables(self, node: Node) -> Iterator[Choose]:
        """The tables that a node's value depends on, through all values between; not those within an aggregate."""
        seen: set[int] = set()
        waiting = [node]
        while waiting:
            at = waiting.pop()
            if at.number in seen:
                continue
            seen.add(at.number)
            if isinstance(at, Choose):
                yield at
            if isinstance(at, Name) and at.name in self.at.definitions:
                waiting.append(self.at.definitions[at.name])
            waiting.extend(_outside(at))
            if isinstance(at, Each):
                waiting.extend(Name(ANY, name) for name in names_in(at))

    def _names_on_the_way(self, node: Node) -> tuple[str, ...]:
        found: dict[str, None] = {}
        seen: set[int] = set()
        waiting: list[Node] = [node]
        while waiting:
            at = waiting.pop()
            if at.number in seen:
                continue
            seen.add(at.number)
            if isinstance(at, Name | Evidenced):
                found.setdefault(at.name)
                if at.name in self.at.definitions:
                    waiting.append(self.at.definitions[at.name])
            waiting.extend(reversed(list(self._looked_at(at))))
            if isinstance(at, Each):
                waiting.extend(Name(ANY, name) for name in reversed(names_in(at)))
        return tuple(found)

    def _looked_at(self, node: Node) -> Iterator[Node]:
        taken = self._taken(node) if isinstance(node, Choose) else None
        if not isinstance(node, Choose) or taken is None:
            yield from _outside(node)
            return
        for clause in node.clauses:
            if clause.when is not None:
                yield clause.when
            if clause in taken:
                yield clause.then
                if node.hit == "first":
                    return
        for clause in taken:
            if clause is node.otherwise:
                yield clause.then


def _outside(node: Node) -> Iterable[Node]:
    """What a node is made of; of an aggregate the list alone, since its body is for each record."""
    return (node.records,) if isinstance(node, Each) else children(node)


def _fits(value: Fraction, decimals: int | None) -> bool:
    return decimals is not None and (value * 10**decimals).denominator == 1
