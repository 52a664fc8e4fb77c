"""Comparisons of symbols: of numbers known by their ends, of days known by month or year, of truths and texts."""

from __future__ import annotations

from collections.abc import Callable

from scoring.tuning.algebra.symbol import Symbol, Symbols
from scoring.tuning.algebra.terms import Term, Terms

End = tuple[Term, Term]
"""Whether there is one, and which number."""
Ends = tuple[End, End]
YesNo = tuple[Term, Term]
"""When it surely holds, and when it surely does not."""

COMPARISONS: dict[str, Callable[[Terms, Term, Term], Term]] = {
    "<": Terms.less,
    "<=": Terms.at_most,
    ">": lambda terms, one, other: terms.less(other, one),
    ">=": lambda terms, one, other: terms.at_most(other, one),
    "==": Terms.equal,
    "!=": lambda terms, one, other: terms.not_(terms.equal(one, other)),
}


def compared(op: str, left: Symbol, right: Symbol, symbols: Symbols) -> Symbol | None:
    """A comparison of two values as a condition; None of such as have no term."""
    terms = symbols.terms
    made = _of_values(op, left, right, symbols)
    if made is None:
        return None
    none, both = terms.or_(left.nothing, right.nothing), terms.and_(left.nothing, right.nothing)
    if op in ("==", "!="):
        made = symbols.where(none, symbols.of(both if op == "==" else terms.not_(both)), made)
    else:
        made = symbols.lacks(none, "without", made)
    absences, _ = symbols.first_of([left, right])
    return symbols.instead(absences, made)


def _of_values(op: str, left: Symbol, right: Symbol, symbols: Symbols) -> Symbol | None:
    """The same where both are values or bounds."""
    terms = symbols.terms
    if left.fields and right.fields:
        return _of_days(op, left, right, symbols)
    if left.fields or right.fields:
        return None
    if left.value.sort == "truth" or right.value.sort == "truth":
        if left.value.sort != right.value.sort:
            return None
        same = terms.same_truth(left.value, right.value)
        return symbols.of(same if op == "==" else terms.not_(same))
    return _of_numbers(op, left, right, symbols)


# ---------------------------------------------------------------------- numbers


def _of_numbers(op: str, left: Symbol, right: Symbol, symbols: Symbols) -> Symbol:
    terms = symbols.terms
    plain = symbols.of(COMPARISONS[op](terms, left.value, right.value))
    if left.bound is terms.no and right.bound is terms.no:
        return plain
    a, b = _ends(left, terms), _ends(right, terms)
    match op:
        case "<":
            yes, no = _less(a, b, terms)
        case ">":
            yes, no = _less(b, a, terms)
        case "<=":
            no, yes = _less(b, a, terms)
        case ">=":
            no, yes = _less(a, b, terms)
        case _:
            yes, no = _equal(a, b, terms)
            yes, no = (yes, no) if op == "==" else (no, yes)
    sure = symbols.where(no, symbols.of(terms.no), symbols.absent("unknown"))
    open_ = symbols.where(yes, symbols.of(terms.yes), sure)
    return symbols.where(terms.or_(left.bound, right.bound), open_, plain)


def _ends(one: Symbol, terms: Terms) -> Ends:
    """Between which numbers it lies; of a number that it is itself."""
    low, high = (
        (
            terms.if_(one.bound, there, terms.yes),
            one.value if one.bound is terms.no else terms.if_(one.bound, end, one.value),
        )
        for there, end in one.ends
    )
    return low, high


def _less(a: Ends, b: Ends, terms: Terms) -> YesNo:
    (a_low, a_high), (b_low, b_high) = a, b
    yes = terms.and_(a_high[0], b_low[0], terms.less(a_high[1], b_low[1]))
    no = terms.and_(a_low[0], b_high[0], terms.at_most(b_high[1], a_low[1]), terms.not_(yes))
    return yes, no


def _equal(a: Ends, b: Ends, terms: Terms) -> YesNo:
    no = terms.or_(_less(a, b, terms)[0], _less(b, a, terms)[0])
    (low, high), (b_low, b_high) = a, b
    same = [terms.equal(low[1], high[1]), terms.equal(low[1], b_low[1]), terms.equal(low[1], b_high[1])]
    return terms.and_(low[0], high[0], b_low[0], b_high[0], *same, terms.not_(no)), no


# ---------------------------------------------------------------------- days

Days = tuple[Term, Term]
"""The first and the last that it may be."""


def _of_days(op: str, left: Symbol, right: Symbol, symbols: Symbols) -> Symbol | None:
    terms = symbols.terms
    if "first" not in left.fields or "first" not in right.fields:
        return None
    a = left.fields["first"].value, left.fields["last"].value
    b = right.fields["first"].value, right.fields["last"].value
    apart = terms.or_(terms.less(a[1], b[0]), terms.less(b[1], a[0]))
    match op:
        case "<":
            yes, no = _earlier(a, b, terms)
        case ">":
            yes, no = _earlier(b, a, terms)
        case "<=":
            no, yes = _earlier(b, a, terms)
        case ">=":
            no, yes = _earlier(a, b, terms)
        case "within":
            yes = terms.and_(terms.at_most(b[0], a[0]), terms.at_most(a[1], b[1]))
            no = terms.and_(apart, terms.not_(yes))
        case _:
            exact = terms.and_(left.fields["exact"].value, right.fields["exact"].value)
            same = terms.equal(a[0], b[0])
            yes, no = terms.and_(exact, same), terms.or_(terms.and_(exact, terms.not_(same)), apart)
            yes, no = (yes, no) if op == "==" else (no, yes)
    sure = symbols.where(yes, symbols.of(terms.yes), symbols.absent("unknown"))
    return symbols.where(no, symbols.of(terms.no), sure)


def _earlier(one: Days, other: Days, terms: Terms) -> YesNo:
    yes = terms.less(one[1], other[0])
    return yes, terms.and_(terms.at_most(other[1], one[0]), terms.not_(yes))
