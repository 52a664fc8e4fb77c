"""What a change of rules or facts does to scores: `compare`, `whatif`."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.api.book import Book
from scoring.assessor.assessor import Assessor, Engine
from scoring.documents.files import DISK, Overlay
from scoring.problems import InputRefused, Language, Place, Problem, Text, language_of
from scoring.tuning.comparison.comparison import Comparison
from scoring.tuning.editions.side import Side
from scoring.tuning.trials.settings import Setting, Settings
from scoring.tuning.trials.trial import Texts, overlay_of, texts_of
from scoring.tuning.trials.typed import with_settings

if TYPE_CHECKING:
    from scoring.tuning.editions.scored import Data
    from scoring.tuning.whatif.whatif import WhatIf

Named = str | os.PathLike[str] | Book
MEMORY = "600MB"


class Compared:
    """A comparison, as text, page and data; `figures` has everything."""

    def __init__(self, figures: Comparison) -> None:
        self.figures = figures

    @property
    def nothing_moves(self) -> bool:
        """Whether every project has what it had before."""
        return self.figures.nothing_moves

    def write(self, why: str | None = None, by: str | None = None, on: str | datetime.date | None = None) -> list[Path]:
        """Writes the settings that were tried into the second side's files, with a `[[revision]]`; see `Tried.write`."""
        from scoring.tuning.trials.revision import Reason

        return self.figures.write(Reason(why, by, on))

    def __repr__(self) -> str:
        counts = self.figures.counts
        return f"<Compared: {counts.changed} of {counts.projects} projects change>"

    def text(self, language: Language = "en", color: bool = False) -> str:
        """What `scoring compare` prints."""
        from scoring.tuning.comparison import text as comparison_text

        return comparison_text.render(self.figures, language_of(language), color)

    def to_html(self, language: Language = "en") -> str:
        """The same as one page with plots."""
        from scoring.tuning.comparison import page as comparison_page

        return comparison_page.render(self.figures, language_of(language))

    def to_json(self, language: Language = "en") -> str:
        """The same as JSON, `comparison/1`."""
        from scoring.tuning.comparison import as_json as comparison_json

        return comparison_json.render(self.figures, language_of(language))

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self.to_json(language))
        return made


def compare(
    before: Named,
    after: Named,
    data: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    indicators: str | None = None,
    settings: Mapping[str, str] | Sequence[str] = (),
    then: str | os.PathLike[str] | None = None,
    same: Mapping[str, str] | None = None,
    shares: bool = True,
    top: int = 20,
    columns: str | os.PathLike[str] | None = None,
    engine: str = "columnar",
    processes: int = 0,
    output: Path | None = None,
) -> Compared:
    """Two rulebooks, sets or books over the same projects: a name, a path, `REV:PATH`, or what `load` gave.

    `settings` are tried in the second side: `{"rules.execution.nothing_below": "85%"}`; `write` of what comes back writes them.
    `then`: what the second side scores instead, such as the next year's table; projects are matched by their names, and `same` says which
    indicators are called otherwise: `{"N1": "N7"}`. `output` gets every project that changes, before and after, with what each edit alone does.
    Raises `InputRefused` with every problem of either side, or of the whole of DATA; rows that cannot be scored are told of.
    """
    from scoring.api.batch import column_map
    from scoring.batch.outputs.files import unwritable, write_output
    from scoring.tuning.comparison.compare import Asked, compare_sides
    from scoring.tuning.editions.case_data import names_rules
    from scoring.tuning.editions.scored import Data

    sides = _sides(before, after, indicators)
    read, texts = _set_in(sides[1], _listed(settings)) if settings else ([], {})
    if read:
        sides = sides[0], with_settings(read, texts, partial(_sound, after, indicators))
    named = [data] if isinstance(data, str | os.PathLike) else list(data)
    inputs = [os.fspath(one) for one in named]
    if output is not None and (problems := unwritable([output], [], [Path(one) for one in inputs])):
        raise InputRefused(problems)
    with working(inputs) as (connection, work):
        of = (
            _cases(inputs[0], connection, work)
            if names_rules(inputs)
            else Data(
                inputs, connection, work, "exact" if engine == "exact" else "columnar", column_map(columns), processes
            )
        )
        later = of.again([os.fspath(then)]) if then is not None else None
        changed = work / "changed.parquet" if output is not None else None
        found = compare_sides(*sides, of, Asked(top, shares, same, changed=changed), later)
        if output is not None and changed is not None:
            write_output(connection, changed, output)
        return Compared(replace(found, settings=tuple(read), texts=texts))


def compare_users(
    before: Named,
    after: Named,
    over: str | os.PathLike[str],
    data: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    indicators: str | None = None,
    shares: bool = True,
    top: int = 20,
    columns: str | os.PathLike[str] | None = None,
) -> list[Compared]:
    """Two editions of a base rulebook compared by every rulebook at `over` that uses it, each over the same projects.

    Raises `InputRefused`, also where nothing there uses it.
    """
    from scoring.api.batch import column_map
    from scoring.tuning.comparison.compare import Asked, compare_sides
    from scoring.tuning.editions.scored import Data
    from scoring.tuning.editions.users import users_of

    sides = users_of(*_sides(before, after, indicators), os.fspath(over))
    inputs = [os.fspath(one) for one in ([data] if isinstance(data, str | os.PathLike) else data)]
    with working(inputs) as (connection, work):
        of = Data(inputs, connection, work, column_map=column_map(columns))
        return [Compared(compare_sides(first, second, of, Asked(top, shares))) for first, second in sides]


def users_page(each: Sequence[Compared], language: Language = "en") -> str:
    """What `compare_users` gives as one page: every rulebook in short, and then in full."""
    from scoring.tuning.comparison import page

    return page.render_several([one.figures for one in each], language_of(language))


@contextmanager
def working(inputs: Sequence[str]) -> Iterator[tuple[Any, Path]]:
    """A connection and a folder for what is staged, which vanish afterwards."""
    from scoring.batch.faults import told
    from scoring.batch.inputs.sources import files_named
    from scoring.engines.columnar.duck import connect

    work = Path(tempfile.mkdtemp(prefix="scoring-"))
    try:
        connection = connect(MEMORY, None, work)
        with told(work / "scores", work, files_named(inputs)), closing(connection):
            yield connection, work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _cases(named: str, connection: Any, work: Path) -> Data:
    """The `[[cases]]` of what is named; raises `InputRefused` where there are none."""
    from scoring.tuning.editions.case_data import CaseData, cases_named

    side = _side(named, None)
    tables = cases_named(side)
    if not tables:
        message = Text(f"`{named[:80]}` has no [[cases]], and is neither a project nor a table",
                       f"{named[:80]} 没有 [[cases]]，也不是项目或表格")  # fmt: skip
        fix = Text("name projects or a table", "写明项目或表格")
        raise InputRefused([Problem("no-cases", message, Place("<command line>"), fix)])
    return CaseData([named], connection, work, tables=tables)


def _sides(before: Named, after: Named, indicators: str | None) -> tuple[Side, Side]:
    """Both sides; raises `InputRefused` with every problem of both."""
    sides: list[Side] = []
    problems: list[Problem] = []
    for named in (before, after):
        try:
            side = _side(named, indicators)
            Assessor(side.rulebook, side.indicator_set).sound()
            sides.append(side)
        except InputRefused as refused:
            problems += refused.problems
    if problems:
        raise InputRefused(dict.fromkeys(problems))
    return sides[0], sides[1]


def _side(named: Named, indicators: str | None, over: Overlay = DISK) -> Side:
    if isinstance(named, Book):
        return named.side()
    from scoring.tuning.editions.opening import open_side

    return open_side(os.fspath(named), indicators, over)


def _sound(named: Named, indicators: str | None, settings: Sequence[Setting]) -> Side:
    """A side with these settings; raises `InputRefused` where it has problems then."""
    side = _side(named, indicators, overlay_of(texts_of(settings)))
    Assessor(side.rulebook, side.indicator_set).sound()
    return side


def _set_in(side: Side, settings: Sequence[str]) -> tuple[list[Setting], Texts]:
    """Settings of a side, and its files with them; raises `InputRefused`."""
    reader = Settings(side)
    read = reader.read(settings)
    if reader.problems:
        raise InputRefused(reader.problems)
    return read, texts_of(read)


def _listed(settings: Mapping[str, str] | Sequence[str]) -> list[str]:
    return [f"{path}={value}" for path, value in settings.items()] if isinstance(settings, Mapping) else list(settings)


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

    return Tried(what_if(os.fspath(project), _listed(settings), Chosen(rules, indicators, engine, within)))
