"""Sections that every file may have."""

from __future__ import annotations

from pydantic import Field

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.construct import ValueModel
from scoring.rulebook.model.fact import BasisModel, FactModel, UnitModel
from scoring.rulebook.model.outcome import CheckModel, GroupModel
from scoring.rulebook.model.records import ColumnModel, ListModel
from scoring.rulebook.model.rule import RuleModel

Rules = dict[str, RuleModel]


class Declared(Authored):
    """Sections that rulebooks, indicator sets, projects and whole examples may all have."""

    fact: dict[str, FactModel] = Field(default_factory=dict, description="facts, by name")
    value: dict[str, ValueModel] = Field(default_factory=dict, description="values, by name")
    list_: dict[str, ListModel] = Field(
        default_factory=dict, alias="list", description="lists made from others, by name"
    )
    column: dict[str, dict[str, ColumnModel]] = Field(
        default_factory=dict, description="values of each of a list's records, by the list's name and their own"
    )
    rule: Rules = Field(default_factory=dict, description="criteria, by name")
    check: dict[str, CheckModel] = Field(default_factory=dict, description="checks, by name")
    unit: dict[str, UnitModel] = Field(default_factory=dict, description="units, by name")
    group: dict[str, GroupModel] = Field(
        default_factory=dict, description="what groups need beyond their members, by path"
    )
    basis: dict[str, BasisModel] = Field(default_factory=dict, description="laws and rules, by name")
