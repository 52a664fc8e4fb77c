"""Values of the core in SQL: numbers, texts, yes and no, dates, ranges; and tables, kept as pieces as long as possible.

A table's pieces are its rows: what is done to its result is done to each row's, so that constants meet constants and a
rounding that many rows share is written once a row, never over a whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Union, overload

from scoring.engines.columnar.approximate import Near
from scoring.engines.columnar.duck import literal
from scoring.engines.columnar.fragments import (
    FALSE,
    NEVER,
    TRUE,
    Fragment,
    Layers,
    Moment,
    NotInSql,
    Nulls,
    Truth,
    Word,
    both,
    either,
    is_known,
    layer_of,
    surely,
    surely_not,
)
from scoring.engines.columnar.ratios import Ratio, WholeNumber, common_unit, comparison, constant, number, scaled
from scoring.values.day import Day
from scoring.values.value import NotApplicable
from scoring.values.value import Value as Exact

NEARLY = "a root or a logarithm that is not rounded"


@dataclass(frozen=True, slots=True)
class MissingValue:
    """Unknown in every row."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No result: not unknown, but nothing either."""


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """What does not apply: the fourth truth. Rows in which something else rests on it are for `exact`."""


@dataclass(frozen=True, slots=True)
class NamedValue:
    """Several named results."""

    outputs: tuple[tuple[str, Value], ...]

    def get(self, name: str) -> Value:
        return dict(self.outputs).get(name, MISSING)


@dataclass(frozen=True, slots=True)
class Span:
    """What points may be: lowest and highest, NULL where there are none; one number where both are the same.

    `exact`: the one number, NULL where it is open, where that is written more shortly.
    """

    low: Ratio
    high: Ratio
    exact: Ratio | None = None


MISSING, NOTHING, INAPPLICABLE = MissingValue(), Nothing(), Inapplicable()
Leaf = Ratio | Near | Truth | Word | Moment | MissingValue | Nothing | Inapplicable | NamedValue | Span


@dataclass(frozen=True, slots=True)
class Pieces:
    """The first of which the condition holds; an unknown condition on the way makes the whole unknown.

    None as the condition is always. Without such a last piece nothing is left over, or the row is not for SQL.
    """

    pieces: tuple[tuple[Truth | None, Leaf], ...]


Value = Union[Leaf, Pieces]  # noqa: UP007


def mapped(value: Value, change: Callable[[Leaf], Leaf]) -> Value:
    """The same done to every piece."""
    if isinstance(value, Pieces):
        return Pieces(tuple((when, change(leaf)) for when, leaf in value.pieces))
    return change(value)


def case(pieces: Sequence[tuple[Truth | None, str | None, Nulls]], layers: Layers) -> tuple[str, int, Nulls]:
    """CASE over conditions with the texts of their results (None: NULL): SQL, layer, and what makes it NULL."""
    written: list[str] = []
    conditions: list[Truth] = []
    checked = waiting = NEVER

    def check() -> None:
        nonlocal checked, waiting
        if waiting:
            written.append(f"WHEN {' OR '.join(f'{name} IS NULL' for name in sorted(waiting))} THEN NULL")
            checked |= waiting
        waiting = NEVER

    last: str | None = None
    for when, text, nulls in pieces:
        if when is None:
            last = text
            if last is not None and not (nulls is not None and waiting <= nulls):
                check()
            break
        if when.sure is False:  # it never holds; where it is unknown, so is the whole
            written += [f"WHEN {when.sql} IS NULL THEN NULL"] if when.nulls is None else []
            waiting_on = when.nulls or NEVER
            if waiting_on - checked != waiting:
                check()
                waiting = waiting_on - checked
            conditions.append(when)
            continue
        if when.nulls is None:
            when = layers.let(when)
        atoms = when.nulls or NEVER
        if atoms - checked != waiting:
            check()
            waiting = atoms - checked
        conditions.append(when)
        written.append(f"WHEN {when.sql} THEN {text or 'NULL'}")
    text = f"CASE {' '.join(written)}{f' ELSE {last}' if last is not None else ''} END" if written else last or "NULL"
    return text, layer_of(conditions), _nulls(conditions, pieces)


def _nulls(conditions: Sequence[Truth], pieces: Sequence[tuple[Truth | None, str | None, Nulls]]) -> Nulls:
    """Strict where all conditions rest on the same columns and the results on no others."""
    atoms = conditions[0].nulls if conditions else NEVER
    if atoms is None or any(one.nulls != atoms for one in conditions) or pieces[-1][0] is not None:
        return None
    if any(text is None or nulls is None or not nulls <= atoms for _, text, nulls in pieces):
        return None
    return atoms


# ---------------------------------------------------------------- what does not apply


def without(value: Value) -> tuple[Value, Truth]:
    """A value with something unknown in the place of what does not apply, and where that is so; never unknown."""
    if isinstance(value, Inapplicable):
        return MISSING, TRUE
    if not isinstance(value, Pieces) or not any(isinstance(leaf, Inapplicable) for _, leaf in value.pieces):
        return value, FALSE
    places = []
    for at, (when, leaf) in enumerate(value.pieces):
        if isinstance(leaf, Inapplicable):
            before = [surely_not(one) for one, _ in value.pieces[:at] if one is not None]
            places.append(both(*before, TRUE if when is None else surely(when)))
    pieces = tuple((when, MISSING if isinstance(leaf, Inapplicable) else leaf) for when, leaf in value.pieces)
    return Pieces(pieces), either(*places)


def applying(value: Value, layers: Layers) -> Value:
    """The same where it applies; rows in which it does not are for `exact`, since what rests on it does not either."""
    found, out = without(value)
    if out.constant is not False:
        layers.exact.append(out)
    return found


# ---------------------------------------------------------------- one column of a table


def as_ratio(value: Value, layers: Layers, step: Fraction | None = None) -> Ratio | None:
    """The number, in a column of its own where it is a table; None where it is unknown in every row.

    A table's column counts in steps where all of its rows are whole multiples of that.
    """
    if isinstance(value, Ratio):
        return value
    if isinstance(value, Span):
        return point(value, layers)
    if isinstance(value, Near):
        raise NotInSql(NEARLY)
    value = applying(value, layers)
    if not isinstance(value, Pieces):
        return None
    leaves = [(when, as_ratio(leaf, layers)) for when, leaf in value.pieces]
    numbers = [leaf for _, leaf in leaves if leaf is not None]
    if not numbers:
        return None
    if len(leaves) == 1 and leaves[0][0] is None:
        return numbers[0]
    unit = common_unit(leaf.factor for leaf in numbers)
    if step is not None and all((leaf.factor / step).denominator == 1 for leaf in numbers):
        unit = step
    if all(leaf.below is None for leaf in numbers):
        return Ratio(unit, _column(_of_wholes(leaves, unit), layers))
    one = WholeNumber("1", 0, NEVER, 1, 1)
    above = _column(_of_wholes(leaves, unit), layers)
    below = _column([(when, None if leaf is None else leaf.below or one) for when, leaf in leaves], layers)
    return Ratio(unit, layers.let(above), layers.let(below))


def _of_wholes(leaves: Sequence[tuple[Truth | None, Ratio | None]], unit: Fraction) -> list[tuple[Truth | None, WholeNumber | None]]:  # fmt: skip
    return [(when, None if leaf is None else scaled(int(leaf.factor / unit), leaf.above)) for when, leaf in leaves]


def _column(leaves: Sequence[tuple[Truth | None, WholeNumber | None]], layers: Layers) -> WholeNumber:
    wholes = [leaf for _, leaf in leaves if leaf is not None]
    wide = any(leaf.wide for leaf in wholes)
    text, layer, nulls = case(
        [(when, leaf.sql if leaf else None, leaf.nulls if leaf else None) for when, leaf in leaves], layers
    )
    text = f"CAST({text} AS {'HUGEINT' if wide else 'BIGINT'})"
    low, high = min(leaf.low for leaf in wholes), max(leaf.high for leaf in wholes)
    return WholeNumber(text, max(layer, layer_of(wholes)), nulls, low, high, wide)


def pick(when: Truth, yes: Ratio, no: Ratio, layers: Layers) -> Ratio:
    """`yes` where it holds, otherwise `no`; the condition is never unknown."""
    if when.constant is not None:
        return yes if when.constant else no
    if yes == no:
        return yes
    found = as_ratio(Pieces(((when, yes), (None, no))), layers)
    assert found is not None
    return found


def only(when: Truth, number: Ratio, layers: Layers) -> Ratio:
    """NULL where it does not hold."""
    found = as_ratio(Pieces(((when, number), (None, MISSING))), layers)
    assert found is not None
    return named(found, layers)


def point(span: Span, layers: Layers) -> Ratio:
    """The one number of a range, NULL where it is open."""
    if span.low == span.high:
        return span.low
    if span.exact is not None:
        return span.exact
    low, high = (named(end, layers) for end in (span.low, span.high))
    when = comparison("==", low, high)
    if low.above is None:
        low = Ratio(low.factor, number(1), low.below)
    assert low.above is not None
    text = f"CASE WHEN {when.sql} THEN {low.above.sql} END"
    above = WholeNumber(text, layer_of((when, low.above)), None, low.above.low, low.above.high, low.above.wide)
    return Ratio(low.factor, layers.let(above), low.below)


def pointed(leaf: Leaf, layers: Layers) -> Leaf:
    """A range as its one number, anything else as it is."""
    return point(leaf, layers) if isinstance(leaf, Span) else leaf


def as_truth(value: Value, layers: Layers) -> Truth:
    """Yes or no; unknown where it is neither."""
    if isinstance(value, Truth):
        return value
    value = applying(value, layers)
    if not isinstance(value, Pieces):
        return UNKNOWN
    leaves = [(when, as_truth(leaf, layers)) for when, leaf in value.pieces]
    if len(leaves) == 1 and leaves[0][0] is None:
        return leaves[0][1]
    if len(leaves) == 2 and leaves[0][0] is not None and (leaves[0][1], leaves[1]) == (TRUE, (None, FALSE)):
        return leaves[0][0]  # yes where it holds, no where it does not, unknown where it is
    text, layer, nulls = case([(when, leaf.sql, leaf.nulls) for when, leaf in leaves], layers)
    return Truth(f"({text})", max(layer, layer_of([leaf for _, leaf in leaves])), nulls)


def as_word(value: Value, layers: Layers) -> Word | None:
    """The text; None where there is none in any row."""
    if isinstance(value, Word):
        return value
    value = applying(value, layers)
    if not isinstance(value, Pieces):
        return None
    leaves = [(when, as_word(leaf, layers)) for when, leaf in value.pieces]
    words = [leaf for _, leaf in leaves if leaf is not None]
    if not words:
        return None
    if len(leaves) == 1 and leaves[0][0] is None:
        return words[0]
    text, layer, nulls = case(
        [(when, leaf.sql if leaf else None, leaf.nulls if leaf else None) for when, leaf in leaves], layers
    )
    return Word(f"({text})", max(layer, layer_of(words)), nulls)


def as_moment(value: Value, layers: Layers) -> Moment | None:
    if isinstance(value, Moment):
        return value
    value = applying(value, layers)
    if not isinstance(value, Pieces):
        return None
    ends = []
    for name in ("first", "last"):
        leaves = [(when, as_moment(leaf, layers)) for when, leaf in value.pieces]
        parts = [(when, getattr(leaf, name) if leaf is not None else None) for when, leaf in leaves]
        text, layer, nulls = case(
            [(when, part and part.sql, part.nulls if part else None) for when, part in parts], layers
        )
        found = [part for _, part in parts if part is not None]
        if not found:
            return None
        ends.append(layers.let(Fragment(f"({text})", max(layer, layer_of(found)), nulls), "day"))
    return Moment(*ends)


def known(value: Value, layers: Layers) -> Truth:
    """Whether there is a value at all."""
    match value:
        case MissingValue() | Nothing() | Inapplicable():
            return FALSE
        case Ratio():
            return both(*(is_known(part) for part in value.parts))
        case Near():
            return is_known(value.value)
        case Truth() | Word():
            return TRUE if value.constant is not None else is_known(value)
        case Moment():
            return is_known(value.first)
        case NamedValue():
            return TRUE
        case Span():
            raise NotInSql("whether a range is known")
    leaves = [(when, known(leaf, layers)) for when, leaf in value.pieces]
    text, layer, nulls = case([(when, leaf.sql, leaf.nulls) for when, leaf in leaves], layers)
    truth = Truth(f"({text})", max(layer, layer_of([leaf for _, leaf in leaves])), nulls)
    return truth if truth.nulls == NEVER else Truth(f"COALESCE({truth.sql}, FALSE)", truth.layer)


@overload
def settled(value: Leaf, layers: Layers) -> Leaf: ...
@overload
def settled(value: Value, layers: Layers) -> Value: ...
def settled(value: Value, layers: Layers) -> Value:
    """The same value with a name for each of its longer expressions, for what is used several times."""
    match value:
        case Ratio():
            return named(value, layers)
        case Truth() | Word():
            return layers.let(value)
        case Pieces():
            pieces = [
                (layers.let(when) if when is not None else None, settled(leaf, layers)) for when, leaf in value.pieces
            ]
            return Pieces(tuple(pieces))
    return value


def named(ratio: Ratio, layers: Layers) -> Ratio:
    """The same number by a name."""
    above = layers.let(ratio.above) if ratio.above is not None else None
    return Ratio(ratio.factor, above, layers.let(ratio.below) if ratio.below is not None else None, ratio.within)


def text_of(word: str) -> Word:
    return Word(literal(word), constant=word)


def of_exact(value: Exact) -> Value:
    """A value that is known beforehand."""
    match value:
        case None:
            return NOTHING
        case NotApplicable():
            return INAPPLICABLE
        case bool():
            return TRUE if value else FALSE
        case Fraction():
            return constant(value)
        case str():
            return text_of(value)
        case Day():
            first, last = (Fragment(f"DATE '{day.isoformat()}'") for day in (value.first(), value.last()))
            return Moment(first, last)
    raise NotInSql(f"a constant such as {str(value)[:40]}")


UNKNOWN = Truth("CAST(NULL AS BOOLEAN)", nulls=None)
