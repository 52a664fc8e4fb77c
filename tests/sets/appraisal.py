"""Annual appraisal with shares, said again in plain Python: each step lowers those who find no room, the next counts them.

Appraised is who served half a year or more, is past probation and has no sanction heavier than a warning. Regular: of each
department at most 40 % are good, by the regular mark, then the colleagues'; the others from 80 on are rather good. Excellent may be who is
good, has 90 points for the year and no warning; of each department at most 20 % are, by points, then by the regular mark;
rooms of the organ's own 20 % that departments leave go to the next best of all. Who finds no room is competent.
Alike at the edge of a share: none of them is within it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from tests.sets.plain import CASES, NOT_APPLICABLE, UNKNOWN, Case, grid, half_up

Key = Callable[["Person"], tuple[Fraction, ...]]


@dataclass(frozen=True)
class Person:
    name: str
    department: str
    regular: Fraction
    colleagues: Fraction
    leader: Fraction | None
    months: int
    probation: bool
    sanction: str  # 无, 警告 or 更重

    @property
    def appraised(self) -> bool:
        return not self.probation and self.months >= 6 and self.sanction != "更重"

    @property
    def points(self) -> Fraction:
        assert self.leader is not None
        return half_up((30 * self.regular + 30 * self.colleagues + 40 * self.leader) / 100, 2)


def within(people: Sequence[Person], room: int, key: Key) -> set[str]:
    """Who finds room, best first; of those who are alike at the edge none does."""
    return {one.name for one in people if sum(key(other) <= key(one) for other in people) <= room}


def rated(staff: Sequence[Person], organ_share: int) -> Mapping[str, Mapping[str, Any]]:
    """Everybody's regular grade and grade of the year; nobody's mark is missing."""
    appraised = [one for one in staff if one.appraised]
    good: set[str] = set()
    first: set[str] = set()
    for department in {one.department for one in appraised}:
        members = [one for one in appraised if one.department == department]
        worthy = [one for one in members if one.regular >= 90]
        good |= within(worthy, len(members) * 40 // 100, lambda one: (-one.regular, -one.colleagues))
    proposed = [one for one in appraised if one.name in good and one.points >= 90 and one.sanction == "无"]
    for department in {one.department for one in appraised}:
        room = sum(one.department == department for one in appraised) * 20 // 100
        mine = [one for one in proposed if one.department == department]
        first |= within(mine, room, lambda one: (-one.points, -one.regular))
    left = [one for one in proposed if one.name not in first]
    rooms = len(appraised) * organ_share // 100 - len(first)
    second = within(left, rooms, lambda one: (-one.points, -one.regular))

    def regular_grade(one: Person) -> str:
        if one.name in good:
            return "好"
        return "较好" if one.regular >= 80 else "一般" if one.regular >= 60 else "较差"

    def grade(one: Person) -> str:
        if one.name in first | second:
            return "优秀"
        return "称职" if one.points >= 75 else "基本称职" if one.points >= 60 else "不称职"

    nothing = {"points": NOT_APPLICABLE, "regular_grade": NOT_APPLICABLE, "grade": NOT_APPLICABLE}
    return {
        one.name: {"points": one.points, "regular_grade": regular_grade(one), "grade": grade(one)}
        if one.appraised
        else nothing
        for one in staff
    }


def expected(staff: Sequence[Person], organ_share: int) -> Mapping[str, Any]:
    """What must come out; with a mark missing whatever some completion of it makes differ is unknown."""
    open_one = next((place for place, one in enumerate(staff) if one.leader is None), None)
    if open_one is None:
        return outcome(rated(staff, organ_share))
    completed = []
    for mark in marks_that_matter(staff, staff[open_one]):
        whole = [replace(one, leader=mark) if place == open_one else one for place, one in enumerate(staff)]
        completed.append(outcome(rated(whole, organ_share)))
    return agreed(completed)


def marks_that_matter(staff: Sequence[Person], one: Person) -> list[Fraction]:
    """The leader's marks at which an edge is met or another's points are, just beside them, and both ends."""
    known = {other.points for other in staff if other.leader is not None} | {Fraction(60), Fraction(75), Fraction(90)}
    rest = Fraction(30) * (one.regular + one.colleagues)
    hits = {(100 * points - rest) / 40 + beside * Fraction(1, 40) for points in known for beside in (-1, 0, 1)}
    return sorted({Fraction(0), Fraction(100)} | {mark for mark in hits if 0 <= mark <= 100})


def outcome(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    excellent = sum(row["grade"] == "优秀" for row in rows.values())
    return {"excellent": Fraction(excellent), "grades": rows}


def agreed(outcomes: Sequence[Any]) -> Any:
    """What all completions have in common; elsewhere it is unknown."""
    first = outcomes[0]
    if isinstance(first, Mapping):
        return {key: agreed([one[key] for one in outcomes]) for key in first}
    return first if all(one == first for one in outcomes) else UNKNOWN


def cases() -> list[Case]:
    return [case(number) for number in range(CASES)]


def case(number: int) -> Case:
    staff, organ_share = made_up(number)
    facts = {"excellent_share": f"{organ_share}%", "staff": [vars(one) for one in staff]}
    open_one = any(one.leader is None for one in staff)
    return Case(f"appraisal {number}", facts, expected(staff, organ_share), completed=open_one)


def made_up(number: int) -> tuple[list[Person], int]:
    """The organ of this number: from nobody to twenty people in one to five departments, marks often alike."""
    rng = Random(f"appraisal {number}")
    size = (0, 1, 2, 5)[number % 4] if number < 16 else rng.choice((4, 6, 9, 10, 12, 15, 20))
    departments = ["办公室", "财务处", "审计处", "法规处", "业务处"][: rng.randint(1, 5)]
    step = rng.choice(("0.5", "2", "5"))

    def person(which: int) -> Person:
        good = rng.random() < 0.6
        low = 88 if good else 50
        return Person(
            name=f"P{which}",
            department=rng.choice(departments),
            regular=min(grid(rng, low, 100, step), Fraction(100)),
            colleagues=min(grid(rng, low, 100, step), Fraction(100)),
            leader=min(grid(rng, low, 100, step), Fraction(100)),
            months=rng.choice((12, 12, 12, 12, 12, 6, 5)),
            probation=rng.random() < 0.05,
            sanction=rng.choice(("无",) * 10 + ("警告", "更重")),
        )

    staff = [person(which) for which in range(1, size + 1)]
    if size and number % 8 == 7:
        open_one = rng.randrange(size)
        staff[open_one] = replace(staff[open_one], leader=None)
    return staff, rng.choice((20, 20, 25))
