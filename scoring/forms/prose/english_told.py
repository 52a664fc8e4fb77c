"""The facts that an English report tells: each figure with its name, and whether it is planned, reached or of the year before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoring.forms.prose.english import IRREGULAR
from scoring.forms.prose.figures import Figure
from scoring.forms.prose.lines import Prose
from scoring.forms.prose.scope import Scope
from scoring.forms.prose.sections import Outline
from scoring.forms.prose.told import Role, Standing, Told

_STOPS = re.compile(r"[，。；：（）\n]")
_FOR_WHAT = re.compile(
    r" (?:went |was spent |were spent )?(?:for|on|to|towards) (?:the |its )?(?P<words>[a-z][a-z-]*(?: (?!and\b|with\b|was\b|were\b)[a-z][a-z-]*){0,2})"
)
_BEHIND = re.compile(r"[，。；：（）\n0-9]")
_OF_WHAT = re.compile(r" of (?:the )?(?P<words>[a-z][a-z-]*(?: [a-z][a-z-]*){0,2})")
_JOINING = re.compile(
    r"^(?:a|an|the|and|or|of|in|by|to|for|its|their|all|total|some|with|at|was|were|is|are|had|has|been|it|be|which|these|them|on|from|an?)$"
)
_LONGEST_NAME = 5


def english_name(text: str, figure: Figure, clause: int, end: int) -> str:
    """What a figure is of: the things behind it (`1,012 km of ditches`), the noun that it counts, else the words before it."""
    if figure.kind in ("count", "number") and (of := _OF_WHAT.match(text, figure.end, end)) is not None:
        words = of["words"].split(" ")
        last = next((at for at, word in enumerate(words) if word.endswith("s") or word in IRREGULAR), None)
        if last is not None and words[0] not in ("them", "these", "those", "whom", "which"):
            return " ".join(words[: last + 1])
    if figure.kind == "count" and figure.unit and figure.unit not in ("times", "percentage points"):
        counted = [word.lower() for word in re.findall(r"[A-Za-z][A-Za-z-]*", text[figure.at : figure.end])]
        noun = " ".join(counted[-3:])
        if len(noun) > 3:
            return noun
    if figure.kind == "amount" and (what := _FOR_WHAT.match(text, figure.end, end)) is not None:
        return what["words"]
    before = [word.lower() for word in re.findall(r"[A-Za-z][A-Za-z-]*", _STOPS.split(text[clause : figure.start])[-1])]
    said = [word for word in before if not _JOINING.match(word)][-_LONGEST_NAME:]
    return (
        " ".join(said)
        or _BEHIND.split(text[figure.end : min(end, figure.end + 40)], maxsplit=1)[0].removesuffix(" and ").strip()
    )


_AMONG = re.compile(r"\b(?:of (?:which|whom|these)|including|comprising|consisting of)\b", re.I)
_PLAN = re.compile(
    r"\b(?:target|planned|plan(?:s|ned)? to|goal|aim(?:s|ed)?|expected|intended|was to|were to|required)\b", re.I
)
_COMING = re.compile(r"\b(?:will|next year|in future|following year|recommend(?:s|ed)?|should)\b", re.I)
_REACHED = re.compile(r"\b(?:reached|actual(?:ly)?|completed|achieved|were|was|have been|had been|against)\b", re.I)
_BEFORE = re.compile(
    r"\b(?:last year|previous year|the year before|(?:up|down|compared) (?:from|with|to))\b[^，。；]{0,12}$", re.I
)
_FROM = re.compile(r"\bfrom $")
_TO = re.compile(r" to\b")
_PLANNED_BEHIND = re.compile(r"[^，。；\n]{0,12}\b(?:planned|targeted|required|expected)\b")
_YEAR = re.compile(r"\b(?:(?P<compared>than|on|from|with|since|by) )?(?P<year>(?:19|20)[0-9]{2})\b(?!-)")
_CUMULATED = re.compile(r"\b(?:since|cumulative(?:ly)?|so far|to date)\b", re.I)
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"\b(?:spent|spending|spend|expenditure|disbursed|disbursement|paid|payments?|used|outlays?)\b", re.I), "spent"),
    (re.compile(r"\b(?:budget(?:ed)?|approved|allocat(?:ed|ions?)|grant(?:ed)?|appropriat(?:ed|ions?)|funding|earmarked)\b", re.I), "budget"),
    (re.compile(r"\b(?:received|arrived|transferred)\b", re.I), "arrived"),
)  # fmt: skip


def told_in_english(prose: Prose, outline: Outline, figures: Sequence[Figure]) -> list[Told]:
    """Every figure with its name and standing, in the order of the text."""
    told: list[Told] = []
    text = prose.text
    for place, figure in enumerate(figures):
        begin, end = outline.sentence(figure.start)
        last = max(begin, figures[place - 1].end if place else 0)
        following = figures[place + 1].start if place + 1 < len(figures) else len(text)
        clause = outline.clause_start(figure.start, last)
        lead, after = (
            text[max(begin, figure.start - 200) : figure.start],
            text[figure.end : min(following, figure.end + 60, end)],
        )
        name = english_name(text, figure, clause if text[clause : figure.start].strip() else last, end)
        section = outline.section(figure.start)
        standing = _standing(text, figure, text[last : figure.start], lead, section.goals)
        told.append(
            Told(figure, name, name, standing, prose.passage(figure.start, figure.end), section.part, section.start, (begin, end), clause,
                 _scope(lead), _AMONG.search(lead) is not None, role=_role(text[last : figure.start] + "|" + after, lead) if figure.money else None)
        )  # fmt: skip
    return told


def _standing(text: str, figure: Figure, heard: str, lead: str, goals: bool) -> Standing:
    if _BEFORE.search(heard) or (_FROM.search(heard) and _TO.match(text, figure.end)):
        return "before"
    if _COMING.search(lead[-60:]) and figure.kind != "date":
        return "coming"
    plans, reached = [found.end() for found in _PLAN.finditer(lead)], [found.end() for found in _REACHED.finditer(lead)]
    if max(plans, default=-1) > max((end for end in reached if not lead[:end].endswith("against")), default=-1):
        return "planned"
    if lead.rstrip().endswith(("against a target of", "against the target of")) or _PLANNED_BEHIND.match(
        text, figure.end
    ):
        return "planned"
    return "planned" if goals and not reached else "reached"


def _scope(lead: str) -> Scope:
    year = next((found["year"] for found in reversed(list(_YEAR.finditer(lead))) if not found["compared"]), None)
    return Scope(frozenset(), year, _CUMULATED.search(lead) is not None)


def _role(around: str, lead: str) -> Role | None:
    """What the nearest words say: `had been spent` behind an amount, `budget` before it."""
    for words in (around, lead):
        near = [
            (abs(found.start() - words.find("|")), role)
            for pattern, role in _ROLES
            for found in pattern.finditer(words)
        ]
        if near:
            return min(near)[1]
    return None
