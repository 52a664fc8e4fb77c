"""The parts of a zipped document (XLSX, DOCX, ODS), unpacked piece by piece and counted, whatever sizes it declares."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from scoring.forms.readers.allowance import MOST_PARTS, Allowance
from scoring.forms.readers.kinds import ENTRY
from scoring.forms.readers.xml_pieces import SAVE_ANEW
from scoring.problems import InputRefused, Text

CHUNK = 1 << 16
ENCRYPTED = 0x1
WITHOUT_PASSWORD = Text("open it, take the password away, and save it anew", "打开文件，取消密码后重新保存")


class Archive:
    """Parts by name, which is found in whatever letters it is written. Raises `InputRefused` where it is none."""

    def __init__(self, data: bytes, allowance: Allowance) -> None:
        self.allowance = allowance
        if data.count(ENTRY) > MOST_PARTS:  # before a list of them is made
            raise allowance.too_large(f"more than {MOST_PARTS} parts", f"包内文件超过 {MOST_PARTS} 个")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self._broken(error) from None
        self._parts = {part.filename.replace("\\", "/").lstrip("/").lower(): part for part in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    @property
    def names(self) -> tuple[str, ...]:
        """In small letters."""
        return tuple(self._parts)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The part's bytes; of one that is not there none."""
        part = self._parts.get(name.lower())
        if part is None:
            return
        if part.flag_bits & ENCRYPTED:
            raise locked(self.allowance)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others may ask for memory at will
            raise self._broken("packed in an unusual way")
        try:
            with self._zip.open(part) as source:
                yield from self.allowance.counted(iter(lambda: source.read(CHUNK), b""))
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise self._broken(error) from None

    def whole(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def _broken(self, error: object) -> InputRefused:
        message = Text(f"the document is broken: {error}", f"文件已损坏：{error}")
        return self.allowance.refused("broken-document", message, SAVE_ANEW)


def locked(allowance: Allowance) -> InputRefused:
    """What is said of a document with a password."""
    message = Text("the document is encrypted with a password", "文件设有密码，已加密")
    return allowance.refused("encrypted-document", message, WITHOUT_PASSWORD)


def resolved(base: str, target: str) -> str:
    """The part that a relation of the part `base` leads to; it never leads out of the archive."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("./")
