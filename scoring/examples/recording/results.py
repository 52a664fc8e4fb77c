"""`scoring test --accept`: computed results written into examples; nothing else in the file changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scoring.documents.editing import amended, amended_all
from scoring.examples.example import EXPECTATIONS, TriedExample
from scoring.examples.scorecards import TriedScorecard, as_expected, said
from scoring.problems import Place, has_errors

Accepted = tuple[Place, str, str]
"""Where an expectation stands, what it was, what it is now."""


def accept_results(raw: bytes, tried: Sequence[TriedExample | TriedScorecard]) -> tuple[bytes, list[Accepted]]:
    """The file's bytes with what came out in place of what was expected, and what was changed so.

    An example whose facts are faulty, that expects points where something is missing, or whose result cannot be
    written exactly stays as it is; so does what a scorecard states of an indicator that is not there.
    """
    changes = [((*one.example.path, *path), one.example.at(*path), before, after)
               for one in tried for path, before, after in _differing(one)]  # fmt: skip
    together = amended_all(raw, [(path, after) for path, _, _, after in changes])
    if together is not None:
        return together, [(place, said(before), said(after)) for _, place, before, after in changes]
    changed: list[Accepted] = []
    for path, place, before, after in changes:
        made = amended(raw, path, after)
        if made is not None:
            raw = made
            changed.append((place, said(before), said(after)))
    return raw, changed


def _differing(one: TriedExample | TriedScorecard) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Keys below the example, what is expected there, and what came out."""
    if isinstance(one, TriedScorecard):
        yield from _of_scorecard(one)
        return
    written = one.example.model
    stated = [key for key in EXPECTATIONS if getattr(written, key) is not None]
    if has_errors(one.problems) or one.passed or len(one.came) != 1 or len(stated) > 1:
        return
    ((key, after),) = one.came.items()
    if stated in ([], [key]):
        yield (key,), getattr(written, key), after


def _of_scorecard(one: TriedScorecard) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if one.scorecard is None or has_errors(one.problems):
        return
    if not one.parts:
        yield ("expect",), None, as_expected(one.scorecard)
    for part in one.parts:
        if not part.equal and part.got is not None:
            yield ("expect", *part.keys), part.expected, part.got
