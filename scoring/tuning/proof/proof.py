"""What a proof comes to: the claim, whether it holds of every project, and the project that shows that it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from scoring.problems import InputRefused, Problem, Text
from scoring.scorecard.scorecard import Scorecard

Claim = Literal["change", "loss", "grade"]
Verdict = Literal["proved", "counterexample", "not decided"]
BUDGET = 4_000_000
"""Units of z3's own count of work, for one proof."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Something of a scorecard that is not the same: its name, and both as they are shown."""

    name: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A project whose scores differ: as data, with both scorecards (None: refused), and which facts are unusual in it."""

    project: Mapping[str, Any]
    before: Scorecard | None
    after: Scorecard | None
    refused: tuple[Text, ...]  # what the one that refuses it says
    away: tuple[str, ...]
    moved: tuple[Moved, ...]

    @property
    def beside(self) -> tuple[Text, ...]:
        """What an ordinary project has not, whatever its facts: limits that act, indicators that are not scored."""
        cards = [card for card in (self.before, self.after) if card is not None]
        limits = (one.name for card in cards for one in card.limits if one.bites != "no" and one.reason is None)
        lacking = (
            one.id for card in cards for one in card.indicators if one.outcome not in ("scored", "not_applicable")
        )
        return (
            *(
                Text(f"limit {name} acts", f"限制 {name} 生效")
                for name in dict.fromkeys(limits)
                if name not in self.away
            ),
            *(Text(f"{id_} is not scored", f"{id_} 未评分") for id_ in dict.fromkeys(lacking)),
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found out of a claim, and how."""

    claim: Claim
    verdict: Verdict
    why: tuple[Text, ...]
    counterexample: Counterexample | None
    work: int
    budget: int
    changed: tuple[str, ...]  # what the two books do not have alike
    alike: int  # indicators and results that need no proof
    asked: int  # that the solver proved


class BooksRefused(InputRefused):
    """Both books with what is wrong with each; `sides` in their order."""

    def __init__(self, sides: Sequence[Sequence[Problem]]) -> None:
        self.sides = sides
        super().__init__(dict.fromkeys(problem for side in sides for problem in side))


class NotConfirmed(Exception):
    """A counterexample by the terms that scoring does not bear out: our mistake. Carries the project and both scorecards."""

    def __init__(
        self, name: str, project: Mapping[str, Any], scores: tuple[Scorecard | None, Scorecard | None]
    ) -> None:
        self.name, self.project, self.scores = name, project, scores
        super().__init__(f"terms and scores disagree about `{name}`")
