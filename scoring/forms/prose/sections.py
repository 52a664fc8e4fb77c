"""Where in a report something stands: its section, its sentence, its clause; and whether it tells of plans or of results."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Part = Literal["title", "overview", "money", "results", "problems", "conclusion", "other"]
"""What a section is about, as its heading says."""

_HEADING = re.compile(
    r"(?:^|(?<=\n)) *(?P<mark>(?:第[一二三四五六七八九十]{1,3}[章节部]分?|[一二三四五六七八九十]{1,3}[、.：]|[（][一二三四五六七八九十]{1,3}[）]|[（][0-9]{1,2}[）]|[0-9]{1,2}[、.](?![0-9])"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3} ?(?=[一-鿿])|(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2}) +(?=[一-鿿][^。：；，\n0-9]{1,20}(?:\n|$))) ?)(?P<words>[^。：；\n，]{1,40})"
    r"|(?<=\n) *(?P<english>[A-Z][A-Za-z -]{2,30})(?=[：。] )"
    r"|(?:^|(?<=\n)) *(?P<summing>总的[看来说]|总体[看上而来]|总之|综上|综合来看|总而言之)"
    r"|(?:^|(?<=\n)) *(?P<label>[^，。：；\n0-9]{0,6}(?:目标|情况|效益|产出|成效|满意度|问题|建议|打算|自评|结论|资金)[^，。：；\n0-9]{0,4})(?=：)"
)
_PARTS: tuple[tuple[re.Pattern[str], Part], ...] = (
    (re.compile("问题|建议|打算|下一步|下步|改进|整改措施|今后|展望|下年"), "problems"),
    (re.compile("结论|自评结果|自评得分|自评情况|总体评价|综合评价|评价结果|总体结论|^自评$|^总体自评"), "conclusion"),
    (re.compile("(?:目标|任务|指标).{0,4}(?:完成|实现|达成)"), "results"),
    (re.compile("资金|预算|经费"), "money"),
    (re.compile("绩效目标|目标设立|年度目标|总体目标|主要内容|立项|建设内容|实施内容"), "overview"),
    (
        re.compile(
            "完成情况|绩效分析|绩效情况|产出|效益|效果|成效|实施情况|实施|组织|满意|数量|质量|时效|成本|进展|做法|工作"
        ),
        "results",
    ),
    (re.compile("概况|基本情况|背景|简介|内容|目标"), "overview"),
    (re.compile("(?i)problem|recommendation|next steps|outlook|shortcoming|lessons"), "problems"),
    (re.compile("(?i)conclusion|self-score|overall assessment|rating"), "conclusion"),
    (re.compile("(?i)budget|fund|financ|spending|expenditure|money|cost"), "money"),
    (re.compile("(?i)objective|target|goal|background|overview|context|description"), "overview"),
    (re.compile("(?i)result|output|outcome|activit|satisf|effect|survey|benefit|implementation"), "results"),
)
_GOALS = re.compile(
    "^(?:目标|任务|目标任务|目标设定|任务目标)$|(?i:^(?:objectives?|targets?|goals?)$)|(?:建设|主要|实施)内容|建设任务|(?:绩效|年度|总体|项目|预期|年)目标(?!.{0,4}(?:完成|实现|达成))"
)
_SENTENCE = re.compile(r"[。；！？!?\n]")
_LONG_LINE = re.compile(r"^[^\n]{20,}[。；]", re.M)
MOST_SECTIONS = 2_000
_CLAUSE = '，。；：、（）！？!?\n“”"'


@dataclass(frozen=True, slots=True)
class Section:
    """A section from `start` on: how deep its heading is, and what it is about."""

    start: int
    depth: int
    heading: str
    part: Part
    goals: bool = False  # whether it tells of goals alone


class Outline:
    """The sections and sentences of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = self._sections()
        body = _body(text, found[0].start if found else len(text))
        self.sections = [Section(0, 0, "", "title"), *([Section(body, 1, "", "other")] if body else []), *found]
        self._section_starts = [section.start for section in self.sections]
        self._sentence_ends = [found.end() for found in _SENTENCE.finditer(text)] + [len(text)]

    def _sections(self) -> list[Section]:
        found: list[Section] = []
        above: Part = "other"
        for heading in _HEADING.finditer(self.text):
            depth = _depth(heading["mark"].strip()) if heading["mark"] else 1 if heading["summing"] else 3
            words = (heading["words"] or heading["label"] or heading["english"] or heading["summing"]).strip()
            own = next((part for pattern, part in _PARTS if pattern.search(words)), None)
            if heading["summing"]:
                own = "conclusion"
            if depth == 1:
                above = own or "other"
            goals = _GOALS.search(words) is not None
            inherited: Part = above if own is None or above == "problems" else own
            if len(found) == MOST_SECTIONS:
                break
            found.append(Section(heading.start(), depth, words, inherited, goals))
        return found

    def section(self, at: int) -> Section:
        """The section in which a character stands."""
        return self.sections[bisect_right(self._section_starts, at) - 1]

    def chapter(self, at: int) -> Section:
        """The section of the first depth in which a character stands."""
        found = bisect_right(self._section_starts, at) - 1
        while found > 0 and self.sections[found].depth > 1:
            found -= 1
        return self.sections[found]

    def sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence of a character begins and ends; a line that is no sentence is one of its own."""
        found = bisect_right(self._sentence_ends, at)
        begin = self._sentence_ends[found - 1] if found else 0
        return begin, self._sentence_ends[min(found, len(self._sentence_ends) - 1)]

    def clause_start(self, at: int, lowest: int = 0) -> int:
        """Where the words before a character begin that belong to it."""
        begin = max(lowest, at - 80)
        for position in range(at - 1, begin - 1, -1):
            if self.text[position] in _CLAUSE:
                return position + 1
        return begin

    @cached_property
    def title(self) -> str:
        return self.text[: self.sections[1].start] if len(self.sections) > 1 else self.text[:200]


def _body(text: str, end: int) -> int:
    """Where a report begins behind its title, if that is before its first heading: with the first line that has a sentence; else 0."""
    found = _LONG_LINE.search(text, text.find("\n") + 1, end)
    return found.start() if found is not None and found.start() else 0


def _depth(mark: str) -> int:
    if mark[0] == "第" or re.match("[一二三四五六七八九十]", mark):
        return 1
    if re.match("（[一二三四五六七八九十]", mark):
        return 2
    if mark.isdigit():
        return 1
    if mark[0].isdigit():
        return 2 + mark.rstrip(".、 ").count(".")
    return 4
