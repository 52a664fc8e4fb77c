"""Figures in a Chinese report: every number that says how much, how many, what share or when, and those that nobody can read."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from scoring.forms.numerals import IN_DIGITS, Numeral, of_characters, of_digits
from scoring.forms.prose import bounds
from scoring.forms.prose.bounds import Bound
from scoring.forms.prose.chinese_patterns import (
    CLASSIFIER,
    COUNTED_BY_NAME,
    DASH,
    FIGURE,
    KINDS,
    LISTED,
    MANNER,
    MOVED_TO,
    MOVES,
    NEGATIVE,
    NOT_COUNTED,
    QUOTE,
    SPACED,
    SPENT,
)
from scoring.forms.prose.dates import Dated, date_in
from scoring.forms.prose.figure_scan import FigureScan
from scoring.forms.prose.figures import (
    GLUED,
    MALFORMED,
    NO_UNIT,
    Figure,
    FigureKind,
    Unread,
)
from scoring.forms.prose.measures import MONEY, OF_MANY, ONLY_DIGITS, measure_pattern
from scoring.forms.prose.tables import Tables
from scoring.values.number import show_number
from scoring.values.units import Units


def figures_in_chinese(text: str, units: Units, tables: Tables) -> tuple[list[Figure], list[Unread]]:
    """The figures of a text, in its order, and the numbers that are none."""
    return _Scan(text, units, tables).all()


class _Scan(FigureScan):
    def __init__(self, text: str, units: Units, tables: Tables) -> None:
        super().__init__(text, FIGURE)
        self.tables = tables
        self.units = units
        self.measure = measure_pattern(units)
        self.listed = _list_numbers(text)
        self.quotes = [found.span() for found in QUOTE.finditer(text)]

    def one(self, found: re.Match[str]) -> int:
        """Takes what was found, and says where to go on."""
        if found.start() in self.listed:
            return self.listed[found.start()]
        cell = self.tables.at(found.start())
        if cell is not None and cell.is_order:
            return found.end()
        match found.lastgroup if found.lastgroup in KINDS else next(name for name in KINDS if found[name] is not None):
            case "dated":
                dated = date_in(found, self.text)
                if dated is not None:
                    return self._date(dated)
                return self._number(found, found.start(), re.compile(IN_DIGITS).match(self.text, found.start()))
            case "head" if cell is not None and self.measure.match(self.text, found.end()):  # 26.5米 in a cell
                return self._number(found, found.start(), found)
            case "strange":
                return self._malformed(found.start(), found.end())
            case "nothing":
                return self._nothing(found)
            case "share":
                return self._share_in_words(found)
            case "part":
                return self._part_in_words(found)
            case "fraction":
                return self._fraction(found)
            case "range":
                return self._range(found)
            case "digits":
                return self._number(found, found.start(), found)
            case "characters":
                return self._characters(found)
        return found.end()

    # ------------------------------------------------------------ each kind

    def _date(self, dated: Dated) -> int:
        full = dated.day is not None and dated.day.is_exact
        bound: Bound = "at_most" if dated.before and not full else "exact"
        self._add(
            Figure(
                dated.start,
                dated.end,
                dated.start,
                "date",
                dated.written,
                "日期",
                bound,
                None,
                dated.day,
                deadline=dated.before,
            )
        )
        return dated.end

    def _nothing(self, found: re.Match[str]) -> int:
        at = self.text.index("零", found.start())
        around = self.text[max(0, at - 20) : at + 5]
        unit = next((measure for noun, measure in CLASSIFIER if noun in around), None)
        if unit is not None:
            self._add(Figure(at, at + 1, at, "count", "0", unit, "exact", Fraction(0), in_words=True))
        return at + 1

    def _share_in_words(self, found: re.Match[str]) -> int:
        begin, end = found.start() + 3, found.end()
        read = (of_digits if self.text[begin].isdigit() else of_characters)(self.text, begin, end)
        if read is None or read.value is None:
            return end
        return self._bounded(
            found.start(), read.end, "share", show_number(read.value), "%", read.value / 100, read.more
        )

    def _part_in_words(self, found: re.Match[str]) -> int:
        parts = []
        for written in found.group("part").split("分之"):
            read = (
                of_digits(written, 0, len(written)) if written[0].isdigit() else of_characters(written, 0, len(written))
            )
            if read is None or read.value is None or not read.value:
                return found.end()
            parts.append(read.value)
        return self._bounded(
            found.start(), found.end(), "share", f"{parts[1]}/{parts[0]}", None, parts[1] / parts[0], False
        )

    def _fraction(self, found: re.Match[str]) -> int:
        below, above = (int(part) for part in found.group("fraction").split("/"))
        if above == 0 or below >= above:
            return found.end()
        return self._bounded(
            found.start(), found.end(), "share", f"{below}/{above}", None, Fraction(below, above), False
        )

    def _range(self, found: re.Match[str]) -> int:
        """`3-5次`, `5万元-30万元`; what goes from one number to another (由53%到81%) is two numbers."""
        digits = re.compile(IN_DIGITS)
        first = digits.match(self.text, found.start())
        assert first is not None
        second = digits.search(self.text, first.end())
        assert second is not None
        low, high = of_digits(first.group(), 0, len(first.group())), of_digits(self.text, second.start(), second.end())
        measured = self._unit(high)
        moves = self.text[found.start() - 1 : found.start()] in ("由", "从")
        if low.value is None or high.value is None or measured is None or moves:
            return self._number(found, found.start(), first)
        unit, end, _ = measured
        between = self.text[first.end() : second.start()].strip(" -~至到")
        if between not in ("", unit, unit[:1]) or low.value * _multiple_of(high.multiple) > high.value:
            return self._number(found, found.start(), first)
        if unit in ("年", "月", "日", "时", "岁", "号"):
            return end
        value = f"{low.written}-{high.written}"
        if unit == "成":
            value, unit = f"{show_number(low.value * 10)}-{show_number(high.value * 10)}", "%"
        self._add(Figure(found.start(), end, found.start(), self._kind(unit), value, unit, "range"))
        return end

    def _number(self, found: re.Match[str], start: int, digits: re.Match[str] | None) -> int:
        assert digits is not None
        end = digits.end()
        if self.text[start - 1 : start].isascii() and self.text[start - 1 : start].isalnum():
            return end
        spaced = SPACED.match(self.text, start)
        if spaced is not None:
            self.unread.append(Unread(start, spaced.end(), "unclear", MALFORMED))
            return spaced.end()
        read = of_digits(self.text, start, end)
        glued = GLUED.match(self.text, read.end)
        if glued is not None and read.written is not None:
            return self._malformed(start, glued.end())
        if read.written is None:
            written = self.text[start:end]
            if re.fullmatch(
                r"[0-9]{1,2}(?:\.[0-9]{1,2}){2,4}|(?:19|20)[0-9]{2}(?:\.[0-9]{1,2}){1,2}", written
            ) and self.text[end : end + 1] not in tuple("万亿%"):
                return end  # a section's number, a day
            code: Literal["malformed", "too-long"] = "too-long" if len(written) > 100 else "malformed"
            self.unread.append(Unread(start, min(end, start + 40), code, MALFORMED))
            return end
        before = self.text[max(0, start - 2) : start]
        if NEGATIVE.search(before):
            read = replace(read, start=start - 1, written=f"-{read.written}")
        elif DASH.search(before) and self._unit(read) is not None:
            self.unread.append(Unread(start - 1, read.end, "unclear", MALFORMED))
            return read.end
        return self._measured(read)

    def _characters(self, found: re.Match[str]) -> int:
        start, end = found.span("characters")
        read = of_characters(self.text, start, end)
        if read is None or read.value is None:
            behind = self.measure.match(self.text, end) if end - start > 1 else None
            if behind is not None:  # 五六十人, 二百五户
                self.unread.append(Unread(start, behind.end(), "unclear", MALFORMED))
            return end
        before_quote = bisect_right(self.quotes, (start, len(self.text)))
        if before_quote and self.quotes[before_quote - 1][1] > start and read.value < 11:
            return end  # a slogan: “两个覆盖全面进步”
        lone = self.text[start] in "百千万亿佰仟"  # 百篇 alone is a manner of speaking, 近百篇 and 百余篇 are not
        bound = bounds.before(self.text, start, 0)
        if self.text[start - 1 : start] == "上" and not lone:
            bound = None
        if lone and not read.more and (bound is None or bound[0] == "about"):
            return end
        before = self.text[max(0, start - 3) : start]
        if before[-1:] in ("数", "几", "第") or (read.value < 2 and not read.more):
            return end
        measured = self._unit(read)
        if measured is None:
            return end
        unit, _, plain = measured
        if plain == "成":
            return self._measured(read) if read.value < 10 else end
        if unit.endswith("元") or unit in ("%", "个百分点", "百分点"):
            return self._measured(read, in_words=True)
        if plain in ("年", "个月", "天") and (read.value < 11 or plain == "年"):
            counted = re.search(
                r"(?:连续|历时|为期|已有|长达|满|延后|提前|逾期|累计)$",
                self.text[max(0, start - 6) : start].rstrip("约近"),
            )
            return self._measured(read, in_words=True) if counted else end
        tail = self.text[read.end : read.end + 8]
        if plain == "分" and re.search("(?:得|总|评|积|满)分?(?:为|是|：)?$", before):
            return self._measured(read, in_words=True)
        if plain in ONLY_DIGITS or NOT_COUNTED.search(before) or MANNER.match(tail):
            return end
        return self._measured(read, in_words=True)

    def _malformed(self, start: int, end: int) -> int:
        self.unread.append(Unread(start, min(end, start + 40), "malformed", MALFORMED))
        return end

    def _measured(self, read: Numeral, in_words: bool = False) -> int:
        assert read.written is not None and read.value is not None
        measured = self._unit(read)
        if measured is None:
            return self._unmeasured(read)
        unit, end, plain = measured
        if plain == "成":
            half = "零一二三四五六七八九".find(self.text[end : end + 1]) if self.text[end : end + 1] else -1  # 九成五
            tenths, end = (read.value * 10 + half, end + 1) if half > 0 else (read.value * 10, end)
            return self._bounded(read.start, end, "share", show_number(tenths), "%", tenths / 100, read.more, True)
        if plain in ("年", "月", "日", "号", "时", "点") and plain != "年":
            return end
        if plain == "年" and read.value >= 1000:
            return end
        kind = self._kind(unit)
        number = read.value / 100 if unit == "%" else read.value / 1000 if unit == "‰" else read.value
        return self._bounded(read.start, end, kind, read.written, unit, number, read.more, in_words)

    def _unmeasured(self, read: Numeral) -> int:
        """A number without a unit: a figure where its name says what it counts, else told."""
        assert read.written is not None
        before = self.text[max(0, read.start - 12) : read.start]
        after = self.text[read.end : read.end + 1]
        if (unit_of_cell := self._unit_of_cell(read)) is not None:
            multiple = 10**4 if unit_of_cell.startswith("万") else 10**8 if unit_of_cell.startswith("亿") else 1
            number = read.value and read.value * multiple
            number = number and number / 100 if unit_of_cell == "%" else number
            return self._bounded(
                read.start, read.end, self._kind(unit_of_cell), read.written, unit_of_cell, number, read.more
            )
        if read.multiple and SPENT.search(before):
            return self._bounded(
                read.start, read.end, "amount", read.written, read.multiple + "元", read.value, read.more
            )
        if after.isascii() and after.isalpha():
            return read.end
        moved = MOVED_TO.search(before)
        if moved is not None:
            before = self.text[max(0, read.start - 36) : read.start - len(moved.group()) + 1]
        ends = after in "，。；、）\n " or not after or MOVES.match(self.text, read.end)
        if COUNTED_BY_NAME.search(before) and ends:
            kind: FigureKind = "score" if re.search("分(?:为|是|[：]| )*$", before) else "number"
            unit = read.multiple + "分" if kind == "score" else read.multiple or None
            return self._bounded(read.start, read.end, kind, read.written, unit, read.value, read.more)
        if read.multiple and (after in "，。；、）\n" or not after):
            return self._bounded(read.start, read.end, "number", read.written, read.multiple, read.value, read.more)
        self.unread.append(Unread(read.start, read.end, "no-unit", NO_UNIT))
        return read.end

    # ------------------------------------------------------------ unit and bound

    def _unit(self, read: Numeral) -> tuple[str, int, str] | None:
        """The unit behind a number, with 万 in it; where it ends; and the measure word alone."""
        found = self.measure.match(self.text, read.end)
        if found is None and read.multiple:
            found = OF_MANY.match(self.text, read.end)
        if found is None:
            return None
        plain = found["unit"]
        end = found.end()
        if found.start("unit") - read.end > 1:
            return None  # one blank is a typist's; more are a new column
        more = re.compile("[余多](?![额款])").match(self.text, end) if not read.more else None
        if plain.endswith("元") and more is not None:
            return read.multiple + plain, more.end(), plain
        return read.multiple + plain, end, plain

    def _unit_of_cell(self, read: Numeral) -> str | None:
        """The unit that the head, the row or the caption of a table gives a bare number in it."""
        cell = self.tables.at(read.start)
        if cell is None or cell.unit is None or read.multiple:
            return None
        unit = re.sub("^[万亿](?=.)", "", cell.unit)
        found = self.measure.match(unit)
        return cell.unit if found is not None and found.end() == len(unit) else None

    @staticmethod
    def _kind(unit: str) -> FigureKind:
        if MONEY.fullmatch(unit):
            return "amount"
        if unit == "分":
            return "score"
        return "share" if unit in ("%", "‰") else "count"

    def _bounded(
        self,
        start: int,
        end: int,
        kind: FigureKind,
        value: str,
        unit: str | None,
        number: Fraction | None,
        more: bool,
        in_words: bool = False,
    ) -> int:
        lowest = self.figures[-1].end if self.figures else 0
        first = bounds.before(self.text, start, lowest)
        if first is not None and self.text[first[1] : start].strip() == "上" and self.text[start] not in "百千万亿":
            first = None
        if first is not None and unit in ("年", "个月", "天", "日") and self.text[first[1] : start].strip() == "近":
            return end  # 近三年 says when, not how long
        then = bounds.after(self.text, end)
        if then is not None:
            end = then[1]
        if not more and self.text[end - 1] in "余多":
            more = True
        said: Bound = then[0] if then is not None else "at_least" if more else "exact"
        if first is not None and (said == "exact" or (said != "about" and first[0] != "about")):
            said = first[0]
        self._add(
            Figure(
                first[1] if first is not None else start,
                end,
                start,
                kind,
                value,
                unit,
                said,
                number,
                in_words=in_words,
                more=more,
            )
        )
        return end

    def _add(self, figure: Figure) -> None:
        self.figures.append(figure)


def _list_numbers(text: str) -> dict[int, int]:
    """Where lines begin with their number in a list and go on with a figure (`1.3家`, after which comes `2.`), and where that ends."""
    lines = [(found.start(1), found.end(), int(found[1]), found[2]) for found in LISTED.finditer(text)]
    heads = {}
    for at, (start, end, number, figure) in enumerate(lines):
        before = lines[at - 1][2] if at else 0
        after = lines[at + 1][2] if at + 1 < len(lines) else 0
        if figure and (before == number - 1 if number > 1 else after == 2):
            heads[start] = end
    return heads


def _multiple_of(multiple: str) -> int:
    return {"": 1, "万": 10**4, "亿": 10**8}.get(multiple, 1)
