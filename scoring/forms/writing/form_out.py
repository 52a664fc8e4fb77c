"""The official form filled from a scored project: a workbook's bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from scoring.assessor.assessor import score
from scoring.assessor.loaded_project import LoadedProject
from scoring.problems import Language, Text
from scoring.values.number import show_number

FIRST_DAY = datetime(1980, 1, 1)  # a file says when it was made; the same scores give the same bytes
HEADS = (
    Text("group", "一级指标"), Text("group below it", "二级指标"), Text("indicator", "三级指标"), Text("target", "年度指标值"),
    Text("actual", "实际完成值"), Text("weight", "分值"), Text("claimed", "得分"), Text("recomputed", "复核得分"),
)  # fmt: skip


def form_out(loaded: LoadedProject, form: str | None, language: Language) -> bytes:
    """The form of one project as XLSX."""
    import xlsxwriter

    card = score(loaded.prepared)
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": FIRST_DAY})
        sheet = book.add_worksheet(Text("form", "自评表").in_language(language))
        for column, head in enumerate(HEADS):
            sheet.write_string(0, column, head.in_language(language))
        for row, one in enumerate(card.indicators, start=1):
            claimed = one.claimed.get("self")
            texts = (*[*one.path.split("/"), ""][:2], one.label.in_language(language), one.target or "", one.actual or "",
                     "" if one.weight is None else show_number(one.weight), "" if claimed is None else show_number(claimed),
                     "" if one.points is None else show_number(one.points, card.decimals))  # fmt: skip
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text)
    return made.getvalue()
