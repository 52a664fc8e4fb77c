"""From points to the total and the grade, in the order of the laws.

Redistribute exactly; group floors, then group caps, inner groups first; add; round once; floors of the total, then its
caps; the grade. Conditions read amounts before any limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise, product

from tests.judge.constructs import Construct, Section, combined, rounding
from tests.judge.criteria import Outcome
from tests.judge.formulas import Scope, evaluate, read
from tests.judge.quantities import Amount, Answer, Fault, Missing, NotApplicable, Refused, Rounding, Span, Unit, exactly

ZERO = Fraction(0)


@dataclass
class Member:
    """An indicator or a group, with what is certain about whether it applies."""

    path: str
    weight: Fraction = ZERO
    ends: tuple[Fraction, Fraction] = (ZERO, ZERO)
    applies: bool = True
    section: Section = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    is_group: bool = False

    @property
    def combine(self) -> str:
        return str(self.section.get("combine", "sum"))

    def groups(self) -> Iterator[Member]:
        for member in self.members:
            if member.is_group:
                yield member
                yield from member.groups()


@dataclass
class Adding:
    """What is needed to add up: how weight moves, how points are rounded, and what the whole is worth."""

    policy: str  # rescale, siblings, full
    points: Rounding
    possible: Fraction


def tree(rows: Mapping[str, Section], outcomes: Mapping[str, Outcome], groups: Mapping[str, Section]) -> Member:
    root = Member("", is_group=True)
    for name, row in rows.items():
        at = root
        path = ""
        for part in row["in"].split("/"):
            path = f"{path}/{part}" if path else part
            found = next((member for member in at.members if member.is_group and member.path == path), None)
            if found is None:
                found = Member(path, section=groups.get(path, {}), is_group=True)
                at.members.append(found)
            at = found
        at.members.append(leaf(name, exactly(row["weight"]), outcomes[name]))
    weigh(root)
    return root


def leaf(name: str, weight: Fraction, outcome: Outcome) -> Member:
    applies = outcome.outcome != "not_applicable" and not outcome.left_out
    ends = (outcome.lowest or ZERO, outcome.highest or ZERO) if applies else (ZERO, ZERO)
    return Member(name, weight, ends, applies)


def without_negative_products(root: Member, lowest: Mapping[str, Fraction]) -> None:
    """Points that may be below zero have no product."""
    for group in root.groups():
        below = [each.path for inner in (group, *group.groups()) for each in inner.members if not each.is_group]
        if group.combine == "product" and any(lowest[name] < 0 for name in below):
            raise Refused("negative")


def weigh(member: Member) -> None:
    """What a group weighs: what it says, otherwise what its members do."""
    for inner in member.members:
        if inner.is_group:
            weigh(inner)
    if member.is_group:
        own = member.section.get("weight")
        member.weight = exactly(own) if own is not None else sum((m.weight for m in member.members), start=ZERO)
        member.applies = any(inner.applies for inner in member.members)


def applicable_weight(member: Member, policy: str) -> Fraction:
    """How much of its weight can be earned, after what its own members take over from one another."""
    if not member.applies:
        return ZERO
    if not member.is_group:
        return member.weight
    inner = sum((applicable_weight(each, policy) for each in member.members), start=ZERO)
    if inner == 0:
        return ZERO
    if "weight" in member.section or member.combine != "sum" or policy == "siblings":
        return member.weight
    return inner


def filled_up(member: Member, policy: str) -> Fraction:
    """By how much a group's own members grow, to take over the weight of those that do not apply."""
    if policy != "siblings" or member.combine != "sum":
        return Fraction(1)
    inner = sum((applicable_weight(each, policy) for each in member.members), start=ZERO)
    whole = sum((each.weight for each in member.members), start=ZERO)
    return whole / inner if inner else Fraction(1)


Limited = Callable[[str, Fraction], Fraction]


def untouched(_path: str, points: Fraction) -> Fraction:
    return points


def amount(member: Member, end: int, scale: Fraction, adding: Adding, limited: Limited) -> Fraction:
    """What a member comes to: its lowest (0) or its highest (1)."""
    if not member.is_group:
        return member.ends[end] * scale
    applying = [each for each in member.members if each.applies]
    if not applying:
        return ZERO
    if member.combine == "sum":
        inner = scale * filled_up(member, adding.policy)
        points = sum((amount(each, end, inner, adding, limited) for each in applying), start=ZERO)
        own = rounding(member.section.get("round"))
        return limited(member.path, own.of(points) if own else points)
    degrees: list[tuple[Answer, Answer]] = []
    for each in applying:
        weight = applicable_weight(each, adding.policy)
        if weight == 0:
            continue
        degree = amount(each, end, scale, adding, limited) / (weight * scale)
        degrees.append((Amount(degree), Amount(weight)))
    if not degrees:
        return ZERO
    share = combined(member.combine, degrees)
    if not isinstance(share, Amount):
        raise Refused("degrees")
    points = share.number * applicable_weight(member, adding.policy)
    own = rounding(member.section.get("round"))
    return limited(member.path, (own.of(points) if own else points) * scale)


@dataclass
class Sum:
    """All of it added up once, for one way in which things may apply."""

    before: tuple[Fraction, Fraction] | None  # the rounded total before limits
    ends: tuple[Fraction, Fraction] | None = None
    subtotals: dict[str, tuple[Fraction, Fraction] | None] = field(default_factory=dict)  # before limits
    after: dict[str, tuple[Fraction, Fraction] | None] = field(default_factory=dict)
    scale: Fraction = Fraction(1)


def whole_scale(root: Member, adding: Adding) -> Fraction | None:
    """What the whole grows by at the root; None where nothing applies."""
    if not root.applies:
        return None
    weight = sum((each.weight for each in root.members), start=ZERO)
    able = sum((applicable_weight(each, adding.policy) for each in root.members), start=ZERO)
    if able == 0:
        return None
    return Fraction(1) if able == weight else adding.possible / able


def without_limits(root: Member, adding: Adding) -> Sum:
    scale = whole_scale(root, adding)
    found = Sum(None, scale=scale if scale is not None else Fraction(1))
    if scale is not None:
        found.before = summed(root, scale, adding, untouched)
    for group in root.groups():
        found.subtotals[group.path] = subtotal(root, group.path, found.scale, adding, untouched)
    return found


def summed(root: Member, scale: Fraction, adding: Adding, limited: Limited) -> tuple[Fraction, Fraction]:
    """The lowest and highest of everything added up, rounded once."""
    low, high = (
        sum((amount(each, end, scale, adding, limited) for each in root.members), start=ZERO) for end in (0, 1)
    )
    return adding.points.of(low), adding.points.of(high)


def subtotal(
    root: Member, path: str, scale: Fraction, adding: Adding, limited: Limited
) -> tuple[Fraction, Fraction] | None:
    for group in root.members:
        if not group.is_group:
            continue
        if group.path == path:
            if not group.applies:
                return None
            low, high = (amount(group, end, scale, adding, limited) for end in (0, 1))
            return low, high
        if path.startswith(group.path + "/"):
            return subtotal(group, path, scale * filled_up(group, adding.policy), adding, limited)
    raise KeyError(path)


# limits


def conditions(limits: Mapping[str, Section], scope: Scope, units: dict[str, Unit]) -> dict[str, Answer]:
    inner = Scope({}, scope)
    for name, limit in limits.items():
        inner.names[f"limit.{name}"] = lambda limit=limit: evaluate(read(limit["when"], units), inner)
    return {name: inner.look(f"limit.{name}") for name in limits}


def choices(truths: Mapping[str, Answer]) -> Iterator[list[str]]:
    """The names of the limits that bite, for every way in which the undecided ones may turn out."""
    sure = [name for name, truth in truths.items() if truth is True]
    unsure = [name for name, truth in truths.items() if isinstance(truth, (Missing, Fault))]
    for picks in product([False, True], repeat=len(unsure)):
        yield sure + [name for name, pick in zip(unsure, picks, strict=True) if pick]


def kept(number: Fraction, ends: list[Section]) -> Fraction:
    """Floors first, then caps."""
    floors = [exactly(end["at_least"]) for end in ends if "at_least" in end]
    caps = [exactly(end["at_most"]) for end in ends if "at_most" in end]
    return min([max([number, *floors]), *caps])


def with_limits(root: Member, adding: Adding, found: Sum, biting: list[Section]) -> Sum:
    def limited(path: str, points: Fraction) -> Fraction:
        return kept(points, [limit["group"][path] for limit in biting if path in limit.get("group", {})])

    after = Sum(found.before, subtotals=found.subtotals, scale=found.scale)
    if found.before is not None:
        low, high = summed(root, found.scale, adding, limited)
        ends = [limit["total"] for limit in biting if "total" in limit]
        after.ends = (kept(low, ends), kept(high, ends))
    for group in root.groups():
        after.after[group.path] = subtotal(root, group.path, found.scale, adding, limited)
    return after


# grades


def grades_within(grade: Section, ends: tuple[Fraction, Fraction], units: dict[str, Unit]) -> set[str]:
    """Every grade that some total between the ends has."""
    low, high = ends
    edges = sorted({low, high, *(edge for edge in edges_of(grade) if low <= edge <= high)})
    totals = edges + [(a + b) / 2 for a, b in pairwise(edges)]
    return {grade_of(grade, number, units) for number in totals}


def edges_of(grade: Section) -> list[Fraction]:
    found = []
    for row in grade["rows"]:
        cell = (row["row"] if isinstance(row, dict) else row)[0]
        for word in str(cell).replace("and", " ").replace("or", " ").split():
            try:
                found.append(Fraction(word))
            except ValueError:
                continue
    return found


def grade_of(grade: Section, number: Fraction, units: dict[str, Unit]) -> str:
    section = {**grade, "by": "total", "gives": "text"}
    answer = Construct(section, units).answer(Scope({"total": lambda: Amount(number)}))
    assert isinstance(answer, str), answer
    return answer


def limited_grade(name: str, order: list[str], biting: list[Section]) -> str:
    """Floors, then caps; what is said outright is both."""
    at = order.index(name)
    written = [limit["grade"] for limit in biting if "grade" in limit]
    said = [{"at_most": one} if isinstance(one, str) else one for one in written]
    for one in said:
        floor = one.get("at_least", one.get("is"))
        at = at if floor is None else min(at, order.index(floor))
    for one in said:
        cap = one.get("at_most", one.get("is"))
        at = at if cap is None else max(at, order.index(cap))
    return order[at]


def order_of(grade: Section) -> list[str]:
    return [(row["row"] if isinstance(row, dict) else row)[-1] for row in grade["rows"]]


def as_answer(ends: tuple[Fraction, Fraction] | None, names: frozenset[str]) -> Answer:
    if ends is None:
        return NotApplicable("it does not apply")
    return Amount(ends[0]) if ends[0] == ends[1] else Span(ends[0], ends[1], names)


def names_of(outcomes: Mapping[str, Outcome], full: Mapping[str, Fraction]) -> dict[str, Callable[[], Answer]]:
    """`N1.points`, for conditions; `full` has the weights where what does not apply has its full points."""
    found: dict[str, Callable[[], Answer]] = {}
    for name, outcome in outcomes.items():
        answer = points_of(outcome, full.get(name))
        found[f"{name}.points"] = lambda answer=answer: answer
    return found


def points_of(outcome: Outcome, full: Fraction | None) -> Answer:
    if outcome.outcome == "not_applicable" and full is not None:
        return Amount(full)
    if outcome.may_not_apply:
        return Missing(outcome.missing)
    ends = None
    if outcome.lowest is not None and outcome.highest is not None and not outcome.left_out:
        ends = (outcome.lowest, outcome.highest)
    return as_answer(ends, outcome.missing)
