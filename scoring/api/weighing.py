"""Weights from judgements of importance, or from a table: `weights`."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from scoring.api.sources import Source, checked, document_of, is_text, name_of
from scoring.api.tuning import Path_, inputs_of, working
from scoring.assessor.assessor import Assessor
from scoring.documents.files import read_document
from scoring.problems import InputRefused, Language, Place, Problem, Text, has_errors, language_of
from scoring.tuning.trials.trial import Texts, overlay_of
from scoring.tuning.weights.weights import Weights, weights_of_judgements
from scoring.values.number import exact

MOST_DECIMALS = 6


class Weighed:
    """Weights that sum exactly to their total, as text, page, TOML and data; `figures` has everything."""

    def __init__(self, figures: Weights) -> None:
        self.figures = figures

    def __getitem__(self, name: str) -> Fraction:
        """The weight of a group or member, by its name or by its path such as `output/quality`."""
        for one in self.figures.weights:
            if name in (one.path, one.name):
                return one.weight
        raise KeyError(name)

    @property
    def consistent(self) -> bool:
        """Whether the judgements of every group are consistent enough to go by: a ratio of 0.10 at most."""
        return self.figures.consistent

    def write(self, indicators: Path_, why: str | None = None, by: str | None = None, on: str | datetime.date | None = None,
              data: Path_ | Sequence[Path_] = ()) -> list[Path]:  # fmt: skip
        """Writes the weights into the indicators of a set's file or folder whose ids they name, with a `[[revision]]`, and gives back which files.

        `data`: projects or tables that are scored before and after, so that the revision says whose scores move.
        Raises `InputRefused`, and then nothing is written: where an indicator has no weight or a weight no indicator, where a file
        was changed in between, is shipped or protected, or without a reason.
        """
        from scoring.tuning.trials.revision import Reason
        from scoring.tuning.weights.written import write_weights

        inputs = inputs_of(data)
        whose = partial(_moved, os.fspath(indicators), inputs) if inputs else None
        return write_weights(self.figures, Path(indicators), Reason(why, by, on), whose)

    def __repr__(self) -> str:
        return f"<Weighed: {len(self.figures.leaves)} weights>"

    def text(self, language: Language = "en") -> str:
        """What `scoring weights` prints."""
        from scoring.tuning.weights.text import render

        return render(self.figures, language_of(language))

    def to_html(self, language: Language = "en") -> str:
        """The same as one page with bars."""
        from scoring.tuning.weights.page import as_page

        return as_page(self.figures, language_of(language))

    def to_toml(self) -> str:
        """The weights as sections of a rulebook's frame."""
        from scoring.tuning.weights.text import as_toml

        return as_toml(self.figures)

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        """The same as data, `weights/1`."""
        from scoring.tuning.weights.text import as_data

        return as_data(self.figures, language_of(language))


def weights(
    judged: Source,
    *,
    entropy: bool = False,
    name: str | None = None,
    smaller: Sequence[str] = (),
    total: int | Decimal | Fraction = 100,
    decimals: int = 2,
) -> Weighed:
    """The weights that judgements say: the path of a file, its TOML as text, or a dict of what it says, `[[pairwise]]` or `[[order]]`.

    `entropy`: `judged` is a table; `name` is its column of names, of those in `smaller` less is better, and the weights have so many
    `decimals` and sum to `total`, which a file of judgements says itself. Raises `InputRefused` with all problems.
    """
    if not entropy:
        return Weighed(_of_judgements(judged))
    from scoring.tuning.weights.table import weights_of_table

    whole = total if isinstance(total, Fraction) else exact(total)
    if whole is None or whole <= 0 or not 0 <= decimals <= MOST_DECIMALS or (whole * 10**decimals).denominator != 1:
        message = Text(f"{total} cannot be divided into weights of {decimals} decimals", f"{total} 不能分为 {decimals} 位小数的权重")  # fmt: skip
        fix = Text("a positive number with no more decimals than the weights", "应为正数，小数位不多于权重")
        raise InputRefused([Problem("no-total", message, Place("<command line>"), fix)])
    return Weighed(weights_of_table(Path(name_of(_path(judged))), name, smaller, whole, decimals))


def _moved(indicators: str, inputs: Sequence[str], texts: Texts) -> Text:
    """Whose scores move where a set's files say something else; raises `InputRefused`."""
    from scoring.tuning.comparison.compare import Asked, compare_sides
    from scoring.tuning.editions.opening import open_side
    from scoring.tuning.editions.scored import Data

    before, after = open_side(indicators), open_side(indicators, over=overlay_of(texts))
    for side in (before, after):
        Assessor(side.rulebook, side.indicator_set).sound()
    with working(inputs) as (connection, work):
        return compare_sides(before, after, Data(inputs, connection, work), Asked(0, shares=False)).moved


def _path(judged: Source) -> str | os.PathLike[str]:
    if not isinstance(judged, str | os.PathLike):
        raise TypeError(f"a table is a path, not {type(judged).__name__}")
    return judged


def _of_judgements(judged: Source) -> Weights:
    checked(judged, "judgements")
    if isinstance(judged, str | os.PathLike) and not is_text(judged):
        document, problems = read_document(Path(judged), os.fspath(judged))
    else:
        document, problems = document_of(judged, "<judgements>")
    if document is None:
        raise InputRefused(problems)
    found, faults = weights_of_judgements(document)
    if found is None or has_errors([*problems, *faults]):
        raise InputRefused([*problems, *faults])
    return found
