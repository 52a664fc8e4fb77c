"""The files: of a rulebook, of an indicator set, of a project; a map of columns."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.declared import Declared
from scoring.rulebook.model.examples import CasesModel, ExampleModel, ScorecardModel
from scoring.rulebook.model.form import FormModel
from scoring.rulebook.model.head import ChangeModel, RevisionModel, RulebookHeader, SetHeader
from scoring.rulebook.model.outcome import FrameModel, LimitModel, PeersModel, ResultModel
from scoring.rulebook.model.read import ReadModel
from scoring.rulebook.model.submitted import (
    AdjustedModel,
    AssumedModel,
    FilledFormModel,
    IndicatorModel,
    NotUnderstoodModel,
    Submitted,
)


class Shared(Declared):
    """What every file may have."""

    format: Literal[1] = Field(description="the format of the file")


class Published(Shared):
    """What files of rulebooks and indicator sets have and projects have not."""

    read: dict[str, ReadModel] = Field(
        default_factory=dict, description="how reports in prose tell facts, by the fact's name"
    )
    example: list[ExampleModel] = Field(default_factory=list, description="examples that `scoring test` tries")
    cases: list[CasesModel] = Field(default_factory=list, description="published cases that `scoring test` compares")
    scorecard: list[ScorecardModel] = Field(
        default_factory=list, description="whole projects with their scorecards, which `scoring test` tries"
    )
    revision: list[RevisionModel] = Field(
        default_factory=list, description="what was changed, when, by whom and why; no score rests on it"
    )


class RulebookFile(Published):
    """One file of a rulebook."""

    rulebook: RulebookHeader | None = Field(None, description="name and edition, in one file of the rulebook")
    use: list[str] = Field(default_factory=list, description="other rulebooks that this one rests on")
    change: dict[str, dict[str, ChangeModel]] = Field(default_factory=dict, description="what it changes of them")
    frame: dict[str, FrameModel] = Field(default_factory=dict, description="weights that groups should have")
    grade: dict[str, Any] = Field(
        default_factory=dict, description="the grade of the total, or [grade.NAME] of results"
    )
    limit: dict[str, LimitModel] = Field(default_factory=dict, description="limits, by name")
    result: dict[str, ResultModel] = Field(default_factory=dict, description="named results, by name")
    form: dict[str, FormModel] = Field(default_factory=dict, description="the words of forms, by name")
    peers: PeersModel | None = Field(None, description="the projects of a table that are compared with each other")


class SetFile(Published):
    """One file of an indicator set."""

    indicator_set: SetHeader | None = Field(None, description="name of the set, in one of its files")
    indicator: dict[str, IndicatorModel] = Field(default_factory=dict, description="its rows, by id")


class ProjectFile(Shared, Submitted):
    """A project: its facts, its own rows, what is not applicable, what was claimed."""

    project: str = Field(description="the name of the project")
    rules: str | None = Field(None, description="the rulebook, by name")
    indicators: str | None = Field(None, description="the shared indicator set, by name")
    filled_form: FilledFormModel | None = Field(None, description="the official form that it was read from")
    not_understood: list[NotUnderstoodModel] = Field(
        default_factory=list, description="what nobody could read in its documents; each is a finding"
    )
    adjusted: list[AdjustedModel] = Field(
        default_factory=list, description="what its report says differently from what was approved; each is a finding"
    )
    assumed: list[AssumedModel] = Field(
        default_factory=list,
        description="what was left open in its documents and taken by declaration; each is a finding",
    )


class ColumnsFile(Authored):
    """What the columns of a table are (`scoring batch --columns`), where its heads do not say it themselves."""

    format: Literal[1] = Field(description="the format of the file")
    layout: Literal["wide", "long"] | None = Field(
        None, description="wide: a row a project; long: a row an indicator; otherwise found by the heads"
    )
    columns: dict[str, str] = Field(
        default_factory=dict, description="head = name: a fact, `N1.actual`, `project`, a column of the form"
    )
    unit: dict[str, str] = Field(
        default_factory=dict, description='head = the unit of its cells; "1" for shares written as 0.95'
    )
    ignore: list[str] = Field(default_factory=list, description="heads of columns that are not read")
