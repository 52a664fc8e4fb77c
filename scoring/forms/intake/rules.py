"""What a rulebook knows that forms are read for: units, facts, lists, values, criteria, groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.assessor.compiled import declared
from scoring.rulebook.frame import canonical
from scoring.rulebook.rulebook import Rulebook
from scoring.values.units import Units


@dataclass(frozen=True, slots=True)
class Rules:
    """A rulebook as forms are read for it; `lists` are the fields of its lists, `criteria` the names of its rules."""

    name: str
    units: Units
    facts: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    values: frozenset[str]
    criteria: frozenset[str]
    group_names: Mapping[str, str]

    @classmethod
    def of(cls, rulebook: Rulebook) -> Rules:
        names = declared(rulebook, [rulebook.sections])
        kinds = names.scope.state.fact_kinds
        return cls(
            rulebook.name,
            names.units,
            frozenset(names.sections.facts),
            {name: frozenset(dict(kind.fields)) for name, kind in kinds.items() if kind.name == "list"},
            frozenset(names.sections.values),
            frozenset(names.sections.rules),
            names.sections.group_names,
        )

    def groups(self, path: str) -> tuple[str, ...]:
        """A row's groups in the rulebook's own names."""
        return tuple(canonical(path, self.group_names).split("/"))
