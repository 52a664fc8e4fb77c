"""Documents written by hand, part by part: what no program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return into.getvalue()


def workbook(sheets: Mapping[str, str | bytes], styles: str = "", more: Mapping[str, bytes | str] = {}) -> bytes:
    """A workbook of these sheets, each the whole of its XML."""
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, start=1))
    related = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    return packed({
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
        "xl/styles.xml": styles or f'<styleSheet xmlns="{MAIN}"/>',
        **{f"xl/worksheets/sheet{at}.xml": content for at, content in enumerate(sheets.values(), start=1)},
        **more,
    })  # fmt: skip


def sheet(rows: str, number_format: str = "General", merged: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet of these rows; cells of style 1 have the number format."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{escape(number_format)}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    areas = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    content = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells></worksheet>'
    return workbook({"表": content}, styles)


def word(body: str) -> bytes:
    """A Word document with this body."""
    return packed({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})
