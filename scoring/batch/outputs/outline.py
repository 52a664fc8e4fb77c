"""The columns of the table that comes out, in their order, and how many decimals each has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.problems import Text
from scoring.program.nothing import results_with_outcomes
from scoring.program.program import Indicator, Program
from scoring.values.number import show_number
from scoring.values.rounding import Rounding

MOST_DECIMALS = 9
LEAST_OF_CLAIMS = 2
DIGITS = 18


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """A column that comes out: a text, or an exact number with so many decimals.

    `exact`: a number whose decimals nobody knows beforehand, such as a mean that is not rounded; a text, as written out.
    """

    name: str
    decimals: int | None = None
    exact: bool = False
    section: int = 0  # columns of one section stand together, whatever programs a table has


def outline(program: Program, roles: Sequence[str], claimed: int = LEAST_OF_CLAIMS) -> list[ScoreColumn]:
    """What comes out for every project of a program; `roles`: who claims points, with how many decimals at most."""
    total = _of_total(program)
    found = [ScoreColumn("project"), ScoreColumn("status")]
    found += [_number(name, total) for name in ("total", "lowest", "highest")]
    found.append(ScoreColumn("grade"))
    for indicator in program.indicators:
        found += [_number(f"{indicator.id}.points", _of_points(indicator, program), 1),
                  ScoreColumn(f"{indicator.id}.outcome", section=1)]  # fmt: skip
    found += [_number(group.path, _of_rounding(group.rounding or program.rounding), 2) for group in program.groups]
    with_outcomes = results_with_outcomes(program)
    for result in program.results:
        found.append(ScoreColumn(result.head, section=3))
        if result.name in with_outcomes:
            found.append(ScoreColumn(f"{result.name}.outcome", section=3))
        if result.grade is not None:
            found.append(ScoreColumn(f"{result.name}.grade", section=3))
    found += [ScoreColumn("limits", section=4), ScoreColumn("findings", section=4)]
    decimals = None if total is None else max(total, min(claimed, MOST_DECIMALS))
    for role in roles:
        found += [_number(f"claim.{role}{end}", decimals, 5) for end in ("", ".lowest", ".highest")]
    return [*found, ScoreColumn("rulebook", section=6)]


def merged(outlines: Iterable[Sequence[ScoreColumn]]) -> list[ScoreColumn]:
    """All columns of several programs, section by section in order of first appearance; a number has the most decimals of any."""
    found: dict[str, ScoreColumn] = {}
    for column in (column for columns in outlines for column in columns):
        known = found.get(column.name)
        if known is None:
            found[column.name] = column
        elif known.decimals != column.decimals:
            both = [one.decimals for one in (known, column) if one.decimals is not None]
            found[column.name] = replace(
                known, decimals=max(both) if len(both) == 2 else None, exact=known.exact or column.exact
            )
    return sorted(found.values(), key=lambda column: column.section)


def decimals_of(claims: Iterable[Fraction | None]) -> int:
    """The most decimals that any claim has; a number of points has two at least."""
    most = _most(claims)
    return MOST_DECIMALS if most is None else max(most, LEAST_OF_CLAIMS)


def misfit(column: ScoreColumn, value: Fraction) -> Text | None:
    """Why a number does not fit into its column, if it does not: more digits, or more decimals."""
    if column.decimals is None:
        return None
    parts = value * 10**column.decimals
    if abs(parts) >= 10**DIGITS:
        return Text(f"{column.name} has more than {DIGITS} digits", f"{column.name} 超过 {DIGITS} 位数字")
    if parts.denominator != 1:
        return Text(
            f"{column.name} has more than {column.decimals} decimals", f"{column.name} 的小数超过 {column.decimals} 位"
        )
    return None


def _number(name: str, decimals: int | None, section: int = 0) -> ScoreColumn:
    return ScoreColumn(name, decimals, decimals is None, section)


def _of_rounding(rounding: Rounding | None) -> int | None:
    """The decimals that a rounding leaves; None where it leaves any number of them."""
    if rounding is None:
        return None
    if rounding.step is not None:
        return _most([rounding.step])
    return max(rounding.decimals, 0) if rounding.decimals is not None and rounding.decimals <= MOST_DECIMALS else None


def _most(numbers: Iterable[Fraction | None]) -> int | None:
    """The most decimals that any of some numbers has."""
    shown = [show_number(number) for number in numbers if number is not None]
    if any("/" in text for text in shown):
        return None
    most = max((len(text.partition(".")[2]) for text in shown), default=0)
    return most if most <= MOST_DECIMALS else None


def _largest(decimals: Iterable[int | None]) -> int | None:
    listed = list(decimals)
    known = [one for one in listed if one is not None]
    return None if len(known) < len(listed) else max(known, default=0)


def _of_points(indicator: Indicator, program: Program) -> int | None:
    """Decimals of an indicator's points: a bound of theirs wins over their rounding."""
    criterion = indicator.criterion
    return _largest([_of_rounding(program.rounding), _most([criterion.lowest, criterion.highest])])


def _of_total(program: Program) -> int | None:
    """Decimals of the total, which is rounded once, and of what limits it."""
    rounding = program.rounding
    if not program.indicators:
        total = next((result for result in program.results if result.is_total), None)
        if total is None:
            return 0
        rounding = total.rounding
    return _largest([_of_rounding(rounding), _most(end for limit in program.limits for end in limit.total)])
