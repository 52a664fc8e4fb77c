"""Keys that no text shows to act: which tests show it, and which keys are there to refuse something."""

from __future__ import annotations

from scoring.rulebook import model

REMARKS = {"label", "note", "title", "number", "at", "from", "edition", "sha256", "basis"}
"""Keys that are for readers: they may act on the printed rulebook alone."""
ELSEWHERE = {
    "FactModel.from": "tests/engines/test_columnar.py",
    "CasesModel.file": "tests/examples/test_published.py",
    "CasesModel.expect": "tests/examples/test_published.py",
    "CasesModel.given": "tests/examples/test_published.py",
    "CasesModel.within": "tests/examples/test_published.py",
    "CasesModel.none": "tests/examples/test_published.py",
    "CasesModel.id": "tests/faults/test_cases_compare_something.py",
    "CasesModel.ignore": "tests/faults/test_cases_compare_something.py",
    "FactModel.also": "tests/faults/test_forms_as_written.py",
    "CasesModel.label": "tests/examples/test_published.py",
    "ColumnsFile.format": "tests/batch/test_heads.py",
    "ColumnsFile.layout": "tests/batch/test_heads.py",
    "ColumnsFile.columns": "tests/batch/test_heads.py",
    "ColumnsFile.unit": "tests/batch/test_heads.py",
    "ColumnsFile.ignore": "tests/batch/test_heads.py",
    "RulebookFile.use": "tests/rulebook/test_changes.py",
    "RulebookFile.change": "tests/rulebook/test_changes.py",
    "ChangeModel.set": "tests/rulebook/test_changes.py",
    "ChangeModel.why": "tests/rulebook/test_changes.py",
    "ChangeModel.basis": "tests/rulebook/test_changes.py",
    "RulebookFile.cases": "tests/examples/test_published.py",
    "SetFile.cases": "tests/examples/test_published.py",
    "ProjectFile.rules": "tests/commands/test_command_line.py",
    "ProjectFile.indicators": "tests/commands/test_command_line.py",
    "SetHeader.rules": "tests/commands/test_command_line.py",
    "RulebookFile.peers": "tests/batch/test_peers.py",
    **dict.fromkeys(
        ("ReadModel.find", "ReadModel.says", "RulebookFile.read", "SetFile.read"), "tests/forms/test_wordings.py"
    ),
    "PeersModel.within": "tests/batch/test_peers.py",
    "PeersModel.counts": "tests/batch/test_peers.py",
    "ValueModel.place": "tests/batch/test_peers.py",
    "ValueModel.among": "tests/batch/test_peers.py",
    "ValueModel.ties": "tests/batch/test_peers.py",
    "FormsFile.format": "tests/forms/test_form_declarations.py",
    "RulebookFile.form": "tests/forms/test_forms_of_rulebooks.py",
    "FormsFile.form": "tests/forms/test_form_declarations.py",
    **{
        f"{shape.__name__}.{key.alias or name}": "tests/forms/test_form_declarations.py"
        for shape in (
            model.FormModel,
            model.FormFundsModel,
            model.FormGoalsModel,
            model.FormManagementModel,
            model.FormTotalModel,
        )
        for name, key in shape.model_fields.items()
    },
    **{
        f"{shape.__name__}.{key.alias or name}": "tests/forms/test_projects_of_forms.py"
        for shape in (model.FormComponentsModel, model.FormExecutionModel)
        for name, key in shape.model_fields.items()
    },
}
"""Keys that need files beside, with the tests that hold them."""
REFUSED = {
    "FactModel.kind", "FactModel.unit", "FactModel.range", "FactModel.options", "FieldModel.kind", "FieldModel.unit",
    "FieldModel.options", "FieldModel.list", "CheckModel.broken", "CheckModel.each", "CheckModel.unit", "GradeModel.otherwise", "UnitModel.is", "GradeModel.hit", "RulebookHeader.total",
    "RulebookHeader.weights_off_total", "RulebookHeader.rule_for", "RulebookHeader.counts", "RuleModel.kind", "RuleModel.levels", "RuleModel.step",
    "RuleModel.adopts", "JudgedModel.adopted", "OneJudgementModel.level",
    "FactModel.list", "FactModel.key", "ListModel.ties",
    *(f"{file}.{key}" for file in ("RulebookFile", "SetFile", "ProjectFile", "ScorecardModel")
      for key in ("fact", "value", "list", "column", "rule", "unit", "basis", "format")),
}  # fmt: skip
"""Keys one value of which refuses the project of their text: that is what they are for."""
