"""The sheet of the calculation: what was reported as whole numbers, and one step a row.

Columns: A what it is, B the value (a formula over the form's cell, or typed), C its unit, D how many parts one of it has,
E the whole number or the step, F where it comes from.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from scoring.forms.writing.formulas.cases import if_whole
from scoring.forms.writing.formulas.quantities import DayNumber, Ends, Leaf, Ratio, Truth, Word
from scoring.forms.writing.formulas.truths import both
from scoring.forms.writing.formulas.wholes import LIMIT, NOTHING, NotSayable, Whole
from scoring.problems import Text
from scoring.project.fact_sheet import Reported
from scoring.values.bound import Bound
from scoring.values.day import Day
from scoring.values.number import show_number
from scoring.values.units import Unit

FIRST_DAY = datetime.date(1899, 12, 30)
LONGEST, LONGEST_COMPARED = 200, 1000  # of a text within a formula
NEARLY = Decimal("0.0000001")  # what doubles are off by
Cached = int | Decimal | str | bool | None
Given = str | Decimal | datetime.date


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its equals sign, and what it comes to today."""

    text: str
    now: Cached


@dataclass(frozen=True, slots=True)
class FormCell:
    """Where a value stands on the form: `place` as `'自评表'!$F$13`, and the text there.

    `number` is what a cell holds that is one, `times` as much of which is meant (100 where it is shown as a share), in `unit`
    (万元) where that is not the unit that it was reported in. `held` is the text that a formula finds there, to the letter;
    None where nobody knows.
    """

    place: str
    text: str
    number: Decimal | None = None
    unit: Unit | None = None
    times: int = 1
    held: str | None = None

    @property
    def unchanged(self) -> Truth | None:
        """Whether what stands there today still does."""
        if self.number is not None:
            return Truth(f"AND(ISNUMBER({self.place}),ABS({self.place}-{self.number})<{NEARLY:f})", True)
        if self.held is None or len(self.held) > LONGEST_COMPARED:
            return None
        return Truth(f"EXACT({self.place},{quoted(self.held)})", True)


def quoted(text: str) -> str:
    """A text within a formula, which takes no long ones."""
    pieces = [text[at : at + LONGEST].replace('"', '""') for at in range(0, len(text), LONGEST)] or [""]
    return "&".join(f'"{piece}"' for piece in pieces)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet. `head` begins a block; `frozen` is a value that scoring computed and no formula does."""

    what: Text
    value: Formula | Given | None = None
    unit: str = ""
    parts: int | None = None
    step: Formula | None = None
    remark: Text | None = None
    head: bool = False
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """How much other numbers may be typed than stand there: how many times as large, with how many more decimals."""

    times: int
    decimals: int
    by_hand: bool = False  # whether divisions may be written out step by step

    @property
    def small(self) -> Room:
        """Of weights and shares, which nobody makes a hundred times as large."""
        return Room(min(self.times, 10), min(self.decimals, 1), self.by_hand)


YES, NO = Text("yes", "是"), Text("no", "否")
STILL = Text("as long as the form says the same", "表中相应内容未变时")
FIRST_ROW = 3  # below title and heads


@dataclass
class Calculation:
    """The rows under construction; a row is never taken back."""

    sheet: str
    cells: Mapping[str, FormCell]  # by the name of what stands there: `N1.actual`, `budget`
    room: Room
    yes: str
    no: str
    lines: list[Line] = field(default_factory=list)
    about: Text = field(default_factory=lambda: Text("", ""))

    def _next(self) -> int:
        return FIRST_ROW + len(self.lines)

    def begin(self, what: Text) -> None:
        """A block of rows."""
        self.lines.append(Line(what, head=True))
        self.about = what

    # ------------------------------------------------------------------ steps

    def step(self, number: Whole, what: Text, always: bool = False) -> Whole:
        """A whole number in a cell of its own; one that is a constant or a cell already only where that is asked for."""
        if not always and (number.constant is not None or _is_cell(number.text)):
            return number
        return self.typed(Line(what, step=Formula(number.text, number.now)), number.now, number.low, number.high)

    def typed(self, line: Line, now: int | None, low: int | None = None, high: int | None = None) -> Whole:
        """A row with a number of its own, and the cell of it."""
        row = self._next()
        self.lines.append(line)
        least = now or 0
        return Whole(f"$E${row}", now, least if low is None else low, least if high is None else high, is_cell=True)

    def truth(self, truth: Truth, what: Text) -> Truth:
        if truth.constant is not None or _is_cell(truth.text):
            return truth
        row = self._next()
        self.lines.append(Line(what, step=Formula(truth.text, truth.now)))
        return Truth(f"$E${row}", truth.now, open=truth.open)

    # ------------------------------------------------------------------ what is reported

    def unchanged(self, names: Iterable[str]) -> Truth:
        """Whether the cells of the form that these stand in say what they say today."""
        found = [self.cells[name].unchanged for name in dict.fromkeys(names) if name in self.cells]
        return both([one for one in found if one is not None])

    def only_today(self, names: Iterable[str], number: Whole) -> Whole:
        """The number as long as these say what they say today; then nothing, until it is scored again."""
        return self.only_where(self.unchanged(names), number)

    def only_where(self, truth: Truth, number: Whole, what: Text = STILL) -> Whole:
        """The number where that holds. It may be another one as far as sums and products know, or they would leave it out."""
        if truth.constant:
            return number
        step = if_whole(truth, number, NOTHING)
        return self.typed(Line(what, step=Formula(step.text, step.now)), step.now, number.low, number.high + 1)

    def reported(self, reported: Reported, what: Text, remark: Text | None) -> Leaf:
        """A reported value as a cell of this sheet, over the form's own where it stands there."""
        value, at = reported.value, self.cells.get(reported.name)
        if isinstance(value, bool):
            return self._yes_no(value, what, remark, at)
        if isinstance(value, str):
            row = self._next()
            read = at is not None and at.number is None and at.held == value
            typed = Formula(f'{at.place}&""', value) if at is not None and read else _only_beside(at, value)
            self.lines.append(Line(what, value=typed, remark=remark))
            return Word(f"$B${row}", value)
        if isinstance(value, Day):
            return self._day(value, what, remark, at)
        if isinstance(value, Fraction):
            unit = at.unit if at is not None and at.unit is not None else reported.unit
            return self.number(value, unit.factor if unit else Fraction(1), unit.name if unit else "", what, remark, at)
        if isinstance(value, Bound):
            return self._ends(value, reported.unit, what, remark, at)
        raise NotSayable("neither number nor text nor date")

    def _ends(self, value: Bound, unit: Unit | None, what: Text, remark: Text | None, at: FormCell | None) -> Ends:
        ends = []
        for end, en, zh in ((value.at_least, "at least", "不低于"), (value.at_most, "at most", "不高于")):
            said = Text(f"{what.en}: {en}", f"{what.zh}：{zh}")
            by = (unit.factor, unit.name) if unit is not None else (Fraction(1), "")
            ends.append(None if end is None else self.number(end, *by, said, remark, at, read=False))
        return Ends(*ends)

    def _yes_no(self, value: bool, what: Text, remark: Text | None, at: FormCell | None) -> Truth:
        row = self._next()
        text = f'IF($B${row}="{self.yes}",TRUE,IF($B${row}="{self.no}",FALSE,NA()))'
        typed = _only_beside(at, self.yes if value else self.no)
        self.lines.append(Line(what, value=typed, step=Formula(text, value), remark=remark))
        return Truth(f"$E${row}", value)

    def _day(self, value: Day, what: Text, remark: Text | None, at: FormCell | None) -> DayNumber:
        if not value.is_exact or value.year < 1901:
            raise NotSayable("a date without its day")
        day, row = value.first(), self._next()
        serial = (day - FIRST_DAY).days
        found = _date_in(at, day) if at is not None else None
        typed = _only_beside(at, day) if found is None else Formula(found, Decimal(serial))
        step = Formula(f"IF(ISNUMBER($B${row}),INT($B${row}),NA())", serial)
        self.lines.append(Line(what, value=typed, step=step, remark=remark))
        return DayNumber(Whole(f"$E${row}", serial, 367, 200_000))

    def number(
        self, value: Fraction, unit: Fraction, unit_name: str, what: Text, remark: Text | None, at: FormCell | None,
        frozen: bool = False, small: bool = False, read: bool = True,
    ) -> Ratio:  # fmt: skip
        """A number as it is written in its unit, as a whole number of parts of that unit; `small` ones stay of their size, above zero.

        One that is not to be `read` from the form holds as long as the form says the same.
        """
        room = self.room.small if small or unit_name == "%" else self.room
        shown = value / unit
        digits = show_number(shown)
        if "/" in digits:
            return self._fraction(value, what, remark)
        decimals = len(digits.partition(".")[2]) + (0 if frozen else room.decimals)
        parts = 10**decimals
        today = int(shown * parts)
        typable = 10 ** len(str(abs(today))) * room.times if room.times > 1 else max(2 * abs(today), 10)
        most = abs(today) if frozen else typable
        if most > LIMIT or len(digits.replace(".", "").replace("-", "").lstrip("0")) > 15:
            raise NotSayable("beyond fourteen digits")
        row = self._next()
        low, high = (today, today) if frozen else (-most if value < 0 else int(small), most)
        found = _number_in(at, digits) if at is not None and read else None
        typed = _only_beside(at, Decimal(digits)) if found is None else Formula(found, Decimal(digits))
        by = f"$B${row}" if parts == 1 else f"$B${row}*{parts}"
        rounded = f"ROUND({by},0)"
        inside = f"AND(ABS({by}-{rounded})<{_off_by(most)},{rounded}>={low},{rounded}<={high})"
        step = Formula(f"IF(ISNUMBER($B${row}),IF({inside},{rounded},NA()),NA())", today)
        self.lines.append(Line(what, typed, unit_name, parts, step, remark, frozen=frozen))
        factor = unit / parts
        return Ratio(factor, (Whole(f"$E${row}", today, low, high, is_cell=True),))

    def _fraction(self, value: Fraction, what: Text, remark: Text | None) -> Ratio:
        """A number whose decimals do not end, as scoring computed it: its numerator, over a constant."""
        if abs(value.numerator) > LIMIT or value.denominator > LIMIT:
            raise NotSayable("beyond fourteen digits")
        row = self._next()
        shown = f"{value.numerator}/{value.denominator}"
        self.lines.append(
            Line(what, shown, step=Formula(str(value.numerator), value.numerator), remark=remark, frozen=True)
        )
        return Ratio(
            Fraction(1, value.denominator),
            (Whole(f"$E${row}", value.numerator, value.numerator, value.numerator, is_cell=True),),
        )


def _only_beside(at: FormCell | None, value: Given) -> Given | Formula:
    """A value that is typed; of what stands on the form in other words only as long as that says the same."""
    unchanged = at.unchanged if at is not None else None
    if unchanged is None:
        return value
    if isinstance(value, datetime.date):
        serial = (value - FIRST_DAY).days
        return Formula(f"IF({unchanged.text},{serial},NA())", Decimal(serial))
    said = quoted(value) if isinstance(value, str) else str(value)
    return Formula(f"IF({unchanged.text},{said},NA())", value)


def _off_by(most: int) -> str:
    """By how much a whole number of this size may be off as a product of doubles, and is still that one."""
    return "0.0001" if most <= 10**10 else "0.001" if most <= 10**12 else "0.05"


def _is_cell(text: str) -> bool:
    return re.fullmatch(r"\$[A-Z]\$[0-9]+", text) is not None


# ---------------------------------------------------------------- what stands on the form


def _within(at: FormCell, inner: str) -> tuple[str, str] | None:
    """Whether the text in a cell begins and ends as today, and a formula of what stands in between, where `inner` does today.

    Blanks mean nothing. A sign or a unit that is another one, or gone, is another value than a number alone says.
    """
    before, found, after = (part.replace(" ", "") for part in at.text.partition(inner))
    if not found or len(at.text) > LONGEST or any(ord(character) > 0xFFFF for character in at.text):
        return None  # spreadsheets count some characters twice
    bare, sizes = f'SUBSTITUTE({at.place}," ","")', (len(before), len(after))
    checks = [
        f"EXACT({side}({bare},{size}),{quoted(part)})"
        for side, size, part in zip(("LEFT", "RIGHT"), sizes, (before, after), strict=True)
        if size
    ]
    text = f"MID({bare},{sizes[0] + 1},LEN({bare})-{sum(sizes)})" if checks else bare
    return ("TRUE" if not checks else checks[0] if len(checks) == 1 else f"AND({','.join(checks)})"), text


def _number_in(at: FormCell, digits: str) -> str | None:
    """A formula of the number that a cell of the form holds, whatever stands around it; None where it is not there."""
    if at.number is not None:
        if abs(at.number * at.times - Decimal(digits)) > NEARLY:
            return None  # more digits than are shown
        by = at.place if at.times == 1 else f"{at.place}*{at.times}"
        return f"IF(ISNUMBER({at.place}),{by},NA())"
    for found in re.finditer(r"[0-9][0-9,]*(?:\.[0-9]+)?", at.text):
        written = found.group()
        if Decimal(written.replace(",", "")) != abs(Decimal(digits)):
            continue
        before, after = at.text[: found.start()], at.text[found.end() :]
        if any(character.isdigit() for character in before + after):
            return None
        if before.endswith("-") != digits.startswith("-"):
            return None
        inner = _within(at, f"-{written}" if digits.startswith("-") else written)
        if inner is None:
            return None
        alike, text = inner
        text = f'SUBSTITUTE({text},",","")' if "," in written else text
        return f'IF({alike},VALUE({text}&"E0"),NA())'  # with an exponent no day and no fraction is taken for a number
    return None


def _date_in(at: FormCell, day: datetime.date) -> str | None:
    """A formula of the day that stands as `2024-09-30` in a cell of the form."""
    if at.number is not None:
        return f"IF(ISNUMBER({at.place}),{at.place},NA())" if at.number == (day - FIRST_DAY).days else None
    inner = _within(at, day.isoformat())
    if inner is None:
        return None
    alike, text = inner
    year, month, on = (f'VALUE(MID({text},{first},{size})&"E0")' for first, size in ((1, 4), (6, 2), (9, 2)))
    return f"IF(AND({alike},LEN({text})=10),DATE({year},{month},{on}),NA())"
