"""Workbooks of a review that were filled in, as `scoring read` puts them into the projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.commands import DONE, PROBLEMS, ROWS_REJECTED, options
from scoring.problems import InputRefused, Language, Place, Problem, Text

if TYPE_CHECKING:
    from scoring.forms.review.into_projects import Judged


def reviews_among(named: Sequence[str]) -> list[Path]:
    """The workbooks of a review among files and folders; raises `InputRefused` where there are forms beside them."""
    from scoring.forms.intake.documents_named import documents_in
    from scoring.forms.review.filled import is_review

    paths, problems = documents_in(named)
    found = [path for path in paths if is_review(path)]
    if found and (problems or len(found) < len(paths)):
        other = next((path.name for path in paths if path not in found), "")
        message = Text(
            f"`{found[0].name}` has judgements, `{other}` has none", f"{found[0].name} 是评判表，{other} 不是"
        )
        fix = Text("read judgements and forms one after the other", "评判表与自评表请分开读取")
        raise InputRefused([*problems, Problem("judgements-among-forms", message, Place(found[0].name), fix)])
    return found


def read_judgements(paths: Sequence[Path], folder: str, rules: str | None, language: Language) -> int:
    """Puts the judgements into the projects of the folder: each project whole, and not at all where something is wrong in it."""
    from scoring.forms.review.filled import filled_rows
    from scoring.forms.review.into_projects import put_into
    from scoring.views import problems as view

    rows, problems = [], []
    for path in paths:
        found, faults = filled_rows(path)
        rows += found
        problems += faults
    if problems:
        raise InputRefused([_with_cell(one, paths) for one in problems])
    made = put_into(Path(folder), rows, rules)
    for one in made:
        options.say(_said(one), language)
    problems = [_with_cell(problem, paths) for one in made for problem in one.problems]
    if not problems:
        return DONE
    click.echo(view.as_text(problems, language).rstrip("\n"), err=True)
    return ROWS_REJECTED if any(one.written or one.revised or one.unchanged for one in made) else PROBLEMS


def _with_cell(problem: Problem, books: Sequence[Path]) -> Problem:
    """A problem of a sheet with the cell as people call it, `L6`."""
    from scoring.forms.writing.cells import letters

    book, mark, _ = problem.place.file.partition("#")
    if not mark or all(book != path.name for path in books):
        return problem
    cell, said = f"{letters(problem.place.column)}{problem.place.line}", problem.message
    return replace(problem, message=Text(f"{cell}: {said.en}", f"{cell}：{said.zh}"))


def _said(one: Judged) -> Text:
    if one.problems:
        return Text(
            f"{one.file}: not written, {len(one.problems)} to be settled",
            f"{one.file}：未写入，有 {len(one.problems)} 处须处理",
        )
    counts = (
        (one.written, Text("judged", "已评判")), (one.revised, Text("revised", "已修改")),
        (one.unchanged, Text("as before", "无变化")), (one.empty, Text("left empty", "未填写")),
    )  # fmt: skip
    said = [(count, what) for count, what in counts if count] or [(0, counts[0][1])]
    return Text(f"{one.file}: {', '.join(f'{count} {what.en}' for count, what in said)}",
                f"{one.file}：{'，'.join(f'{what.zh} {count} 项' for count, what in said)}")  # fmt: skip
