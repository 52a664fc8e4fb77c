"""Judgements of several people, adopted claims, a second reviewer; claims that nobody reviewed."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from tests.forms.filling import run
from tests.writing import indicator, points, refused, scored

LEVELS = '[rule.r]\nkind = "judged"\nlevels = [["好", ">= 80%"], ["中", ">= 60%"], ["差", "else"]]\n'
IN_POINTS = '[rule.r]\nkind = "judged"\nlevels = [["好", 8, 10], ["中", 5, 7], ["差", 0, 4]]\n'
THREE = """judged = { each = [
  { by = "甲", on = 2025-03-01, level = "好", share = "90%", why = "现场看过" },
  { by = "乙", on = 2025-03-04, level = "中", share = "70%" },
  { by = "丙", on = 2025-03-02, level = "好", share = "85%" },
] }"""


def row(judged: str, claimed: str = "") -> str:
    return f'[indicator]\nX = {{ in = "产出", label = "甲", weight = 10, rule = "r", target = "定性", {judged}{claimed} }}\n'


@pytest.mark.parametrize(("panel", "earned"), [
    ("mean", Fraction(817, 100)), ("median", Fraction("8.5")), ("without_ends", Fraction("8.5")),
])  # fmt: skip
def test_several_judgements_become_one_as_the_rule_says(panel: str, earned: Fraction) -> None:
    assert points(f'{LEVELS}panel = "{panel}"\n', THREE) == earned


def test_the_mean_of_two_middle_ones_is_the_median_of_four_and_its_level_is_the_one_it_reaches() -> None:
    four = THREE.replace("] }", '  { by = "丁", level = "中", share = "60%" },\n] }')
    found = indicator(f'{LEVELS}panel = "median"\n', four)
    assert (found.points, found.clause) == (Fraction("7.75"), "中")


def test_what_each_decided_stands_in_the_scorecard() -> None:
    judged = indicator(f'{LEVELS}panel = "mean"\n', THREE).judgement
    assert judged is not None and judged.by == "甲、乙、丙" and judged.on == "2025-03-04" and judged.share == "245/3%"
    assert [(one.by, one.level, one.share, one.why) for one in judged.each] == [
        ("甲", "好", "90%", "现场看过"), ("乙", "中", "70%", None), ("丙", "好", "85%", None)]  # fmt: skip


def test_levels_in_points_combine_too_and_what_falls_between_two_levels_has_the_lower_one() -> None:
    two = 'judged = { each = [{ by = "甲", level = "好", points = 8 }, { by = "乙", level = "中", points = 7 }] }'
    found = indicator(f'{IN_POINTS}panel = "mean"\n', two)
    assert (found.points, found.clause) == (Fraction("7.5"), "中")


@pytest.mark.parametrize(("rule", "judged", "told"), [
    (LEVELS, THREE, "not-combined"),
    (f'{LEVELS}panel = "without_ends"\n', 'judged = { each = [{ by = "甲", level = "好", share = "90%" }, { by = "乙", level = "好", share = "80%" }] }', "too-few"),
    (f'{LEVELS}panel = "mean"\n', 'judged = { each = [{ by = "甲", level = "好", share = "70%" }] }', "outside-level"),
    (f'{LEVELS}panel = "mean"\n', 'judged = { each = [{ by = "甲", level = "优", share = "90%" }] }', "outside-level"),
    (f'{LEVELS}panel = "mean"\n', 'judged = { each = [] }', "too-few"),
    (f'{LEVELS}panel = "mean"\n', 'judged = { level = "好", share = "90%", each = [{ by = "甲", level = "好", share = "90%" }] }', "name-twice"),
    (LEVELS, 'judged = { adopted = "self", by = "局", on = 2025-03-01 }, claimed = 8', "not-adopted"),
    (f"{LEVELS}adopts = true\n", 'judged = { adopted = "self", by = "局", on = 2025-03-01 }', "no-claim"),
    (f"{LEVELS}adopts = true\n", 'judged = { adopted = "self", by = "局" }, claimed = 8', "missing-key"),
    (f"{LEVELS}adopts = true\n", 'judged = { adopted = "self", by = "局", on = 2025-03-01 }, claimed = 11', "outside-level"),
])  # fmt: skip
def test_what_cannot_be_taken_as_a_judgement_is_refused(rule: str, judged: str, told: str) -> None:
    assert any(f" {told}: " in line for line in refused(rule, row(judged)))


def test_an_adopted_claim_earns_its_points_and_stands_apart_with_who_and_when() -> None:
    card = scored(
        f"{LEVELS}adopts = true\n",
        row('judged = { adopted = "self", by = "财政局", on = 2025-03-01 }', ", claimed = 7.5"),
    )
    one = card.indicators[0]
    assert (one.points, one.clause) == (Fraction("7.5"), "中")
    assert one.judgement is not None and one.judgement.adopted == "self"
    found = [(finding.code, finding.message.en) for finding in card.findings if finding.code == "claim-adopted"]
    assert found == [
        ("claim-adopted", "X 甲: the 7.5 points are the claim of `self`, adopted unreviewed (财政局, 2025-03-01)")
    ]


def test_a_claim_that_nobody_reviewed_is_a_finding_and_earns_nothing() -> None:
    card = scored(LEVELS, row("claimed = 8"))
    assert card.indicators[0].outcome == "not_scorable"
    assert [finding.message.en for finding in card.findings if finding.code == "claim-unreviewed"] == [
        "X 甲: `self` claims 8, which nobody has reviewed"]  # fmt: skip


def test_a_reviewed_claim_is_not_told() -> None:
    card = scored(
        LEVELS, row('judged = { level = "好", share = "80%", by = "甲", on = 2025-03-01, why = "看过" }, claimed = 8')
    )
    assert [finding.code for finding in card.findings if finding.code.startswith("claim-unr")] == []


def test_a_second_reviewer_is_shown(tmp_path: Path) -> None:
    card = scored(
        LEVELS,
        row(
            'judged = { level = "好", share = "80%", by = "甲", on = 2025-03-01, why = "看过", confirmed = { by = "乙", on = 2025-03-09 } }'
        ),
    )
    judged = card.indicators[0].judgement
    assert judged is not None and judged.confirmed is not None
    assert (judged.confirmed.by, judged.confirmed.on) == ("乙", "2025-03-09")


def test_tables_tell_unreviewed_claims_in_columns_as_row_by_row(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "set").mkdir()
    (tmp_path / "rules" / "r.toml").write_text(
        f'format = 1\n[rulebook]\nname = "t"\ntotal = 20\n{LEVELS}', encoding="utf-8"
    )
    (tmp_path / "set" / "s.toml").write_text('format = 1\n[indicator_set]\nname = "s"\nrules = "t"\n[indicator]\n'
        'A = { in = "一", weight = 10, rule = "r", target = "定性" }\nB = { in = "二", weight = 10, rule = "r", target = "定性" }\n', encoding="utf-8")  # fmt: skip
    table = tmp_path / "t.csv"
    table.write_text(
        "项目,A.level,A.share,A.claim,B.level,B.share,B.claim\np,好,90%,9,,,8\nq,,,,中,60%,6\nr,,,7,,,\n",
        encoding="utf-8",
    )
    found = []
    for engine in ("columnar", "exact"):
        out = tmp_path / f"{engine}.csv"
        _, said, status = run(
            "batch",
            table,
            "-o",
            out,
            "--rules",
            tmp_path / "rules",
            "--indicators",
            tmp_path / "set",
            "--engine",
            engine,
        )
        assert status == 0, said
        with out.open(encoding="utf-8-sig") as file:
            found.append(
                [
                    sorted(code for code in one["findings"].split() if code.startswith("claim-"))
                    for one in csv.DictReader(file)
                ]
            )
    assert found[0] == found[1] == [["claim-unreviewed"], [], ["claim-unreviewed"]]
