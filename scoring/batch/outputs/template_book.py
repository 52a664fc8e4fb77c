"""A template as a workbook: heads with remarks, drop-down lists and number formats; a second sheet that explains."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scoring.batch.outputs.atomic_output import whole
from scoring.batch.outputs.template import Field, Template
from scoring.problems import Language, Text

LAST_ROW = 1_048_576
READY_ROWS = 200  # whose cells have their formats already, for programs that do not take a column's
FORMATS = {"share": "0.00%", "date": "yyyy-mm-dd", "text": "@", "number": "General", "yes_no": "@", "year": "General"}
WIDEST, NARROWEST = 36, 10

SHEETS = {"table": Text("projects", "项目"), "about": Text("about", "说明"), "options": Text("options", "选项")}
ABOUT = (
    Text("column", "列名"), Text("content", "内容"), Text("what belongs there", "填写说明"), Text("unit", "单位"),
    Text("range", "取值范围"), Text("choices", "可选项"), Text("basis", "依据"),
)  # fmt: skip


def write_book(template: Template, path: Path, lang: Language) -> None:
    """Writes the workbook whole or not at all."""
    import openpyxl

    book = openpyxl.Workbook()
    _table(book, template, lang)
    _about(book, template, lang)
    with whole(path) as part, part.open("wb") as file:
        book.save(file)


def _table(book: Any, template: Template, lang: Language) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.active
    sheet.title = SHEETS["table"].in_language(lang)
    sheet.freeze_panes = "B2"
    for number, field in enumerate(template.fields, start=1):
        letter = get_column_letter(number)
        cell = _text(sheet.cell(1, number), field.head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        remark = Comment(f"{field.label.in_language(lang)}\n{field.wanted.in_language(lang)}", "scoring")
        remark.width, remark.height = 280, 120
        cell.comment = remark
        column = sheet.column_dimensions[letter]
        column.width = min(WIDEST, max(NARROWEST, 2 + sum(2 if ord(each) > 255 else 1 for each in field.head)))
        column.number_format = FORMATS[field.kind]
        for row in range(2, max(READY_ROWS, len(template.rows)) + 2):
            sheet.cell(row, number).number_format = FORMATS[field.kind]
    for at, cells in enumerate(template.rows, start=2):
        for number, text in enumerate(cells, start=1):
            if text:
                _text(sheet.cell(at, number), text)
    _choices(book, sheet, template, lang)


def _choices(book: Any, sheet: Any, template: Template, lang: Language) -> None:
    """Drop-down lists, whose choices stand in a sheet of their own: as a text they may be too long for a list."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists: dict[tuple[str, ...], DataValidation] = {}
    listed = None
    for number, field in enumerate(template.fields, start=1):
        if not field.options:
            continue
        if listed is None:
            listed = book.create_sheet(SHEETS["options"].in_language(lang))
            listed.sheet_state = "hidden"
        if field.options not in lists:
            at = get_column_letter(len(lists) + 1)
            for row, option in enumerate(field.options, start=1):
                _text(listed[f"{at}{row}"], option)
            choice = DataValidation("list", f"={listed.title}!${at}$1:${at}${len(field.options)}", allow_blank=True)
            choice.showErrorMessage = True
            choice.error = Text("choose one of the list", "请从列表中选择").in_language(lang)
            lists[field.options] = choice
            sheet.add_data_validation(choice)
        letter = get_column_letter(number)
        lists[field.options].add(f"{letter}2:{letter}{LAST_ROW}")


def _about(book: Any, template: Template, lang: Language) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(SHEETS["about"].in_language(lang), 1)
    _text(sheet.cell(1, 1), template.title.in_language(lang)).font = Font(bold=True)
    for at, note in enumerate(template.notes, start=2):
        _text(sheet.cell(at, 1), note.in_language(lang))
    top = len(template.notes) + 3
    for number, title in enumerate(ABOUT, start=1):
        _text(sheet.cell(top, number), title.in_language(lang)).font = Font(bold=True)
    for at, field in enumerate(template.fields, start=top + 1):
        for number, text in enumerate(_said(field, lang), start=1):
            _text(sheet.cell(at, number), text).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDEFG", (28, 40, 50, 10, 14, 30, 30), strict=True):
        sheet.column_dimensions[letter].width = width


def _said(field: Field, lang: Language) -> list[str]:
    basis = field.basis.in_language(lang) if field.basis is not None else ""
    return [field.head, field.label.in_language(lang), field.wanted.in_language(lang), field.unit or "", field.range or "",
            " / ".join(field.options), basis]  # fmt: skip


def _text(cell: Any, text: str) -> Any:
    """A cell that holds this as text, also where it begins like a formula."""
    cell.value = text
    cell.data_type = "s"
    return cell
