"""What a file is by its content; what its name ends with is only asked where the content says nothing."""

from __future__ import annotations

import re
from typing import Literal

from scoring.forms.grid import Kind

Found = Kind | Literal["encrypted", "doc", "rtf", "xlsb", "xml", "picture", "unknown"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_MARKUP = re.compile(rb"<\s*(?:html|table|body|head|!doctype\s+html|meta|tr|div)\b", re.IGNORECASE)
ENDINGS: dict[str, Found] = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), "xlsx"),
    **{".xls": "xls", ".et": "xls", ".xlt": "xls", ".ods": "ods", ".docx": "docx", ".docm": "docx", ".pdf": "pdf"},
    **{".doc": "doc", ".wps": "doc", ".rtf": "rtf", ".html": "html", ".htm": "html", ".mht": "html"},
    **{".csv": "csv", ".tsv": "csv", ".txt": "txt"},
}  # fmt: skip
PARTS: dict[Found, bytes] = {
    **{"xlsb": b"xl/workbook.bin", "docx": b"word/", "xlsx": b"xl/worksheets/", "ods": b"content.xml"},
}  # fmt: skip
STREAMS: dict[str, Found] = {
    **{"EncryptedPackage": "encrypted", "WordDocument": "doc", "Workbook": "xls", "Book": "xls"},
}  # fmt: skip


def named(name: str) -> Found:
    """What the ending of its name says."""
    return ENDINGS.get(name[name.rfind(".") :].lower(), "unknown") if "." in name else "unknown"


def kind_of(data: bytes, name: str) -> Found:
    """What the content says. `name` tells a CSV from another text."""
    begin = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zipped(data)
    if data.startswith(OLE):
        return _compound(data, name)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4096] and begin.startswith(b"<?xml"):
        return "xml"  # of Excel 2003
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if begin.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(PICTURES):
        return "picture"
    if data[:2] in BIFF and b"\x00" in data[:16]:
        return "xls"
    if _MARKUP.search(data[:4096].replace(b"\x00", b"")):
        return "html"
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not _wide(data):
        return "unknown"
    return "csv" if named(name) in ("csv", "xls", "xlsx") else "txt"


def _zipped(data: bytes) -> Found:
    """By the names of its parts, which stand in clear."""
    return next((kind for kind, part in PARTS.items() if part in data), "unknown")


def _compound(data: bytes, name: str) -> Found:
    """By the names in its directory; where that is lost, by its own name, so that its reader says what is wrong."""
    said = named(name)
    lost: Found = said if said in ("xls", "doc") else "unknown"
    return next((kind for stream, kind in STREAMS.items() if stream.encode("utf-16-le") in data), lost)


def _wide(data: bytes) -> bool:
    """Whether it may be UTF-16 without a mark: nearly every second byte of separators and digits is 0."""
    odd, even = data[1:400:2].count(0), data[0:400:2].count(0)
    return max(odd, even) > 4 * min(odd, even) + 2
