"""Every section of the TOML files with its keys, from the models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scoring.rulebook import model
from scoring.rulebook.authored import Authored

# In the order of the page; each with the models that stand below it.
SECTIONS: tuple[tuple[str, type[Authored]], ...] = (
    ("[rulebook]", model.RulebookHeader),
    ("effective", model.Effective),
    ("[fact]", model.FactModel),
    ("a field of a list", model.FieldModel),
    ("[unit.NAME]", model.UnitModel),
    ("[value.NAME]", model.ValueModel),
    ("[list.NAME]", model.ListModel),
    ("leave_out, keep", model.CutModel),
    ("ratio", model.RatioModel),
    ("fill", model.FillModel),
    ("[column.LIST.NAME]", model.ColumnModel),
    ("[rule.NAME]", model.RuleModel),
    ("over", model.OverModel),
    ("deduct", model.DeductionModel),
    ("items", model.ItemModel),
    ("[[rule.NAME.part]]", model.PartModel),
    ("round, points", model.RoundingModel),
    ("[group.PATH]", model.GroupModel),
    ("[frame.PATH]", model.FrameModel),
    ("[peers]", model.PeersModel),
    ("[limit.NAME]", model.LimitModel),
    ("total and group of a limit", model.LimitEffect),
    ("[check.NAME]", model.CheckModel),
    ("each", model.EachModel),
    ("[result.NAME]", model.ResultModel),
    ("rank", model.RankModel),
    ("[grade], [grade.NAME]", model.GradeModel),
    ("[basis.NAME]", model.BasisModel),
    ("[read.NAME]", model.ReadModel),
    ("[change.KIND.NAME]", model.ChangeModel),
    ("[[revision]]", model.RevisionModel),
    ("[[example]]", model.ExampleModel),
    ("[[scorecard]]", model.ScorecardModel),
    ("[scorecard.expect]", model.ExpectedModel),
    ("[[cases]]", model.CasesModel),
    ("[indicator_set]", model.SetHeader),
    ("[indicator]", model.IndicatorModel),
    ("judged of an indicator", model.JudgedModel),
    ("each of judged", model.OneJudgementModel),
    ("confirmed of judged", model.ConfirmedModel),
    ("a rulebook file", model.RulebookFile),
    ("an indicator set file", model.SetFile),
    ("a project file", model.ProjectFile),
    ("a map of columns, for `scoring batch --columns`", model.ColumnsFile),
    ("a file of forms", model.FormsFile),
    ("[form.NAME]", model.FormModel),
    ("[form.NAME.funds]", model.FormFundsModel),
    ("[form.NAME.goals]", model.FormGoalsModel),
    ("[form.NAME.management]", model.FormManagementModel),
    ("[form.NAME.total]", model.FormTotalModel),
    ("[form.NAME.components]", model.FormComponentsModel),
    ("[form.NAME.execution]", model.FormExecutionModel),
    ("[source.NAME]", model.SourceModel),
    ("[not_applicable]", model.NotApplicableModel),
    ("[claim.ROLE]", model.ClaimModel),
    ("[override.grade]", model.OverrideModel),
    ("[filled_form]", model.FilledFormModel),
    ("what a form says, with its place", model.SaidModel),
    ("[[not_understood]]", model.NotUnderstoodModel),
    ("[[assumed]]", model.AssumedModel),
    ("[[adjusted]]", model.AdjustedModel),
)


def sections() -> str:
    return "\n\n".join("\n".join(_section(title, shape)) for title, shape in SECTIONS)


def _section(title: str, shape: type[Authored]) -> Iterator[str]:
    yield f"## {title}" if "`" in title else f"## `{title}`"
    yield ""
    said = (shape.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
    yield re.sub(r"^`[^`]+`: ", "", said)
    yield ""
    yield "| key | kind | default | what it says |"
    yield "|---|---|---|---|"
    for name, field in shape.model_fields.items():
        default = "required" if field.is_required() else _default(field.get_default(call_default_factory=True))
        yield f"| `{field.alias or name}` | {_kind(field.annotation)} | {default} | {field.description or ''} |"


def _default(value: Any) -> str:
    if value is None or value in ({}, []):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(annotation: Any) -> str:
    """A type in an author's words."""
    text = str(annotation).replace("NoneType", "").replace("typing.", "")
    plain = re.sub(r"dict\[.*", "", text)
    if "Literal" in plain:
        options = " ".join(f"`{option}`" for option in re.findall(r"'([^']+)'", plain)) or "`1`"
        return ("list or " if "list[" in plain else "") + options + (" or table" if plain != text else "")
    words = []
    for pattern, word in (
        (r"dict\[Literal\['zh'", "label"),
        (r"list\[", "list"),
        (r"dict\[", "table"),
        (r"Model\b|Effect\b|Effective\b", "table"),
        (r"\bstr\b", "text"),
        (r"\bDecimal\b|\bint\b", "number"),
        (r"\bbool\b", "true or false"),
        (r"\bdate\b", "date"),
    ):
        if re.search(pattern, text):
            words.append(word)
    words = ["label"] if "label" in words else list(dict.fromkeys(words))
    return " or ".join(words) or "anything"
