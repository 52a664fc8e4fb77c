"""`[indicator]`: the rows of a set, and what they leave to the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from tests.generators.author import SIGNS, Author, Data, Row, Rule
from tests.generators.formulas import UNITS

PATHS = ("产出/数量", "产出/质量", "产出", "效益", "效益/社会效益/满意", "过程/资金/到位", "过程/资金")
OPEN = {"target": 0.5, "why": 0.3}
"""How often a set leaves a key to the project; other keys seldom."""


def rows(at: Author, rules: Mapping[str, Rule]) -> tuple[Row, ...]:
    return tuple(_row(at, f"A{number}", rules) for number in range(at.rng.randint(1, 7)))


def _row(at: Author, id_: str, rules: Mapping[str, Rule]) -> Row:
    name = at.choice(list(rules))
    rule = rules[name]
    weight = at.choice((5, 10, 10, 20, 30, Decimal("7.5"), Decimal("0.5")))
    label = at.choice((f"指标 {id_}", f"指标 {id_}", {"zh": f"指标 {id_}", "en": f"indicator {id_}"}))
    row: Data = {"in": at.choice(PATHS), "label": label, "weight": weight, "rule": name}
    if rule.measure == "date":
        row["target"] = "<= 2024-06-30"
    elif rule.measure in UNITS:
        row["target"] = f"{at.choice(SIGNS)} {at.writer.literal(rule.measure)[0]}"
        if at.chance(0.15):
            row["actual"] = "= " + at.writer.number(rule.measure, 2)
    elif rule.levels:
        row["target"] = "定性"
    if at.presumes(0.08):
        row["missing"] = {"row": 1} if "rows" in rule.data and at.chance(0.4) else at.policy()
    if at.chance(0.1):
        row["why"] = "计划调整"
    left = tuple(
        key for key in ("target", "why", "in", "weight", "label") if key in row and at.chance(OPEN.get(key, 0.06))
    )
    return Row(id_, rule, name, Fraction(weight), left, row)


def paths(rows: Sequence[Row]) -> list[str]:
    """Every group that rows stand in, and those above."""
    return sorted({"/".join(row.written["in"].split("/")[: depth + 1]) for row in rows for depth in range(3)})


def of_scored(at: Author, rows: Sequence[Row]) -> str:
    """What only scoring tells: points of an indicator, or a subtotal."""
    return at.choice(
        [
            *(f"{row.id}.points" for row in rows),
            *("subtotal." + path.replace("/", ".") for path in paths(rows)),
        ]
    )
