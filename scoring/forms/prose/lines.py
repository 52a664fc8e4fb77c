"""A report as lines with their places, and as one text in which what was broken over lines stands together again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from scoring.problems import Text

LONGEST_REPORT = 1_000_000
"""Characters of one report; the longest that are published have some fifty thousand."""
LONGEST_QUOTE = 20

_SPELT = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **{"％": "%", "﹪": "%", "．": ".", "﹒": ".", "＞": ">", "＜": "<", "＝": "=", "≧": "≥", "⩾": "≥", "≦": "≤"},
        **{
            "⩽": "≤",
            "／": "/",
            "－": "-",
            "−": "-",
            "～": "~",
            "〜": "~",
            "—": "-",
            "–": "-",
            "\u3000": " ",
            "\t": " ",
        },
        **{"(": "（", ")": "）", ":": "：", ";": "；", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\ufeff": " "},
        **{"〇": "零", "○": "零"},
    }
)
_COMMA_OF_WORDS = re.compile(r",(?![0-9])|(?<![0-9]),")
_STOP = re.compile(r"(?<=[一-鿿”\"）%])(?<![一二三四五六七八九十])\.(?![0-9.])")
_FULL_STOP = re.compile(
    r"(?:(?<=[A-Za-z])(?<!\b[Nn]o)(?<!\bapprox)(?<!\b[Tt]el)(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)\.(?=\s+[A-Z0-9\n])"
    r"|(?<=[0-9%])(?<!^[0-9])(?<!^[0-9]{2})\.(?=\s+[A-Z\n])|(?<=[A-Za-z0-9%])\.(?=\s*$))",
    re.M,
)
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_ENDS = "。；！？!?："
_GOES_ON = re.compile(r"[，、（“《0-9０-９.万亿千百约近共为达于的和与及至]$")
_CONTINUES = re.compile(
    r"[，。；、）”》%％0-9０-９]|(?:万?元|万|亿|个|人次?|名|份|次|户|期|亩|公里|年|月|日)(?![、：])|余|以上|以下|左右"
)
_PART = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．:：]|[（(][一二三四五六七八九十]{1,3}[)）]|[（(]?[0-9]{1,2}[)）]"
    r"|[0-9]{1,2}[、.．](?![0-9])|第[一二三四五六七八九十]{1,3}[章节部]|[①-⑳]|[一二三四五六七八九]是|附[件表：:])"
)
_ROW = re.compile(r"(?:(?<!\s)\s++[0-9０-９][0-9０-９,，.．]*[%％]?){2}$")  # of a table typed with blanks
_FOLDED = 12  # characters below which a line is a title, a name or a cell rather than folded text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, one paragraph of a document, one line of a page; `number` counts empty ones, from 1.

    `page` where the file has pages. `cell` names a cell of a table, `T1R2C3`; on a page of those that lines are drawn around.
    """

    text: str
    number: int
    page: int | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a report: its file, the line or page, characters before it in the line (from 0), and what stands there."""

    file: str
    line: int | None
    page: int | None
    cell: str | None
    offset: int
    quote: str

    @property
    def said(self) -> Text:
        """How a reader finds it: line 14, page 2, T1R2C3; of a table on a page both."""
        page = Text(f"page {self.page}", f"第{self.page}页") if self.page is not None else None
        if self.cell is not None:
            return Text(f"{page.en} {self.cell}", f"{page.zh} {self.cell}") if page else Text(self.cell, self.cell)
        return page or Text(f"line {self.line}", f"第{self.line}行")


class Prose:
    """The text of a report, as it is searched: characters that mean the same spelt alike, folded lines joined.

    Every character of `text` knows where it stands in the file.
    """

    def __init__(self, file: str, lines: Sequence[Line]) -> None:
        self.file = file
        self.lines = tuple(lines)
        self._starts: list[int] = []  # of each piece in the text
        self._pieces: list[tuple[Line, int]] = []  # its line, and where it begins there
        built: list[str] = []
        length = 0
        last: Line | None = None
        for line in self.lines:
            content = line.text.rstrip()
            if not content:
                continue
            begin = 0
            if last is not None:
                if _goes_on(last, line, self.folded_at):
                    begin = len(content) - len(content.lstrip())
                else:
                    built.append("\n")
                    length += 1
            self._starts.append(length)
            self._pieces.append((line, begin))
            built.append(content[begin:])
            length += len(content) - begin
            last = line
        self.original = "".join(built)
        self.text = spelt_alike(self.original)

    @cached_property
    def folded_at(self) -> int | None:
        """How many characters a page's lines have; None of a file without pages."""
        lengths = sorted(_width(line.text) for line in self.lines if line.page is not None and line.text.strip())
        return lengths[len(lengths) * 9 // 10] if lengths else None

    def passage(self, start: int, end: int) -> Passage:
        """Where characters `start` to `end` of the text stand; the quote is cut to its longest."""
        line, begin, piece = self._at(start)
        quote = self.original[start : min(end, start + LONGEST_QUOTE)].strip()
        return Passage(
            self.file,
            line.number if line.page is None and line.cell is None else None,
            line.page,
            line.cell,
            start - piece + begin,
            quote,
        )

    def pieces(self) -> Iterator[tuple[int, Line, str]]:
        """Each line that is not empty: where it begins in the text, and what stands there of it."""
        for at, (line, _) in enumerate(self._pieces):
            end = self._starts[at + 1] if at + 1 < len(self._starts) else len(self.text)
            yield self._starts[at], line, self.text[self._starts[at] : end].removesuffix("\n")

    def line_at(self, start: int) -> Line:
        return self._at(start)[0]

    def _at(self, start: int) -> tuple[Line, int, int]:
        found = max(bisect_right(self._starts, start) - 1, 0)
        line, begin = self._pieces[found]
        return line, begin, self._starts[found]


def spelt_alike(text: str) -> str:
    """The text with characters that mean the same spelt alike, each in its place: digits, signs, brackets, commas."""
    text = _WIDE_COMMA.sub(",", text)
    text = _COMMA_OF_WORDS.sub("，", text.translate(_SPELT))
    return _FULL_STOP.sub("。", _STOP.sub("。", text))


def _width(text: str) -> int:
    """How wide a line is printed, in halves of a character."""
    return sum(1 if character.isascii() else 2 for character in text.strip())


def _goes_on(before: Line, after: Line, folded_at: int | None) -> bool:
    """Whether a sentence that was broken at the end of one line goes on in the next."""
    if before.cell != after.cell or before.cell is not None:
        return False
    first, then = before.text.rstrip(), after.text.strip()
    if _PART.match(then) or _ROW.search(first[-60:]):
        return False
    if folded_at is not None:
        if first[-1] in _ENDS and _width(first) < folded_at - 6:
            return False
        return _width(first) >= folded_at - 6 or then[0] in "，。；、）”》"
    if first[-1] in _ENDS or after.text[:1].isspace() or after.number > before.number + 3:
        return bool(re.match(r"[，。；、]", then))
    if _GOES_ON.search(first) and _CONTINUES.match(then):
        return True
    if first[-1] in "，、":
        return True
    return (
        after.number == before.number + 1 and len(first) >= _FOLDED and not _PART.match(first) and then[-1] in "。；，"
    )
