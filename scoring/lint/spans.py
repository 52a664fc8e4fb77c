"""Sets of positions on a key's scale, as runs `[from, to)` in order: large sets cost no more than their edges."""

from __future__ import annotations

from collections.abc import Iterable

Spans = tuple[tuple[int, int], ...]
NOWHERE: Spans = ()


def union(several: Iterable[Spans]) -> Spans:
    """What lies in any of them."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(run for spans in several for run in spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def common(first: Spans, second: Spans) -> Spans:
    """What lies in both."""
    found, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        start, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if start < end:
            found.append((start, end))
        if first[i][1] <= second[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def outside(spans: Spans, size: int) -> Spans:
    """What of 0 … size - 1 lies in none of the runs."""
    found, at = [], 0
    for start, end in spans:
        if at < start:
            found.append((at, start))
        at = end
    if at < size:
        found.append((at, size))
    return tuple(found)
