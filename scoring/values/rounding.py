"""Rounding, exactly: to decimals, to a step, to significant digits, by the modes of Python's `decimal`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.problems import Text
from scoring.values.number import magnitude, show_number

Mode = Literal["half_up", "half_even", "half_down", "up", "down", "ceiling", "floor", "05up"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """Exactly one of decimals, step and significant is set."""

    mode: Mode = "half_up"
    decimals: int | None = None
    step: Fraction | None = None
    significant: int | None = None

    def apply(self, value: Fraction) -> Fraction:
        """The value rounded, exactly: to a multiple of the step, or of the last decimal or digit kept."""
        if self.decimals is not None and self.decimals >= 0 and 10**self.decimals % value.denominator == 0:
            return value  # has no more decimals than are kept
        step = self.unit_of(value)
        return _whole(value / step, self.mode) * step

    def unit_of(self, value: Fraction) -> Fraction:
        """What a value of this size is rounded to a multiple of."""
        if self.step is not None:
            return self.step
        if self.decimals is not None:
            return Fraction(10) ** -self.decimals
        if self.significant is not None:
            return Fraction(10) ** (magnitude(value) - self.significant + 1)
        return Fraction(1)

    def describe(self) -> Text:
        """Such as "rounded half up to 2 decimals", "四舍五入保留两位小数"."""
        en, zh = _MODES[self.mode]
        if self.step is not None:
            written = show_number(self.step)
            return Text(f"{en} to a multiple of {written}", f"{zh}取 {written} 的整数倍")
        if self.significant is not None:
            digits = "digit" if self.significant == 1 else "digits"
            return Text(f"{en} to {self.significant} significant {digits}", f"{zh}保留 {self.significant} 位有效数字")
        if not self.decimals:
            return Text(f"{en} to a whole number", f"{zh}取整数")
        if self.decimals < 0:
            written = show_number(Fraction(10) ** -self.decimals)
            return Text(f"{en} to a multiple of {written}", f"{zh}取 {written} 的整数倍")
        decimals = "decimal" if self.decimals == 1 else "decimals"
        count = "一两三四五六七八九"[self.decimals - 1] if self.decimals < 10 else f" {self.decimals} "
        return Text(f"{en} to {self.decimals} {decimals}", f"{zh}保留{count}位小数")


_MODES: dict[str, tuple[str, str]] = {
    "half_up": ("rounded half up", "四舍五入"),
    "half_even": ("rounded half to even", "四舍六入五成双"),
    "half_down": ("rounded half down", "五舍六入"),
    "up": ("rounded away from zero", "逢尾数即进位（远离零）"),
    "down": ("cut off", "舍去尾数（趋向零）"),
    "ceiling": ("rounded up", "向上舍入"),
    "floor": ("rounded down", "向下舍入"),
    "05up": ("cut off, but away from zero after a last digit of 0 or 5", "舍去尾数（末位为 0 或 5 时进位）"),
}


def _whole(value: Fraction, mode: Mode) -> int:
    """A whole number next to the value. The modes are those of Python's `decimal`."""
    size, rest = divmod(abs(value.numerator), value.denominator)
    if rest == 0:
        away = False
    else:
        half = 2 * rest - value.denominator  # above, at or below one half
        match mode:
            case "half_up":
                away = half >= 0
            case "half_down":
                away = half > 0
            case "half_even":
                away = half > 0 or (half == 0 and size % 2 == 1)
            case "up":
                away = True
            case "down":
                away = False
            case "ceiling":
                away = value > 0
            case "floor":
                away = value < 0
            case "05up":
                away = size % 5 == 0
    size += away
    return size if value >= 0 else -size
