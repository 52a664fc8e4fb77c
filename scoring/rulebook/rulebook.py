"""Rulebooks and indicator sets: files put together, names unique, fingerprinted.

Pure: documents in, a `Rulebook` or `IndicatorSet` and all problems out. Every section is a mapping from
a name to an `Entry`, which remembers where it was written. The order of files and of sections means nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from scoring.documents.document import Document
from scoring.problems import Place, Problem, Text
from scoring.rulebook import model
from scoring.rulebook.authored import Authored
from scoring.rulebook.fingerprint import fingerprint_of, plain_of
from scoring.rulebook.frame import canonical, group_names, names_twice
from scoring.rulebook.loading import validated

M = TypeVar("M")
PEERS = "peers"
"""The name of what `[peers]` declares."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """One named thing that an author wrote, and where."""

    name: str
    model: M
    document: Document
    path: tuple[str | int, ...]

    def at(self, *keys: str | int) -> Place:
        """The place of a value below this entry, inside its quotes."""
        return self.document.value_place((*self.path, *keys))

    def key(self, *keys: str | int) -> Place:
        return self.document.key_place((*self.path, *keys))

    def writes(self, key: str) -> bool:
        """Whether that key has a value here, be it one that cannot be used."""
        at: Any = self.document.data
        for step in self.path:
            at = at[step]
        return at.get(key) is not None or (*self.path, key) in self.document.unread

    @property
    def place(self) -> Place:
        """Where the entry begins: its key or its table's header."""
        return self.document.key_place(self.path)


@dataclass(frozen=True, slots=True)
class Sections:
    """Everything that rulebooks, sets and projects may declare, by name."""

    facts: Mapping[str, Entry[model.FactModel]] = field(default_factory=dict)
    values: Mapping[str, Entry[model.ValueModel]] = field(default_factory=dict)
    lists: Mapping[str, Entry[model.ListModel]] = field(default_factory=dict)
    columns: Mapping[str, Entry[model.ColumnModel]] = field(default_factory=dict)  # by "LIST.NAME"
    rules: Mapping[str, Entry[model.RuleModel]] = field(default_factory=dict)
    checks: Mapping[str, Entry[model.CheckModel]] = field(default_factory=dict)
    units: Mapping[str, Entry[model.UnitModel]] = field(default_factory=dict)
    groups: Mapping[str, Entry[model.GroupModel]] = field(default_factory=dict)
    bases: Mapping[str, Entry[model.BasisModel]] = field(default_factory=dict)
    reads: Mapping[str, Entry[model.ReadModel]] = field(
        default_factory=dict
    )  # scores nothing, so no part of the fingerprint
    examples: tuple[Entry[model.ExampleModel], ...] = ()
    cases: tuple[Entry[model.CasesModel], ...] = ()
    scorecards: tuple[Entry[model.ScorecardModel], ...] = ()
    group_names: Mapping[str, str] = field(default_factory=dict)  # the group by what forms call it as well


DECLARED = ("facts", "values", "lists", "columns", "rules", "checks", "units", "groups", "bases")
OF_RECORDS = ("lists", "columns")


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One key that a rulebook changes of what it uses."""

    kind: str
    name: str
    key: str
    before: Any
    after: Any
    why: str
    place: Place
    basis: str | Mapping[str, str] | None = None

    @property
    def said(self) -> str:
        """What becomes of what: `rule reach: nothing_below 60% → 50%`."""
        before, after = (_as_written(value) for value in (self.before, self.after))
        return f"{self.kind} `{self.name}`: {self.key} {before} → {after}"


def _as_written(value: Any) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class Rulebook:
    header: Entry[model.RulebookHeader]
    sections: Sections
    frames: Mapping[str, Entry[model.FrameModel]]
    grades: Mapping[str, Entry[model.GradeModel]]  # "" is the grade of the total
    limits: Mapping[str, Entry[model.LimitModel]]
    results: Mapping[str, Entry[model.ResultModel]]
    fingerprint: str
    documents: tuple[Document, ...]
    peers: Mapping[str, Entry[model.PeersModel]] = field(default_factory=dict)  # by `PEERS`, where there are any
    changes_written: tuple[Entry[model.ChangeModel], ...] = ()
    changes: tuple[Change, ...] = ()  # of what it uses, as they were made
    revisions: tuple[Entry[model.RevisionModel], ...] = ()  # of it and of what it uses, the first first

    @property
    def name(self) -> str:
        return self.header.model.name


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    header: Entry[model.SetHeader]
    sections: Sections
    indicators: Mapping[str, Entry[model.IndicatorModel]]
    fingerprint: str
    documents: tuple[Document, ...]
    revisions: tuple[Entry[model.RevisionModel], ...] = ()

    @property
    def name(self) -> str:
        return self.header.model.name


def text_of(label: model.Label | None, otherwise: str = "") -> Text:
    """An author's label in both languages; a plain string serves for both."""
    if label is None:
        return Text(otherwise, otherwise)
    if isinstance(label, str):
        return Text(label, label)
    first = label.get("zh") or label.get("en") or otherwise
    return Text(label.get("en") or first, label.get("zh") or first)


def put_together(documents: Sequence[Document]) -> tuple[Rulebook | None, list[Problem]]:
    """A rulebook from all its files, with every problem of all of them."""
    problems: list[Problem] = []
    files = _files(model.RulebookFile, documents, problems)
    sections = _sections(files, problems)
    header = _header(files, "rulebook", documents, problems)
    frames = _section(files, "frame", problems)
    limits = _section(files, "limit", problems)
    results = _section(files, "result", problems)
    grades = _grades(files, problems)
    if header is None:
        return None, problems
    problems += names_twice(frames)
    peers = _peers(files, problems)
    others = {"frames": frames, "grades": grades, "limits": limits, "results": results, "peers": peers}
    book = rulebook_of(header, sections, others, tuple(documents))
    return replace(book, changes_written=tuple(_changes(files)), revisions=_revisions(files)), problems


def rulebook_of(
    header: Entry[model.RulebookHeader],
    sections: Sections,
    others: Mapping[str, Mapping[str, Entry[Any]]],
    documents: tuple[Document, ...],
) -> Rulebook:
    """A rulebook of these parts, fingerprinted; `others` are its frames, grades, limits, results and peers."""
    frames, grades, limits, results = (others[name] for name in ("frames", "grades", "limits", "results"))
    sections = replace(sections, group_names=group_names(frames))
    written = _written(sections) | {
        "rulebook": plain_of(header.model),
        **{
            name: _plain_all(entries)
            for name, entries in (("frame", frames), ("grade", grades), ("limit", limits), ("result", results))
        },
    }
    peers = others["peers"]
    written |= {"peers": _plain_all(peers)} if peers else {}
    return Rulebook(header, sections, frames, grades, limits, results, fingerprint_of(written), documents, peers)


def _changes(files: Files) -> Iterator[Entry[model.ChangeModel]]:
    for file, document in files:
        for kind, changes in file.change.items():
            for name, change in changes.items():
                yield Entry(name, change, document, ("change", kind, name))


def _revisions(files: Files) -> tuple[Entry[model.RevisionModel], ...]:
    """Every revision, by its day; of one day as they stand."""
    found = [
        Entry(f"revision {number + 1}", one, document, ("revision", number))
        for file, document in files
        for number, one in enumerate(file.revision)
    ]
    return tuple(sorted(found, key=lambda one: one.model.on))


def put_set_together(documents: Sequence[Document]) -> tuple[IndicatorSet | None, list[Problem]]:
    """An indicator set from all its files, with every problem of all of them."""
    problems: list[Problem] = []
    files = _files(model.SetFile, documents, problems)
    sections = _sections(files, problems)
    header = _header(files, "indicator_set", documents, problems)
    indicators: dict[str, Entry[model.IndicatorModel]] = _section(files, "indicator", problems)
    if header is None:
        return None, problems
    made = set_of(header, sections, indicators, tuple(documents))
    return replace(made, revisions=_revisions(files)), problems


def set_of(
    header: Entry[model.SetHeader],
    sections: Sections,
    indicators: Mapping[str, Entry[model.IndicatorModel]],
    documents: tuple[Document, ...],
) -> IndicatorSet:
    """An indicator set of these parts, fingerprinted."""
    written = _written(sections) | {"indicator_set": plain_of(header.model), "indicator": _plain_all(indicators)}
    return IndicatorSet(header, sections, indicators, fingerprint_of(written), documents)


def sections_of(file: model.Shared, document: Document) -> tuple[Sections, list[Problem]]:
    """What one file, such as a project, declares of its own."""
    problems: list[Problem] = []
    return _sections([(file, document)], problems), problems


def merged(layers: Iterable[Sections]) -> tuple[Sections, list[Problem]]:
    """Several layers as one; a name with two meanings is a problem at its second place."""
    problems: list[Problem] = []
    layers = tuple(layers)
    names = {name: path for layer in layers for name, path in layer.group_names.items()}

    def joined(section: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for layer in layers:
            for written, entry in getattr(layer, section).items():
                name = canonical(written, names) if section == "groups" else written
                if name in found and found[name].place != entry.place:
                    problems.append(_twice(section[:-1], name, entry.place, found[name].place))
                found.setdefault(name, entry)
        return found

    result = Sections(
        **{name: joined(name) for name in (*DECLARED, "reads")},
        examples=tuple(entry for layer in layers for entry in layer.examples),
        cases=tuple(entry for layer in layers for entry in layer.cases),
        scorecards=tuple(entry for layer in layers for entry in layer.scorecards),
        group_names=names,
    )
    problems += _named_twice(result)
    return result, problems


def _plain_all(entries: Mapping[str, Entry[Any]]) -> dict[str, Any]:
    return {name: plain_of(entry.model) for name, entry in entries.items()}


def _written(sections: Sections) -> dict[str, Any]:
    of_records = {name: _plain_all(getattr(sections, name)) for name in OF_RECORDS if getattr(sections, name)}
    return of_records | {name: _plain_all(getattr(sections, name)) for name in DECLARED if name not in OF_RECORDS}


def _named_twice(sections: Sections) -> Iterator[Problem]:
    """Facts, values and lists are called by their names alone, so that none may have another's."""
    taken: dict[str, Entry[Any]] = dict(sections.facts)
    for section, entries in (("value", sections.values), ("list", sections.lists)):
        for name, entry in entries.items():
            if name in taken:
                yield _twice(section, name, entry.place, taken[name].place)
            taken.setdefault(name, entry)


Files = Sequence[tuple[Any, Document]]
HEADERS = ("project", "indicator_set", "rulebook")
"""What says what a file is."""


def _files(kind: type[Authored], documents: Sequence[Document], problems: list[Problem]) -> list[tuple[Any, Document]]:
    files = []
    for document in documents:
        if (told := _of_another_kind(kind, document)) is not None:
            problems.append(told)
            continue
        file, found = validated(kind, document)
        problems += found
        if file is not None:
            files.append((file, document))
    return files


def _of_another_kind(kind: type[Authored], document: Document) -> Problem | None:
    """That a file which lies among others calls itself something else: told once, and not key by key."""
    said = next((header for header in HEADERS if header in document.data), None)
    own = next(header for header in HEADERS if header in kind.model_fields)
    if said is None or own in document.data:
        return None
    return Problem(
        "unknown-key",
        Text(f"this file says `{said}`, and cannot be read as `{own}`", f"此文件写有 {said}，不能作为 {own} 读取"),
        document.header_place((said,)),
        Text(f"name the file that says `{own}`, or keep its files in a folder of their own",
             f"写明含有 {own} 的那个文件，或把它的文件单独放在一个文件夹里"),
    )  # fmt: skip


def _section(files: Files, section: str, problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Entry[Any]] = {}
    for file, document in files:
        for name, authored in getattr(file, "list_" if section == "list" else section).items():
            entry = Entry(name, authored, document, (section, name))
            if name in found:
                problems.append(_twice(section, name, entry.place, found[name].place))
            else:
                found[name] = entry
    return found


def _sections(files: Files, problems: list[Problem]) -> Sections:
    def listed(section: str) -> tuple[Entry[Any], ...]:
        return tuple(
            Entry(f"{section} {number + 1}", authored, document, (section, number))
            for file, document in files
            for number, authored in enumerate(getattr(file, section, ()))
        )

    sections = Sections(
        facts=_section(files, "fact", problems),
        values=_section(files, "value", problems),
        lists=_section(files, "list", problems),
        columns=_columns(files, problems),
        rules=_section(files, "rule", problems),
        checks=_section(files, "check", problems),
        units=_section(files, "unit", problems),
        groups=_section(files, "group", problems),
        bases=_section(files, "basis", problems),
        reads=_section([each for each in files if isinstance(each[0], model.Published)], "read", problems),
        examples=listed("example"),
        cases=listed("cases"),
        scorecards=listed("scorecard"),
    )
    problems += _named_twice(sections)
    return sections


def _columns(files: Files, problems: list[Problem]) -> dict[str, Entry[model.ColumnModel]]:
    """Every column, by the name of its list and its own."""
    found: dict[str, Entry[model.ColumnModel]] = {}
    for file, document in files:
        for of, columns in file.column.items():
            for short, authored in columns.items():
                entry = Entry(f"{of}.{short}", authored, document, ("column", of, short))
                if entry.name in found:
                    problems.append(_twice("column", entry.name, entry.place, found[entry.name].place))
                else:
                    found[entry.name] = entry
    return found


def _header(files: Files, section: str, documents: Sequence[Document], problems: list[Problem]) -> Entry[Any] | None:
    headers = [
        Entry(section, getattr(file, section), document, (section,))
        for file, document in files
        if getattr(file, section) is not None
    ]
    for extra in headers[1:]:
        problems.append(_twice("section", f"[{section}]", extra.place, headers[0].place))
    if not headers and len(files) == len(documents) and documents:
        problems.append(
            Problem(
                "missing-section",
                Text(f"no file here has a section [{section}]", f"这里没有任何文件含有 [{section}] 一节"),
                Place(documents[0].file),
                Text(f'add [{section}] with name = "…"', f'补上 [{section}]，写明 name = "…"'),
            )
        )
    return headers[0] if headers else None


def _grades(files: Files, problems: list[Problem]) -> dict[str, Entry[model.GradeModel]]:
    """`[grade]` grades the total, `[grade.NAME]` a result."""
    found: dict[str, Entry[model.GradeModel]] = {}
    for file, document in files:
        if not file.grade:
            continue
        of_total = isinstance(file.grade.get("rows"), list) or "by" in file.grade
        wanted = {"": ("grade",)} if of_total else {name: ("grade", name) for name in file.grade}
        for name, path in wanted.items():
            table, faults = validated(model.GradeModel, document, path)
            problems += faults
            if table is None:
                continue
            entry = Entry(name, table, document, path)
            if name in found:
                problems.append(_twice("grade", name or "total", entry.place, found[name].place))
            else:
                found[name] = entry
    return found


def _peers(files: Files, problems: list[Problem]) -> dict[str, Entry[model.PeersModel]]:
    found = [Entry(PEERS, file.peers, document, ("peers",)) for file, document in files if file.peers is not None]
    problems += [_twice("section", "[peers]", extra.place, found[0].place) for extra in found[1:]]
    return {PEERS: found[0]} if found else {}


def _twice(what: str, name: str, second: Place, first: Place) -> Problem:
    return Problem(
        "name-twice",
        Text(f"{what} `{name}` has two meanings; the other is at {first}", f"{name} 有两个含义，另一处在 {first}"),
        second,
        Text("rename one of the two, or delete it", "给其中一个改名，或者删去"),
    )
