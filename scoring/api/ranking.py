"""The projects of a table in order: `rank`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from scoring.api.tuning import Path_, inputs_of, working, writable
from scoring.problems import Language, language_of
from scoring.tuning.editions.side import Side
from scoring.tuning.ranks.ranking import Ranking, RankRequest, Ties


class Ranked:
    """Places, as text, page and data; `figures` has everything that is shown."""

    def __init__(self, figures: Ranking) -> None:
        self.figures = figures

    def __repr__(self) -> str:
        return f"<Ranked: {self.figures.projects} projects in {len(self.figures.groups)} groups>"

    def text(self, language: Language = "en", color: bool = False) -> str:
        """What `scoring rank` prints."""
        from scoring.tuning.ranks.text import render

        return render(self.figures, language_of(language), color)

    def to_html(self, language: Language = "en") -> str:
        """The same as one page with plots."""
        from scoring.tuning.ranks.text import as_page

        return as_page(self.figures, language_of(language))

    def to_dict(self) -> dict[str, Any]:
        """The same as data, `ranking/1`."""
        from scoring.tuning.ranks.text import as_data

        return as_data(self.figures)


def rank(
    data: Path_ | Sequence[Path_],
    *,
    rules: str | None = None,
    indicators: str | None = None,
    within: str | None = None,
    by: str = "total",
    ties: Ties = "shared",
    smallest_first: bool = False,
    bands: int = 4,
    top: int = 20,
    columns: Path_ | None = None,
    output: Path | None = None,
    engine: str = "columnar",
    processes: int = 1,
) -> Ranked:
    """The places of projects among each other, or within what stands below a head of their table or is a text fact of theirs; `output` gets all of them.

    `ties`: `shared` 1 2 2 4, `dense` 1 2 2 3, `last` 1 3 3 4. Raises `InputRefused`.
    """
    from scoring.api.batch import column_map
    from scoring.batch.outputs.files import write_output
    from scoring.tuning.editions.scored import Data
    from scoring.tuning.ranks.rank import rank_projects

    if ties not in get_args(Ties):
        raise ValueError(f"ties is one of {', '.join(get_args(Ties))}")
    inputs, side = inputs_of(data), _side(rules, indicators)
    writable(output, inputs, [side] if side is not None else [], (columns,))
    asked = RankRequest(by, within, ties, smallest_first, bands, top)
    with working(inputs) as (connection, work):
        of = Data(inputs, connection, work, "exact" if engine == "exact" else "columnar", column_map(columns), processes,
                  aside=(within,) if within is not None else ())  # fmt: skip
        figures, ranks = rank_projects(of, side, asked)
        if output is not None:
            write_output(connection, ranks, output)
        return Ranked(figures)


def _side(rules: str | None, indicators: str | None) -> Side | None:
    """What scores everything; None where projects name it themselves."""
    from scoring.tuning.editions.opening import open_side

    if rules is not None:
        return open_side(rules, indicators)
    return open_side(indicators) if indicators is not None else None
