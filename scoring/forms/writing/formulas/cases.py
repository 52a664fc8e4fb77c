"""Quantities by conditions: pieces laid side by side, the same of every piece, and one whole number of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from scoring.forms.writing.formulas.quantities import (
    Lacking,
    Leaf,
    Pieces,
    Quantity,
    Ratio,
    Truth,
)
from scoring.forms.writing.formulas.ratios import compared, over_one
from scoring.forms.writing.formulas.truths import either, in_order
from scoring.forms.writing.formulas.wholes import (
    NOTHING,
    NotSayable,
    Whole,
    common,
    extreme,
    times,
    whole,
)
from scoring.values.value import Fault

MOST_PIECES = 30


Settle = Callable[[Whole, str], Whole]


def mapped(value: Quantity, each: Callable[[Leaf], Quantity]) -> Quantity:
    """The same of every piece."""
    if not isinstance(value, Pieces):
        return each(value)
    return joined([(when, each(leaf)) for when, leaf in value.pieces])


def joined(pieces: Sequence[tuple[Truth | None, Quantity]]) -> Quantity:
    """One quantity of several by conditions; pieces within pieces are laid side by side, and what never holds is left out."""
    made: list[tuple[Truth | None, Leaf]] = []
    for when, value in pieces:
        if when is not None and when.constant is False:
            continue
        certain = when is None or when.constant is True
        if isinstance(value, Pieces):
            for inner, leaf in value.pieces:
                outer = None if certain else when
                made.append((inner if outer is None else outer if inner is None else in_order(outer, inner), leaf))
        else:
            made.append((None if certain else when, value))
        if certain:
            break
    else:
        made.append((None, Lacking(Fault(()))))
    made = _merged(made)
    if len(made) > MOST_PIECES:
        raise NotSayable("too many cases")
    return made[0][1] if len(made) == 1 else Pieces(tuple(made))


def _merged(pieces: Sequence[tuple[Truth | None, Leaf]]) -> list[tuple[Truth | None, Leaf]]:
    """Pieces that stand beside each other and are the same, as one where their conditions have a value for sure."""
    made: list[tuple[Truth | None, Leaf]] = []
    for when, leaf in pieces:
        if made and made[-1][1] == leaf:
            before = made[-1][0]
            if when is None or before is None:
                made[-1] = (None, leaf)
                continue
            if "NA()" not in before.text + when.text:
                made[-1] = (either([before, when]), leaf)
                continue
        made.append((when, leaf))
    return made


def least_or_most(ratios: Sequence[Ratio], greatest: bool) -> Quantity:
    if all(ratio.constant is not None for ratio in ratios):
        return Ratio((max if greatest else min)(ratio.factor for ratio in ratios))
    plain = over_one(ratios)
    if plain is not None:
        unit, numbers = plain
        found = extreme(numbers, greatest)
        return Ratio(unit * found.constant) if found.constant is not None else Ratio(unit, (found,))
    made: Quantity = ratios[0]
    for other in ratios[1:]:

        def beside(leaf: Leaf, other: Ratio = other) -> Quantity:
            assert isinstance(leaf, Ratio)
            return joined([(compared(">" if greatest else "<", other, leaf), other), (None, leaf)])

        made = mapped(made, beside)
    return made


def if_whole(when: Truth, then: Whole, otherwise: Whole) -> Whole:
    if when.constant is not None:
        return then if when.constant else otherwise
    if then == otherwise:
        return then
    now = None if when.now is None else then.now if when.now else otherwise.now
    ends = [one for one in (then, otherwise) if one is not NOTHING] or [NOTHING]
    text = f"IF({when.text},{then.text},{otherwise.text})"
    return Whole(text, now, min(one.low for one in ends), max(one.high for one in ends))


def cases(pieces: Sequence[tuple[Truth | None, Whole]]) -> Whole:
    """The whole number of the first condition that holds."""
    made = pieces[-1][1]
    for when, number in reversed(pieces[:-1]):
        assert when is not None
        made = if_whole(when, number, made)
    return made


def as_ratio(value: Quantity, settle: Settle) -> Ratio | None:
    """One quotient of whole numbers; of several pieces with dividend and divisor of each. None where nothing is a number."""
    if isinstance(value, Ratio):
        return value
    if not isinstance(value, Pieces):
        return None
    numbers = [leaf for _, leaf in value.pieces if isinstance(leaf, Ratio)]
    if not numbers:
        return None
    unit = Fraction(1, common([one.factor.denominator for one in numbers]))
    above: list[tuple[Truth | None, Whole]] = []
    below: list[tuple[Truth | None, Whole]] = []
    for when, leaf in value.pieces:
        if isinstance(leaf, Ratio):
            above.append((when, times(whole(int(leaf.factor / unit)), *leaf.above)))
            below.append((when, times(*leaf.below) if leaf.below else whole(1)))
        else:
            above.append((when, NOTHING))
            below.append((when, whole(1)))
    top, bottom = cases(above), cases(below)
    top = settle(top, "number") if top.constant is None else top
    if bottom.constant is None:
        bottom = settle(bottom, "divisor")
    if bottom.constant is not None:
        return Ratio(unit / bottom.constant, (top,))
    return Ratio(unit, (top,), (bottom,))


def truth_by_cases(value: Pieces) -> Truth | Lacking:
    """Conditions by cases: nothing where the piece has no value."""
    made: Truth | None = None
    for when, leaf in reversed(value.pieces):
        if isinstance(leaf, Truth):
            one = leaf
        elif isinstance(leaf, Lacking):
            one = Truth("NA()", None, open=True)
        else:
            raise NotSayable("neither yes nor no")
        if made is None or when is None:
            made = one
            continue
        now = None if when.now is None else one.now if when.now else made.now
        made = Truth(f"IF({when.text},{one.text},{made.text})", now, open=when.open or one.open or made.open)
    assert made is not None
    return made
