"""A project's file that reports given values of facts: what a counterexample is handed over as."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.nodes.kind import Kind
from scoring.project.targets import QUALITATIVE
from scoring.tuning.algebra.encoded_book import OUTSIDE, EncodedBook
from scoring.tuning.algebra.fact_symbols import AS_BOUND, EVIDENCE, EXACT, FIRST, LEAST, MOST, REPORTED
from scoring.tuning.algebra.terms import Plain
from scoring.values.number import ends_as_decimal, show_number

WHY = "反例"


class NotWritten(Exception):
    """A value that no file can say, such as a number whose decimals do not end."""


def project_data(
    values: Mapping[str, Plain], book: EncodedBook, head: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The project as data; raises `NotWritten`. `rows`: what else is written of a row, such as its target."""
    return _Writing(values, book).data(head, rows)


class _Writing:
    def __init__(self, values: Mapping[str, Plain], book: EncodedBook) -> None:
        self.values, self.book = values, book

    def data(self, head: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {"format": 1, **head}
        period = self._value("period", Kind("date"))
        if period is not None:
            made["period"] = period
        facts = {
            name: written
            for name, kind in self.book.kinds.items()
            if name in self.book.shared and (written := self._value(name, kind)) is not None
        }
        if facts:
            made["facts"] = facts
        indicators: dict[str, Any] = {}
        outside: dict[str, Any] = {}
        for row in self.book.compiled.rows:
            written = self._row(row.id, row.kind, row.sign, dict(rows.get(row.id, {})))
            if written:
                indicators[row.id] = written
            if self.values.get(row.id + OUTSIDE) is True:
                outside[row.id] = {"why": WHY}
        if indicators:
            made["indicator"] = indicators
        if outside:
            made["not_applicable"] = outside
        return made

    def _row(self, id_: str, kind: Kind, sign: str | None, written: dict[str, Any]) -> dict[str, Any]:
        if "target" in written and sign != QUALITATIVE:
            target = self._value(f"{id_}.target", kind)
            del written["target"]
            if target is not None:
                written["target"] = f"{sign or '>='} {target}"
        actual = self._value(f"{id_}.actual", kind)
        if actual is not None:
            written["actual"] = actual
        for name in ("why", "claimed"):
            said = self._value(f"{id_}.{name}", Kind("text" if name == "why" else "number"))
            if said is not None:
                written[name] = said
        judged: dict[str, Any] = {}
        for name, of in (("level", Kind("text")), ("share", Kind("number", unit="%")), ("points", Kind("number")),
                         ("by", Kind("text")), ("why", Kind("text"))):  # fmt: skip
            said = self._value(f"{id_}.judged.{name}", of)
            if said is not None:
                judged[name] = said
        if judged:
            written["judged"] = judged
        return written

    def _value(self, name: str, kind: Kind) -> Any:
        """The fact as a file has it; None where it is not reported."""
        name = self.book.at.facts.variable(name, kind.name)
        if self.values.get(name + REPORTED) is not True:
            return None
        if self.values.get(name + AS_BOUND) is True:
            ends = (("at_least", LEAST), ("at_most", MOST))
            return {
                key: self._number(self._plain(name + end), kind)
                for key, end in ends
                if self.values.get(f"{name}{end}?") is True
            }
        match kind.name:
            case "yes_no":
                written: Any = bool(self.values.get(name, False))
                if written and self.values.get(name + EVIDENCE) is True:
                    return {"value": True, "evidence": "附件"}
                return written
            case "text":
                return self.book.at.texts.text(self._plain(name))
            case "date":
                if self.values.get(name + EXACT) is False:
                    raise NotWritten
                return datetime.date.fromordinal(int(self._plain(name + FIRST))).isoformat()
            case "list":
                return []
        return self._number(self._plain(name), kind)

    def _plain(self, name: str) -> Fraction:
        value = self.values.get(name, Fraction(0))
        assert isinstance(value, Fraction)
        return value

    def _number(self, value: Fraction, kind: Kind) -> Any:
        unit = self.book.program.units.get(kind.unit) if kind.unit is not None else None
        number = value / unit.factor if unit is not None else value
        if not ends_as_decimal(number) or len(show_number(number)) > 30:
            raise NotWritten
        shown = show_number(number)
        if unit is None:
            return Decimal(shown)
        return f"{shown}%" if unit.name == "%" else f"{shown} {unit.name}"
