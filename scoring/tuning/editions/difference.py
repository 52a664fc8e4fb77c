"""Two versions of what an author wrote, laid over each other: what is alike, what differs, and any mixture of the two.

Tables are compared key by key. Lists of rows are aligned first, so that a row that was put in is one difference and not
one for each row behind it; other lists of another length are one value.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any, Final

from scoring.documents.positions import Path
from scoring.rulebook.fingerprint import is_ordered, ordered
from scoring.values.number import show_number


class Nothing:
    """What stands on a side on which there is nothing."""

    def __repr__(self) -> str:
        return "—"


NOTHING: Final = Nothing()


@dataclass(frozen=True, slots=True)
class Alike:
    """The same on both sides; `path` is where it stands on the first."""

    value: Any
    path: Path


@dataclass(frozen=True, slots=True)
class Differs:
    """One difference, by its number: a value that was changed, put in or taken out. Paths are each side's own."""

    number: int
    before: Any
    after: Any
    path_before: Path
    path_after: Path


@dataclass(frozen=True, slots=True)
class Table:
    """A table on both sides."""

    parts: Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Items:
    """A list on both sides, its items aligned."""

    parts: Sequence[Part]


Part = Alike | Differs | Table | Items
Placed = Callable[[Path, bool, Path], None]
"""Is told of what was placed anew: its path in the mixture, whether it is the second side's, and its path there."""


def difference(before: Any, after: Any, first: int = 0) -> Part:
    """Both laid over each other; differences are numbered from `first`."""
    return _Laying(first).part(before, after, (), ())


class _Laying:
    def __init__(self, first: int) -> None:
        self.next = first

    def differs(self, before: Any, after: Any, path_before: Path, path_after: Path) -> Differs:
        self.next += 1
        return Differs(self.next - 1, before, after, path_before, path_after)

    def part(self, before: Any, after: Any, at: Path, to: Path) -> Part:
        if same(before, after):
            name = at[-1] if at else None
            is_moved = (is_ordered(name, before) or is_ordered(name, after)) and list(before) != list(after)
            return self.differs(before, after, at, to) if is_moved else Alike(before, at)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            keys = dict.fromkeys([*before, *after])
            return Table(
                {
                    key: self.part(before[key], after[key], (*at, key), (*to, key))
                    if key in before and key in after
                    else self.differs(before.get(key, NOTHING), after.get(key, NOTHING), (*at, key), (*to, key))
                    for key in keys
                }
            )
        if isinstance(before, list) and isinstance(after, list):
            if len(before) == len(after) and not all(_is_long(one) for one in (*before, *after)):
                return Items(
                    [self.part(a, b, (*at, n), (*to, n)) for n, (a, b) in enumerate(zip(before, after, strict=True))]
                )
            if before and after and all(_is_long(one) for one in (*before, *after)):
                return Items(list(self._aligned(before, after, at, to)))
        return self.differs(before, after, at, to)

    def _aligned(self, before: Sequence[Any], after: Sequence[Any], at: Path, to: Path) -> Iterator[Part]:
        texts = [canonical(one) for one in before], [canonical(one) for one in after]
        for _, start, end, first, last in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
            for step in range(max(end - start, last - first)):
                n, m = start + step, first + step
                if n < end and m < last:
                    yield self.part(before[n], after[m], (*at, n), (*to, m))
                elif n < end:
                    yield self.differs(before[n], NOTHING, (*at, n), (*to, min(m, len(after) - 1)))
                else:
                    yield self.differs(NOTHING, after[m], (*at, min(n, len(before) - 1)), (*to, m))


def _is_long(item: Any) -> bool:
    return isinstance(item, list | Mapping)


def same(before: Any, after: Any) -> bool:
    """Whether two values say the same: `1.0` and `1` do, `true` and `1` do not."""
    if before is NOTHING or after is NOTHING:
        return before is after
    return canonical(before) == canonical(after)


def canonical(value: Any) -> str:
    """A value as a text that is the same for all that say the same."""
    return json.dumps(ordered(value), sort_keys=True, ensure_ascii=False, default=_exact)


def _exact(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    number = show_number(Fraction(value))
    return int(number) if number.lstrip("-").isdigit() else {"number": number}


def differences(part: Part) -> Iterator[Differs]:
    """Every difference, in its order."""
    match part:
        case Differs():
            yield part
        case Table():
            for each in part.parts.values():
                yield from differences(each)
        case Items():
            for each in part.parts:
                yield from differences(each)


def mixed(part: Part, chosen: Collection[int], placed: Placed, at: Path = ()) -> Any:
    """The first side with these differences of the second; `NOTHING` where neither has anything."""
    match part:
        case Alike():
            if part.path != at:
                placed(at, False, part.path)
            return part.value
        case Differs():
            second = part.number in chosen
            placed(at, second, part.path_after if second else part.path_before)
            return part.after if second else part.before
        case Table():
            found = {key: mixed(each, chosen, placed, (*at, key)) for key, each in part.parts.items()}
            return {key: each for key, each in found.items() if each is not NOTHING}
        case Items():
            items: list[Any] = []
            for each in part.parts:
                item = mixed(each, chosen, placed, (*at, len(items)))
                if item is not NOTHING:
                    items.append(item)
            return items


def plain(value: Any) -> Any:
    """A value as JSON has it: whole numbers as they are, decimals and dates as texts."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | bool | int) else show_number(Fraction(value))
