"""Every kind of bad cell there is: read, missing or rejected, and never dropped, coerced or turned into zero in silence."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.assessor.assessor import Assessor, score
from scoring.batch.columns.column_meanings import known_to, read_heads
from scoring.batch.inputs.csv_table import stage_csv
from scoring.batch.inputs.input_table import cells_of
from scoring.batch.layouts.project_from_cells import ProjectFromCells, fill_form
from scoring.documents.document import parse_toml
from scoring.engines.columnar.duck import connect
from scoring.problems import InputRefused, has_errors
from scoring.project.fact_sheet import Reported
from scoring.project.project import read_project
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_set_together, put_together
from scoring.values.number import show_number
from scoring.values.value import Unknown

BOOK = """
format = 1
[rulebook]
name = "small"
total = 100
[fact]
budget   = { unit = "元", range = ">= 0 元" }
planned  = { unit = "万元" }
visits   = { unit = "人次" }
rate     = { unit = "%" }
open     = { kind = "yes_no" }
done_on  = { kind = "date" }
scope    = ["U", "C"]
remark   = { kind = "text" }
[rule.reach]
kind = "proportional"
[rule.effect]
kind   = "judged"
levels = [["好", ">= 80%"], ["差", "else"]]
"""
SET = """
format = 1
[indicator_set]
name  = "small-set"
rules = "small"
[indicator]
N1 = { in = "产出", label = "a", weight = 40, rule = "reach", target = ">= 40 人" }
N2 = { in = "产出", label = "b", weight = 30, rule = "reach" }
E1 = { in = "效益", label = "c", weight = 30, rule = "effect" }
"""
HEADS = {
    "project": "甲", "period": "2024", "budget": "280000 元", "planned (万元)": "28", "visits": "5", "rate": "95%", "open": "是",
    "done_on": "2024-03-01", "scope": "U", "remark": "无", "N1.actual": "39 人", "N2.target": ">= 10 件", "N2.actual": "10 件",
    "E1.level": "好", "E1.share": "90%", "N1.claim": "39", "claim.self": "99", "N2.not_applicable": "",
}  # fmt: skip

# What stands in a cell, and in which column; bytes are for what no text can say.
KINDS: tuple[tuple[str, str, str | bytes], ...] = (
    ("as it should be", "N1.actual", "39 人"),
    ("blank", "N1.actual", ""),
    ("blanks", "N1.actual", "   "),
    ("tabs and line breaks", "N1.actual", "\t\n"),
    ("ideographic space", "N1.actual", "　"),
    ("no-break space", "N1.actual", "\u00a0"),
    ("no-break space around", "N1.actual", "\u00a039 人\u00a0"),
    ("zero-width space", "N1.actual", "\u200b"),
    ("byte order mark amid the file", "N1.actual", "\ufeff39 人"),
    ("dash for nothing", "N1.actual", "-"),
    ("long dash for nothing", "N1.actual", "——"),
    ("slash for nothing", "N1.actual", "/"),
    ("wu", "N1.actual", "无"),
    ("n/a", "N1.actual", "N/A"),
    ("null", "N1.actual", "NULL"),
    ("None", "N1.actual", "None"),
    ("zero is a number", "N1.actual", "0"),
    ("minus zero", "N1.actual", "-0 人"),
    ("negative", "N1.actual", "-3 人"),
    ("negative in brackets", "N1.actual", "(39)"),
    ("explicit plus", "N1.actual", "+39 人"),
    ("no blank before the unit", "N1.actual", "39人"),
    ("leading zeros", "N1.actual", "0039 人"),
    ("no digit before the point", "N1.actual", ".5 人"),
    ("no digit after the point", "N1.actual", "39. 人"),
    ("two points", "N1.actual", "3.9.1 人"),
    ("decimal comma", "budget", "28,5 元"),
    ("thousands", "budget", "280,000 元"),
    ("broken thousands", "budget", "7,00.0,77"),
    ("thousands by blanks", "budget", "280 000 元"),
    ("thousands by apostrophes", "budget", "280'000 元"),
    ("thousands by underscores", "budget", "280_000 元"),
    ("full-width digits", "N1.actual", "３９ 人"),
    ("full-width percent", "rate", "95％"),
    ("full-width point", "rate", "95．5%"),
    ("arabic digits", "N1.actual", "٣٩ 人"),
    ("superscript", "N1.actual", "39² 人"),
    ("fraction sign", "N1.actual", "½ 人"),
    ("words for numbers", "N1.actual", "三十九人"),
    ("mixed myriads", "budget", "2.3万余"),
    ("nearly", "N1.actual", "近百"),
    ("more than", "N1.actual", "5000余"),
    ("about", "N1.actual", "约39 人"),
    ("bound", "N1.actual", "≥266米"),
    ("range", "N1.actual", "30-39 人"),
    ("exponent", "N1.actual", "3.9e1 人"),
    ("beyond all exponents", "N1.actual", "1e400 人"),
    ("tiny exponent", "N1.actual", "1e-400 人"),
    ("hundreds of digits", "N1.actual", "9" * 200 + " 人"),
    ("too long", "N1.actual", "人" * 5000),
    ("NaN", "N1.actual", "NaN"),
    ("infinity", "N1.actual", "Infinity"),
    ("hexadecimal", "N1.actual", "0x27"),
    ("Excel's division by zero", "N1.actual", "#DIV/0!"),
    ("Excel's lost reference", "budget", "#REF!"),
    ("Excel's too narrow column", "budget", "########"),
    ("a formula's text", "N1.actual", "=SUM(A1:A3)"),
    ("a formula of the rulebook's language", "N1.actual", "= visits"),
    ("a sum that a file may write as well", "N1.actual", "=30+9"),
    ("a link of a spreadsheet", "remark", '=HYPERLINK("http://x")'),
    ("a formula that calls a program", "remark", "@cmd|' /C calc'!A0"),
    ("apostrophe before the number", "N1.actual", "'39"),
    ("quotes around the number", "N1.actual", '"39"'),
    ("unit that does not convert", "N1.actual", "39 公里"),
    ("unit that nobody knows", "N1.actual", "39 只只"),
    ("unit without a number", "N1.actual", "人"),
    ("two units", "N1.actual", "39 人 5 天"),
    ("no unit where several are possible", "budget", "280000"),
    ("zero needs no unit", "budget", "0"),
    ("its own unit below a head with one", "planned (万元)", "280000 元"),
    ("another's unit below a head with one", "planned (万元)", "28 人"),
    ("currency sign", "budget", "¥280000"),
    ("below its range", "budget", "-1 元"),
    ("share as a fraction", "rate", "0.95"),
    ("share as a number", "rate", "95"),
    ("share above all", "rate", "950%"),
    ("share of shares", "rate", "95%%"),
    ("yes in English", "open", "Yes"),
    ("a tick", "open", "√"),
    ("one for yes", "open", "1"),
    ("yes and no", "open", "是/否"),
    ("a month", "done_on", "2024-03"),
    ("a date in words", "done_on", "2024年3月1日"),
    ("a date with slashes", "done_on", "2024/3/1"),
    ("a date with points", "done_on", "2024.3.1"),
    ("a date of the day first", "done_on", "01-03-2024"),
    ("a date as Excel's number", "done_on", "45352"),
    ("a date without sense", "done_on", "2024-02-30"),
    ("a moment", "done_on", "2024-03-01 08:30:00"),
    ("an option in another case", "scope", "u"),
    ("an option that is none", "scope", "X"),
    ("a date where a number belongs", "visits", "2024-03-01"),
    ("a target without a sign", "N2.target", "10 件"),
    ("a target with the form's sign", "N2.target", "≥10 件"),
    ("a target that is no amount", "N2.target", ">= 很多"),
    ("a level that is none", "E1.level", "很好"),
    ("a level of another share", "E1.share", "50%"),
    ("a share without percent", "E1.share", "0.9"),
    ("a claim that is no number", "N1.claim", "满分"),
    ("a claimed total in percent", "claim.self", "99%"),
    ("a year with its word", "period", "2024年"),
    ("a year of another calendar", "period", "民国113"),
    ("a superscript year", "period", "²"),
    ("a control character", "remark", "a\x07b"),
    ("a right-to-left mark", "remark", "a\u202eb"),
    ("a text that begins like a number", "project", "001"),
    ("half a surrogate", "remark", b"\xed\xa0\x80"),
    ("bytes of another encoding", "remark", "乙方说明".encode("gb18030")),
    ("a NUL byte", "remark", b"a\0b"),
    ("a quote that does not close", "remark", b'"abc'),
    ("a cell too many", "N2.not_applicable", b"x,y"),
    ("a carriage return outside of quotes", "remark", b"a\rb"),
)  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> tuple[Rulebook, IndicatorSet]:
    book_text, set_text = parse_toml(BOOK.encode(), "book.toml")[0], parse_toml(SET.encode(), "set.toml")[0]
    assert book_text is not None
    assert set_text is not None
    book, of_set = put_together([book_text])[0], put_set_together([set_text])[0]
    assert book is not None
    assert of_set is not None
    return book, of_set


def written(cell: str) -> bytes:
    return b'"' + cell.replace('"', '""').encode() + b'"'


def table() -> bytes:
    lines = [",".join(HEADS).encode()]
    for number, (_, column, cell) in enumerate(KINDS):
        raw = [written(good) for good in HEADS.values()]
        raw[list(HEADS).index("project")] = written(f"甲{number}")
        raw[list(HEADS).index(column)] = cell if isinstance(cell, bytes) else written(cell)
        lines.append(b",".join(raw))
    return b"\n".join(lines) + b"\n"


def value_said(reported: Reported | None) -> str:
    if reported is None:
        return "missing"
    value = reported.value
    shown = show_number(value) if isinstance(value, Fraction) else repr(value) if isinstance(value, str) else str(value)
    return f"read: {shown if not isinstance(value, Unknown) else 'unknown'}"


def becomes(form: ProjectFromCells, column: str, assessor: Assessor) -> str:
    """What becomes of the cell: what it is read as, that it is missing, or why its row is rejected."""
    document, by_line, problems = form.document("in.csv")
    project, found = read_project(document) if document is not None else (None, [])
    problems += found
    prepared = None
    if project is not None and not has_errors(problems):
        prepared, found = assessor.prepare(project)
        problems += found
    if prepared is not None:
        try:
            score(prepared, "exact")
        except InputRefused as refused:  # a fact outside of its range
            prepared, problems = None, list(refused.problems)
    if project is None or prepared is None:
        rejects = list(form.refused(problems, by_line))
        assert rejects, "what is not read is rejected with its reason"
        # a cell of another column may be what a reader stumbles over: it is told as such
        said = [f"{one.reason.en}{'' if one.column == column else f' [{one.column}]'}" for one in rejects]
        return "rejected: " + "; ".join(said)
    names = {"planned (万元)": "planned", "E1.level": "E1.judged.level", "E1.share": "E1.judged.share"}
    if column in ("project", "period"):
        return f"read: {project.name if column == 'project' else project.period}"
    return value_said(prepared.sheet.get(names.get(column, column)))


def test_what_becomes_of_every_kind_of_bad_cell(
    tmp_path: Path, shelf: tuple[Rulebook, IndicatorSet], golden: Callable[[str, str], None]
) -> None:
    duck = connect("256MB", 1, tmp_path)
    (tmp_path / "in.csv").write_bytes(table())
    staged, problems = stage_csv(duck, tmp_path / "in.csv", "in.csv", tmp_path / "staged.parquet")
    assert staged is not None, problems
    heads, problems = read_heads(staged, known_to(*shelf))
    assert heads is not None, problems
    assessor = Assessor(*shelf)
    outcomes = {one.row: f"rejected: {one.reason.en} [the whole row]" for one in staged.unreadable}
    for row, cells in cells_of(duck, staged):
        form = fill_form(row, cells, heads.columns, {"indicators": "small-set"}, "in.csv")
        outcomes[row] = becomes(form, KINDS[row - 1][1], assessor)
    assert sorted(outcomes) == list(range(1, len(KINDS) + 1)), "every row comes to something"
    lines = []
    for row, (kind, column, cell) in enumerate(KINDS, start=1):
        shown = (
            ascii(cell)[1 if isinstance(cell, bytes) else 0 :]
            if isinstance(cell, bytes) or not cell.isprintable()
            else cell
        )
        lines.append(f"{kind} | {column} | {shown[:40]} | {outcomes[row][:160]}")
    golden("\n".join(lines) + "\n", "tests/golden/bad-cells.txt")
    zeros = [line for line in lines if line.endswith("| read: 0")]
    assert [line.split(" | ")[0] for line in zeros] == ["zero is a number", "minus zero", "zero needs no unit"]
