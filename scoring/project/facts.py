"""Project data to a fact sheet: every reported value with its kind, unit, source and place.

Nothing is coerced or invented: an amount whose unit is in doubt, a word where a number belongs, an
undeclared name are problems; a month stays a month, a bound stays a bound.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.documents.document import Document
from scoring.documents.syntax import as_key
from scoring.nodes.kind import ANY, DATE, NUMBER, YES_NO, Kind
from scoring.problems import Place, Problem, Text, nearest, one_of
from scoring.project.fact_sheet import NOTHING_SAID, About, Reported
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry
from scoring.values.amount import read_amount, with_unit
from scoring.values.amount_diagnosis import AmountFault
from scoring.values.bound import Bound
from scoring.values.day import Day, is_date
from scoring.values.number import show_number
from scoring.values.units import Unit, Units
from scoring.values.value import Record, Unknown, Value

ABOUT = ("source", "at", "by", "on", "why", "evidence", "set_on", "note")
DRAFT = "draft"
"""Said of what was read by a program and that nobody has confirmed yet."""
BOUNDS = ("at_least", "at_most")
MAX_RECORDS = 10_000

QUOTED = Text('write it in quotes: "…"', '加引号："…"')
AMOUNT = Text(
    'write a number, or a number with its unit in quotes: "28 万元"', '写数字，或加引号写数字和单位："28 万元"'
)
WANTED: Mapping[str, tuple[Text, Text]] = {
    "yes_no": (Text("yes or no", "是或否"), Text("write true or false, without quotes", "写 true 或 false，不加引号")),
    "text": (Text("text in quotes", "带引号的文字"), QUOTED),
    "list": (Text("a list of records", "记录列表"), Text("write [ { … }, { … } ]", "写成 [ { … }, { … } ]")),
}


def presumption_of(entry: Entry[model.FactModel]) -> str | None:
    """The formula that a fact is presumed to be, `= base`; None where it is presumed to be a value, or not at all."""
    written = entry.model.if_missing
    return written[1:].strip() if isinstance(written, str) and written.startswith("=") else None


SAY_IT = Text("say the value, or leave the fact out", "写明数值，或不写这项数据")


class FactReader:
    """Reads values of known kinds out of one document, gathering problems."""

    def __init__(self, units: Units, document: Document, sources: Mapping[str, Any]) -> None:
        self.units = units
        self.document = document
        self.sources = sources
        self.problems: list[Problem] = []
        self.records: tuple[Mapping[str, Reported], ...] = ()
        """Of the list that was read last: each record's fields as they were reported."""
        self._records_read: list[Mapping[str, Reported]] = []

    def reported(self, name: str, raw: Any, kind: Kind, path: tuple[str | int, ...]) -> Reported | None:
        """A fact as `value` or as `{ value = …, source = …, at = … }`; None when it cannot be read."""
        about = NOTHING_SAID
        place = self.document.value_place(path)
        if isinstance(raw, dict):
            about, raw, path = self.about(raw, path)
            if raw is None:
                return None
            place = self.document.value_place(path)
        read = self.value(raw, kind, path)
        if read is None:
            return None
        value, unit, written, kind = read
        records = self.records if kind.name == "list" else ()
        return Reported(name, value, written, place, kind, unit, about, records=records)

    def about(self, raw: dict[str, Any], path: tuple[str | int, ...], named: str = "value") -> tuple[About, Any, Any]:
        """What surrounds a value: its source and place; then the value (or its bounds) and its path.

        `named`: the key that the value itself has.
        """
        said: dict[str, str] = {}
        for key, written in raw.items():
            if key == named or (key in BOUNDS and named not in raw):
                continue
            if key in BOUNDS:
                self._problem(
                    "stray-key",
                    Text(f"`{key}` has no effect beside `{named}`", f"写了 {named}，{key} 就不起作用"),
                    self.document.key_place((*path, key)),
                    Text(f"delete it, or `{named}`", f"删去它，或删去 {named}"),
                )
                continue
            if key == DRAFT:
                self._draft(written, (*path, key))
            elif key not in ABOUT:
                near = nearest(key, (named, *ABOUT, DRAFT, *BOUNDS))
                self._problem(
                    "unknown-key",
                    Text(f"unknown key `{key}`", f"未知的键 {key}"),
                    self.document.key_place((*path, key)),
                    Text(f"did you mean `{near}`?", f"是否指 {near}？")
                    if near
                    else Text(
                        f"known here: {named}, {', '.join((*ABOUT, DRAFT))}",
                        f"这里可以写：{named}, {', '.join((*ABOUT, DRAFT))}",
                    ),
                )
            elif key not in ("note", "set_on"):
                text = self._said(written, (*path, key))
                if text is not None:
                    said[key] = text
        about = About(**said)
        if about.source is not None:
            self.known_source(about.source, (*path, "source"))
        if named in raw:
            below = (*path, named)
            if raw[named] is None and below not in self.document.unread:
                self._wrong_kind(Text("a value", "数值"), None, self.document.value_place(below), SAY_IT)
            return about, raw[named], below
        bounds = {key: raw[key] for key in BOUNDS if key in raw}
        if bounds:
            return about, bounds, path
        if nearest(named, raw) is None:  # else it is told already
            self._problem(
                "missing-key",
                Text(f"this gives no `{named}`", f"这里没有写 {named}"),
                self.document.value_place(path),
                Text(f'write {{ {named} = "…" }}', f'写成 {{ {named} = "…" }}'),
            )
        return about, None, path

    def known_source(self, source: str, path: tuple[str | int, ...]) -> None:
        """Tells of a document that the project does not name."""
        if source in self.sources:
            return
        near = nearest(source, list(self.sources))
        self._problem(
            "unknown-source",
            Text(f"source `{source}` is declared nowhere", f"没有声明来源 {source}"),
            self.document.value_place(path),
            Text(f"did you mean `{near}`?", f"是否指 {near}？")
            if near
            else Text(f"add [source.{as_key(source)}] with its title", f"补上 [source.{as_key(source)}]，写明 title"),
        )

    def _draft(self, written: Any, path: tuple[str | int, ...]) -> None:
        if not isinstance(written, bool) and path not in self.document.unread:
            self._wrong_kind(*WANTED["yes_no"][:1], written, self.document.value_place(path), WANTED["yes_no"][1])

    def _said(self, written: Any, path: tuple[str | int, ...]) -> str | None:
        """What is said of a value: a text, a date, a number such as that of a page."""
        if isinstance(written, datetime.date):
            return written.isoformat()
        if isinstance(written, str | int | Decimal) and not isinstance(written, bool):
            return str(written)
        if path not in self.document.unread:
            self._wrong_kind(Text("text in quotes", "带引号的文字"), written, self.document.value_place(path), QUOTED)
        return None

    def value(self, raw: Any, kind: Kind, path: tuple[str | int, ...]) -> tuple[Value, Unit | None, str, Kind] | None:
        """Value, unit, as written, and kind (found out where `kind` is any)."""
        if path in self.document.unread:
            return None
        at = self.document.value_place(path)
        if isinstance(raw, dict) and set(raw) <= set(BOUNDS) and raw and kind.name in ("number", "any"):
            return self._bound(raw, kind, path)
        match kind.name:
            case "any":
                return self._whatever(raw, path)
            case "number":
                return self.number(raw, kind, at)
            case "yes_no" if isinstance(raw, bool):
                return raw, None, "是" if raw else "否", YES_NO
            case "date":
                return self._date(raw, at)
            case "text" if isinstance(raw, str):
                return self._text(raw, kind, at)
            case "list" if isinstance(raw, list):
                return self._records(raw, kind, path)
        wanted, fix = WANTED[kind.name]
        if kind.name == "text" and isinstance(raw, int | Decimal) and not isinstance(raw, bool):
            fix = Text(f'write it in quotes: "{raw}"', f'加引号："{raw}"')
        self._wrong_kind(wanted, raw, at, fix)
        return None

    def _whatever(self, raw: Any, path: tuple[str | int, ...]) -> tuple[Value, Unit | None, str, Kind] | None:
        if isinstance(raw, bool):
            return self.value(raw, YES_NO, path)
        if isinstance(raw, datetime.date) or (isinstance(raw, str) and is_date(raw)):
            return self.value(raw, DATE, path)
        if isinstance(raw, str | int | Decimal):
            return self.number(raw, ANY, self.document.value_place(path))
        self._wrong_kind(Text("an amount", "数量"), raw, self.document.value_place(path), AMOUNT)
        return None

    def number(self, raw: Any, kind: Kind, at: Place) -> tuple[Value, Unit | None, str, Kind] | None:
        if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
            self._wrong_kind(Text("a number", "数字"), raw, at, AMOUNT)
            return None
        if isinstance(raw, int | Decimal):
            return self._bare(Fraction(raw), kind, at)
        amount = read_amount(raw, self.units)
        if isinstance(amount, AmountFault):
            fix = _write_amount(kind) if amount.code == "not-an-amount" else amount.fix
            self._problem(amount.code, amount.message, at.inside(amount.offset, max(1, amount.length)), fix)
            return None
        if amount.unit is None:
            return self._bare(amount.value, kind, at)
        found = Kind("number", amount.unit.dimension, amount.unit.name)
        if kind == NUMBER and not amount.unit.dimension:
            self._share_for_number(raw, amount.value, at)
            return None
        if kind.name == "number" and amount.unit.dimension != kind.dimension:
            wanted = kind.unit or Text("no unit", "无单位").en
            self._problem(
                "unit-does-not-fit",
                Text(
                    f"`{raw}` is in `{amount.unit.name}`, which does not convert to `{wanted}`",
                    f"{raw} 的单位是 {amount.unit.name}，不能换算为 {kind.unit or '无单位的数'}",
                ),
                at,
                Text(f"give it in `{wanted}`", f"用 {kind.unit} 表示")
                if kind.unit
                else Text(
                    f"write the number alone: {show_number(amount.value / amount.unit.factor)}",
                    f"只写数字：{show_number(amount.value / amount.unit.factor)}",
                ),
            )
            return None
        return amount.value, amount.unit, amount.written, found

    def _share_for_number(self, raw: str, value: Fraction, at: Place) -> None:
        shown = show_number(value)
        self._problem(
            "share-for-number",
            Text(f"`{raw}` is a share; a plain number belongs here", f"{raw} 是百分数，这里应为无单位的数"),
            at,
            Text(f'write {shown}, or declare the fact with unit = "%"', f'写 {shown}，或为数据声明 unit = "%"'),
        )

    def _bare(self, value: Fraction, kind: Kind, at: Place) -> tuple[Value, Unit | None, str, Kind] | None:
        """A number without a unit: refused where several units are possible, or where a share is meant."""
        shown = show_number(value)
        if kind.is_share and value not in (0,):
            percent = show_number(
                value * 100 if abs(value) <= 2 else value
            )  # 95 stands for 95% far oftener than for 9500%
            self._problem(
                "share-without-percent",
                Text(f"a share is written with %, not as `{shown}`", f"比例要写成百分数，不能写 {shown}"),
                at,
                Text(f'"{percent}%" if that is what is meant', f'如确是此意，写 "{percent}%"'),
            )
            return None
        if kind.name == "number" and kind.dimension and self.units.converts(kind.dimension) and value != 0:
            names = self.units.of_dimension(kind.dimension)[:4] or (kind.unit or "",)
            first = list(dict.fromkeys([kind.unit or names[0], *names]))[:2]
            choices = [f'"{shown} {name}"' for name in first]
            self._problem(
                "bare-number",
                Text(
                    f"`{shown}` has no unit; {', '.join(names)} are possible",
                    f"{shown} 没有单位，可能是 {'、'.join(names)}",
                ),
                at,
                Text(f"write {' or '.join(choices)}", f"写成 {' 或 '.join(choices)}"),
            )
            return None
        unit = self.units.get(kind.unit) if kind.unit else None
        written = f"{shown} {kind.unit}" if unit is not None and not kind.is_share else shown
        factor = unit.factor if unit is not None else Fraction(1)
        return value * factor, unit, written, kind if kind.name == "number" else NUMBER

    def _bound(
        self, raw: dict[str, Any], kind: Kind, path: tuple[str | int, ...]
    ) -> tuple[Value, Unit | None, str, Kind] | None:
        ends: dict[str, Any] = {}
        for key, written in raw.items():
            below = (*path, key)
            ends[key] = (
                None if below in self.document.unread else self.number(written, kind, self.document.value_place(below))
            )
        if any(end is None for end in ends.values()):
            return None
        values = {key: end[0] for key, end in ends.items()}
        _, unit, _, found = next(iter(ends.values()))
        signs = {"at_least": "≥ ", "at_most": "≤ "}
        written = ", ".join(signs[key] + ends[key][2] for key in BOUNDS if key in ends)
        if len(values) == 2 and values["at_least"] > values["at_most"]:
            self._problem(
                "empty-bound",
                Text("at_least is above at_most", "at_least 大于 at_most"),
                self.document.value_place(path),
                Text("exchange the two", "把两者对调"),
            )
            return None
        return Bound(values.get("at_least"), values.get("at_most")), unit, written, found

    def _date(self, raw: Any, at: Place) -> tuple[Value, Unit | None, str, Kind] | None:
        if isinstance(raw, datetime.date) and not isinstance(raw, datetime.datetime):
            day: Day | None = Day(raw.year, raw.month, raw.day)
        else:
            day = Day.read(raw) if isinstance(raw, str) else None
        if day is None:
            self._problem(
                "not-a-date",
                Text(f"{described(raw).en} is no date", f"{described(raw).zh}不是日期"),
                at,
                Text('write "2024-03-01", or "2024-03" for a month', '写成 "2024-03-01"，只知道月份就写 "2024-03"'),
            )
            return None
        return day, None, str(day), DATE

    def _text(self, raw: str, kind: Kind, at: Place) -> tuple[Value, Unit | None, str, Kind] | None:
        if kind.options is not None and raw not in kind.options:
            options = ", ".join(f"`{option}`" for option in kind.options[:12])
            self._problem(
                "unknown-option",
                Text(f"`{raw[:60]}` is none of {options}", f"{raw[:60]} 不在可选之列：{options}"),
                at,
                one_of(raw, kind.options),
            )
            return None
        return raw, None, raw, kind

    def _records(
        self, raw: list[Any], kind: Kind, path: tuple[str | int, ...]
    ) -> tuple[Value, Unit | None, str, Kind] | None:
        if len(raw) > MAX_RECORDS:
            self._problem(
                "too-long",
                Text(
                    f"{len(raw)} records; at most {MAX_RECORDS} are read", f"{len(raw)} 条记录，最多读 {MAX_RECORDS} 条"
                ),
                self.document.value_place(path),
                Text("add them up before, by kind", "先按类别合计"),
            )
            return None
        fields, records, sound = dict(kind.fields), [], True
        outside, self._records_read = self._records_read, []
        for number, row in enumerate(raw):
            below = (*path, number)
            record = self._record(row, fields, below)
            sound = sound and record is not None
            records.append(record)
        self.records, self._records_read = tuple(self._records_read), outside
        if kind.key:
            sound = self._each_named_once(records, kind.key, path) and sound
            _named_by_record(records, kind)
        return (tuple(records), None, f"{len(records)} 条", kind) if sound else None

    def _each_named_once(
        self, records: Sequence[Mapping[str, Value] | None], key: str, path: tuple[str | int, ...]
    ) -> bool:
        """Whether each record has a name in `key` that no other has; those that have none, or another's, are told."""
        first: dict[Value, int] = {}
        sound = True
        for number, record in enumerate(records):
            name = record.get(key) if record is not None else None
            if isinstance(name, Unknown):
                self._problem(
                    "record-without-name",
                    Text(f"record {number + 1} has no `{key}`, which names it", f"第 {number + 1} 条记录没有 {key}，无从称呼"),
                    self.document.value_place((*path, number)),
                    Text(f'add {key} = "…"', f'补上 {key} = "…"'),
                )  # fmt: skip
                sound = False
            elif isinstance(name, str | Fraction) and name in first:
                place = self.document.value_place((*path, first[name], key))
                said = show_number(name) if isinstance(name, Fraction) else name[:60]
                self._problem(
                    "record-twice",
                    Text(f"two records have the {key} `{said}`; the other is at {place}", f"有两条记录的 {key} 是 {said}，另一条在 {place}"),
                    self.document.value_place((*path, number, key)),
                    Text("give one of them another name, or delete it", "给其中一条改名，或删去"),
                )  # fmt: skip
                sound = False
            elif isinstance(name, str | Fraction):
                first[name] = number
        return sound

    def _record(self, row: Any, fields: Mapping[str, Kind], path: tuple[str | int, ...]) -> Record | None:
        """One record; of a list with one field it may be the value alone."""
        position = path[-1]
        assert isinstance(position, int)
        if len(fields) == 1 and not isinstance(row, dict):
            ((name, kind),) = fields.items()
            only = self.reported(name, row, kind, path)
            self._records_read.append({name: only} if only is not None else {})
            return Record({name: only.value}, position) if only is not None else None
        if not isinstance(row, dict):
            if path not in self.document.unread:
                fix = Text('write { amount = "…" }', '写成 { amount = "…" }')
                if fields:
                    keys = ", ".join(f"{name} = …" for name in list(fields)[:3])
                    fix = Text(f"write {{ {keys} }}", f"写成 {{ {keys} }}")
                self._wrong_kind(Text("a record: { … }", "一条记录：{ … }"), row, self.document.value_place(path), fix)
            return None
        record = Record({name: Unknown((name,)) for name in fields}, position)
        sound = True
        said: dict[str, Reported] = {}
        for key, written in row.items():
            if key not in fields:
                if key == DRAFT:
                    self._draft(written, (*path, key))
                if key in ABOUT or key in ("label", DRAFT):
                    continue
                near = nearest(key, fields)
                self._problem(
                    "unknown-key",
                    Text(f"the records have no `{key}`", f"记录没有 {key} 这个字段"),
                    self.document.key_place((*path, key)),
                    Text(f"did you mean `{near}`?", f"是否指 {near}？")
                    if near
                    else Text(f"they have {', '.join(fields)}", f"字段有 {', '.join(fields)}"),
                )
                sound = False
                continue
            reported = self.reported(key, written, fields[key], (*path, key))
            sound = sound and reported is not None
            if reported is not None:
                record[key] = reported.value
                said[key] = reported
        self._records_read.append(said)
        return record if sound else None

    def _wrong_kind(self, wanted: Text, raw: Any, place: Place, fix: Text) -> None:
        found = described(raw)
        message = Text(f"{wanted.en} belongs here, not {found.en}", f"这里应为{wanted.zh}，而不是{found.zh}")
        self._problem("wrong-kind", message, place, fix)

    def _problem(self, code: str, message: Text, place: Place, fix: Text | None) -> None:
        self.problems.append(Problem(code, message, place, fix))


def _named_by_record(records: Sequence[Record | None], kind: Kind) -> None:
    """What is missing of a record that has a name is named by it: `bids.C.price`, `bids.C.marks.2.mark`."""
    for record in records:
        name = record.get(kind.key) if record is not None else None
        if record is not None and isinstance(name, str | Fraction):
            _named_below(record, f"{kind.of}.{show_number(name) if isinstance(name, Fraction) else name}")


def _named_below(record: Record, named: str) -> None:
    for field_, value in record.items():
        if isinstance(value, Unknown):
            record[field_] = Unknown(tuple(f"{named}.{name}" for name in value.missing))
        elif isinstance(value, tuple):
            for number, inner in enumerate(value, 1):
                if isinstance(inner, Record):
                    _named_below(inner, f"{named}.{field_}.{number}")


def _write_amount(kind: Kind) -> Text:
    """How to write an amount where words stand: with the unit that belongs there."""
    if kind.name != "number":
        return Text(
            "write digits and a unit, such as `28.00 万元` or `95%`", "请写数字和单位，如 `28.00 万元` 或 `95%`"
        )
    shown = with_unit("95" if kind.is_share else "28", kind.unit or "")
    return Text(f"write digits, such as `{shown}`", f"请写数字，如 `{shown}`")


def described(raw: Any) -> Text:
    """What was written, in words for a message."""
    if isinstance(raw, bool):
        return Text(f"`{str(raw).lower()}`", str(raw).lower())
    if isinstance(raw, list):
        return Text("a list", "一个列表")
    if isinstance(raw, dict):
        return Text("a table", "一张表")
    if raw is None:
        return Text("nothing", "空值")
    shown = str(raw)
    shown = shown[:40] + "…" if len(shown) > 40 else shown
    return Text(f"`{shown}`", f" {shown} ")


def with_presumed(
    reported: dict[str, Reported],
    declared: Mapping[str, Entry[model.FactModel]],
    kinds: Mapping[str, Kind],
    units: Units,
) -> dict[str, Reported]:
    """Reported facts, and what the rulebook presumes of those that nobody reported."""
    filled = dict(reported)
    for name, entry in declared.items():
        if name not in reported and entry.model.if_missing is not None and presumption_of(entry) is None:
            presumption = presumed(name, entry.model.if_missing, kinds[name], entry, units)
            if presumption is not None:
                filled[name] = presumption
    return filled


def presumed(name: str, raw: Any, kind: Kind, entry: Entry[model.FactModel], units: Units) -> Reported | None:
    """What a rulebook presumes of a fact that nobody reported; the scorecard shows it as presumed."""
    reader = FactReader(units, entry.document, {})
    reported = reader.reported(name, raw, kind, (*entry.path, "if_missing"))
    return None if reported is None else replace(reported, presumed=True)
