"""Reports with their answers written into them: `{46所}` is a figure, and what a careful person doubts stands below.

`{近百名=100 名 at_most}` says value, unit and bound where they are not as they are written; `-` is no unit; `{?15分}` is a
figure that may be told or not. `#mark` names a figure for the lines below `----`: `two-values a b` is a doubt that must be
told with both places, `none a b` one that must not be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scoring.forms.prose.doubt import Doubt
from scoring.forms.prose.found import as_data
from scoring.forms.prose.reading import ReadReport
from tests.forms.reports import number_of

_MARK = re.compile(r"\{(?P<may>\?)?(?P<quote>[^{}=#]+)(?:=(?P<said>[^{}#]+))?(?:#(?P<name>\w+))?\}")
_PLAIN = re.compile(r"([0-9][0-9,.]*)(.*)")


@dataclass(frozen=True)
class Wanted:
    """A figure that stands in a report: where, what it is, and whether it has to be told."""

    line: int
    offset: int
    quote: str
    value: str
    unit: str | None
    bound: str
    must: bool


@dataclass
class Marked:
    """A report without its marks, with what is to be found in it."""

    text: str
    figures: list[Wanted] = field(default_factory=list)
    named: dict[str, Wanted] = field(default_factory=dict)
    doubts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    no_doubts: list[tuple[str, ...]] = field(default_factory=list)


def marked(path: Path) -> Marked:
    """The report of a file with marks."""
    body, _, below = path.read_text(encoding="utf-8").partition("\n----\n")
    lines, result = [], Marked("")
    for number, line in enumerate(body.split("\n"), 1):
        written = ""
        at = 0
        for found in _MARK.finditer(line):
            written += line[at : found.start()]
            one = _wanted(found, number, len(written))
            result.figures.append(one)
            if found["name"]:
                result.named[found["name"]] = one
            written += found["quote"]
            at = found.end()
        lines.append(written + line[at:])
    result.text = "\n".join(lines)
    for line in filter(None, below.split("\n")):
        code, *names = line.split("：")[0].split()
        if code == "none":
            result.no_doubts.append(tuple(names))
        else:
            result.doubts.append((code, tuple(names)))
    return result


def _wanted(found: re.Match[str], line: int, offset: int) -> Wanted:
    quote = found["quote"]
    if found["said"]:
        value, unit, bound = (*found["said"].split(), "exact")[:3]
    else:
        plain = _PLAIN.fullmatch(quote)
        value, unit, bound = (plain[1].replace(",", ""), plain[2] or "-", "exact") if plain else (quote, "-", "exact")
    return Wanted(line, offset, quote, value, None if unit == "-" else unit.replace("_", " "), bound, not found["may"])


@dataclass
class Judged:
    """What was found of a report and of its doubts; `places` counts doubts that were told with all their places."""

    found: int
    missed: list[str]
    wrong: list[str]
    doubts: int
    doubts_missed: list[str]
    false: list[str]
    questions: list[str]

    @property
    def facts(self) -> int:
        return self.found + len(self.missed)


def judged(report: ReadReport, wanted: Marked) -> Judged:
    """A report as it was read, beside what is to be found in it. Figures are matched in their line (or page), nearest first."""
    data = as_data(report)
    got = list(data["facts"])
    if data["grade"] is not None:
        got.append({**data["grade"], "unit": None, "bound": "exact"})
    found, missed = 0, []
    for must in (True, False):
        for one in wanted.figures:
            if one.must is not must:
                continue
            same = [each for each in got if _is(each, one)]
            if same:
                got.remove(min(same, key=lambda each: abs(each["offset"] - one.offset)))
                found += must
            elif must:
                missed.append(f"{one.line}: {one.quote} = {one.value} {one.unit} {one.bound}")
    wrong = [f"{one.get('line', one.get('page'))}: {one['quote']} = {one['value']} {one['unit']} {one['bound']}"
             for one in got if not _optional(one, wanted)]  # fmt: skip
    contradictions = [one for one in report.doubts if one.kind == "contradiction"]
    doubts_missed = []
    for code, names in wanted.doubts:
        same = [one for one in contradictions if one.code == code and _at(one, [wanted.named[name] for name in names])]
        if same:
            contradictions.remove(same[0])
        else:
            doubts_missed.append(f"{code} {' '.join(names)}")
    return Judged(
        found, missed, wrong, len(wanted.doubts) - len(doubts_missed), doubts_missed,
        [one.message.en for one in contradictions],
        [one.message.en for one in report.doubts if one.kind == "question"],
    )  # fmt: skip


def _is(one: dict[str, Any], wanted: Wanted) -> bool:
    same = (one["unit"], one["bound"]) == (wanted.unit, wanted.bound) and number_of(one["value"]) == number_of(
        wanted.value
    )
    return same and one.get("line", wanted.line) == wanted.line


def _optional(one: dict[str, Any], wanted: Marked) -> bool:
    return any(each.quote in one["quote"] or one["quote"] in each.quote for each in wanted.figures
               if not each.must and one.get("line", each.line) == each.line)  # fmt: skip


def _at(doubt: Doubt, wanted: Sequence[Wanted]) -> bool:
    """Whether a doubt has each of these figures among its places."""
    return all(
        any(passage.line in (None, one.line) and (one.quote in passage.quote or passage.quote in one.quote) for passage in doubt.passages)
        for one in wanted
    )  # fmt: skip


def added(every: Sequence[Judged]) -> Counter[str]:
    """What was found of several reports."""
    total: Counter[str] = Counter()
    for one in every:
        total.update(facts=one.facts, found=one.found, wrong=len(one.wrong), doubts=one.doubts + len(one.doubts_missed),
                     doubts_found=one.doubts, doubts_false=len(one.false), questions=len(one.questions))  # fmt: skip
    return total
