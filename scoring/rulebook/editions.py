"""Editions of a rulebook: which one is in force for a project's period."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.problems import Place, Problem, Text
from scoring.rulebook.rulebook import Rulebook
from scoring.values.day import Day


def edition_for(
    name: str, editions: Sequence[Rulebook], at: Place, edition: str | None, period: str | None
) -> tuple[Rulebook | None, list[Problem]]:
    """The edition of that name, else the one that is in force on the last day of the period; a problem where that is none, or several."""
    day = Day.parse(period) if period is not None else None
    if edition is not None:
        found = [book for book in editions if book.header.model.edition == edition]
    else:
        found = [book for book in editions if day is None or in_force(book, day)]
    if len(found) == 1:
        return found[0], []
    listed = "; ".join(f"{name}@{book.header.model.edition or '?'} {_effective(book)}" for book in editions)
    if edition is not None:
        message = Text(f"`{name}` has no edition `{edition[:40]}`", f"{name} 没有 {edition[:40]} 版")
        fix = Text(f"there are {listed}", f"有 {listed}")
    elif day is None:
        message = Text(f"`{name}` has several editions; the project names no period to choose by",
                       f"{name} 有多个版本，而项目没有写明期间，无法选择")  # fmt: skip
        fix = Text(
            f"add period = …, or name the edition; there are {listed}",
            f"补上 period，或写明版本；有 {listed}",
        )
    elif found:
        message = Text(
            f"several editions of `{name}` are in force in {period}", f"{name} 在 {period} 有多个版本同时适用"
        )
        fix = Text(
            f"let `effective` of one end before the next begins: {listed}",
            f"让前一版本的 effective 在后一版本之前结束：{listed}",
        )
    else:
        message = Text(f"no edition of `{name}` is in force in {period}", f"{name} 没有适用于 {period} 的版本")
        fix = Text(f"there are {listed}", f"有 {listed}")
    return None, [Problem("no-edition" if not found else "several-editions", message, at, fix)]


def in_force(book: Rulebook, period: Day) -> bool:
    """Whether a rulebook is in force on the last day of a period."""
    effective = book.header.model.effective
    if effective is None:
        return True
    begun = effective.from_ is None or effective.from_ <= period.last()
    return begun and (effective.to is None or period.last() <= effective.to)


def _effective(book: Rulebook) -> str:
    effective = book.header.model.effective
    if effective is None:
        return "…"
    return f"{effective.from_ or ''} – {effective.to or ''}".strip()
