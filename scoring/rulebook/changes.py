"""`use` and `[change]`: a rulebook that rests on others, and what it changes of them.

A changed entry keeps its name and its place; a changed key's place is in the file that changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from scoring.documents.document import Document
from scoring.documents.positions import Path
from scoring.problems import Place, Problem, Text, nearest
from scoring.rulebook import model
from scoring.rulebook.loading import validated
from scoring.rulebook.rulebook import Change, Entry, Rulebook, Sections, merged, rulebook_of

SECTIONS = {"fact": "facts", "value": "values", "list": "lists", "column": "columns", "rule": "rules", "check": "checks", "unit": "units",
            "group": "groups", "basis": "bases"}  # fmt: skip
OTHERS = {"frame": "frames", "grade": "grades", "limit": "limits", "result": "results", "peers": "peers"}


@dataclass(frozen=True, eq=False)
class ChangedDocument(Document):
    """A document with some values replaced, whose places are where the new ones are written."""

    base: Document | None = None
    replaced: dict[Path, tuple[Document, Path]] = field(default_factory=dict)

    def _place(self, path: Path, which: int) -> Place:
        assert self.base is not None
        for length in range(len(path), 0, -1):
            if path[:length] in self.replaced:
                document, at = self.replaced[path[:length]]
                return document._place((*at, *path[length:]), which)
        return self.base._place(path, which)


def resting_on(book: Rulebook, used: Sequence[Rulebook]) -> tuple[Rulebook, list[Problem]]:
    """The rulebook with everything of those that it uses, changed as it says; a name with two meanings is a problem."""
    layers = [replace(one.sections, examples=(), cases=(), scorecards=()) for one in _once(used)]
    sections, problems = merged([*layers, book.sections])
    others: dict[str, Mapping[str, Entry[Any]]] = {}
    for kind, attribute in OTHERS.items():
        others[attribute] = _joined(kind, [getattr(one, attribute) for one in (*_once(used), book)], problems)
    changes: list[Change] = []
    for entry in book.changes_written:
        sections, others = _changed(entry, sections, others, changes, problems)
    documents = tuple(dict.fromkeys(document for one in (book, *used) for document in one.documents))
    made = rulebook_of(book.header, sections, others, documents)
    inherited = tuple(dict.fromkeys(change for one in used for change in one.changes))
    listed = [one for each in (*used, book) for one in each.revisions]
    revisions = {(one.document.file, one.path): one for one in listed}.values()
    return replace(
        made,
        changes=(*inherited, *changes),
        changes_written=book.changes_written,
        revisions=tuple(sorted(revisions, key=lambda one: one.model.on)),
    ), problems


def _once(used: Sequence[Rulebook]) -> Iterator[Rulebook]:
    seen: set[str] = set()
    for book in used:
        if book.fingerprint not in seen:
            seen.add(book.fingerprint)
            yield book


def _joined(kind: str, layers: Iterable[Mapping[str, Entry[Any]]], problems: list[Problem]) -> dict[str, Entry[Any]]:
    found: dict[str, Entry[Any]] = {}
    for layer in layers:
        for name, entry in layer.items():
            if name in found and found[name].place != entry.place:
                message = Text(f"{kind} `{name or 'total'}` has two meanings; the other is at {found[name].place}",
                               f"{name or 'total'} 有两个含义，另一处在 {found[name].place}")  # fmt: skip
                fix = Text(
                    f"write [change.{kind}.{name or 'total'}] to change it",
                    f"要修改它，请写 [change.{kind}.{name or 'total'}]",
                )
                problems.append(Problem("name-twice", message, entry.place, fix))
            found.setdefault(name, entry)
    return found


def _changed(
    change: Entry[model.ChangeModel],
    sections: Sections,
    others: dict[str, Mapping[str, Entry[Any]]],
    changes: list[Change],
    problems: list[Problem],
) -> tuple[Sections, dict[str, Mapping[str, Entry[Any]]]]:
    """Everything with one entry changed."""
    kind, name = str(change.path[1]), str(change.path[2])
    attribute = SECTIONS.get(kind) or OTHERS.get(kind)
    if attribute is None:
        known = ", ".join([*SECTIONS, *OTHERS])
        problems.append(
            _unknown(f"[change.{kind}]", kind, [*SECTIONS, *OTHERS], change, Text(f"one of {known}", f"可为 {known}"))
        )
        return sections, others
    entries = getattr(sections, attribute) if kind in SECTIONS else others[attribute]
    key = "" if kind == "grade" and name == "total" else name
    if key not in entries:
        problems.append(_unknown(f"{kind} `{name}`", name, list(entries), change, None))
        return sections, others
    made = _with(entries[key], change, changes, problems)
    if made is None:
        return sections, others
    changed = {**entries, key: made}
    if kind in SECTIONS:
        one: dict[str, Any] = {attribute: changed}
        return replace(sections, **one), others
    return sections, {**others, attribute: changed}


def _with(
    entry: Entry[Any], change: Entry[model.ChangeModel], changes: list[Change], problems: list[Problem]
) -> Entry[Any] | None:
    """The entry with the keys that a change sets."""
    written: Any = entry.document.data
    for key in entry.path:
        written = written[key]
    before = written if isinstance(written, dict) else type(entry.model).model_validate(written).model_dump(
        by_alias=True, exclude_unset=True)  # fmt: skip
    data = with_value(entry.document.data, entry.path, {**before, **change.model.set})
    replaced = {(*entry.path, key): (change.document, (*change.path, "set", key)) for key in change.model.set}
    document = ChangedDocument(entry.document.file, data, entry.document.lines, base=entry.document, replaced=replaced)
    made, found = validated(type(entry.model), document, entry.path)
    problems += found
    for key, after in change.model.set.items():
        if before.get(key) == after:
            message = Text(f"`{key}` is {after} already", f"{key} 已经是 {after}")
            problems.append(Problem("changes-nothing", message, change.at("set", key), Text("delete it", "删去")))
        changes.append(Change(str(change.path[1]), str(change.path[2]), key, before.get(key), after,
                              change.model.why, change.at("set", key), change.model.basis))  # fmt: skip
    return None if made is None else Entry(entry.name, made, document, entry.path)


def with_value(data: Any, path: Path, value: Any) -> Any:
    """The data with a value at a path that is there; what lies beside is shared."""
    if not path:
        return value
    if isinstance(data, list):
        return [with_value(item, path[1:], value) if number == path[0] else item for number, item in enumerate(data)]
    return {**data, path[0]: with_value(data[path[0]], path[1:], value)}


def _unknown(
    what: str, name: str, known: Sequence[str], change: Entry[model.ChangeModel], otherwise: Text | None
) -> Problem:
    near = nearest(name, known)
    fix = Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else otherwise
    listed = ", ".join(known[:20])
    return Problem(
        "unknown-change",
        Text(f"there is no {what} to change", f"没有可修改的 {what}"),
        change.place,
        fix or Text(f"there are {listed}", f"有 {listed}"),
    )
