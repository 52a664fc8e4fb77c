"""What a proof is as `scoring.prove` gives it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from scoring.api.book import Book
from scoring.assessor.assessor import Assessor
from scoring.documents.files import read_document, write_text
from scoring.problems import InputRefused, Language, Place, Problem, Text, language_of

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

    def written(self, commands: Sequence[str] = ()) -> str | None:
        """The counterexample as a file, which says what it is one of and which commands show it."""
        from scoring.tuning.proof import text as proof_text

        if self.proof.counterexample is None:
            return None
        return proof_text.file_text(self.proof, self._before, self._after, commands)

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
    output: str | os.PathLike[str] | None = None,
) -> Proved:
    """Whether no project can be given another score (`no="change"`), fewer points (`"loss"`) or another grade (`"grade"`) by the second.

    Sides are rulebooks or sets as `compare` takes them; `indicators` is the set of rulebooks that are named without one.
    `budget` is the work that the solver may do, the same on every machine. `output` gets the counterexample, if there is one. Raises `InputRefused` with every problem of either side.
    """
    from scoring.tuning.proof.proof import BUDGET, BooksRefused
    from scoring.tuning.proof.prove import prove as proved

    if no not in get_args(Claimed):
        raise ValueError(f"there is no claim {no!r}: change, loss or grade")
    sides = [_assessor(one, indicators) for one in (before, after)]
    file = Path(output) if output is not None else None
    if file is not None:
        _refuse_losing(file, sides)
    try:
        made = proved(sides[0], sides[1], no, BUDGET if budget is None else budget)
    except BooksRefused as refused:
        told = zip(refused.sides, (before, after), strict=True)
        raise InputRefused([_as_typed(one, named) for side, named in told for one in side]) from None
    return _told(made, (before, after), indicators, file)


def _told(proof: Proof, sides: tuple[Named, Named], indicators: str | None, file: Path | None) -> Proved:
    """The proof with a counterexample that finds the rulebook and the set from where it is written, or from the working folder."""
    from scoring.api.side_names import head_for, side_names, with_head

    shown = _shown(sides[0]), _shown(sides[1])
    found = proof.counterexample
    if found is None:
        return Proved(proof, *shown)
    names = [side_names(os.fspath(one), indicators) for one in sides if not isinstance(one, Book)]
    here = [one for one in names if one.is_here]
    beside = file if file is not None else Path("counterexample.toml")
    if here:
        found = replace(found, project=with_head(found.project, head_for(beside, here[0])))
    made = Proved(replace(proof, counterexample=found), *shown)
    if file is not None:
        _write(file, made.written([one.command(file) for one in here]) or "")
    return made


def _refuse_losing(file: Path, sides: Sequence[Assessor]) -> None:
    """Raises `InputRefused` where the rules themselves would be written over, or anything else that is no counterexample."""
    from scoring.batch.outputs.atomic_output import refused
    from scoring.tuning.proof.row_forms import HEAD

    layers = [layer for side in sides for layer in (side.rulebook, side.indicator_set) if layer is not None]
    problems = refused([file], [one.home for layer in layers for one in layer.documents if one.home is not None])
    if not problems and file.is_file():
        document, _ = read_document(file, file.name)
        if document is None or document.data.get("project") != HEAD["project"]:
            message = Text(
                f"`{file.name}` is no counterexample, and would be written over", f"{file.name} 不是反例文件，会被覆盖"
            )
            fix = Text("name another file", "换一个文件")
            problems = [Problem("output-is-input", message, Place(file.name), fix)]
    if problems:
        raise InputRefused(problems)


def _write(path: Path, text: str) -> None:
    try:
        write_text(path, text)
    except OSError as error:
        message = Text(f"`{path}` cannot be written: {error.strerror}", f"无法写入 {path}：{error.strerror}")
        fix = Text("choose another folder", "换一个文件夹")
        raise InputRefused([Problem("cannot-write", message, Place("-o"), fix)]) from None


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
