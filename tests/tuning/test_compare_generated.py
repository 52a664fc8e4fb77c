"""Generated rulebooks, edits and projects: shares and remainder are the move exactly, and a table is its projects one by one."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest
from tuning.trial import RULES, SET, TABLE, adds_up, edited, shelf

import scoring

THRESHOLDS = ("50", "55.5", "61", "70", "80", "85", "92", "95", "100")
SHARES = ("0", "12.5", "25", "33", "50", "75", "80", "100")


def drawn_edits(draw: random.Random) -> dict[str, str]:
    """Up to five edits of the rules that still read."""
    rows = {'[">= 90%", "100%"]': (90, 100), '[">= 60%", "50%"]': (60, 50)}
    found = {}
    for row in rows:
        if draw.random() < 0.7:
            found[row] = f'[">= {draw.choice(THRESHOLDS)}%", "{draw.choice(SHARES)}%"]'
    others = {
        '["else", "0%"]': f'["else", "{draw.choice(SHARES)}%"]',
        "at_most = 59": f"at_most = {draw.randint(10, 100)}",
        '[">= 80", "良"]': f'[">= {draw.randint(61, 89)}", "良"]',
        'kind = "proportional"\n': f'kind = "proportional"\nnothing_below = "{draw.choice(THRESHOLDS)}%"\n',
        'is = "spent / budget"': draw.choice(['is = "spent / budget / 2"', 'is = "min(1, spent / budget)"']),
    }
    return found | {key: other for key, other in others.items() if draw.random() < 0.5}


def drawn_weights(draw: random.Random) -> dict[str, str]:
    if draw.random() < 0.5:
        return {}
    weight = draw.randint(1, 99)
    return {"weight = 40": f"weight = {weight}", "weight = 60": f"weight = {100 - weight}"}


def drawn_table(draw: random.Random, rows: int) -> str:
    heads = TABLE.splitlines()[0]
    lines = []
    for number in range(rows):
        spent = "" if draw.random() < 0.1 else f"{draw.randint(2000, 10500) / 100}"
        diverted = "" if draw.random() < 0.1 else draw.choice(["否", "否", "否", "是"])
        actual = "" if draw.random() < 0.1 else str(draw.randint(3, 12))
        lines.append(f"p{number},2024,{draw.choice([100, 70, 93])},{spent},{diverted},{actual}")
    return "\n".join([heads, *lines]) + "\n"


def sides(folder: Path, draw: random.Random, rows: int = 25) -> tuple[str, str]:
    shelf(folder, drawn_table(draw, rows))
    (folder / "new.toml").write_text(edited(RULES, drawn_edits(draw)), encoding="utf-8")
    (folder / "new-set.toml").write_text(edited(SET, drawn_weights(draw)), encoding="utf-8")
    return f"{folder}/ours.toml+{folder}/set.toml", f"{folder}/new.toml+{folder}/new-set.toml"


@pytest.mark.parametrize("seed", range(3))
def test_shares_and_remainder_are_the_move_and_each_share_is_what_the_edit_alone_does(seed: int, tmp_path: Path) -> None:  # fmt: skip
    draw = random.Random(seed)
    first, second = sides(tmp_path, draw)
    compared = scoring.compare(first, second, tmp_path / "table.csv", top=1_000).figures
    again = scoring.compare(first, second, tmp_path / "table.csv", top=1_000, engine="exact").figures
    assert all(adds_up(move) for move in compared.moves)
    assert compared.moves == again.moves and compared.matrix == again.matrix and compared.spread == again.spread
    assert compared.counts == again.counts and compared.columns == again.columns and compared.effects == again.effects
    assert sum(compared.matrix.values()) == compared.counts.projects == 25
    assert len(compared.moves) == compared.counts.changed
    known = [move.difference[0] for move in compared.moves if move.before.total is not None and move.after.total is not None and move.difference is not None]  # fmt: skip
    assert sum(known, Fraction(0)) == compared.spread.sum


@pytest.mark.parametrize("seed", range(2))
def test_both_ways_are_each_others_opposite(seed: int, tmp_path: Path) -> None:
    first, second = sides(tmp_path, random.Random(100 + seed))
    there = scoring.compare(first, second, tmp_path / "table.csv", top=1_000, shares=False).figures
    back = scoring.compare(second, first, tmp_path / "table.csv", top=1_000, shares=False).figures
    assert {(after, before): count for (before, after), count in there.matrix.items()} == back.matrix
    assert {-one: count for one, count in there.spread.counts} == dict(back.spread.counts)
    assert {one.id for one in there.moves} == {one.id for one in back.moves}
    assert scoring.compare(first, first, tmp_path / "table.csv").nothing_moves


LIMITED = RULES.replace("[value.rate]", 'complaints = { kind = "number", label = "投诉" }\n[value.rate]').replace("[grade]", """[rule.penalty]
kind = "deduction"
deduct = [{ each = "complaints", points = "2", at_most = 6 }, { when = "diverted", points = 3 }]
[check.order]
that = "spent <= budget"
[limit.many]
when = "complaints > 4"
total = { at_most = 85 }
grade = { at_most = "中" }
[limit.floor]
when = "complaints == 0"
total = { at_least = 20 }
[grade]""")  # fmt: skip
LIMITED_SET = SET.replace("weight = 40", "weight = 30").replace("[indicator]\n", '[indicator]\nK1 = { in = "过程", label = "规范", weight = 10, rule = "penalty" }\n')  # fmt: skip


def limited_edits(draw: random.Random) -> dict[str, str]:
    """Up to eight edits of deductions, limits, checks and of what becomes of missing facts."""
    edits = {
        'points = "2", at_most = 6': f'points = "{draw.choice(["1", "1.5", "3", "2"])}", at_most = {draw.randint(2, 10)}',
        "points = 3 }]": draw.choice(["all = true }]", "points = 8 }]", "points = 0.5 }]"]),
        "spent <= budget": draw.choice(["spent <= budget / 2", "spent <= budget * 2"]),
        "complaints > 4": draw.choice(["complaints > 1", "complaints > 1 and diverted", "complaints > 9"]),
        "at_most = 85": f"at_most = {draw.randint(40, 95)}",
        'grade = { at_most = "中" }': 'grade = { at_most = "差" }',
        "at_least = 20": f"at_least = {draw.randint(1, 60)}",
        'by = "actual"\nrows': f'by = "actual"\nmissing = "{draw.choice(["zero", "full", "leave_out", "no_total"])}"\nrows',
        'kind = "deduction"\n': f'kind = "deduction"\nmissing = "{draw.choice(["zero", "full", "leave_out", "no_total"])}"\n',
        "at_most = 59": f"at_most = {draw.randint(10, 100)}",
    }  # fmt: skip
    return {key: other for key, other in edits.items() if draw.random() < 0.6 and key not in other}


@pytest.mark.parametrize("seed", range(3))
def test_shares_add_up_with_limits_floors_deductions_checks_and_missing_facts(seed: int, tmp_path: Path) -> None:
    draw = random.Random(900 + seed)
    heads, *rows = drawn_table(draw, 25).splitlines()
    complaints = [draw.choice(["", "0", "1", "3", "5", "12"]) for _ in rows]
    table = (
        "\n".join([f"{heads},complaints", *(f"{row},{many}" for row, many in zip(rows, complaints, strict=True))])
        + "\n"
    )
    shelf(tmp_path, table, LIMITED, LIMITED_SET)
    (tmp_path / "new.toml").write_text(edited(LIMITED, limited_edits(draw)), encoding="utf-8")
    both = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/new.toml+{tmp_path}/set.toml"
    found = scoring.compare(*both, tmp_path / "table.csv", top=1_000).figures
    again = scoring.compare(*both, tmp_path / "table.csv", top=1_000, engine="exact").figures
    assert found.counts.changed and all(adds_up(move) for move in found.moves)
    assert (found.moves, found.matrix, found.spread, found.effects) == (
        again.moves,
        again.matrix,
        again.spread,
        again.effects,
    )
    assert found.counts == again.counts and found.columns == again.columns
