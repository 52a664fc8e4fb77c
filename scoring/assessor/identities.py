"""By what a scorecard names the rulebook and the set that it was made by: name, fingerprint, edition, revisions."""

from __future__ import annotations

from scoring.rulebook.rulebook import IndicatorSet, Rulebook, text_of
from scoring.scorecard.scorecard import Identity, Revision


def identity(rulebook: Rulebook) -> Identity:
    """The rulebook that scores, with its edition and what was revised in it."""
    return Identity(rulebook.name, rulebook.fingerprint, rulebook.header.model.edition, _revisions(rulebook))


def identity_of_set(indicator_set: IndicatorSet) -> Identity:
    """The set of indicators, which has no edition."""
    return Identity(indicator_set.name, indicator_set.fingerprint, revisions=_revisions(indicator_set))


def _revisions(one: Rulebook | IndicatorSet) -> tuple[Revision, ...]:
    found = (entry.model for entry in one.revisions)
    return tuple(
        Revision(
            str(each.on),
            each.by,
            each.why,
            tuple(text_of(label) for label in each.changed),
            text_of(each.moved) if each.moved is not None else None,
        )
        for each in found
    )
