"""A workbook that somebody made, with cells and sheets put into it: every other part stays as it is, byte for byte."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from lxml import etree

from scoring.forms.writing.cells import CellOut, SheetOut
from scoring.forms.writing.xlsx_cells import BEFORE_LEGACY, name, put_cells, sheet_of, widen
from scoring.forms.writing.xlsx_remarks import boxes_with, comments_with
from scoring.forms.writing.xlsx_styles import Styles

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
NAMES: Any = {None: RELATIONS}
BOOK = "xl/workbook.xml"
BY_NUMBER = re.compile("_x[0-9A-Fa-f]{4}_")


def unpacked(raw: bytes) -> int:
    """How many bytes a workbook says that it holds; nothing more is ever unpacked."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        return sum(part.file_size for part in archive.infolist())


class XlsxFile:
    """Parts by name; those that were changed or added are written anew. The archive was read before, so it is sound."""

    def __init__(self, raw: bytes) -> None:
        self.archive = zipfile.ZipFile(BytesIO(raw))
        self.names = {part.filename for part in self.archive.infolist()}
        self.changed: dict[str, etree._Element] = {}
        self.book = self.part(BOOK)
        self.styles = Styles(self.part(self._book_part("styles", "xl/styles.xml")))

    def part(self, part: str) -> etree._Element:
        """A part's XML, to be changed."""
        if part not in self.changed:
            self.changed[part] = self._read(part)
        return self.changed[part]

    def _read(self, part: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(self.archive.read(part), parser)

    def _book_part(self, kind: str, otherwise: str) -> str:
        for relation in self._relations(BOOK):
            if relation.get("Type", "").endswith(f"/{kind}"):
                return _resolved(BOOK, relation.get("Target", ""))
        return otherwise

    # ------------------------------------------------------------------ relations

    def _relations(self, part: str) -> etree._Element:
        folder, file = posixpath.split(part)
        named = f"{folder}/_rels/{file}.rels"
        if named in self.names or named in self.changed:
            return self.part(named)
        self.changed[named] = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap=NAMES)
        return self.changed[named]

    def _relate(self, part: str, kind: str, target: str) -> str:
        listed = self._relations(part)
        taken = {one.get("Id") for one in listed}
        number = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        said = {"Id": number, "Type": f"{R}/{kind}", "Target": f"/{target}"}
        etree.SubElement(listed, f"{{{RELATIONS}}}Relationship", said)
        return number

    def _related(self, part: str, kind: str) -> str | None:
        for relation in self._relations(part):
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                return _resolved(part, relation.get("Target", ""))
        return None

    def _typed(self, part: str, kind: str) -> None:
        types = self.part("[Content_Types].xml")
        etree.SubElement(types, f"{{{TYPES}}}Override", {"PartName": f"/{part}", "ContentType": kind})

    def _free(self, pattern: str) -> str:
        taken = {one.lower() for one in (*self.names, *self.changed)}
        return next(
            part for number in range(1, len(taken) + 2) if (part := pattern.format(number)).lower() not in taken
        )

    # ------------------------------------------------------------------ sheets

    @property
    def sheet_names(self) -> list[str]:
        return [one.get("name", "") for one in self._sheets()]

    def _sheets(self) -> etree._Element:
        found = self.book.find(name("sheets"))
        assert found is not None
        return found

    def sheet_part(self, sheet: str | None) -> str:
        """The part of a sheet by its name; of none the first."""
        for one in self._sheets():
            if sheet is None or one.get("name") == sheet:
                wanted = one.get(f"{{{R}}}id")
                for relation in self._relations(BOOK):
                    if relation.get("Id") == wanted:
                        return _resolved(BOOK, relation.get("Target", ""))
        raise KeyError(sheet)

    def numbers(self, sheet: str | None) -> dict[str, Decimal]:
        """Cells of a sheet that hold a number, or whose formula came to one."""
        found = {}
        for cell in self.part(self.sheet_part(sheet)).iter(name("c")):
            held = cell.find(name("v"))
            if cell.get("t", "n") == "n" and held is not None and held.text:
                try:
                    found[cell.get("r", "")] = Decimal(held.text)
                except InvalidOperation:
                    continue
        return found

    def texts(self, sheet: str | None) -> dict[str, str]:
        """Cells of a sheet that hold a text, to the letter; without those in which signs are written by their numbers."""
        shared, found = self._shared_texts(), {}
        for cell in self.part(self.sheet_part(sheet)).iter(name("c")):
            held, kind = cell.findtext(name("v")) or "", cell.get("t", "n")
            if kind == "s" and held.isdigit() and int(held) < len(shared):
                found[cell.get("r", "")] = shared[int(held)]
            elif kind == "str":
                found[cell.get("r", "")] = held
            elif kind == "inlineStr":
                found[cell.get("r", "")] = _said(cell.find(name("is")))
        return {place: text for place, text in found.items() if not BY_NUMBER.search(text)}

    def _shared_texts(self) -> list[str]:
        part = self._related(BOOK, "sharedStrings")
        return [_said(one) for one in self._read(part).iter(name("si"))] if part in self.names else []

    def fill(self, sheet: str | None, cells: Sequence[CellOut], widths: dict[int, float]) -> None:
        """Puts cells with their remarks on a sheet."""
        part = self.sheet_part(sheet)
        root = self.part(part)
        put_cells(root, cells, self.styles)
        widen(root, widths)
        dimension = root.find(name("dimension"))
        if dimension is not None:
            root.remove(dimension)  # it may be left out, and would now be too small
        remarked = [cell for cell in cells if cell.remark]
        if remarked:
            self._remark(part, root, remarked)

    def _remark(self, part: str, root: etree._Element, cells: Sequence[CellOut]) -> None:
        comments = self._related(part, "comments")
        if comments is None:
            comments = self._free("xl/comments{}.xml")
            self.changed[comments] = comments_with(None, cells)
            self._typed(comments, f"{KIND}.comments+xml")
            self._relate(part, "comments", comments)
        else:
            comments_with(self.part(comments), cells)
        drawing = self._related(part, "vmlDrawing") if root.find(name("legacyDrawing")) is not None else None
        if drawing is not None:
            boxes_with(self.part(drawing), cells)
            return
        drawing = self._free("xl/drawings/vmlDrawing{}.vml")
        self.changed[drawing] = boxes_with(None, cells)
        self._typed(drawing, VML)
        number = self._relate(part, "vmlDrawing", drawing)
        before = [one for one in root if etree.QName(one).localname in BEFORE_LEGACY]
        root.insert(len(before), etree.Element(name("legacyDrawing"), {f"{{{R}}}id": number}, nsmap={"r": R}))

    def add(self, sheet: SheetOut) -> None:
        """A further sheet, after all others."""
        part = self._free("xl/worksheets/sheet{}.xml")
        self.changed[part] = sheet_of(sheet, self.styles)
        self._typed(part, f"{KIND}.worksheet+xml")
        number = self._relate(BOOK, "worksheet", part)
        taken = [int(one.get("sheetId", "0")) for one in self._sheets()]
        said = {"name": sheet.name, "sheetId": str(max([0, *taken]) + 1), f"{{{R}}}id": number}
        etree.SubElement(self._sheets(), name("sheet"), said)

    def packed(self) -> bytes:
        """The workbook; parts keep their order, new ones come last."""
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
            for part in self.archive.infolist():
                data = self._xml(part.filename) if part.filename in self.changed else self.archive.read(part)
                written.writestr(part, data, zipfile.ZIP_DEFLATED)
            for added in self.changed:
                if added not in self.names:
                    written.writestr(zipfile.ZipInfo(added), self._xml(added), zipfile.ZIP_DEFLATED)
        return made.getvalue()

    def _xml(self, part: str) -> bytes:
        found: bytes = etree.tostring(self.changed[part], xml_declaration=True, encoding="UTF-8", standalone=True)
        return found


def _said(text: etree._Element | None) -> str:
    """A text of several pieces, without how it is pronounced."""
    if text is None:
        return ""
    spoken = {*text.iterfind(f"{name('rPh')}/{name('t')}")}
    return "".join(one.text or "" for one in text.iter(name("t")) if one not in spoken)


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
