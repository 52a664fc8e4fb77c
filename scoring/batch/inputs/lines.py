"""The lines of a text file of any size, in UTF-8, whatever of the two encodings it is in; broken lines are marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scoring.documents.files import open_regular
from scoring.problems import InputRefused, Place, Problem, Text

BLOCK = 4 << 20
LONGEST_LINE = 1_000_000  # bytes
TOO_LONG = Text(f"the row is longer than {LONGEST_LINE} bytes", f"行超过 {LONGEST_LINE} 字节")
BOM = b"\xef\xbb\xbf"
BOM_OF_GB18030 = b"\x84\x31\x95\x33"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030"}


class Broken(bytes):
    """A line that is not in the encoding of the others; its bytes as they are."""


class TooLong(bytes):
    """The beginning of a line that is longer than any row."""


class Lines:
    """The lines of a file without their ends, in UTF-8; the encoding is found by the first lines that are not ASCII."""

    def __init__(self, path: Path, file: str) -> None:
        self.path, self.file = path, file
        self.encoding: str | None = None  # None as long as all is ASCII
        self.with_mark = False
        self.last_is_whole = True  # whether the last line ends as a line does
        self._newline = b"\n"
        self._blocks = self._read()
        self._listed: list[bytes] = []
        self._at = 0

    @property
    def encoding_name(self) -> str:
        return NAMES[self.encoding or "utf-8"]

    def next(self) -> bytes | None:
        """The next line; None at the end."""
        if self._at >= len(self._listed) and not self._more():
            return None
        self._at += 1
        return self._listed[self._at - 1]

    def peek(self, ahead: int = 0) -> bytes | None:
        """The line that comes after `ahead` others, without going on."""
        while self._at + ahead >= len(self._listed):
            if not self._more():
                return None
        return self._listed[self._at + ahead]

    def _more(self) -> bool:
        block = next(self._blocks, None)
        if block is None:
            return False
        self._listed = self._listed[self._at :] + block
        self._at = 0
        return True

    def _read(self) -> Iterator[list[bytes]]:
        """Blocks of whole lines."""
        opened = open_regular(self.path, self.file)
        if isinstance(opened, Problem):
            raise InputRefused([opened])
        with opened as source:
            rest, skipping, first = b"", False, True
            while chunk := source.read(BLOCK):
                if first:
                    chunk, first = self._begun(chunk), False
                whole, end, tail = (rest + chunk).rpartition(self._newline)
                if skipping and not end:
                    continue
                if skipping:
                    _, more, whole = whole.partition(self._newline)
                    skipping, rest = False, tail
                    if more:
                        yield self._sound(whole)
                    continue
                if not end and len(tail) > LONGEST_LINE:
                    yield [TooLong(tail[:200])]
                    rest, skipping = b"", True
                    continue
                rest = tail
                if end:
                    yield self._sound(whole)
            if rest and not skipping:
                self.last_is_whole = False
                yield self._sound(rest)

    def _begun(self, chunk: bytes) -> bytes:
        if chunk.startswith(UTF16):
            raise InputRefused([self._no_encoding(Text("the table is in UTF-16", "表格是 UTF-16 编码"))])
        if chunk.startswith(BOM):
            self.encoding, self.with_mark = "utf-8", True
            chunk = chunk[len(BOM) :]
        if chunk.startswith(BOM_OF_GB18030):
            self.encoding, self.with_mark = "gb18030", True
            chunk = chunk[len(BOM_OF_GB18030) :]
        if b"\n" not in chunk and b"\r" in chunk:
            self._newline = b"\r"
        return chunk

    def _sound(self, block: bytes) -> list[bytes]:
        """A block's lines in UTF-8, those marked that are not in the file's encoding."""
        if not block.isascii():
            if self.encoding is None:
                self.encoding = self._found_in(block.split(self._newline))
            try:
                text = block.decode(self.encoding)
                block = block if self.encoding == "utf-8" else text.encode()
            except UnicodeError:
                return [self._line(line) for line in block.split(self._newline)]
        lines = block.split(self._newline)
        return [TooLong(line[:200]) if len(line) > LONGEST_LINE else line for line in lines]

    def _line(self, line: bytes) -> bytes:
        if len(line) > LONGEST_LINE:
            return TooLong(line[:200])
        try:
            return line.decode(self.encoding or "utf-8").encode()
        except UnicodeError:
            return Broken(line)

    def _found_in(self, lines: list[bytes]) -> str:
        """The encoding of most of the lines that tell; a Chinese text in GB18030 is hardly ever UTF-8 by chance."""
        telling = [line for line in lines if not line.isascii()]
        for encoding in NAMES:
            if 2 * sum(_is(line, encoding) for line in telling) > len(telling):
                return encoding
        message = Text("the table is neither UTF-8 nor GB18030", "表格既不是 UTF-8 也不是 GB18030 编码")
        raise InputRefused([self._no_encoding(message)])

    def _no_encoding(self, message: Text) -> Problem:
        return Problem("encoding", message, Place(self.file), Text("save it as UTF-8", "另存为 UTF-8"))


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding).encode()
    except UnicodeError:
        return False
    return True
