"""What one document may need: bytes, cells, elements. Whatever is beyond is refused, never cut off in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scoring.problems import InputRefused, Place, Problem, Text

LARGEST_FILE = 50 << 20
LARGEST_UNPACKED = 200 << 20
MOST_CELLS = 200_000
MOST_SHEETS = 64
MOST_MERGED = 20_000
MOST_COVERED = 400_000
MOST_ELEMENTS = 2_000_000
MOST_PARTS = 10_000
MOST_PAGES = 200
LONGEST_TEXT = 8 << 20  # characters of one cell, or of one table of a document
MOST_CHARACTERS = 20_000_000  # of all cells: a text that many cells share counts for each of them
ROWS = 1_048_576
COLUMNS = 16_384

SPLIT = Text("hand in the sheets with the form alone", "只保留有自评表的工作表，另存后再交")


@dataclass(slots=True)
class Allowance:
    """What is used up of it by the document `file`; every method raises `InputRefused` where that is too much."""

    file: str
    cells: int = 0
    characters: int = 0
    elements: int = 0
    unpacked: int = 0

    def take_cells(self, count: int = 1) -> None:
        self.cells += count
        if self.cells > MOST_CELLS:
            raise self.too_large(f"more than {MOST_CELLS} cells", f"单元格超过 {MOST_CELLS} 个")

    def take_text(self, *said: str | None) -> None:
        """What one cell says and holds."""
        self.characters += sum(len(each) for each in said if each is not None)
        if self.characters > MOST_CHARACTERS:
            raise self.too_large(f"more than {MOST_CHARACTERS} characters", f"文字超过 {MOST_CHARACTERS} 个字")

    def take_elements(self, count: int) -> None:
        self.elements += count
        if self.elements > MOST_ELEMENTS:
            raise self.too_large(f"more than {MOST_ELEMENTS} XML elements", f"XML 元素超过 {MOST_ELEMENTS} 个")

    def counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks, each counted before it is used."""
        for chunk in chunks:
            self.unpacked += len(chunk)
            if self.unpacked > LARGEST_UNPACKED:
                megabytes = LARGEST_UNPACKED >> 20
                raise self.too_large(f"more than {megabytes} MB when unpacked", f"解压后超过 {megabytes} MB")
            yield chunk

    def too_large(self, en: str, zh: str) -> InputRefused:
        return self.refused("too-large", Text(f"the document is too large: {en}", f"文件过大：{zh}"), SPLIT)

    def refused(self, code: str, message: Text, fix: Text) -> InputRefused:
        return InputRefused([Problem(code, message, Place(self.file), fix)])

    def note(self, code: str, message: Text, fix: Text | None = None) -> Problem:
        """Something that was passed over, told beside the cells."""
        return Problem(code, message, Place(self.file), fix, "note")

    def not_installed(self, library: str) -> InputRefused:
        message = Text(f"such documents are read with {library}, which is not installed",
                       f"读取这类文件需要 {library}，尚未安装")  # fmt: skip
        fix = Text('run: pip install "scoring[forms]"', '运行：pip install "scoring[forms]"')
        return self.refused("not-installed", message, fix)
