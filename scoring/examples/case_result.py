"""What a scorecard says of a name that a table of cases expects: its value or why there is none, and how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.examples import members
from scoring.problems import Place, Text
from scoring.scorecard.scorecard import ColumnScore, IndicatorScore, ResultScore, Scorecard
from scoring.values.number import show_number
from scoring.values.value import Value


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came out of one name that a table expects."""

    outcome: str  # scored, none, not_scorable, not_applicable
    value: Value
    told: str
    why: Text | None = None
    where: Place | None = None


def result_of(name: str, card: Scorecard) -> CaseResult:
    """A result, one of its several parts (`approval.rate`) or its grade; an indicator's points; total or grade."""
    first, _, part = name.partition(".")
    result = next((one for one in card.results if one.name == first), None)
    if result is not None and result.members is not None:
        return _of_members(result, part)
    if result is not None:
        return _of_result(result, part)
    indicator = next((one for one in card.indicators if one.id == name), None)
    if indicator is not None:
        return _of_indicator(indicator)
    if name == "grade":
        outcome = "scored" if card.grade is not None else "none" if not card.grades_possible else "not_scorable"
        return CaseResult(outcome, card.grade, card.grade or _or(card.grades_possible))
    points = card.total.points
    outcome = "scored" if points is not None else "none" if card.total.lowest is None else "not_scorable"
    lowest, highest = card.total.lowest, card.total.highest
    between = "none" if lowest is None or highest is None else f"{show_number(lowest)} – {show_number(highest)}"
    return CaseResult(outcome, points, _told(points) if points is not None else between, card.total.arithmetic)


def _of_members(result: ResultScore, part: str) -> CaseResult:
    """All of a result for each record, or what one record has in a column (`A.points`)."""
    if not part:
        return CaseResult("scored", None, members.said(result), where=result.where)
    for member in result.members or ():
        name = part.removeprefix(f"{member.key}.")
        if name != part and name in members.columns_shown(result):
            return _of_column(member.columns[name])
    return CaseResult("no_record", None, "no such record", where=result.where)


def _of_column(one: ColumnScore) -> CaseResult:
    missing = Text(f"missing: {', '.join(one.missing)}", f"缺少：{'、'.join(one.missing)}") if one.missing else None
    value = None if one.outcome == "not_scorable" else one.value
    return CaseResult(one.outcome, value, members.told(one), missing or one.reason or one.arithmetic, one.where)


def _of_result(result: ResultScore, part: str) -> CaseResult:
    missing = (
        Text(f"missing: {', '.join(result.missing)}", f"缺少：{'、'.join(result.missing)}") if result.missing else None
    )
    why, where = missing or result.reason or result.arithmetic, result.where
    if result.outcome not in ("scored", "none"):
        told = result.outcome.replace("_", " ")
        return CaseResult(result.outcome, None, f"{told}{f' ({missing.en})' if missing else ''}", why, where)
    value: Value = result.value
    if part == "grade":
        value = result.grade
    elif part and isinstance(value, tuple):
        value = tuple(one.get(part) if isinstance(one, dict) else None for one in value)
    elif part:
        value = value.get(part) if isinstance(value, dict) else None
    return CaseResult("none" if value is None else "scored", value, _told(value), why, where)


def _of_indicator(one: IndicatorScore) -> CaseResult:
    missing = Text(f"missing: {', '.join(one.missing)}", f"缺少：{'、'.join(one.missing)}") if one.missing else None
    told = _told(one.points) if one.points is not None else one.outcome.replace("_", " ")
    return CaseResult(
        one.outcome if one.points is None else "scored", one.points, told, missing or one.arithmetic, one.where
    )


def _or(names: Sequence[str]) -> str:
    return " or ".join(names) or "none"


def _told(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return show_number(value)
    if isinstance(value, tuple):
        return " | ".join(_told(one) for one in value)
    return "none" if value is None else str(value)
