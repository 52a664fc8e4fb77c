"""What a rulebook knows that forms are read for: units, facts, lists, values, criteria, groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.assessor.compiled import declared
from scoring.project.rows import share_or_points
from scoring.rulebook.frame import canonical
from scoring.rulebook.rulebook import Rulebook
from scoring.values.number import read_number
from scoring.values.units import Units


@dataclass(frozen=True, slots=True)
class Rules:
    """A rulebook as forms are read for it; `lists` are the fields of its lists, `criteria` the names of its rules.

    `shares` are the points of the groups that its frame weighs, each without those of weighed groups below it; `counts` is
    which targets count where a report differs from what was approved: `reported`, `approved`, or None where it does not say.
    """

    name: str
    units: Units
    facts: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    values: frozenset[str]
    criteria: frozenset[str]
    group_names: Mapping[str, str]
    shares: Mapping[str, Fraction]
    total: Fraction | None
    counts: str | None

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
            _shares(rulebook),
            read_number(str(rulebook.header.model.total)) if rulebook.header.model.total is not None else None,
            rulebook.header.model.counts,
        )

    def groups(self, path: str) -> tuple[str, ...]:
        """A row's groups in the rulebook's own names."""
        return tuple(canonical(path, self.group_names).split("/"))

    def weighed_group(self, groups: tuple[str, ...]) -> str | None:
        """The innermost of these groups that the frame weighs; None where it weighs none of them."""
        paths = ("/".join(groups[:depth]) for depth in range(len(groups), 0, -1))
        return next((path for path in paths if path in self.shares), None)

    def share_of(self, group: str | None) -> Fraction | None:
        """The points of a group of the frame; without a group all that there are. None where the rulebook says none."""
        return self.total if group is None else self.shares.get(group)


def _shares(rulebook: Rulebook) -> dict[str, Fraction]:
    said = {path: share_or_points(entry.model.weight) for path, entry in rulebook.frames.items()}
    weights = {path: read[1] for path, read in said.items() if read is not None}
    return {
        path: weight - sum((weights[other] for other in _next_below(path, weights)), Fraction(0))
        for path, weight in weights.items()
    }


def _next_below(path: str, weights: Mapping[str, Fraction]) -> list[str]:
    """The weighed groups below a group, without those that lie below one of these."""
    below = [other for other in weights if other.startswith(f"{path}/")]
    return [one for one in below if not any(one.startswith(f"{other}/") for other in below)]
