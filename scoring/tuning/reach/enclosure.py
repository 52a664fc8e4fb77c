"""Between which numbers a term lies wherever a few of its variables lie within a box, and whether a condition can hold there.

Never too narrow: what cannot hold by an enclosure holds nowhere in the box. Ends are floats, each rounded outwards, which is
quick, or fractions, which tell a number from what is next to it. A curve of one variable is enclosed by its two ends wherever
it only rises or only falls, so that a box that is halved again and again is decided soon.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.tuning.algebra.pieces import (
    FINE,
    Curve,
    Polynomial,
    TooCurved,
    added,
    pieces_by_term,
    roots,
    times,
    value_at,
)
from scoring.tuning.algebra.terms import Term, Terms, below
from scoring.tuning.reach.ends import ANY, EITHER, FLOATS, NO, YES, Arithmetic, Ends, Side
from scoring.tuning.reach.piecewise import KnownPieces, Piecewise, piecewise
from scoring.tuning.reach.steps import Step, step_of

PLAIN = frozenset(("var", "number", "sum", "product", "quotient"))


@dataclass(frozen=True, slots=True)
class _Turns:
    """A curve, and the places between which it only rises or only falls."""

    ends: tuple[Fraction, ...]
    curve: Curve

    def within(self, low: Fraction, high: Fraction, by: Arithmetic) -> Ends | None:
        """Its ends between two numbers; None where they do not lie well inside one piece."""
        place = bisect_right(self.ends, low)
        if place and low - self.ends[place - 1] < _blur(self.ends[place - 1]):
            return None
        if place < len(self.ends) and self.ends[place] - high < _blur(self.ends[place]):
            return None
        above, under = self.curve
        one, other = (by.ends_of(value_at(above, at) / value_at(under, at)) for at in (low, high))
        return min(one[0], other[0]), max(one[1], other[1])


def _blur(end: Fraction) -> Fraction:
    """How far a root that is no fraction may lie from what is known of it."""
    return 2 * FINE * max(Fraction(1), abs(end))


@dataclass
class Kept:
    """What is known of terms already, for all that ask of the same terms."""

    pieces: KnownPieces = field(default_factory=dict)
    enclosures: dict[tuple[int, tuple[tuple[str, ...], ...]], Enclosure] = field(default_factory=dict)


def enclosure_of(of: Term, variables: Sequence[tuple[str, ...]], terms: Terms, kept: Kept) -> Enclosure:
    """The enclosure of a term, made once."""
    key = of.number, tuple(variables)
    if key not in kept.enclosures:
        kept.enclosures[key] = Enclosure(of, variables, terms, FLOATS, kept)
    return kept.enclosures[key]


class Enclosure:
    """The terms that a condition or a number is made of, ready to be enclosed again and again."""

    def __init__(
        self,
        of: Term,
        variables: Sequence[Sequence[str]],
        terms: Terms,
        by: Arithmetic = FLOATS,
        kept: Kept | None = None,
    ) -> None:
        """`variables`: the names of each side of the box; those of one side always have the same number."""
        self.of, self.variables, self.terms, self.by = of, variables, terms, by
        self.order = list(below(of))
        self.side = {name: n for n, names in enumerate(variables) for name in names}
        self.marks: list[list[Fraction]] = [[] for _ in variables]
        self.turns: dict[int, tuple[int, _Turns]] = {}
        self._look(len(variables))
        self.kept = kept if kept is not None else Kept()
        self.pieces = piecewise(of, frozenset(self.side), terms, self.kept.pieces)
        self.order = list(_needed(of, self.pieces))
        self.moving = {self.side[at.name] for at in self.order if at.op == "var" and at.name in self.side}
        place = {at.number: n for n, at in enumerate(self.order)}
        self.steps = [self._step(at, place) for at in self.order]
        self.plateaus = [(at.number, made, place[made.core.number]) for at in self.order
                         if (made := self.pieces.get(at.number)) is not None and at.sort != "truth"]  # fmt: skip

    def within(self, box: Sequence[Side]) -> Ends:
        """What it may be in a box."""
        return self.every(box)[-1]

    def every(self, box: Sequence[Side]) -> list[Ends]:
        """What each of the terms in order may be in a box, the whole last."""
        found: list[Ends] = []
        rough = [(self.by.ends_of(low)[0], self.by.ends_of(high)[1]) for low, high in box]
        for step in self.steps:
            found.append(step(found, box, rough))
        return found

    def decided(self, found: Sequence[Ends]) -> dict[int, Term]:
        """What is the same all over a box, by the numbers of the terms: truths, and numbers of a rate that lies on a plateau."""
        yes, no = self.terms.yes, self.terms.no
        same = {
            at.number: yes if ends == YES else no
            for at, ends in zip(self.order, found, strict=True)
            if at.sort == "truth" and at.op != "truth" and ends in (YES, NO)
        }
        for number, made, core in self.plateaus:
            ends = found[core]
            value = made.constant(ends) if ends[0] < ends[1] else None
            if value is not None:
                same[number] = self.terms.number(value)
        return same

    def where(self, decided: Mapping[int, Term]) -> Enclosure:
        """The same with these truths as they are, which leaves fewer terms, and terms of fewer numbers."""
        known = dict(decided)
        for at in below(self.of, known=known):
            known[at.number] = self.terms.remade(at, [known[arg.number] for arg in at.args]) if at.args else at
        return Enclosure(known[self.of.number], self.variables, self.terms, self.by, self.kept)

    # ------------------------------------------------------------------ looking at the terms

    def _look(self, sides: int) -> None:
        """Finds the curves of one variable that a number is used in twice, and where anything of one variable turns."""
        uses: dict[int, tuple[int, ...]] = {}
        plain: dict[int, bool] = {}
        for at in self.order:
            own = [0] * sides
            if at.op == "var" and at.name in self.side:
                own[self.side[at.name]] = 1
            for arg in at.args:
                own = [min(2, one + more) for one, more in zip(own, uses[arg.number], strict=True)]
            uses[at.number] = tuple(own)
            plain[at.number] = at.op in PLAIN and all(plain[arg.number] for arg in at.args)
        for side in range(sides):
            mine = [at for at in self.order if uses[at.number][side] and sum(map(bool, uses[at.number])) == 1]
            for at in mine:
                if plain[at.number] and uses[at.number][side] == 2:
                    self._turn(at, side)
            inner = {arg.number for at in mine for arg in at.args}
            ends = {end for of, turns in self.turns.values() if of == side for end in turns.ends}
            for top in mine:
                if top.number not in inner:
                    ends.update(_ends(top))
            self.marks[side] = sorted(ends)

    def _turn(self, at: Term, side: int) -> None:
        try:
            (curve,) = pieces_by_term(at)[0][at.number].values
        except TooCurved:
            return
        assert not isinstance(curve, bool)
        above, under = curve
        cuts = sorted({*roots(_slope(above, under), None, None), *roots(under, None, None)})
        self.turns[at.number] = side, _Turns(tuple(cuts), curve)

    # ------------------------------------------------------------------ one step for each term

    def _step(self, at: Term, place: Mapping[int, int]) -> Step:
        by = self.by
        made = self.pieces.get(at.number)
        if made is not None:
            core, known = place[made.core.number], made
            return lambda found, box, rough: known.within(found[core], by)
        if at.op == "var":
            return self._variable(at)
        plain = step_of(at, [place[arg.number] for arg in at.args], self.terms, by)
        turn = self.turns.get(at.number)
        if turn is None:
            return plain
        side, turns = turn
        return lambda found, box, rough: turns.within(*box[side], by) or plain(found, box, rough)

    def _variable(self, at: Term) -> Step:
        side = self.side.get(at.name)
        if side is None:
            anything = EITHER if at.sort == "truth" else ANY
            return lambda found, box, rough: anything
        return lambda found, box, rough: rough[side]


def _needed(of: Term, pieces: Mapping[int, Piecewise]) -> Iterator[Term]:
    """The terms that have to be enclosed for the whole, parts before wholes."""
    seen: set[int] = set()
    waiting: list[tuple[Term, bool]] = [(of, False)]
    while waiting:
        at, done = waiting.pop()
        if done:
            yield at
        elif at.number not in seen:
            seen.add(at.number)
            waiting.append((at, True))
            waiting.extend((arg, False) for arg in ([pieces[at.number].core] if at.number in pieces else at.args))


def _ends(term: Term) -> tuple[Fraction, ...]:
    """Where anything that a term of one variable is made of may turn; nothing where there are too many such places."""
    try:
        return pieces_by_term(term)[1]
    except TooCurved:
        return ()


def _slope(above: Polynomial, under: Polynomial) -> Polynomial:
    """What has the sign of the curve's slope."""
    down = tuple(-one for one in times(above, _derived(under)))
    return added(times(_derived(above), under), down)


def _derived(poly: Polynomial) -> Polynomial:
    return tuple(n * coefficient for n, coefficient in enumerate(poly))[1:]
