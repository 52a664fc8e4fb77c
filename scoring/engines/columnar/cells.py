"""Cells of a table to values in SQL: only what is plainly written. Whatever else a cell holds, `exact` reads the row.

A number becomes a whole number of its last decimal; what `facts.FactReader` would refuse, or read in a way that is not said
here, is no value and marks the row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.engines.columnar.duck import literal
from scoring.engines.columnar.fragments import NEVER, Fragment, Layers, Moment, Truth, Word
from scoring.engines.columnar.ratios import LARGEST, Ratio, WholeNumber, common_unit
from scoring.engines.columnar.sql_values import Pieces, Value, as_ratio, known, settled
from scoring.nodes.kind import Kind
from scoring.values.units import Units

YES = ("true", "yes", "是")
NO = ("false", "no", "否")
LONGEST_TEXT = 200
MOST_DIGITS = 15
MOST_SCALED, MOST_KEPT = 8, 6
"""Decimals of a column up to which all are kept, and how many are kept of columns that have more."""
WHOLE_NUMBERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
YEAR = "[1-9][0-9]{3}"
OF_ONE = "1"
"""The unit of a head whose shares are written as plain numbers: 0.95 is 95%."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a column of texts or floats showed: decimals, and units written in its cells."""

    decimals: int = 2
    units: tuple[str, ...] = ("",)
    largest: int = 10**9  # of its whole numbers of the last decimal


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of the table: `column` its name in SQL, `unit` that of its head, `limits` what its numbers stay within.

    Limits are of the whole number of the last decimal; None where nobody knows them. `full` where no cell is empty.
    """

    column: str
    type: str
    unit: str | None = None
    limits: tuple[int, int] | None = None
    full: bool = False
    seen: Seen = Seen()
    floor: Fraction | None = None  # below which, in base units, no project is scored
    above_floor: bool = False  # the floor itself excluded
    layer: int = 0  # of a column that is computed
    settles: bool = False  # whether its cells settle what their row measures: without a unit that is a bare number
    years: bool = True  # whether 2024 alone is a date there, and no number

    @property
    def nulls(self) -> frozenset[str]:
        return NEVER if self.full else frozenset([self.column])


@dataclass(frozen=True, slots=True)
class Reach:
    """How large numbers may be in rows that SQL scores: `room` times what was seen where nobody knows the limits."""

    room: int = 1
    cap: int = 10**17


@dataclass
class Reader:
    """Reads columns; `plain` gathers for each what holds, or is NULL, where its cell was plainly written."""

    layers: Layers
    units: Units
    reach: Reach
    plain: list[str] = field(default_factory=list)
    always: list[str] = field(default_factory=list)  # what must hold, in full columns

    def value(self, cells: Cells, kind: Kind, presumed: Value | None = None) -> Value | None:
        """The cells as values of a kind; None where the column cannot be read in SQL at all."""
        match kind.name:
            case "number":
                return self._number(cells, kind, presumed)
            case "yes_no":
                return self._yes_no(cells, presumed)
            case "text":
                return self._text(cells, kind, presumed)
            case "date":
                return self._date(cells, presumed)
        return None

    def refuse(self, cells: Cells) -> None:
        """A cell that is not empty sends its row to `exact`."""
        self.plain.append(f"{cells.column} IS NULL")

    def demand(self, cells: Cells, condition: str) -> None:
        """What must hold wherever the cell is not empty; the condition is NULL where it is."""
        (self.always if cells.full else self.plain).append(condition)

    # ------------------------------------------------------------------ numbers

    def _number(self, cells: Cells, kind: Kind, presumed: Value | None) -> Value | None:
        bare = self._bare_unit(cells, kind)
        if cells.type == "VARCHAR":
            return self._presumed(self._of_text(cells, kind, bare), presumed)
        decimal = DECIMAL.fullmatch(cells.type)
        width, scale = (int(decimal.group(1)), int(decimal.group(2))) if decimal else (0, 0)
        decimals = scale if scale <= MOST_SCALED else MOST_KEPT
        if cells.type in ("DOUBLE", "FLOAT"):
            decimals = cells.seen.decimals
        if bare is None and cells.settles:
            return None
        if bare is None:
            self.demand(cells, f"{cells.column} = 0")
            bare = Fraction(1)
        low, high = self._limits(cells, bare / 10**decimals, 10 ** max(scale - decimals, 0))
        layer = cells.layer
        if cells.type in WHOLE_NUMBERS:
            self._demand_limits(cells, low, high)
            text = cells.column if cells.type == "BIGINT" else f"CAST({cells.column} AS BIGINT)"
            if cells.limits is None or cells.limits[0] < low or cells.limits[1] > high:
                text = f"CASE WHEN {cells.column} BETWEEN {low} AND {high} THEN {text} END"
        elif decimal:
            text, layer = self._scaled_decimal(cells, width, scale, decimals, low, high), cells.layer + 1
        elif cells.type in ("DOUBLE", "FLOAT"):
            text, layer = self._scaled_float(cells, decimals, low, high), cells.layer + 1
        else:
            return None
        whole = self.layers.let(WholeNumber(text, layer, cells.nulls, low, high), "n")
        return self._presumed(Ratio(bare / 10**decimals, whole), presumed)

    def _limits(self, cells: Cells, one: Fraction, parts: int) -> tuple[int, int]:
        """What the column's whole numbers stay within, in rows that SQL scores; `one` is what 1 of them stands for.

        `parts`: how many of the last decimal are 1 of them.
        """
        low, high = -self._most(cells), self._most(cells)
        if cells.limits is not None:
            low, high = (
                max(-(-cells.limits[0] // parts), -self.reach.cap),
                min(cells.limits[1] // parts, self.reach.cap),
            )
        if cells.floor is not None:
            floor = cells.floor / one
            least = -(-floor.numerator // floor.denominator)
            low = max(low, least + (cells.above_floor and least == floor))
        return (low, high) if low <= high else (0, 0)

    def _demand_limits(self, cells: Cells, low: int, high: int) -> None:
        """Rows beyond the limits are for `exact`. Where the file itself says them only the sign is looked at: a number that
        is larger than it says stops the query, and the table is scored without what it says."""
        if cells.limits is None or low > cells.limits[0] or high < cells.limits[1]:
            self.demand(cells, f"{cells.column} BETWEEN {low} AND {high}")
        elif low >= 0:
            self.demand(cells, f"{cells.column} >= {min(low, 1)}")
        elif cells.full:
            self.demand(cells, f"{cells.column} IS NOT NULL")

    def _most(self, cells: Cells) -> int:
        return min(cells.seen.largest * self.reach.room, self.reach.cap)

    def _bare_unit(self, cells: Cells, kind: Kind) -> Fraction | None:
        """What 1 stands for in a cell without a unit; None where such a cell is refused."""
        if cells.unit == OF_ONE and kind.is_share:
            return Fraction(1)
        if cells.unit is not None:
            unit = self.units.get(cells.unit)
            return unit.factor if unit is not None and unit.dimension == kind.dimension else None
        if kind.is_share or self.units.converts(kind.dimension) or (cells.settles and kind.dimension):
            return None
        unit = self.units.get(kind.unit) if kind.unit else None
        return unit.factor if unit is not None else Fraction(1)

    def _scaled_decimal(self, cells: Cells, width: int, decimals: int, kept: int, low: int, high: int) -> str:
        """The whole number of the last decimal that is kept; a cell that has more decimals is for `exact`."""
        narrow = 17 - kept  # digits with which the product stays within 64 bits
        column = cells.column
        if decimals > kept or width > narrow:
            digits = narrow if max(abs(low), abs(high)) < 10**narrow else 37 - kept
            column = f"TRY_CAST({cells.column} AS DECIMAL({digits},{kept}))"
        text = f"TRY_CAST({column} * CAST({10**kept} AS DECIMAL({kept + 1},0)) AS BIGINT)" if kept else f"TRY_CAST({column} AS BIGINT)"  # fmt: skip
        made = self.layers.let(WholeNumber(text, cells.layer, None, low, high), "s")
        sound = f"({made.sql} IS NOT NULL AND {made.sql} BETWEEN {low} AND {high})"
        if decimals > kept:
            sound = f"({sound} AND {column} = {cells.column})"
        self.demand(cells, sound if cells.full else f"({cells.column} IS NULL OR {sound})")
        return f"CASE WHEN {made.sql} BETWEEN {low} AND {high} THEN {made.sql} END"

    def _scaled_float(self, cells: Cells, decimals: int, low: int, high: int) -> str:
        """The decimal that a float stands for, if it has few enough digits for there to be only one."""
        low, high = max(low, -(10**MOST_DIGITS)), min(high, 10**MOST_DIGITS)
        scaled = f"TRY_CAST(ROUND({cells.column} * {10**decimals}.0) AS BIGINT)"
        made = self.layers.let(WholeNumber(scaled, cells.layer, None, low, high), "s")
        same = f"CAST({made.sql} AS DOUBLE) / CAST({10**decimals} AS DOUBLE) = CAST({cells.column} AS DOUBLE)"
        sound = f"({made.sql} IS NOT NULL AND {made.sql} BETWEEN {low} AND {high} AND {same})"
        self.demand(cells, sound if cells.full else f"({cells.column} IS NULL OR {sound})")
        return f"CASE WHEN {sound} THEN {made.sql} END"

    def _of_text(self, cells: Cells, kind: Kind, bare: Fraction | None) -> Ratio | None:
        """Texts such as `28.00 万元`, `95%` or `12`, with the units that were seen."""
        factors = self._factors(cells, kind, bare)
        if not factors:
            self.refuse(cells)
            return None
        decimals = cells.seen.decimals
        digits = 18 - decimals
        number = f"[+-]?[0-9]{{1,{digits}}}" + (f"([.][0-9]{{1,{decimals}}})?" if decimals else "")
        suffix = "|".join(re.escape(unit) for unit in factors)
        whole = f"^({number}) *({suffix})$"
        group = 3 if decimals else 2
        part = f"NULLIF(REGEXP_EXTRACT({cells.column}, {literal(whole)}, 1), '')"
        text = f"CAST(CAST(TRY_CAST({part} AS DECIMAL(18,{decimals})) AS DECIMAL(38,{decimals})) * {10**decimals} AS BIGINT)"
        if not decimals:
            text = f"TRY_CAST({part} AS BIGINT)"
        unit = common_unit(factors.values())
        multiple = max(int(factor / unit) for factor in factors.values())
        limit = min(self._most(cells), LARGEST // multiple)
        made = self.layers.let(WholeNumber(text, cells.layer, None, -limit, limit), "s")
        if len(set(factors.values())) == 1:
            scaled = made.sql
        else:
            cases = " ".join(f"WHEN {literal(name)} THEN {int(factor / unit)}" for name, factor in factors.items())
            suffix_of = f"REGEXP_EXTRACT({cells.column}, {literal(whole)}, {group})"
            scaled = f"({made.sql} * CAST(CASE {suffix_of} {cases} END AS BIGINT))"
        low = -limit
        if cells.floor is not None and cells.floor >= 0:
            low = 1 if cells.floor > 0 or cells.above_floor else 0
        self.demand(
            cells, f"({cells.column} IS NULL OR ({made.sql} IS NOT NULL AND {made.sql} BETWEEN {low} AND {limit}))"
        )
        text = f"CASE WHEN {made.sql} BETWEEN {low} AND {limit} THEN {scaled} END"
        nulls = frozenset([cells.column])
        found = self.layers.let(
            WholeNumber(text, cells.layer + 1, nulls, low * multiple if low < 0 else low, limit * multiple), "n"
        )
        return Ratio(unit / 10**decimals, found)

    def precision(self, cells: Cells, kind: Kind) -> Ratio | None:
        """1 in the last digit that each cell was written with; None where the column does not show it."""
        factors = set(self._factors(cells, kind, self._bare_unit(cells, kind)).values())
        if cells.type != "VARCHAR" or cells.unit == OF_ONE or len(factors) != 1:
            return None
        most = cells.seen.decimals
        written = f"LENGTH(REGEXP_EXTRACT({cells.column}, '[.]([0-9]+)', 1))"
        lasts = " ".join(f"WHEN {decimals} THEN {10 ** (most - decimals)}" for decimals in range(most + 1))
        text = f"CASE WHEN {cells.column} IS NOT NULL THEN CAST(CASE {written} {lasts} END AS BIGINT) END"
        made = self.layers.let(WholeNumber(text, cells.layer, frozenset([cells.column]), 1, 10**most), "p")
        return Ratio(factors.pop() / 10**most, made)

    def _factors(self, cells: Cells, kind: Kind, bare: Fraction | None) -> Mapping[str, Fraction]:
        """Each unit that a cell may end with, and what 1 stands for with it."""
        factors: dict[str, Fraction] = {}
        for name in cells.seen.units:
            if name == "":
                if bare is not None:
                    factors[""] = bare
                continue
            unit = self.units.get(name)
            if unit is None or unit.dimension != kind.dimension:
                continue
            if not cells.settles or kind.dimension or (name == kind.unit):  # a share is no bare number
                factors[name] = unit.factor
        return factors

    def _presumed(self, value: Ratio | None, presumed: Value | None) -> Value | None:
        if value is None or presumed is None:
            return value
        assert not isinstance(presumed, Pieces)  # what is presumed is a plain value
        there = known(value, self.layers)
        made = as_ratio(Pieces(((there, value), (None, presumed))), self.layers)
        return settled(made, self.layers) if made is not None else None

    # ------------------------------------------------------------------ yes and no, texts, dates

    def _yes_no(self, cells: Cells, presumed: Value | None) -> Value | None:
        if cells.type == "BOOLEAN":
            text, nulls = cells.column, cells.nulls
        elif cells.type == "VARCHAR":
            yes, no = (", ".join(literal(word) for word in words) for words in (YES, NO))
            text = f"CASE WHEN LOWER({cells.column}) IN ({yes}) THEN TRUE WHEN LOWER({cells.column}) IN ({no}) THEN FALSE END"
            nulls = frozenset([cells.column])
            self.demand(cells, f"LOWER({cells.column}) IN ({yes}, {no})")
        else:
            return None
        made = self.layers.let(Truth(text, cells.layer, nulls), "b")
        if isinstance(presumed, Truth):
            return self.layers.let(Truth(f"COALESCE({made.sql}, {presumed.sql})", made.layer), "b")
        return made

    def _text(self, cells: Cells, kind: Kind, presumed: Value | None) -> Value | None:
        if cells.type != "VARCHAR":
            return None
        if kind.options is not None:
            self.demand(cells, f"{cells.column} IN ({', '.join(literal(option) for option in kind.options)})")
        else:
            words = ", ".join(literal(word) for word in (*YES, *NO))
            self.demand(cells, f"(LENGTH({cells.column}) <= {LONGEST_TEXT} AND LOWER({cells.column}) NOT IN ({words}))")
        made = Word(cells.column, cells.layer, cells.nulls)
        if isinstance(presumed, Word):
            return self.layers.let(Word(f"COALESCE({made.sql}, {presumed.sql})", made.layer), "t")
        return made

    def _date(self, cells: Cells, presumed: Value | None) -> Value | None:
        if cells.type == "DATE":
            day = Fragment(cells.column, cells.layer, cells.nulls)
            self.demand(cells, f"{cells.column} BETWEEN DATE '1000-01-01' AND DATE '9999-12-31'")
        elif cells.type == "VARCHAR":
            return self._written_date(cells, presumed)
        else:
            return None
        return self._presumed_date(Moment(day, day), presumed)

    def _written_date(self, cells: Cells, presumed: Value | None) -> Value:
        """Texts such as `2024-03-15`, or `2024-03` and `2024`, which are any day of that month or year."""
        column = cells.column
        whole = f"TRY_CAST(RPAD({column}, 10, '-01-01') AS DATE)"
        pattern = f"{YEAR}(-[0-9]{{2}}){{{0 if cells.years else 1},2}}"
        first = Fragment(
            f"CASE WHEN REGEXP_FULL_MATCH({column}, '{pattern}') THEN {whole} END",
            cells.layer,
            frozenset([column]),
        )
        day = self.layers.let(first, "day")
        self.demand(cells, f"({column} IS NULL OR {day.sql} IS NOT NULL)")
        longer = f"CASE LENGTH({column}) WHEN 10 THEN {day.sql} WHEN 7 THEN LAST_DAY({day.sql}) ELSE LAST_DAY({day.sql} + INTERVAL 11 MONTH) END"
        last = self.layers.let(Fragment(f"CAST({longer} AS DATE)", day.layer, day.nulls), "day")
        return self._presumed_date(Moment(day, last), presumed)

    def _presumed_date(self, moment: Moment, presumed: Value | None) -> Value:
        if not isinstance(presumed, Moment):
            return moment
        pairs = ((moment.first, presumed.first), (moment.last, presumed.last))
        ends = [self.layers.let(Fragment(f"COALESCE({day.sql}, {end.sql})", day.layer), "day") for day, end in pairs]
        return Moment(ends[0], ends[1])
