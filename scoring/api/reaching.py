"""What it would take to reach a grade, as `scoring.reach` gives it."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.assessor.loaded_project import open_project
from scoring.problems import Language, language_of

if TYPE_CHECKING:
    from scoring.tuning.reach.answer import Reach


class Reached:
    """What would reach a goal, as text, page and data; `found` has everything."""

    def __init__(self, found: Reach) -> None:
        self.found = found

    @property
    def possible(self) -> bool:
        """Whether it is reached already, or one or two facts would reach it."""
        return self.answer in ("reached", "possible")

    @property
    def answer(self) -> str:
        """`reached` already, `possible`, `impossible`, or `not_found`: none among the changes that were looked at, which were not all."""
        return self.found.answer.value

    def __repr__(self) -> str:
        return f"<Reached: {len(self.found.ways)} ways, {len(self.found.pairs)} pairs>"

    def text(self, language: Language = "en", color: bool = False) -> str:
        """What `scoring reach` prints."""
        from scoring.tuning.reach import text as reach_text

        return reach_text.render(self.found, language_of(language), color)

    def to_html(self, language: Language = "en") -> str:
        """The same as one page."""
        from scoring.tuning.reach import text as reach_text

        return reach_text.as_page(self.found, language_of(language))

    def to_json(self, language: Language = "en") -> str:
        """The same as JSON, `reach/1`."""
        from scoring.tuning.reach.as_json import as_json

        return as_json(self.found, language_of(language))

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.to_json(language))
        return made


def reach(
    project: str | os.PathLike[str],
    rules: str | None = None,
    indicators: str | None = None,
    *,
    grade: str | None = None,
    points: int | str | Decimal | Fraction | None = None,
    keep: str | Collection[str] = (),
    within: Path | None = None,
) -> Reached:
    """The smallest changes of one fact, and of two, that bring a project to a grade or to points; and where it lost points.

    Exactly one of `grade` and `points` is given; facts to `keep` are not moved. Points are a whole number, a `Decimal`, a `Fraction` or
    text such as "85.5": a float is not exact. Raises `InputRefused` with all problems of all files, for a grade or a fact that there is
    not, and for points that no project can have.
    """
    from scoring.tuning.reach.goal import goal_of
    from scoring.tuning.reach.reach import reach as found

    goal = goal_of(grade, points)
    loaded = open_project(os.fspath(project), rules, indicators, within)
    return Reached(found(loaded, goal, [keep] if isinstance(keep, str) else keep))
