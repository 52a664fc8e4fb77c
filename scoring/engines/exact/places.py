"""What places mean: where every record stands among those that it is counted with, and what of that is still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from scoring.engines.exact.frames import Looking
from scoring.engines.exact.order import Keys, before, keys_of, open_keys, ranked, undecided_tie
from scoring.engines.exact.records import NEITHER, records_of
from scoring.nodes.node import Places
from scoring.nodes.printing import written
from scoring.problems import Text
from scoring.values.bound import between
from scoring.values.value import ABSENT, Absent, Fault, NotApplicable, Record, Unknown, Value, of_all

ALL: Value = True
"""The group of all, where none is said."""


@dataclass(slots=True, eq=False)
class Contender:
    """One record among the others: whether it counts, its group, its keys, why its place is open, and its place."""

    record: Record
    counts: bool | Absent  # an absence where nobody knows, or where it does not apply
    group: Value = ALL
    keys: Keys = ()
    open: Absent | None = None
    value: Value = None

    @property
    def is_out(self) -> bool:
        """Whether it surely has no place."""
        return self.counts is False or isinstance(self.counts, NotApplicable) or isinstance(self.open, NotApplicable)

    @property
    def is_sure(self) -> bool:
        return self.counts is True and self.open is None


def places(at: Looking, node: Places) -> Value:
    found = contenders(at, node)
    return tuple(one.value for one in found) if isinstance(found, tuple) else found


def contenders(at: Looking, node: Places) -> tuple[Contender, ...] | Absent:
    """Every record of the list with its place, in the order of the list; at fault where one that counts is."""
    listed = records_of(at.value(node.records))
    if not isinstance(listed, tuple):
        return listed
    found = tuple(_contender(at, node, record) for record in at.visiting(node, listed))
    faults = of_all(fault for one in found for fault in (one.counts, one.open) if isinstance(fault, Fault))
    if faults is not None:
        return faults
    sure: dict[Hashable, list[Contender]] = defaultdict(list)
    for one in found:
        if one.is_sure:
            sure[_group(one.group)].append(one)
    open_ = [one for one in found if not one.is_out and not one.is_sure]
    at.look_again(node, len(open_) * len(found))
    for members in sure.values():
        _place(node, members, open_)
    for one in found:
        if one.is_out:
            one.value = _out(node, one)
        elif not one.is_sure:
            one.value = _open(one, found)
    return found


def _contender(at: Looking, node: Places, record: Record) -> Contender:
    counts = at.value(node.among) if node.among is not None else True
    if counts is False or isinstance(counts, NotApplicable):
        return Contender(record, counts)
    if not isinstance(counts, bool | Unknown | Fault):
        counts = Unknown((), NEITHER)
    group = at.value(node.within) if node.within is not None else ALL
    keys = keys_of(at, node.keys)
    why = [one for one in (group, open_keys(at, node.keys, keys)) if isinstance(one, ABSENT)]
    return Contender(record, counts, group, keys, of_all(why))


def _group(group: Value) -> Hashable:
    return type(group), group if isinstance(group, Hashable) else str(group)


# ---------------------------------------------------------------------- of those whose keys are known


def _place(node: Places, members: Sequence[Contender], open_: Sequence[Contender]) -> None:
    """Gives every member of one group its place: sorted once, then those that are open reckoned with."""
    ranks = ranked(node.keys, [one.keys for one in members])
    order = sorted(range(len(members)), key=ranks.__getitem__)
    starts = [i for i, at in enumerate(order) if i == 0 or ranks[order[i - 1]] != ranks[at]]
    for different, (first, end) in enumerate(pairwise([*starts, len(order)])):
        tied = [members[i] for i in order[first:end]]
        for number, one in enumerate(tied):
            place = {"dense": different, "last": end - 1, "listed": first + number}.get(node.ties, first) + 1
            if node.ties == "told" and len(tied) > 1:
                one.value = undecided_tie(node.name, [each.record for each in tied], node.records.kind, node.place)
            else:
                one.value = _among(place, len(members), _others(node, one, open_))


@dataclass(slots=True)
class Others:
    """How many of those that are open stand how to a record: those that count for sure, and those that may."""

    sure: int = 0
    before: int = 0  # of the sure ones: before it
    either: int = 0  # of the sure ones: before or behind it
    may_before: int = 0
    may_either: int = 0
    may_behind: int = 0


def _others(node: Places, one: Contender, open_: Sequence[Contender]) -> Others:
    found = Others()
    for other in open_:
        anywhere = isinstance(other.group, ABSENT)
        if not anywhere and _group(other.group) != _group(one.group):
            continue
        sure = other.counts is True and not anywhere
        way = _way(node, other, one)
        found.sure += sure
        found.before += sure and way == -1
        found.either += sure and way is None
        found.may_before += not sure and way == -1
        found.may_either += not sure and way is None
        found.may_behind += not sure and way == 1
    return found


def _way(node: Places, other: Contender, one: Contender) -> int | None:
    """-1 where the other counts before the one, 1 where it does not, None where that is open."""
    way = before(node.keys, other.keys, one.keys)
    if way == 0:
        earlier = node.ties == "listed" and other.record.position < one.record.position
        return -1 if earlier or node.ties == "last" else 1
    # of a dense order: who has the keys of another before it moves nobody
    return None if way == -1 and node.ties == "dense" else way


def _among(place: int, of: int, others: Others) -> Value:
    low, least = place + others.before, of + others.sure
    high = low + others.either + others.may_before + others.may_either
    most = least + others.may_before + others.may_either + others.may_behind
    return {
        "place": between(Fraction(low), Fraction(high)),
        "of": between(Fraction(least), Fraction(most)),
        "share": between(
            Fraction(low, least + others.may_behind + others.may_either),
            Fraction(high, least + others.may_before + others.may_either),
        ),
    }


# ---------------------------------------------------------------------- of the others


def _open(one: Contender, all_: Sequence[Contender]) -> Value:
    """Of a record whose own keys are open: among how many it stands, where that it counts is known."""
    why = of_all(absent for absent in (one.counts, one.open) if isinstance(absent, ABSENT))
    assert why is not None  # or it would be sure
    if one.counts is not True or isinstance(one.group, ABSENT):
        return why
    may = [other for other in all_ if not other.is_out]
    same = [other for other in may if isinstance(other.group, ABSENT) or _group(other.group) == _group(one.group)]
    least = sum(other.counts is True and not isinstance(other.group, ABSENT) for other in same)
    return {"place": why, "of": between(Fraction(least), Fraction(len(same))), "share": why}


def _out(node: Places, one: Contender) -> Absent:
    if isinstance(one.counts, NotApplicable):
        return one.counts
    if isinstance(one.open, NotApplicable):
        return one.open
    condition = written(node.among) if node.among is not None else ""
    return NotApplicable(Text(f"`{condition}` does not hold", f"{condition} 不成立"))
