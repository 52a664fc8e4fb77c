"""What a proof is as `scoring.prove` gives it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from scoring.api.book import Book
from scoring.assessor.assessor import Assessor
from scoring.problems import InputRefused, Language, Problem, language_of

if TYPE_CHECKING:
    from scoring.rulebook.library import Shelf
    from scoring.tuning.proof.proof import Proof

SHELVES: tuple[Shelf, ...] = ("rules", "indicators")
Named = str | os.PathLike[str] | Book
Claimed = Literal["change", "loss", "grade"]


class Proved:
    """Whether a claim of two rulebooks holds of every project, as text, page and data; `proof` has everything."""

    def __init__(self, proof: Proof, before: str, after: str) -> None:
        self.proof, self._before, self._after = proof, before, after

    @property
    def verdict(self) -> str:
        """`proved`, `counterexample` or `not decided`."""
        return self.proof.verdict

    @property
    def counterexample(self) -> str | None:
        """The project that shows that it is not so, as TOML."""
        from scoring.tuning.proof import text as proof_text

        found = self.proof.counterexample
        return None if found is None else proof_text.project_text(found)

    def __repr__(self) -> str:
        return f"<Proved: no {self.proof.claim}: {self.verdict}>"

    def text(self, language: Language = "en", color: bool = False) -> str:
        """What `scoring prove` prints."""
        from scoring.tuning.proof import text as proof_text

        return proof_text.render(self.proof, self._before, self._after, language_of(language), color)

    def to_html(self, language: Language = "en") -> str:
        """The same as one page."""
        from scoring.tuning.proof import text as proof_text

        return proof_text.as_page(self.proof, self._before, self._after, language_of(language))

    def to_json(self, language: Language = "en") -> str:
        """The same as JSON, `proof/1`."""
        from scoring.tuning.proof import text as proof_text

        return proof_text.as_data(self.proof, self._before, self._after, language_of(language))

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.to_json(language))
        return made


def prove(
    before: Named,
    after: Named,
    *,
    no: Claimed = "change",
    indicators: str | None = None,
    budget: int | None = None,
) -> Proved:
    """Whether no project can be given another score (`no="change"`), fewer points (`"loss"`) or another grade (`"grade"`) by the second.

    Sides are rulebooks or sets as `compare` takes them; `indicators` is the set of rulebooks that are named without one.
    `budget` is the work that the solver may do, the same on every machine. Raises `InputRefused` with every problem of either side.
    """
    from scoring.tuning.proof.proof import BUDGET, BooksRefused
    from scoring.tuning.proof.prove import prove as proved

    if no not in get_args(Claimed):
        raise ValueError(f"there is no claim {no!r}: change, loss or grade")
    sides = [_assessor(one, indicators) for one in (before, after)]
    try:
        made = proved(sides[0], sides[1], no, BUDGET if budget is None else budget)
    except BooksRefused as refused:
        told = zip(refused.sides, (before, after), strict=True)
        raise InputRefused([_as_typed(one, named) for side, named in told for one in side]) from None
    return Proved(made, _shown(before), _shown(after))


def _assessor(named: Named, indicators: str | None) -> Assessor:
    if isinstance(named, Book):
        return named._sound()
    from scoring.tuning.editions.opening import open_side

    try:
        side = open_side(os.fspath(named), indicators)
    except InputRefused as refused:
        raise InputRefused([_as_typed(problem, named) for problem in refused.problems]) from None
    return Assessor(side.rulebook, side.indicator_set)


def _as_typed(problem: Problem, named: Named) -> Problem:
    """With a file that can be opened as the side was named: two sides may be folders of one name."""
    from scoring.rulebook.library import shown_as

    if isinstance(named, Book):
        return problem
    for typed in os.fspath(named).split("+"):
        revision, colon, inside = typed.partition(":") if not Path(typed).exists() else ("", "", typed)
        path = Path(inside)
        for shelf in SHELVES:
            shown = shown_as(shelf, path) if not colon else path.name
            rest = problem.place.file.removeprefix(f"{shown}/") if shown else ""
            if shown and rest != problem.place.file:
                opened = path / rest
            elif not shown and problem.place.file == path.name:
                opened = path
            else:
                continue
            if colon or opened.is_file():
                return replace(problem, place=replace(problem.place, file=f"{revision}{colon}{opened.as_posix()}"))
    return problem


def _shown(named: Named) -> str:
    return repr(named) if isinstance(named, Book) else os.fspath(named)
