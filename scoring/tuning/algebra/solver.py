"""Whether a condition over facts can hold: asked of z3, with exact rationals, within a budget of work and not of time.

The only module that knows z3. The same question has the same answer on every machine: one thread, fixed seeds, and the budget is
z3's own count of what it does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from scoring.problems import InputRefused, Place, Problem, Text
from scoring.tuning.algebra.terms import Plain, Term, below

Answer = Literal["never", "sometimes", "not decided"]
ALL_OF_IT = 0.9
"""Of its part a question that is cut short has used at least that much."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer; where it is sometimes, values of the variables under which it holds; and how much work it took."""

    answer: Answer
    values: Mapping[str, Plain]
    work: int


class Solver:
    """Answers questions about terms, all within one budget."""

    def __init__(self, budget: int) -> None:
        self.z3 = _z3()
        self.context = self.z3.Context()  # of its own: what was asked before in this process must not matter
        self.left = budget
        self.cut_short = False  # whether a question was left open because it might cost no more than its part
        self._counted = self._count()
        self._made: dict[int, Any] = {}

    def ask(self, conditions: Sequence[Term], most: int | None = None) -> Found:
        """Whether all conditions can hold at once; `most`: a part of the budget that it may cost."""
        budget = self.left if most is None else min(self.left, most)
        if budget <= 0:
            return Found("not decided", {}, 0)
        z3 = self.z3
        solver = z3.Solver(ctx=self.context)
        solver.set("rlimit", budget, "random_seed", 7)
        for term in below(*conditions):
            if term.number not in self._made:
                self._made[term.number] = self._translated(term)
        for condition in conditions:
            solver.add(self._made[condition.number])
        answer = str(solver.check())
        now = _work(solver)
        work, self._counted = max(1, now - self._counted), max(now, self._counted)
        self.left -= work
        if answer == "sat":
            return Found("sometimes", self._values(solver.model(), conditions), work)
        if answer != "unsat" and self.left > 0 and work >= budget * ALL_OF_IT:
            self.cut_short = True
        return Found("never" if answer == "unsat" else "not decided", {}, work)

    def _count(self) -> int:
        """How much z3 has counted already: it counts on from there."""
        solver = self.z3.Solver(ctx=self.context)
        solver.add(self.z3.Bool("begun", self.context))
        solver.check()
        return _work(solver)

    def _values(self, model: Any, conditions: Sequence[Term]) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        for term in below(*conditions):
            if term.op == "var":
                value = model.eval(self._made[term.number], model_completion=True)
                found[term.name] = self._value(value)
        return found

    def _value(self, value: Any) -> Plain:
        z3 = self.z3
        if z3.is_true(value) or z3.is_false(value):
            return bool(z3.is_true(value))
        if z3.is_algebraic_value(value):
            value = value.approx(20)
        if z3.is_int_value(value):
            return Fraction(value.as_long())
        return Fraction(value.numerator_as_long(), value.denominator_as_long())

    def _translated(self, term: Term) -> Any:
        z3 = self.z3
        args = [self._made[arg.number] for arg in term.args]
        match term.op:
            case "truth":
                return z3.BoolVal(bool(term.value), self.context)
            case "number":
                return self._number(term.value)
            case "var":
                made = {"truth": z3.Bool, "whole": z3.Int, "number": z3.Real}[term.sort]
                return made(term.name, self.context)
            case "sum":
                parts = [self._number(term.value)] if term.value else []
                parts += [
                    self._real(arg) if by == 1 else self._number(by) * self._real(arg)
                    for arg, by in zip(args, term.factors, strict=True)
                ]
                return z3.Sum(parts) if len(parts) > 1 else parts[0]
            case "product":
                return z3.Product([self._real(arg) for arg in args])
            case "quotient":
                return self._real(args[0]) / self._real(args[1])
            case "floor":
                return z3.ToInt(self._real(args[0]))
            case "if":
                if term.sort == "whole":
                    return z3.If(args[0], self._whole(args[1]), self._whole(args[2]))
                return z3.If(args[0], self._real(args[1]), self._real(args[2]))
            case "below":
                return self._real(args[0]) < 0
            case "zero":
                return self._real(args[0]) == 0
            case "and":
                return z3.And(args)
            case "not":
                return z3.Not(args[0])

    def _number(self, value: object) -> Any:
        assert isinstance(value, Fraction)
        return self.z3.RealVal(f"{value.numerator}/{value.denominator}", self.context)

    def _real(self, made: Any) -> Any:
        return self.z3.ToReal(made) if self.z3.is_int(made) else made

    def _whole(self, made: Any) -> Any:
        return made if self.z3.is_int(made) else self.z3.ToInt(made)


def _work(solver: Any) -> int:
    statistics = solver.statistics()
    return int(statistics.get_key_value("rlimit count")) if "rlimit count" in statistics.keys() else 0  # noqa: SIM118


def _z3() -> Any:
    try:
        import z3
    except ImportError:
        message = Text("proving needs z3, which is not installed", "证明需要 z3，尚未安装")
        fix = Text("pip install 'scoring[tuning]'", "pip install 'scoring[tuning]'")
        raise InputRefused([Problem("not-installed", message, Place("<command line>"), fix)]) from None
    z3.set_param("parallel.enable", False)
    return z3
