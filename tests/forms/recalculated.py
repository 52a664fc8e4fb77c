"""Workbooks recalculated by LibreOffice, from copies that hold nothing of what formulas came to."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

SOFFICE = shutil.which("soffice")
CELL = re.compile(rb"<c ([^>]*)>(<f[^>]*>.*?</f>|<f[^>]*/>)<v>.*?</v></c>", re.DOTALL)


def forgotten(raw: bytes) -> bytes:
    """The workbook without what its formulas came to."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as book, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in book.infolist():
            data = book.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                data = CELL.sub(
                    lambda found: (
                        b"<c " + re.sub(rb' t="[a-z]+"', b"", found.group(1)) + b">" + found.group(2) + b"</c>"
                    ),
                    data,
                )
            copy.writestr(part.filename, data)
    return made.getvalue()


def recalculated(books: Mapping[str, bytes], folder: Path) -> dict[str, dict[tuple[str, str], Any]]:
    """By name of book what every cell shows after one start of LibreOffice."""
    assert SOFFICE is not None
    given, made = folder / "given", folder / "made"
    for one in (given, made):
        one.mkdir()
    for name, raw in books.items():
        (given / f"{name}.xlsx").write_bytes(forgotten(raw))
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
               "--outdir", str(made), *(str(given / f"{name}.xlsx") for name in books)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    found = {}
    for name in books:
        book = openpyxl.load_workbook(made / f"{name}.xlsx", data_only=True)
        found[name] = {
            (sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet.iter_rows() for cell in row
        }
    return found
