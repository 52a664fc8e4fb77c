"""The findings of all projects as a table, and what could not be scored: a workbook of two sheets, or CSV."""

from __future__ import annotations

import csv
import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from math import ceil
from typing import Any

from scoring.documents.spelling import width
from scoring.forms.writing.archive import same_bytes
from scoring.forms.writing.assessed import AssessedProject
from scoring.forms.writing.installed import installed
from scoring.forms.writing.letter_words import NotScored, form_of, indicator_of, judgement_of
from scoring.forms.writing.notices import notices_of
from scoring.forms.writing.report_words import all_shown
from scoring.problems import Language, Text
from scoring.views.words import Words

BYTE_ORDER_MARK = "\ufeff"
FORMULA_SIGNS = "=+-@＝＋－＠\t\r\n"
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?%?")
POINTS = re.compile(r"[+−-]?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?")
LONGEST = 16_000  # characters of a cell; a sheet takes 32,767 halves of them
MOST_ROWS = 1_000_000
LINE, HIGHEST = 15.0, 400.0  # points
MADE_ON = datetime.datetime(1980, 1, 1)
KINDS = {
    "correct": Text("to be corrected", "应更正"),
    "judged": Text("judged differently", "评判不同"),
    "look": Text("to be looked at", "请核实"),
    "ours": Text("for us", "内部"),
}


@dataclass(frozen=True, slots=True)
class Head:
    said: Text
    width: int
    points: str = ""  # how numbers in it are shown


HEADS = (
    Head(Text("project", "项目"), 18),
    Head(Text("unit", "实施单位"), 14),
    Head(Text("indicator", "指标"), 16),
    Head(Text("finding", "问题"), 34),
    Head(Text("code", "代码"), 14),
    Head(Text("kind", "类别"), 9),
    Head(Text("claimed", "自评"), 8, "0.00"),
    Head(Text("by rule", "按规则"), 8, "0.00"),
    Head(Text("difference", "差异"), 10, "+0.00;-0.00;0.00"),
    Head(Text("how to mend", "处理"), 22),
    Head(Text("place", "位置"), 13),
    Head(Text("form", "表"), 14),
    Head(Text("file", "文件"), 11),
)
OF_REJECTS = (
    Head(Text("project", "项目"), 24),
    Head(Text("unit", "实施单位"), 20),
    Head(Text("file", "文件"), 18),
    Head(Text("place", "位置"), 20),
    Head(Text("why", "原因"), 50),
    Head(Text("code", "代码"), 16),
    Head(Text("how to mend", "处理"), 40),
)
SHEETS = (Text("findings", "问题"), Text("not scored", "未评分"))
Table = list[list[str]]


def findings_rows(projects: Iterable[AssessedProject], language: Language) -> Table:
    """A row for each finding of each project, in their order."""
    return [row for one in projects for row in _of_project(one, language)]


def _of_project(of: AssessedProject, language: Language) -> Iterator[list[str]]:
    words = Words(of.card, language)
    for one in notices_of(of, words):
        message = words.of(one.finding.message)
        judged = judgement_of(one.indicator, words) if one.kind == "judged" else ""
        yield all_shown([
            of.card.project, of.head.get("unit", ""), indicator_of(one, words),
            words.sentence(message, judged) if judged else message, one.finding.code,
            KINDS[one.kind].in_language(language),
            one.claimed, one.by_rule, one.difference, words.of(one.fix), one.place, form_of(of, words), of.file,
        ])  # fmt: skip


def rejects_rows(rejected: Iterable[NotScored], language: Language) -> Table:
    """A row for each reason why a project has no score."""
    return [
        all_shown([
            one.project, one.unit, one.file, str(problem.place), problem.message.in_language(language), problem.code,
            problem.fix.in_language(language) if problem.fix is not None else "",
        ])
        for one in rejected
        for problem in one.problems
    ]  # fmt: skip


# ---------------------------------------------------------------- CSV


def findings_csv(rows: Table, language: Language) -> bytes:
    """The findings alone; UTF-8 with a byte order mark, without which Excel shows Chinese as something else."""
    made = StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([head.said.in_language(language) for head in HEADS])
    for row in rows:
        writer.writerow([_plain(_short(cell)) for cell in row])
    return (BYTE_ORDER_MARK + made.getvalue()).encode()


def _short(cell: str) -> str:
    """As much as a cell of a sheet holds."""
    return cell if len(cell) <= LONGEST else cell[:LONGEST] + "…"


def _plain(cell: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    looked_at = cell.lstrip(
        "".join(sorted({each for each in cell if unicodedata.category(each) in ("Zs", "Cf", "Cc")}))
    )
    if (looked_at[:1] in FORMULA_SIGNS or cell[:1] in FORMULA_SIGNS) and cell and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


# ---------------------------------------------------------------- a workbook


def findings_book(rows: Table, rejects: Table, language: Language) -> bytes:
    """Two sheets: findings, and what could not be scored. Texts are texts whatever they begin with; points are numbers."""
    with installed("findings.xlsx"):
        import xlsxwriter

    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}) as book:
        book.set_properties({"created": MADE_ON})
        looks = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#EEF1F5", "border": 1, "text_wrap": True, "valign": "vcenter"}
            ),
            "text": book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
            **{
                shown: book.add_format({"num_format": shown, "valign": "top", "border": 1})
                for shown in dict.fromkeys(head.points for head in HEADS)
                if shown
            },
            "right": book.add_format({"text_wrap": True, "valign": "top", "border": 1, "align": "right"}),
        }
        for name, heads, table in ((SHEETS[0], HEADS, rows), (SHEETS[1], OF_REJECTS, rejects)):
            _sheet(book.add_worksheet(name.in_language(language)), heads, table[:MOST_ROWS], looks, language)
    return same_bytes(made.getvalue())


def _sheet(sheet: Any, heads: Sequence[Head], rows: Table, looks: Any, language: Language) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P / &N")
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    for number, head in enumerate(heads):
        sheet.set_column(number, number, head.width)
        sheet.write_string(0, number, head.said.in_language(language), looks["head"])
    for at, row in enumerate(rows, 1):
        sheet.set_row(at, _height(row, heads))
        for number, (cell, head) in enumerate(zip(row, heads, strict=True)):
            if head.points and POINTS.fullmatch(cell):
                sheet.write_number(at, number, float(cell.replace("−", "-")), looks[head.points])
            else:
                _text(sheet, at, number, cell, looks["right" if head.points else "text"])


def _height(row: Sequence[str], heads: Sequence[Head]) -> float:
    """Points that the longest cell of a row takes, broken over lines."""
    lines = max(ceil(width(cell[:LONGEST]) / (head.width - 1)) for cell, head in zip(row, heads, strict=True))
    return min(LINE * max(lines, 1) + 3, HIGHEST)


def _text(sheet: Any, row: int, column: int, cell: str, look: Any) -> None:
    sheet.write_string(row, column, _plain(_short(cell)), look)
