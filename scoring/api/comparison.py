"""Two rulebooks over the same projects: `compare`, and `compare_users` by every rulebook that uses them."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from scoring.api.book import Book
from scoring.api.tuning import Path_, inputs_of, listed, working, writable
from scoring.assessor.assessor import Assessor
from scoring.documents.files import DISK, Overlay
from scoring.problems import InputRefused, Language, Place, Problem, Text, language_of
from scoring.tuning.comparison.comparison import Comparison
from scoring.tuning.editions.side import Side
from scoring.tuning.trials.settings import Setting, Settings
from scoring.tuning.trials.trial import Texts, overlay_of, texts_of
from scoring.tuning.trials.typed import with_settings

if TYPE_CHECKING:
    from scoring.tuning.editions.scored import Data

Named = Path_ | Book


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
    data: Path_ | Sequence[Path_],
    *,
    indicators: str | None = None,
    settings: Mapping[str, str] | Sequence[str] = (),
    then: Path_ | None = None,
    same: Mapping[str, str] | None = None,
    shares: bool = True,
    top: int = 20,
    columns: Path_ | None = None,
    engine: str = "columnar",
    processes: int = 1,
    output: Path | None = None,
) -> Compared:
    """Two rulebooks, sets or books over the same projects: a name, a path, `REV:PATH`, or what `load` gave.

    `settings` are tried in the second side: `{"rules.execution.nothing_below": "85%"}`; `write` of what comes back writes them.
    `then`: what the second side scores instead, such as the next year's table; projects are matched by their names, and `same` says which
    indicators are called otherwise: `{"N1": "N7"}`. `output` gets every project that changes, before and after, with what each edit alone does.
    Raises `InputRefused` with every problem of either side, or of the whole of DATA; rows that cannot be scored are told of.
    """
    from scoring.api.batch import column_map
    from scoring.batch.outputs.files import write_output
    from scoring.tuning.comparison.compare import Asked, compare_sides
    from scoring.tuning.editions.case_data import names_rules
    from scoring.tuning.editions.scored import Data

    sides = _sides(before, after, indicators)
    read, texts = _set_in(sides[1], listed(settings)) if settings else ([], {})
    if read:
        sides = sides[0], with_settings(read, texts, partial(_sound, after, indicators))
    inputs = inputs_of(data)
    writable(output, inputs, sides, (then, columns))
    with working(inputs) as (connection, work):
        if names_rules(inputs):
            of = _cases(inputs[0], connection, work)
            writable(output, inputs, [_side(inputs[0], None)])
        else:
            of = Data(
                inputs, connection, work, "exact" if engine == "exact" else "columnar", column_map(columns), processes
            )
        later = of.again([os.fspath(then)]) if then is not None else None
        changed = work / "changed.parquet" if output is not None else None
        found = compare_sides(*sides, of, Asked(top, shares, same, changed=changed), later)
        if output is not None and changed is not None:
            write_output(connection, changed, output)
        return Compared(replace(found, settings=tuple(read), texts=texts))


class ComparedUsers(Sequence[Compared]):
    """A comparison for each rulebook that uses a base, in the order of their paths."""

    def __init__(self, each: Sequence[Compared]) -> None:
        self.each = tuple(each)

    @overload
    def __getitem__(self, at: int) -> Compared: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Compared]: ...
    def __getitem__(self, at: int | slice) -> Compared | Sequence[Compared]:
        return self.each[at]

    def __len__(self) -> int:
        return len(self.each)

    def __repr__(self) -> str:
        return f"<ComparedUsers: {len(self)} rulebooks>"

    @property
    def nothing_moves(self) -> bool:
        """Whether no project has anything else than before, whichever rulebook scores it."""
        return all(one.nothing_moves for one in self)

    def text(self, language: Language = "en", color: bool = False) -> str:
        """What `scoring compare --over` prints."""
        return "\n".join(one.text(language, color) for one in self)

    def to_html(self, language: Language = "en") -> str:
        """The same as one page: every rulebook in short, and then in full."""
        from scoring.tuning.comparison import page

        return page.render_several([one.figures for one in self], language_of(language))

    def to_list(self, language: Language = "en") -> list[dict[str, Any]]:
        """The same as data, a `comparison/1` for each."""
        return [one.to_dict(language) for one in self]


def compare_users(
    before: Named,
    after: Named,
    over: Path_,
    data: Path_ | Sequence[Path_],
    *,
    indicators: str | None = None,
    shares: bool = True,
    top: int = 20,
    columns: Path_ | None = None,
    output: Path | None = None,
    processes: int = 1,
) -> ComparedUsers:
    """Two editions of a base rulebook compared by every rulebook at `over` that uses it, each over the same projects.

    `output` gets every project that changes by any of them, with that rulebook. Raises `InputRefused`, also where nothing there uses it.
    """
    from scoring.api.batch import column_map
    from scoring.batch.outputs.files import write_output
    from scoring.tuning.comparison.changed import stage_together
    from scoring.tuning.comparison.compare import Asked, compare_sides
    from scoring.tuning.editions.scored import Data
    from scoring.tuning.editions.users import users_of

    both = _sides(before, after, indicators)
    sides = users_of(*both, os.fspath(over))
    inputs = inputs_of(data)
    writable(output, inputs, [*both, *(side for each in sides for side in each)], (columns,))
    with working(inputs) as (connection, work):
        of = Data(inputs, connection, work, column_map=column_map(columns), processes=processes)
        found: list[Compared] = []
        staged: list[tuple[str, Path]] = []
        for number, (first, second) in enumerate(sides):
            changed = work / f"changed-{number}.parquet" if output is not None else None
            found.append(Compared(compare_sides(first, second, of, Asked(top, shares, changed=changed))))
            if changed is not None:
                staged.append((first.rulebook.name, changed))
        if output is not None:
            stage_together(connection, staged, work / "changed.parquet")
            write_output(connection, work / "changed.parquet", output)
        return ComparedUsers(found)


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
    if isinstance(named, Book):
        message = Text(
            "values are tried in files; this rulebook is loaded already", "值在文件中试改，而这个规则集已经载入"
        )
        raise InputRefused(
            [Problem("cannot-set", message, one.typed_at, Text("name its path", "写它的路径")) for one in settings]
        )
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
