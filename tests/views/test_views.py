"""Scorecards as people and programs read them: golden files of the shipped examples, reviewed like documents."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.assessor.assessor import score
from scoring.assessor.loaded_project import open_project
from scoring.documents.spelling import width
from scoring.problems import Language
from scoring.problems.shown import is_seen
from scoring.scorecard.scorecard import Scorecard
from scoring.views import as_json, as_toml, explain, losses, markdown, table
from scoring.views.terminal import padded, wrapped
from tests.writing import indicator, scored

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {
    "as-reported": "examples/grassroots-2024/as-reported.toml",
    "completed": "examples/grassroots-2024/completed.toml",
    "form": "examples/self-evaluation/form.toml",
}
LANGUAGES: tuple[Language, ...] = ("zh", "en")
Golden = Callable[[str, str], None]


def card(name: str) -> Scorecard:
    return score(open_project(str(ROOT / EXAMPLES[name])).prepared)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_read_as_reviewed(name: str, language: Language, golden: Golden) -> None:
    scorecard = card(name)
    folder = f"tests/golden/scorecards/{name}.{language}"
    golden(table.render(scorecard, language, width=110), f"{folder}.txt")
    golden(markdown.render(scorecard, language), f"{folder}.md")
    golden(losses.render_losses(scorecard, language, color=False), f"{folder}.losses.txt")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_json_of_the_examples_is_as_reviewed(name: str, golden: Golden) -> None:
    golden(as_json.render(card(name)), f"tests/golden/scorecards/{name}.json")


@pytest.mark.parametrize("name", EXAMPLES)
def test_toml_says_what_json_says_but_for_what_is_empty(name: str) -> None:
    scorecard = card(name)
    assert tomllib.loads(as_toml.render(scorecard, "zh")) == as_toml.without_nothing(as_json.data(scorecard, "zh"))


def test_toml_of_awkward_texts_reads_back_as_it_was() -> None:
    content = {"a": 'quotes " and \\ and \n line', "b": "\x00\x7f\x1b", "c": "\\x41 \u2028 𠮷", "d": [{"e": "]]"}]}
    assert tomllib.loads(as_toml.dumped(content)) == content


def test_the_json_has_exactly_the_keys_that_were_promised() -> None:
    data = json.loads(as_json.render(card("as-reported")))
    assert list(data) == [
        *("schema", "semantics", "project", "period", "rulebook", "indicator_set", "status", "total", "grade"),
        *(
            "grades_possible",
            "claims",
            "results",
            "groups",
            "indicators",
            "limits",
            "findings",
            "sources",
            "values",
            "peers",
            "filled_form",
            "drafts",
        ),
    ]
    assert (data["schema"], data["semantics"]) == ("scorecard/2", 2)
    assert list(data["rulebook"]) == list(data["indicator_set"]) == ["name", "fingerprint", "edition", "revisions"]
    ends = ("points", "lowest", "highest")
    assert list(data["total"]) == ["earned", *ends, "possible", "applies", "arithmetic"]
    assert list(data["claims"][0]) == ["by", "total", "difference", "supported"]
    groups = ["path", "label", "weight", "applies", "outcome", "earned", *ends, "arithmetic"]
    assert list(data["groups"][0]) == groups
    keys = [
        *("id", "path", "label", "weight", "outcome", *ends, "target", "actual", "rule", "rule_label", "clause"),
        *("where", "facts", "values", "arithmetic", "basis", "reason", "missing", "policy", "policies", "judgement"),
        *("declared", "claimed", "source", "at", "not_taken", "records"),
    ]
    assert all(list(one) == keys for one in data["indicators"])
    facts = [fact for one in data["indicators"] for fact in one["facts"].values()]
    assert facts
    assert all(list(fact) == ["value", "unit", "source", "at", "where", "presumed", "label"] for fact in facts)
    limits = ["name", "label", "bites", "reason", "effect", "where", "facts", "values", "arithmetic", "basis"]
    assert list(data["limits"][0]) == limits
    assert list(data["findings"][0]) == ["code", "severity", "message", "where", "facts", "basis"]


def test_one_indicator_is_explained_as_reviewed(golden: Golden) -> None:
    scorecard = card("completed")
    for id_ in ("A11", "B15", "B23", "C16", "C31", "D11", "D13", "D21"):
        one = next(each for each in scorecard.indicators if each.id == id_)
        for language in LANGUAGES:
            text = explain.render_indicator(one, scorecard, [], language, color=False)
            golden(text, f"tests/golden/explained/{id_}.{language}.txt")


def test_columns_line_up_with_wide_characters() -> None:
    lines = table.render(card("form"), "zh", width=110).split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("---"))
    ends = [len(part) for part in lines[start].split("  ")]
    weights = sum(ends[:2]) + 2
    for line in lines[start + 1 : lines.index("", start)]:
        cut = next(n for n in range(len(line) + 1) if width(line[:n]) >= weights)
        assert width(line[:cut]) == weights and line[cut - 1].isdigit(), line


def test_text_of_strangers_cannot_move_the_cursor_or_leave_its_cell() -> None:
    one = 'X = { in = "产出", label = "a\\u001b[31m|<b>\\n", weight = 10, rule = "r", actual = "1 件" }'
    shown = scored('[rule.r]\nby = "actual"\nrows = [["else", "100%"]]\n', f"[indicator]\n{one}\n")
    assert "\x1b" not in table.render(shown, "zh") and "\x1b" not in markdown.render(shown, "en")
    assert "a\\\\u001b\\[31m\\|\\<b\\>" in markdown.render(shown, "zh")


def test_colour_is_only_where_it_was_asked_for() -> None:
    scorecard = card("form")
    assert "\x1b[" not in table.render(scorecard, "zh", color=False)
    assert "\x1b[" in table.render(scorecard, "zh", color=True)
    assert all(map(is_seen, table.render(scorecard, "zh", color=False).replace("\n", "")))


def test_lines_are_broken_between_chinese_characters_but_not_before_a_closing_mark() -> None:
    assert wrapped("达到指标值，得满分", 10) == ["达到指标", "值，得满分"]
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("", 7) == [""]
    assert padded("满分", 6) == "满分  " and padded("满分", 6, right=True) == "  满分"


def test_what_people_are_told_of_a_rule_without_words_is_the_arithmetic() -> None:
    one = indicator('[rule.r]\nis = "5"\ngives = "points"\n', "")
    assert one.reason is None and one.arithmetic is not None
