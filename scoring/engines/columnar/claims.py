"""Claims beside the recomputed points in SQL, and what is found about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.cells import Cells, Reader
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.fragments import FALSE, Truth, both, either, opposite, surely
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.engines.columnar.sql_values import MISSING, Span
from scoring.engines.columnar.totals import TotalSql
from scoring.nodes.kind import Kind
from scoring.values.number import decimals_of
from scoring.values.rounding import Rounding

CLAIM = Kind("number")
Shown = Callable[[str, Ratio | None], str]


@dataclass(frozen=True)
class ComparedClaim:
    """Texts of the columns of claims by name, and where each code is a finding."""

    texts: dict[str, str] = field(default_factory=dict)
    codes: dict[str, list[Truth]] = field(default_factory=dict)

    def findings(self) -> dict[str, Truth]:
        return {code: either(*truths) for code, truths in self.codes.items()}

    def find(self, code: str, where: Truth) -> None:
        self.codes.setdefault(code, []).append(where)


def compare(
    claimed: Mapping[str, tuple[Cells | None, Mapping[str, Cells]]],
    result: TotalSql,
    points: Ratio | None,
    reader: Reader,
    shown: Shown,
    sql: Compiler,
) -> ComparedClaim:
    """By role, the cells of the claimed total and of each indicator's claimed points; `points` is the total's one number.

    `shown` writes a number as its column has it.
    """
    found = ComparedClaim()
    for role, (total_cells, by_indicator) in claimed.items():
        by_id = {id_: _read(cells, reader, sql) for id_, cells in by_indicator.items()}
        total = _read(total_cells, reader, sql) if total_cells else None
        own = _OwnDecimals([one for one in (total, *by_id.values()) if one is not None], sql)
        name = f"claim.{role}"
        found.texts[name] = shown(name, total)
        found.texts[f"{name}.lowest"] = found.texts[f"{name}.highest"] = "NULL"
        if total is not None and result.total is not None:
            _compare_total(name, total, result, points, own, shown, found, sql)
        for one in result.earned:
            mine = by_id.get(one.indicator.id)
            if mine is not None:
                low, high = own.of(one.span)
                inside = both(comparison(">=", mine, low), comparison("<=", mine, high))
                has = at.known(mine, sql.layers)
                code = "judged-differently" if one.indicator.is_judged else "claimed-points-differ"
                found.find(code, both(one.there, has, surely(opposite(inside))))
                if one.indicator.is_judged:
                    found.find("claim-unreviewed", both(one.there, has, opposite(one.scored)))
        parts = [one for one in by_id.values() if one is not None]
        everyone = {one.indicator.id for one in result.earned}
        if total is not None and everyone and set(by_id) == everyone and len(parts) == len(everyone):
            differs = comparison("!=", ratios.addition(parts), total)
            found.find("claim-does-not-add-up", surely(differs))
    return found


class _OwnDecimals:
    """The finest decimals that a role writes in a row: points are rounded to them before they are compared with it."""

    def __init__(self, claims: Sequence[Ratio], sql: Compiler) -> None:
        self.sql, self.claims = sql, claims
        self.most = max((decimals_of(one.factor) for one in claims), default=0)
        self.no_finer: dict[int, Truth] = {}  # whether no claim of the row has more decimals than these

    def of(self, span: Span) -> tuple[Ratio, Ratio]:
        low = self._rounded(span.low)
        return low, low if span.low == span.high else self._rounded(span.high)

    def _rounded(self, end: Ratio) -> Ratio:
        """As it is where the row has whole numbers alone, or where it has no more decimals itself."""
        layers = self.sql.layers
        pieces = []
        for decimals in range(1, self.most + 1):
            made = ratios.rounded(end, Rounding("half_up", decimals), layers)
            if made == end:
                break
            pieces.append((decimals, made))
        found = end
        for decimals, made in reversed(pieces):
            found = at.named(at.pick(self._at_most(decimals), made, found, layers), layers)
        return at.named(at.pick(self._at_most(0), end, found, layers), layers) if pieces else end

    def difference(self, claimed: Ratio, end: Ratio, rounded: Ratio) -> Ratio:
        """Claimed less recomputed points; none where they are equal at the decimals of the claim."""
        layers = self.sql.layers
        found = ratios.addition([claimed, ratios.negative(end)])
        if rounded is end:
            return found
        equal = layers.short(surely(comparison("==", claimed, rounded)))
        return at.named(at.pick(equal, ratios.constant(0), found, layers), layers)

    def _at_most(self, decimals: int) -> Truth:
        if decimals not in self.no_finer:
            layers = self.sql.layers
            rounding = Rounding("half_up", decimals)
            finer = [surely(comparison("!=", one, ratios.rounded(one, rounding, layers))) for one in self.claims]
            self.no_finer[decimals] = layers.short(opposite(either(*finer)))
        return self.no_finer[decimals]


def _read(cells: Cells, reader: Reader, sql: Compiler) -> Ratio | None:
    return at.as_ratio(reader.value(cells, CLAIM) or MISSING, sql.layers)


def _compare_total(
    name: str, total: Ratio, result: TotalSql, points: Ratio | None, own: _OwnDecimals, shown: Shown, found: ComparedClaim,
    sql: Compiler,
) -> None:  # fmt: skip
    """By how much the claim is above the total; it is supported where that is the one number 0."""
    assert result.total is not None
    lowest, highest = own.of(result.total)
    low = own.difference(total, result.total.high, highest)
    high = own.difference(total, result.total.low, lowest)
    has = surely(both(at.known(total, sql.layers), result.has_total))
    for end, number in (("lowest", low), ("highest", high)):
        text = shown(f"{name}.{end}", number)
        found.texts[f"{name}.{end}"] = text if has.constant else f"CASE WHEN {has.sql} THEN {text} END"
    known = at.known(points, sql.layers) if points is not None else FALSE
    equal = surely(comparison("==", low, ratios.constant(0)))
    outside = either(
        surely(comparison(">", low, ratios.constant(0))), surely(comparison("<", high, ratios.constant(0)))
    )
    found.find("claim-not-supported", both(has, either(both(known, opposite(equal)), outside)))
    found.find("claim-undecided", both(has, opposite(known), opposite(outside)))
