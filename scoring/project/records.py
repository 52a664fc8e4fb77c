"""The records of a list as they are reported: `[ { … }, { … } ]`, each with its fields, and with a name where the list has a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from scoring.nodes.kind import Kind
from scoring.problems import Text, nearest
from scoring.project.about import ABOUT, DRAFT, read_draft
from scoring.project.fact_sheet import Reported
from scoring.project.reading import Path, Reading, ReadValue
from scoring.values.number import show_number
from scoring.values.value import Record, Unknown, Value

MAX_RECORDS = 10_000


class ReadField(Protocol):
    """Reads a value with what surrounds it."""

    def __call__(self, name: str, raw: Any, kind: Kind, path: Path) -> Reported | None: ...


@dataclass
class RecordReader:
    """Reads the records of one list; `reported`: each one's fields as they were reported."""

    reading: Reading
    kind: Kind
    read: ReadField
    reported: list[Mapping[str, Reported]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fields = dict(self.kind.fields)

    def records(self, raw: Sequence[Any], path: Path) -> ReadValue | None:
        """All records in their order; None where any is at fault.

        Reports `too-long`, `wrong-kind`, `unknown-key`, `record-without-name`, `record-twice`, and what the fields' values do.
        """
        if len(raw) > MAX_RECORDS:
            message = Text(
                f"{len(raw)} records; at most {MAX_RECORDS} are read", f"{len(raw)} 条记录，最多读 {MAX_RECORDS} 条"
            )
            fix = Text("add them up before, by kind", "先按类别合计")
            self.reading.problem("too-long", message, self.reading.document.value_place(path), fix)
            return None
        found = [self._record(row, number, (*path, number)) for number, row in enumerate(raw)]
        records = [record for record in found if record is not None]
        sound = len(records) == len(found)
        if self.kind.key:
            sound = self._each_named_once(found, self.kind.key, path) and sound
            _named_by_record(records, self.kind)
        written = f"{len(records)} 条"
        return ReadValue(tuple(records), None, written, self.kind, tuple(self.reported)) if sound else None

    def _record(self, row: Any, position: int, path: Path) -> Record | None:
        """One record; of a list with one field it may be the value alone."""
        if len(self.fields) == 1 and not isinstance(row, dict):
            ((name, kind),) = self.fields.items()
            only = self.read(name, row, kind, path)
            self.reported.append({name: only} if only is not None else {})
            return Record({name: only.value}, position) if only is not None else None
        if not isinstance(row, dict):
            if path not in self.reading.document.unread:
                self._no_record(row, path)
            return None
        record = Record({name: Unknown((name,)) for name in self.fields}, position)
        sound = True
        said: dict[str, Reported] = {}
        for key, written in row.items():
            if key not in self.fields:
                sound = self._beside(key, written, (*path, key)) and sound
                continue
            reported = self.read(key, written, self.fields[key], (*path, key))
            sound = sound and reported is not None
            if reported is not None:
                record[key] = reported.value
                said[key] = reported
        self.reported.append(said)
        return record if sound else None

    def _no_record(self, row: Any, path: Path) -> None:
        fix = Text('write { amount = "…" }', '写成 { amount = "…" }')
        if self.fields:
            keys = ", ".join(f"{name} = …" for name in list(self.fields)[:3])
            fix = Text(f"write {{ {keys} }}", f"写成 {{ {keys} }}")
        at = self.reading.document.value_place(path)
        self.reading.wrong_kind(Text("a record: { … }", "一条记录：{ … }"), row, at, fix)

    def _beside(self, key: str, written: Any, path: Path) -> bool:
        """Whether a key that is no field may stand in a record: what is said of it."""
        if key == DRAFT:
            read_draft(self.reading, written, path)
        if key in ABOUT or key in ("label", DRAFT):
            return True
        near = nearest(key, self.fields)
        self.reading.problem(
            "unknown-key",
            Text(f"the records have no `{key}`", f"记录没有 {key} 这个字段"),
            self.reading.document.key_place(path),
            Text(f"did you mean `{near}`?", f"是否指 {near}？")
            if near
            else Text(f"they have {', '.join(self.fields)}", f"字段有 {', '.join(self.fields)}"),
        )
        return False

    def _each_named_once(self, records: Sequence[Mapping[str, Value] | None], key: str, path: Path) -> bool:
        """Whether each record has a name in `key` that no other has; those that have none, or another's, are told."""
        first: dict[Value, int] = {}
        sound = True
        for number, record in enumerate(records):
            name = record.get(key) if record is not None else None
            if isinstance(name, Unknown):
                self._without_name(number, key, path)
                sound = False
            elif isinstance(name, str | Fraction) and name in first:
                self._twice(name, key, (*path, first[name], key), (*path, number, key))
                sound = False
            elif isinstance(name, str | Fraction):
                first[name] = number
        return sound

    def _without_name(self, number: int, key: str, path: Path) -> None:
        self.reading.problem(
            "record-without-name",
            Text(f"record {number + 1} has no `{key}`, which names it", f"第 {number + 1} 条记录没有 {key}，无从称呼"),
            self.reading.document.value_place((*path, number)),
            Text(f'add {key} = "…"', f'补上 {key} = "…"'),
        )

    def _twice(self, name: str | Fraction, key: str, first: Path, second: Path) -> None:
        place = self.reading.document.value_place(first)
        said = show_number(name) if isinstance(name, Fraction) else name[:60]
        self.reading.problem(
            "record-twice",
            Text(
                f"two records have the {key} `{said}`; the other is at {place}",
                f"有两条记录的 {key} 是 {said}，另一条在 {place}",
            ),
            self.reading.document.value_place(second),
            Text("give one of them another name, or delete it", "给其中一条改名，或删去"),
        )


def _named_by_record(records: Sequence[Record], kind: Kind) -> None:
    """What is missing of a record that has a name is named by it: `bids.C.price`, `bids.C.marks.2.mark`."""
    for record in records:
        name = record.get(kind.key)
        if isinstance(name, str | Fraction):
            _named_below(record, f"{kind.of}.{show_number(name) if isinstance(name, Fraction) else name}")


def _named_below(record: Record, named: str) -> None:
    for field_, value in record.items():
        if isinstance(value, Unknown):
            record[field_] = Unknown(tuple(f"{named}.{name}" for name in value.missing))
        elif isinstance(value, tuple):
            for number, inner in enumerate(value, 1):
                if isinstance(inner, Record):
                    _named_below(inner, f"{named}.{field_}.{number}")
