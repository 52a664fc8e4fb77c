"""Office files are ZIP archives: looked at before they are opened, and written so that the same parts give the same bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # an archive says when its parts were made


def same_bytes(archive: bytes) -> bytes:
    """The same parts in the same order, without the hour at which they were packed."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for part in given.infolist():
            named = zipfile.ZipInfo(part.filename, FIRST_DAY)
            named.compress_type, named.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            written.writestr(named, given.read(part))
    return made.getvalue()
