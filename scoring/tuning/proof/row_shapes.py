"""The rows that projects may write themselves where there is no set: for each rule every sign of a target and every kind of amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Assessor
from scoring.project.targets import QUALITATIVE, SIGNS
from scoring.tuning.proof.row_forms import Rows, compiled_for
from scoring.values.number import ends_as_decimal, show_number
from scoring.values.units import Units

AMOUNTS = ("100", "100%", "2024-12-31")
WORDS = f"{QUALITATIVE}：有所改善"
OF_THE_WHOLE = ("unknown-group", "group-weight", "weights-off-total", "weighs-nothing", "negative")
"""Problems of all rows together, of which one row alone says nothing."""
_UNIT = re.compile(r"\d\s*([^\W\d_][^\s\"',;()\[\]]*)")


@dataclass(frozen=True, slots=True)
class RowShape:
    """A row but for its group and weight; the rule None where the target's sign is to choose it."""

    id: str
    rule: str | None
    keys: Mapping[str, Any]  # `target`, `missing`

    def row(self, path: str, weight: Fraction) -> dict[str, Any]:
        written: Any = f"{weight.numerator}/{weight.denominator}"
        if ends_as_decimal(weight):
            written = Decimal(show_number(weight))
        rule = {"rule": self.rule} if self.rule is not None else {}
        return {"in": path, "weight": written, **rule, **self.keys}

    def __str__(self) -> str:
        said = [self.rule or "", str(self.keys.get("target", ""))]
        return " ".join(filter(None, said))


class RowShapes:
    """Makes shapes that a rule can do with, each with a name of its own."""

    def __init__(self, one: Assessor, other: Assessor) -> None:
        self.books = one, other
        self._known = [{(told.code, told.message) for told in book.compiled().problems} for book in self.books]
        self._count = 0
        self._amounts = [*AMOUNTS, *_amounts(self.books)]

    def of_rule(self, rule: str) -> Iterator[tuple[RowShape, tuple[bool, bool]]]:
        """Every shape that at least one of the books can do with, and which of the two can."""
        missing = [{}] if _is_left_open(self.books, rule) else [{}, {"missing": "not_scorable"}]
        targets: list[dict[str, Any]] = [{}, {"target": QUALITATIVE}, {"target": WORDS}]
        for keys in targets:
            yield from self._fitting(rule, [{**keys, **policy} for policy in missing])
        for amount in self._amounts:
            first = {"target": f"{SIGNS[0]} {amount}"}
            if any(self._fits(rule, first)):
                signed = [{"target": f"{sign} {amount}"} for sign in SIGNS]
                yield from self._fitting(rule, [{**keys, **policy} for keys in signed for policy in missing])

    def by_sign(self, sign: str) -> Iterator[tuple[RowShape, tuple[bool, bool]]]:
        """Rows that name no rule, so that the target's sign chooses it."""
        targets = [sign] if sign == QUALITATIVE else [f"{sign} {amount}" for amount in self._amounts]
        yield from self._fitting(None, [{"target": target} for target in targets])

    def plain(self, rules: Iterable[str]) -> Iterator[RowShape]:
        """One shape for each rule that both books can do with, those with numbers first."""
        later: list[RowShape] = []
        for rule in rules:
            for number, keys in enumerate([*({"target": f">= {amount}"} for amount in self._amounts), {}]):
                if all(self._fits(rule, keys)):
                    shape = self._named(rule, keys)
                    if number:
                        later.append(shape)
                    else:
                        yield shape
                    break
        yield from later

    def _fitting(
        self, rule: str | None, several: Iterable[Mapping[str, Any]]
    ) -> Iterator[tuple[RowShape, tuple[bool, bool]]]:
        for keys in several:
            fits = self._fits(rule, keys)
            if any(fits):
                yield self._named(rule, keys), fits

    def _named(self, rule: str | None, keys: Mapping[str, Any]) -> RowShape:
        self._count += 1
        return RowShape(f"R{self._count}", rule, dict(keys))

    def _fits(self, rule: str | None, keys: Mapping[str, Any]) -> tuple[bool, bool]:
        rows: Rows = {"R": RowShape("R", rule, keys).row("指标", Fraction(100))}
        fits = []
        for book, known in zip(self.books, self._known, strict=True):
            told = compiled_for(book, rows).problems
            fits.append(
                not any(
                    one.severity == "error" and one.code not in OF_THE_WHOLE and (one.code, one.message) not in known
                    for one in told
                )
            )
        return fits[0], fits[1]


def _is_left_open(books: Iterable[Assessor], rule: str) -> bool:
    """Whether a rule leaves what is missing open in both books anyway, so that a row's own policy shows nothing new."""
    for book in books:
        entry, sections = book.rulebook.sections.rules.get(rule), book.rulebook.sections
        policies = [book.rulebook.header.model.missing, *(group.model.missing for group in sections.groups.values())]
        if entry is not None and entry.model.missing is not None:
            policies = [entry.model.missing]
        if any(policy not in (None, "not_scorable") for policy in policies):
            return False
    return True


def _amounts(books: Iterable[Assessor]) -> Iterator[str]:
    """An amount for everything that facts and rules measure."""
    seen: set[object] = {()}
    for book in books:
        units: Units = book.declared.units
        sections = book.rulebook.sections
        named = [kind.unit for kind in book.declared.scope.state.fact_kinds.values() if kind.unit is not None]
        for entries in (sections.rules, sections.values):
            for entry in entries.values():
                named += _UNIT.findall(str(entry.model))
        for name in named:
            unit = units.get(name)
            if unit is not None and unit.dimension not in seen:
                seen.add(unit.dimension)
                yield f"100 {name}"
