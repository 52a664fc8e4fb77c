"""Project data to values: each with its kind, unit, source and place.

Nothing is coerced or invented: an amount whose unit is in doubt, a word where a number belongs, an
undeclared name are problems; a month stays a month, a bound stays a bound.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoring.nodes.kind import ANY, DATE, YES_NO, Kind
from scoring.problems import Place, Text, one_of
from scoring.project.about import BOUNDS, TRUE_OR_FALSE, YES_OR_NO, read_about
from scoring.project.amounts import AMOUNT, reported_bound, reported_number
from scoring.project.fact_sheet import NOTHING_SAID, Reported
from scoring.project.reading import QUOTED, Path, Reading, ReadValue, described
from scoring.project.records import RecordReader
from scoring.values.day import Day, is_date

WANTED: Mapping[str, tuple[Text, Text]] = {
    "yes_no": (YES_OR_NO, TRUE_OR_FALSE),
    "text": (Text("text in quotes", "带引号的文字"), QUOTED),
    "list": (Text("a list of records", "记录列表"), Text("write [ { … }, { … } ]", "写成 [ { … }, { … } ]")),
}


class FactReader(Reading):
    """Reads values of known kinds out of one document, gathering problems."""

    def reported(self, name: str, raw: Any, kind: Kind, path: Path) -> Reported | None:
        """A fact as `value` or as `{ value = …, source = …, at = … }`; None when it cannot be read."""
        about = NOTHING_SAID
        place = self.document.value_place(path)
        if isinstance(raw, dict):
            about, raw, path = read_about(self, raw, path)
            if raw is None:
                return None
            place = self.document.value_place(path)
        read = self.value(raw, kind, path)
        if read is None:
            return None
        return Reported(name, read.value, read.written, place, read.kind, read.unit, about, records=read.records)

    def value(self, raw: Any, kind: Kind, path: Path) -> ReadValue | None:
        """A value of a kind, which is found out where `kind` is any; None when it cannot be read."""
        if path in self.document.unread:
            return None
        at = self.document.value_place(path)
        if isinstance(raw, dict) and set(raw) <= set(BOUNDS) and raw and kind.name in ("number", "any"):
            return reported_bound(self, raw, kind, path)
        match kind.name:
            case "any":
                return self._whatever(raw, path)
            case "number":
                return reported_number(self, raw, kind, at)
            case "yes_no" if isinstance(raw, bool):
                return ReadValue(raw, None, "是" if raw else "否", YES_NO)
            case "date":
                return self._date(raw, at)
            case "text" if isinstance(raw, str):
                return self._text(raw, kind, at)
            case "list" if isinstance(raw, list):
                return RecordReader(self, kind, self.reported).records(raw, path)
        wanted, fix = WANTED[kind.name]
        if kind.name == "text" and isinstance(raw, int | Decimal) and not isinstance(raw, bool):
            fix = Text(f'write it in quotes: "{raw}"', f'加引号："{raw}"')
        self.wrong_kind(wanted, raw, at, fix)
        return None

    def _whatever(self, raw: Any, path: Path) -> ReadValue | None:
        if isinstance(raw, bool):
            return self.value(raw, YES_NO, path)
        if isinstance(raw, datetime.date) or (isinstance(raw, str) and is_date(raw)):
            return self.value(raw, DATE, path)
        if isinstance(raw, str | int | Decimal):
            return reported_number(self, raw, ANY, self.document.value_place(path))
        self.wrong_kind(Text("an amount", "数量"), raw, self.document.value_place(path), AMOUNT)
        return None

    def _date(self, raw: Any, at: Place) -> ReadValue | None:
        if isinstance(raw, datetime.date) and not isinstance(raw, datetime.datetime):
            day: Day | None = Day(raw.year, raw.month, raw.day)
        else:
            day = Day.read(raw) if isinstance(raw, str) else None
        if day is None:
            self.problem(
                "not-a-date",
                Text(f"{described(raw).en} is no date", f"{described(raw).zh}不是日期"),
                at,
                Text('write "2024-03-01", or "2024-03" for a month', '写成 "2024-03-01"，只知道月份就写 "2024-03"'),
            )
            return None
        return ReadValue(day, None, str(day), DATE)

    def _text(self, raw: str, kind: Kind, at: Place) -> ReadValue | None:
        if kind.options is not None and raw not in kind.options:
            options = ", ".join(f"`{option}`" for option in kind.options[:12])
            self.problem(
                "unknown-option",
                Text(f"`{raw[:60]}` is none of {options}", f"{raw[:60]} 不在可选之列：{options}"),
                at,
                one_of(raw, kind.options),
            )
            return None
        return ReadValue(raw, None, raw, kind)
