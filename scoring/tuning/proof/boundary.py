"""The way from a project of which a part differs to one of which the total does: other numbers changed until it lies where it matters.

Points of each number by itself are near enough what the total moves by to choose a way; whether it leads there is always reckoned in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from scoring.tuning.algebra.edges import edges
from scoring.tuning.algebra.pieces import TooCurved, between, pieces_of
from scoring.tuning.algebra.standing import Standing
from scoring.tuning.algebra.terms import Plain, Term, Terms, Valuation, variables

Span = tuple[Fraction | None, Fraction | None]
"""Between which amounts, both included; None: no end."""
TOTAL = "total of a way"
MOST_AMOUNTS = 1_500
"""Amounts that are gone on from, one of each grain."""
MOST_WORK = 100_000
"""Steps that are looked at."""
GRAINS = 4_000
MOST_TRIED = 60
FEW_VALUES = 12
WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class Step:
    """A number changed, and what that moves."""

    name: str
    value: Fraction
    by: Fraction


@dataclass(frozen=True, slots=True)
class Mover:
    """One number of a project: what it may be changed to, in the order of its values."""

    name: str
    steps: Sequence[Step]

    def reaches(self, span: Span, amount: Fraction) -> bool:
        """Whether some value between two that are known may bring the amount into the span."""
        low, high = span
        moved = [amount + step.by for step in self.steps]
        return any(
            (high is None or min(one, other) <= high) and (low is None or low <= max(one, other))
            for one, other in pairwise(moved)
        )


@dataclass
class Way:
    """From one project."""

    terms: Terms
    start: Standing
    condition: Term  # what must hold at the end
    accepted: Term
    points: Mapping[str, Sequence[Term]]  # by number: what indicators with it earn

    def ends(self, totals: tuple[Term, Term]) -> Iterator[dict[str, Plain]]:
        """Projects of which everything holds, the fewest numbers changed first; `totals`: of both books before limits."""
        self.tries = MOST_TRIED
        amount = self.start.of(totals[0])
        assert isinstance(amount, Fraction)
        spans = self._wanted(totals)
        kinds = self._kinds() if spans else []
        grain = max((abs(step.by) for kind in kinds for step in kind[0].steps), default=WHOLE) / GRAINS
        reached, layer = {0}, [(0, amount, tuple[Step, ...]())]
        work = MOST_WORK
        while layer and self.tries > 0 and work > 0:
            longer: list[tuple[int, Fraction, tuple[Step, ...]]] = []
            for place, now, way in layer:
                free = self._free(kinds, way)
                yield from self._last(now, way, free, spans)
                if self.tries <= 0:
                    return
                for mover in free:
                    work -= len(mover.steps)
                    for step in mover.steps:
                        further = place + round(step.by / grain)
                        if further not in reached and len(reached) < MOST_AMOUNTS:
                            reached.add(further)
                            longer.append((further, now + step.by, (*way, step)))
            layer = longer

    def _kinds(self) -> list[list[Mover]]:
        """Numbers that move something, together those that move the same."""
        found: dict[object, list[Mover]] = {}
        for name in self.points:
            mover = self._mover(name)
            if any(step.by for step in mover.steps):
                found.setdefault(tuple((step.value, step.by) for step in mover.steps), []).append(mover)
        return list(found.values())

    def _free(self, kinds: Sequence[Sequence[Mover]], way: Sequence[Step]) -> list[Mover]:
        """One of each kind that is not changed yet."""
        used = {step.name for step in way}
        firsts = (next((mover for mover in kind if mover.name not in used), None) for kind in kinds)
        return [mover for mover in firsts if mover is not None]

    def _last(
        self, now: Fraction, way: tuple[Step, ...], free: Sequence[Mover], spans: Sequence[Span]
    ) -> Iterator[dict[str, Plain]]:
        """With one number more, which is looked at in full."""
        changes: dict[str, Plain] = {step.name: step.value for step in way}
        for mover in free:
            if not any(mover.reaches(span, now) for span in spans):
                continue
            self.tries -= 1
            at = self.start.changed(changes)
            alone = self.terms.and_(*(at.left(term, [mover.name]) for term in (self.condition, self.accepted)))
            if alone is self.terms.no:
                continue
            near = (*(step.value for step in mover.steps), *edges(alone, mover.name))
            value = next((one for one in near if Valuation({mover.name: one}).truth(alone)), None)
            if value is not None:
                yield {**at.values, mover.name: value}
            if self.tries <= 0:
                return

    def _mover(self, name: str) -> Mover:
        """The values of a number at, between and beside which its points are others, where the project is accepted."""
        earned = [self.start.left(term, [name]) for term in self.points[name]]
        accepted = self.start.left(self.accepted, [name])
        before = self.start.values[name]
        assert isinstance(before, Fraction)
        values = {before, *(edge for term in earned for edge in edges(term, name)[:FEW_VALUES])}
        found: list[tuple[Fraction, Fraction]] = []
        for value in sorted(values):
            at = Valuation({name: value})
            if at.truth(accepted):
                found.append((value, sum((at.number(term) for term in earned), Fraction(0))))
        here = Valuation({name: before})
        usual = sum((here.number(term) for term in earned), Fraction(0))
        return Mover(name, [Step(name, value, points - usual) for value, points in found])

    # ------------------------------------------------------------------ where to

    def _wanted(self, totals: tuple[Term, Term]) -> list[Span]:
        """The amounts of the first total for which the condition holds, the other being as far from it as now."""
        names = list(self.points)
        alone = self.start.left(self.condition, names)
        of_both = [self.start.left(total, names) for total in totals]
        numbers = [self.start.of(total) for total in totals]
        amount = self.terms.var(TOTAL, "number")
        known: dict[int, Term] = {}
        for total, number in zip(of_both, numbers, strict=True):
            assert isinstance(number, Fraction) and isinstance(numbers[0], Fraction)
            shifted = self.terms.add(amount, self.terms.number(number - numbers[0]))
            core, by = (total.args[0], total.factors[0]) if total.op == "sum" and len(total.args) == 1 and not total.value else (total, Fraction(1))  # fmt: skip
            known[core.number] = self.terms.times(shifted, 1 / by)
        cut = self.terms.with_values(alone, {}, known)
        if set(variables(cut)) != {TOTAL}:
            return []
        try:
            _, ends = pieces_of(cut, TOTAL)
        except TooCurved:
            return []
        spans: list[Span] = []
        places: list[Fraction | None] = [None, *ends, None]
        for low, high in pairwise(places):
            if Valuation({TOTAL: between(low, high)}).truth(cut):
                spans.append((low, high))
        spans += [(end, end) for end in ends if Valuation({TOTAL: end}).truth(cut)]
        return spans
