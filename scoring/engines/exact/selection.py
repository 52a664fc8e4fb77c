"""What a list that is made from another means: which records, in which order, and why the others are not among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.engines.exact.frames import Looking
from scoring.engines.exact.open_values import left_open
from scoring.engines.exact.order import Keys, keys_of, open_keys, ranked, undecided_tie
from scoring.engines.exact.records import cut_off, ends_of, exact, records_of, whole
from scoring.nodes.node import Name, Node, Ratio, Selection
from scoring.nodes.walk import names_in
from scoring.problems import Problem, Text
from scoring.values.irrational import TooLarge, Undefined, bounded
from scoring.values.value import ABSENT, Absent, Fault, NotApplicable, Record, Unknown, Value, of_all

MOST_ROUNDS = 100
"""Of leaving out by effect on a ratio: it settles in a handful."""
MOST_FILLED = 10_000

Why = Literal["where", "not_applicable", "cut"]


@dataclass(frozen=True, slots=True)
class Selected:
    """A list and how it was made: its records, those left out and why, those added, and what each was ordered by."""

    records: tuple[Record, ...]
    left_out: tuple[tuple[Record, Why], ...]
    filled: tuple[Record, ...]
    keys: Mapping[int, Keys]  # by the number of the record
    ratio: Fraction | None = None  # of what is left


def selection(at: Looking, node: Selection) -> Value:
    made = selected(at, node)
    return made.records if isinstance(made, Selected) else made


def selected(at: Looking, node: Selection) -> Selected | Absent:
    """The list with everything that is to be said of it; absent where one of its records may or may not belong to it."""
    listed = records_of(at.value(node.records))
    if not isinstance(listed, tuple):
        return listed
    chosen, left_out, open_ = _where(at, node, listed)
    if open_ is not None:
        return open_
    filled = _filled(at, node, listed, len(chosen))
    if not isinstance(filled, tuple):
        return filled
    chosen += filled
    return (
        _by_ratio(at, node, chosen, left_out, filled) if node.ratio else _in_order(at, node, chosen, left_out, filled)
    )


# ---------------------------------------------------------------------- which records

LeftOut = list[tuple[Record, Why]]


def _where(at: Looking, node: Selection, listed: tuple[Record, ...]) -> tuple[list[Record], LeftOut, Absent | None]:
    if node.where is None:
        return list(listed), [], None
    chosen: list[Record] = []
    left_out: LeftOut = []
    stopping: list[Absent] = []
    for record in at.visiting(node, listed):
        truth = at.value(node.where)
        if truth is True:
            chosen.append(record)
        elif isinstance(truth, Unknown | Fault):
            stopping.append(truth)
        else:
            left_out.append((record, "not_applicable" if isinstance(truth, NotApplicable) else "where"))
    return chosen, left_out, of_all(stopping)


def _filled(at: Looking, node: Selection, listed: tuple[Record, ...], there: int) -> tuple[Record, ...] | Absent:
    """The records that are added, with places behind all that the list that was reported has."""
    if node.fill is None:
        return ()
    to = whole(at, node.fill.to)
    if not isinstance(to, int):
        return to
    if to > MOST_FILLED:
        message = Text(f"`{node.name}` would be filled up to {to} records; at most {MOST_FILLED}",
                       f"{node.name} 将补足到 {to} 条记录，最多 {MOST_FILLED} 条")  # fmt: skip
        return Fault((Problem("too-long", message, node.place),))
    fields: dict[str, Value] = {name: Unknown((name,)) for name, _ in node.kind.fields}
    fields |= {name: at.value(value) for name, value in node.fill.fields}
    behind = 1 + max((record.position for record in (*listed, *_made_from(at, node))), default=-1)
    return tuple(Record(fields, behind + number) for number in range(max(0, to - there)))


def _made_from(at: Looking, node: Selection) -> list[Record]:
    """All records of the lists that a list was made from, step by step."""
    found: list[Record] = []
    records: Node = node.records
    while isinstance(records, Name):
        made = at.definitions.get(records.name)
        if not isinstance(made, Selection):
            break
        records = made.records
        listed = records_of(at.value(records))
        found += listed if isinstance(listed, tuple) else ()
    return found


# ---------------------------------------------------------------------- in which order, and without whom


def _in_order(
    at: Looking, node: Selection, chosen: Sequence[Record], left_out: LeftOut, filled: tuple[Record, ...]
) -> Selected | Absent:
    keys: dict[int, Keys] = {}
    stopping: list[Absent] = []
    placed: list[Record] = []
    for record in at.visiting(node, tuple(chosen)) if node.order else ():
        values = keys[record.number] = keys_of(at, node.order)
        why = open_keys(at, node.order, values)
        if isinstance(why, NotApplicable):
            left_out.append((record, "not_applicable"))
        elif why is not None:
            stopping.append(why)
        else:
            placed.append(record)
    if (open_ := of_all(stopping)) is not None:
        return open_
    placed = placed if node.order else list(chosen)
    ranks = ranked(node.order, [keys[record.number] for record in placed] if node.order else [()] * len(placed))
    order = sorted(range(len(placed)), key=ranks.__getitem__)
    records, ranks = [placed[i] for i in order], [ranks[i] for i in order]
    out = _cut(at, node, records, ranks)
    if not isinstance(out, frozenset):
        return out
    kept = tuple(record for record in records if record.number not in out)
    left_out += [(record, "cut") for record in records if record.number in out]
    return Selected(kept, tuple(left_out), filled, keys)


def _cut(
    at: Looking, node: Selection, records: Sequence[Record], ranks: Sequence[tuple[int, ...]]
) -> frozenset[int] | Absent:
    """The numbers of the records that are cut off, the records being in order."""
    if node.cut is None:
        return frozenset()
    never = _never(at, node, records)
    if not isinstance(never, frozenset):
        return never
    eligible = [number for number, record in enumerate(records) if record.number not in never]
    ends = ends_of(at, node.cut, len(eligible))
    if not isinstance(ends, tuple):
        return ends
    if node.ties == "told" and (node.order or node.ratio):
        for edge in ends:
            if 0 < edge < len(eligible) and ranks[eligible[edge - 1]] == ranks[eligible[edge]]:
                tied = [record for record, rank in zip(records, ranks, strict=True) if rank == ranks[eligible[edge]]]
                return undecided_tie(node.name, tied, node.kind, node.place)
    return frozenset(records[one].number for one in (eligible[i] for i in cut_off(node.cut, ends, len(eligible))))


def _never(at: Looking, node: Selection, records: Sequence[Record]) -> frozenset[int] | Absent:
    """The numbers of the records that no cut takes."""
    if node.never is None:
        return frozenset()
    found: set[int] = set()
    stopping: list[Absent] = []
    for record in at.visiting(node, tuple(records)):
        truth = at.value(node.never)
        if truth is True:
            found.add(record.number)
        elif isinstance(truth, Unknown | Fault):
            stopping.append(truth)
    open_ = of_all(stopping)
    return frozenset(found) if open_ is None else open_


# ---------------------------------------------------------------------- by effect on a ratio


def _by_ratio(
    at: Looking, node: Selection, chosen: Sequence[Record], left_out: LeftOut, filled: tuple[Record, ...]
) -> Selected | Absent:
    """Without those records without which the ratio of the sums is highest.

    Those are left out that fall shortest of the ratio so far, `of − ratio × to`; the ratio of the others is the next, and
    higher, until it stays the same (Dinkelbach, "On nonlinear fractional programming", 1967). All of it exact.
    """
    assert node.ratio is not None
    parts = _parts(at, node, node.ratio, chosen, left_out)
    if not isinstance(parts, dict):
        return parts
    records = [record for record in chosen if record.number in parts]
    keys: dict[int, Keys] = dict(parts)
    if not records:
        return Selected((), tuple(left_out), filled, keys)
    try:
        out: frozenset[int] | Absent = frozenset()
        ratio = _ratio([parts[record.number] for record in records])
        for _ in range(MOST_ROUNDS):
            short = {one.number: bounded(parts[one.number][0] - ratio * parts[one.number][1]) for one in records}
            order = sorted(records, key=lambda record: short[record.number])
            out = _cut(at, node, order, _as_ranks([short[record.number] for record in order]))
            if not isinstance(out, frozenset):
                return out
            kept = tuple(record for record in records if record.number not in out)
            before, ratio = ratio, _ratio([parts[one.number] for one in kept]) if kept else ratio
            if ratio == before:
                left_out += [(record, "cut") for record in records if record.number in out]
                return Selected(kept, tuple(left_out), filled, keys, ratio if kept else None)
    except (Undefined, TooLarge) as undefined:
        return Unknown((), undefined.text, names_in(node))
    message = Text(f"what `{node.name}` leaves out does not settle in {MOST_ROUNDS} rounds",
                   f"{node.name} 重复 {MOST_ROUNDS} 次仍未稳定")  # fmt: skip
    return Fault((Problem("not-settled", message, node.place),))


def _parts(
    at: Looking, node: Selection, ratio: Ratio, chosen: Sequence[Record], left_out: LeftOut
) -> dict[int, tuple[Fraction, Fraction]] | Absent:
    """What each record adds to either sum, by its number."""
    parts: dict[int, tuple[Fraction, Fraction]] = {}
    stopping: list[Absent] = []
    for record in at.visiting(node, tuple(chosen)):
        of, to = at.value(ratio.of), at.value(ratio.to)
        open_ = of_all(one for one in (of, to) if isinstance(one, ABSENT))
        if isinstance(open_, NotApplicable):
            left_out.append((record, "not_applicable"))
        elif open_ is not None:
            stopping.append(open_)
        else:
            try:
                parts[record.number] = exact(of), exact(to)
            except Undefined as undefined:
                open_names = left_open(at, ratio.of, ratio.to).missing
                stopping.append(Unknown(open_names or names_in(ratio.of), undefined.text))
    found = of_all(stopping)
    return parts if found is None else found


def _ratio(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    whole_ = sum((to for _, to in parts), Fraction(0))
    if whole_ <= 0:
        raise Undefined(Text("a ratio to nothing", "比值的分母合计不大于零"))
    return bounded(sum((of for of, _ in parts), Fraction(0)) / whole_)


def _as_ranks(values: Sequence[Fraction]) -> list[tuple[int, ...]]:
    """Ranks of numbers that are in order."""
    ranks: list[tuple[int, ...]] = []
    for number, value in enumerate(values):
        same = number > 0 and values[number - 1] == value
        ranks.append(ranks[-1] if same else (number,))
    return ranks
