"""How grades and ranks react when weights and thresholds move a little: `sensitivity`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from scoring.api.tuning import Path_, inputs_of, working
from scoring.problems import InputRefused, Language, Place, Problem, Text, language_of
from scoring.tuning.editions.side import Side
from scoring.tuning.reactions.reaction import Sensitivity


class Reactions:
    """What grades hang on, as text, page and data; `figures` has everything."""

    def __init__(self, figures: Sensitivity) -> None:
        self.figures = figures

    def __repr__(self) -> str:
        return f"<Reactions: {len(self.figures.reactions)} changes over {self.figures.projects} projects>"

    def text(self, language: Language = "en", color: bool = False) -> str:
        """What `scoring sensitivity` prints."""
        from scoring.tuning.reactions.text import render

        return render(self.figures, language_of(language), color)

    def to_html(self, language: Language = "en") -> str:
        """The same as one page with bars."""
        from scoring.tuning.reactions.text import as_page

        return as_page(self.figures, language_of(language))

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        """The same as data, `sensitivity/1`."""
        from scoring.tuning.reactions.text import as_data

        return as_data(self.figures, language_of(language))


def sensitivity(
    data: Path_ | Sequence[Path_],
    *,
    rules: str | None = None,
    indicators: str | None = None,
    weights: Fraction | int | None = 2,
    thresholds: Fraction | None = Fraction(1, 20),
    correlation: bool = True,
    near: int = 50,
    columns: Path_ | None = None,
    engine: str = "columnar",
    processes: int = 1,
    progress: Callable[[int, int], object] | None = None,
) -> Reactions:
    """Each weight moved by so many points, each threshold by that share of itself, one at a time, over the projects of DATA.

    None leaves weights or thresholds as they are. Raises `InputRefused`, and `ValueError` for a share that is none below 1.
    """
    if thresholds is not None and not 0 <= thresholds < 1:
        raise ValueError("thresholds is a share of each that is below 1, such as Fraction(1, 20)")
    from scoring.api.batch import column_map
    from scoring.tuning.editions.opening import open_side
    from scoring.tuning.editions.scored import Data
    from scoring.tuning.reactions.sensitivity import SensitivityRequest, sensitivity_of
    from scoring.tuning.trials.settings import Settings
    from scoring.tuning.trials.trial import overlay_of, texts_of

    if rules is None and indicators is None:
        fix = Text("name it with --rules or --indicators", "用 --rules 或 --indicators 指明")
        raise InputRefused([Problem("no-rulebook", Text("no rulebook is named", "没有指明规则集"), Place("<command line>"), fix)])  # fmt: skip
    named, chosen = (rules, indicators) if rules is not None else (str(indicators), None)
    side = open_side(named, chosen)

    def moved(of: Side, written: Sequence[str]) -> Side:
        reader = Settings(of)
        read = reader.read(written)
        if reader.problems:
            raise InputRefused(reader.problems)
        return open_side(named, chosen, overlay_of(texts_of(read)))

    inputs = inputs_of(data)
    asked = SensitivityRequest(None if weights is None else Fraction(weights), thresholds, correlation, near)
    with working(inputs) as (connection, work):
        of = Data(
            inputs, connection, work, "exact" if engine == "exact" else "columnar", column_map(columns), processes
        )
        return Reactions(sensitivity_of(of, side, asked, moved, *([progress] if progress is not None else [])))
