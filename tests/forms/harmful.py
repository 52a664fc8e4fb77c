"""Documents that somebody might hand in to do harm, or that are merely broken, made here; each with the code that refuses it.

Run by itself (`python -m tests.forms.harmful [NAME…]`) it reads them and prints how much time and memory that took.
"""

from __future__ import annotations

import io
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scoring.forms.readers import document_of
from scoring.problems import InputRefused
from tests.forms.packed import MAIN, packed, sheet, word, workbook

GIVEN = Path(__file__).parent / "given"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefghi", "bcdefghij", strict=True)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def worksheet(content: str, before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}">{content}</worksheet>'


def blown_up(megabytes: int) -> bytes:
    """A workbook whose only sheet unpacks to that much."""
    plain = io.BytesIO(workbook({"表": worksheet("")}))
    into = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            with new.open(name, "w") as part:
                if "sheet1" not in name:
                    part.write(old.read(name))
                    continue
                part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                for _ in range(megabytes):
                    part.write(b" " * (1 << 20))
                part.write(b"</sheetData></worksheet>")
    return into.getvalue()


def locked_part() -> bytes:
    """A workbook whose parts say that they are encrypted."""
    data = bytearray(sheet(ONE))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def compound(stream: str) -> bytes:
    """An old compound file of which nothing is sound but the name of one stream; its chains go in circles."""
    name = stream.encode("utf-16-le") + bytes(2)
    head = OLE + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + bytes(478)
    return head + name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + bytes(2494)


def many_numbers(count: int) -> bytes:
    """A sheet of BIFF records alone, as the oldest programs wrote them."""
    row = struct.pack("<HHHH", 0x00BD, 6 * 255 + 6, 0, 0) + bytes(6 * 255) + struct.pack("<H", 254)
    return b"\x09\x08\x10\x00" + b"\x00\x06\x10\x00" + bytes(12) + row * (count // 255)


def repeated(rows: int, columns: int) -> bytes:
    """An ODS whose only cell says that it stands in that many rows and columns."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<office:c{spaces}><table:table table:name="a"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>1</text:p></table:table-cell>'
        "</table:table-row></table:table></office:c>"
    )
    return packed({"content.xml": content})


HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(pages: Sequence[bytes], filtered: str = "", font: bytes = HELVETICA) -> bytes:
    """A PDF whose pages have these contents; `/Im` is a picture, `/F` the font."""
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: font,
        4: b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
           b"/Length 1 >>\nstream\n\x00\nendstream",
    }  # fmt: skip
    for at, content in enumerate(pages):
        own = "<< /Font << /F 3 0 R >> /XObject << /Im 4 0 R >> >>"
        objects[10 + 2 * at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {own} /Contents {11 + 2 * at} 0 R >>"
        ).encode()
        objects[11 + 2 * at] = f"<< /Length {len(content)} {filtered} >>\nstream\n".encode() + content + b"\nendstream"
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    last = max(objects)
    out.write(f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode())
    for number in range(1, last + 1):
        out.write(f"{places.get(number, 0):010} 00000 {'n' if number in places else 'f'} \n".encode())
    out.write(f"trailer\n<< /Size {last + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


HIDDEN = '<col min="1" max="16384" hidden="1"/>'
PICTURE = b"q 595 0 0 842 0 0 cm /Im Do Q"
BOMB = zlib.compress(b"0 0 m " * (50 << 20), 9)
"""A page's content that unpacks to 300 MB."""


def nested(depth: int) -> str:
    """Word tables in tables."""
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth


REFUSED: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    # what: name of the file, its bytes, code
    "a sheet that unpacks to 210 MB": ("a.xlsx", lambda: blown_up(210), "too-large"),
    "entities in entities, in a sheet": (
        "a.xlsx", lambda: workbook({"表": worksheet("<sheetData>&j;</sheetData>", LAUGHS)}), "unsafe-document"),
    "entities in entities, in UTF-16": (
        "a.xlsx", lambda: workbook({"表": worksheet("", LAUGHS.replace('<?xml version="1.0"?>', "")).encode("utf-16")}),
        "unsafe-document"),
    "a file of the machine as an entity, in a document": (
        "a.docx", lambda: packed({"word/document.xml": f"{OUTSIDE}<x>&a;</x>"}), "unsafe-document"),
    "a document type in an ODS": ("a.ods", lambda: packed({"content.xml": f"{OUTSIDE}<x/>"}), "unsafe-document"),
    "a million merged ranges": (
        "a.xlsx", lambda: sheet(ONE, merged=["A1:B2"] * 1_000_000), "too-large"),
    "merged ranges over all of a sheet": (
        "a.xlsx",
        lambda: sheet("".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c><c r="ZZ{at}"><v>1</v></c></row>' for at in range(1, 2000)),
                      merged=[f"A{at}:XFD1048576" for at in range(1, 2000)]), "too-large"),
    "elements in elements without end": ("a.xlsx", lambda: sheet("<row>" * 100_000), "broken-document"),
    "a text without end": (
        "a.xlsx", lambda: sheet(f'<row><c t="inlineStr"><is><t>{"a" * (9 << 20)}</t></is></c></row>'), "too-large"),
    "a tag without end": ("a.xlsx", lambda: workbook({"表": b'<a b="' + b"a" * (20 << 20)}), "too-large"),
    "a long text that very many cells share": (
        "a.xlsx",
        lambda: workbook({"表": worksheet("<sheetData><row>" + '<c t="s"><v>0</v></c>' * 9_000 + "</row></sheetData>")},
                         more={"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"a" * 30_000}</t></si></sst>'}), "too-large"),
    "a formula without end": ("a.xlsx", lambda: sheet(f'<row><c><f>{"A1+" * 9_000}1</f></c></row>'), "too-large"),
    "a CSV of commas": ("a.csv", lambda: b"," * (6 << 20), "too-large"),
    "65 sheets": ("a.xlsx", lambda: workbook({f"s{at}": worksheet("") for at in range(65)}), "too-large"),
    "more than 10,000 parts": ("a.xlsx", lambda: packed({f"xl/worksheets/{at}": b"" for at in range(10_500)}), "too-large"),
    "a workbook with a password": (
        "a.xlsx", lambda: compound("EncryptedPackage"), "encrypted-document"),
    "parts with a password": ("a.xlsx", locked_part, "encrypted-document"),
    "an ODS with a password": (
        "a.ods",
        lambda: packed({"content.xml": b"\x8f\x00", "META-INF/manifest.xml":
                        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
                        "<m:encryption-data/></m:file-entry></m:manifest>"}), "encrypted-document"),
    "a sheet that stands outside of the workbook": (
        "a.xlsx",
        lambda: packed({"xl/worksheets/x": b"", "xl/workbook.xml": '<workbook><sheet xmlns:r="http://schemas.openxmlformats.org/'
                        'officeDocument/2006/relationships" r:id="r1"/></workbook>',
                        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                        'relationships"><Relationship Id="r1" Type="/worksheet" Target="../../../../etc/passwd"/>'
                        "</Relationships>"}), "broken-document"),
    "an archive cut off": ("a.xlsx", lambda: sheet(ONE)[:-40], "broken-document"),
    "half a sample": ("a.xlsx", lambda: (GIVEN / "g01-国家式样.xlsx").read_bytes()[:4000], "broken-document"),
    "half an old workbook": ("a.xls", lambda: (GIVEN / "g04-云南式样.xls").read_bytes()[:-2000], "broken-document"),
    "an old workbook whose chains go in circles": (
        "a.xls", lambda: compound("Workbook"), "broken-document"),
    "an old workbook of millions of numbers": ("a.xls", lambda: many_numbers(2_000_000), "too-large"),
    "a web page packed with its pictures": (
        "a.mht", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n<html><table><tr><td>=E9=A1=B9",
        "unknown-document"),
    "half a PDF": ("a.pdf", lambda: pdf([PICTURE])[:300], "broken-document"),
    "a PDF of pictures": ("a.pdf", lambda: pdf([PICTURE, PICTURE]), "no-text"),
    "a PDF of 201 pages": ("a.pdf", lambda: pdf([b"BT /F 9 Tf 9 9 Td (a) Tj ET"] * 201), "too-large"),
    "a picture": ("scan.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(100), "no-text"),
    "nothing": ("a.xlsx", lambda: b"", "no-text"),
    "nothing but bytes": ("a.xlsx", lambda: bytes(range(1, 256)) * 99 + b"\x00\x01", "unknown-encoding"),
    "a program": ("a.docx", lambda: b"\x7fELF\x02\x01\x01\x00" + bytes(4000), "unknown-document"),
    "an archive of something else": ("a.zip", lambda: packed({"readme.txt": "a"}), "unknown-document"),
    "an ODS of one cell repeated over all of a sheet": ("a.ods", lambda: repeated(1_048_576, 16_384), "too-large"),
    "tables in tables without end": ("a.docx", lambda: word(nested(5_000)), "broken-document"),
    "a web page of elements in elements": (
        "a.html", lambda: b"<html><body>" + b"<div>" * 200_000 + b"a<table><tr><td>1", "too-large"),
    "a web page of spans": (
        "a.html", lambda: b"<table>" + b"<tr><td rowspan=60000 colspan=1000>1" * 9_000, "too-large"),
    "a web page of a million tags": ("a.html", lambda: b"<html>" + b"<b>" * 1_100_000, "too-large"),
    "a CSV of too many cells": ("a.csv", lambda: b"1,1,1,1\n" * 51_000, "too-large"),
    "a field without end": ("a.csv", lambda: b'"' + b"a" * (9 << 20), "broken-document"),
    "letters of no encoding": ("a.txt", lambda: b"\x81\xff\xff" * 50, "unknown-encoding"),
}  # fmt: skip

SLOW: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    # those that take seconds, for `make soak`
    "a long formula that very many cells share": (
        "a.xlsx",
        lambda: sheet(f'<row><c><f t="shared" si="0">{"A1+" * 2_700}1</f><v>1</v></c>' + '<c><f t="shared" si="0"/><v>1</v></c>' * 9_000
                      + "</row>"), "too-large"),
    "more cells than a form has": (
        "a.xlsx", lambda: sheet("<row>" + "<c><v>1</v></c>" * 15_000 + "</row>" + ("<row>" + "<c><v>1</v></c>" * 15_000 + "</row>") * 13),
        "too-large"),
    "elements without end": ("a.xlsx", lambda: sheet("<row/>" * 2_100_000), "too-large"),
    "a PDF whose page unpacks to 300 MB": ("a.pdf", lambda: pdf([BOMB], "/Filter /FlateDecode"), "too-large"),
}  # fmt: skip

READ: Mapping[str, tuple[str, Callable[[], bytes], int]] = {
    # what: name of the file, its bytes, how many cells
    "a cell in the last row and column": (
        "a.xlsx", lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', merged=["A1:XFD1048576"]), 1),
    "a cell that covers all of a sheet": ("a.xlsx", lambda: sheet(ONE, merged=["A1:XFD1048576"]), 1),
    "columns that say they are all hidden, again and again": (
        "a.xlsx", lambda: workbook({"表": worksheet(f"<cols>{HIDDEN * 500}</cols><sheetData>{ONE}</sheetData>")}), 1),
    "texts that are not there": ("a.xlsx", lambda: sheet('<row><c t="s"><v>99</v></c><c t="s"><v>-1</v></c><c><v>1</v></c></row>'), 1),
    "half characters": ("a.xlsx", lambda: sheet('<row><c t="inlineStr"><is><t>_xD800_a</t></is></c></row>'), 1),
    "a PDF whose second page is a picture": ("a.pdf", lambda: pdf([b"BT /F 9 Tf 9 9 Td (Item 95%) Tj ET", PICTURE]), 1),
}  # fmt: skip


def main(names: Sequence[str]) -> None:
    import resource

    made = {**REFUSED, **SLOW, **READ}
    for name in names or made:
        file, make, _ = made[name]
        data, begun = make(), time.process_time()
        try:
            document_of(data, file)
            said = "read"
        except InputRefused as refused:
            said = refused.problems[0].code
        print(f"{said:20}{time.process_time() - begun:6.2f} s  {name}")
    print(_most_of_its_own() >> 10, "MB at most, this process")
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10, "MB at most, one that it started")


def _most_of_its_own() -> int:
    """KiB at most since the program began: `ru_maxrss` counts what whoever started it held before, too, on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(sys.argv[1:])
