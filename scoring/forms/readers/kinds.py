"""What a file is by its content; what its name ends with is only asked where the content says nothing."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from scoring.forms.grid import Kind
from scoring.forms.readers.allowance import MOST_PARTS

Found = Kind | Literal["encrypted", "doc", "rtf", "xlsb", "xml", "picture", "archive", "unknown"]

ENTRY = b"PK\x01\x02"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_MARKUP = re.compile(rb"<\s*(?:html|table|body|head|!doctype\s+html|meta|tr|div)\b", re.IGNORECASE)
ENDINGS: dict[str, Found] = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), "xlsx"),
    **{".xls": "xls", ".et": "xls", ".xlt": "xls", ".ods": "ods", ".docx": "docx", ".docm": "docx", ".pdf": "pdf"},
    **{".doc": "doc", ".wps": "doc", ".rtf": "rtf", ".html": "html", ".htm": "html"},
    **{".csv": "csv", ".tsv": "csv", ".txt": "txt"},
}  # fmt: skip
PARTS: dict[str, Found] = {"xl/workbook.bin": "xlsb", "xl/": "xlsx", "word/": "docx", "content.xml": "ods"}
STREAMS: dict[str, Found] = {"Workbook": "xls", "Book": "xls", "WordDocument": "doc", "EncryptedPackage": "encrypted"}


def named(name: str) -> Found:
    """What the ending of its name says."""
    return ENDINGS.get(name[name.rfind(".") :].lower(), "unknown") if "." in name else "unknown"


def kind_of(data: bytes, name: str) -> Found:
    """What the content says. `name` tells a CSV from another text."""
    begin = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zipped(data, name)
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
    if begin.startswith((b"MIME-Version:", b"From:")) and b"multipart/" in data[:4096]:
        return "archive"  # a web page with its pictures, as one file
    if _MARKUP.search(data[:4096].replace(b"\x00", b"")):
        return "html"
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not _wide(data):
        return "unknown"
    return "csv" if named(name) in ("csv", "xls", "xlsx") else "txt"


def _zipped(data: bytes, name: str) -> Found:
    """By the names of its parts; where their list is lost, by its own name, so that its reader says what is wrong."""
    said = named(name)
    lost: Found = said if said in ("xlsx", "docx", "ods") else "unknown"
    if data.count(ENTRY) > MOST_PARTS:
        return lost
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [part.replace("\\", "/").lstrip("/").lower() for part in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return lost
    return next((kind for begin, kind in PARTS.items() if any(part.startswith(begin) for part in names)), "unknown")


def _compound(data: bytes, name: str) -> Found:
    """By the streams in its directory. What is set into another document has streams of its own: then by its name."""
    said = named(name)
    lost: Found = said if said in ("xls", "doc") else "unknown"
    kinds = {kind for stream, kind in STREAMS.items() if _has_stream(data, stream)}
    if said in kinds:
        return said
    return next((kind for kind in STREAMS.values() if kind in kinds), lost)


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory has an entry of that name: it begins at a multiple of 128, and says how long the name is."""
    written = name.encode("utf-16-le") + b"\0\0"
    at = data.find(written)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == len(written).to_bytes(2, "little"):
            return True
        at = data.find(written, at + 2)
    return False


def _wide(data: bytes) -> bool:
    """Whether it may be UTF-16 without a mark: nearly every second byte of separators and digits is 0."""
    odd, even = data[1:400:2].count(0), data[0:400:2].count(0)
    return max(odd, even) > 4 * min(odd, even) + 2
