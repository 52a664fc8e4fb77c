"""Places among peers, exactly: what every project brings to be compared, and who comes where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.kind import Kind
from scoring.program.program import PeerOrder, PeerPlace
from scoring.values.day import Day
from scoring.values.value import ABSENT, NotApplicable, Value, of_all

Key = Fraction | str
Whether = Literal["counted", "not_applicable", "left_out", "open", "maybe"]
Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Peer:
    """What a project brings to be compared: whether it counts, within which group, and its keys.

    Where incomplete projects are counted: `open` where its keys are not known, `maybe` where nobody knows whether it takes
    part, or in which group.
    """

    whether: Whether
    group: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A place, and of how many; beside those, how many of the group may stand anywhere, and how many may be of it."""

    place: int
    of: int
    open: int = 0
    maybe: int = 0


LEFT_OUT, WITHOUT = Peer("left_out"), Peer("not_applicable")


def peer(one: PeerPlace, complete: bool, at: Evaluation) -> Peer:
    """What a project brings to be compared; one that is not complete even without its places is left out.

    What it has to tell, and cannot for a fault, is a fault of the project.
    """
    found = [at.needed(node) for node in one.nodes]
    among = found[-1] if one.among is not None else True
    if among is False or isinstance(of_all(value for value in found if isinstance(value, ABSENT)), NotApplicable):
        return WITHOUT
    keys = [_key(value, key.node.kind) for key, value in zip(one.keys, found, strict=False)]
    group = found[len(one.keys) : len(one.keys) + len(one.within)]
    takes_part = among is True and all(isinstance(text, str) for text in group)
    if one.counts_all and not takes_part:
        return Peer("maybe")
    if one.counts_all and None in keys:
        return Peer("open", tuple(map(str, group)))
    if not takes_part or None in keys or not (complete or one.counts_all):
        return LEFT_OUT
    return Peer("counted", tuple(map(str, group)), tuple(key for key in keys if key is not None))


def _key(value: Value, kind: Kind) -> Key | None:
    """What a value is ordered by; None of one that is not known to the last digit, or the day."""
    if kind.name == "text":
        return value if isinstance(value, str) else None
    if kind.name == "date" or isinstance(value, Day):
        return _day(value) if isinstance(value, Day) and value.first() == value.last() else None
    return value if isinstance(value, Fraction) else None


def _day(value: Day) -> Key:
    return Fraction(value.first().toordinal())


def places_among(standings: Mapping[Who, Peer], order: PeerOrder) -> dict[Who, Placed]:
    """The place of everybody who counts, within the group: the order in which they are named changes nothing."""
    groups: dict[tuple[str, ...], list[Who]] = {}
    for who, each in standings.items():
        if each.whether == "counted":
            groups.setdefault(each.group, []).append(who)
    open_ = Counter(each.group for each in standings.values() if each.whether == "open")
    maybe = sum(each.whether == "maybe" for each in standings.values())
    found: dict[Who, Placed] = {}
    for group, members in groups.items():
        placed = _placed(members, standings, order)
        found |= {who: Placed(place, len(members), open_[group], maybe) for who, place in placed.items()}
    return found


def _placed(members: list[Who], standings: Mapping[Who, Peer], order: PeerOrder) -> dict[Who, int]:
    ordered = list(members)
    for number in range(len(order.largest_first) - 1, -1, -1):  # the last key first: a sort keeps what was in order
        keys = {who: standings[who].keys[number] for who in ordered}
        ordered.sort(key=keys.__getitem__, reverse=order.largest_first[number])
    alike: dict[tuple[Key, ...], list[Who]] = {}
    for who in ordered:
        alike.setdefault(standings[who].keys, []).append(who)
    found: dict[Who, int] = {}
    before = 0
    for number, tied in enumerate(alike.values(), start=1):
        place = {"shared": before + 1, "dense": number, "last": before + len(tied)}[order.ties]
        found.update(dict.fromkeys(tied, place))
        before += len(tied)
    return found
