"""A report as it was read: its head, its facts with their places, what contradicts what, what was computed again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.forms.numerals import one_by_one
from scoring.forms.prose.chinese import figures_in_chinese
from scoring.forms.prose.contradictions import contradictions
from scoring.forms.prose.documents import read_lines
from scoring.forms.prose.doubt import Doubt, Recomputed
from scoring.forms.prose.english import figures_in_english, is_english
from scoring.forms.prose.english_told import told_in_english
from scoring.forms.prose.figures import Unread, as_shown
from scoring.forms.prose.lines import Line, Passage, Prose
from scoring.forms.prose.rates import rates_checked
from scoring.forms.prose.sections import Outline
from scoring.forms.prose.sums import Sum, checked
from scoring.forms.prose.tables import Tables
from scoring.forms.prose.told import Told, facts_told
from scoring.forms.prose.totals import sums_in
from scoring.problems import Problem, Text
from scoring.values.day import Day
from scoring.values.units import Units


@dataclass(frozen=True, slots=True)
class Said:
    """A text that the report says of itself, and where."""

    value: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class NotRead:
    """A number that is not used: where, and why."""

    passage: Passage
    code: str
    why: Text


@dataclass(frozen=True)
class ReadReport:
    """All that was found in a report."""

    prose: Prose
    outline: Outline
    title: Said | None
    project: Said | None
    unit: Said | None
    period: Said | None
    grade: Said | None
    facts: tuple[Told, ...]
    sums: tuple[Sum, ...]
    recomputed: tuple[Recomputed, ...]
    doubts: tuple[Doubt, ...]
    not_read: tuple[NotRead, ...]


def read_report(path: Path, shown: str, units: Units | None = None) -> tuple[ReadReport | None, list[Problem]]:
    """A report from its file, with the shipped units and those of a rulebook; None with problems where it cannot be read."""
    lines, problems = read_lines(path, shown)
    if problems:
        return None, problems
    return report_of(shown, lines, units or Units.standard()), []


def report_of(file: str, lines: Sequence[Line], units: Units) -> ReadReport:
    """What the lines of a report say."""
    prose = Prose(file, lines)
    text = prose.text
    outline = Outline(text)
    tables = Tables(prose)
    english = is_english(text)
    found = figures_in_english(text, units) if english else figures_in_chinese(text, units, tables)
    figures, unread = as_shown(text, *found)
    told = told_in_english(prose, outline, figures) if english else facts_told(prose, outline, figures, tables)
    period = _period(prose, outline)
    day = Day.parse(period.value) if period is not None else None
    sums = sums_in(text, told, units)
    added, wrong_sums = checked(sums, units)
    rated, wrong_rates = rates_checked(text, told, units, str(day.year) if day is not None else None)
    malformed = [_malformed(prose, one) for one in unread if one.code in ("malformed", "too-long")]
    doubts = [*contradictions(text, told, units, day), *wrong_sums, *wrong_rates, *malformed]
    return ReadReport(
        prose,
        outline,
        _title(prose, outline),
        _project(prose, outline),
        _unit(prose),
        period,
        _grade(prose),
        tuple(told),
        tuple(sums),
        (*added, *rated),
        tuple(sorted(doubts, key=lambda one: (one.kind, *_where(one.passages[0]), one.code))),
        tuple(NotRead(prose.passage(one.start, one.end), one.code, one.why) for one in unread),
    )


def _malformed(prose: Prose, one: Unread) -> Doubt:
    written = prose.text[one.start : one.end]
    return Doubt(
        "malformed-number",
        "contradiction",
        Text(f"`{written}` is no number: nobody can tell what is meant", f"{written} 不是数，无从判断其意"),
        Text("write the number as it is meant", "写明确切的数"),
        (prose.passage(one.start, one.end),),
    )


def _where(passage: Passage) -> tuple[int, int, int]:
    return passage.page or 0, passage.line or 0, passage.offset


def _said(prose: Prose, found: re.Match[str] | None, group: int | str = 0) -> Said | None:
    if found is None or not found[group]:
        return None
    return Said(found[group].strip(), prose.passage(found.start(group), found.end(group)))


_YEAR = "(?P<year>(?:19|20)[0-9]{2}|[一二][零一二三四五六七八九]{3})"
_OF_YEAR = tuple(
    re.compile(pattern)
    for pattern in (rf"{_YEAR} ?年度?[^\n]{{0,60}}(?:报告|自评|评价)", rf"（ ?{_YEAR} ?年度?）", rf"{_YEAR} ?年度")
)
_OF_ENGLISH_YEAR = re.compile(r"(?i)(?:financial year |fiscal year |FY ?|\b)(?P<year>(?:19|20)[0-9]{2})\b")


def _period(prose: Prose, outline: Outline) -> Said | None:
    """The year of the title, or the first year that the report says it is of."""
    found = next((found for pattern in _OF_YEAR if (found := pattern.search(outline.title)) is not None), None)
    if found is None and is_english(prose.text):
        found = _OF_ENGLISH_YEAR.search(outline.title)
    said = _said(prose, found or _OF_YEAR[-1].search(prose.text), "year")
    return said and replace(said, value=one_by_one(said.value) or said.value)


def _title(prose: Prose, outline: Outline) -> Said | None:
    return _said(prose, re.search(r"[^\n]{4,60}(?:报告|自评|评价)[^\n]{0,6}(?=\n|$)", outline.title))


_NAME = r"[^\n，。（）]{2,60}?(?:项目|经费|资金|工程))(?=[^\n，。]{0,12}(?:绩效|自评|评价|报告))"
_NAMED = (re.compile(r"(?P<name>(?:19|20)[0-9]{2} ?年度?" + _NAME), re.compile(r"(?:关于)?(?P<name>" + _NAME))
_OF_UNIT = re.compile(r"(?:中心|局|委|部|院|办|站|所|队|公司|学校|医院|政府)项目$")


LONGEST_HEAD = 400
_ENGLISH_PROJECT = re.compile(
    r"(?i)(?:^|\n|report(?: on)?：? )(?P<name>[^\n，。：]*\b(?:project|programme|program|grant|subsid(?:y|ies)|fund)\b[^\n，。：]{0,40})"
)
_ENGLISH_UNIT = re.compile(
    r"(?:^|\n)(?:Prepared by )?(?:the )?(?P<name>[A-Z][^\n，。：（]{0,60}\b(?:[Bb]ureau|[Dd]epartment|[Oo]ffice|[Ll]ibrary|[Cc]ent(?:re|er)|[Aa]uthority|[Cc]ommission|[Cc]ommittee|[Ss]chool|[Hh]ospital|[Aa]gency|[Mm]inistry))\b"
)


def _project(prose: Prose, outline: Outline) -> Said | None:
    """The project that the title names, best from its year on; where that is only the unit's, the one that the text names."""
    found = next((found for pattern in _NAMED if (found := pattern.search(outline.title)) is not None), None)
    if found is not None and not _OF_UNIT.search(found["name"]):
        return _said(prose, found, "name")
    if is_english(prose.text):
        return _said(prose, _ENGLISH_PROJECT.search(outline.title), "name")
    told = re.search(r"(?:实施|开展|承担)了?([^，。；\n]{2,40}?项目)", prose.text)
    return _said(prose, told, 1) or _said(prose, found, "name")


def _unit(prose: Prose) -> Said | None:
    """Who reports: the first line, if it is an institution, or what the title begins with."""
    if is_english(prose.text):
        return _said(prose, _ENGLISH_UNIT.search(prose.text[:LONGEST_HEAD]), "name")
    first = re.compile(
        r"\s*([^\n，。：（）0-9]{2,40}?(?:局|委员会|委|部|中心|院|办公室|办|站|所|队|公司|学校|小学|中学|医院|政府|办事处|馆|会|园|社|集团))(?=\n|项目|(?:19|20)[0-9]{2}|关于|绩效|部门)"
    )
    return _said(prose, first.match(prose.text), 1) or _said(
        prose, re.search(r"(?:项目单位|实施单位|填报单位|单位名称)：?(?:为)?([^\n，。；（）]{2,40})", prose.text), 1
    )


_GRADE = re.compile(
    "(?:(?:等级|等次|评级|档次|自评结果|评价结果|结论)(?:评定|确定|评|定)?(?:为|是|：)?|(?:评|评定|确定|定)为)"
    r"[“\"]?(优秀|良好|优|良|中等?|合格|差)(?=[”\"，。；、）\n]|等[级次]|$)"
)


def _grade(prose: Prose) -> Said | None:
    found = _GRADE.search(prose.text)
    return _said(prose, found, 1)
