"""Between which numbers a fact has to lie so that no requirement on it alone, such as its declared range, refuses the project."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.nodes.node import Node
from scoring.tuning.algebra.encoded_book import EncodedBook
from scoring.tuning.algebra.fact_symbols import AS_BOUND, REPORTED
from scoring.tuning.algebra.pieces import TooCurved, pieces_of
from scoring.tuning.algebra.terms import Term, Valuation, below, variables

Ends = tuple[Fraction | None, Fraction | None]


def declared_range(name: str, book: EncodedBook) -> Ends:
    """The least and the most, None where there is no such end; some numbers between them may be refused all the same."""
    low: Fraction | None = None
    high: Fraction | None = None
    for one in book.program.requirements:
        if one.fact != name:
            continue
        least, most = _taken(_refused(name, one.that, book), name)
        low = least if low is None or (least is not None and least > low) else low
        high = most if high is None or (most is not None and most < high) else high
    return low, high


def _refused(name: str, that: Node, book: EncodedBook) -> Term:
    condition, terms = book.encoding.condition(that), book.terms
    refused = terms.and_(book.at.symbols.is_known(condition), terms.not_(condition.value))
    return terms.with_values(refused, {name + REPORTED: True, name + AS_BOUND: False})


def _taken(refused: Term, name: str) -> Ends:
    """Between which numbers all lies that is not refused."""
    if set(variables(refused)) != {name} or any(one.op == "floor" for one in below(refused)):
        return None, None
    taken = list(_pieces(refused, name))
    lows, highs = [low for low, _ in taken], [high for _, high in taken]
    least = min((low for low in lows if low is not None), default=None) if None not in lows else None
    most = max((high for high in highs if high is not None), default=None) if None not in highs else None
    return least, most


def _pieces(refused: Term, name: str) -> Iterator[Ends]:
    """The pieces, and the ends between them, that are not refused; all where that is not known."""
    try:
        pieces, _ = pieces_of(refused, name)
    except TooCurved:
        yield None, None
        return
    edges = [None, *pieces.ends, None]
    for number, is_refused in enumerate(pieces.values):
        if is_refused is not True:
            yield edges[number], edges[number + 1]
    yield from ((end, end) for end in pieces.ends if not Valuation({name: end}).truth(refused))
