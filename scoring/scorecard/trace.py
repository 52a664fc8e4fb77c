"""The trace behind a value: facts with their sources, clauses that did not apply, values and policies on the way.

Works on an evaluation that is done; computes nothing anew that could differ from what was scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.frames import Decision, Truth
from scoring.nodes.kind import ANY, Kind
from scoring.nodes.node import Choose, Clause, Column, Combine, Each, Evidenced, Member, Name, Node, Places, Selection
from scoring.nodes.walk import each_once, names_in, outside_of_records
from scoring.problems import Text
from scoring.program.program import Criterion
from scoring.project.fact_sheet import Reported
from scoring.scorecard.equations import Equations
from scoring.scorecard.figures import as_data, naming, shown, step_of
from scoring.scorecard.scorecard import FactUsed, NotTaken, Plain, PolicyUsed
from scoring.values.amount import show_amount
from scoring.values.rounding import Rounding
from scoring.values.value import Fault, NotApplicable, Unknown, Value

MOST_REMEMBERED = 20_000
EARLIER_APPLIES = Text("not reached: an earlier clause applies", "未判断：前面的条款已适用")
EARLIER_OPEN = Text("not reached: an earlier clause is undecided", "未判断：前面的条款尚不能确定")


def records_counted(count: int) -> Text:
    """How many records there are, as people read it."""
    return Text(f"{count} {'record' if count == 1 else 'records'}", f"{count} 条记录")


class Trace:
    """What one evaluation can say of how its values came about, in both languages."""

    def __init__(self, at: Evaluation) -> None:
        self.at = at
        self.program = at.program
        self.named = {definition.name: definition for definition in at.program.definitions}
        self._en, self._zh = Equations(at, "en"), Equations(at, "zh")

    # ------------------------------------------------------------------ sentences

    def both(self, write: Callable[[Equations], str]) -> Text:
        """The same line in each language."""
        return Text(write(self._en), write(self._zh))

    def of_points(self, criterion: Criterion, actual: Node | None, outcome: Fraction, decimals: int | None) -> Text:
        return self.both(lambda line: line.of_points(criterion, actual, outcome, decimals))

    def of_value(self, node: Node) -> Text:
        return self.both(lambda line: line.of_value(node))

    def of_condition(self, node: Node) -> Text:
        return self.both(lambda line: line.condition(node))

    def expression(self, node: Node) -> Text:
        return self.both(lambda line: line.expression(node))

    def shown(self, node: Node) -> Text:
        return self.both(lambda line: line.value(node))

    def plain(self, node: Node) -> str:
        """A node as the author wrote or reported it, without language."""
        return self._zh.expression(node)

    def said(self, value: Value, kind: Kind, digits: int | None = None) -> Text:
        """A value as people read it; a number with so many decimals always, where that is said."""
        if digits is not None and isinstance(value, Fraction):
            unit = self.program.units.get(kind.unit) if kind.unit else None
            fixed = show_amount(value, unit, digits)
            return Text(fixed, fixed)
        return Text(shown(value, kind, self.program, "en"), shown(value, kind, self.program, "zh"))

    def as_data(self, value: Value, kind: Kind) -> Plain:
        """A value as it leaves the program: true and false, texts, and numbers as text in the kind's unit."""
        return as_data(value, kind, self.program)

    def before_rounding(self, node: Node, after: Value) -> Text:
        """A sum whose value is rounded next, with digits enough to see it."""
        return self.both(lambda line: line.with_digits_for(after).of_value(node))

    def how(self, node: Node, value: Value, kind: Kind, rounding: Rounding | None) -> Text:
        """How a value came about, and what rounding made of it afterwards."""
        if value == self.at.value(node):
            return self.of_value(node)
        line, after, step = self.before_rounding(node, value), self.said(value, kind), step_of(rounding, value, kind)
        return Text(f"{line.en} → {after.en}{step.en}", f"{line.zh} → {after.zh}{step.zh}")

    def equation(self, node: Node) -> Text:
        return self.both(lambda line: line.equation(node))

    def figure(self, name: str) -> Text:
        """The value of a fact as it was reported, or of a value; a question mark for what is neither."""
        reported = self.at.sheet.get(name)
        if reported is not None:
            return self.said(reported.value, ANY) if isinstance(reported.value, bool) else Text(*[reported.written] * 2)
        definition = self.named.get(name)
        return Text("?", "?") if definition is None else self.said(self.at.name(name), definition.kind)

    def naming(self, name: str, prefix: str = "") -> Text:
        return naming(name, prefix, self.program)

    def listed(self, names: Iterable[str], prefix: str = "") -> Text:
        """Names as a sentence lists them."""
        said = [self.naming(name, prefix) for name in names]
        return Text(", ".join(each.en for each in said), "、".join(each.zh for each in said))

    def why_unknown(self, unknown: Unknown, prefix: str = "") -> Text:
        """What is not known; or why there is no number though all is known, such as a division by zero."""
        names = self.listed(unknown.missing or unknown.about, prefix)
        if unknown.missing or unknown.because is None:
            return Text(f"{names.en} not known", f"{names.zh}未知")
        return _about(unknown.because, names)

    # ------------------------------------------------------------------ clauses

    def taken(self, choose: Choose | None) -> tuple[Clause, ...]:
        return self.at.decision(choose).taken if choose is not None else ()

    def not_taken(self, choose: Choose | None, prefix: str) -> Iterator[NotTaken]:
        """Every clause that did not apply, and why."""
        if choose is None:
            return
        decision = self.at.decision(choose)
        truths = decision.truths if decision.truths is not None else self._truths(choose, decision)
        for position, clause in enumerate(choose.clauses):
            if clause in decision.taken:
                continue
            if position >= len(truths):
                yield NotTaken(clause.id, EARLIER_APPLIES if decision.taken else EARLIER_OPEN, clause.place)
                continue
            yield NotTaken(clause.id, self._because(clause, truths[position], prefix), clause.place)

    def _truths(self, choose: Choose, decision: Decision) -> tuple[Truth, ...]:
        """The truths up to the clause that decided, of an engine that only names the winner."""
        if choose.hit != "first":
            return self.at.truths_of(choose)
        if decision.stopped_at is not None:
            return tuple(self.at.truth(clause) for clause in choose.clauses[: decision.stopped_at + 1])
        winners = [position for position, clause in enumerate(choose.clauses) if clause in decision.taken]
        return (False,) * winners[0] + (True,) if winners else (False,) * len(choose.clauses)

    def _because(self, clause: Clause, truth: Truth, prefix: str) -> Text:
        if isinstance(truth, Unknown):
            why = self.why_unknown(truth, prefix)
            return Text(f"undecided: {why.en}", f"不能确定：{why.zh}")
        if isinstance(truth, NotApplicable):
            return Text(f"does not apply: {truth.because.en}", f"不适用：{truth.because.zh}")
        if isinstance(truth, Fault):
            return Text(f"at fault: {truth.problems[0].message.en}", f"有误：{truth.problems[0].message.zh}")
        if truth:
            return Text("holds, but another clause counts", "成立，但以另一条款为准")
        if clause.when is None:
            return Text("does not hold", "不成立")
        condition = self.of_condition(clause.when)
        return Text(f"{condition.en} does not hold", f"{condition.zh} 不成立")

    # ------------------------------------------------------------------ facts, values, policies

    def facts(self, node: Node, prefix: str = "") -> dict[str, FactUsed]:
        """The reported facts that a node's value rests on, by name, through all values between."""
        found: dict[str, FactUsed] = {}
        for name in self._names(node):
            reported = self.at.sheet.get(name)
            if reported is not None:
                found[name.removeprefix(prefix)] = self.used(reported, prefix)
        return found

    def used(self, reported: Reported, prefix: str = "") -> FactUsed:
        written = reported.written
        if isinstance(reported.value, tuple):
            count = len(reported.value)
            return FactUsed(str(count), None, reported.about.source, reported.about.at, reported.place, reported.presumed,
                            self.naming(reported.name, prefix), records_counted(count))  # fmt: skip
        unit = reported.unit.name if reported.unit is not None else None
        if unit is not None and written.endswith(unit):
            written = written[: -len(unit)].strip()
        value = reported.value if isinstance(reported.value, bool) else written
        return FactUsed(value, unit, reported.about.source, reported.about.at, reported.place, reported.presumed,
                        self.naming(reported.name, prefix), Text(reported.written, reported.written))  # fmt: skip

    def values(self, node: Node) -> tuple[str, ...]:
        """The rulebook's values that a node's value rests on, by name, the nearest first."""
        return tuple(name for name in self._names(node) if name in self.named and name in self.program.labels)

    def policies(self, node: Node, of: str) -> tuple[PolicyUsed, ...]:
        """The missing policies that acted in a node itself and in all values that it rests on."""
        found = list(self._policies_within(node, of))
        for name in self._names(node):
            if name in self.named:
                found += self._policies_within(self.named[name].node, name)
        return tuple(dict.fromkeys(found))

    def own_policies(self, node: Node, of: str) -> tuple[PolicyUsed, ...]:
        """The missing policies that acted in a node itself."""
        return tuple(dict.fromkeys(self._policies_within(node, of)))

    def _policies_within(self, node: Node, of: str) -> Iterator[PolicyUsed]:
        if not self._has_policies(node):
            return
        for at in each_once(node, self.looked_at):
            if isinstance(at, Choose):
                for clause in self._taken(at) or ():
                    if clause.policy is not None:
                        instead_of = at.clauses[0].then
                        missing, because = self._unknown_in(instead_of), self._but_known(instead_of)
                        yield PolicyUsed(of, clause.policy, missing, clause.place, because)
            if isinstance(at, Combine) and at.missing in POLICIES:
                missing = tuple(
                    name for member in at.members if self._counts(member) for name in self._unknown_in(member.node)
                )
                if missing:
                    yield PolicyUsed(of, at.missing, tuple(dict.fromkeys(missing)))

    def _has_policies(self, node: Node) -> bool:
        """Whether any missing policy might act in a node itself, whatever the facts are."""
        memory = self.program.memory
        found: bool | None = memory.get(("policies", node.number))
        if found is None:
            found = memory["policies", node.number] = any(_has_policy(at) for at in each_once(node, outside_of_records))
        return found

    def _counts(self, member: Member) -> bool:
        return not isinstance(self.at.value(member.node), NotApplicable)

    def _unknown_in(self, node: Node) -> tuple[str, ...]:
        value = self.at.value(node)
        return value.missing if isinstance(value, Unknown) else ()

    def _but_known(self, node: Node) -> Text | None:
        """Why there is no value though nothing is missing."""
        value = self.at.value(node)
        if isinstance(value, NotApplicable):
            return Text(f"does not apply: {value.because.en}", f"不适用：{value.because.zh}")
        if isinstance(value, Unknown) and not value.missing and value.because is not None:
            return undefined(self.why_unknown(value))
        return None

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
        return (
            at for at in each_once(node, lambda at: self._rests_on(at, outside_of_records)) if isinstance(at, Choose)
        )

    def _names_on_the_way(self, node: Node) -> tuple[str, ...]:
        nodes = each_once(node, lambda at: self._rests_on(at, self.looked_at))
        return tuple(dict.fromkeys(at.name for at in nodes if isinstance(at, Name | Evidenced)))

    def _rests_on(self, node: Node, below: Callable[[Node], Iterator[Node]]) -> Iterator[Node]:
        """What a node's value comes from: all that records are looked at for, what is below, and what a name stands for."""
        if isinstance(node, OF_RECORDS | Column):
            yield from (Name(ANY, name) for name in names_in(node))
        yield from below(node)
        if isinstance(node, Name | Evidenced) and node.name in self.at.definitions:
            yield self.at.definitions[node.name]

    def looked_at(self, node: Node) -> Iterator[Node]:
        """What is right below a node; of a table what its value came from, and of an aggregate nothing of its records."""
        taken = self._taken(node) if isinstance(node, Choose) else None
        if not isinstance(node, Choose) or taken is None:
            yield from outside_of_records(node)
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


def _has_policy(node: Node) -> bool:
    if isinstance(node, Choose):
        return any(clause.policy is not None for clause in (*node.clauses, node.otherwise) if clause is not None)
    return isinstance(node, Combine) and node.missing in POLICIES


POLICIES = ("zero", "leave_out")
"""Of what is missing among the members of an `of`."""

OF_RECORDS = Each | Selection | Places
"""What looks at records: all that is named within is on the way to its value."""


def undefined(why: Text) -> Text:
    """Of what has no number though nothing is missing, such as a division by zero."""
    return Text(f"undefined, {why.en}", f"无定义，{why.zh}")


def _about(because: Text, names: Text) -> Text:
    return Text(f"{because.en}: {names.en}", f"{because.zh}：{names.zh}") if names.en else because
