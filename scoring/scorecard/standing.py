"""A project among others: what it brings to be compared, whether it is complete without that, and what its place is to it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.peers import Peer, Placed, Whether, peer
from scoring.problems import Text
from scoring.program.peers import resting_on_peers
from scoring.program.program import PeerPlace, Program
from scoring.scorecard.assessment import Assessment, completeness
from scoring.values.bound import between
from scoring.values.value import NotApplicable, Unknown, Value

ALONE = Unknown(("peers",), Text("scored alone", "单独评分"))
NOT_COUNTED = Unknown(("peers",), Text("incomplete, and not counted among the others", "不完整，不计入排名"))
OPEN = Unknown(("peers",), Text("what it is compared by is not known", "排名所依据的内容尚不知道"))
NO_PLACE = NotApplicable(Text("it has no place among the others", "不参加排名"))


def alone(program: Program) -> dict[str, Value]:
    """What a project is given that is scored without others."""
    return {one.given: ALONE for one in program.peers}


def given(place: Placed | None, whether: Whether) -> Value:
    """What a place is to the project that has it, or has none; a range as long as others may come before it."""
    if place is None:
        return NO_PLACE if whether == "not_applicable" else NOT_COUNTED if whether == "left_out" else OPEN
    number, of = place.place, place.of + place.open
    last, most = number + place.open + place.maybe, of + place.maybe
    return {
        "place": between(Fraction(number), Fraction(last)),
        "of": between(Fraction(of), Fraction(most)),
        "share": between(Fraction(number, most), Fraction(last, most)),
    }


def standings(at: Evaluation, assessment: Assessment, places: Sequence[PeerPlace]) -> tuple[Peer, ...]:
    """What a project, assessed without these places, brings for each; raises `InputRefused` where it is at fault."""
    complete = complete_without(assessment, at.program)
    found = tuple(peer(one, complete, at) for one in places)
    at.demand()
    return found


def complete_without(assessment: Assessment, program: Program) -> bool:
    """Whether all is scored that rests on no place, and no limit is undecided but for a place."""
    if completeness(assessment):
        return True
    resting = resting_on_peers(program)
    for one in assessment.scored:
        if one.outcome == "not_scorable" and one.range is not None and f"{one.indicator.id}.points" not in resting:
            return False
    for result in assessment.results:
        if result.outcome == "not_scorable" and f"result.{result.name}" not in resting:
            return False
    totals = assessment.totals
    if any(bites == "unknown" and f"limit.{name}" not in resting for name, bites in totals.bites.items()):
        return False
    earned = totals.earned
    return "total.earned" in resting or earned is None or earned.points is not None
