"""What projects report as symbols: facts that may be missing, known by their ends, by month or year; and what is left open."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction

from scoring.formula.function import PRECISION
from scoring.nodes.node import Node
from scoring.tuning.algebra.symbol import Symbol, Symbols
from scoring.tuning.algebra.tables import Taken
from scoring.tuning.algebra.terms import Sort, Term

OTHERWISE = "'"
REPORTED, AS_BOUND, EVIDENCE = "?", "?bound", "?evidence"
LEAST, MOST = "?least", "?most"
FIRST, LAST, EXACT = "?first", "?last", "?exact"
SORTS: dict[str, Sort] = {"yes_no": "truth", "text": "whole"}
DAYS = Fraction(1), Fraction(datetime.date.max.toordinal())


class Texts:
    """The numbers that texts go by, shared by all programs that are looked at."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of(self, text: str) -> Fraction:
        return Fraction(self.numbers.setdefault(text, len(self.numbers)))

    def text(self, number: Fraction) -> str:
        """The text of a number; one of its own for a number that no text has."""
        return next((text for text, known in self.numbers.items() if known == number), f"文字{number}")


class Facts:
    """The symbols of what projects report: the same for every program that is looked at."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols, self.terms = symbols, symbols.terms
        self.known: dict[tuple[str, str], Symbol] = {}
        self.kinds: dict[str, str] = {}
        self.opened: dict[int, Symbol] = {}
        self.holds: list[Term] = []  # what is true of every project
        self.left_open: dict[int, Node] = {}  # nodes that have no term, by meaning
        self.encoded: dict[int, tuple[Symbol, Taken | None]] = {}  # by meaning

    def of(self, name: str, kind: str) -> Symbol:
        """A fact that may be missing; of a number also known by its ends alone, of a date by its month or year."""
        kind = "number" if kind == "any" else kind
        if (name, kind) not in self.known:
            self.kinds.setdefault(name, kind)
            self.known[name, kind] = self._fact(self.variable(name, kind), kind)
        return self.known[name, kind]

    def variable(self, name: str, kind: str) -> str:
        """What a fact is called in terms: rows of one id may report numbers in one program and days in another."""
        kind = "number" if kind == "any" else kind
        return name if self.kinds.get(name, kind) == kind else f"{name}{OTHERWISE}"

    def _fact(self, name: str, kind: str) -> Symbol:
        terms = self.terms
        reported = terms.var(name + REPORTED, "truth")
        plain = replace(self.symbols.plain, unknown=terms.not_(reported))
        match kind:
            case "yes_no":
                return replace(plain, value=terms.var(name, "truth"))
            case "text":
                value = terms.var(name, "whole")
                self.holds.append(terms.at_most(terms.nothing, value))
                return replace(plain, value=value)
            case "date":
                return replace(plain, fields=self._date(name))
            case "number":
                if name.endswith((PRECISION, ".judged.share", ".judged.points", ".claimed")):
                    return replace(plain, value=terms.var(name, "number"))
                bound = terms.var(name + AS_BOUND, "truth")
                ends = tuple(
                    (terms.var(f"{name}{end}?", "truth"), terms.var(name + end, "number")) for end in (LEAST, MOST)
                )
                self.holds.append(terms.or_(terms.not_(bound), *(there for there, _ in ends)))
                both = terms.and_(*(there for there, _ in ends))
                self.holds.append(terms.or_(terms.not_(both), terms.less(ends[0][1], ends[1][1])))
                bounded = terms.and_(reported, bound)
                return replace(plain, bound=bounded, value=terms.var(name, "number"), ends=(ends[0], ends[1]))
        return plain

    def _date(self, name: str) -> dict[str, Symbol]:
        terms, of = self.terms, self.symbols.of
        first, last = terms.var(name + FIRST, "whole"), terms.var(name + LAST, "whole")
        exact = terms.var(name + EXACT, "truth")
        self.holds += [terms.at_most(terms.number(DAYS[0]), first), terms.at_most(last, terms.number(DAYS[1])),
                       terms.at_most(first, last)]  # fmt: skip
        year, month = terms.var(f"{name}?year", "whole"), terms.var(f"{name}?month", "whole")
        return {"first": of(first), "last": of(terms.if_(exact, first, last)), "exact": of(exact),
                "year": of(year), "month": of(month)}  # fmt: skip

    def anything(self, number: int, kind: str) -> Symbol:
        """Any value at all, the same for all nodes of that meaning."""
        if number not in self.opened:
            terms, name = self.terms, f"open {number}"
            is_known, before = terms.var(f"{name} known", "truth"), terms.no
            before = is_known
            parts = []
            for part in ("unknown", "without", "outside", "fault", "nothing", "bound"):
                chosen = terms.var(f"{name} {part}", "truth") if part != "bound" or kind != "number" else terms.yes
                parts.append(terms.and_(terms.not_(before), chosen))
                before = terms.or_(before, chosen)
            if kind != "number":  # what is none of these is a value
                parts[5] = terms.no
            ends = tuple(
                (terms.var(f"{name} {end}?", "truth"), terms.var(f"{name} {end}", "number")) for end in (LEAST, MOST)
            )
            both = terms.and_(ends[0][0], ends[1][0])
            self.holds.append(terms.or_(terms.not_(both), terms.less(ends[0][1], ends[1][1])))
            value = terms.var(name, SORTS.get(kind, "number"))
            fields = self._date(name) if kind == "date" else {}
            self.opened[number] = Symbol(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], value,
                                         (ends[0], ends[1]), fields)  # fmt: skip
        return self.opened[number]
