"""The elements of an XML part that somebody asks for, one after the other, however large the part.

Document types are refused where they begin, so no entity is ever declared and nothing outside is ever fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from xml.etree.ElementTree import Element
from xml.parsers import expat

from scoring.forms.readers.allowance import LONGEST_TEXT, Allowance
from scoring.problems import Text

DEEPEST = 200
LONGEST_TAG = 2 << 20
SAVE_ANEW = Text("save it anew with a spreadsheet or word processor", "用办公软件打开后重新保存")

PREFIXES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14:",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office:",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table:",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text:",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style:",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest:",
}


def pieces(
    chunks: Iterable[bytes],
    allowance: Allowance,
    whole: Collection[str] = (),
    begun: Collection[str] = (),
    without: Collection[str] = (),
) -> Iterator[Element]:
    """Elements named in `whole`, each with all that is in it, and those in `begun` as they begin, with attributes alone.

    What stands in elements `without` is left out. Names have the usual prefixes (`w:tbl`, `table:table-cell`; none in
    workbooks), whichever the part itself declares. A part of no bytes has none. Raises `InputRefused`
    where it is no XML or declares a document type.
    """
    reader = _Pieces(allowance, frozenset(whole), frozenset(begun), frozenset(without))
    fed = 0
    try:
        for chunk in chunks:
            reader.parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - reader.parser.CurrentByteIndex > LONGEST_TAG:  # each chunk has the parser begin it once more
                raise allowance.too_large("a tag without end", "有一个标签过长")
            yield from reader.taken()
        if fed:
            reader.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        message = Text(f"the document is broken: {error}", f"文件已损坏：{error}")
        raise allowance.refused("broken-document", message, SAVE_ANEW) from None
    yield from reader.taken()


class _Pieces:
    def __init__(
        self, allowance: Allowance, whole: frozenset[str], begun: frozenset[str], without: frozenset[str]
    ) -> None:
        self.allowance = allowance
        self.whole, self.begun, self.without = whole, begun, without
        self.names: dict[str, str] = {}
        self.found: list[Element] = []
        self.open: list[Element] = []
        self.last: Element | None = None  # what a text stands behind
        self.depth = self.passed = self.count = self.length = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.doctype

    def taken(self) -> list[Element]:
        self.allowance.take_elements(self.count)
        found, self.found, self.count = self.found, [], 0
        return found

    def name(self, written: str) -> str:
        space, _, local = written.rpartition("}")
        name = self.names[written] = f"{PREFIXES.get(space, '?:') if space else ''}{local}"
        return name

    def start(self, written: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST:
            raise ValueError("elements in elements without end")
        name = self.names.get(written) or self.name(written)
        if self.passed or name in self.without:
            self.passed += 1
            return
        if self.open:
            element = Element(name, self.attributes(attributes))
            self.open[-1].append(element)
            self.open.append(element)
            self.last = None
        elif name in self.whole:
            self.open.append(Element(name, self.attributes(attributes)))
            self.last, self.length = None, 0
        elif name in self.begun:
            self.found.append(Element(name, self.attributes(attributes)))

    def attributes(self, written: dict[str, str]) -> dict[str, str]:
        return {self.names.get(name) or self.name(name): value for name, value in written.items()}

    def end(self, _: str) -> None:
        self.depth -= 1
        if self.passed:
            self.passed -= 1
        elif self.open:
            self.last = self.open.pop()
            if not self.open:
                self.found.append(self.last)

    def text(self, said: str) -> None:
        if self.passed or not self.open:
            return
        self.length += len(said)
        if self.length > LONGEST_TEXT:
            raise self.allowance.too_large("a text without end", "有一段文字过长")
        if self.last is None:
            within = self.open[-1]
            within.text = (within.text or "") + said
        else:
            self.last.tail = (self.last.tail or "") + said

    def doctype(self, *_: object) -> None:
        message = Text("the document declares a document type of its own, with which entities could be smuggled in",
                       "文件自带文档类型声明（可借此夹带实体）")  # fmt: skip
        raise self.allowance.refused("unsafe-document", message, SAVE_ANEW)
