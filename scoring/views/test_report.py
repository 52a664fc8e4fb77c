"""How examples, scorecards and cases are told of that did not come out as they should."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.examples.cases import ComparedCases
from scoring.examples.example import UNDECIDED, TriedExample
from scoring.examples.scorecards import Stated, TriedScorecard, said
from scoring.problems import Language, Text
from scoring.rulebook.rulebook import text_of
from scoring.views import explain
from scoring.views import problems as view


def of_example(one: TriedExample, language: Language) -> str:
    """A failed example: where it stands, what was expected, what came out, and how."""
    lines = [f"{one.example.place}: {one.subject} {one.label.in_language(language)}"]
    lines.append(f"  {_wanted(one.expected, one.got).in_language(language)}")
    if one.trace is not None:
        lines.append(f"  {one.trace.in_language(language)}")
    if one.problems:
        lines.append(view.as_text(list(one.problems), language))
    return "\n".join(lines)


def of_scorecard(one: TriedScorecard, language: Language) -> str:
    """A failed scorecard: each part that differs, with its place, what was expected, what came out, and how."""
    lines = [f"{one.example.place}: {one.label.in_language(language)}"]
    for part in one.parts:
        if not part.equal:
            lines += [f"  {line}" for line in _of_part(part, one, language)]
    if not one.parts and one.scorecard is not None:
        nothing = Text("it expects nothing yet; --accept writes what came out", "尚未写明预期；--accept 写入计算结果")
        lines.append(f"  {nothing.in_language(language)}")
    if one.problems:
        lines.append(view.as_text(list(one.problems), language))
    return "\n".join(lines)


def _of_part(part: Stated, one: TriedScorecard, language: Language) -> Iterator[str]:
    place = one.example.at("expect", *part.keys)
    wanted = _wanted(said(part.expected), said(part.got)).in_language(language)
    colon = "：" if language == "zh" else ": "
    yield f"{place}: {part.name}{colon}{wanted}"
    if part.trace is not None:
        yield f"  {part.trace.in_language(language)}"


def _wanted(expected: str, got: str) -> Text:
    if expected == UNDECIDED:
        return Text(f"no result is written yet; the rules give {got}", f"尚未写明应有结果；按规则为 {got}")
    return Text(f"expected {expected}, got {got}", f"应为 {expected}，实为 {got}")


def of_cases(compared: ComparedCases, language: Language) -> str:
    """How many cases of a table are equal; of the first that is not, what was expected and why it came out so."""
    written = compared.cases.model
    label = text_of(written.label).in_language(language) if written.label is not None else ""
    equal = Text(f"{compared.equal} of {compared.total}", f"{compared.total} 个案例中 {compared.equal} 个一致")
    lines = [f"{equal.in_language(language)}  {written.file}" + (f"  {label}" if label else "")]
    miss = compared.first_miss
    if miss is not None:
        wanted = Text(f"case {miss.number}: {miss.result}: expected {miss.expected}, got {miss.got}",
                      f"第 {miss.number} 例：{miss.result}：应为 {miss.expected}，实为 {miss.got}")  # fmt: skip
        lines.append(f"  {wanted.in_language(language)}")
        result = next((one for one in miss.scorecard.results if one.name == miss.result.partition(".")[0]), None)
        if result is not None:
            told_why = explain.render_result(result, miss.scorecard, language, False)
            lines += [f"  {line}" if line else "" for line in told_why.rstrip("\n").splitlines()]
    if compared.problems:
        lines.append(view.as_text(compared.problems, language))
    return "\n".join(lines)
