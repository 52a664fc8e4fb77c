"""What a rate rests on: a part and a whole, and what the rate is by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from scoring.forms.prose.quantities import Quantity
from scoring.forms.prose.told import Told

Between = tuple[Fraction, Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Base:
    """What a rate rests on: its part and its whole, or the number before and after; `change` for a rise or fall."""

    part: Told
    whole: Told
    change: int = 0  # 1 for a rise, -1 for a fall
    sure: bool = True  # whether nothing else can be meant, so that a difference is one
    also: tuple[Told, ...] = ()  # other parts that count with the first: 非常满意 and 满意

    def between(self, quantity: Callable[[Told], Quantity | None]) -> Between | None:
        """The lowest rate, the rate, and the highest that figures can have which are rounded to these."""
        parts = [quantity(one) for one in (self.part, *self.also)]
        whole = quantity(self.whole)
        if whole is None or not whole.low or any(
            part is None or not part.exact or part.measure != whole.measure for part in parts
        ):  # fmt: skip
            return None
        if not (
            whole.exact or self.whole.standing == "planned"
        ):  # what at least was planned is what the rate is taken of
            return None
        added = sum((part.low for part in parts if part is not None), Fraction(0))
        slack = sum((part.slack for part in parts if part is not None), Fraction(0))
        low = (added - slack) / (whole.low + whole.slack)
        high = (added + slack) / (whole.low - whole.slack) if whole.low > whole.slack else added / whole.low
        shares = sorted(self._moved(share) for share in (low, added / whole.low, high))
        return shares[0], shares[1], shares[2]

    def _moved(self, share: Fraction) -> Fraction:
        return (share - 1) * self.change if self.change else share

    def said(self) -> str:
        """How it is computed: `114.6万元 ÷ 120万元`."""
        one, other = (each.figure.term for each in (self.part, self.whole))
        if self.also:
            one = " + ".join((one, *(each.figure.term for each in self.also)))
            one = f"({one})"
        if not self.change:
            return f"{one} ÷ {other}"
        return f"({one} − {other}) ÷ {other}" if self.change > 0 else f"({other} − {one}) ÷ {other}"
