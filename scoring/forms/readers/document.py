"""A file as a document: what it is by its content, read by the reader of its kind, or refused with how to hand it in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from scoring.documents.files import open_regular
from scoring.forms.grid import Document, Grid, Kind
from scoring.forms.readers.allowance import LARGEST_FILE, Allowance
from scoring.forms.readers.archive import locked
from scoring.forms.readers.kinds import Found, kind_of, named
from scoring.forms.readers.ods import read_ods
from scoring.forms.readers.office import converted
from scoring.forms.readers.pdf import no_text, read_pdf
from scoring.forms.readers.plain_text import decoded, read_csv, read_txt
from scoring.forms.readers.word import read_docx
from scoring.forms.readers.xls import read_xls
from scoring.forms.readers.xlsx import read_xlsx
from scoring.problems import InputRefused, Place, Problem, Text

Reader = Callable[[bytes, Allowance], tuple[list[Grid], list[Problem]]]


def _html(data: bytes, allowance: Allowance) -> tuple[list[Grid], list[Problem]]:
    try:
        from scoring.forms.readers.html_page import read_html
    except ImportError:
        raise allowance.not_installed("lxml") from None
    return read_html(data, allowance)


READERS: dict[Found, tuple[Kind, Reader]] = {
    "xlsx": ("xlsx", read_xlsx),
    "xls": ("xls", read_xls),
    "ods": ("ods", read_ods),
    "docx": ("docx", read_docx),
    "html": ("html", _html),
    "pdf": ("pdf", read_pdf),
    "csv": ("csv", lambda data, allowance: read_csv(decoded(data, allowance), allowance)),
    "txt": ("txt", lambda data, allowance: read_txt(decoded(data, allowance), allowance)),
}
HAND_IN = Text(
    "hand in XLSX, XLS, ODS, DOCX, HTML, CSV, TXT, or a PDF with text",
    "请交 XLSX、XLS、ODS、DOCX、HTML、CSV、TXT 或带文字的 PDF",
)
CONVERTED: dict[Found, Kind] = {"doc": "docx", "rtf": "docx", "xlsb": "xlsx", "xml": "xlsx"}
"""What LibreOffice makes of kinds that nothing here reads."""


def read_document(path: Path, shown: str | None = None) -> Document:
    """The file at a path as grids of cells; `shown` is what people are told it is called, by default its name.

    Raises `InputRefused` where it is too large, broken, encrypted or of a kind that has no cells and no text.
    """
    file = shown or path.name
    opened = open_regular(path, file)
    if isinstance(opened, Problem):
        raise InputRefused([opened])
    with opened as source:
        try:
            largest = os.fstat(source.fileno()).st_size > LARGEST_FILE
            data = b"" if largest else source.read(LARGEST_FILE)
        except OSError as error:
            message = Text(f"this cannot be read: {error.strerror}", "无法读取")
            raise InputRefused([Problem("cannot-read", message, Place(file))]) from None
    if largest:
        megabytes = LARGEST_FILE >> 20
        raise Allowance(file).too_large(f"more than {megabytes} MB", f"超过 {megabytes} MB")
    return document_of(data, file)


def document_of(data: bytes, file: str) -> Document:
    """The bytes of the file that people know as `file`, as grids of cells; raises `InputRefused`."""
    allowance = Allowance(file)
    found, notes = kind_of(data, file), []
    ending = named(file)
    digest = hashlib.sha256(data).hexdigest()
    if not data:
        message = Text("the file is empty", "文件是空的")
        raise allowance.refused("no-text", message, HAND_IN)
    if found == "encrypted":
        raise locked(allowance)
    if found in CONVERTED:
        data, note = converted(data, found, CONVERTED[found], allowance)
        notes.append(note)
        ending = found = CONVERTED[found]
    if found not in READERS:
        raise _no_reader(found, allowance)
    kind, reader = READERS[found]
    if ending not in (found, "unknown"):
        suffix = file[file.rfind(".") :]
        message = Text(f"named `{suffix}`, it is {kind.upper()} by its content, and read as such",
                       f"扩展名为 {suffix}，内容是 {kind.upper()}，按内容读取")  # fmt: skip
        notes.append(allowance.note("wrong-ending", message))
    grids, more = reader(data, allowance)
    return Document(file, kind, digest, tuple(grids), (*notes, *more))


def _no_reader(found: Found, allowance: Allowance) -> InputRefused:
    if found == "picture":
        return no_text(allowance)
    message = Text("this is no document that is read here", "不是可读取的文件类型")
    return allowance.refused("unknown-document", message, HAND_IN)
