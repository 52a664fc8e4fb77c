"""What a letter says to a unit of its projects, under the names that templates use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.forms.writing.assessed import AssessedProject
from scoring.forms.writing.letter_names import LETTER
from scoring.forms.writing.names import in_both_languages
from scoring.forms.writing.notices import OF_TOTALS, Notice, notices_of
from scoring.forms.writing.report_words import all_shown
from scoring.problems import Language, Problem, Text
from scoring.scorecard.scorecard import IndicatorScore
from scoring.values.number import show_number
from scoring.views.words import NOTHING, STATUS, Words

TOTAL = Text("total", "总分")


@dataclass(frozen=True, slots=True)
class NotScored:
    """Something that was handed in and could not be scored: its file, its name and unit as far as they can be read, and why."""

    file: str
    project: str
    unit: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands above and below every letter, as it was given: there is no clock and no register here."""

    number: str = ""
    on: str = ""
    due: str = ""


def letter_words(
    unit: str, projects: Sequence[AssessedProject], rejected: Sequence[NotScored], heads: Heads, language: Language
) -> dict[str, Any]:
    """Every name of a letter's template, with what stands there."""
    counted = _Counted()
    told = [_project(number, one, counted, language) for number, one in enumerate(projects, 1)]
    lists = ("corrections", "judged", "notes")
    remarks = [{**one, "project": each["project"]} for each in told for kind in lists for one in each[kind]]
    departments = dict.fromkeys(one.head["department"] for one in projects if one.head.get("department"))
    said = {
        "unit": unit,
        "department": "、".join(departments) if language == "zh" else ", ".join(departments),
        "number": heads.number,
        "on": heads.on,
        "due": heads.due,
        "count": str(len(projects) + len(rejected)),
        "to_correct": str(sum(len(one["corrections"]) for one in told)),
        "nothing": not remarks and not rejected,
        "projects": told,
        "remarks": remarks,
        "rejects": [reject for one in rejected for reject in _rejects(one, language)],
    }
    return in_both_languages(all_shown(said), LETTER)


class _Counted:
    """Notices are counted through the whole letter, so that an answer can name one."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> str:
        self.last += 1
        return str(self.last)


def _project(number: int, of: AssessedProject, counted: _Counted, language: Language) -> dict[str, Any]:
    words = Words(of.card, language)
    card = words.card
    claim = next((one for one in card.claims if one.by == "self"), None)
    remarks = list(notices_of(of, words))

    def those(kind: str) -> list[dict[str, str]]:
        return [_remark(one, counted.next(), words) for one in remarks if one.kind == kind]

    return {
        "number": str(number),
        "project": card.project,
        "code": of.head.get("code", ""),
        "period": card.period or "",
        "form": form_of(of, words),
        "total": words.range(card.total.points, card.total.lowest, card.total.highest),
        "possible": "" if card.total.possible is None else show_number(card.total.possible),
        "grade": words.grade() if card.grades_possible or card.grade else "",
        "status": words.of(STATUS[card.status]),
        "claimed": NOTHING if claim is None or claim.total is None else words.exactly(claim.total),
        "difference": NOTHING if claim is None else words.difference(claim),
        "verdict": NOTHING if claim is None else words.claim(claim),
        "corrections": those("correct"),
        "judged": those("judged"),
        "notes": those("look"),
        "indicators": [_indicator(one, words) for one in card.indicators],
    }


def form_of(of: AssessedProject, words: Words) -> str:
    """The document that was handed in: its title and file; else the project's own file."""
    card = words.card
    form = card.filled_form
    source = next((one for one in card.sources if form is not None and one.name == form.source), None)
    if source is None:
        return of.file
    return words.sentence(source.title, *([source.note] if source.note and source.note != source.title else []))


def _remark(one: Notice, number: str, words: Words) -> dict[str, str]:
    return {
        "number": number,
        "indicator": indicator_of(one, words),
        "message": words.of(one.finding.message),
        "claimed": one.claimed,
        "by_rule": one.by_rule,
        "difference": one.difference,
        "fix": words.of(one.fix),
        "place": one.place,
        "code": one.finding.code,
        "judgement": judgement_of(one.indicator, words) if one.kind == "judged" else "",
    }


def indicator_of(one: Notice, words: Words) -> str:
    if one.indicator is not None:
        return f"{one.indicator.id} {words.of(one.indicator.label)}"
    return words.of(TOTAL) if one.finding.code in OF_TOTALS else ""


def judgement_of(one: IndicatorScore | None, words: Words) -> str:
    """What a person decided, who, when and why."""
    judged = one.judgement if one is not None else None
    if judged is None:
        return ""
    said = " ".join(filter(None, (judged.level, judged.share)))
    who = words.sentence(said, *filter(None, (judged.by, judged.on)))
    return f"{who}{words.say(': ', '：')}{judged.why}" if judged.why else who


def _indicator(one: IndicatorScore, words: Words) -> dict[str, str]:
    claimed = one.claimed.get("self")
    over = claimed - one.points if claimed is not None and one.points is not None else None
    return {
        "label": f"{one.id} {words.of(one.label)}",
        "weight": words.weight(one),
        "claimed": "" if claimed is None else words.exactly(claimed),
        "points": NOTHING if one.outcome == "not_applicable" else words.range(one.points, one.lowest, one.highest),
        "difference": "" if over is None else words.signed(over),
        "reason": words.reason(one),
    }


def _rejects(one: NotScored, language: Language) -> Iterator[dict[str, str]]:
    for problem in one.problems:
        yield {
            "project": one.project,
            "file": one.file,
            "message": problem.message.in_language(language),
            "fix": problem.fix.in_language(language) if problem.fix is not None else "",
        }
