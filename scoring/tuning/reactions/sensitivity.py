"""Every weight and threshold moved a little, one at a time, over the same projects, and how their grades and ranks react."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Assessor
from scoring.engines.columnar.duck import literal
from scoring.problems import InputRefused, Text
from scoring.tuning.comparison.pairing import Pair, Pairing
from scoring.tuning.editions.scored import Data, ScoreTable, nothing_scored
from scoring.tuning.editions.side import Side
from scoring.tuning.reactions.correlation import pairs_of, pairs_of_numbers
from scoring.tuning.reactions.grade_edges import Near, edges_of, hanging_of, thresholds_of
from scoring.tuning.reactions.reaction import Edge, Reaction, Sensitivity
from scoring.tuning.reactions.variation import (
    Variation,
    of_thresholds,
    of_weights,
    thresholds_left_out,
    weights_left_out,
)

Moved = Callable[[Side, Sequence[str]], Side]
"""A side with some values otherwise; raises `InputRefused` where it cannot be so."""


ENDS = ("lowest", "highest")
AT_ONCE = 8
"""Variations that are scored in one query."""


def _quiet(tried: int, of: int) -> None:
    """Nobody looks how far it is."""


@dataclass(frozen=True, slots=True)
class SensitivityRequest:
    """How far weights (in points) and thresholds (as a share of themselves) are moved, and what else is looked at."""

    weights: Fraction | None = Fraction(2)
    thresholds: Fraction | None = Fraction(1, 20)
    correlation: bool = True
    near: int = 50  # projects nearest to a threshold of the grade whose numbers are tried one unit larger and smaller


def sensitivity_of(
    data: Data, side: Side, asked: SensitivityRequest, moved: Moved, progress: Callable[[int, int], object] = _quiet
) -> Sensitivity:
    """The reactions of DATA's projects; `progress` is told how many of how many changes were tried. Raises `InputRefused` where the side or the whole input is at fault."""
    base = data.scored(side, totals_only=True)
    nothing_scored(data, base)
    names = _grades(side)
    tried = _Tried(data, base, names, asked.correlation)
    variations = list(_variations(side, asked))
    reactions: list[Reaction] = []
    for start in range(0, len(variations), AT_ONCE):
        for one in tried.reactions(variations[start : start + AT_ONCE], moved):
            reactions.append(one)
            progress(len(reactions), len(variations))
    thresholds = thresholds_of(Assessor(side.rulebook, side.indicator_set).sound().program)
    decimals = base.columns["total"].decimals
    edges: tuple[Edge, ...] = ()
    near = Near()
    if thresholds:
        edges = tuple(edges_of(base, thresholds, None if decimals is None else Fraction(1, 10**decimals), data))
        near = hanging_of(base, thresholds, data, asked.near)
    order = sorted(reactions, key=lambda one: (one.refused is not None, -one.flips, -one.moved, -one.largest))
    counts = tried.count(base.scan), tried.count(f"{base.scan} WHERE grade IS NOT NULL"), tried.count(base.rejected)
    return Sensitivity(side, tuple(data.inputs), *counts, decimals, tuple(order), edges, near.tried, near.hanging,
                       (*_notes(side, asked, thresholds is not None), *([near.note] if near.note is not None else [])))  # fmt: skip


def _variations(side: Side, asked: SensitivityRequest) -> Iterator[Variation]:
    if asked.weights is not None:
        yield from of_weights(side, asked.weights)
    if asked.thresholds is not None:
        yield from of_thresholds(side, asked.thresholds)


def _notes(side: Side, asked: SensitivityRequest, has_thresholds: bool) -> Iterator[Text]:
    if asked.weights is not None and (left := weights_left_out(side, asked.weights)):
        yield Text(f"weights that would become nothing or everything were not moved so far: {left}",
                   f"移动后会变为零或全部总分的权重没有移动：{left} 次")  # fmt: skip
    if asked.weights is not None and side.indicator_set is None:
        yield Text("weights are the projects' own: none was moved", "权重由各项目自己写明，没有移动")
    if asked.thresholds is not None and (left_out := thresholds_left_out(side)) is not None:
        yield left_out
    if not has_thresholds:
        yield Text("the grade is not by the total alone: nothing is said of rounding steps and reporting units",
                   "等级不是只按总分划分，未考察取整与填报单位的影响")  # fmt: skip


def _grades(side: Side) -> tuple[str, ...]:
    grade = Assessor(side.rulebook, side.indicator_set).sound().program.grade
    return grade.names if grade is not None else ()


class _Tried:
    """The scores as they are, beside which each variation is put."""

    def __init__(self, data: Data, base: ScoreTable, names: Sequence[str], correlation: bool) -> None:
        self.data, self.base, self.correlation = data, base, correlation
        cases = " ".join(f"WHEN {literal(name)} THEN {at}" for at, name in enumerate(names))
        found = self.one(f"SELECT count(DISTINCT total) FROM {base.scan}")
        self.as_before = Fraction(1) if found[0] > 1 else None  # no order, no correlation
        self.rank = f"CASE {{}} {cases} END" if names else "NULL::INTEGER"

    def reactions(self, variations: Sequence[Variation], moved: Moved) -> Iterator[Reaction]:
        """Of several variations, in their order, over one reading of the projects."""
        sides: list[Side] = []
        refused: dict[Variation, Text] = {}
        for one in variations:
            try:
                sides.append(moved(self.base_side, one.settings))
            except InputRefused as error:
                refused[one] = error.problems[0].message
        with self.data.scored_beside(self.base_side, sides) as (base, *tables):
            then = iter(tables)
            for one in variations:
                if one in refused:
                    yield Reaction(one, refused=refused[one])
                else:
                    yield self._reaction(one, Pairing(self.data.connection, base, next(then), {}, False))

    def _reaction(self, variation: Variation, pairing: Pairing) -> Reaction:
        if pairing.second.part is None:
            return Reaction(variation, refused=Text("no project can be scored so", "这样改后没有项目可以评分"))
        grades = pairing.cells(("grade", "grade"))
        was, now = (self.rank.format(cell) for cell in grades)
        ends = [(_end(pairing.before, end), _end(pairing.after, end)) for end in ENDS]
        moved = pairing.any_differs([(name, name) for name in ("total", "lowest", "highest")])
        asked = [f"count(*) FILTER ({now} > {was})", f"count(*) FILTER ({now} < {was})",
                 f"count(*) FILTER (({now} IS NULL) <> ({was} IS NULL))", f"count(*) FILTER ({moved})"]  # fmt: skip
        rounded = all(pairing.are_numbers((end, end)) for end in ENDS)
        asked += [f"coalesce(max(abs({after} - {before})), 0)" for before, after in ends] if rounded else []
        better, worse, other, changed, *moves = self.one(
            f"SELECT {', '.join(asked)} FROM {pairing.scan} WHERE {pairing.scored}"
        )
        if not rounded:
            moves = [abs(y - x) for pair in ends for x, y, _ in self._cells(pairing, pair)]
        tau = self.as_before if self.correlation else None
        if self.correlation and changed:
            totals = pairing.before("total"), pairing.after("total")
            if rounded:
                both = f"(SELECT {totals[0]} AS x, {totals[1]} AS y FROM {pairing.scan} WHERE {pairing.scored})"
                tau = pairs_of(self.data.connection, both, "x", "y").tau
            else:
                tau = pairs_of_numbers(self._cells(pairing, totals)).tau
        return Reaction(variation, better, worse, other, changed, Fraction(max(moves, default=0)), tau)

    def _cells(self, pairing: Pairing, pair: Pair) -> list[tuple[Fraction, Fraction, int]]:
        """Numbers that are no decimals before and after, each two of them with how often they come."""
        both = f"SELECT {pair[0]} AS x, {pair[1]} AS y FROM {pairing.scan} WHERE {pairing.scored} AND x IS NOT NULL AND y IS NOT NULL"
        cells = self.data.connection.execute(f"SELECT x, y, count(*) FROM ({both}) GROUP BY ALL").fetchall()
        return [(Fraction(str(x)), Fraction(str(y)), count) for x, y, count in cells]

    @property
    def base_side(self) -> Side:
        assert self.base.side is not None
        return self.base.side

    def count(self, scan: str) -> int:
        return int(self.one(f"SELECT count(*) FROM {scan}")[0])

    def one(self, query: str) -> Any:
        return self.data.connection.execute(query).fetchone()


def _end(of: Callable[[str], str], end: str) -> str:
    """An end of the points: the total where there is one."""
    return f"coalesce({of('total')}, {of(end)})"
