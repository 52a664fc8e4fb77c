"""Generated rulebooks, edits and projects: shares and remainder are the move exactly, and a table is its projects one by one."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest
from tuning.trial import RULES, SET, TABLE, edited, shelf

import scoring
from scoring.tuning.comparison.comparison import Move

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


def adds_up(move: Move) -> bool:
    if move.difference is None or move.together is None:
        return move.difference is move.together
    for end in (0, 1):
        known = [(share.lowest, share.highest)[end] for share in move.shares]
        if sum((one for one in known if one is not None), move.together[end]) != move.difference[end]:
            return False
    return True


@pytest.mark.parametrize("seed", range(4))
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
