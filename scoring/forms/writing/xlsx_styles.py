"""Looks of cells, added to the styles of a workbook that is there already: what it has keeps its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from scoring.forms.writing.book import FONT, LOOKS, number_format

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FIRST_FORMAT = 164  # numbers below are those that every spreadsheet knows
ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")  # fmt: skip


class Styles:
    """The styles of a workbook, under `{main}styleSheet`; `number_of` adds a look when it is first asked for."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.made: dict[tuple[str, int | None], int] = {}

    def number_of(self, look: str, decimals: int | None = None) -> int:
        if (look, decimals) not in self.made:
            self.made[look, decimals] = self._add(LOOKS[look], look, decimals)
        return self.made[look, decimals]

    def _add(self, said: Mapping[str, Any], look: str, decimals: int | None) -> int:
        written = number_format(look, decimals) if decimals is not None else said.get("num_format")
        parts = {
            "numFmtId": self._format(written) if written is not None else 0,
            "fontId": self._font(said),
            "fillId": self._fill(said.get("bg_color")),
            "borderId": self._border(said.get("border_color") if said.get("border") else None),
            "xfId": 0,
        }
        cell = etree.SubElement(self._list("cellXfs"), _name("xf"), {key: str(value) for key, value in parts.items()})
        for key in ("NumberFormat", "Font", "Fill", "Border", "Alignment"):
            cell.set(f"apply{key}", "1")
        align = {
            "horizontal": said.get("align", "left"),
            "vertical": "center",
            "wrapText": "1" if said.get("text_wrap", True) else "0",
        }
        etree.SubElement(cell, _name("alignment"), align)
        return self._counted("cellXfs")

    def _list(self, name: str) -> etree._Element:
        """The list of that name, put where it belongs if there is none."""
        found = self.root.find(_name(name))
        if found is None:
            found = etree.Element(_name(name), {"count": "0"})
            after = [one for one in self.root if etree.QName(one).localname in ORDER[: ORDER.index(name)]]
            self.root.insert(len(after), found)
        return found

    def _counted(self, name: str) -> int:
        listed = self._list(name)
        listed.set("count", str(len(listed)))
        return len(listed) - 1

    def _format(self, written: str) -> int:
        listed = self._list("numFmts")
        for one in listed:
            if one.get("formatCode") == written:
                return int(one.get("numFmtId", "0"))
        number = max([FIRST_FORMAT - 1, *(int(one.get("numFmtId", "0")) for one in listed)]) + 1
        etree.SubElement(listed, _name("numFmt"), {"numFmtId": str(number), "formatCode": written})
        self._counted("numFmts")
        return number

    def _font(self, said: Mapping[str, Any]) -> int:
        font = etree.SubElement(self._list("fonts"), _name("font"))
        if said.get("bold"):
            etree.SubElement(font, _name("b"))
        etree.SubElement(font, _name("sz"), {"val": str(said.get("font_size", 10))})
        if said.get("font_color"):
            etree.SubElement(font, _name("color"), {"rgb": _color(said["font_color"])})
        etree.SubElement(font, _name("name"), {"val": said.get("font_name", FONT)})
        return self._counted("fonts")

    def _fill(self, color: str | None) -> int:
        if color is None:
            return 0
        fill = etree.SubElement(self._list("fills"), _name("fill"))
        pattern = etree.SubElement(fill, _name("patternFill"), {"patternType": "solid"})
        etree.SubElement(pattern, _name("fgColor"), {"rgb": _color(color)})
        return self._counted("fills")

    def _border(self, color: str | None) -> int:
        if color is None:
            return 0
        border = etree.SubElement(self._list("borders"), _name("border"))
        for side in ("left", "right", "top", "bottom"):
            line = etree.SubElement(border, _name(side), {"style": "thin"})
            etree.SubElement(line, _name("color"), {"rgb": _color(color)})
        etree.SubElement(border, _name("diagonal"))
        return self._counted("borders")


def _name(tag: str) -> str:
    return f"{{{MAIN}}}{tag}"


def _color(written: str) -> str:
    return "FF" + written.removeprefix("#")
