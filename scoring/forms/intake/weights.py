"""Points of rows that have none in the form, as its declaration says: from the group's head, or split evenly; never from the claims.

A split is exact: three rows of 50 points weigh 50/3 each, and add up to 50.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.forms.filled_form import FormRow, Written
from scoring.forms.intake.amounts import NOTHING, Left, Taken, points
from scoring.forms.intake.rules import Rules
from scoring.problems import Text
from scoring.values.number import ends_as_decimal, read_number, show_number

Groups = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeighedRow:
    """A row that becomes an indicator: its number in the form, and its groups in the rulebook's own names."""

    number: int
    row: FormRow
    groups: Groups

    @property
    def own(self) -> Fraction | None:
        """Its own points; None where the form has none."""
        return as_points(self.row.weight)

    @property
    def is_bare(self) -> bool:
        return self.row.weight is None or bool(NOTHING.fullmatch(self.row.weight.text))


@dataclass(slots=True)
class Weights:
    """What rows without points weigh, by their number; each split with the cell that it is told of, and what could not be split."""

    by_row: dict[int, Any] = field(default_factory=dict)
    assumed: list[tuple[Written, Taken]] = field(default_factory=list)
    left: list[tuple[Written, Left]] = field(default_factory=list)

    def split(self, share: Fraction, rows: Sequence[WeighedRow], told_of: Written, whose: Text) -> None:
        """A share of points over the rows of its group that have none, less what the others have."""
        bare = [one for one in rows if one.is_bare]
        rest = share - sum((one.own for one in rows if one.own is not None), Fraction(0))
        if not bare:
            return
        if rest <= 0:
            why = Text(f"nothing is left of the {show_number(share)} points {whose.en}: the rows that have points take all",
                       f"{whose.zh} {show_number(share)} 分已由写明分值的行占满，其余各行没有分值")  # fmt: skip
            self.left.append((told_of, Left(why, Text("ask for the points of each row", "请单位分别写明各行分值"))))
            return
        each = rest / len(bare)
        self.by_row |= dict.fromkeys((one.number for one in bare), as_written(each))
        of = show_number(share) if rest == share else f"{show_number(share)} − {show_number(share - rest)}"
        why = Text(f"rows have no points; the {of} points {whose.en} are split evenly over its {len(bare)} rows",
                   f"各行没有分值，按表式约定由{whose.zh} {of} 分在 {len(bare)} 行中平分")  # fmt: skip
        self.assumed.append((told_of, Taken(f"{len(bare)} × {show_number(each)}", why)))


def weights_of(
    declared: str | None, rows: Sequence[WeighedRow], rules: Rules, stated: Mapping[Groups, Fraction]
) -> Weights:
    """The weights by a declaration; `stated` is what the table of funds weighs, by its group."""
    made = Weights()
    if declared == "group head":
        for head, below in _by_head(rows):
            share = as_points(head)
            if share is not None:
                made.split(share, below, head, Text("of the group", "组内"))
    elif declared == "even":
        _even(made, rows, rules, stated)
    return made


def _even(made: Weights, rows: Sequence[WeighedRow], rules: Rules, stated: Mapping[Groups, Fraction]) -> None:
    """Each group's share of the rulebook's frame over its rows; without a frame the total over all of them."""
    by_share: dict[str | None, list[WeighedRow]] = {}
    for one in rows:
        by_share.setdefault(rules.weighed_group(one.groups), []).append(one)
    for group, below in by_share.items():
        first = below[0].row.level1 or below[0].row.label
        share = rules.share_of(group)
        if share is None or (group is None and rules.shares):
            if any(one.is_bare for one in below):
                made.left.append((first, _no_share(rules)))
            continue
        taken = sum((weight for groups, weight in stated.items() if rules.weighed_group(groups) == group), Fraction(0))
        whose = Text(f"of `{group}`", group) if group is not None else Text("in all", "总分")
        made.split(share - taken, below, first, whose)


def _no_share(rules: Rules) -> Left:
    why = Text("the rows have no points, and the rulebook gives their group none that could be split", "各行没有分值，规则集也没有给出该组可以平分的分值")  # fmt: skip
    fix = Text(f"give the group its weight in a [frame] of `{rules.name}`", f"在规则集 {rules.name} 的 [frame] 中写明该组权重")  # fmt: skip
    return Left(why, fix)


def _by_head(rows: Sequence[WeighedRow]) -> Iterator[tuple[Written, list[WeighedRow]]]:
    """The rows below each group's head that has points."""
    found: dict[Written, list[WeighedRow]] = {}
    for one in rows:
        head = one.row.level2_weight or one.row.level1_weight
        if head is not None:
            found.setdefault(head, []).append(one)
    yield from found.items()


def as_points(said: Written | None) -> Fraction | None:
    """A cell's points as a number."""
    number = points(said)
    return None if number is None else read_number(str(number))


def as_written(weight: Fraction) -> Any:
    """A weight as a project's file has it: a number, or a fraction where no decimal says it."""
    shown = show_number(weight)
    return (Decimal(shown) if weight.denominator != 1 else int(weight)) if ends_as_decimal(weight) else shown
