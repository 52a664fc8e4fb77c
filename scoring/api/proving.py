"""What a proof is as `scoring.prove` gives it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Literal, get_args

from scoring.api.book import Book
from scoring.assessor.assessor import Assessor
from scoring.problems import Language, language_of

if TYPE_CHECKING:
    from scoring.tuning.proof.proof import Proof

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
    from scoring.tuning.proof.proof import BUDGET
    from scoring.tuning.proof.prove import prove as proved

    if no not in get_args(Claimed):
        raise ValueError(f"there is no claim {no!r}: change, loss or grade")
    sides = [_assessor(one, indicators) for one in (before, after)]
    return Proved(proved(sides[0], sides[1], no, BUDGET if budget is None else budget), _shown(before), _shown(after))


def _assessor(named: Named, indicators: str | None) -> Assessor:
    if isinstance(named, Book):
        return named._sound()
    from scoring.tuning.editions.opening import open_side

    side = open_side(os.fspath(named), indicators)
    return Assessor(side.rulebook, side.indicator_set)


def _shown(named: Named) -> str:
    return repr(named) if isinstance(named, Book) else os.fspath(named)
