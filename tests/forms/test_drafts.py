"""Facts that a program read and nobody confirmed: told in the scorecard, confirmed with who and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.documents.document import parse_toml
from scoring.problems import Problem
from scoring.project.confirming import confirmed
from tests.running import run
from tests.writing import refused, scored

RULES = """
[fact]
a = "元"
c = { list = { x = "元" } }
[rule.r]
gives = "points"
is    = "a / 1 元"
"""
DRAFT = """
[facts]
a = { value = "3 元", source = "s", draft = true }  # as told
c = [{ label = "one", x = "1 元", draft = true }, { x = "2 元" }]
[source.s]
title = "S"
[indicator]
X = { in = "g/h", weight = 20, rule = "r", actual = { at_least = "5 个", draft = true } }
"""
HEAD = 'format = 1\nproject = "p"\nperiod = 2024\nrules = "r"\n'


def test_a_scorecard_on_drafts_says_so_and_names_them() -> None:
    card = scored(RULES, DRAFT)
    assert card.drafts == ("a", "c[1]", "X.actual")
    told = [one for one in card.findings if one.code == "draft-facts"]
    assert [one.message.en for one in told] == [
        "3 facts were read by a program, and nobody has confirmed them: a, c[1], X.actual"
    ]


def test_without_drafts_nothing_is_said() -> None:
    card = scored(RULES, DRAFT.replace(", draft = true", ", draft = false"))
    assert (card.drafts, [one.code for one in card.findings if one.code == "draft-facts"]) == ((), [])


@pytest.mark.parametrize(
    "place", ['source = "s", draft = true', 'x = "1 元", draft = true', 'at_least = "5 个", draft = true']
)
def test_a_draft_that_is_neither_yes_nor_no_is_refused(place: str) -> None:
    problems = refused(RULES, DRAFT.replace(place, place.replace("true", '"yes"')))
    assert ["yes or no" in one for one in problems] == [True]


def confirm(*names: str) -> str:
    raw = (HEAD + DRAFT).encode()
    document, _ = parse_toml(raw, "p.toml")
    assert document is not None
    after = confirmed(raw, document, names, "张三", "2025-01-02")
    assert isinstance(after, bytes), after
    return after.decode()


def test_confirming_takes_the_mark_away_and_says_who_and_when_and_every_other_byte_stays() -> None:
    assert confirm("a") == (HEAD + DRAFT).replace(
        'source = "s", draft = true }', 'source = "s", by = "张三", on = "2025-01-02" }'
    )


def test_a_list_is_confirmed_with_all_its_records_and_without_names_all_is() -> None:
    said = 'by = "张三", on = "2025-01-02"'
    assert confirm("c") == (HEAD + DRAFT).replace('x = "1 元", draft = true', f'x = "1 元", {said}')
    assert confirm() == (HEAD + DRAFT).replace("draft = true", said)


def test_what_is_no_draft_is_not_confirmed() -> None:
    raw = (HEAD + DRAFT).encode()
    document, _ = parse_toml(raw, "p.toml")
    assert document is not None
    told = confirmed(raw, document, ("X.actua",), "x", "2025-01-02")
    assert isinstance(told, list)
    assert all(isinstance(one, Problem) for one in told)
    assert [(one.code, one.fix and one.fix.en) for one in told] == [("not-a-draft", "did you mean `X.actual`?")]
    plain = raw.replace(b", draft = true", b"")
    document, _ = parse_toml(plain, "p.toml")
    assert document is not None
    nothing = confirmed(plain, document, (), "x", "2025-01-02")
    assert [one.code for one in nothing if isinstance(one, Problem)] == ["nothing-to-confirm"]


def test_drafts_are_confirmed_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(HEAD + DRAFT, encoding="utf-8", newline="")
    said = run("read", "--confirm", str(file), "a", "--by", "张三", "--on", "2025-01-02", "--lang", "en")
    assert (said.status, said.err.strip()) == (0, "1 confirmed, 2 left")
    assert file.read_text(encoding="utf-8") == confirm("a")
    assert run("read", "--confirm", str(file), "--by", "张三", "--on", "2025").status == 2
    assert run("read", "--confirm", str(file)).status == 2
