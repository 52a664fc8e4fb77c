"""Figures in an English report: `RMB 1.2 million`, `nearly 90%`, `between 200 and 300 households`, `31 December 2024`."""

from __future__ import annotations

import re
from fractions import Fraction

from scoring.forms.prose.bounds import Bound
from scoring.forms.prose.figure_scan import FigureScan
from scoring.forms.prose.figures import GLUED, MALFORMED, STRANGE, Figure, FigureKind, Unread
from scoring.values.day import Day
from scoring.values.number import LONGEST_NUMBER, show_number
from scoring.values.units import Units

_SMALL = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]  # fmt: skip
_IN_WORDS = {word: number for number, word in enumerate(_SMALL, 1)} | {
    word: 10 * number
    for number, word in enumerate(["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"], 3)
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_MULTIPLES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "m": 10**6, "bn": 10**9}
_MONTHS = {month: number for number, month in enumerate(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"], 1)}  # fmt: skip
_MONTH = "(?:" + "|".join(rf"{month[:3]}(?:{month[3:]}|\.)?" if len(month) > 3 else month for month in _MONTHS) + r")\b"
_YUAN, _DOLLARS = "yuan", "美元"
_CURRENCIES = {"rmb": _YUAN, "cny": _YUAN, "¥": _YUAN, "￥": _YUAN, "yuan": _YUAN, "renminbi": _YUAN,
               "usd": _DOLLARS, "us$": _DOLLARS, "$": _DOLLARS, "dollars": _DOLLARS, "dollar": _DOLLARS}  # fmt: skip
_DIGITS = r"[0-9]++(?:[.,][0-9]++)*+"
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_MASKED = (
    r"https?：?:?//\S{1,300}|www\.\S{1,300}|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,100}|“[^“”\n]{1,15}”"
    r"|\b[A-Z]{2,6}[/ -]?(?:19|20)[0-9]{2}[/-][0-9]{1,5}\b|\b(?:tel|phone|fax|hotline)[.：]{0,2} ?[0-9][0-9 -]{4,20}"
    r"|\b(?:[Nn]os?\.|[Nn]umber|[Aa]rticle|[Tt]able|[Ff]igure|[Aa]nnex|[Aa]ppendix|[Pp]ages?|[Ss]ection|[Cc]hapter|[Pp]hase|[Gg]rade|[Ll]evel|[Vv]ersion|[Pp]aragraph|[Rr]oom|ISO|GB)[ -]?[0-9]{1,6}(?:[.-][0-9]{1,4})*"
    r"|\b(?:aged?|ages|over the age of) [0-9]{1,3}(?: (?:to|and|or) (?:[0-9]{1,3}|over|above|older|under))?|\bunder [0-9]{2}(?=[。，；\n]|$)"
    r"|\b[0-9]{1,3}(?:st|nd|rd|th)\b|(?:(?<=\n)|\A) *[0-9]{1,2}(?:\.[0-9]{1,2})*[.）]?(?= +[A-Z])|(?<![0-9])0[0-9]{2,3}-[0-9]{7,8}"
    r"|\b[0-9]{1,2}：[0-9]{2}\b|\b(?:19|20)[0-9]{2}/[0-9]{2,4}\b"
)
_DATE = (
    rf"\b(?P<day>3[01]|[12]?[0-9])(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})[ ，,]{{1,2}}(?P<year>(?:19|20)[0-9]{{2}})\b"
    rf"|\b(?P<month_2>{_MONTH})(?: (?P<day_2>3[01]|[12]?[0-9])(?:st|nd|rd|th)?[，,])? (?P<year_2>(?:19|20)[0-9]{{2}})\b"
    r"|\b(?P<iso>(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?)\b"
)
_WORD_NUMBER = rf"\b(?:{'|'.join(sorted(_IN_WORDS, key=len, reverse=True))})\b"
_MONEY = r"(?P<before>(?:RMB|CNY|USD|US\$|¥|￥|\$) ?)?"
_FOUND = re.compile(
    rf"(?P<masked>{_MASKED})|(?P<strange>{STRANGE})|(?P<date>{_DATE})|(?P<range>between {_DIGITS} and {_DIGITS}|{_DIGITS} ?[-–] ?{_DIGITS})"
    rf"|(?P<part>\b(?P<of>{'|'.join(_SMALL[:9])}|a)[ -](?P<which>{'|'.join(each for each in _PARTS if each != 'half')})s?\b)"
    rf"|{_MONEY}(?:(?P<digits>{_DIGITS})|(?P<words>{_WORD_NUMBER}))"
    r"(?:[ -]?(?P<multiple>(?i:thousand|million|billion)|m(?![A-Za-z0-9/])|bn\b))?",
    re.IGNORECASE,
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_CURRENCY_BEHIND = re.compile(r" ?(?P<name>yuan|RMB|CNY|renminbi|USD|dollars?)\b", re.IGNORECASE)
_OTHER_BEHIND = re.compile(
    r" ?(?:(?P<share>%|per ?cent\b)|(?P<points>percentage points?\b)|(?P<full>out of 100\b))", re.IGNORECASE
)
_BEFORE: tuple[tuple[re.Pattern[str], Bound], ...] = (
    (re.compile(r"\b(?:at least|no fewer than|not? less than|more than|over|above|exceed(?:s|ed|ing)?|upwards of|a minimum of)\s$", re.I), "at_least"),
    (re.compile(r"\b(?:at most|no more than|not more than|up to|nearly|almost|close to|less than|fewer than|under|below|within|a maximum of)\s$", re.I), "at_most"),
    (re.compile(r"\b(?:about|around|approximately|approx\.|roughly|some|circa)\s$", re.I), "about"),
)  # fmt: skip
_AFTER: tuple[tuple[re.Pattern[str], Bound], ...] = (
    (re.compile(r"\s?(?:or|and) (?:more|above|over|higher)\b|\+", re.I), "at_least"),
    (re.compile(r"\s?or (?:less|fewer|below|under|lower)\b", re.I), "at_most"),
)  # fmt: skip
_NOUNS = re.compile(r" (?P<words>[A-Za-z][A-Za-z-]*(?: [A-Za-z][A-Za-z-]*){0,2})")
IRREGULAR = frozenset(
    ["people", "children", "staff", "men", "women", "personnel", "livestock", "sheep", "cattle", "fish", "mu", "ha"]
)
_NO_NOUN = frozenset(
    [
        "was",
        "is",
        "has",
        "this",
        "its",
        "of",
        "as",
        "does",
        "less",
        "process",
        "access",
        "address",
        "progress",
        "were",
        "are",
        "and",
        "or",
        "to",
        "in",
        "on",
        "at",
        "by",
        "from",
        "for",
        "with",
        "per",
        "had",
        "been",
        "out",
        "times",
        "that",
        "which",
        "who",
        "whom",
        "against",
        "they",
        "it",
        "during",
        "between",
        "among",
        "under",
        "over",
        "not",
    ]
)
_MANNER = frozenset(
    [
        "aspects",
        "parts",
        "ways",
        "areas",
        "respects",
        "reasons",
        "levels",
        "sides",
        "things",
        "points",
        "steps",
        "fields",
    ]
)


def figures_in_english(text: str, units: Units) -> tuple[list[Figure], list[Unread]]:
    """The figures of an English text, in its order, and the numbers that are none."""
    return _Scan(text, units).all()


class _Scan(FigureScan):
    def __init__(self, text: str, units: Units) -> None:
        super().__init__(text, _FOUND)
        self.units = frozenset(units.names)
        self.currency: str | None = None  # of the last amount that named one

    def one(self, found: re.Match[str]) -> int:
        """Takes what was found, and says where to go on."""
        if found["masked"]:
            return found.end()
        if found["strange"]:
            self.unread.append(Unread(found.start(), min(found.end(), found.start() + 40), "malformed", MALFORMED))
            return found.end()
        if found["date"]:
            return self._date(found)
        if found["range"]:
            return self._range(found)
        if found["part"]:
            above = 1 if found["of"].lower() == "a" else _IN_WORDS[found["of"].lower()]
            below = _PARTS[found["which"].lower()]
            return (
                self._add(found.start(), found.end(), "share", f"{above}/{below}", None, Fraction(above, below))
                if above < below
                else found.end()
            )
        return self._number(found)

    def _date(self, found: re.Match[str]) -> int:
        month = found["month"] or found["month_2"]
        if month:
            number = next(number for name, number in _MONTHS.items() if name.startswith(month.lower().rstrip(".")[:3]))
            day = found["day"] or found["day_2"]
            written = f"{found['year'] or found['year_2']}-{number:02}" + (f"-{int(day):02}" if day else "")
        else:
            written = found["iso"]
        read = Day.parse(written)
        if read is None:
            return found.end()
        before = re.search(
            r"\b(?:before|by|no later than)\s(?:the end of\s)?$",
            self.text[max(0, found.start() - 30) : found.start()],
            re.I,
        )
        self.figures.append(Figure(found.start(), found.end(), found.start(), "date", written, "日期", "exact", None, read,
                                   deadline=before is not None and "by" not in before.group()))  # fmt: skip
        return found.end()

    def _range(self, found: re.Match[str]) -> int:
        low, high = (each.group().replace(",", "") for each in re.finditer(_DIGITS, found.group()))
        unit, end = self._unit(found.end(), 2)
        if not (_PLAIN.fullmatch(low) and _PLAIN.fullmatch(high)) or (unit is None and "between" not in found.group()):
            return found.end()
        if Fraction(low) >= Fraction(high) or unit in ("years", "points"):
            return found.end()
        self.figures.append(
            Figure(
                found.start(), end, found.start(), "share" if unit == "%" else "count", f"{low}-{high}", unit, "range"
            )
        )
        return end

    def _number(self, found: re.Match[str]) -> int:
        written = found["digits"]
        start, end = found.start(), found.end()
        if written is None:
            value = Fraction(_IN_WORDS[found["words"].lower()])
        elif self._is_code(found):
            return end
        elif (glued := GLUED.match(self.text, end)) is not None or self.text[start - 1 : start] in ("^", "×"):
            self.unread.append(
                Unread(start, min(glued.end() if glued is not None else end, start + 40), "malformed", MALFORMED)
            )
            return glued.end() if glued is not None else end
        elif not _PLAIN.fullmatch(written) or len(written) > LONGEST_NUMBER:
            self.unread.append(
                Unread(
                    start, min(end, start + 40), "too-long" if len(written) > LONGEST_NUMBER else "malformed", MALFORMED
                )
            )
            return end
        else:
            value = Fraction(written.replace(",", ""))
        multiple = _MULTIPLES[found["multiple"].lower()] if found["multiple"] else 1
        decimals = len(written.partition(".")[2]) if written else 0
        step = Fraction(multiple, 10**decimals) if decimals else None
        value *= multiple
        behind = _CURRENCY_BEHIND.match(self.text, end)
        currency = found["before"] or (behind["name"] if behind is not None else None)
        if currency is not None:
            self.currency = _CURRENCIES[currency.strip().lower()]
            return self._add(
                start,
                behind.end() if behind is not None else end,
                "amount",
                show_number(value),
                self.currency,
                value,
                step,
            )
        if (other := _OTHER_BEHIND.match(self.text, end)) is not None:
            if other["share"]:
                return self._add(start, other.end(), "share", show_number(value, decimals), "%", value / 100, None)
            if other["points"]:
                return self._add(
                    start, other.end(), "count", show_number(value, decimals), "percentage points", value, None
                )
            return self._add(start, other.end(), "score", show_number(value, decimals), "points", value, None)
        if multiple > 1 and self.currency is not None and self._unit(end, value)[0] is None:
            return self._add(start, end, "amount", show_number(value), self.currency, value, step)
        unit, end = self._unit(end, value)
        if written is None and (unit is None or unit in _MANNER or value < 2):
            return found.end()
        if unit is None and written is not None and _YEAR.fullmatch(written):
            return found.end()
        kind: FigureKind = "score" if unit in ("point", "points") else "number" if unit is None else "count"
        return self._add(
            start,
            end,
            kind,
            show_number(value, decimals if multiple == 1 else 0),
            unit,
            value,
            step if multiple > 1 else None,
        )

    def _is_code(self, found: re.Match[str]) -> bool:
        """Whether a number is a part of a code: B12, 2023/118, 5G."""
        before, after = self.text[found.start() - 1 : found.start()], self.text[found.end() : found.end() + 1]
        return (
            before in tuple("/-_#")
            or before.isalpha()
            or (after.isalpha() and after.isascii() and not self._unit(found.end(), 2)[0])
            or after in tuple("/_#")
        )

    def _unit(self, end: int, value: Fraction | int) -> tuple[str | None, int]:
        """What a number counts, and where that ends: a known unit, or the first plural noun of the next three words."""
        if (
            close := re.compile(
                r" ?(km2|km²|m2|m²|m3|m³|km|kg|kWh|MW|kW|TB|GB|MB|ha|mm|cm|h|t|m)(?![A-Za-z0-9])"
            ).match(self.text, end)
        ) is not None:
            return close[1], close.end()
        if self.text.startswith("%", end):
            return "%", end + 1
        found = _NOUNS.match(self.text, end)
        if found is None:
            return None, end
        at = found.start("words")
        for word in found["words"].split(" "):
            lower = word.lower()
            at += len(word) + 1
            if lower == "times":
                return "times", at - 1
            if lower in _NO_NOUN:
                return None, end
            plural = lower.endswith("s") and not lower.endswith(("ss", "us", "ous", "is"))
            if lower in IRREGULAR or plural or lower in self.units:
                return lower, at - 1
            if value == 1:
                return lower, at - 1
        return None, end

    def _add(
        self,
        start: int,
        end: int,
        kind: FigureKind,
        value: str,
        unit: str | None,
        number: Fraction,
        step: Fraction | None = None,
    ) -> int:
        lowest = self.figures[-1].end if self.figures else 0
        before = self.text[max(lowest, start - 24) : start]
        first = start
        bound: Bound = "exact"
        for pattern, each in _BEFORE:
            if (said := pattern.search(before)) is not None:
                first, bound = max(lowest, start - 24) + said.start(), each
        for pattern, each in _AFTER:
            if (said := pattern.match(self.text, end)) is not None:
                end, bound = said.end(), each
        self.figures.append(Figure(first, end, start, kind, value, unit, bound, number, step=step))
        return end


def is_english(text: str) -> bool:
    """Whether a report is told in English: of its letters few are Chinese."""
    sample = text[:20_000]
    latin, chinese = len(re.findall("[A-Za-z]", sample)), len(re.findall("[一-鿿]", sample))
    return latin > 20 * chinese and latin > 0
