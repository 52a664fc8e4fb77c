"""What reach says of a project beside trying: one value of a fact after the other, one pair of values after the other.

python -m tests.tuning.tried_reach 1000        so many made-up rulebooks, and as many small ones tried from end to end
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from random import Random

from scoring.assessor.assessor import Assessor
from scoring.assessor.loaded_project import LoadedProject
from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import InputRefused, has_errors
from scoring.project.project import Project
from scoring.scorecard.assessment import assess
from scoring.tuning.reach.answer import Change, Reach, Way
from scoring.tuning.reach.asked import Asked
from scoring.tuning.reach.goal import Goal
from scoring.tuning.reach.lever import Lever, Levers
from scoring.tuning.reach.reach import found as all_found
from tests.agreement import assessor_of, project_of
from tests.generators import generated, project

NEAR = 4  # values on either side of what is reported
OF_A_PAIR = 2
MOST_PAIRS = 6  # of a project, told ones and others
MOST_POINTS = 30


@dataclass
class Came:
    """How much was tried, and everything that was wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Tried:
    """One project with its levers, scored again and again."""

    asked: Asked
    goal: Goal
    name: str
    known: dict[tuple[tuple[str, str], ...], bool] = field(default_factory=dict)

    def reaches(self, changes: Sequence[Change]) -> bool:
        """Whether a project with these changes has the goal, by the exact engine."""
        key = tuple((one.fact, one.after) for one in changes)
        if key not in self.known:
            self.known[key] = self._reaches(changes)
        return self.known[key]

    def _reaches(self, changes: Sequence[Change]) -> bool:
        card = self.asked.project.scored(changes)
        return card is not None and self.goal.is_reached(card.total.lowest, card.grades_possible, self.asked.names)


def values(lever: Lever, near: int, rng: Random) -> Iterator[Change]:
    """Values of a fact: those beside what it is now, those at its ends, and some between."""
    for setting in lever.settings:
        axis = setting.axis
        if axis is None:
            yield lever.change(setting, None)
            continue
        if axis.low > axis.high:
            continue
        here = axis.nearest(axis.low, axis.high)
        found = {*range(here - near, here + near + 1), axis.low, axis.high}
        for _ in range(near):
            found.add(here + rng.choice((-1, 1)) * rng.randint(1, max(4, abs(here))))
        for count in sorted(found):
            if axis.low <= count <= axis.high and axis.step * count != axis.now:
                yield lever.change(setting, count)


def cost(changes: Sequence[Change]) -> tuple[int, Fraction]:
    return Way(tuple(changes), (None, None), (), ()).effort


def compare(tried: Tried, found: Reach, levers: Sequence[Lever], came: Came, near: int, of_pair: int) -> None:
    """Every answer against every value that is tried."""
    rng = Random(tried.name)
    ways = {way.changes[0].fact: way for way in found.ways}
    little = {one.fact: one for one in found.too_little}
    for lever in levers:
        came.counts["singles"] += 1
        way = ways.get(lever.fact)
        proved = way.proved if way is not None else little[lever.fact].proved if lever.fact in little else True
        came.counts["singles not proved"] += not proved
        came.counts["singles that reach"] += way is not None
        for change in values(lever, near, rng):
            came.counts["values tried"] += 1
            if not tried.reaches([change]):
                continue
            if way is None:
                came.counts["singles said unreachable and reachable"] += proved
                if proved:
                    came.wrong.append(f"{tried.name}: {lever.fact} reaches at {change.after}, which is not said")
                break
            if proved and cost([change]) < way.effort:
                came.counts["singles beaten"] += 1
                came.wrong.append(f"{tried.name}: {lever.fact} {way.changes[0].after} is beaten by {change.after}")
                break
    for way in (*found.ways, *found.pairs):
        if not tried.reaches(way.changes):
            came.counts["wrong"] += 1
            came.wrong.append(f"{tried.name}: {way.changes} does not reach")
    pairs = {(way.changes[0].fact, way.changes[1].fact): way for way in found.pairs}
    came.counts["pairs told"] += len(pairs)
    came.counts["pairs not all looked at"] += found.pairs_beyond is not None
    dearest = found.pairs[-1].effort if len(found.pairs) >= 8 else None
    plain = [one for one in levers if one.fact not in found.unpaired]
    few = {lever.fact: list(values(lever, of_pair, rng)) for lever in plain}
    some = list(combinations(plain, 2))
    for one, other in rng.sample(some, min(len(some), MOST_PAIRS)):
        came.counts["pairs"] += 1
        limits = [ways[lever.fact].effort for lever in (one, other) if lever.fact in ways]
        told = pairs.get((one.fact, other.fact))
        limit = min([*limits, *([told.effort] if told is not None else [])], default=None)
        if told is None and dearest is not None:
            limit = min(limit, dearest) if limit is not None else dearest
        for changes in product(few[one.fact], few[other.fact]):
            effort = cost(changes)
            if limit is not None and effort >= limit:
                continue
            if found.pairs_beyond is not None and effort[1] >= found.pairs_beyond:
                continue
            came.counts["pairs of values tried"] += 1
            if tried.reaches(changes):
                what = (
                    "pairs beaten"
                    if told is not None or dearest is not None
                    else "pairs said unreachable and reachable"
                )
                came.counts[what] += 1
                said = [change.after for change in told.changes] if told is not None else "nothing"
                came.wrong.append(
                    f"{tried.name}: {one.fact}, {other.fact}: {said} is beaten by {[c.after for c in changes]}"
                )
                break


def loaded(assessor: Assessor, form: Project) -> LoadedProject | None:
    ready, problems = assessor.prepare(form)
    if ready is None or has_errors(problems):
        return None
    try:
        assess(Evaluation(ready.program, ready.sheet), ready.context)
    except InputRefused:
        return None
    return LoadedProject(ready, form, assessor, problems)


def tried(name: str, at: LoadedProject, came: Came, near: int = NEAR, of_pair: int = OF_A_PAIR) -> bool:
    """One project, of which some points more are asked, or the next grade."""
    rng = Random(name)
    asked = Asked(at, Goal(points=Fraction(0)))
    low, names = asked.before.total.lowest, list(asked.total.grades) if asked.total is not None else []
    if low is None:
        return False
    goal = Goal(points=low + Fraction(rng.randint(1, 100 * MOST_POINTS), 100))
    if names and rng.random() < 0.4:
        goal = Goal(grade=rng.choice(names[1:] or names))
    try:
        asked = Asked(at, goal)
    except InputRefused:
        came.counts["more than the full points"] += 1
        return False
    found = all_found(asked)
    came.counts["projects"] += 1
    if found.reached:
        came.counts["reached already"] += 1
        return True
    every = list(Levers(at, asked.book).found())
    compare(Tried(asked, goal, name), found, every, came, near, of_pair)
    return True


def of_generated(seeds: range, came: Came) -> None:
    """Made-up rulebooks with all that the language has, a project each."""
    for seed in seeds:
        book = generated(seed)
        at = loaded(assessor_of(book), project_of(project(book, 0)))
        if at is not None:
            tried(f"made-up {seed}", at, came)


def main(count: int, first: int = 0) -> int:
    came = Came()
    for seed in range(first, first + count):
        of_generated(range(seed, seed + 1), came)
        if came.wrong:
            print(*came.wrong, sep="\n", flush=True)
            came.wrong.clear()
    for what, number in sorted(came.counts.items()):
        print(f"{what:45}{number:>10}")
    print(*came.wrong[:40], sep="\n")
    return 1 if came.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:])))
