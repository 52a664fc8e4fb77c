"""What is known of one project: every reported value with how it was written, its place, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring.formula.function import PRECISION
from scoring.nodes.kind import ANY, Kind
from scoring.problems import Place
from scoring.values.amount import with_unit
from scoring.values.number import show_number
from scoring.values.units import Unit
from scoring.values.value import Value

NUMBER_WRITTEN = re.compile(r"[+-]?[0-9]+(?:\.([0-9]+))?(?![0-9.eE])")


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a value: its document and place there, who gave it, when, why, what proves it."""

    source: str | None = None
    at: str | None = None
    by: str | None = None
    on: str | None = None
    why: str | None = None
    evidence: str | None = None


NOTHING_SAID = About()


@dataclass(frozen=True, slots=True)
class Reported:
    """One value as reported. `written` is how people read it; `place` where it stands."""

    name: str
    value: Value
    written: str
    place: Place | None
    kind: Kind = ANY
    unit: Unit | None = None
    about: About = NOTHING_SAID
    presumed: bool = False
    records: tuple[Mapping[str, Reported], ...] = ()  # of a list: each record's fields as they were reported

    @property
    def precision(self) -> Reported | None:
        """1 in the last digit that a number was written with, in its unit: 0.1% of 86.5%; None of what is no one number."""
        digits = NUMBER_WRITTEN.match(self.written)
        if digits is None or not isinstance(self.value, Fraction):
            return None
        last = Fraction(1, 10 ** len(digits.group(1) or ""))
        shown = with_unit(show_number(last), self.unit.name if self.unit is not None else "")
        value = last * (self.unit.factor if self.unit is not None else 1)
        return replace(self, name=self.name + PRECISION, value=value, written=shown)


@dataclass(frozen=True, slots=True)
class FactSheet:
    """All that is known of one project, by name; indicators' inputs are `B11.actual`, `B11.target`, …"""

    reported: Mapping[str, Reported] = field(default_factory=dict)
    given: Mapping[str, Value] = field(default_factory=dict)  # what no project tells of itself: its places among others

    def get(self, name: str) -> Reported | None:
        found = self.reported.get(name)
        if found is None and name.endswith(PRECISION):
            written = self.reported.get(name.removesuffix(PRECISION))
            return written.precision if written is not None else None
        return found

    def with_(self, more: Mapping[str, Reported]) -> FactSheet:
        return FactSheet({**self.reported, **more}, self.given)

    def among_others(self, given: Mapping[str, Value]) -> FactSheet:
        """The same with what the project is given among others, by name."""
        return FactSheet(self.reported, {**self.given, **given})
