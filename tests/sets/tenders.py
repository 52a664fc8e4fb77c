"""Comprehensive tender scoring, said again in plain Python: three price methods, experts, places.

What is evaluated is the price less the discount of a small enterprise. Valid is a responsive bid with a price within the
ceiling. `lowest` sets the lowest price against each; `mean` and `composite` take points off for each percent of deviation from
a benchmark. Five valid bids or more: the highest and the lowest price are left out of the mean. Seven marks or more: the
highest and the lowest are left out. Places by points, then by the price that was offered; alike in both, they share one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from tests.sets.plain import CASES, NOT_APPLICABLE, UNKNOWN, Case, decimal, grid, half_up, mean, trimmed


@dataclass(frozen=True)
class Bid:
    bidder: str
    price: Fraction | None  # 元
    responsive: bool
    small: bool
    business: Fraction | None  # points
    marks: tuple[Fraction | None, ...]  # by the experts, of 100


@dataclass(frozen=True)
class Tender:
    method: str
    ceiling: Fraction
    price_weight: Fraction
    technical_weight: Fraction
    business_weight: Fraction
    discount: Fraction  # of a small enterprise's price, in hundredths
    lowering: Fraction  # of the benchmark, in hundredths
    ceiling_share: Fraction  # in a composite benchmark, in hundredths
    above: Fraction  # points off for each percent above the benchmark
    below: Fraction
    bids: tuple[Bid, ...]


def valid(tender: Tender, bid: Bid) -> bool:
    return bid.responsive and bid.price is not None and bid.price <= tender.ceiling


def evaluated(tender: Tender, bid: Bid) -> Fraction:
    assert bid.price is not None
    return bid.price * (1 - tender.discount / 100) if bid.small else bid.price


def benchmark(tender: Tender) -> Fraction | None:
    prices = [evaluated(tender, bid) for bid in tender.bids if valid(tender, bid)]
    if not prices:
        return None
    if tender.method == "lowest":
        return half_up(min(prices), 2)
    average = mean(trimmed(prices, 5))
    if tender.method == "composite":
        share = tender.ceiling_share / 100
        average = tender.ceiling * share + average * (1 - share)
    return half_up(average * (1 - tender.lowering / 100), 2)


def price_points(tender: Tender, bid: Bid, base: Fraction) -> Fraction:
    price = evaluated(tender, bid)
    if tender.method == "lowest":
        points = base / price * tender.price_weight
    else:
        deviation = half_up((price - base) / base, 4) * 100
        points = tender.price_weight - abs(deviation) * (tender.above if deviation > 0 else tender.below)
    return half_up(min(max(points, Fraction(0)), tender.price_weight), 2)


def technical(tender: Tender, bid: Bid) -> Fraction | None:
    given = [mark for mark in bid.marks if mark is not None]
    return half_up(mean(trimmed(given, 7)) * tender.technical_weight / 100, 2) if given else None


def expected(tender: Tender) -> Mapping[str, Any]:
    """What must come out: the benchmark, how many are valid, and each bidder's columns."""
    base = benchmark(tender)
    rows: dict[str, dict[str, Any]] = {}
    ranked: list[Bid] = []
    for bid in tender.bids:
        row = {
            "price_points": NOT_APPLICABLE,
            "technical": NOT_APPLICABLE,
            "points": NOT_APPLICABLE,
            "rank.place": NOT_APPLICABLE,
        }
        rows[bid.bidder] = row
        if not valid(tender, bid):
            continue
        assert base is not None
        row["price_points"] = price = price_points(tender, bid, base)
        by_experts = technical(tender, bid)
        if by_experts is None:
            continue
        ranked.append(bid)
        row["technical"] = by_experts
        row["points"] = UNKNOWN if bid.business is None else price + by_experts + bid.business
    for bid in ranked:
        rows[bid.bidder]["rank.place"] = place(bid, ranked, rows)
    return {
        "benchmark": NOT_APPLICABLE if base is None else base,
        "valid_bids": Fraction(sum(valid(tender, bid) for bid in tender.bids)),
        "bidders": rows,
    }


def place(bid: Bid, ranked: list[Bid], rows: Mapping[str, Mapping[str, Any]]) -> Any:
    """The place, or the least and the greatest that it may be while other bids' points are not known."""
    own = rows[bid.bidder]["points"]
    if own is UNKNOWN:
        return UNKNOWN
    others = [other for other in ranked if other is not bid]
    open_ones = sum(rows[other.bidder]["points"] is UNKNOWN for other in others)
    before = sum(
        (-rows[other.bidder]["points"], other.price) < (-own, bid.price)
        for other in others
        if rows[other.bidder]["points"] is not UNKNOWN
    )
    return Fraction(1 + before) if not open_ones else (Fraction(1 + before), Fraction(1 + before + open_ones))


def cases() -> list[Case]:
    return [case(number) for number in range(CASES)]


def case(number: int) -> Case:
    tender = made_up(number)
    return Case(f"tender {number}", facts_of(tender), expected(tender))


def facts_of(tender: Tender) -> Mapping[str, Any]:
    def of(bid: Bid) -> Mapping[str, Any]:
        return {
            "bidder": bid.bidder,
            "price": None if bid.price is None else f"{decimal(bid.price)} 元",
            "responsive": bid.responsive,
            "small": bid.small,
            "business": bid.business,
            "marks": [{"mark": mark} for mark in bid.marks],
        }

    return {
        "method": tender.method,
        "ceiling": f"{decimal(tender.ceiling)} 元",
        "price_weight": tender.price_weight,
        "technical_weight": tender.technical_weight,
        "business_weight": tender.business_weight,
        "discount": f"{decimal(tender.discount)}%",
        "lowering": f"{decimal(tender.lowering)}%",
        "ceiling_share": f"{decimal(tender.ceiling_share)}%",
        "above": tender.above,
        "below": tender.below,
        "bids": [of(bid) for bid in tender.bids],
    }


def made_up(number: int) -> Tender:
    """The tender of this number: from none to eleven bids, often alike, some out, some with marks or prices missing."""
    rng = Random(f"tender {number}")
    size = (0, 1, 2, 5)[number % 4] if number < 16 else rng.choice((2, 3, 4, 5, 5, 6, 7, 8, 11))
    price_weight = grid(rng, 30, 60, "10")
    technical_weight = grid(rng, 10, 30, "5")
    business_weight = 100 - price_weight - technical_weight
    experts = rng.choice((1, 5, 6, 7, 7, 9))
    coarse = rng.random() < 0.5  # few prices and few marks: ties
    gaps = rng.random() < 0.25  # something is missing
    alike = rng.random() < 0.1  # one price for all

    def bid(which: int) -> Bid:
        price = Fraction(100_000) if alike else grid(rng, 80, 125, "5" if coarse else "0.01") * 1000
        mark = [grid(rng, 60, 100, "10" if coarse else "0.5") for _ in range(experts)]
        marks = [None if gaps and rng.random() < 0.2 else one for one in mark]
        if gaps and rng.random() < 0.1:
            marks = [None] * experts if rng.random() < 0.5 else []
        return Bid(
            bidder=f"B{which}",
            price=None if gaps and rng.random() < 0.1 else price,
            responsive=number % 50 != 7 and rng.random() < 0.9,
            small=rng.random() < 0.3,
            business=None if gaps and rng.random() < 0.1 else half_up(business_weight * rng.randint(4, 10) / 10, 1),
            marks=tuple(marks),
        )

    bids = [bid(which) for which in range(1, size + 1)]
    if size > 2 and rng.random() < 0.3:  # two bids that differ by their names alone
        twin = bids[0]
        bids[-1] = Bid(bids[-1].bidder, twin.price, twin.responsive, twin.small, twin.business, twin.marks)
    rng.shuffle(bids)
    return Tender(
        method=rng.choice(("lowest", "mean", "composite")),
        ceiling=grid(rng, 110, 130, "5") * 1000,
        price_weight=price_weight,
        technical_weight=technical_weight,
        business_weight=business_weight,
        discount=rng.choice((Fraction(0), Fraction(10), Fraction(15))),
        lowering=rng.choice((Fraction(0), Fraction(1), Fraction("2.5"))),
        ceiling_share=rng.choice((Fraction(30), Fraction(60))),
        above=rng.choice((Fraction(1), Fraction("0.9"), Fraction(2))),
        below=rng.choice((Fraction("0.5"), Fraction("0.6"))),
        bids=tuple(bids),
    )
