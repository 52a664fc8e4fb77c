"""Several sides over one reading of the projects: as each alone, whatever the table and the texts of the rulebook are like."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from tuning.trial import RULES, SET, TABLE, edited, shelf, tried

import scoring
from scoring.batch.joint import JointPart
from scoring.tuning.comparison.pairing import Pairing

EDITS = {'[">= 90%", "100%"]': '[">= 92%", "100%"]', '[">= 60%", "50%"]': '[">= 60%", "25%"]', "at_most = 59": "at_most = 50"}  # fmt: skip


def alike(one: scoring.Compared, other: scoring.Compared) -> None:
    """The same figures, whatever engine they are from."""
    a, b = one.figures, other.figures
    assert (a.counts, a.matrix, a.spread, a.columns, a.effects) == (b.counts, b.matrix, b.spread, b.columns, b.effects)
    assert a.moves == b.moves


def both_ways(folder: Path, rules: str, new: str, data: object, indicators: str = SET) -> scoring.Compared:
    """As columns, which exact arithmetic must equal."""
    shelf(folder, rules=rules, indicators=indicators)
    (folder / "new.toml").write_text(new, encoding="utf-8")
    sides = f"{folder}/ours.toml+{folder}/set.toml", f"{folder}/new.toml+{folder}/set.toml"
    found = scoring.compare(*sides, data, top=100)  # type: ignore[arg-type]
    alike(found, scoring.compare(*sides, data, top=100, engine="exact"))  # type: ignore[arg-type]
    return found


def test_both_sides_and_every_edit_are_in_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts: list[object] = []
    shown = Pairing.__init__

    def seen(self: Pairing, connection: object, first: object, second: object, *more: object) -> None:
        parts.append((first.part, second.part))  # type: ignore[attr-defined]
        shown(self, connection, first, second, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Pairing, "__init__", seen)
    tried(tmp_path, EDITS)
    assert len(parts) == 1 + len(EDITS)
    for one, other in parts:  # type: ignore[misc]
        assert isinstance(one, JointPart) and isinstance(other, JointPart) and one.rows == other.rows


def test_texts_of_the_rulebook_that_look_like_names_of_columns_stay_as_they_are(tmp_path: Path) -> None:
    strange = RULES.replace('"优"', """'"x~1"'""").replace('"良"', """'"j~0"'""").replace('"中"', '"it\'s \\"s~0\\""')
    found = both_ways(tmp_path, strange, edited(strange, EDITS), tmp_path / "table.csv")
    names = {name for pair in found.figures.matrix for name in pair}
    assert {'"x~1"', '"j~0"', "差"} <= names


def test_several_tables_with_other_columns_are_compared_row_by_row(tmp_path: Path) -> None:
    shelf(tmp_path)
    heads, *rows = TABLE.splitlines()
    second = [
        f"{heads},claim.self",
        *(f"{row.replace(',', ' 2,', 1)},{50 + number}.125" for number, row in enumerate(rows)),
    ]
    (tmp_path / "more.csv").write_text("\n".join(second) + "\n", encoding="utf-8")
    found = both_ways(tmp_path, RULES, edited(RULES, EDITS), [tmp_path / "table.csv", tmp_path / "more.csv"])
    assert found.figures.counts.projects == 12
    assert {move.id for move in found.figures.moves if move.project.endswith(" 2")} == {"more.csv:2", "more.csv:3", "more.csv:5"}  # fmt: skip


@pytest.mark.parametrize("cell", ["九十一", "91 万", "-3", "1e2", "910000 元"])
def test_a_row_that_is_not_for_columns_does_not_bend_the_others(cell: str, tmp_path: Path) -> None:
    shelf(tmp_path)
    file = tmp_path / "odd.csv"
    file.write_text(TABLE.replace("乙,2024,100,91", f"乙,2024,100,{cell}"), encoding="utf-8")
    found = both_ways(tmp_path, RULES, edited(RULES, EDITS), file)
    assert found.figures.counts.projects == 6


@pytest.mark.parametrize("rounding", ["{ decimals = 0 }", "{ decimals = 15 }", "{ significant = 3 }"])
def test_totals_are_compared_exactly_however_they_are_rounded(rounding: str, tmp_path: Path) -> None:
    rules = RULES.replace("total = 100", f"total = 100\npoints = {rounding}")
    found = both_ways(tmp_path, rules, rules.replace('kind = "proportional"', 'kind = "proportional"\nnothing_below = "85%"'), tmp_path / "table.csv")  # fmt: skip
    assert found.figures.counts.projects == 6


def many(number: int, weights: bool) -> tuple[str, str, str, str]:
    """Rules and set before and after, with so many edits."""

    def rules(after: bool) -> str:
        made = RULES.replace("total = 100", f"total = {10 * number}").replace('[">= 90"', f'[">= {9 * number}"')
        made = made.replace('[">= 80"', f'[">= {8 * number}"').replace('[">= 60"', f'[">= {6 * number}"').replace("at_most = 59", f"at_most = {5 * number}")  # fmt: skip
        low = 85 if after and not weights else 90
        return made + "".join(f'[rule.r{at}]\nby = "actual / target"\nrows = [[">= {low}%", "100%"], [">= 50%", "50%"], ["else", "0%"]]\n' for at in range(number))  # fmt: skip

    def indicators(after: bool) -> str:
        moved = [10 + ((1, -1)[at % 2] if after and weights else 0) for at in range(number)]
        lines = [f'N{at} = {{ in = "产出", weight = {one}, rule = "r{at}", target = ">= 100 个" }}' for at, one in enumerate(moved)]  # fmt: skip
        return 'format = 1\n[indicator_set]\nname = "ours"\nrules = "ours"\n[indicator]\n' + "\n".join(lines) + "\n"

    return rules(False), rules(True), indicators(False), indicators(True)


@pytest.mark.parametrize("weights", [False, True])
def test_many_edits_are_each_tried_alone_or_all_together(weights: bool, tmp_path: Path) -> None:
    number = 10  # more than are tried in one query
    old, new, before, after = many(number, weights)
    rows = [f"p{row}," + ",".join(str(40 + (37 * row + 11 * at) % 62) for at in range(number)) for row in range(12)]
    table = "\n".join(["project," + ",".join(f"N{at}.actual (个)" for at in range(number)), *rows]) + "\n"
    shelf(tmp_path, table, old, before)
    (tmp_path / "new.toml").write_text(new, encoding="utf-8")
    (tmp_path / "new-set.toml").write_text(after, encoding="utf-8")
    sides = f"{tmp_path}/ours.toml+{tmp_path}/set.toml", f"{tmp_path}/new.toml+{tmp_path}/new-set.toml"
    found = scoring.compare(*sides, tmp_path / "table.csv", top=100).figures
    assert [len(group.edits) for group in found.groups] == ([number] if weights else [1] * number)
    assert found.counts.changed > 5
    for move in found.moves:
        assert move.difference is not None and move.together is not None and len(move.shares) == len(found.groups)
        assert sum((share.lowest or Fraction(0) for share in move.shares), move.together[0]) == move.difference[0]
    if not weights:  # each share is what the edit alone does
        alone = old.replace('[rule.r3]\nby = "actual / target"\nrows = [[">= 90%"', '[rule.r3]\nby = "actual / target"\nrows = [[">= 85%"')  # fmt: skip
        (tmp_path / "alone.toml").write_text(alone, encoding="utf-8")
        one = scoring.compare(sides[0], f"{tmp_path}/alone.toml+{tmp_path}/set.toml", tmp_path / "table.csv", top=100).figures  # fmt: skip
        assert found.effects is not None and one.effects is not None and found.effects[3] == one.effects[0]
    text = scoring.compare(*sides, tmp_path / "table.csv").text()
    assert f"edit {number}" in text or weights
    assert max(map(len, text.splitlines())) < 260
