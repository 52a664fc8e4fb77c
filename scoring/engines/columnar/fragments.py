"""Pieces of SQL: expressions that know when they are NULL (unknown), and the layers of named columns they rest on.

Unknown is NULL throughout: SQL's own AND, OR and NOT are Kleene's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self, TypeVar

from scoring.engines.columnar.duck import quoted

Nulls = frozenset[str] | None
"""Columns of which any NULL makes the expression NULL, and nothing else does; None where that cannot be said."""

NEVER: frozenset[str] = frozenset()
LONGEST_UNNAMED = 60
MOST_IN_A_ROW = 40
MOST_ATOMS = 6


class NotInSql(Exception):
    """Something that SQL cannot say exactly; carries what, in an author's words."""


class BeyondWidth(NotInSql):
    """Numbers that may be larger than SQL's widest."""

    def __init__(self) -> None:
        super().__init__("numbers beyond 128 bits")


@dataclass(frozen=True, slots=True)
class Fragment:
    """An expression, the layer of the deepest column in it, and what makes it NULL."""

    sql: str
    layer: int = 0
    nulls: Nulls = NEVER

    @property
    def is_name(self) -> bool:
        return self.sql.startswith('"') and self.sql.count('"') == 2 and self.sql.endswith('"')

    def named(self, name: str, layer: int, nulls: Nulls) -> Self:
        """The same value, read from the column of that name."""
        return replace(self, sql=name, layer=layer, nulls=nulls)


@dataclass(frozen=True, slots=True)
class Truth(Fragment):
    """Yes, no or unknown."""

    constant: bool | None = None  # where it is the same for every row
    sure: bool | None = None  # what it is wherever it is known

    @property
    def never_unknown(self) -> bool:
        return self.nulls == NEVER


@dataclass(frozen=True, slots=True)
class Word(Fragment):
    """A text."""

    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as the days between which it lies; both are the same for a full date."""

    first: Fragment
    last: Fragment


TRUE = Truth("TRUE", constant=True)
FALSE = Truth("FALSE", constant=False)
F = TypeVar("F", bound=Fragment)


def layer_of(parts: Iterable[Fragment]) -> int:
    return max((part.layer for part in parts), default=0)


def strict(parts: Sequence[Fragment]) -> Nulls:
    """NULL when any part is: of arithmetic and comparisons."""
    atoms: frozenset[str] = NEVER
    for part in parts:
        if part.nulls is None:
            return None
        atoms |= part.nulls
    return atoms if len(atoms) <= MOST_ATOMS else None


def mixed(parts: Sequence[Fragment]) -> Nulls:
    """Of AND, OR, CASE: never NULL where no part is, otherwise not to be said."""
    return NEVER if all(part.nulls == NEVER for part in parts) else None


def joined(operator: str, parts: Sequence[str]) -> str:
    """Parts in one expression; many are put in brackets by the dozen, since SQL parsers bound their depth."""
    if len(parts) == 1:
        return parts[0]
    while len(parts) > MOST_IN_A_ROW:
        chunks = [parts[start : start + MOST_IN_A_ROW] for start in range(0, len(parts), MOST_IN_A_ROW)]
        parts = [f"({operator.join(chunk)})" if len(chunk) > 1 else chunk[0] for chunk in chunks]
    return f"({operator.join(parts)})"


# ---------------------------------------------------------------- yes, no and unknown


def both(*parts: Truth) -> Truth:
    """Kleene's and."""
    if any(part.constant is False for part in parts):
        return FALSE
    return _logic(" AND ", parts, TRUE)


def either(*parts: Truth) -> Truth:
    """Kleene's or."""
    if any(part.constant is True for part in parts):
        return TRUE
    return _logic(" OR ", parts, FALSE)


def _logic(operator: str, parts: Sequence[Truth], neutral: Truth) -> Truth:
    left = list({part.sql: part for part in parts if part.constant is None}.values())
    if any(part.never_unknown and opposite(part).sql in {other.sql for other in left} for part in left):
        return opposite(neutral)  # something and its opposite
    if len(left) < 2:
        return left[0] if left else neutral
    return Truth(joined(operator, [part.sql for part in left]), layer_of(left), mixed(left))


def opposite(truth: Truth) -> Truth:
    if truth.constant is not None:
        return FALSE if truth.constant else TRUE
    text = truth.sql
    sure = None if truth.sure is None else not truth.sure
    if text.startswith("(NOT ") and _is_one(text[5:-1]):
        text = text[5:-1]
    elif text.endswith(" IS NOT NULL)") and _is_one(text[1:-13]):
        text = f"{text[:-13]} IS NULL)"
    elif text.endswith(" IS NULL)") and _is_one(text[1:-9]):
        text = f"{text[:-9]} IS NOT NULL)"
    else:
        text = f"(NOT {text})"
    return replace(truth, sql=text, sure=sure)


def _is_one(text: str) -> bool:
    """A name, or one pair of brackets around everything."""
    if text.startswith('"'):
        return text.count('"') == 2 and text.endswith('"')
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return place == len(text) - 1 and text.startswith("(") and "'" not in text and '"(' not in text
    return False


def is_known(part: Fragment) -> Truth:
    """Whether there is a value."""
    if part.nulls == NEVER:
        return TRUE
    return Truth(f"({part.sql} IS NOT NULL)", part.layer)


def surely(truth: Truth) -> Truth:
    """Yes where it holds; no where it does not, or is unknown."""
    if truth.never_unknown:
        return truth
    if truth.sure is not None:
        return is_known(truth) if truth.sure else FALSE
    return Truth(f"({truth.sql} IS TRUE)", truth.layer)


def surely_not(truth: Truth) -> Truth:
    """Yes where it does not hold; no where it does, or is unknown."""
    if truth.never_unknown:
        return opposite(truth)
    if truth.sure is not None:
        return FALSE if truth.sure else is_known(truth)
    return Truth(f"({truth.sql} IS FALSE)", truth.layer)


def unknown(truth: Fragment) -> Truth:
    return opposite(is_known(truth))


# ---------------------------------------------------------------- named columns


@dataclass
class Layers:
    """Columns that have a name, in layers: those of one rest on the layers before it."""

    columns: list[dict[str, str]] = field(default_factory=lambda: [{}])
    names: dict[tuple[int, str], str] = field(default_factory=dict)
    exact: list[Truth] = field(default_factory=list)  # where one holds, the row is for `exact`

    def let(self, part: F, hint: str = "x") -> F:
        """The same value by a name of its own, so that what uses it several times computes it once."""
        if part.is_name or getattr(part, "constant", None) is not None:
            return part
        known = self.names.get((part.layer, part.sql))
        layer = part.layer + 1
        if known is None:
            while len(self.columns) <= layer:
                self.columns.append({})
            known = quoted(f"{hint}~{sum(map(len, self.columns))}")
            self.columns[layer][known] = part.sql
            self.names[part.layer, part.sql] = known
        return part.named(known, layer, frozenset([known]) if part.nulls is None else part.nulls)

    def short(self, part: F, hint: str = "x") -> F:
        """As it is where it is short, by a name where it is long."""
        return part if len(part.sql) <= LONGEST_UNNAMED else self.let(part, hint)

    def select(self, source: str, columns: Sequence[tuple[str, str]]) -> str:
        """The whole query: named columns layer by layer over a source, and what is asked of them."""
        sql = source
        for layer in self.columns:
            if layer:
                named = ",\n  ".join(f"{text} AS {name}" for name, text in layer.items())
                sql = f"(SELECT *,\n  {named}\nFROM {sql})"
        asked = ",\n  ".join(f"{text} AS {name}" for name, text in columns)
        return f"SELECT\n  {asked}\nFROM {sql}"
