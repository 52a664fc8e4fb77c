"""The facts that a report tells: each figure with its name, its place, and whether it is planned, reached or of the year before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.forms.prose.figures import Figure
from scoring.forms.prose.lines import Passage, Prose
from scoring.forms.prose.names import essence, is_before, is_coming, is_plan, name_of, noun_behind, trimmed
from scoring.forms.prose.scope import Scope, scope_of
from scoring.forms.prose.sections import Outline, Part
from scoring.forms.prose.tables import Cell, Tables

Standing = Literal["reached", "planned", "coming", "before", "full"]
"""`reached`: told as it is; `planned`: a plan or target; `coming`: of later years; `before`: of the year before;
`full`: the full points of a score (满分10分)."""


Role = Literal["arrived", "spent", "budget"]
ROLES: dict[Role, re.Pattern[str]] = {
    "arrived": re.compile(r"到位(?!率|及时)"),
    "spent": re.compile(r"支出(?!率)|支付|使用(?!率)|执行(?:数|金额)?$|拨付|完成投资"),
    "budget": re.compile(r"预算(?!执行|支出)|安排|总投资|下达|批复|计划投资|资金总额|项目资金|核定|可用"),
}
"""Words that say whether an amount was granted, has come, or was spent."""


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of a report with what is known of it."""

    figure: Figure
    name: str
    essence: str
    standing: Standing
    passage: Passage
    part: Part
    section: int  # where its section begins
    sentence: tuple[int, int]
    clause: int
    scope: Scope
    among: bool = False  # one of several parts: 其中
    cell: Cell | None = None
    role: Role | None = None  # of money: as its own words say, or those of its sentence
    subject: str = ""  # what its sentence is about, where that is said in a clause before its own

    @property
    def start(self) -> int:
        return self.figure.start


def place(one: Told) -> str:
    """A place in Chinese: 第14行."""
    return one.passage.said.zh


def facts_told(prose: Prose, outline: Outline, figures: Sequence[Figure], tables: Tables) -> list[Told]:
    """Every figure with its name and standing, in the order of the text."""
    told: list[Told] = []
    text = prose.text
    sentence = (-1, -1)
    plan: bool | None = None
    earlier = noun = ""
    last_end = 0
    for place, figure in enumerate(figures):
        if figure.start >= sentence[1] or sentence[0] < 0:
            sentence = outline.sentence(figure.start)
            plan, earlier, noun, last_end = None, "", "", sentence[0]
        if (cell := tables.at(figure.at)) is not None:
            told.append(_in_cell(prose, outline, figure, cell))
            earlier, noun, last_end = "", "", figure.end
            continue
        begin = outline.clause_start(figure.start, last_end)
        before = text[begin : figure.start]
        following = figures[place + 1].start if place + 1 < len(figures) else len(text)
        after = text[figure.end : min(following, figure.end + 40, sentence[1])]
        own = trimmed(before.removeprefix(noun) if begin == last_end else before)
        noun = "" if figure.kind in ("amount", "share", "score", "date") else noun_behind(after)
        if not own and not noun:
            own = _words_before(text, begin, max(sentence[0], last_end))
        if figure.kind == "date":
            own += _said_of_day(after)
        name = name_of(own, noun, earlier)
        heard = text[_clause_end(text, last_end, figure.start) : figure.start]
        said = is_plan(heard)
        plan = plan if said is None else said
        section = outline.section(figure.start)
        part = section.part
        lead = text[max(sentence[0], figure.start - 200) : figure.start]
        standing = _standing(text, figure, before, lead, plan or (plan is None and section.goals), part)
        role = _role(name, lead) if figure.money else None
        told.append(
            Told(figure, name, essence(name), standing, prose.passage(figure.start, figure.end), part, section.start, sentence, begin,
                 scope_of(lead, before), "其中" in lead, role=role, subject=_subject(text, sentence[0], begin))
        )  # fmt: skip
        earlier = name or earlier
        last_end = figure.end
    return told


def _in_cell(prose: Prose, outline: Outline, figure: Figure, cell: Cell) -> Told:
    """A figure of a table: its row says what it is of, its column whether it is planned; each cell is a sentence of its own."""
    section, name = outline.section(figure.start), cell.name
    standing: Standing = "before" if is_before(cell.head) else "planned" if is_plan(cell.head) else "reached"
    label = re.sub("^其中[：]?", "", cell.label)
    return Told(figure, name, essence(name), standing, prose.passage(figure.start, figure.end), section.part, section.start,
                (figure.start, figure.end), figure.start, scope_of(label, ""), "其中" in cell.label, cell=cell, role=_role(cell.head, "") if figure.money else None)  # fmt: skip


def _subject(text: str, start: int, clause: int) -> str:
    """The words with which the sentence of a figure begins, without its numbers, where its own clause is not the first."""
    first = re.split("[，；：（]", text[start : min(clause, start + 40)])[0]
    return essence(re.sub("[0-9].*", "", first)) if clause > start + len(first) else ""


def _role(name: str, lead: str) -> Role | None:
    for words in (name, lead):
        last = [
            (max((found.end() for found in pattern.finditer(words)), default=-1), role)
            for role, pattern in ROLES.items()
        ]
        end, role = max(last)
        if end >= 0:
            return role
    return None


def _clause_end(text: str, start: int, end: int) -> int:
    """Behind the clause of the figure before; where both are of one clause, behind that figure."""
    found = re.compile("[，。；、）]").search(text, start, end)
    return found.end() if found is not None else start


def _said_of_day(after: str) -> str:
    """What happened on a day: the words behind it."""
    found = re.match(r"[^，。；：、（）\n0-9]{2,12}", after)
    return re.sub(r"^(?:[，的起]|[前后](?=[^期])|至|到(?!位|账|达))+", "", found.group()) if found is not None else ""


def _words_before(text: str, begin: int, lowest: int) -> str:
    """The words of the clause before an empty one, if no figure stands between: `村（社区）247个`, `“田间课堂”4个`."""
    if begin <= lowest + 1 or text[begin - 1] not in "，：、）（”":
        return ""
    opening = {"）": "（", "”": "“"}.get(text[begin - 1])
    end = begin - 1
    if opening is not None:
        at = text.rfind(opening, max(lowest, begin - 30), begin - 1)
        if at < 0:
            return ""
        if opening == "“":
            return text[at + 1 : begin - 1]
        end = at
    start = end - 1
    while start > lowest and text[start - 1] not in "，。；：、（）\n":
        start -= 1
    return trimmed(text[max(start, lowest) : end])


_AIMED_AT = re.compile(r"的(?:[^，。；、（）\n0-9]{0,4}?(?:目标|任务|计划|要求|标准|指标))")  # 超额完成80场的年度任务
_OF_POINTS = re.compile("（(?:总分|满分|共|计)$")  # 自评98分（总分100分）
_BESIDE = re.compile(r"）[^，。；\n0-9]{0,8}[0-9]")  # 产出（30分）得26分
_TO = re.compile("[^，。；0-9]{0,6}(?:到|至|为)")
_TURNED = re.compile(
    "[，]?[^，。；0-9]{0,4}?(?:下降|降低|上升|提高|提升|增长|增加|减少|缩短|延长|扩大|扩容|压减|压降|降|升|增|减|扩)(?:至|到|为)"
)


def _standing(text: str, figure: Figure, before: str, whole: str, plan: bool | None, part: Part) -> Standing:
    if figure.kind == "score" and before.endswith(("满分", "满分为", "共")) and "总分" not in before:
        return "full"
    moves = text[figure.start - 1 : figure.start] in ("由", "从") and _TO.match(text, figure.end)
    if figure.kind == "score" and _OF_POINTS.search(text, max(0, figure.start - 4), figure.start):
        return "full"
    if is_before(before) or moves or _TURNED.match(text, figure.end):
        return "before"
    if part == "problems" and (is_coming(whole) or is_plan(whole) or "将" in whole):
        return "coming"
    if is_coming(whole[-60:]) and figure.kind != "date":
        return "coming"
    if plan or _AIMED_AT.match(text, figure.end):
        return "planned"
    return "reached"
