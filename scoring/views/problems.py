"""Problems as people and programs read them: text with the line and marks below it, JSON, SARIF."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from scoring.documents.spelling import width
from scoring.problems import Counterexample, Language, NotDecided, Place, Problem, Text, in_order
from scoring.problems.shown import harmless
from scoring.views.strangers import json_text
from scoring.views.terminal import BLUE, BOLD, RED, YELLOW, painted
from scoring.views.words import SEVERITIES

WIDEST = 110
COLORS = {"error": RED, "warning": YELLOW, "note": BLUE}
LEVELS = {"error": "error", "warning": "warning", "note": "note"}
MANY = 20
"""Problems beyond which they are counted by code as well."""
MOST_OPEN = 5
"""Tables that are not decided: so many are named in text."""


def as_text(problems: Sequence[Problem], language: Language, color: bool = False) -> str:
    """Every problem with its line, the marks below it, the counterexample and the fix; how many there are at the end."""
    ordered = in_order(problems)
    parts = [_one(problem, language, color) for problem in ordered]
    parts.append("\n".join((_count(ordered).in_language(language), *_by_code(ordered))))
    return "\n\n".join(parts)


def _by_code(problems: Sequence[Problem]) -> Iterator[str]:
    """Of many problems, how many there are of each kind, the most frequent first."""
    if len(problems) > MANY:
        for code, count in Counter(problem.code for problem in problems).most_common():
            yield f"  {count:>5}  {code}"


def as_lines(open_tables: Sequence[NotDecided], language: Language) -> list[str]:
    """Which tables are not decided, and why."""
    count = len(open_tables)
    if not count:
        return []
    said = Text(f"{count} table{'s' if count != 1 else ''} not decided, no alarm", f"{count} 个表格未能判定，不作警告")
    lines = [said.in_language(language)]
    for one in open_tables[:MOST_OPEN]:
        why = harmless(one.why.in_language(language))
        lines.append(f"  {harmless(str(one.place))}: {harmless(one.name)}: {why}")
    return [*lines, "  …"] if count > MOST_OPEN else lines


def _one(problem: Problem, language: Language, color: bool) -> str:
    paint = COLORS[problem.severity]
    severity = "" if problem.severity == "error" else SEVERITIES[problem.severity].in_language(language) + ": "
    head = (
        painted(harmless(str(problem.place)), BOLD, color)
        + ": "
        + painted(severity + harmless(problem.message.in_language(language)), paint, color)
    )
    lines = [head]
    if problem.place.source.strip() and not problem.place.is_typed:
        lines += _quoted(problem, language, paint if color else "")
    if problem.counterexample is not None:
        lines.append(f"  {_shown_by(problem.counterexample, language)}")
    if problem.fix is not None:
        word = "改法：" if language == "zh" else "fix: "
        lines.append(f"  {word}{harmless(problem.fix.in_language(language))}")
    lines.append(f"  [{problem.code}]")
    return "\n".join(lines)


def _shown_by(shown: Counterexample, language: Language) -> str:
    given = harmless(shown.said)
    nothing = Text("with nothing reported", "什么都没有填报")
    comes = harmless(shown.comes.in_language(language))
    if language == "zh":
        return f"反例：{given or nothing.zh}：{comes}"
    return f"counterexample: {given or nothing.en}: {comes}"


def _quoted(problem: Problem, language: Language, paint: str) -> list[str]:
    """The source line, cut around the place, and marks under it by display width."""
    before, marked, after = _cut(problem.place)
    number = f"{problem.place.line:>5} |   "
    marks = " " * 6 + "|   "
    under = " " * width(before) + painted("^" * max(1, width(marked)), paint, bool(paint))
    said = f" {problem.underline.in_language(language)}" if problem.underline is not None else ""
    return [f"{number}{before}{marked}{after}", f"{marks}{under}{said}"]


def _cut(place: Place) -> tuple[str, str, str]:
    """What stands before, at and after the place, at most some hundred characters of it."""
    source = place.source
    start = min(max(0, place.column - 1), len(source))
    end = min(len(source), start + max(1, place.length))
    room = (max(20, WIDEST - (end - start)) + 1) // 2
    before, marked, after = source[max(0, start - room) : start], source[start:end], source[end : end + room]
    if len(marked) > WIDEST:
        marked, after = marked[:WIDEST] + "…", ""
    elif end + room < len(source):
        after += "…"
    if start > room:
        before = "…" + before
    return harmless(before), harmless(marked), harmless(after)


def _count(problems: Sequence[Problem]) -> Text:
    counts = {name: sum(1 for one in problems if one.severity == name) for name in SEVERITIES}
    en = [f"{n} {SEVERITIES[name].en}{'s' if n != 1 else ''}" for name, n in counts.items() if n]
    zh = [f"{n} 个{SEVERITIES[name].zh}" for name, n in counts.items() if n]
    return Text(", ".join(en) or "no problems", "，".join(zh) or "没有问题")


def as_json(problems: Sequence[Problem], language: Language, open_tables: Sequence[NotDecided] = ()) -> str:
    """`problems/1`: every problem with its place, message, counterexample and fix; what is not decided."""
    listed = [as_data(problem, language) for problem in in_order(problems)]
    undecided = [
        {"name": one.name, "file": one.place.file, "line": one.place.line, "column": one.place.column,
         "why": one.why.in_language(language)}
        for one in open_tables
    ]  # fmt: skip
    data = {"schema": "problems/1", "problems": listed, "not_decided": undecided}
    return json_text(data)


def as_data(problem: Problem, language: Language) -> dict[str, Any]:
    """One problem as `problems/1` has it."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message.in_language(language),
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "source": problem.place.source[:400],
        "fix": problem.fix.in_language(language) if problem.fix is not None else None,
        "counterexample": _as_data(problem.counterexample, language),
    }


def _as_data(shown: Counterexample | None, language: Language) -> dict[str, Any] | None:
    """A counterexample; numbers are texts, so that they stay exact."""
    if shown is None:
        return None
    given = {name: tomllib.loads(f"value = {written}")["value"] if written[0] in '"tf' else written
             for name, written in shown.given}  # fmt: skip
    return {"of": shown.of, "name": shown.name, "given": given, "comes": shown.comes.in_language(language)}


def as_sarif(problems: Sequence[Problem], language: Language, open_tables: Sequence[NotDecided] = ()) -> str:
    """SARIF 2.1.0, as code hosts and editors read it; what is not decided is told as notifications of the run."""
    ordered = in_order(problems)
    codes = list(dict.fromkeys(problem.code for problem in ordered))
    results = [_as_result(problem, language) for problem in ordered]
    run: dict[str, Any] = {"tool": {"driver": {"name": "scoring", "rules": [{"id": code} for code in codes]}},
                           "columnKind": "unicodeCodePoints", "results": results}  # fmt: skip
    if open_tables:
        notifications = [
            {"level": "note", "message": {"text": f"{one.name}: {one.why.in_language(language)}"},
             "locations": [_location(one.place)]}
            for one in open_tables
        ]  # fmt: skip
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": notifications}]
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json_text(log)


def _as_result(problem: Problem, language: Language) -> dict[str, Any]:
    shown = problem.counterexample
    return {
        "ruleId": problem.code,
        "level": LEVELS[problem.severity],
        "message": {"text": _with_fix(problem, language)},
        "locations": [_location(problem.place)],
        **({"properties": {"counterexample": _as_data(shown, language)}} if shown is not None else {}),
    }


def _location(place: Place) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column, "endColumn": place.column + max(1, place.length)}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(place.file)}, "region": region}}


def _with_fix(problem: Problem, language: Language) -> str:
    message = problem.message.in_language(language)
    if problem.counterexample is not None:
        message += f" ({_shown_by(problem.counterexample, language)})"
    return message if problem.fix is None else f"{message}; {problem.fix.in_language(language)}"
