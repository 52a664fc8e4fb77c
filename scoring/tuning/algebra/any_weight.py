"""What an indicator of any weight is kept between: the bounds of its criterion, as `program.bounds` has them, over a weight that is not known."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.program.program import Indicator
from scoring.project.rows import share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry
from scoring.tuning.algebra.outcomes import Kept
from scoring.tuning.algebra.terms import Term, Terms

NEARLY_NOTHING = Fraction(1, 999_983)
"""The weight that programs are made for: so little that whatever is kept below a weight is kept below it there."""


def kept_for_any_weight(indicator: Indicator, entry: Entry[model.RuleModel], terms: Terms) -> Kept | None:
    """None of a rule that rests on the weight in a way that is not looked into: parts kept between shares of it."""
    weight, rule = terms.var(f"{indicator.id}.weight", "number"), entry.model
    if any(_in_shares(part) for part in rule.part or ()):
        return None
    ends = _of_parts(rule.part, weight, terms) if rule.part and rule.between is None else _ends(rule, weight, terms)
    missing = indicator.criterion.missing
    instead = _points(missing.asked, weight, terms) if missing.policy == "value" else None
    if ends is None or (missing.policy == "row" and _in_shares(rule)):
        return None
    never_negative = terms.less(ends[0], terms.nothing) is terms.no
    by = terms.times(weight, 1 / indicator.weight) if _levels_by_weight(rule) else None
    return Kept(weight, ends[0], ends[1], never_negative, instead, by)


def _ends(rule: Any, weight: Term, terms: Terms) -> tuple[Term, Term] | None:
    """Of a rule or a part of one."""
    if rule.between is None:
        return terms.nothing, weight
    low, high = (_points(end, weight, terms) for end in rule.between)
    return None if low is None or high is None else (low, high)


def _of_parts(parts: Any, weight: Term, terms: Terms) -> tuple[Term, Term] | None:
    low = high = terms.nothing
    for part in parts:
        ends = _ends(part, weight, terms)
        if ends is None:
            return None
        if part.when is not None:
            ends = terms.least(ends[0], terms.nothing), terms.greatest(ends[1], terms.nothing)
        low, high = terms.add(low, ends[0]), terms.add(high, ends[1])
    kept = [terms.least(terms.greatest(end, terms.nothing), weight) for end in (low, high)]
    return kept[0], kept[1]


def _points(written: Any, weight: Term, terms: Terms) -> Term | None:
    read = share_or_points(written)
    if read is None:
        return None
    return terms.times(weight, read[1]) if read[0] == "share" else terms.number(read[1])


def _in_shares(rule: Any) -> bool:
    """Whether it is kept between shares of the weight."""
    read = [share_or_points(end) for end in rule.between or ()]
    return any(one is not None and one[0] == "share" for one in read)


def _levels_by_weight(rule: model.RuleModel) -> bool:
    """Whether the points of levels rest on the weight: in shares, or in points of another scale."""
    return rule.full is not None or any("%" in str(cell) for level in rule.levels or () for cell in level)
