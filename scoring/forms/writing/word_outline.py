"""An outline as a Word template: headings, tables and names in braces that a bureau edits in Word itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from scoring.forms.writing.archive import same_bytes
from scoring.forms.writing.names import Name, Names, named
from scoring.forms.writing.outline import (
    Block,
    Column,
    Each,
    Fields,
    Heading,
    Mark,
    Outline,
    PageBreak,
    Sentence,
    Side,
    Table,
    When,
)
from scoring.forms.writing.reading_outline import IN_BRACES, to_fill
from scoring.problems import Language, Text

SIDES = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
WRITTEN_ON = datetime.datetime(2000, 1, 1)  # a document says when it was made; the same words give the same bytes
PAPER = (Mm(210), Mm(297))
MARGINS = (Mm(30), Mm(25), Mm(25), Mm(25))  # above, right, below, left
WIDTH = 210 - 25 - 25
PLAIN, TABLE, CELL = Pt(12), Pt(10.5), Pt(10)
BESIDE = "60"  # twentieths of a point, left and right of what stands in a cell
FACES = {"body": ("Times New Roman", "仿宋"), "heading": ("Times New Roman", "黑体")}


def word_template(outline: Outline, names: Names, language: Language) -> bytes:
    """The template of an outline in one language; names in Chinese in the Chinese one."""
    return _Writing(names, language).document(outline)


class _Writing:
    """A template being written."""

    def __init__(self, names: Names, language: Language) -> None:
        self.names, self.language = names, language
        self.document_: WordDocument = Document()
        self.bound: dict[str, Name] = {}

    def document(self, outline: Outline) -> bytes:
        self._style()
        for block in outline:
            self.block(block)
        made = BytesIO()
        self.document_.save(made)
        return same_bytes(made.getvalue())

    def of(self, text: Text) -> str:
        return text.in_language(self.language)

    # ------------------------------------------------------------------ blocks

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.heading(block)
            case Sentence():
                self.sentence(block)
            case Mark():
                self.mark(block)
            case Fields():
                self.fields(block)
            case Table():
                self.table(block)
            case When():
                self.when(block)
            case Each():
                self.each(block)
            case PageBreak():
                self.document_.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def heading(self, block: Heading) -> None:
        style = "Title" if block.level == 0 else f"Heading {block.level}"
        self.document_.add_paragraph(self.filled(self.of(block.said)), style)

    def sentence(self, block: Sentence) -> None:
        paragraph = self.document_.add_paragraph(style="Note" if block.style == "note" else "Normal")
        run = paragraph.add_run(self.filled(self.of(block.said)))
        run.bold = True if block.style == "bold" else None
        if block.style in ("right", "center"):
            paragraph.alignment = SIDES[block.style]
        if block.style == "bold" or self.of(block.said).endswith((":", "：")):
            paragraph.paragraph_format.keep_with_next = True

    def mark(self, block: Mark) -> None:
        written = to_fill(self.of(block.said), self.language)
        self.document_.add_paragraph().add_run(written).font.highlight_color = WD_COLOR_INDEX.YELLOW

    def when(self, block: When) -> None:
        self.instruction(f"if {self.spelled(block.name)}")
        for inside in block.then:
            self.block(inside)
        if block.otherwise:
            self.instruction("else")
            for inside in block.otherwise:
                self.block(inside)
        self.instruction("endif")

    def each(self, block: Each) -> None:
        self.instruction(f"for {block.one} in {self.spelled(block.of)}")
        self.bound[block.one] = self.name(block.of)
        for inside in block.blocks:
            self.block(inside)
        del self.bound[block.one]
        self.instruction("endfor")

    def instruction(self, said: str) -> None:
        self.document_.add_paragraph(f"{{%p {said} %}}", "Instruction")

    # ------------------------------------------------------------------ tables

    def fields(self, block: Fields) -> None:
        """Two names and what stands beside them in a row."""
        shares = (18, 32, 18, 32)
        rows = [block.rows[number : number + 2] for number in range(0, len(block.rows), 2)]
        table = self.new_table(len(rows), shares)
        for line, pair in zip(table.rows, rows, strict=True):
            for number, (said, name) in enumerate(pair):
                self.cell(line.cells[2 * number], self.of(said), bold=True)
                _shaded(line.cells[2 * number])
                self.cell(line.cells[2 * number + 1], f"{{{{ {self.spelled(name)} }}}}")
        self.document_.add_paragraph()

    def table(self, block: Table) -> None:
        self.bound["one"] = self.name(block.of)
        shares = [column.width for column in block.columns]
        table = self.new_table(4, shares)
        head, begin, body, end = table.rows
        for cell, column in zip(head.cells, block.columns, strict=True):
            self.cell(cell, self.of(column.head), "center", bold=True)
            _shaded(cell)
        _repeated(head)
        self.cell(begin.cells[0], f"{{%tr for one in {self.spelled(block.of)} %}}")
        for cell, column in zip(body.cells, block.columns, strict=True):
            self.cell(cell, self.filled(_of_row(column)), column.side)
        _whole(body)
        self.cell(end.cells[0], "{%tr endfor %}")
        del self.bound["one"]
        self.document_.add_paragraph(style="After")

    def new_table(self, rows: int, shares: Sequence[int]) -> WordTable:
        table: WordTable = self.document_.add_table(rows, len(shares), "Table Grid")
        table.autofit = False
        _narrow(table)
        widths = [Mm(WIDTH * share / sum(shares)) for share in shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
            for cell in column.cells:
                cell.width = width
        return table

    def cell(self, cell: _Cell, said: str, side: Side = "left", bold: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = "Cell"
        paragraph.alignment = SIDES[side]
        paragraph.add_run(said).bold = True if bold else None

    # ------------------------------------------------------------------ names

    def filled(self, said: str) -> str:
        """A text with its names in double braces, as a template has them."""
        return IN_BRACES.sub(lambda found: f"{{{{ {self.spelled(found.group(1))} }}}}", said)

    def name(self, path: str) -> Name:
        """The name of a path such as `part.indicators`."""
        before, dot, field = path.rpartition(".")
        found = self.bound[before].field(field) if dot else named(self.names, path)
        assert found is not None, path
        return found

    def spelled(self, path: str) -> str:
        """A path as it is written in the template's language."""
        name = self.name(path)
        own = name.chinese if self.language == "zh" else name.name
        before, dot, _ = path.rpartition(".")
        return before + dot + own

    # ------------------------------------------------------------------ looks

    def _style(self) -> None:
        document = self.document_
        section = document.sections[0]
        section.page_width, section.page_height = PAPER
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = MARGINS
        for style in list(document.styles):
            if isinstance(style, ParagraphStyle) and style.name in LOOKS:
                _look(style, **LOOKS[style.name])
        for name in ("Note", "Cell", "After", "Instruction"):
            made = document.styles.add_style(name, 1)
            assert isinstance(made, ParagraphStyle)
            made.base_style = document.styles["Normal"]
            _look(made, **LOOKS[name])
        _page_numbers(section.footer.paragraphs[0])
        properties = document.core_properties
        properties.created = properties.modified = WRITTEN_ON
        properties.author = properties.comments = properties.last_modified_by = ""
        properties.title = ""


LOOKS: Mapping[str, Mapping[str, Any]] = {
    "Normal": {"size": PLAIN, "spacing": 1.5, "after": Pt(4)},
    "Title": {"size": Pt(22), "face": "heading", "after": Pt(14), "before": Pt(10), "side": "center"},
    "Heading 1": {"size": Pt(15), "face": "heading", "before": Pt(16), "after": Pt(6), "bold": True},
    "Heading 2": {"size": Pt(13), "face": "heading", "before": Pt(10), "after": Pt(4), "bold": True},
    "Note": {"size": TABLE, "spacing": 1.25, "after": Pt(2), "indent": Mm(8)},
    "Cell": {"size": CELL, "spacing": 1.1, "before": Pt(2), "after": Pt(2)},
    "After": {"size": Pt(6), "spacing": 1.0, "after": Pt(0)},
    "Instruction": {"size": Pt(8), "spacing": 1.0, "after": Pt(0), "soft": True},
}


def _look(
    style: ParagraphStyle, size: Pt, face: str = "body", spacing: float = 1.2, before: Pt | None = None,
    after: Pt | None = None, bold: bool = False, side: Side | None = None, indent: Mm | None = None, soft: bool = False,
) -> None:  # fmt: skip
    latin, chinese = FACES[face]
    font = style.font
    font.name, font.size, font.bold, font.italic = latin, size, bold, False
    font.color.rgb = RGBColor(0x80, 0x80, 0x80) if soft else RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)
    shape = style.paragraph_format
    shape.line_spacing, shape.space_before, shape.space_after = spacing, before or Pt(0), after or Pt(0)
    shape.left_indent = indent
    if side is not None:
        shape.alignment = SIDES[side]
    for border in style.element.xpath("w:pPr/w:pBdr"):  # the line under Word's own title
        border.getparent().remove(border)


def _of_row(column: Column) -> str:
    return column.cell if "{" in column.cell or not column.cell else f"{{one.{column.cell}}}"


def _repeated(row: Any) -> None:
    """The head stands on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _whole(row)


def _shaded(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EEF1F5")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _narrow(table: WordTable) -> None:
    """Little room beside what stands in a cell, so that heads of few letters are not broken."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), BESIDE)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.insert(len(properties) if look is None else list(properties).index(look), margins)


def _whole(row: Any) -> None:
    """A row is not broken over pages."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _page_numbers(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, said in (("begin", None), (None, " PAGE "), ("end", None)):
        run = paragraph.add_run()
        if kind is not None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = said
        run._r.append(mark)
