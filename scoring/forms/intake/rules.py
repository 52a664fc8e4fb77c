"""What a rulebook knows that a form is read for: its facts by their words, its groups, its units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.assessor.compiled import declared
from scoring.forms.filled_form import Role
from scoring.project.heads import heads_of_facts
from scoring.rulebook.frame import canonical
from scoring.rulebook.rulebook import Rulebook
from scoring.values.number import show_number
from scoring.values.units import Units

WORDS: Mapping[Role, tuple[str, ...]] = {
    "budget_initial": ("年初预算数", "年初预算", "budget_initial"),
    "budget_adjusted": ("全年预算数", "调整后预算数", "预算数", "budget"),
    "arrived": ("到位数", "实际到位资金", "到位资金", "arrived"),
    "executed": ("全年执行数", "预算执行数", "执行数", "spent"),
    "rate": ("执行率", "预算执行率", "published_execution_rate"),
}
"""What facts of a rulebook are called that a column of the table of funds reports."""
FIELDS: Mapping[Role, str] = {
    "budget_initial": "initial",
    "budget_adjusted": "revised",
    "arrived": "arrived",
    "executed": "executed",
}
"""The fields of a list of components that a rulebook may have."""


@dataclass(frozen=True, slots=True)
class Rules:
    """A rulebook as forms are read for it; `facts` are those that columns of funds report, `parts` the list of components."""

    name: str
    units: Units
    facts: Mapping[Role, str]
    parts: str | None
    fields: Mapping[Role, str]
    rate: str | None
    group_names: Mapping[str, str]
    total: str | None

    @classmethod
    def of(cls, rulebook: Rulebook) -> Rules:
        names = declared(rulebook, [rulebook.sections])
        heads = heads_of_facts(names.sections.facts)
        facts = {role: heads[word] for role, words in WORDS.items() for word in reversed(words) if word in heads}
        lists = {name: kind.fields for name, kind in names.scope.state.fact_kinds.items() if kind.name == "list"}
        parts = next(
            (name for name, fields in lists.items() if {"initial", "revised", "executed"} & dict(fields).keys()), None
        )
        of_parts = dict(lists[parts]) if parts is not None else {}
        rate = "execution_rate" if "execution_rate" in names.sections.values else None
        if rate is None and {"executed", "budget_adjusted"} <= facts.keys():
            rate = f"{facts['executed']} / {facts['budget_adjusted']}"
        total = rulebook.header.model.total
        return cls(
            rulebook.name,
            names.units,
            facts,
            parts,
            {role: name for role, name in FIELDS.items() if name in of_parts},
            rate,
            names.sections.group_names,
            show_number(Fraction(total)) if total is not None else None,
        )

    def groups(self, path: str) -> tuple[str, ...]:
        """A row's groups in the rulebook's own names."""
        return tuple(canonical(path, self.group_names).split("/"))
