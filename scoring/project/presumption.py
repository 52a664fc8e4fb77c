"""What a rulebook presumes of facts that nobody reported: `if_missing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scoring.nodes.kind import Kind
from scoring.project.fact_sheet import Reported
from scoring.project.facts import FactReader
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry
from scoring.values.units import Units


def presumption_of(entry: Entry[model.FactModel]) -> str | None:
    """The formula that a fact is presumed to be, `= base`; None where it is presumed to be a value, or not at all."""
    written = entry.model.if_missing
    return written[1:].strip() if isinstance(written, str) and written.startswith("=") else None


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
