"""Where a report gives a total and its parts: behind 其中, before 合计, in the lines and rows above 小计, in points beside their full points."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from scoring.forms.prose.claims import ALL_POINTS, claimed_total
from scoring.forms.prose.quantities import quantity_of
from scoring.forms.prose.sums import Sum, Whole
from scoring.forms.prose.told import Told
from scoring.values.units import Units

MOST_PARTS = 200
FARTHEST = 120  # characters between a total, 其中, and the first part
_REST = re.compile("结余|剩余|余额|未支出|合计|共计|总计|小计|缺口")
_NOT_ALL = re.compile("其中[^，。：；]{0,4}(?:主要|重点|含|包括)")
_INTRODUCED = re.compile(
    "(?i:of (?:which|whom|these)|including|comprising|consisting of|of the (?:amount|total|money|sum)[^，。]{0,30}，)|其中|分别(?:用于|安排|为|是)|(?:构成|组成|明细)(?:为|：|如下)|由(?=[^。；\n]{4,80}(?:组成|构成))|具体(?:为|是|：)|(?<=[0-9元%])："
)
"""What stands before the parts of a total."""
_TOTAL = re.compile(
    r"(?:合计|共计|总计|小计|总额|总分|总得分|三项|两项|四项|五项|(?i:\btotal|in all))[^，。；：]{0,8}$"
)
_ROW_OF_ALL = re.compile("合计|总计|共计|小计|总额|总数")
_FULL_STOP = re.compile("[。\n]")
LONGEST_LIST = 600
_OF_EACH = re.compile("人均|户均|平均|均价|单价|造价|标准|[每均]")
"""Money of each, and no part of all."""
_COUNTED = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_OPPOSITE = (frozenset("男女"), frozenset(("城镇", "农村")), frozenset(("城市", "农村")), frozenset(("线上", "线下")), frozenset(("城区", "乡镇")),
             frozenset(("在职", "退休")), frozenset(("县级", "乡级")), frozenset(("省级", "市级", "县级")), frozenset(("中央", "省级")), frozenset(("室内", "室外")))  # fmt: skip


def sums_in(text: str, told: Sequence[Told], units: Units) -> list[Sum]:
    """The totals of a report with their parts, in the order of the text."""
    depths = _depths(text, told)
    found = [
        *_behind(text, told, depths, units),
        *_before(text, told, depths, units),
        *_in_lines(text, told, units),
        *_of_full_points(told),
        *_in_columns(told, units),
    ]
    once: dict[tuple[int, tuple[int, ...]], Sum] = {}
    for one in found:
        once.setdefault((one.total.start, tuple(part.start for part in one.parts)), one)
    return sorted(once.values(), key=lambda one: (one.total.start, one.parts[0].start))


# ---------------------------------------------------------------- 其中


def _behind(text: str, told: Sequence[Told], depths: Sequence[int], units: Units) -> Iterator[Sum]:
    starts = [one.start for one in told]
    for found in _INTRODUCED.finditer(text):
        first = bisect_left(starts, found.end())
        if first >= len(told) or told[first].start - found.end() > FARTHEST:
            continue
        depth = _depth_at(text, found.start(), told, depths, first)
        part = told[first]
        kind = quantity_of(part.figure, units)
        if kind is None or kind.measure == "share" or _NOT_ALL.match(text, found.start()):
            continue
        totals = _totals_before(text, told, first, found.start(), kind.measure, units)
        parts, longer = (
            _parts_from(text, told, depths, first, depth, kind.measure, units, end)
            for end in (part.sentence[1], _stop(text, part.start))
        )
        if len(parts) < 2:
            parts = longer
        if totals and len(parts) >= 2:
            after = text[parts[-1].figure.end : parts[-1].figure.end + 2]
            whole = "no" if "等" in after else _are_all(text, totals[0], parts, found.group())
            yield Sum(
                totals[0], tuple(parts), whole, tuple(totals[1:]), tuple(longer) if len(longer) > len(parts) else ()
            )


def _parts_from(
    text: str, told: Sequence[Told], depths: Sequence[int], first: int, depth: int, measure: str, units: Units, end: int
) -> list[Told]:
    """The figures of a measure from the first on, up to `end`, to what is left over or to another 其中; none that is only deeper in brackets."""
    parts: list[Told] = []
    for place in range(first, min(len(told), first + MOST_PARTS)):
        one = told[place]
        if one.start >= end:
            break
        between = text[max(told[place - 1].figure.end, one.start - FARTHEST) : one.start] if place > first else ""
        if depths[place] < depth or ("其中" in between and depths[place] == depth):
            break
        if depths[place] > depth or one.standing == "full":
            continue
        kind = quantity_of(one.figure, units)
        if kind is None or kind.measure != measure or _OF_EACH.search(text, one.clause, one.start):
            continue
        if place > first and _REST.search(between):
            break
        parts.append(one)
    return parts


def _stop(text: str, at: int) -> int:
    """Where what stands at a place ends with a full stop or its line; parts of a list may be told with semicolons between them."""
    found = _FULL_STOP.search(text, at, at + LONGEST_LIST)
    return found.start() if found is not None else min(len(text), at + LONGEST_LIST)


def _totals_before(text: str, told: Sequence[Told], first: int, at: int, measure: str, units: Units) -> list[Told]:
    """Figures of the same measure before 其中, in its sentence or in the one that it goes on from: the nearest is meant most likely."""
    found: list[Told] = []
    for place in range(first - 1, max(-1, first - 8), -1):
        one = told[place]
        between = text[one.figure.end : min(at, one.figure.end + 2 * FARTHEST)]
        stops = between.count("。") + between.count("；")
        if "\n" in between and not re.search(r"\n[（(]?\s*$", between):
            break
        if not found and (
            at - one.figure.end >= FARTHEST
            or stops > 1
            or ("。" in between and not re.search(r"[。\n][（(]?\s*$", between))
        ):
            break
        if stops > 2 or at - one.figure.end >= 2 * FARTHEST:
            break
        kind = quantity_of(one.figure, units)
        if kind is not None and kind.measure == measure and one.standing != "full":
            found.append(one)
    return found


def _are_all(text: str, total: Told, parts: Sequence[Told], introduced: str) -> Whole:
    """Whether parts can only be meant as all of the total: money, points, or kinds of one thing."""
    if introduced in ("分别为", "分别是") and not re.search("[共总合]", text[total.clause : total.start]):
        return "no"
    names = [part.name for part in parts]
    if any(
        all(any(word in name for word in group) for name in names) and len(names) <= len(group) for group in _OPPOSITE
    ):
        return "said"
    if total.figure.kind in ("amount", "score"):
        return "meant" if introduced in ("其中", "：") or introduced.isascii() else "said"
    ending = names[0][-2:]
    return (
        "said"
        if len(ending) == 2
        and all(name.endswith(ending) and name != ending for name in names)
        and len(set(names)) == len(names)
        else "no"
    )


# ---------------------------------------------------------------- 合计


def _before(text: str, told: Sequence[Told], depths: Sequence[int], units: Units) -> Iterator[Sum]:
    for place, total in enumerate(told):
        words = text[max(total.clause, total.start - 20) : total.start]
        points = total.figure.kind == "score" and re.search(
            "总分|总得分|合计|综合得分|自评得分|最终得分|自评(?:结果)?为?$|(?i:total|overall)", words
        )
        if not (points or _TOTAL.search(words)) or total.standing == "full":
            continue
        kind = quantity_of(total.figure, units)
        if kind is None:
            continue
        parts: list[Told] = []
        for earlier in range(place - 1, max(-1, place - MOST_PARTS), -1):
            one = told[earlier]
            if one.sentence != total.sentence:
                break
            own = quantity_of(one.figure, units)
            if own is None or own.measure != kind.measure or one.standing == "full" or depths[earlier] != depths[place]:
                continue
            if _TOTAL.search(text[max(one.clause, one.start - 20) : one.start]):
                break
            parts.insert(0, one)
        if len(parts) < 2:
            continue
        alike = all(part.essence == parts[0].essence for part in parts) or all(
            len(part.name) >= 2 and part.name[-1] == parts[0].name[-1] and part.essence not in total.essence
            for part in parts
        )
        named = bool(total.essence) and all(total.essence in part.name or part.essence in total.name for part in parts)
        yield Sum(total, tuple(parts), "said" if points or alike or named else "no")


def _in_lines(text: str, told: Sequence[Told], units: Units) -> Iterator[Sum]:
    """A total below lines of one figure each, as people type a table."""
    for place, total in enumerate(told):
        words = text[max(total.sentence[0], total.start - 30) : total.start]
        if not re.search(r"(?:合计|小计|总计|共计)[^，。；]{0,12}$", words) or "其中" in words:
            continue
        if text[total.sentence[0] - 1 : total.sentence[0]] not in ("\n", ""):
            continue
        kind = quantity_of(total.figure, units)
        if kind is None:
            continue
        rows: list[Told] = []
        last = total
        for earlier in range(place - 1, max(-1, place - MOST_PARTS), -1):
            one = told[earlier]
            own = quantity_of(one.figure, units)
            if (
                own is None
                or own.measure != kind.measure
                or one.sentence[1] != last.sentence[0]
                or one.sentence == last.sentence
            ):
                break
            line = text[one.sentence[0] : one.sentence[1]].strip()
            if not re.fullmatch(r"[^，。；]{2,60}", line):
                break
            last = one
            if not re.match(r"\s*(?:合计|小计|总计|共计)", line):
                rows.insert(0, one)
        counted = re.search("以上([两二三四五六七八九十])项", words)
        if counted is not None:
            rows = rows[-_COUNTED[counted[1]] :]
        if len(rows) >= 2:
            yield Sum(total, tuple(rows), "said")


def _in_columns(told: Sequence[Told], units: Units) -> Iterator[Sum]:
    """The last row of a table, where it is called a total, and what stands above it in its column."""
    columns: dict[tuple[int, int], list[Told]] = {}
    for one in told:
        if one.cell is not None and one.figure.kind in ("count", "amount", "score"):
            columns.setdefault((one.cell.table, one.cell.column), []).append(one)
    for column in columns.values():
        *rows, total = column
        kind = quantity_of(total.figure, units)
        if kind is None or total.cell is None or not _ROW_OF_ALL.match(total.cell.label):
            continue
        parts = [
            one for one in rows if one.cell is not None and not one.among and not _ROW_OF_ALL.match(one.cell.label)
        ]
        alike = all(
            (own := quantity_of(one.figure, units)) is not None and own.measure == kind.measure for one in parts
        )
        if len(parts) >= 2 and len(parts) == len(rows) and alike:
            yield Sum(total, tuple(parts), "said")


# ---------------------------------------------------------------- points
def _of_full_points(told: Sequence[Told]) -> Iterator[Sum]:
    """Points of which each has its full points beside it, where these are 100 together: all of the total, wherever that stands."""
    scores = [one for one in told if one.figure.kind == "score" and one.figure.number is not None]
    total = claimed_total(told)
    parts: list[Told] = []
    full = Fraction(0)
    for one, other in pairwise(scores):
        if (one.standing == "full") is (other.standing == "full") or other.start - one.figure.end > FARTHEST // 4:
            continue
        most, got = (one, other) if one.standing == "full" else (other, one)
        if got in parts[-1:]:
            continue
        assert most.figure.number is not None
        parts.append(got)
        full += most.figure.number
        if full >= ALL_POINTS:
            if full == ALL_POINTS and total is not None and total not in parts and len(parts) >= 2:
                yield Sum(total, tuple(parts), "said")
            parts, full = [], Fraction(0)


# ---------------------------------------------------------------- brackets


def _depths(text: str, told: Sequence[Told]) -> list[int]:
    """How deep in brackets each figure stands; a bracket that is not closed ends with its line."""
    depths: list[int] = []
    depth = at = 0
    for one in told:
        depth = _moved(text, at, one.start, depth)
        depths.append(depth)
        at = one.start
    return depths


def _moved(text: str, start: int, end: int, depth: int) -> int:
    for character in text[start:end]:
        if character == "（":
            depth += 1
        elif character == "）":
            depth = max(0, depth - 1)
        elif character == "\n":
            depth = 0
    return depth


def _depth_at(text: str, at: int, told: Sequence[Told], depths: Sequence[int], first: int) -> int:
    """How deep 其中 stands, which is before the figure `first`."""
    begin = max(told[first - 1].start if first > 0 else 0, at - 10 * FARTHEST)
    return _moved(text, begin, at, depths[first - 1] if first > 0 else 0)
