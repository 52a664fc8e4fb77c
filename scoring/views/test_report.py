"""How examples, scorecards and cases are told of that did not come out as they should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.examples.case_table import DELIMITERS
from scoring.examples.cases import Cases, ComparedCases, Difference, TriedCase
from scoring.examples.example import UNDECIDED, TriedExample
from scoring.examples.members import member_of
from scoring.examples.scorecards import Stated, TriedScorecard, said
from scoring.problems import Language, Problem, Text
from scoring.problems.shown import harmless
from scoring.rulebook.rulebook import text_of
from scoring.views import explain
from scoring.views import problems as view
from scoring.views.explain_member import render_member

MOST_PROBLEMS = 20
"""Of one table of cases, told one by one."""


def of_example(one: TriedExample, language: Language) -> str:
    """A failed example: where it stands, what was expected, what came out, and how."""
    lines = [harmless(f"{one.example.place}: {one.subject} {one.label.in_language(language)}")]
    if one.got or not one.problems:
        lines.append(harmless(f"  {_wanted(one.expected, one.got).in_language(language)}"))
    if one.trace is not None:
        lines.append(harmless(f"  {one.trace.in_language(language)}"))
    if one.problems:
        lines.append(view.as_text(list(one.problems), language))
    return "\n".join(lines)


def of_scorecard(one: TriedScorecard, language: Language) -> str:
    """A failed scorecard: each part that differs, with its place, what was expected, what came out, and how."""
    lines = [harmless(f"{one.example.place}: {one.label.in_language(language)}")]
    for part in one.parts:
        if not part.equal:
            lines += [harmless(f"  {line}") for line in _of_part(part, one, language)]
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


def of_case(case: TriedCase, cases: Cases, language: Language, differences: Sequence[Difference]) -> list[str]:
    """Some of what differs in a case: what was expected, what came out, and why."""
    lines: list[str] = []
    for one in differences:
        number, wanted = str(case.number), _wanted(one.expected, one.got)
        en, zh = (f"{number} ({case.id})", f"{number} 例（{case.id}）") if case.id else (number, f"{number} 例")
        told = Text(
            f"{one.place}: case {en}: {one.name}: {wanted.en}", f"{one.place}：第 {zh}：{one.name}：{wanted.zh}"
        )
        lines.append(harmless(f"  {told.in_language(language)}"))
        card = case.scorecard
        result = (
            next((each for each in card.results if each.name == one.name.partition(".")[0]), None) if card else None
        )
        member = member_of(one.key, result) if one.key is not None and result is not None else None
        if card is not None and result is not None and member is not None:
            told_why = render_member(member, result, card, language, False)
            lines += [f"  {line}" if line else "" for line in told_why.rstrip("\n").split("\n")]
        elif result is not None and card is not None:
            told_why = explain.render_result(result, card, language, False)
            lines += [f"  {line}" if line else "" for line in told_why.rstrip("\n").split("\n")]
        elif one.arithmetic is not None:
            lines.append(harmless(f"    {one.arithmetic.in_language(language)}"))
    return lines


def of_cases(compared: ComparedCases, language: Language) -> str:
    """How many cases of a table are equal, how the table was read, and what is wrong with it."""
    written = compared.cases.cases.model
    label = text_of(written.label).in_language(language) if written.label is not None else ""
    equal = Text(f"{compared.equal} of {compared.total}", f"{compared.total} 个案例中 {compared.equal} 个一致")
    lines = [harmless(f"{equal.in_language(language)}  {written.file}" + (f"  {label}" if label else ""))]
    table = compared.cases.table
    if table is not None and table.delimiter != ",":
        apart = DELIMITERS[table.delimiter]
        lines.append(f"  {Text(f'cells apart by {apart.en}', f'以{apart.zh}分隔').in_language(language)}")
    return "\n".join(lines)


def of_faults(problems: Sequence[Problem], language: Language) -> list[str]:
    """The first problems of a table, and how many more there are."""
    lines = [view.as_text(problems[:MOST_PROBLEMS], language)] if problems else []
    more = len(problems) - MOST_PROBLEMS
    if more > 0:
        lines.append(Text(f"and {more} more", f"另有 {more} 处").in_language(language))
    return lines


def of_more(count: int, language: Language) -> list[str]:
    """That more differs than was told."""
    more = Text(f"{count} more differ{'s' if count == 1 else ''}; --all tells all",
                f"另有 {count} 处不一致；--all 全部列出")  # fmt: skip
    return [f"  {more.in_language(language)}"] if count > 0 else []
