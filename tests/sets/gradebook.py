"""A gradebook, said again in plain Python: what may be dropped is found by trying every choice.

Excused work counts nowhere; work that has no mark and is not excused makes the course unknown. Homework is sets (3) and reading (1):
of the sets the two worst shares are dropped, never a final one. Of the quizzes the three best count. Of the labs the one is dropped
without which marks ÷ possible marks is highest. One piece always stays. Of the exams all count. A category without work is left out and the weights of the
others rescaled. Bonus work adds its marks, five at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

from tests.sets.plain import CASES, NOT_APPLICABLE, UNKNOWN, Case, grid, half_up, mean

KINDS = ("set", "reading", "quiz", "lab", "exam", "bonus")
WEIGHTS = {"homework": 35, "quizzes": 15, "labs_share": 20, "exams": 30}


@dataclass(frozen=True)
class Work:
    name: str
    kind: str
    mark: Fraction | None
    possible: Fraction
    excused: bool
    final: bool

    @property
    def share(self) -> Fraction:
        assert self.mark is not None
        return self.mark / self.possible


def best(choices: Iterable[Sequence[Work]], how: Any) -> Fraction | None:
    """The most that any choice of what is kept gives; none is given of no work."""
    return max((how(choice) for choice in choices if choice), default=None)


def kept(works: Sequence[Work], drop: int) -> Iterable[Sequence[Work]]:
    """Every choice of what remains once so many are dropped, or as many as may be; a final one stays, and one in any case."""
    may_go = [work for work in works if not work.final]
    for gone in combinations(may_go, max(0, min(drop, len(may_go), len(works) - 1))):
        out = {work.name for work in gone}
        yield [work for work in works if work.name not in out]


def mean_share(works: Sequence[Work]) -> Fraction:
    return mean([work.share for work in works])


def ratio(works: Sequence[Work]) -> Fraction:
    return sum((work.mark or Fraction(0) for work in works), Fraction(0)) / sum(work.possible for work in works)


def combined(members: Iterable[tuple[Fraction | None, int]]) -> Fraction | None:
    """The mean by weights of what there is."""
    there = [(value, weight) for value, weight in members if value is not None]
    return (
        sum((value * weight for value, weight in there), Fraction(0)) / sum(weight for _, weight in there)
        if there
        else None
    )


def expected(course: Sequence[Work]) -> Mapping[str, Any]:
    """What must come out: the categories as shares, the course's points and its letter."""
    counted = [work for work in course if not work.excused]
    of = {kind: [work for work in counted if work.kind == kind] for kind in KINDS}
    open_kinds = {work.kind for work in counted if work.mark is None}

    def category(*kinds: str) -> Any:
        return UNKNOWN if open_kinds & set(kinds) else None

    shares: dict[str, Any] = {}
    if (reading := category("reading")) is None:
        reading = mean_share(of["reading"]) if of["reading"] else None
    if (sets := category("set")) is None:
        sets = best(kept(of["set"], 2), mean_share)
    shares["homework"] = UNKNOWN if UNKNOWN in (sets, reading) else combined([(sets, 3), (reading, 1)])
    quizzes = of["quiz"]
    shares["quizzes"] = category("quiz") or best(combinations(quizzes, min(3, len(quizzes))), mean_share)
    shares["labs_share"] = category("lab") or best(kept(of["lab"], 1), ratio)
    shares["exams"] = category("exam") or best([of["exam"]], ratio)
    points: Any
    if UNKNOWN in shares.values() or "bonus" in open_kinds:
        points = UNKNOWN
    elif (whole := combined([(shares[name], weight) for name, weight in WEIGHTS.items()])) is None:
        points = NOT_APPLICABLE
    else:
        bonus = sum((work.mark or Fraction(0) for work in of["bonus"]), Fraction(0))
        points = half_up(100 * whole + min(bonus, Fraction(5)), 1)
    made: dict[str, Any] = {name: shown(share) for name, share in shares.items()}
    made["course"] = points
    made["course.grade"] = letter(points)
    return made


def shown(share: Any) -> Any:
    """A result whose rulebook does not round it is given with six decimals of a percent."""
    return half_up(share, 8) if isinstance(share, Fraction) else NOT_APPLICABLE if share is None else share


def letter(points: Any) -> Any:
    if not isinstance(points, Fraction):
        return None
    return next(name for least, name in ((90, "A"), (80, "B"), (70, "C"), (60, "D"), (0, "F")) if points >= least)


def cases() -> list[Case]:
    return [case(number) for number in range(CASES)]


def case(number: int) -> Case:
    course = made_up(number)
    return Case(f"gradebook {number}", {"work": [vars(work) for work in course]}, expected(course))


def made_up(number: int) -> list[Work]:
    """The work of this number: some kinds with none, one or two pieces, marks often alike, some excused, a few missing."""
    rng = Random(f"gradebook {number}")
    if number < 3:
        return []
    coarse = rng.random() < 0.4
    gaps = number % 10 == 9
    works: list[Work] = []
    for kind in KINDS:
        for _ in range(rng.choice((0, 1, 2, 3, 4, 6, 8)) if number >= 12 else number % 3):
            possible = Fraction(10) if coarse else Fraction(rng.choice((5, 10, 20, 25, 50)))
            most = Fraction(1) if coarse or rng.random() < 0.9 else Fraction(11, 10)  # more than all is possible
            mark: Fraction | None = half_up(possible * most * rng.randint(2, 10) / 10, 1)
            if kind == "bonus":
                possible, mark = Fraction(0), grid(rng, 0, 3, "0.5")
            works.append(
                Work(
                    name=f"W{len(works) + 1}",
                    kind=kind,
                    mark=None if gaps and rng.random() < 0.08 else mark,
                    possible=possible,
                    excused=rng.random() < 0.1,
                    final=kind == "set" and rng.random() < 0.15,
                )
            )
    rng.shuffle(works)
    return works
