"""Word documents, web pages, texts and PDFs: tables as grids, and everything outside of them beside these."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import docx
import pytest

from scoring.forms.grid import Document
from scoring.forms.readers import document_of, read_document
from scoring.forms.readers.kinds import kind_of
from scoring.problems import InputRefused
from tests.forms.harmful import compound
from tests.forms.packed import packed, sheet, word

GIVEN = Path(__file__).parent / "given"


def cells(document: Document, grid: int = 0) -> list[tuple[str, str]]:
    return [(cell.place, cell.text) for cell in document.grids[grid].cells]


def run(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{run(text)}</w:tc>"


def test_a_word_table_says_what_its_cells_cover() -> None:
    down, on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    body = table(tc("一", down + wide) + tc("二"), tc("", on + wide) + tc("三"), tc("四") + tc("五") + tc("六"))
    grid = document_of(word(body), "form.docx").grids[0]
    assert [(cell.place, cell.text, cell.rows, cell.columns) for cell in grid.cells] == [
        ("T1R1C1", "一", 2, 2), ("T1R1C3", "二", 1, 1), ("T1R2C3", "三", 1, 1),
        ("T1R3C1", "四", 1, 1), ("T1R3C2", "五", 1, 1), ("T1R3C3", "六", 1, 1),
    ]  # fmt: skip


def test_what_stands_below_a_word_cell_that_goes_on_is_kept_and_marked_as_hidden() -> None:
    body = table(tc("一", '<w:vMerge w:val="restart"/>'), tc("下", "<w:vMerge/>"))
    grid = document_of(word(body), "form.docx").grids[0]
    assert [(cell.text, cell.hidden, cell.rows) for cell in grid.cells] == [("一", False, 2), ("下", True, 1)]
    covering = grid.at(2, 1)
    assert covering is not None and covering.text == "一"


def test_paragraphs_keep_their_number_and_stand_before_the_table_that_follows() -> None:
    body = run("标题") + "<w:p/>" + run("单位：元") + table(tc("一")) + run("表间") + table(tc("二")) + run("签字")
    document = document_of(word(body), "form.docx")
    assert [[(each.place, each.text) for each in grid.before] for grid in document.grids] == [
        [("P1", "标题"), ("P3", "单位：元")], [("P4", "表间")],
    ]  # fmt: skip
    assert [[each.text for each in grid.after] for grid in document.grids] == [[], ["签字"]]
    assert cells(document, 1) == [("T2R1C1", "二")]


def test_tables_in_cells_are_grids_of_their_own() -> None:
    inner = table(tc("里"))
    body = table(f"<w:tc>{run('外')}{inner}{run('后')}</w:tc>") + table(tc("二"))
    document = document_of(word(body), "form.docx")
    assert [cells(document, grid) for grid in range(3)] == [
        [("T1R1C1", "外\n后")], [("T1R1C1T1R1C1", "里")], [("T2R1C1", "二")],
    ]  # fmt: skip


def test_of_tracked_changes_the_accepted_text_is_read() -> None:
    old, new = "<w:del><w:r><w:delText>90</w:delText></w:r></w:del>", "<w:ins><w:r><w:t>95</w:t></w:r></w:ins>"
    moved = "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('删')}</w:tr>"
    was = '<w:tcPrChange><w:tcPr><w:gridSpan w:val="9"/></w:tcPr></w:tcPrChange>'
    body = (
        f"<w:tbl>{gone}<w:tr><w:tc><w:tcPr>{was}</w:tcPr><w:p>{old}{new}{moved}</w:p></w:tc>{tc('后')}</w:tr></w:tbl>"
    )
    assert cells(document_of(word(body), "form.docx")) == [("T1R1C1", "95"), ("T1R1C2", "后")]


def test_boxes_that_are_ticked_are_told_from_others_however_they_are_drawn() -> None:
    field = "<w:r><w:fldChar><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>"
    ticked, empty = field.format("<w:checked/>"), field.format('<w:default w:val="0"/>')
    body = (
        run("是☑否□")
        + f"<w:p>{ticked}{empty}</w:p>"
        + '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F0A8"/></w:r></w:p>'
    )
    assert [each.text for each in document_of(word(body), "form.docx").grids[0].before] == ["是☑否□", "☑□", "☑□"]


def test_breaks_tabs_and_controls_are_read_and_codes_of_fields_are_not() -> None:
    body = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>四</w:t></w:r></w:hyperlink></w:p>"
    )
    assert [each.text for each in document_of(word(body), "form.docx").grids[0].before] == ["一\t二\n三", "四"]


def test_what_is_not_read_of_a_word_document_is_told() -> None:
    made = docx.Document()
    made.add_paragraph("正文")
    made.sections[0].header.paragraphs[0].text = "内部资料"
    into = io.BytesIO()
    made.save(into)
    assert [note.message.zh for note in document_of(into.getvalue(), "report.docx").notes] == ["页眉不读"]


@pytest.mark.parametrize("name", ["g05-湖北式样.docx", "n2-老年助餐.docx"])
def test_as_many_cells_and_paragraphs_are_read_as_another_reader_finds(name: str) -> None:
    other = docx.Document(str(GIVEN / name))
    distinct = {cell._tc: cell.text for table in other.tables for row in table.rows for cell in row.cells}
    grids = read_document(GIVEN / name).grids
    assert sum(len(grid.cells) for grid in grids) == sum(1 for text in distinct.values() if text.strip())
    beside = [cell for grid in grids for cell in (*grid.before, *grid.after)]
    assert len(beside) == sum(1 for each in other.paragraphs if each.text.strip())


def page(body: str, head: str = '<meta charset="utf-8">') -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def test_a_web_table_says_what_its_cells_cover() -> None:
    body = (
        "<table><tr><td rowspan=2 colspan=2>一<td>二</tr><tr><td>三</tr><tr><td>四<td>五<td>六"
        "<tr><td rowspan=0>七<td colspan=9999999>八</table>"
    )
    grid = document_of(page(body), "form.html").grids[0]
    assert [(cell.place, cell.text, cell.rows, cell.columns) for cell in grid.cells] == [
        ("T1R1C1", "一", 2, 2), ("T1R1C3", "二", 1, 1), ("T1R2C3", "三", 1, 1),
        ("T1R3C1", "四", 1, 1), ("T1R3C2", "五", 1, 1), ("T1R3C3", "六", 1, 1),
        ("T1R4C1", "七", 1, 1), ("T1R4C2", "八", 1, 1),
    ]  # fmt: skip


def test_a_web_page_is_read_as_it_is_shown_and_nothing_in_it_is_run() -> None:
    body = (
        "<p>标题<script>document.write('坏')</script></p><style>td{}</style><!-- 注 --><table><thead><tr><th>a&nbsp;b\n  c<br>d"
        '<tbody style="display:none"><tr style="display:none"><td>隐<tr><td x:num="0.8576" x:fmla="=B2/C2">86%'
        '<td><input type=checkbox checked>是<input type="checkbox">否<td><table><tr><td>里</table></table>注：1'
    )
    document = document_of(page(body), "form.html")
    assert cells(document) == [("T1R1C1", "a b c\nd"), ("T1R2C1", "隐"), ("T1R3C1", "86%"), ("T1R3C2", "☑是□否")]
    assert cells(document, 1) == [("T1R3C3T1R1C1", "里")]
    share = document.grids[0].cells[2]
    assert (share.stored, share.formula) == ("0.8576", "B2/C2")
    assert [cell.hidden for cell in document.grids[0].cells] == [False, True, False, False]
    assert [cell.text for cell in document.grids[0].before] == ["标题"]
    assert [cell.text for cell in document.grids[1].after] == ["注：1"]


@pytest.mark.parametrize("named", ["gb2312", "gbk", "GB18030", "utf-8"])
def test_a_web_page_is_read_in_the_encoding_that_it_has(named: str) -> None:
    text = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={named}"></head><table><tr><td>绩效'
    )
    assert cells(document_of(text.encode(named), "form.htm")) == [("T1R1C1", "绩效")]


LINES = '项目,"全年\r\n预算数","说 ""明"""\r\n,,\r\n甲,"1,200.00",≥95%\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_csv_is_read_in_the_encoding_that_it_has(encoding: str) -> None:
    document = document_of(LINES.encode(encoding), "form.csv")
    assert document.kind == "csv"
    assert cells(document) == [
        ("A1", "项目"), ("B1", "全年\n预算数"), ("C1", '说 "明"'), ("A3", "甲"), ("B3", "1,200.00"), ("C3", "≥95%"),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["\t", ";", "|"])
def test_a_csv_is_parted_by_the_mark_that_it_has(mark: str) -> None:
    text = f"项目{mark}目标{mark}实际\n甲{mark}1,5{mark}2\n"
    assert [place for place, _ in cells(document_of(text.encode(), "form.csv"))] == ["A1", "B1", "C1", "A2", "B2", "C2"]


def test_as_many_fields_are_read_as_another_reader_finds() -> None:
    name = "g08-河北式样-GB18030.csv"
    rows = csv.reader(io.StringIO((GIVEN / name).read_bytes().decode("gb18030"), newline=""))
    assert len(read_document(GIVEN / name).grids[0].cells) == sum(1 for row in rows for field in row if field.strip())


def test_a_text_is_its_lines_with_their_numbers() -> None:
    document = document_of("标题\r\n\r\n 一、概况".encode("gb18030"), "report.txt")
    assert [(line.place, line.text) for line in document.grids[0].before] == [("L1", "标题"), ("L3", " 一、概况")]
    for name in ("n2-老年助餐.txt", "n4-公路养护-GB18030.txt"):
        raw = (GIVEN / name).read_bytes()
        text = raw.decode("gb18030" if "GB" in name else "utf-8")
        assert [line.text for line in read_document(GIVEN / name).grids[0].before] == [
            line for line in text.splitlines() if line.strip()
        ]


def test_a_pdf_is_read_page_by_page_with_the_cells_that_are_drawn() -> None:
    document = read_document(GIVEN / "g09-跨页重复表头.pdf")
    assert [cell.place for grid in document.grids for cell in grid.cells] == ["p1"] * 71 + ["p2"] * 44
    first = document.grids[0]
    goal = next(cell for cell in first.cells if cell.text == "年度总体目标")
    assert goal.rows == 2
    assert [cell.text for cell in first.row(goal.row)] == ["年度总体目标", "预期目标", "实际完成情况"]


def test_a_pdf_of_prose_is_its_lines() -> None:
    document = read_document(GIVEN / "n3-种薯推广.pdf")
    said = "".join(line.text for grid in document.grids for line in grid.before)
    text = "".join(line.text for line in read_document(GIVEN / "n3-种薯推广.txt").grids[0].before)
    assert said.replace("- 1 -", "").replace("- 2 -", "").replace(" ", "") == text.replace(" ", "").replace("　", "")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (page("<table><tr><td>一</table>"), "form.xls", "html"),
        (sheet('<row r="1"><c r="A1"><v>1</v></c></row>'), "form.xls", "xlsx"),
        ((GIVEN / "g04-云南式样.xls").read_bytes(), "form.xlsx", "xls"),
        ((GIVEN / "g10-列序不同.ods").read_bytes(), "form.docx", "ods"),
        ((GIVEN / "g09-跨页重复表头.pdf").read_bytes(), "form.docx", "pdf"),
        (LINES.encode(), "form.xls", "csv"),
    ],
)
def test_a_file_is_what_its_content_is_and_a_wrong_ending_is_told(data: bytes, name: str, kind: str) -> None:
    document = document_of(data, name)
    assert document.kind == kind
    assert [note.code for note in document.notes] == ["wrong-ending"]
    assert f"`{name[name.rfind('.') :]}`" in document.notes[0].message.en


@pytest.mark.parametrize(("name", "kind"), [("form.xls", "xls"), ("form.doc", "doc"), ("form", "xls")])
def test_what_is_set_into_an_old_document_does_not_make_it_another(name: str, kind: str) -> None:
    both = compound("Workbook") + compound("WordDocument")[512:]
    assert kind_of(both, name) == kind


def test_an_old_document_is_read_through_libreoffice_or_refused_with_how_to_save_it() -> None:
    rich = rb"{\rtf1\ansi\trowd\cellx4000\cellx8000 Item\cell 95%\cell\row\pard Note\par}"
    if shutil.which("soffice") is None:
        with pytest.raises(InputRefused) as refused:
            document_of(rich, "form.rtf")
        assert "save it as DOCX" in str(refused.value)
        return
    document = document_of(rich, "form.rtf")
    assert [note.code for note in document.notes] == ["converted"]
    assert cells(document) == [("T1R1C1", "Item"), ("T1R1C2", "95%")]


def test_the_same_bytes_give_the_same_document_with_their_hash() -> None:
    data = packed({"mimetype": b"", "content.xml": b"<a/>"})
    with pytest.raises(InputRefused):
        document_of(data, "form.ods")
    path = GIVEN / "g01-国家式样.xlsx"
    assert read_document(path) == document_of(path.read_bytes(), path.name)
    assert len(read_document(path).sha256) == 64
