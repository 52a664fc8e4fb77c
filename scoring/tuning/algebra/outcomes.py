"""What indicators come to for any facts, as `scorecard.outcome` has it: points or a range of them, not applicable, left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.nodes.node import Arithmetic, Choose, Constant, Node, Round
from scoring.program.outside import conditions
from scoring.program.program import Criterion, Indicator
from scoring.tuning.algebra.encoding import Encoding
from scoring.tuning.algebra.rounded import rounded
from scoring.tuning.algebra.symbol import Symbol
from scoring.tuning.algebra.terms import Term, Terms


@dataclass(frozen=True, slots=True)
class Earned:
    """An indicator: not applicable, or left out of the sum, or between two ends, which are one where it is `scored`."""

    outside: Term
    left_out: Term
    scored: Term
    low: Term
    high: Term
    open: Term  # nobody may know whether it applies
    no_total: Term
    fault: Term  # what refuses the project


@dataclass(frozen=True, slots=True)
class Kept:
    """What an indicator weighs, and between which points its criterion keeps.

    `instead`: what its missing policy writes, where that rests on a weight that is not known. `by`: what points of levels are
    multiplied by, which were reckoned for the weight that the program was made for.
    """

    weight: Term
    lowest: Term
    highest: Term
    never_negative: bool
    instead: Term | None = None
    by: Term | None = None


def kept_of(indicator: Indicator, terms: Terms) -> Kept:
    """Of an indicator whose weight is known."""
    criterion = indicator.criterion
    weight, lowest, highest = (terms.number(one) for one in (indicator.weight, criterion.lowest, criterion.highest))
    return Kept(weight, lowest, highest, criterion.lowest >= 0)


def earned(indicator: Indicator, at: Encoding, declared: Term, kept: Kept | None = None) -> Earned:
    """What an indicator comes to; `declared`: that the project says that it does not apply; `kept`: where its weight is not known."""
    terms, symbols = at.terms, at.symbols
    criterion, no = indicator.criterion, terms.no
    of_weight, kept = kept is not None, kept or kept_of(indicator, terms)
    points = at.of(_without_clamp(criterion) if of_weight else criterion.points)
    if points.value.sort == "truth" or points.fields:
        points = symbols.where(
            symbols.is_known(points), symbols.absent("without"), replace(points, value=terms.nothing, fields={})
        )
    if of_weight:
        value = terms.least(terms.greatest(points.value, kept.lowest), kept.highest)
        points = replace(points, value=value)
    by_value = _of_points(indicator, points, kept, at)
    made = by_value
    if criterion.applies is not None:
        applies = at.condition(criterion.applies)
        unknown = terms.or_(applies.unknown, applies.without)
        known = symbols.is_known(applies)
        outside = terms.or_(
            applies.outside, terms.and_(known, terms.not_(applies.value)), terms.and_(unknown, points.outside)
        )
        low, high = (bounded_term(end, kept, criterion, at) for end in (kept.lowest, kept.highest))
        wide = Earned(no, no, no, low, high, terms.yes, no, no)
        made = where(unknown, wide, made, terms)
        made = where(outside, _outside(terms), made, terms)
        made = where(applies.fault, replace(by_value, fault=terms.yes), made, terms)
    return where(declared, _outside(terms), made, terms)


def where(when: Term, one: Earned, other: Earned, terms: Terms) -> Earned:
    """One where that holds, else the other."""
    return Earned(*(
        terms.if_(when, getattr(one, name), getattr(other, name))
        for name in ("outside", "left_out", "scored", "low", "high", "open", "no_total", "fault")
    ))  # fmt: skip


def _outside(terms: Terms) -> Earned:
    no, nothing = terms.no, terms.nothing
    return Earned(terms.yes, no, no, nothing, nothing, no, no, no)


def _without_clamp(criterion: Criterion) -> Node:
    """The points before they are kept between numbers that rest on a weight."""
    points, ends = criterion.points, (criterion.lowest, criterion.highest)
    if isinstance(points, Arithmetic) and points.op == "clamp":
        written = tuple(end.value for end in points.args[1:] if isinstance(end, Constant))
        return points.args[0] if written == ends else points
    return points


def _of_points(indicator: Indicator, points: Symbol, kept: Kept, at: Encoding) -> Earned:
    terms, symbols = at.terms, at.symbols
    number = bounded_term(points.value, kept, indicator.criterion, at)
    no = terms.no
    scored = Earned(no, no, terms.yes, number, number, no, no, no)
    made = where(symbols.is_known(points), scored, _by_policy(indicator, points, kept, at), terms)
    made = where(points.outside, _outside(terms), made, terms)
    return replace(made, fault=terms.or_(made.fault, points.fault))


def bounded_term(points: Term, kept: Kept, criterion: Criterion, at: Encoding) -> Term:
    """Points rounded as every indicator's are, within the bounds of the criterion."""
    terms, rounding = at.terms, at.program.rounding
    if kept.never_negative:  # what is below nothing is rounded to nothing at most
        points = terms.greatest(points, terms.nothing)
    value: Term | None = points
    if rounding is not None and not _is_round(points, at):
        value = rounded(rounding, points, terms, kept.never_negative)
    if value is None:
        value = at.anything(criterion.points).value
    return terms.least(terms.greatest(value, kept.lowest), kept.highest)


def _is_round(points: Term, at: Encoding) -> bool:
    """Whether it is one of some constants, none of which rounding changes."""
    waiting = [points]
    while waiting:
        term = waiting.pop()
        if term.op == "if":
            waiting += term.args[1:]
        elif (
            term.op != "number"
            or not isinstance(term.value, Fraction)
            or (at.program.rounding is not None and at.program.rounding.apply(term.value) != term.value)
        ):
            return False
    return True


def _by_policy(indicator: Indicator, points: Symbol, kept: Kept, at: Encoding) -> Earned:
    """What becomes of points that are not known: by the missing policy, else a range."""
    terms, symbols, criterion, program = at.terms, at.symbols, indicator.criterion, at.program
    missing, no = criterion.missing, terms.no
    low, high = _open_bounds(criterion, kept, at)
    may_not = terms.truth(bool(conditions(criterion.points, program)))
    open_ = terms.and_(points.unknown, may_not)
    wide = Earned(no, no, no, low, high, open_, terms.truth(missing.policy == "no_total"), no)

    def fixed(value: Term) -> Earned:
        given = bounded_term(value, kept, criterion, at)
        return Earned(no, no, terms.yes, given, given, no, no, no)

    match missing.policy:
        case "zero":
            return fixed(terms.nothing)
        case "full":
            return fixed(kept.weight)
        case "value" if kept.instead is not None:
            return fixed(kept.instead)
        case "leave_out":
            return Earned(no, terms.yes, no, terms.nothing, terms.nothing, no, no, no)
        case "value" | "row" if missing.value is not None:
            value = at.of(missing.value)
            if value.value.sort == "truth" or value.fields:
                return wide
            made = where(symbols.is_known(value), fixed(value.value), wide, terms)
            return replace(made, fault=terms.or_(made.fault, value.fault))
    return wide


def _open_bounds(criterion: Criterion, kept: Kept, at: Encoding) -> tuple[Term, Term]:
    """The static bounds; of a clause that is taken though its result is unknown its own."""
    terms = at.terms
    low, high = (bounded_term(end, kept, criterion, at) for end in (kept.lowest, kept.highest))
    choose = criterion.choice
    if choose is None or not any(clause.bounds is not None for clause in choose.clauses):
        return low, high
    at.of(choose)
    if not _always_looked_at(criterion.points, choose):
        opened = at.anything(criterion.points)
        return opened.ends[0][1], opened.ends[1][1]
    for taken, clause in at.taken.get(choose.number, ()):
        if clause.bounds is not None:
            least, most = (terms.number(end) for end in clause.bounds)
            if kept.by is not None:
                least, most = terms.multiply(least, kept.by), terms.multiply(most, kept.by)
            least, most = terms.greatest(least, kept.lowest), terms.least(most, kept.highest)
            low = terms.if_(taken, bounded_term(least, kept, criterion, at), low)
            high = terms.if_(taken, bounded_term(most, kept, criterion, at), high)
    return low, high


def _always_looked_at(node: Node, choose: Choose) -> bool:
    """Whether a table is decided whenever the points are asked for."""
    if node is choose:
        return True
    if isinstance(node, Arithmetic):
        return any(_always_looked_at(arg, choose) for arg in node.args)
    return isinstance(node, Round) and _always_looked_at(node.arg, choose)


def differ(one: Earned, other: Earned, terms: Terms) -> Term:
    """Whether an indicator comes to something else, as a scorecard shows it."""
    if one == other:
        return terms.no
    same = [terms.same_truth(one.outside, other.outside), terms.same_truth(one.left_out, other.left_out),
            terms.same_truth(one.scored, other.scored)]  # fmt: skip
    counts = terms.not_(terms.or_(one.outside, one.left_out))
    same.append(
        terms.or_(terms.not_(counts), terms.and_(terms.equal(one.low, other.low), terms.equal(one.high, other.high)))
    )
    return terms.not_(terms.and_(*same))


def worse(one: Earned, other: Earned, terms: Terms) -> Term:
    """Whether the other comes to fewer points, or may, or counts where it did not: else a sum of both never falls."""
    if one == other:
        return terms.no
    same = [terms.same_truth(one.outside, other.outside), terms.same_truth(one.left_out, other.left_out),
            terms.same_truth(one.no_total, other.no_total), terms.same_truth(one.open, other.open)]  # fmt: skip
    counts = terms.not_(terms.or_(one.outside, one.left_out))
    lower = terms.or_(terms.less(other.low, one.low), terms.less(other.high, one.high))
    return terms.or_(terms.not_(terms.and_(*same)), terms.and_(counts, lower))
