"""Texts in both languages, places in files, and what is wrong there. Rests on nothing else of ours."""

from __future__ import annotations

from scoring.problems.nearest import nearest
from scoring.problems.offers import did_you_mean, one_of
from scoring.problems.place import Place, Position
from scoring.problems.problem import Counterexample, InputRefused, NotDecided, Problem, Severity, has_errors, in_order
from scoring.problems.text import Language, Text, language_of

__all__ = [
    "Counterexample",
    "InputRefused",
    "Language",
    "NotDecided",
    "Place",
    "Position",
    "Problem",
    "Severity",
    "Text",
    "did_you_mean",
    "has_errors",
    "in_order",
    "language_of",
    "nearest",
    "one_of",
]
