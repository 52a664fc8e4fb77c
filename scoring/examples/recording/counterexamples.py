"""`scoring check --keep`: a counterexample as an `[[example]]` at the end of its file; nothing before it changes.

The example says what is given and not what comes out: that is for the author to decide. `scoring test` shows it with what
comes out today, as an example that does not hold, until a result is written into it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from scoring.documents.document import Document, parse_toml
from scoring.documents.editing import appended
from scoring.examples.example import KINDS, TriedExample, try_examples
from scoring.problems import Counterexample, InputRefused, Problem
from scoring.rulebook import model
from scoring.rulebook.loading import validated
from scoring.rulebook.rulebook import Entry, Rulebook, Sections

OF_EXAMPLE = (
    "one-inside",
    "wrong-kind",
    "unknown-fact",
    "unknown-rule",
    "unknown-value",
    "unknown-column",
    "unknown-limit",
    "unknown-result",
)
"""Codes of problems that are the example's own: it would say something else than the counterexample."""


@dataclass(frozen=True)
class RecordedCounterexample:
    """A file with one example more, and how that example comes out."""

    after: bytes
    line: int
    tried: TriedExample


def record_counterexample(
    raw: bytes, problem: Problem, rulebook: Rulebook, layers: Sequence[Sections]
) -> RecordedCounterexample | None:
    """The file with the problem's counterexample at its end; None where no example can say it."""
    shown = problem.counterexample
    if shown is None or shown.of not in KINDS:
        return None
    labels = {"zh": f"{problem.code}：{shown.comes.zh}", "en": f"{problem.code}: {shown.comes.en}"}
    after = appended(raw, "example", {shown.of: shown.name, "label": labels, "given": _given(shown)})
    document = parse_toml(after, problem.place.file)[0] if after is not None else None
    if after is None or document is None:
        return None
    tried = _tried(document, rulebook, layers)
    if tried is None or any(one.code in OF_EXAMPLE for one in tried.problems):
        return None
    line = document.header_place(("example", len(document.data["example"]) - 1)).line
    return RecordedCounterexample(after, line, tried)


def is_kept(shown: Counterexample, document: Document) -> bool:
    """Whether the file has an example of the same thing with the same facts already."""
    return any(
        isinstance(one, dict) and one.get(shown.of) == shown.name and one.get("given", {}) == _given(shown)
        for one in document.data.get("example", [])
    )


def _given(shown: Counterexample) -> Mapping[str, Any]:
    return {name: tomllib.loads(f"value = {written}", parse_float=Decimal)["value"] for name, written in shown.given}


def _tried(document: Document, rulebook: Rulebook, layers: Sequence[Sections]) -> TriedExample | None:
    """The last example of a document, tried."""
    path = ("example", len(document.data["example"]) - 1)
    written, _ = validated(model.ExampleModel, document, path)
    if written is None:
        return None
    example = Entry("kept", written, document, path)
    bare = [replace(layer, examples=()) for layer in layers]
    try:
        return next(iter(try_examples(rulebook, [*bare, Sections(examples=(example,))], "exact")), None)
    except InputRefused:
        return None
