"""What a scorecard says of how points came about is true: every figure, name, place and word of it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

import cli
from scoring.problems import has_errors
from tests.equations import check, check_fails
from tests.writing import RULEBOOK, document, indicator, prepared, rulebook, scored

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = "[fact]\n" + "".join(f'{name} = {{ kind = "number", may_be_missing = true }}\n' for name in "abcdef")


def of_value(value: str, facts: str) -> str:
    """The arithmetic of a result that is one value."""
    card = scored(f"{NUMBERS}{value}\n", f"[facts]\n{facts}\n")
    found = card.results[0].arithmetic
    assert found is not None
    return found.en


# ---------------------------------------------------------------------- figures


def test_every_figure_of_a_message_is_its_own() -> None:
    rules = f"""{NUMBERS}
[value.twice]
is = "a * 2"
[value.thrice]
is = "a * 3"
[value.more]
is = "a * 5"
[check.c]
that = "a < 0"
message = "{{twice}} and {{thrice}} and {{more}} of {{a}}"
[result.r]
is = "a"
"""
    card = scored(rules, "[facts]\na = 7\n")
    assert card.findings[0].message.en == "14 and 21 and 35 of 7"


# ---------------------------------------------------------------------- equations


@pytest.mark.parametrize(
    ("value", "facts"),
    [
        ('[result.r]\nof = ["a", "b"]\ncombine = "sum"\nmissing = "leave_out"', "a = 5"),
        ('[result.r]\nof = [["a", 2], ["b", 5], "c"]\ncombine = "mean"\nmissing = "leave_out"', "a = 4\nc = 9"),
        ('[result.r]\nof = ["a", "b", "c"]\ncombine = "mean"\nmissing = "zero"', "a = 4\nc = 9"),
        ('[result.r]\nof = ["a", "b", "c"]\ncombine = "max"\nmissing = "leave_out"', "a = 4\nc = 9"),
        ('[result.r]\nis = "a / b + c"\nround = { decimals = 1 }', "a = 1\nb = 3\nc = 2"),
        ('[value.v]\nis = "a / b"\nround = { decimals = 1 }\n[result.r]\nis = "v + 1"', "a = 1\nb = 3"),
        ('[result.r]\nis = "ln(a) * 2 + exp(b)"\nround = { decimals = 9 }', "a = 2\nb = 1"),
        ('[result.r]\nis = "(a - b) * (c - (d - e)) / (f / (a * b))"', "a = 7\nb = 3\nc = 5\nd = 2\ne = 8\nf = 11"),
        ('[result.r]\nis = "a ^ 2 / (a ^ b) ^ 2"', "a = 3\nb = 2"),
        ('[result.r]\nis = "-(a - b) - -c"', "a = 3\nb = 2\nc = 1"),
        ('[result.r]\nby = "a"\nrows = [["> 0", "it * 10"], ["> 5", "it * 100"]]\nhit = "sum"', "a = 6"),
        ('[result.r]\nby = "a"\nlines = [[0, 3, 0, 10], [3, 9, 10, 100]]', "a = 7"),
        ('[result.r]\nis = "max(a, b, c) - min(a, b) + mean(a, b, c)"', "a = 3\nb = 2\nc = 1"),
        ('[result.r]\nis = "if a > b then a / b else b / a"', "a = 3\nb = 7"),
    ],
)
def test_the_arithmetic_of_a_result_is_true(value: str, facts: str) -> None:
    check(of_value(value, facts))


def test_what_a_bound_made_of_points_is_shown() -> None:
    one = indicator('[fact]\nn = { kind = "number" }\n[rule.r]\ngives = "points"\nis = "n * 3"\n', "", "n = 20")
    assert one.points == 10
    assert one.arithmetic is not None and "60 → at most 10" in one.arithmetic.en
    assert "60 → 不高于 10" in one.arithmetic.zh
    check(one.arithmetic.en)
    check(one.arithmetic.zh)


def test_a_bound_that_wins_over_rounding_is_shown() -> None:
    rule = '[fact]\nn = { kind = "number" }\n[rule.r]\ngives = "points"\nis = "n"\nround = { step = 15 }\n'
    one = indicator(rule, "", "n = 9")
    assert one.points == 10
    assert one.arithmetic is not None and one.arithmetic.en == "9 → 15 [a multiple of 15] → at most 10"


def test_a_condition_is_not_joined_to_a_number_that_it_does_not_begin_with() -> None:
    rules = f"""{NUMBERS}
[rule.r]
gives = "points"
by = "a + b"
rows = [[">= 60", 5], ["else", 0]]
"""
    row = '[facts]\na = 90\nb = 5\n[indicator]\nX = { in = "g", label = "x", weight = 10, rule = "r", actual = "= c + d" }'
    card = scored(rules, row.replace("b = 5\n", "b = 5\nc = 9\nd = 0\n"), RULEBOOK)
    line = card.indicators[0].arithmetic
    assert line is not None
    assert line.en == "9 [c] + 0 [d] = 9 → 90 [a] + 5 [b] ≥ 60 → 5.00"
    check(line.en)


@pytest.mark.parametrize(("fact", "said"), [("99.99999999", "≥ 100%"), ("59.9999999999999", "≥ 60%")])
def test_what_nearly_reaches_an_edge_is_not_shown_as_reaching_it(fact: str, said: str) -> None:
    rules = f"""{NUMBERS}
[rule.r]
gives = "share"
by = "a / b * 1%"
rows = [["{said.replace("≥", ">=")}", "100%"], ["else", "0%"]]
"""
    row = f'[facts]\na = {fact}\nb = 3\n[indicator]\nX = {{ in = "g", weight = 10, rule = "r" }}'
    for b in ("1", "3"):
        one = scored(rules, row.replace("b = 3", f"b = {b}")).indicators[0]
        because = one.not_taken[0].because.en
        assert because.endswith("does not hold")
        check_fails(because.removesuffix(" does not hold"))


def test_brackets_stay_where_they_are_needed() -> None:
    rules = """
[fact]
a = { kind = "yes_no" }
b = { kind = "yes_no" }
c = { kind = "yes_no" }
[result.r]
gives = ["x", "y"]
rows = [["(a or b) and c", "x"], ["a or b and c", "y"]]
otherwise = "y"
"""
    card = scored(rules, "[facts]\na = true\nb = false\nc = false\n")
    because = card.results[0].not_taken[0].because
    assert because.en == "(a (yes) ∨ b (no)) ∧ c (no) does not hold"
    assert because.zh == "(a (是) ∨ b (否)) ∧ c (否) 不成立"
    check_fails(because.en.removesuffix(" does not hold"))
    assert card.results[0].value == "y"


# ---------------------------------------------------------------------- names, numbers, intermediate values


def test_a_sum_names_what_it_adds() -> None:
    names = "".join(
        f'{name} = {{ kind = "number", label = {{ en = "part {name}", zh = "{name} 项" }} }}\n' for name in "abc"
    )
    card = scored(f'[fact]\n{names}[result.r]\nis = "a + b + c"\n[result.s]\nof = ["a", "b", "c"]\ncombine = "sum"\n',
                  "[facts]\na = 3\nb = 3\nc = 2\n")  # fmt: skip
    for one in card.results:
        assert one.arithmetic is not None
        assert one.arithmetic.en == "3 [part a] + 3 [part b] + 2 [part c] = 8"
        assert one.arithmetic.zh == "3 [a 项] + 3 [b 项] + 2 [c 项] = 8"


def test_the_row_that_applied_shows_its_numbers() -> None:
    rules = f'{NUMBERS}[value.v]\ngives = "number"\nby = "a + b"\nrows = [[">= 7", 2], ["else", 0]]\n[result.r]\nis = "v"\n[result.t]\nby = "a + b"\nrows = [[">= 7", 2], ["else", 0]]\n'
    card = scored(rules, "[facts]\na = 8\nb = 6\n")
    table = card.results[1].arithmetic
    assert table is not None and table.en == "8 [a] + 6 [b] ≥ 7 → 2"
    value = next(one for one in card.values if one.name == "v")
    assert value.arithmetic is not None and value.arithmetic.en == "8 [a] + 6 [b] ≥ 7 → 2"


def test_a_result_carries_the_values_that_it_rests_on() -> None:
    from scoring.views import as_json

    rules = (
        f'{NUMBERS}[value.u]\nis = "a + b"\n[value.v]\nis = "u * 2"\n[value.w]\nis = "c"\n[result.r]\nis = "v + 1"\n'
    )
    card = scored(rules, "[facts]\na = 8\nb = 6\nc = 1\n")
    data = json.loads(as_json.render(card, "en"))
    assert data["schema"] == "scorecard/2" and data["semantics"] == 2
    assert data["results"][0]["values"] == ["v", "u"]
    values = {one["name"]: (one["value"], one["arithmetic"]) for one in data["values"]}
    assert values == {"u": ("14", "8 [a] + 6 [b] = 14"), "v": ("28", "14 × 2 = 28")}


def test_a_value_is_given_in_the_unit_that_is_declared() -> None:
    from scoring.views import as_json

    rules = '[fact]\nspent = "元"\nrate = "%"\n[result.x]\nis = "spent"\nunit = "万元"\n[result.y]\nis = "rate"\n'
    card = scored(rules, '[facts]\nspent = "57.3 万元"\nrate = "66.7%"\n')
    data = json.loads(as_json.render(card, "en"))
    assert [(one["value"], one["unit"]) for one in data["results"]] == [("57.3", "万元"), ("66.7", "%")]


# ---------------------------------------------------------------------- language


def test_english_has_no_chinese_words_of_ours() -> None:
    rules = """
[fact]
kept = { kind = "yes_no", label = { en = "books were kept", zh = "账目齐全" } }
gone = { kind = "yes_no", label = { en = "money was lost", zh = "资金流失" }, may_be_missing = true }
n = { kind = "number", label = { en = "number", zh = "数量" } }
[result.y]
is = "kept and n > 5"
[result.z]
gives = ["x", "y"]
rows = [["not kept", "x"], ["n > 5", "y"]]
otherwise = "x"
[result.missing]
is = "gone"
[result.several]
gives = { a = "yes_no", b = "number" }
rows = [["kept", true, 3]]
[limit.l]
when = "kept and n < 5"
total = { at_most = 59 }
[result.total]
is = "n"
total = true
"""
    from scoring.views import as_json, explain, markdown, table

    card = scored(rules, "[facts]\nkept = true\nn = 7\n")
    texts = [as_json.render(card, "en"), markdown.render(card, "en"), table.render(card, "en")]
    texts += [explain.render_result(one, card, "en", False) for one in card.results]
    for text in texts:
        assert not any("\u3000" <= sign <= "\u9fff" for sign in text), text
    data = json.loads(texts[0])
    assert data["results"][0]["value"] is True
    assert data["results"][3]["value"] == {"a": True, "b": "3"}
    assert data["limits"][0]["facts"]["kept"]["value"] is True
    chinese = json.loads(as_json.render(card, "zh"))
    assert chinese["results"][0]["value"] is True and chinese["results"][0]["shown"] == "是"


# ---------------------------------------------------------------------- claims


@pytest.mark.parametrize(
    ("claimed", "supported", "code"),
    [(99, False, "claim-not-supported"), (50, False, "claim-not-supported"), (70, None, "claim-undecided")],
)
def test_a_claim_is_open_only_within_the_range(claimed: int, supported: bool | None, code: str) -> None:
    rules = '[rule.r]\ngives = "points"\nis = "actual"\n'
    rows = '[indicator]\nA = { in = "a", weight = 76, rule = "r", actual = 64 }\nB = { in = "a", weight = 24, rule = "r" }\n'
    card = scored(rules, f"{rows}[claim.self]\ntotal = {claimed}\n")
    assert (card.total.lowest, card.total.highest) == (64, 88)
    assert card.claims[0].supported is supported
    found = [one for one in card.findings if one.code.startswith("claim-")]
    assert [one.code for one in found] == [code]
    assert ("still open" in found[0].message.en) is (supported is None)


# ---------------------------------------------------------------------- places


def test_a_bad_policy_of_a_projects_row_is_told_at_its_own_place() -> None:
    _, problems = prepared(
        '[rule.r]\ngives = "points"\nis = "actual"\n',
        '[indicator]\nX = { in = "a", weight = 10, rule = "r", actual = 1, missing = { valu = 3 } }\n',
    )
    assert has_errors(problems)
    assert all(one.place.file == "project.toml" for one in problems), problems


def test_two_projects_of_the_same_shape_are_told_their_own_problems() -> None:
    from scoring.assessor.assessor import Assessor
    from scoring.project.project import read_project

    book, _ = rulebook('[rule.r]\ngives = "points"\nis = "actual"\n')
    assert book is not None
    assessor = Assessor(book, None)
    row = 'X = {{ in = "a", label = "{}", weight = 10, rule = "r", actual = 1, missing = {{ value = 30 }} }}'
    for name in ("first", "second"):
        text = f'format = 1\nproject = "{name}"\nperiod = 2024\nrules = "test"\n[indicator]\n{row.format(name)}\n'
        form, _ = read_project(document(text, f"{name}.toml"))
        assert form is not None
        _, problems = assessor.prepare(form)
        assert {one.place.file for one in problems} == {f"{name}.toml"}
        assert (
            not any("first" in (one.place.line_text if hasattr(one.place, "line_text") else "") for one in problems)
            or name == "first"
        )


def test_points_without_a_loss_are_not_said_to_be_all_there_is() -> None:
    from scoring.views.losses import render_losses

    card = scored(f'{NUMBERS}[result.r]\nis = "a + 1"\n', "[facts]\na = 2\n")
    text = render_losses(card, "en", False)
    assert "no points were lost" not in text
    assert "2 [a] + 1 = 3" in text


def test_fractions_are_shown_as_decimals() -> None:
    line = of_value('[result.r]\nis = "a / 2 + b"', "a = 259\nb = 0.5")
    assert "/" not in line
    assert Fraction(line.rpartition("= ")[2]) == 130


# ---------------------------------------------------------------------- for an auditor


@pytest.mark.parametrize("name", ["D21", "B15", "C31"])
def test_an_archived_scorecard_is_explained_without_its_rulebook(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = str(ROOT / "examples/grassroots-2024/completed.toml")
    assert cli.main(["score", project, "--format", "json", "--lang", "en"]) == 0
    (tmp_path / "card.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert cli.main(["explain", project, name, "--lang", "en"]) == 0
    live = capsys.readouterr().out
    assert cli.main(["explain", str(tmp_path / "card.json"), name, "--lang", "en"]) == 0
    kept = capsys.readouterr().out
    start, end = live.index("\nthe rule, "), live.find("\nclauses that did not apply")
    assert kept == live[:start] + (live[end:] if end > 0 else "")
    assert cli.main(["explain", str(tmp_path / "card.json"), "--lang", "en"]) == 0
    losses = capsys.readouterr().out
    assert cli.main(["explain", project, "--lang", "en"]) == 0
    assert losses == capsys.readouterr().out


def test_a_json_file_that_is_no_scorecard_of_today_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "card.json"
    for text in ('{"schema": "scorecard/1"}', '{"schema": "scorecard/2"}', '{"schema": "scorecard/2", "total": 5}'):
        file.write_text(text, encoding="utf-8")
        assert cli.main(["explain", str(file), "--lang", "en"]) == 1
        assert "[not-a-scorecard]" in capsys.readouterr().err


def test_everything_is_explained_at_once_and_names_nothing_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    project = str(ROOT / "examples/self-evaluation/form.toml")
    assert cli.main(["explain", project, "--all", "--lang", "en"]) == 0
    text = capsys.readouterr().out
    for name in ("EXE", "N1", "N2", "Q1", "T1", "K1", "E1", "E2", "E3", "S1"):
        assert f"\n{name} " in f"\n{text}"
    assert cli.main(["explain", project, "N1", "--all", "--lang", "en"]) == 2


def test_a_rule_that_was_changed_is_quoted_with_its_change(capsys: pytest.CaptureFixture[str]) -> None:
    project = str(ROOT / "examples/editions/project.toml")
    rules = str(ROOT / "examples/editions/rules/province")
    assert cli.main(["explain", project, "N1", "--rules", rules, "--lang", "en"]) == 0
    text = capsys.readouterr().out
    assert 'nothing_below = "55%"' in text and "changed by, " in text and 'set   = { nothing_below = "50%" }' in text
