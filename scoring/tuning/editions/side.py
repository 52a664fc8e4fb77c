"""A side of a comparison: a rulebook, with an indicator set if one is named; and the parts that it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from scoring.documents.document import Document
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook, Sections, rulebook_of, set_of

Layer = Literal["rules", "indicators"]
Key = tuple[Layer, str, str]
"""Where a part belongs: the rulebook or the set, the section, and its name in it."""
SECTIONS: Final[Mapping[str, str]] = {
    "fact": "facts", "value": "values", "list": "lists", "column": "columns", "rule": "rules", "check": "checks",
    "unit": "units", "group": "groups", "basis": "bases",
}  # fmt: skip
"""What every layer may declare: the section, and what holds it."""
OTHERS: Final[Mapping[str, str]] = {
    "frame": "frames", "grade": "grades", "limit": "limits", "result": "results", "peers": "peers",
}  # fmt: skip
"""What rulebooks alone have."""


@dataclass(frozen=True)
class Side:
    """A rulebook with its set, as people call it."""

    shown: str
    rulebook: Rulebook
    indicator_set: IndicatorSet | None = None

    @property
    def fingerprints(self) -> tuple[str, str]:
        """What tells two sides apart."""
        chosen = self.indicator_set
        return self.rulebook.fingerprint, chosen.fingerprint if chosen is not None else ""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The files that it is written in."""
        return (*self.rulebook.documents, *(self.indicator_set.documents if self.indicator_set is not None else ()))

    def parts(self) -> dict[Key, Entry[Any]]:
        """Everything that either layer declares, in its order."""
        return dict(self._parts())

    def _parts(self) -> Iterator[tuple[Key, Entry[Any]]]:
        book, chosen = self.rulebook, self.indicator_set
        yield ("rules", "rulebook", ""), book.header
        for section, held in SECTIONS.items():
            yield from ((("rules", section, name), one) for name, one in getattr(book.sections, held).items())
        for section, held in OTHERS.items():
            yield from ((("rules", section, name), one) for name, one in getattr(book, held).items())
        if chosen is None:
            return
        yield ("indicators", "indicator_set", ""), chosen.header
        for section, held in SECTIONS.items():
            yield from ((("indicators", section, name), one) for name, one in getattr(chosen.sections, held).items())
        yield from ((("indicators", "indicator", name), one) for name, one in chosen.indicators.items())

    def with_parts(self, parts: Mapping[Key, Entry[Any]]) -> Side:
        """The same side made of other parts."""

        def of(layer: Layer, section: str) -> dict[str, Entry[Any]]:
            return {name: one for (where, what, name), one in parts.items() if (where, what) == (layer, section)}

        book, chosen = self.rulebook, self.indicator_set
        sections = _sections(book.sections, {held: of("rules", section) for section, held in SECTIONS.items()})
        others = {held: of("rules", section) for section, held in OTHERS.items()}
        documents = _documents(book.documents, parts, "rules")
        made = rulebook_of(parts["rules", "rulebook", ""], sections, others, documents)
        made = replace(made, changes=book.changes, changes_written=book.changes_written, revisions=book.revisions)
        if chosen is None:
            return replace(self, rulebook=made)
        own = _sections(chosen.sections, {held: of("indicators", section) for section, held in SECTIONS.items()})
        header = parts["indicators", "indicator_set", ""]
        listed = of("indicators", "indicator")
        whole = set_of(header, own, listed, _documents(chosen.documents, parts, "indicators"))
        return replace(self, rulebook=made, indicator_set=replace(whole, revisions=chosen.revisions))


def _sections(sections: Sections, held: Mapping[str, Any]) -> Sections:
    changed: dict[str, Any] = dict(held)
    return replace(sections, **changed)


def _documents(own: tuple[Any, ...], parts: Mapping[Key, Entry[Any]], layer: Layer) -> tuple[Any, ...]:
    """The documents of a layer, and those that parts of another side bring along."""
    return tuple(dict.fromkeys([*own, *(one.document for key, one in parts.items() if key[0] == layer)]))
