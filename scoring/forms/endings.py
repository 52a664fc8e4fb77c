"""How the names of documents end that forms are read from."""

from __future__ import annotations

import os
from pathlib import Path

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".docx", ".html", ".htm", ".csv", ".pdf", ".doc", ".wps", ".et", ".rtf")

PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")
"""Pictures, such as the scan of a form with its stamp."""


def is_document(path: str | os.PathLike[str]) -> bool:
    """Whether a file is one that forms are read from, by the end of its name."""
    return Path(path).suffix.lower() in ENDINGS
