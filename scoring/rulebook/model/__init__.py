"""What evaluators write: every section and key of the TOML files, as frozen models.

Shapes only. What a formula, a cell or an amount inside them means is decided in `program` and `project`;
keys whose Python name would be a keyword carry the written key as alias. Descriptions are the reference.
"""

from scoring.rulebook.model.common import (
    Amount,
    Label,
    MissingPolicy,
    NoResult,
    Number,
    RoundingMode,
    RoundingModel,
    SeverityName,
    ValueMissing,
)
from scoring.rulebook.model.construct import Construct, GradeModel, HitPolicy, How, ValueModel
from scoring.rulebook.model.declared import Declared, Rules
from scoring.rulebook.model.examples import CasesModel, ExampleModel, ExpectedModel, PointsExpected, ScorecardModel
from scoring.rulebook.model.fact import BasisModel, FactModel, FieldModel, UnitModel
from scoring.rulebook.model.files import ColumnsFile, ProjectFile, Published, RulebookFile, SetFile, Shared
from scoring.rulebook.model.form import FormModel, FormsFile
from scoring.rulebook.model.head import ChangeModel, Effective, RevisionModel, RulebookHeader, SetHeader
from scoring.rulebook.model.outcome import (
    CheckModel,
    EachModel,
    FrameModel,
    GroupModel,
    LimitEffect,
    LimitModel,
    PeersModel,
    RankModel,
    ResultModel,
)
from scoring.rulebook.model.read import ReadModel
from scoring.rulebook.model.records import ColumnModel, CutModel, FillModel, ListModel, RatioModel
from scoring.rulebook.model.rule import DeductionModel, ItemModel, OverModel, PartModel, RuleModel
from scoring.rulebook.model.submitted import (
    AssumedModel,
    ClaimModel,
    FilledFormModel,
    IndicatorModel,
    JudgedModel,
    NotApplicableModel,
    NotUnderstoodModel,
    OverrideModel,
    Said,
    SaidModel,
    SourceModel,
    Submitted,
)

__all__ = [
    "Amount",
    "AssumedModel",
    "BasisModel",
    "CasesModel",
    "ChangeModel",
    "CheckModel",
    "ClaimModel",
    "ColumnModel",
    "ColumnsFile",
    "Construct",
    "CutModel",
    "Declared",
    "DeductionModel",
    "EachModel",
    "Effective",
    "ExampleModel",
    "ExpectedModel",
    "FactModel",
    "FieldModel",
    "FillModel",
    "FilledFormModel",
    "FormModel",
    "FormsFile",
    "FrameModel",
    "GradeModel",
    "GroupModel",
    "HitPolicy",
    "How",
    "IndicatorModel",
    "ItemModel",
    "JudgedModel",
    "Label",
    "LimitEffect",
    "LimitModel",
    "ListModel",
    "MissingPolicy",
    "NoResult",
    "NotApplicableModel",
    "NotUnderstoodModel",
    "Number",
    "OverModel",
    "OverrideModel",
    "PartModel",
    "PeersModel",
    "PointsExpected",
    "ProjectFile",
    "Published",
    "RankModel",
    "RatioModel",
    "ReadModel",
    "ResultModel",
    "RevisionModel",
    "RoundingMode",
    "RoundingModel",
    "RuleModel",
    "RulebookFile",
    "RulebookHeader",
    "Rules",
    "Said",
    "SaidModel",
    "ScorecardModel",
    "SetFile",
    "SetHeader",
    "SeverityName",
    "Shared",
    "SourceModel",
    "Submitted",
    "UnitModel",
    "ValueMissing",
    "ValueModel",
]
