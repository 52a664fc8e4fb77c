"""Conditions without whole numbers: a rounded number is anything less than one below, rising with what is rounded.

What can never hold of these can never hold at all, and a solver is much quicker to see it.
"""

from __future__ import annotations

from collections.abc import Sequence

from scoring.tuning.algebra.terms import Term, Terms, below

MOST_COMPARED = 12
"""Roundings that are compared with each other."""


def loosened(conditions: Sequence[Term], terms: Terms) -> list[Term]:
    """The conditions, with what is known of rounding beside them."""
    known: dict[int, Term] = {}
    said: list[Term] = []
    rounded: list[tuple[Term, Term]] = []
    for at in below(*conditions):
        args = [known[arg.number] for arg in at.args]
        if at.op == "var" and at.sort == "whole":
            known[at.number] = terms.var(f"{at.name} (any number)", "number")
        elif at.op == "floor":
            whole = terms.var(f"floor {at.number}", "number")
            said += [terms.at_most(whole, args[0]), terms.less(terms.add(args[0], terms.number(-1)), whole)]
            for number, down in rounded[-MOST_COMPARED:]:
                said.append(terms.or_(terms.less(number, args[0]), terms.at_most(whole, down)))
                said.append(terms.or_(terms.less(args[0], number), terms.at_most(down, whole)))
            rounded.append((args[0], whole))
            known[at.number] = whole
        else:
            known[at.number] = terms.remade(at, args) if at.args else at
    return [*(known[condition.number] for condition in conditions), *said]
