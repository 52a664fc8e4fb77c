"""What a form's declaration says of what the form itself leaves open: the rulebook, signs, weights, rules of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

WeightsFrom = Literal["group head", "even", "approved"]


@dataclass(frozen=True, slots=True)
class Conventions:
    """What holds for all forms of a layout.

    `signs` are those of targets that have none, by group (`产出/成本`) or `日期`, and `*` for all others; `rule` the
    criterion of rows, by group or `日期`; `weights` where those of rows come from that have none.
    """

    rules: str = "self-evaluation"
    signs: Mapping[str, str] = field(default_factory=dict)
    rule: Mapping[str, str] = field(default_factory=dict)
    weights: WeightsFrom | None = None

    def sign(self, groups: tuple[str, ...], is_date: bool) -> str | None:
        """The sign of a target that has none: of a date, of its group or one above, of all."""
        return _of(self.signs, groups, is_date) or self.signs.get("*")

    def rule_of(self, groups: tuple[str, ...], is_date: bool) -> str | None:
        """The criterion that the declaration names for a row; None where the target's sign chooses."""
        return _of(self.rule, groups, is_date)


def _of(said: Mapping[str, str], groups: tuple[str, ...], is_date: bool) -> str | None:
    if is_date and "日期" in said:
        return said["日期"]
    paths = ["/".join(groups[:depth]) for depth in range(len(groups), 0, -1)]
    return next((said[path] for path in paths if path in said), None)
