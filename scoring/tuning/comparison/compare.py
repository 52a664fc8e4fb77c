"""Two sides compared over the projects of DATA: every figure from their two tables of scores, joined row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from scoring.tuning.comparison.changed import stage_changed
from scoring.tuning.comparison.comparison import Comparison, EditGroup, Effect, Ends, Key, Move, Share
from scoring.tuning.comparison.figures import Figures
from scoring.tuning.comparison.groups import groups_of
from scoring.tuning.comparison.matching import each_once, known_alike, something_scored
from scoring.tuning.comparison.movers import Movers, points_of
from scoring.tuning.editions.edits import Edits
from scoring.tuning.editions.scored import TOTALS, Data, ScoreTable
from scoring.tuning.editions.side import Side

AT_ONCE = 8
"""Groups of edits that are scored alone in one query."""


@dataclass(frozen=True)
class Asked:
    """What a comparison is asked for."""

    top: int = 20  # projects that are shown
    shares: bool = True  # whether each edit is tried alone
    same: Mapping[str, str] | None = None  # indicators that are called otherwise after: before = after
    by_name: bool = False  # whether projects are matched by their names, as those of two years
    changed: Path | None = None  # where all projects that change are staged as a table


def compare_sides(
    before: Side, after: Side, data: Data, asked: Asked | None = None, then: Data | None = None
) -> Comparison:
    """Two sides over the same projects, or the second over its own (`then`). Raises `InputRefused`."""
    asked = asked if asked is not None else Asked()
    edits = Edits(before, after)
    if then is None:
        data.same = asked.same or {}
        first, second = data.scored_both(before, after)
    else:
        first, second = data.scored(before), then.scored(after)
        each_once(data, first)
        each_once(then, second)
        asked = replace(asked, shares=False, by_name=True)
    made = compare_tables(data, first, second, edits, asked)
    return made if then is None else replace(made, then=tuple(then.inputs))


def compare_tables(data: Data, first: ScoreTable, second: ScoreTable, edits: Edits, asked: Asked) -> Comparison:
    """Two tables of scores; `data` scores the edits of which shares are asked. Raises `InputRefused`."""
    something_scored(data, first, second)
    known_alike(asked.same or {}, first, second)
    both = Figures(data.connection, first, second, asked.same or {}, asked.by_name)
    groups, columns = groups_of(edits), tuple(both.columns())
    with ExitStack() as stack:
        alone = _Alone(
            data,
            Movers(both, data).moves(asked.top),
            stack if asked.changed is not None else None,
            not both.gives_points,
        )
        if asked.shares and both.counts.changed:
            alone.try_each(edits, groups)
        if asked.changed is not None:
            stage_changed(data, both.pairing, {one.column for one in columns}, alone.tables, asked.changed)
    return Comparison(
        edits.before,
        edits.after,
        tuple(data.inputs),
        edits.listed,
        groups,
        both.counts,
        both.grades,
        both.matrix(),
        both.spread(),
        columns,
        tuple(alone.moves),
        tuple(alone.effects) if alone.effects else None,
        heads=data.known_to_one(),
    )


@dataclass
class _Alone:
    """What each group of edits does alone: to the moves, to all projects; the tables where `stack` keeps them."""

    data: Data
    moves: list[Move]
    stack: ExitStack | None
    whole: bool = False  # whether more is looked at than totals
    effects: list[Effect] = field(default_factory=list)
    tables: list[ScoreTable] = field(default_factory=list)

    def try_each(self, edits: Edits, groups: Sequence[EditGroup]) -> None:
        """Every group, some in one query."""
        for start in range(0, len(groups), AT_ONCE):
            some = groups[start : start + AT_ONCE]
            sides = [edits.after if len(one.edits) == len(edits.moving) else edits.side(one.edits) for one in some]
            with ExitStack() as own:
                stack = own if self.stack is None else self.stack
                first, *tables = stack.enter_context(self.data.scored_beside(edits.before, sides, self.whole))
                for table in tables:
                    only = None if self.whole else TOTALS
                    self._take(Figures(self.data.connection, first, table, {}, False, only))
                if self.stack is not None:
                    self.tables += tables

    def _take(self, alone: Figures) -> None:
        points, number = points_of(alone, self.moves), len(self.effects)
        self.moves = [replace(move, shares=(*move.shares, Share(number, *_share(move, points)))) for move in self.moves]
        self.effects.append(alone.effect())


def _share(move: Move, points: Mapping[Key, Ends]) -> tuple[Fraction | None, Fraction | None]:
    """What an edit alone does to a project's points, by what it alone gives it."""
    after = points.get(move.key)
    if move.before.points is None or after is None:
        return None, None
    return after[0] - move.before.points[0], after[1] - move.before.points[1]
