"""Projects of as few rows as it takes: a row to be shown, and plain rows in groups that are named and for the weight that is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from scoring.project.rows import share_or_points
from scoring.rulebook.rulebook import Rulebook
from scoring.tuning.proof.row_forms import Rows
from scoring.tuning.proof.row_shapes import RowShape

WHOLE = Fraction(100)
ELSEWHERE = "其他"
"""Where the rest of the weight is, beside a group that has a weight of its own."""
_SUBTOTAL = re.compile(r"subtotal\.([^\s()<>=!+*,]+)")


@dataclass(frozen=True)
class MadeUpRows:
    """Rows for two rulebooks; `plain` gives rows that both score alike, if there are any."""

    books: tuple[Rulebook, Rulebook]
    plain: Callable[[], Sequence[RowShape]]

    @property
    def total(self) -> Fraction:
        declared = self.books[0].header.model.total
        return Fraction(declared) if declared is not None else WHOLE

    @property
    def paths(self) -> list[str]:
        """Groups that something names, so that a project needs a row in each; one of the frame, or any, where none is named."""
        named: dict[str, None] = {}
        for book in self.books:
            named |= dict.fromkeys(book.sections.groups)
            for limit in book.limits.values():
                named |= dict.fromkeys(limit.model.group or {})
            read = [
                *(one.model.when for one in book.limits.values()),
                *(str(one.model) for one in book.results.values()),
            ]
            named |= dict.fromkeys(path for text in read for path in _SUBTOTAL.findall(text))
        return _leaves(named) or _leaves(self.books[0].frames)[:1] or ["指标"]

    def around(self, shapes: Sequence[RowShape], weights: Sequence[Fraction]) -> Iterator[Rows]:
        """A project for each of the shapes and weights."""
        for weight, shape in product(dict.fromkeys(weights), shapes):
            (path, own), *others = self._shares(weight)
            fillers = [one for one in self.plain() if one.id != shape.id] or [shape]
            rows = [shape.row(path, own)]
            for number, (beside, left) in enumerate(others):
                rows.append(fillers[number % len(fillers)].row(beside, left))
            yield {f"N{number}": row for number, row in enumerate(rows, 1)}

    def _shares(self, weight: Fraction) -> list[tuple[str, Fraction]]:
        """How the whole is shared out: a group and a weight for each row; groups that are named have their own weights."""
        first, *others = self.paths
        declared = self._declared()
        if not others:
            own, beside = (declared[first], ELSEWHERE) if first in declared else (weight, first)
            return [(first, own), *([(beside, self.total - own)] if own < self.total else [])]
        open_ = [path for path in self.paths if path not in declared]
        left = max(self.total - sum(declared.values(), Fraction(0)), Fraction(len(open_)))
        return [(path, declared.get(path, left / max(len(open_), 1))) for path in self.paths]

    def _declared(self) -> dict[str, Fraction]:
        """What groups weigh by the rulebook."""
        found: dict[str, Fraction] = {}
        for path, entry in self.books[0].sections.groups.items():
            read = share_or_points(entry.model.weight) if entry.model.weight is not None else None
            if read is not None:
                found[path] = read[1]
        return found


def _leaves(paths: Iterable[str]) -> list[str]:
    named = list(paths)
    return [path for path in named if not any(other.startswith(f"{path}/") for other in named)]
