"""A file of another kind among those of a rulebook or a set is told once, and not key by key."""

from __future__ import annotations

from scoring.rulebook.rulebook import put_set_together, put_together
from tests.writing import PROJECT, RULEBOOK, document

SET = 'format = 1\n[indicator_set]\nname = "s"\nrules = "test"\n'


def test_a_project_in_a_rulebooks_folder_is_told_once() -> None:
    project = document(PROJECT + '[facts]\na = 1\n[fact]\na = { kind = "number" }\n', "project.toml")
    rulebook, problems = put_together([document(RULEBOOK, "rules.toml"), project])
    assert rulebook is not None
    assert [(one.place.file, one.message.en) for one in problems] == [
        ("project.toml", "this file says `project`, and cannot be read as `rulebook`")
    ]
    assert problems[0].fix is not None
    assert "a folder of their own" in problems[0].fix.en


def test_a_rulebook_in_a_sets_folder_is_told_once() -> None:
    _, problems = put_set_together([document(SET, "set.toml"), document(RULEBOOK, "rules.toml")])
    assert [one.message.en for one in problems] == ["this file says `rulebook`, and cannot be read as `indicator_set`"]


def test_what_is_named_as_a_rulebook_and_is_a_set_is_told_so() -> None:
    rulebook, problems = put_together([document(SET, "set.toml")])
    assert rulebook is None
    assert "this file says `indicator_set`, and cannot be read as `rulebook`" in [one.message.en for one in problems]
