"""Problems as people and programs read them: text with the line and marks below it, JSON, SARIF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

from scoring.problems import Language, Place, Problem, Text, in_order
from scoring.views.plain import BLUE, BOLD, RED, YELLOW, harmless, painted, width
from scoring.views.words import SEVERITIES

WIDEST = 110
COLORS = {"error": RED, "warning": YELLOW, "note": BLUE}
LEVELS = {"error": "error", "warning": "warning", "note": "note"}


def as_text(problems: Sequence[Problem], language: Language, color: bool = False) -> str:
    """Every problem with its line, the marks below it and the fix; how many there are at the end."""
    ordered = in_order(problems)
    parts = [_one(problem, language, color) for problem in ordered]
    parts.append(_count(ordered).in_language(language))
    return "\n\n".join(parts)


def _one(problem: Problem, language: Language, color: bool) -> str:
    paint = COLORS[problem.severity]
    severity = "" if problem.severity == "error" else SEVERITIES[problem.severity].in_language(language) + ": "
    head = (
        painted(harmless(str(problem.place)), BOLD, color)
        + ": "
        + painted(severity + harmless(problem.message.in_language(language)), paint, color)
    )
    lines = [head]
    if problem.place.source.strip():
        lines += _quoted(problem, language, paint if color else "")
    if problem.fix is not None:
        word = "改法：" if language == "zh" else "fix: "
        lines.append(f"  {word}{harmless(problem.fix.in_language(language))}")
    lines.append(f"  [{problem.code}]")
    return "\n".join(lines)


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


def as_json(problems: Sequence[Problem], language: Language) -> str:
    """`problems/1`: every problem with its place, message and fix."""
    listed = [
        {
            "code": problem.code,
            "severity": problem.severity,
            "message": problem.message.in_language(language),
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "source": problem.place.source[:400],
            "fix": problem.fix.in_language(language) if problem.fix is not None else None,
        }
        for problem in in_order(problems)
    ]
    return json.dumps({"schema": "problems/1", "problems": listed}, ensure_ascii=False, indent=2) + "\n"


def as_sarif(problems: Sequence[Problem], language: Language) -> str:
    """SARIF 2.1.0, as code hosts and editors read it."""
    ordered = in_order(problems)
    codes = list(dict.fromkeys(problem.code for problem in ordered))
    results = [
        {
            "ruleId": problem.code,
            "level": LEVELS[problem.severity],
            "message": {"text": _with_fix(problem, language)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(problem.place.file)},
                        "region": {
                            "startLine": problem.place.line,
                            "startColumn": problem.place.column,
                            "endColumn": problem.place.column + max(1, problem.place.length),
                        },
                    }
                }
            ],
        }
        for problem in ordered
    ]
    run = {"tool": {"driver": {"name": "scoring", "rules": [{"id": code} for code in codes]}},
           "columnKind": "unicodeCodePoints", "results": results}  # fmt: skip
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _with_fix(problem: Problem, language: Language) -> str:
    message = problem.message.in_language(language)
    return message if problem.fix is None else f"{message}; {problem.fix.in_language(language)}"
