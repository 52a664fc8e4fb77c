"""A form that is read again: what changed in it goes into the project's file, and what a person wrote there stays.

Three texts are compared, key by key: the project as it was read last, as it is now, and as the form says it now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

OF_ROWS = "indicator"
LISTED = ("not_understood", "assumed", "adjusted")
JUDGED_BY = ("label", "target", "actual")
"""What a judgement of a row rests on."""
WHERE = ("at", "source")
"""Keys that say where something stands: they move with it, and are no change of what is said."""
NOTHING = object()


@dataclass(frozen=True, slots=True)
class Change:
    """What a form says differently than when it was read last: the key by its path, its cell, before and after."""

    path: tuple[str, ...]
    cell: str | None
    before: str | None
    after: str | None
    kept: bool = False  # a person had written something else there, and that stays

    @property
    def key(self) -> str:
        return ".".join(self.path)


@dataclass(slots=True)
class Merged:
    """A project's data with what changed; `stale` are the rows whose judgement was of what is there no longer."""

    data: dict[str, Any]
    changes: list[Change] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], new: Mapping[str, Any]) -> Merged:
    """What the file should say: changes of the form, except where a person wrote something else."""
    new = with_known_ids(base, new)
    made = Merged(deepcopy(dict(mine)))
    for path, before, after in _differences(base, new):
        if path[0] in LISTED:
            _listed(made.data, path[0], base, new)
            continue
        now = _at(made.data, path)
        kept = now is not NOTHING and now != before and now != after
        if not kept:
            _put(made.data, path, after)
        if path[0] not in ("source", "unit") and path[-1] not in WHERE and _said(before) != _said(after):
            made.changes.append(Change(path, _cell(new, path) or _cell(base, path), _said(before), _said(after), kept))
    _mark_stale(made)
    return made


def changed_paths(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[tuple[str, ...], Any]]:
    """Every key that says something else now, with what it says; `NOTHING` for one that goes."""
    return [(path, other) for path, _, other in _differences(before, after)]


def with_known_ids(base: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The same rows keep their ids: by group and name, then by group and place in the form."""
    before, after = dict(base.get(OF_ROWS, {})), dict(new.get(OF_ROWS, {}))
    named: dict[str, str] = {}
    for told in (("in", "label"), ("in", "at")):
        taken = set(named.values())
        free = {_same(row, told): id_ for id_, row in before.items() if id_ not in taken}
        for id_, row in after.items():
            if id_ not in named and _same(row, told) in free:
                named[id_] = free.pop(_same(row, told))
    used = set(named.values()) | set(before)
    for id_ in after:
        if id_ not in named:
            named[id_] = _free(id_, used)
            used.add(named[id_])
    data = dict(deepcopy(dict(new)))
    if after:
        data[OF_ROWS] = {named[id_]: data[OF_ROWS][id_] for id_ in after}
    for section in LISTED:
        for one in data.get(section, []):
            if "row" in one:
                one["row"] = named.get(one["row"], one["row"])
    return data


def _same(row: Mapping[str, Any], told: tuple[str, str]) -> tuple[Any, ...]:
    return tuple(row.get("at", {}).get("label") if key == "at" else row.get(key) for key in told)


def _free(id_: str, used: set[str]) -> str:
    letters = id_.rstrip("0123456789") or id_
    number = 1
    while id_ in used:
        id_ = f"{letters}{number}"
        number += 1
    return id_


def _differences(base: Any, new: Any) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Every key that the two say differently: a fact, a key of a row, a key of another section."""
    for section in dict.fromkeys((*base, *new)):
        before, after = base.get(section, NOTHING), new.get(section, NOTHING)
        if before == after:
            continue
        if not isinstance(before, Mapping) or not isinstance(after, Mapping):
            if isinstance(before, Mapping) or isinstance(after, Mapping):
                said = before if isinstance(before, Mapping) else after
                yield from (((section, name), *_pair(before, after, name)) for name in said)
            else:
                yield (section,), before, after
            continue
        for name in dict.fromkeys((*before, *after)):
            one, other = _pair(before, after, name)
            if one == other:
                continue
            both = isinstance(one, Mapping) and isinstance(other, Mapping)
            if section in (OF_ROWS, "filled_form", "claim", "source") and both:
                yield from (((section, name, key), *_pair(one, other, key)) for key in dict.fromkeys((*one, *other))
                            if _pair(one, other, key)[0] != _pair(one, other, key)[1])  # fmt: skip
            else:
                yield (section, name), one, other


def _pair(before: Any, after: Any, name: str) -> tuple[Any, Any]:
    one, other = (each.get(name, NOTHING) if isinstance(each, Mapping) else NOTHING for each in (before, after))
    return one, other


def _listed(data: dict[str, Any], section: str, base: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """What is listed anew is added, what is listed no longer goes; what a person took away stays away."""
    before, after = base.get(section, []), new.get(section, [])
    kept = [one for one in data.get(section, []) if one not in before or one in after]
    data[section] = [*kept, *(one for one in after if one not in before and one not in kept)]
    if not data[section]:
        del data[section]


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return NOTHING
        data = data[key]
    return data


def _put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    at = data
    for key in path[:-1]:
        at = at.setdefault(key, {})
    if value is NOTHING:
        at.pop(path[-1], None)
    else:
        at[path[-1]] = deepcopy(value)


def _mark_stale(made: Merged) -> None:
    """A judgement of a row that says something else now counts no longer until somebody confirms it."""
    for change in made.changes:
        section, *rest = change.path
        if section != OF_ROWS or len(rest) != 2 or rest[1] not in JUDGED_BY or change.kept:
            continue
        judged = made.data[OF_ROWS].get(rest[0], {}).get("judged")
        if isinstance(judged, dict) and rest[0] not in made.stale:
            judged["stale"] = f"{change.cell or rest[1]}: {change.before or '—'} → {change.after or '—'}"
            made.stale.append(rest[0])


def _cell(data: Any, path: tuple[str, ...]) -> str | None:
    """Where the form says it."""
    said = _at(data, path)
    if isinstance(said, Mapping) and isinstance(said.get("at"), str):
        return str(said["at"])
    if path[0] == OF_ROWS and len(path) == 3:
        at = _at(data, (*path[:2], "at"))
        return at.get(path[2]) if isinstance(at, Mapping) else None
    return None


def _said(value: Any) -> str | None:
    """A value as people read it."""
    if value is NOTHING:
        return None
    if isinstance(value, Mapping):
        inner = next((value[key] for key in ("value", "is", "label") if key in value), None)
        return _said(inner) if inner is not None else ", ".join(f"{key} {each}" for key, each in value.items())
    if isinstance(value, list):
        return "; ".join(filter(None, map(_said, value)))
    return str(value)
