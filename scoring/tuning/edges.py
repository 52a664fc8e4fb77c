"""Where a condition of one number can change: at the numbers at which what it compares is equal, and what lies beside them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.tuning.terms import Term, Terms, Valuation, below

HALF = Fraction(1, 2)
PROBES = (Fraction(7, 3), Fraction(1013, 7), Fraction(-19, 5))
MOST_EDGES = 60


def edges(term: Term, name: str, terms: Terms) -> tuple[Fraction, ...]:
    """Numbers at, beside and between which the term may be another, for what is linear or a quotient of such, nearly; plain first."""
    found: dict[Fraction, None] = {Fraction(0): None}
    for at in below(term):
        if at.op in ("below", "zero"):
            root = _root(smooth(at.args[0], terms), name)
            if root is not None:
                found[root] = None
        if len(found) > MOST_EDGES:
            break
    ordered = sorted(found)
    between = [(one + other) / 2 for one, other in zip(ordered, ordered[1:], strict=False)]
    near = [edge + step for edge in ordered for step in _beside(edge)]
    beyond = [ordered[0] - 1, ordered[-1] * 2 + 1]
    return tuple(dict.fromkeys([*ordered, *map(plainly, between), *near, *beyond]))


def _beside(edge: Fraction) -> Sequence[Fraction]:
    size = max(Fraction(1), abs(edge))
    return [sign * size * Fraction(1, 10**digits) for digits in (1, 2, 4) for sign in (1, -1)]


def plainly(value: Fraction) -> Fraction:
    """A number near it, with few digits."""
    if value == 0:
        return value
    step = Fraction(10) ** (len(str(int(abs(value)))) - 3)
    return (value / step).__round__() * step


def smooth(term: Term, terms: Terms) -> Term:
    """The term without its steps: a rounded number as what is rounded, less one half on the average."""
    known: dict[int, Term] = {}
    for at in below(term):
        args = [known[arg.number] for arg in at.args]
        if at.op == "floor":
            known[at.number] = terms.add(args[0], terms.number(-HALF))
        elif at.args:
            known[at.number] = terms.remade(at, args)
        else:
            known[at.number] = at
    return known[term.number]


def _root(term: Term, name: str) -> Fraction | None:
    """Where a term is nothing that is (ax + b) / (cx + d), by three of its values."""
    xs = PROBES
    try:
        ys = [Valuation({name: x}).number(term) for x in xs]
    except KeyError:
        return None
    return root_by_values(xs, ys)


def root_by_values(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> Fraction | None:
    """The root of ax + b = y(cx + 1), or of ax + b = yx, through three points."""
    rows = [[x, Fraction(1), -x * y, y] for x, y in zip(xs, ys, strict=True)]
    solved = _solved(rows)
    if solved is None:
        rows = [[x, Fraction(1), -y * x, Fraction(0)] for x, y in zip(xs, ys, strict=True)]
        solved = _null(rows)
    if solved is None or solved[0] == 0:
        return None
    return -solved[1] / solved[0]


def _solved(rows: list[list[Fraction]]) -> list[Fraction] | None:
    rows = [row[:] for row in rows]
    for column in range(3):
        pivot = next((n for n in range(column, 3) if rows[n][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for n in range(3):
            if n != column and rows[n][column]:
                rows[n] = [a - rows[n][column] * b for a, b in zip(rows[n], rows[column], strict=True)]
    return [row[3] for row in rows]


def _null(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """a and b where ax + b = yx at all three points, with c taken as one."""
    (x1, _, n1, _), (x2, _, n2, _), _ = rows
    if x1 == x2:
        return None
    a = (-n1 + n2) / (x1 - x2)
    return [a, -n1 - a * x1]
