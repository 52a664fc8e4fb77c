"""Reports as lines: text in UTF-8 or GB18030, Word documents, PDFs that have text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from scoring.documents.files import read_bytes
from scoring.forms.prose.lines import LONGEST_REPORT, Line
from scoring.problems import Place, Problem, Text

LARGEST = 50_000_000
MOST_PAGES = 500
MOST_UNPACKED = 200_000_000
ENDINGS = (".txt", ".docx", ".pdf")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–]?\s*[0-9]{1,3}\s*[-—–]?|第\s*[0-9]{1,3}\s*页(?:\s*[,，/]?\s*共\s*[0-9]{1,3}\s*页)?)\s*"
)
INSTALL = Text("pip install 'scoring[forms]'", "pip install 'scoring[forms]'")


def read_lines(path: Path, shown: str) -> tuple[list[Line], list[Problem]]:
    """The lines of a report, or why there are none: a file of another kind, one that is damaged, too large or a picture."""
    raw, problems = read_bytes(path, shown, LARGEST)
    if raw is None:
        return [], problems
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        return [], [_refused("not-a-report", shown, Text("this is no report that can be read", "不是可以读取的报告"),
                             Text("hand in a .txt, .docx or .pdf file", "请提供 .txt、.docx 或 .pdf 文件"))]  # fmt: skip
    lines = _of_text(raw) if ending == ".txt" else _of_word(raw) if ending == ".docx" else _of_pages(raw)
    if isinstance(lines, Text):
        fix = (
            INSTALL if lines == _NOT_INSTALLED else Text("save it again, as .docx or .txt", "另存为 .docx 或 .txt 再读")
        )
        return [], [_refused("report-unreadable", shown, lines, fix)]
    if sum(len(line.text) for line in lines) > LONGEST_REPORT:
        return [], [_refused("report-too-long", shown,
                             Text(f"this has more than {LONGEST_REPORT} characters", f"超过 {LONGEST_REPORT} 个字符"),
                             Text("hand in the report alone, without tables of data", "只提供报告正文，不带数据表"))]  # fmt: skip
    if not any(line.text.strip() for line in lines):
        return [], [_refused("report-without-text", shown, Text("there is no text in it", "其中没有文字"),
                             Text("attach a scan by its hash, or hand in the document it was printed from",
                                  "扫描件请作为附件登记其哈希值，或提供打印前的文档"))]  # fmt: skip
    return lines, []


_NOT_INSTALLED = Text("reading this needs packages that are not installed", "读取此类文件需要尚未安装的软件包")
_DAMAGED = Text(
    "this file is damaged, encrypted or of another kind than its name says", "文件已损坏、已加密或与扩展名不符"
)
_TOO_LARGE = Text("this file is too large when unpacked", "文件解压后过大")


def _refused(code: str, shown: str, message: Text, fix: Text) -> Problem:
    return Problem(code, message, Place(shown), fix)


def _of_text(raw: bytes) -> list[Line] | Text:
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        written = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return [Line(line, number) for number, line in enumerate(written, 1)]
    return Text("this is neither UTF-8 nor GB18030", "既不是 UTF-8 也不是 GB18030 编码")


def _of_word(raw: bytes) -> list[Line] | Text:
    """Paragraphs in their order, empty ones counted; tables between them by cell."""
    import zipfile

    try:
        import docx
    except ImportError:
        return _NOT_INSTALLED
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                return _TOO_LARGE
        document = docx.Document(BytesIO(raw))
        return list(_of_body(document))
    except Exception:  # whatever a library makes of a damaged file
        return _DAMAGED


def _of_body(document: Any) -> Iterator[Line]:
    paragraphs = tables = 0
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            tables += 1
            for row, cells in enumerate(part.rows, 1):
                seen: set[Any] = set()
                for column, cell in enumerate(cells.cells, 1):
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        yield Line(cell.text.replace("\n", ""), paragraphs, cell=f"T{tables}R{row}C{column}")
        else:
            paragraphs += 1
            yield Line(part.text.replace("\n", ""), paragraphs)


def _of_pages(raw: bytes) -> list[Line] | Text:
    """The lines of each page, without its number."""
    try:
        import pdfplumber
    except ImportError:
        return _NOT_INSTALLED
    lines: list[Line] = []
    try:
        with pdfplumber.open(BytesIO(raw)) as document:
            if len(document.pages) > MOST_PAGES:
                return Text(f"this has more than {MOST_PAGES} pages", f"超过 {MOST_PAGES} 页")
            for number, page in enumerate(document.pages, 1):
                written = (page.extract_text() or "").split("\n")
                page.close()
                while written and (not written[-1].strip() or _PAGE_NUMBER.fullmatch(written[-1])):
                    written.pop()
                lines += [Line(line, at, page=number) for at, line in enumerate(written, 1)]
    except Exception:  # whatever a library makes of a damaged file
        return _DAMAGED
    return lines
