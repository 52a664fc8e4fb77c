"""Whether the two engines agree on a made-up project: scorecards, every table's decision, what fired, refusals."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Assessor, Prepared
from scoring.documents.document import Document, parse_toml
from scoring.engines.durable.evaluation import evaluate
from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.frames import Truth
from scoring.nodes.node import Choose
from scoring.nodes.walk import choices_in
from scoring.problems import InputRefused, Problem, has_errors
from scoring.program.program import Program
from scoring.project.project import Project, read_project
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_set_together, put_together
from scoring.scorecard.assessment import assess
from scoring.scorecard.build_scorecard import build_scorecard
from scoring.scorecard.scorecard import Scorecard
from scoring.values.day import Day
from scoring.values.value import Value
from tests.generators import Data, Generated, toml


def document(text: str, file: str) -> Document:
    found, problems = parse_toml(text.encode(), file)
    assert found is not None, (file, [problem.message.en for problem in problems])
    return found


def rulebook_of(book: Generated) -> Rulebook:
    found, problems = put_together([document(toml(book.rulebook), "rules/generated/rulebook.toml")])
    assert found is not None and not has_errors(problems), _said(problems)
    return found


def set_of(book: Generated) -> IndicatorSet:
    found, problems = put_set_together([document(toml(book.indicator_set), "indicators/set/set.toml")])
    assert found is not None and not has_errors(problems), _said(problems)
    return found


def assessor_of(book: Generated) -> Assessor:
    return Assessor(rulebook_of(book), set_of(book))


def project_of(data: Data) -> Project:
    found, problems = read_project(document(toml(data), "project.toml"))
    assert found is not None and not has_errors(problems), _said(problems)
    return found


def _said(problems: Sequence[Problem]) -> list[str]:
    return [f"{problem.place} {problem.code}: {problem.message.en}" for problem in problems]


def prepared(assessor: Assessor, data: Data) -> tuple[Prepared | None, list[Problem]]:
    return assessor.prepare(project_of(data))


@dataclass(frozen=True)
class Compared:
    """What came of one project: scored alike or refused alike, with how many clauses taken; or a difference."""

    scorecard: Scorecard | None = None
    refused: tuple[str, ...] = ()  # codes of the problems that it was refused for
    clauses: int = 0
    difference: str | None = None


def compared(ready: Prepared) -> Compared:
    """One project on both engines."""
    exact = Evaluation(ready.program, ready.sheet)
    card, refusal, fault = _appraised(exact, ready)
    with evaluate(ready.program, ready.sheet) as rules:
        other, other_refusal, other_fault = _appraised(rules, ready)
        if fault or other_fault:
            return Compared(difference=f"exact: {fault}\nrules: {other_fault}")
        if refusal != other_refusal:
            return Compared(difference=f"exact refuses: {refusal}\nrules refuses: {other_refusal}")
        if card is None:
            return Compared(refused=tuple(sorted(line.split(" ", 2)[1].rstrip(":") for line in refusal)))
        if card != other:
            return Compared(difference=_unlike(card, other))
        known = missing_though_reported(card, exact)
        if known:
            return Compared(difference=f"named as missing though reported exactly: {known}")
        for choose in tables_of(ready.program):
            unlike = _decided_unlike(choose, exact, rules)
            if unlike is not None:
                return Compared(difference=unlike)
    return Compared(card, clauses=sum(len(decision.taken) for decision in exact.decided.values()))


def _appraised(at: Evaluation, ready: Prepared) -> tuple[Scorecard | None, list[str], str | None]:
    """The scorecard; or why it was refused; or the traceback of what should never happen."""
    try:
        return build_scorecard(at, ready.context), [], None
    except InputRefused as refused:
        return None, _said(refused.problems), None
    except Exception:
        return None, [], traceback.format_exc()


def scorecard(ready: Prepared) -> Scorecard | None:
    """By the exact engine; None where it is refused."""
    try:
        return build_scorecard(Evaluation(ready.program, ready.sheet), ready.context)
    except InputRefused:
        return None


def tables_of(program: Program) -> list[Choose]:
    """Every table of a program, also those inside of aggregates, each once."""
    roots: list[Any] = [definition.node for definition in program.definitions]
    for indicator in program.indicators:
        roots += [indicator.criterion.points, *([indicator.criterion.applies] if indicator.criterion.applies else [])]
    roots += [limit.when for limit in program.limits] + [result.node for result in program.results]
    roots += [program.grade.choose] if program.grade is not None else []
    return list({choose.number: choose for root in roots for choose in choices_in(root)}.values())


def missing_though_reported(card: Scorecard, at: Evaluation) -> list[str]:
    """What a scorecard says is missing of an indicator or a result, and is a fact that was reported exactly."""
    named = [(f"{one.id}.", name) for one in card.indicators for name in one.missing]
    named += [("", name) for one in card.results for name in one.missing]
    sheets = [(at.sheet.get(prefix + name) or at.sheet.get(name), prefix + name) for prefix, name in named]
    return [name for reported, name in sheets if reported is not None and is_exact(reported.value)]


def is_exact(value: Value) -> bool:
    return value.is_exact if isinstance(value, Day) else isinstance(value, Fraction | bool | str)


def _decided_unlike(choose: Choose, exact: Evaluation, rules: Evaluation) -> str | None:
    """How the engines' decisions on one table differ; None when they do not."""
    a, b = exact.decided.get(choose.number), rules.decided.get(choose.number)
    if a is None or b is None:
        return None  # only one of them came to it: the rules engine matches all tables of a level at once
    if Counter(a.taken) != Counter(b.taken) or a.taken != b.taken:
        return f"`{choose.name}` took {[each.id for each in a.taken]} and {[each.id for each in b.taken]}"
    if a.value != b.value:
        return f"`{choose.name}` gave {a.value} and {b.value}"
    truths = [[_truth(truth) for truth in at.truths_of(choose)] for at in (exact, rules)]
    return None if truths[0] == truths[1] else f"`{choose.name}`: clauses hold {truths[0]} and {truths[1]}"


def _truth(truth: Truth) -> bool | str:
    return truth if isinstance(truth, bool) else type(truth).__name__


def _unlike(card: Scorecard, other: Scorecard | None) -> str:
    if other is None:
        return "no scorecard by the rules engine"
    names = [name for name in card.__slots__ if getattr(card, name) != getattr(other, name)]
    return "\n".join(f"{name}: exact {getattr(card, name)}\n{name}: rules {getattr(other, name)}" for name in names)


__all__ = [
    "Compared",
    "assess",
    "assessor_of",
    "compared",
    "prepared",
    "project_of",
    "rulebook_of",
    "scorecard",
    "set_of",
    "tables_of",
]  # fmt: skip
