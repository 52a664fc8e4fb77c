"""One project before and after some values are set otherwise: `whatif`."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.api.tuning import listed
from scoring.assessor.assessor import Engine
from scoring.problems import Language, language_of

if TYPE_CHECKING:
    from scoring.tuning.whatif.whatif import WhatIf


class Tried:
    """A project before and after some values were set otherwise; `figures` has everything."""

    def __init__(self, figures: WhatIf) -> None:
        self.figures = figures

    @property
    def nothing_moves(self) -> bool:
        """Whether people would read the same scorecard."""
        return self.figures.cards.nothing_moves

    @property
    def difference(self) -> tuple[Fraction, Fraction] | None:
        """Of the totals, after less before, at the lowest and the highest end."""
        return self.figures.cards.difference

    def write(self, why: str | None = None, by: str | None = None, on: str | datetime.date | None = None) -> list[Path]:
        """Writes what was tried into its files, comments and layout kept, and gives back which.

        Rules get a `[[revision]]` with the reason, by whom and the day. Raises `InputRefused`, and then nothing is written:
        where a file was changed in between, is shipped or protected, or where rules change without a reason.
        """
        from scoring.tuning.trials.revision import Reason

        return self.figures.write(Reason(why, by, on))

    def __repr__(self) -> str:
        return f"<Tried: {', '.join(one.written for one in self.figures.settings)}>"

    def text(self, language: Language = "en", color: bool = False, width: int = 100, all: bool = False) -> str:
        """What `scoring whatif` prints."""
        from scoring.tuning.whatif import text as whatif_text

        return whatif_text.render(self.figures, language_of(language), color, width, all)

    def to_html(self, language: Language = "en") -> str:
        """The same as one page."""
        from scoring.tuning.whatif import page as whatif_page

        return whatif_page.render(self.figures, language_of(language))

    def to_json(self, language: Language = "en") -> str:
        """The same as JSON, `whatif/1`, with both scorecards."""
        from scoring.tuning.whatif import as_json as whatif_json

        return whatif_json.render(self.figures, language_of(language))

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.to_json(language))
        return made


def whatif(
    project: str | os.PathLike[str],
    settings: Mapping[str, str] | Sequence[str],
    *,
    rules: str | None = None,
    indicators: str | None = None,
    engine: Engine = "rules",
    within: Path | None = None,
) -> Tried:
    """A project's file scored as it is and with these settings: `{"spent": "26.5 万元", "weights.N1": "12"}`.

    Raises `InputRefused` with every problem of the files, of the settings, and of what would come of them.
    """
    from scoring.tuning.whatif.whatif import Chosen, what_if

    return Tried(what_if(os.fspath(project), listed(settings), Chosen(rules, indicators, engine, within)))
