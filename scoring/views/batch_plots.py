"""Plots of a run's figures as SVG: no script, no outside file, and a tooltip on every mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape

from scoring.documents.spelling import width
from scoring.problems.shown import harmless
from scoring.values.number import cut, show_number
from scoring.views.batch_words import Sentences
from scoring.views.run_figures import Totals

WIDE, HIGH = 960, 250
LEFT, RIGHT, TOP = 12, 12, 52
BASE = TOP + HIGH
SPREAD = BASE + 44  # where the quartiles are drawn
BOTTOM = SPREAD + 44
LONGEST_GRADE = 24
ROUNDED = 'rx="2"'


def plain(text: str) -> str:
    """Text of strangers that stays text: no markup, no control characters, nothing that turns the direction."""
    return escape(harmless(text), quote=True)


def bar(share: Fraction, tone: str, said: str) -> str:
    """A bar of a table, 0 to 1 of its cell; something, however little, is seen."""
    size = max(0.6, float(share) * 100) if share else 0
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img">'
        f"<title>{plain(said)}</title>"
        f'<rect class="track" width="100" height="10"/><rect class="{tone or "total"}" width="{_at(size)}" height="10"/></svg>'
    )


def stacked(parts: Sequence[tuple[str, int, str]]) -> str:
    """One bar of several parts: what each is, how many, and its tone."""
    whole = sum(count for _, count, _ in parts)
    drawn, at = [], 0.0
    for said, count, tone in parts:
        size = 100 * count / whole if whole else 0
        if count:
            drawn.append(
                f'<rect class="{tone}" x="{_at(at)}" width="{_at(size)}" height="10"><title>{plain(said)}</title></rect>'
            )
        at += size
    return f'<svg class="stacked" viewBox="0 0 100 10" preserveAspectRatio="none" role="img">{"".join(drawn)}</svg>'


def histogram(words: Sentences, totals: Totals) -> str:
    """How totals are spread: a bar for each bin, where grades begin, and quartiles below."""
    named = plain(words.say("distribution of totals", "总分分布"))
    drawn = [f'<svg class="plot" viewBox="0 0 {WIDE} {BOTTOM}" role="img" aria-label="{named}">']
    return "\n".join([*drawn, *_Histogram(words, totals).parts(), "</svg>"])


class _Histogram:
    def __init__(self, words: Sentences, totals: Totals) -> None:
        self.words, self.totals = words, totals
        self.low, self.high = totals.bins[0].low, totals.bins[-1].high
        self.most = max(one.count for one in totals.bins)

    def x(self, total: Fraction) -> float:
        return LEFT + float((total - self.low) / (self.high - self.low)) * (WIDE - LEFT - RIGHT)

    def parts(self) -> Iterator[str]:
        yield from self.bars()
        yield from self.edges()
        yield from self.axis()
        yield from self.spread()

    def bars(self) -> Iterator[str]:
        words, totals = self.words, self.totals
        for one in totals.bins:
            if not one.count:
                continue
            left, right = self.x(one.low) + 1, self.x(one.high) - 1
            tall = max(1.5, HIGH * one.count / self.most)
            rank = words.rank_at(one.low)
            said = words.say(
                f"{words.bin(one, one is totals.bins[-1])}: {one.count:,} projects, {words.percent(one.count, totals.count)}",
                f"{words.bin(one, one is totals.bins[-1])}：{one.count:,} 个项目，{words.percent(one.count, totals.count)}",
            )
            tone = "total" if rank is None else f"grade{rank}"
            yield (f'<rect class="{tone}" x="{_at(left)}" y="{_at(BASE - tall)}" width="{_at(max(1, right - left))}" '
                   f'height="{_at(tall)}" {ROUNDED}><title>{plain(said)}</title></rect>')  # fmt: skip
            if len(totals.bins) <= 2 * len(f"{self.most:,}") + 14 and right - left > 7 * len(f"{one.count:,}"):
                yield _text((left + right) / 2, BASE - tall - 6, f"{one.count:,}", "count")

    def edges(self) -> Iterator[str]:
        """Where grades begin; a name that has no room beside the last one is left to the tooltip."""
        free = float(LEFT)
        for at, grade in sorted(self.words.figures.scale.edges):
            if not self.low <= at <= self.high:
                continue
            x = self.x(at)
            name = cut(f"{grade} {show_number(at)}", LONGEST_GRADE)
            yield (f'<g><title>{plain(name)}</title><line class="edge" x1="{_at(x)}" x2="{_at(x)}" '
                   f'y1="{TOP - 30}" y2="{BASE}"/></g>')  # fmt: skip
            size = 7.2 * width(name)
            start = min(x + 4, WIDE - RIGHT - size)
            if start >= free:
                yield _text(start, TOP - 36, name, "grade", "start")
                free = start + size + 8

    def axis(self) -> Iterator[str]:
        yield f'<line class="axis" x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{BASE}" y2="{BASE}"/>'
        ends = [one.low for one in self.totals.bins] + [self.high]
        every = -(-len(ends) // 11)
        for number, end in enumerate(ends):
            if number % every == 0:
                anchor = "start" if number == 0 else "end" if number == len(ends) - 1 else "middle"
                yield _text(self.x(end), BASE + 17, show_number(end), "tick", anchor)

    def spread(self) -> Iterator[str]:
        """The lowest, the quartiles and the highest, as a box with a line through it; the mean as a mark."""
        words, totals = self.words, self.totals
        first, middle, third = totals.quartiles
        low, high, mean = self.x(totals.lowest), self.x(totals.highest), self.x(totals.mean)
        left, right = self.x(first), self.x(third)
        yield f"<g><title>{plain('; '.join(words.spread(totals)))}</title>"
        yield f'<line class="whisker" x1="{_at(low)}" x2="{_at(high)}" y1="{SPREAD}" y2="{SPREAD}"/>'
        yield (f'<rect class="box" x="{_at(left)}" y="{SPREAD - 9}" width="{_at(max(1, right - left))}" height="18" {ROUNDED}/>')  # fmt: skip
        yield (f'<line class="median" x1="{_at(self.x(middle))}" x2="{_at(self.x(middle))}" y1="{SPREAD - 9}" y2="{SPREAD + 9}"/>')  # fmt: skip
        yield f'<circle class="mean" cx="{_at(mean)}" cy="{SPREAD}" r="3.5"/></g>'
        said = words.say("median", "中位数"), words.points_or_mean(middle)
        yield _text(min(max(self.x(middle), 60), WIDE - 60), SPREAD + 26, " ".join(said), "tick")


def _text(x: float, y: float, said: str, tone: str, anchor: str = "middle") -> str:
    return f'<text class="{tone}" x="{_at(x)}" y="{_at(y)}" text-anchor="{anchor}">{plain(said)}</text>'


def _at(number: float) -> str:
    """A coordinate: to a hundredth, the same on every machine."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
