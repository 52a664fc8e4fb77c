"""The numbers of a side from which something else holds: conditions of rows and columns, edges of lines, ends, targets, grades.

What rows, levels, items and deductions earn is no threshold. A number that stands in a formula is none that can be moved by
itself; such ones are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from scoring.problems import Text
from scoring.rulebook.rulebook import Entry
from scoring.tuning.editions.side import Side
from scoring.values.characters import plain, sign_of
from scoring.values.day import is_date
from scoring.values.number import exact, read_number, show_number

Steps = tuple[str | int, ...]

AMOUNT = re.compile(r"\s*(-?\d+(?:\.\d+)?)(\s*[^\d\s*+/(),<>=\"-][^\s*+()<>=\"]*|\s*)")
JOINED = re.compile(r"(\s+(?:and|or)\s+)")
COMPARED = re.compile(r"[<>=≥≤≠]\s*=?\s*-?\d|\d[^\s<>=]*\s*[<>=≥≤≠]")
MOVED_SIGNS = ("<", "<=", ">", ">=")
ELSE = ("else", "否则", "其他", "-", "")
CONSTRUCTS: Final = ("rule", "value", "column", "result", "grade")
PLURALS: Final[Mapping[str, str]] = {"rule": "rules", "value": "values", "column": "columns", "result": "results", "limit": "limits",
                                     "indicator": "indicators"}  # fmt: skip
FORMULAS: Final = ("when", "is", "that", "where", "among", "each", "unless", "by", "then")
"""Keys whose value is a formula, or a condition written out."""

LEFT: Final[Mapping[str, Text]] = {
    "formula": Text("formulas with a number compared", "含有比较数的公式"),
    "equal": Text("conditions that are one number", "只等于一个数的条件"),
    "zero": Text("thresholds of zero", "为零的界限"),
    "date": Text("dates", "日期"),
    "between": Text("ends of `between`", "between 的两端"),
    "earned": Text("what levels, items and deductions earn or cost", "档次、检查项、扣分项的得分或扣分"),
}
"""What is not moved, in words."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number as it is written, all places of it in one part of a side, and where in words."""

    section: str
    name: str
    where: Text
    paths: tuple[Steps, ...]
    written: Any  # a text, or a number
    at: int = 0  # of several comparisons in one cell, which

    def moved(self, by: Fraction) -> str | None:
        """As it is written when it is that many times as large; None where that is no move."""
        if not isinstance(self.written, str):
            value = exact(self.written)
            return None if not value else show_number(value * by)
        pieces = JOINED.split(self.written)
        piece = _moved(pieces[self.at], by)
        return None if piece is None else "".join([*pieces[: self.at], piece, *pieces[self.at + 1 :]])

    def settings(self, after: str) -> tuple[str, ...]:
        """Every place of it with that value, as `PATH=VALUE`."""
        first = PLURALS.get(self.section, self.section)
        value = f'"{after}"' if isinstance(self.written, str) else after
        return tuple(".".join([first, *([self.name] if self.name else []), *map(str, path)]) + f"={value}" for path in self.paths)  # fmt: skip

    @property
    def shown(self) -> str:
        return (
            self.written.strip() if isinstance(self.written, str) else show_number(exact(self.written) or Fraction(0))
        )


def thresholds_of(side: Side) -> tuple[list[Threshold], Counter[str]]:
    """Every threshold that can be moved, in the order of the side; how many others there are, by the keys of `LEFT`."""
    found, left = [], Counter[str]()
    for (_, section, name), entry in side.parts().items():
        for one in _of_part(section, name, _data(entry), left):
            reason = _unmoved(one)
            if reason is None:
                found.append(one)
            else:
                left[reason] += 1
    return found, left


def _of_part(section: str, name: str, data: dict[str, Any], left: Counter[str]) -> Iterator[Threshold]:
    lead = Text("grade", "等级") if section == "grade" else Text(name, name)
    if section == "grade" and name:
        lead = Text(f"grade of {name}", f"{name} 的等级")
    here = _Part(section, name, lead, left)
    if section in CONSTRUCTS:
        yield from here.construct(data, ())
        for number, part in enumerate(data.get("part") or ()):
            if isinstance(part, dict):
                yield from here.construct(part, ("part", number), f"part {number + 1}", f"第 {number + 1} 部分")
    if section == "limit":
        yield from here.limit(data)
    if section == "indicator":
        yield from here.key(data, ("target",), "target", "指标值")
    left["formula"] += sum(_compares(data.get(key)) for key in FORMULAS)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a side in which thresholds are looked for."""

    section: str
    name: str
    lead: Text
    left: Counter[str]

    def construct(self, data: dict[str, Any], base: Steps, en: str = "", zh: str = "") -> Iterator[Threshold]:
        """What every way of computing something has: conditions, edges of lines, and the keys of criteria."""
        before = (f"{en}, " if en else "", f"{zh}，" if zh else "")
        keys = data.get("by")
        count = len(keys) if isinstance(keys, list) else 1
        across = data.get("across")
        if isinstance(across, list):
            count -= 1
            for number, cell in enumerate(across):
                yield from self.cell(cell, (*base, "across", number), f"{before[0]}column {number + 1}", f"{before[1]}第 {number + 1} 列")  # fmt: skip
        for number, row in enumerate(data.get("rows") or ()):
            cells = row.get("row") if isinstance(row, dict) else row
            for at, cell in enumerate(cells[:count] if isinstance(cells, list) else ()):
                place = f"{before[0]}row {number + 1}", f"{before[1]}第 {number + 1} 行"
                if count > 1:
                    place = f"{place[0]}, condition {at + 1}", f"{place[1]}，条件 {at + 1}"
                yield from self.cell(cell, (*base, "rows", number, at), *place)
        yield from self.lines(data.get("lines"), base, before)
        yield from self.key(data, (*base, "nothing_below"), f"{before[0]}nothing_below", f"{before[1]}低于则不得分")
        over = data.get("over")
        if isinstance(over, dict):
            yield from self.key(over, (*base, "over", "beyond"), f"{before[0]}over.beyond", f"{before[1]}超额界限")
        for number, reason in enumerate(data.get("deduct") or ()):
            if isinstance(reason, dict):
                yield from self.key(reason, (*base, "deduct", number, "at_most"), f"{before[0]}deduction {number + 1}, at most",
                                    f"{before[1]}扣分项 {number + 1} 上限")  # fmt: skip
        for number, level in enumerate(data.get("levels") or ()):
            if isinstance(level, list) and len(level) == 2:  # with three it has the least and the most that it earns
                yield from self.cell(level[1], (*base, "levels", number, 1), f"{before[0]}level {number + 1}", f"{before[1]}档次 {number + 1}")  # fmt: skip
        self.count(data)

    def count(self, data: dict[str, Any]) -> None:
        """What is not moved of a construct."""
        items = [one for key in ("items", "deduct") for one in data.get(key) or () if isinstance(one, dict)]
        self.left["between"] += sum(_is_number(end) for end in data.get("between") or ())
        self.left["earned"] += sum(_is_number(one.get(key)) for one in items for key in ("points", "earns"))
        self.left["earned"] += sum(
            _is_number(cell)
            for level in data.get("levels") or ()
            if isinstance(level, list) and len(level) > 2
            for cell in level[1:]
        )
        self.left["formula"] += sum(_compares(one.get("when")) for one in items)

    def cell(self, cell: Any, path: Steps, en: str, zh: str) -> Iterator[Threshold]:
        """A condition; of a list each, and of several comparisons in one each."""
        if isinstance(cell, list):
            for number, one in enumerate(cell):
                yield from self.cell(one, (*path, number), f"{en}, choice {number + 1}", f"{zh}第 {number + 1} 项")
            return
        if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
            self.left["equal"] += 1
            return
        if not isinstance(cell, str) or cell.strip() in ELSE:
            return
        pieces = JOINED.split(cell)[::2]
        if not all(_is_comparison(piece) for piece in pieces):
            self.left["equal" if _is_number(cell) or _is_equality(cell) else "formula"] += _is_number(cell) or _is_equality(cell) or _compares(cell)  # fmt: skip
            return
        for number in range(len(pieces)):
            several = (f", bound {number + 1}", f"，界限 {number + 1}") if len(pieces) > 1 else ("", "")
            yield self.threshold(en + several[0], zh + several[1], (path,), cell, 2 * number)

    def lines(self, lines: Any, base: Steps, before: tuple[str, str]) -> Iterator[Threshold]:
        """Edges of lines; one that two lines share is one."""
        edges: dict[str, list[tuple[Steps, Any]]] = {}
        for number, line in enumerate(lines or ()):
            for at, edge in enumerate(line[:2] if isinstance(line, list) else ()):
                if isinstance(edge, str | int | Decimal) and not isinstance(edge, bool):
                    edges.setdefault(str(edge).strip(), []).append(((*base, "lines", number, at), edge))
        for number, places in enumerate(edges.values(), start=1):
            written = places[0][1]
            if _is_number(written) and len({isinstance(edge, str) for _, edge in places}) == 1:
                yield self.threshold(f"{before[0]}edge {number} of the lines", f"{before[1]}折线第 {number} 个端点",
                                     tuple(path for path, _ in places), written)  # fmt: skip
            else:
                self.left["formula"] += 1

    def limit(self, data: dict[str, Any]) -> Iterator[Threshold]:
        """Ends that a limit gives the total or a group."""
        ends: list[tuple[Steps, Any, Text]] = [(("total",), data.get("total"), Text("total", "总分"))]
        groups = data.get("group")
        ends += [(("group", path), one, Text(path, path)) for path, one in (groups.items() if isinstance(groups, dict) else ())]  # fmt: skip
        for base, one, what in ends:
            for key, said in (("at_most", Text("at most", "不超过")), ("at_least", Text("at least", "不低于"))):
                if isinstance(one, dict):
                    yield from self.key(one, (*base, key), f"{what.en} {said.en}", f"{what.zh}{said.zh}")

    def key(self, data: dict[str, Any], path: Steps, en: str, zh: str) -> Iterator[Threshold]:
        """The value of a key that is a threshold, with or without a sign."""
        written = data.get(str(path[-1]))
        if isinstance(written, bool) or not isinstance(written, str | int | Decimal):
            return
        if _is_number(written) or (isinstance(written, str) and _is_comparison(written)) or _is_day(written):
            yield self.threshold(en, zh, (path,), written)
        elif isinstance(written, str) and any(one.isdigit() for one in written):
            self.left["formula"] += 1

    def threshold(self, en: str, zh: str, paths: tuple[Steps, ...], written: Any, at: int = 0) -> Threshold:
        where = Text(f"{self.lead.en}, {en}", f"{self.lead.zh}，{zh}")
        return Threshold(self.section, self.name, where, paths, written, at)


def _unmoved(one: Threshold) -> str | None:
    """Why it cannot be moved by a share of itself, as a key of `LEFT`; None where it can."""
    if one.moved(Fraction(2)) is not None:
        return None
    return "date" if isinstance(one.written, str) and _is_day(JOINED.split(one.written)[one.at]) else "zero"


def _moved(written: str, by: Fraction) -> str | None:
    """A sign, if there is one, and a number that many times as large, its unit as it was; None for anything else, and zero."""
    sign = sign_of(written)
    head, rest = (sign[0] + " ", written[sign[1] :]) if sign is not None else ("", written)
    found = None if _is_day(written) else AMOUNT.fullmatch(plain(rest))
    value = read_number(found.group(1)) if found is not None else None
    return f"{head}{show_number(value * by)}{found.group(2).rstrip()}" if found is not None and value else None


def _is_comparison(written: str) -> bool:
    """A sign that says more or less, with an amount or a date."""
    sign = sign_of(written)
    return sign is not None and sign[0] in MOVED_SIGNS and (_is_number(written[sign[1] :]) or _is_day(written))


def _is_equality(written: str) -> bool:
    sign = sign_of(written)
    return sign is not None and sign[0] not in MOVED_SIGNS and _is_number(written[sign[1] :])


def _is_number(written: Any) -> bool:
    if isinstance(written, str):
        return AMOUNT.fullmatch(plain(written)) is not None and not is_date(plain(written).strip())
    return isinstance(written, int | Decimal) and not isinstance(written, bool)


def _is_day(written: Any) -> bool:
    sign = sign_of(written) if isinstance(written, str) else None
    return isinstance(written, str) and is_date(plain(written[sign[1] :] if sign is not None else written).strip())


def _compares(written: Any) -> bool:
    """Whether a formula compares something with a number."""
    return isinstance(written, str) and COMPARED.search(plain(written)) is not None


def _data(entry: Entry[Any]) -> dict[str, Any]:
    data: Any = entry.document.data
    for step in entry.path:
        data = data[step]
    return data if isinstance(data, dict) else {}
