"""A project scored as it is and with some values otherwise: both scorecards, and what each value alone did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from scoring.assessor.assessor import Engine, score
from scoring.assessor.loaded_project import LoadedProject, open_project
from scoring.documents.files import DISK, Overlay
from scoring.problems import InputRefused, Text
from scoring.scorecard.scorecard import Scorecard
from scoring.tuning.editions.side import Side
from scoring.tuning.trials.revision import Reason, write
from scoring.tuning.trials.settings import Setting, Settings
from scoring.tuning.trials.trial import Texts, overlay_of, texts_of
from scoring.tuning.trials.typed import with_settings
from scoring.tuning.whatif.side_by_side import Ends, SideBySide
from scoring.values.number import show_number


@dataclass(frozen=True)
class Chosen:
    """By what a project is scored where it does not say so itself, and how."""

    rules: str | None = None
    indicators: str | None = None
    engine: Engine = "rules"
    within: Path | None = None


@dataclass(frozen=True)
class WhatIf:
    """A project before and after, by the settings that were tried."""

    settings: tuple[Setting, ...]
    cards: SideBySide
    shares: tuple[Ends | None, ...]  # what each setting alone does; None where that cannot be told
    texts: Texts  # the files with all settings in them
    side: Side
    project: Path

    @property
    def moved(self) -> Text:
        """Whose scores moved, in words."""
        ends = [f"{_total(card)} {card.grade or ''}".strip() for card in (self.cards.before, self.cards.after)]
        name = self.cards.after.project
        return Text(f"{name}: {ends[0]} → {ends[1]}", f"{name}：{ends[0]} → {ends[1]}")

    def write(self, reason: Reason) -> list[Path]:
        """Writes what was tried into its files; gives back which. Raises `InputRefused`, and then nothing is written."""
        return write(self.texts, self.settings, self.project, reason, self.moved)

    @property
    def together(self) -> Ends | None:
        """What remains of the difference when the share of each setting is taken off."""
        whole = self.cards.difference
        if whole is None:
            return None
        known = [share for share in self.shares if share is not None]
        return (whole[0] - sum((one[0] for one in known), Fraction(0)), whole[1] - sum((one[1] for one in known), Fraction(0)))  # fmt: skip


def what_if(facts: str, settings: Sequence[str], chosen: Chosen | None = None) -> WhatIf:
    """The project at a path with these `PATH=VALUE`; raises `InputRefused` with all problems of files and settings."""
    chosen = chosen if chosen is not None else Chosen()
    loaded = _opened(facts, chosen, DISK)
    side = Side(loaded.assessor.rulebook.name, loaded.assessor.rulebook, loaded.assessor.indicator_set)
    reader = settings_of(loaded, side)
    read = reader.read(settings)
    if reader.problems:
        raise InputRefused(reader.problems)
    texts = texts_of(read)
    before = score(loaded.prepared, chosen.engine)

    def attempt(some: Sequence[Setting]) -> Scorecard:
        made = texts if some is read else texts_of(some)
        return score(_opened(facts, chosen, overlay_of(made)).prepared, chosen.engine)

    after = with_settings(read, texts, attempt)
    cards = SideBySide(before, after)
    alone = [cards] if len(read) == 1 else [_alone(one, before, attempt) for one in read]
    shares = tuple(one.difference if one is not None else None for one in alone)
    return WhatIf(tuple(read), cards, shares, texts, side, Path(facts))


def settings_of(loaded: LoadedProject, side: Side) -> Settings:
    """What settings of a project may lead to."""
    program = loaded.prepared.program
    ids = [one.id for one in program.indicators]
    facts = loaded.assessor.compiled(loaded.project).declared.sections.facts
    return Settings(side, loaded.project.document, ids, list(facts))


def _alone(one: Setting, before: Scorecard, attempt: Callable[[Sequence[Setting]], Scorecard]) -> SideBySide | None:
    try:
        return SideBySide(before, attempt([one]))
    except InputRefused:  # makes sense only with the others
        return None


def _total(card: Scorecard) -> str:
    total = card.total
    if total.points is not None:
        return show_number(total.points)
    return "—" if total.lowest is None or total.highest is None else f"{show_number(total.lowest)} – {show_number(total.highest)}"  # fmt: skip


def _opened(facts: str, chosen: Chosen, over: Overlay) -> LoadedProject:
    return open_project(facts, chosen.rules, chosen.indicators, chosen.within, over=over)
