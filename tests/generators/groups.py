"""`[group]` and `[frame]`: what groups need beyond their members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.generators.author import Author, Data, Row, Rule
from tests.generators.rows import paths

HOWS = ("sum", "mean", "mean", "median", "min", "max", "geomean", "product")


def groups(at: Author, rows: Sequence[Row], rules: Mapping[str, Rule]) -> Data:
    """Some groups that combine degrees, round, or have a missing policy of their own."""
    below_zero = any("between" in part for rule in rules.values() for part in (rule.data, *rule.data.get("part", ())))
    made: Data = {}
    for path in paths(rows):
        if not at.chance(0.25):
            continue
        how = at.choice(HOWS[:6] if at.in_columns else HOWS)
        how = "mean" if how in ("geomean", "product") and below_zero else how
        group: Data = {"combine": how}
        if how != "sum" and at.chance(0.7):
            group["weight"] = at.choice((10, 20, 50))
        if how == "geomean" or at.chance(0.3):
            group["round"] = (
                at.rounding()
                if at.chance(0.3)
                else {"decimals": at.choice((1, 2)), "mode": at.choice(("half_up", "floor"))}
            )
        if at.presumes(0.3):
            members = [row for row in rows if f"{row.written['in']}/".startswith(f"{path}/")]
            tables = all("rows" in row.rule.data for row in members)
            group["missing"] = {"row": 1} if tables and at.chance(0.5) else at.policy()
        made[path] = group
    return made


def frame(at: Author, rows: Sequence[Row]) -> Data:
    """The weight that one group should have, and what else it is called."""
    if not rows or not at.chance(0.2):
        return {}
    path = rows[0].written["in"].split("/")[0]
    made: Data = {"weight": at.choice((20, 50))} if at.chance(0.8) else {}
    if at.chance(0.5) or not made:
        made["also"] = [f"{path}指标"]
    return {path: made}
