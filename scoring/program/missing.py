"""Missing policies of indicators: the row's, else the rule's, else that of the nearest group, else the rulebook's."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.nodes.kind import NUMBER
from scoring.nodes.node import Constant
from scoring.problems import Text
from scoring.program.groups import missing_of_group
from scoring.program.lowered import Lowered
from scoring.program.program import Missing
from scoring.project.rows import Row, share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry
from scoring.values.number import show_number


def missing_of(written: Any, row: Row | None, entry: Entry[model.RuleModel], at: Lowered) -> Missing:
    """A missing policy: the row's, else the rule's, else that of the nearest group, else the rulebook's."""
    own = written is not None
    if written is None and row is not None:
        written = missing_of_group(row.path, at)
    if written is None:
        written = at.rulebook.header.model.missing
    if isinstance(written, str):
        return Missing(written, None, written)
    weight = row.weight if row is not None else Fraction(100)
    by = row.missing_by if row is not None else None
    place = (by or entry).at("missing")
    shown = ", ".join(f"{key} = {raw}" for key, raw in written.items())
    if set(written) == {"row"}:
        return Missing("row", None, shown, place, written["row"])
    if set(written) == {"value"}:
        read = share_or_points(written["value"])
        if read is not None:
            points = read[1] * weight if read[0] == "share" else read[1]
            return Missing("value", Constant(NUMBER, points, show_number(points)), shown, place, written["value"])
    at.scope.problem("wrong-kind", Text(f"missing policy `{shown}` is not understood", f"缺失处理 {shown} 无法理解"),
                     place if own else at.rulebook.header.at("missing"),
                     Text('such as "zero", { value = "60%" } or { row = "else" }',
                          '例如 "zero"、{ value = "60%" } 或 { row = "else" }'))  # fmt: skip
    return Missing()
