"""A file as a document: what it is by its content, read by the reader of its kind, or refused with how to hand it in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from scoring.documents.files import open_regular
from scoring.forms.grid import Document, Grid, Kind
from scoring.forms.readers.allowance import LARGEST_FILE, Allowance
from scoring.forms.readers.archive import locked
from scoring.forms.readers.kinds import Found, kind_of, named
from scoring.forms.readers.ods import read_ods
from scoring.forms.readers.plain_text import decoded, read_csv, read_txt
from scoring.forms.readers.xls import read_xls
from scoring.forms.readers.xlsx import read_xlsx
from scoring.problems import InputRefused, Place, Problem, Text

Reader = Callable[[bytes, Allowance], tuple[list[Grid], list[Problem]]]
READERS: dict[Found, tuple[Kind, Reader]] = {
    "xlsx": ("xlsx", read_xlsx),
    "xls": ("xls", read_xls),
    "ods": ("ods", read_ods),
    "csv": ("csv", lambda data, allowance: read_csv(decoded(data, allowance), allowance)),
    "txt": ("txt", lambda data, allowance: read_txt(decoded(data, allowance), allowance)),
}


def read_document(path: Path, shown: str | None = None) -> Document:
    """The file at a path as grids of cells; `shown` is what people are told it is called, by default its name.

    Raises `InputRefused` where it is too large, broken, encrypted or of a kind that has no cells and no text.
    """
    file = shown or path.name
    opened = open_regular(path, file)
    if isinstance(opened, Problem):
        raise InputRefused([opened])
    allowance = Allowance(file)
    with opened as source:
        try:
            data = source.read(LARGEST_FILE + 1)
        except OSError as error:
            raise InputRefused([Problem("cannot-read", Text(f"this cannot be read: {error.strerror}", "无法读取"),
                                        Place(file))]) from None  # fmt: skip
    if len(data) > LARGEST_FILE:
        megabytes = LARGEST_FILE >> 20
        raise allowance.too_large(f"more than {megabytes} MB", f"超过 {megabytes} MB")
    return document_of(data, file)


def document_of(data: bytes, file: str) -> Document:
    """The bytes of the file that people know as `file`, as grids of cells; raises `InputRefused`."""
    allowance = Allowance(file)
    found = kind_of(data, file)
    if found == "encrypted":
        raise locked(allowance)
    if found not in READERS:
        raise _no_reader(found, allowance)
    kind, reader = READERS[found]
    grids, notes = reader(data, allowance)
    ending = named(file)
    if ending not in (found, "unknown"):
        suffix = file[file.rfind(".") :]
        message = Text(f"named `{suffix}`, it is {kind.upper()} by its content, and read as such",
                       f"扩展名为 {suffix}，内容是 {kind.upper()}，按内容读取")  # fmt: skip
        notes = [allowance.note("wrong-ending", message), *notes]
    return Document(file, kind, hashlib.sha256(data).hexdigest(), tuple(grids), tuple(notes))


def _no_reader(found: Found, allowance: Allowance) -> InputRefused:
    if found == "picture":
        message = Text("this is a picture; there is no text in it", "这是图片，其中没有文字")
        fix = Text("attach it by hash to its form, or hand in the spreadsheet", "按哈希附在自评表上，或交电子表格")
        return allowance.refused("no-text", message, fix)
    message = Text("this is no document that is read here", "不是可读取的文件类型")
    fix = Text("hand in XLSX, XLS, ODS, DOCX, HTML, CSV, TXT, or a PDF with text",
               "请交 XLSX、XLS、ODS、DOCX、HTML、CSV、TXT 或带文字的 PDF")  # fmt: skip
    return allowance.refused("unknown-document", message, fix)
