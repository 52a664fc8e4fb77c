"""Plots of a comparison as SVG: no script, no outside file, and a tooltip on every mark."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.tuning.comparison.comparison import Move
from scoring.tuning.comparison.words import ComparisonWords
from scoring.views.batch_plots import plain

WIDE, HIGH = 960, 220
LEFT, RIGHT, TOP = 12, 12, 26
BASE = TOP + HIGH
BOTTOM = BASE + 30
TONES = 8
"""Colours that edits take in turn."""


def histogram(words: ComparisonWords) -> str:
    """How many projects lose and gain how much; losses are left of the middle line."""
    named = plain(words.say("distribution of differences", "差值分布"))
    drawn = [f'<svg class="plot" viewBox="0 0 {WIDE} {BOTTOM}" role="img" aria-label="{named}">']
    return "\n".join([*drawn, *_bars(words), "</svg>"])


def _bars(words: ComparisonWords) -> Iterator[str]:
    bins = words.bins()
    low, high = min(min(one[0] for one in bins), Fraction(0)), max(max(one[1] for one in bins), Fraction(0))
    most = max(count for *_, count in bins)
    room = 1 if low < high else 0

    def x(value: Fraction) -> float:
        return LEFT + float((value - low) / (high - low)) * (WIDE - LEFT - RIGHT) if room else WIDE / 2

    def tall(count: int) -> float:
        return max(1.5, HIGH * count / most)

    counts = []  # above every bar, also where a tall one stands beside a narrow one
    for start, end, count in bins:
        said = f"{words.bin(start, end)}: {count:,}"
        if start == end:
            left, size, tone = x(start) - 3, 6.0, "total"
        else:
            left, size, tone = x(start) + 1, max(1.0, x(end) - x(start) - 2), "gain" if end > 0 else "loss"
        yield (f'<rect class="{tone}" x="{_at(left)}" y="{_at(BASE - tall(count))}" width="{_at(size)}" '
               f'height="{_at(tall(count))}" rx="2"><title>{plain(said)}</title></rect>')  # fmt: skip
        counts.append(_text(left + size / 2, BASE - tall(count) - 6, f"{count:,}", "count"))
    yield from counts
    yield f'<line class="axis" x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{BASE}" y2="{BASE}"/>'
    yield f'<line class="edge" x1="{_at(x(Fraction(0)))}" x2="{_at(x(Fraction(0)))}" y1="{TOP - 16}" y2="{BASE}"/>'
    ends = sorted({Fraction(0), *(one[0] for one in bins), *(one[1] for one in bins)})
    every = -(-len(ends) // 13)
    for number, end in enumerate(ends):
        if end == 0 or (number % every == 0 and abs(x(end) - x(Fraction(0))) > 30):
            anchor = "start" if x(end) < LEFT + 20 else "end" if x(end) > WIDE - RIGHT - 20 else "middle"
            yield _text(x(end), BASE + 18, words.signed(end), "tick", anchor)


def shares(words: ComparisonWords, move: Move, largest: Fraction) -> str:
    """A project's difference as one bar: what each edit alone does, losses to the left, and what remains."""
    parts: list[tuple[Fraction, str, str]] = []
    for share in move.shares:
        if share.lowest is not None and share.lowest == share.highest and share.lowest:
            parts.append((share.lowest, f"edit{share.group % TONES}", words.label(share.group)))
    rest = move.together
    if rest is not None and rest[0] == rest[1] and rest[0]:
        parts.append((rest[0], "together", words.say("together", "共同")))
    drawn, reached = [], {True: 50.0, False: 50.0}
    for value, tone, name in parts:
        size = float(abs(value) / largest) * 50 if largest else 0
        up = value > 0
        start = reached[up] if up else reached[up] - size
        reached[up] += size if up else -size
        drawn.append(f'<rect class="{tone}" x="{_at(start)}" width="{_at(max(size, 0.3))}" height="10"><title>{plain(f"{name} {words.signed(value)}")}</title></rect>')  # fmt: skip
    middle = '<rect class="middle" x="49.85" width="0.3" height="10"/>'
    return f'<svg class="bar shares" viewBox="0 0 100 10" preserveAspectRatio="none" role="img"><rect class="track" width="100" height="10"/>{"".join(drawn)}{middle}</svg>'


def reach(moves: tuple[Move, ...]) -> Fraction:
    """The longest side of any of these bars."""
    longest = Fraction(1, 100)
    for move in moves:
        sizes = [share.lowest for share in move.shares if share.lowest is not None and share.lowest == share.highest]
        if (rest := move.together) is not None and rest[0] == rest[1]:
            sizes.append(rest[0])
        longest = max(
            longest,
            sum((one for one in sizes if one > 0), Fraction(0)),
            -sum((one for one in sizes if one < 0), Fraction(0)),
        )
    return longest


def _text(x: float, y: float, said: str, tone: str, anchor: str = "middle") -> str:
    return f'<text class="{tone}" x="{_at(x)}" y="{_at(y)}" text-anchor="{anchor}">{plain(said)}</text>'


def _at(number: float) -> str:
    """A coordinate: to a hundredth, the same on every machine."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
