"""Shares of a whole as weights with decimals that sum exactly to the total."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor


def apportioned(shares: Sequence[Fraction], total: Fraction, decimals: int) -> list[Fraction]:
    """The total divided by these shares (they sum to 1), each with so many decimals, together exactly the total.

    Each is cut to its decimals, and what is left goes to the largest remainders, to the earlier one of equal ones (Hamilton's
    method of largest remainders; Balinski and Young, *Fair Representation*, 1982). The total has no more decimals itself.
    """
    step = Fraction(1, 10**decimals)
    units = [share * total / step for share in shares]
    whole = [floor(unit) for unit in units]
    left = int(total / step) - sum(whole)
    by_remainder = sorted(range(len(units)), key=lambda at: (whole[at] - units[at], at))
    for at in by_remainder[:left]:
        whole[at] += 1
    return [each * step for each in whole]
