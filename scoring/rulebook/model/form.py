"""`[form.NAME]`: the words by which a form is read, wherever its cells stand."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.common import Label

Words = list[str]

FundsRole = Literal[
    "part", "budget_initial", "budget_adjusted", "arrived", "executed", "rate", "rate_weight", "rate_claimed", "why"
]
ColumnRole = Literal[
    "level1",
    "level2",
    "label",
    "target",
    "sign",
    "unit",
    "actual",
    "weight",
    "claimed",
    "why",
    "level1_weight",
    "level2_weight",
]
AmountRole = Literal["budget_initial", "budget_adjusted", "arrived", "executed", "rate"]
Weights = Literal["column", "group head", "approved", "even"]
TargetSign = Literal[">=", "<=", "=", ">", "<"]


class FormFundsModel(Authored):
    """`[form.NAME.funds]`: the table of funds."""

    columns: dict[FundsRole, Words] = Field(default_factory=dict, description="heads of its columns, by what they say")
    headings: Words = Field(default_factory=list, description="what stands before or above the table")
    total: Words = Field(
        default_factory=list, description="labels of the line of the total; others are sources of money"
    )
    money: str | None = Field(None, description="the unit of its amounts where the form says none")


class FormGoalsModel(Authored):
    """`[form.NAME.goals]`: the overall goal of the year."""

    expected: Words = Field(default_factory=list, description="labels of the goal that was set")
    reached: Words = Field(default_factory=list, description="labels of what was reached")
    initial: Words = Field(default_factory=list, description="labels of the goal before it was adjusted")
    rate: Words = Field(default_factory=list, description="labels of the share that was reached")


class FormManagementModel(Authored):
    """`[form.NAME.management]`: rows of text about how the money was managed."""

    text: Words = Field(default_factory=list, description="heads of the column that says how it was")
    problem: Words = Field(default_factory=list, description="heads of the column of problems and remedies")


class FormTotalModel(Authored):
    """`[form.NAME.total]`: where the total stands."""

    rows: Words = Field(default_factory=list, description="labels of the row of the total")
    grade: Words = Field(default_factory=list, description="labels of the grade beside it")


class FormComponentsModel(Authored):
    """`[form.NAME.components]`: the lines of the table of funds as records of a list."""

    list_: str = Field(alias="list", description="the list that takes the lines of sources of money")
    fields: dict[AmountRole, str] = Field(default_factory=dict, description="column = field of the list")


class FormExecutionModel(Authored):
    """`[form.NAME.execution]`: the points of the table of funds as a row of its own."""

    in_: str = Field(alias="in", description="its group")
    label: Label = Field(description="what people read")
    actual: str = Field(description='a formula that begins with "="')
    target: str = Field(description="a sign and an amount")
    rule: str | None = Field(None, description="the criterion that scores it")


class FormModel(Authored):
    """A form: the words that are its labels. Words of a form that `use`s another are added to those of the other."""

    label: Label | None = Field(None, description="what people read")
    use: str | None = Field(None, description="the form that this one takes over; it says only what differs")
    kind: Literal["self-evaluation", "targets"] | None = Field(
        None, description="a report at the year's end, or the targets that were approved at its beginning"
    )
    marks: Words = Field(default_factory=list, description="labels by which it is told from forms that are much alike")
    titles: Words = Field(default_factory=list, description="words of its title")
    head: dict[str, Words] = Field(
        default_factory=dict,
        description="labels of its head, by field: project, code, department, unit, period, money and names of one's own",
    )
    same: dict[str, str] = Field(default_factory=dict, description="field of the head = field that stands for it")
    funds: FormFundsModel | None = Field(None, description="the table of funds")
    goals: FormGoalsModel | None = Field(None, description="the overall goal")
    management: FormManagementModel | None = Field(None, description="rows of text about the funds")
    columns: dict[ColumnRole, Words] = Field(
        default_factory=dict, description="heads of the columns of indicators, by what they say"
    )
    more: dict[str, Words] = Field(default_factory=dict, description="further columns of indicators that are kept")
    total: FormTotalModel | None = Field(None, description="where the total stands")
    texts: dict[str, Words] = Field(default_factory=dict, description="labels of texts that are kept, by name")
    notes: Words = Field(default_factory=list, description="words with which notes begin")
    labels: Words = Field(default_factory=list, description="labels that say nothing by themselves")
    asides: Words = Field(
        default_factory=list, description="what stands in brackets behind labels and says nothing: 盖章, 签字"
    )
    templates: Words = Field(default_factory=list, description="texts of lines that nobody filled in")
    instructions: Words = Field(default_factory=list, description="parts of texts that tell how to fill in the form")
    review: Words = Field(
        default_factory=list,
        description="heads of columns, and first cells of sheets, that a review put beside the form: nothing below them is read",
    )
    weights: Weights | None = Field(
        None,
        description="where the points of a row come from: its column, the head of its group, the approved targets, or an even split of what the rulebook's frame gives the group",
    )
    counts: Literal["reported", "approved"] | None = Field(
        None,
        description="which targets and weights count where the report differs from what was approved and the rulebook says nothing; otherwise the reported",
    )
    signs: dict[str, TargetSign] = Field(
        default_factory=dict,
        description="group, also `group/indicator`, or 日期 for targets that are dates = the sign of a target that is written without one; `else` for all others",
    )
    rules: str | None = Field(None, description="the rulebook that scores it")
    facts: dict[AmountRole, str] = Field(
        default_factory=dict, description="column of the total of funds = fact of the rulebook"
    )
    components: FormComponentsModel | None = Field(None, description="sources of money as records of a list")
    execution: FormExecutionModel | None = Field(None, description="the points of the table of funds as a row")
    groups: dict[str, str] = Field(
        default_factory=dict,
        description="group of the form, also `group/group` or `group/indicator` = its place among the groups of the rulebook",
    )
    rule_for: dict[str, str] = Field(
        default_factory=dict,
        description="group of the form or the rulebook, also `group/indicator`, or 日期 for targets that are dates = the criterion of its rows",
    )


class FormsFile(Authored):
    """Declarations of forms."""

    format: Literal[1] = Field(description="the format of the file")
    form: dict[str, FormModel] = Field(default_factory=dict, description="the words of forms, by name")
