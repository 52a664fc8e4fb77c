"""Every key of the language acts: with it, or with another value of it, something else comes out.

Each key of each section has a text among `key_cases`, which is read and scored with the key and without, or with the one value and the
other. A key that is added to a model without such a text fails here; `key_cases` tells how to write one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from scoring.assessor.assessor import Assessor, score
from scoring.examples.example import try_examples
from scoring.examples.scorecards import try_scorecards
from scoring.lint.checking import checked
from scoring.problems import Problem, has_errors
from scoring.project.project import read_project
from scoring.rulebook import model
from scoring.rulebook.authored import Authored
from scoring.rulebook.rulebook import put_set_together, put_together
from scoring.views import as_json, sheet
from tests.faults.key_cases import CASES, texts_of
from tests.faults.key_cases.elsewhere import ELSEWHERE, REFUSED, REMARKS
from tests.faults.key_cases.texts import FACTS, PROJECT, REPORTED, ROW
from tests.writing import document

HEAD = "format = 1\n"
RULEBOOK = '[rulebook]\nname = "test"\n'


def models(shape: type[BaseModel], seen: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    """Every model that a file of this shape may hold, by name."""
    if shape.__name__ not in seen:
        seen[shape.__name__] = shape
        for field in shape.model_fields.values():
            for inner in _models_in(field.annotation):
                models(inner, seen)
    return seen


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, Authored):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


FILES = (
    model.RulebookFile,
    model.GradeModel,
    model.FieldModel,
    model.SetFile,
    model.ProjectFile,
    model.ColumnsFile,
    model.FormsFile,
)
MODELS = {name: shape for file in FILES for name, shape in models(file, {}).items()}
KEYS = [f"{name}.{field.alias or key}" for name, shape in MODELS.items() for key, field in shape.model_fields.items()]


def both_ways(text: str) -> tuple[str, str]:
    """A text with what its brackets hold, and without; or with the one and the other."""

    def one(found: re.Match[str]) -> str:
        return found.group(1).partition("|")[0] if "|" in found.group(1) else found.group(1)

    def other(found: re.Match[str]) -> str:
        return found.group(1).partition("|")[2]

    return re.sub(r"⟦([^⟧]*)⟧", one, text), re.sub(r"⟦([^⟧]*)⟧", other, text)


def come_out(rules: str, project: str | None, of_set: str | None) -> tuple[str, str, bool]:
    """What is told, scored and traced of these texts; the printed rulebook; whether anything was refused."""
    problems: list[Problem] = []
    cards: list[Any] = []
    printed = ""
    book, found = put_together([document(_file(rules, RULEBOOK, FACTS), "rules/test/test.toml")])
    problems += found
    chosen = None
    if of_set is not None:
        chosen, found = put_set_together([document(_file(of_set, "", ""), "indicators/set/set.toml")])
        problems += found
    if project is None:
        project = REPORTED + (ROW if "rule.r" in rules and of_set is None else "")
    form, found = read_project(document(_file(project, PROJECT, ""), "project.toml"))
    problems += found
    if book is not None:
        problems += checked(book, chosen).problems
        printed = sheet.render_rulebook(book, "en")
        if chosen is not None:
            printed += sheet.render_set(chosen, book, "en")
    if book is not None and form is not None and not has_errors(problems):
        ready, found = Assessor(book, chosen).prepare(form)
        problems += found
        if ready is not None:
            cards += _scored(ready, problems)
    if book is not None and form is not None and not has_errors(problems):
        layers = [book.sections, *([chosen.sections] if chosen is not None else []), form.sections]
        cards += [
            [str(one.example.model.label), one.expected, one.got, one.passed]
            for one in try_examples(book, layers, "exact")
        ]
        examples = [example for layer in layers for example in layer.scorecards]
        for tried in try_scorecards(book, chosen, examples, "exact"):
            cards += [
                [tried.label.en, [[part.name, str(part.expected), str(part.got), part.equal] for part in tried.parts]]
            ]
            cards += [as_json.data(tried.scorecard, "en")] if tried.scorecard is not None else []
            problems += tried.problems
    told = [[one.code, one.severity, one.message.en] for one in problems]
    return _apart(json.dumps([told, cards], default=str)), _apart(printed), has_errors(problems)


def _scored(ready: Any, problems: list[Problem]) -> list[Any]:
    from scoring.problems import InputRefused

    try:
        return [as_json.data(score(ready, "exact"), "en")]
    except InputRefused as refused:
        problems += refused.problems
        return []


def _file(text: str, head: str, then: str) -> str:
    """A file of its own lines (§) or the usual ones, and what stands below them."""
    first = text.partition("\n")[0]
    if first.startswith("§format") or "\n§format" in text:
        found = re.search(r"§(format.*)\n", text)
        assert found is not None
        return f"{found.group(1)}\n{head}{then}{text.replace(found.group(0), '')}"
    if first.startswith("§name"):
        own, _, below = text[1:].partition("\n[")
        return f"{HEAD}[rulebook]\n{own}\n{then}[{below}"
    if first.startswith("§project"):
        return f"{HEAD}{PROJECT.replace(PROJECT.partition(chr(10))[0], first[1:])}{text.partition(chr(10))[2]}"
    if first.startswith("period"):
        head = head.replace("period = 2024\n", "")
    return f"{HEAD}{head}{then}{text}"


def _apart(text: str) -> str:
    """Without places and fingerprints, which change whatever is written."""
    return re.sub(r"sha256:\w+|[0-9a-f]{12,64}", "", re.sub(r"[\w/-]+\.toml(:\d+)*", "", text))


@pytest.mark.parametrize("key", [key for key in KEYS if key not in ELSEWHERE])
def test_a_key_acts(key: str) -> None:
    ways = [both_ways(text) if text is not None else (None, None) for text in texts_of(key)]
    with_, without = (come_out(str(ways[0][way]), ways[1][way], ways[2][way]) for way in (0, 1))
    acts = with_[0] != without[0] or (key.partition(".")[2] in REMARKS and with_[1] != without[1])
    assert acts, f"{key} is accepted and nothing comes of it"
    assert not (with_[2] or without[2]) or key in REFUSED, f"the text of {key} is refused: {with_[0][:600]}"


@pytest.mark.parametrize("test", sorted(set(ELSEWHERE.values())))
def test_the_tests_that_hold_other_keys_are_there(test: str) -> None:
    assert (Path(__file__).resolve().parents[2] / test).is_file()


def test_what_is_said_of_keys_is_said_of_keys_that_there_are() -> None:
    assert set(CASES) | set(ELSEWHERE) | REFUSED - {"ScorecardModel.format"} <= set(KEYS)
