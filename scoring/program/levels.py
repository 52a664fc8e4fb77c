"""Levels of a judged criterion: their names and the shares or points that a person may give within each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Place, Text
from scoring.program.scope import Scope
from scoring.project.rows import share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a judged criterion; in shares its upper end is excluded, but for the first's 100 %."""

    name: str
    low: Fraction
    high: Fraction
    high_included: bool
    in_points: bool
    place: Place


def read_levels(entry: Entry[model.RuleModel], scope: Scope) -> list[Level]:
    """The levels of a judged rule, best first; problems for gaps in what is written."""
    levels: list[Level] = []
    upper, first = Fraction(1), True
    for number, written in enumerate(entry.model.levels or ()):
        at = entry.at("levels", number)
        if len(written) == 3 and isinstance(written[0], str):
            ends = [end for each in written[1:] if (end := share_or_points(each)) is not None and end[0] == "points"]
            if len(ends) == 2:
                (_, low), (_, high) = ends
                if low > high:
                    scope.problem("empty-bound", Text("the level begins above its end", "等级的起点大于终点"), at)
                    continue
                levels.append(Level(written[0], low, high, True, True, at))
                continue
        elif len(written) == 2 and isinstance(written[0], str) and isinstance(written[1], str):
            text = written[1].strip()
            edge = Fraction(0) if text == "else" else None
            if text.startswith(">="):
                read = share_or_points(text[2:].strip())
                edge = read[1] if read is not None and read[0] == "share" else None
            if edge is not None and (edge < upper or (first and edge <= upper)):
                levels.append(Level(written[0], edge, upper, first, False, at))
                upper, first = edge, False
                continue
            if edge is not None:
                scope.problem("unreachable-row", Text("this level lies above the one before it", "该等级高于前一等级"), at,
                              Text("order levels from best to worst", "等级从高到低排列"))  # fmt: skip
                continue
        scope.problem(
            "wrong-kind",
            Text("a level is [name, \">= 80%\"] or [name, lowest points, highest points]",
                 "等级写成 [名称, \">= 80%\"] 或 [名称, 最低分, 最高分]"),
            at,
            Text('such as ["达成", ">= 80%"]', '例如 ["达成", ">= 80%"]'),
        )  # fmt: skip
    if not entry.model.levels:
        scope.problem("missing-key", Text(f"rule `{entry.name}` has no levels", f"规则 {entry.name} 没有写等级"), entry.place,
                      Text('add levels = [["达成", ">= 80%"], …]', '补上 levels = [["达成", ">= 80%"], …]'))  # fmt: skip
    if len({level.in_points for level in levels}) > 1:
        scope.problem("shares-and-points", Text("levels are all shares or all points", "等级应全部用比例或全部用分值"),
                      entry.place)  # fmt: skip
        return []
    return levels
