"""`scoring check --keep`: a counterexample as an `[[example]]` at the end of its file; nothing before it changes.

The example says what is given and not what comes out: that is for the author to decide. `scoring test` shows it with what
comes out today, as an example that does not hold, until a result is written into it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scoring import model
from scoring.documents import Document, parse_toml
from scoring.examples import KINDS, Tried, try_examples
from scoring.loading import validated
from scoring.problems import Counterexample, InputRefused, Problem
from scoring.rulebook import Entry, Rulebook, Sections
from scoring.syntax import as_key

OF_EXAMPLE = (
    "one-inside",
    "wrong-kind",
    "unknown-fact",
    "unknown-rule",
    "unknown-value",
    "unknown-limit",
    "unknown-result",
)
"""Codes of problems that are the example's own: it would say something else than the counterexample."""


@dataclass(frozen=True)
class Kept:
    """A file with one example more, and how that example comes out."""

    after: bytes
    line: int
    tried: Tried


def keeping(raw: bytes, problem: Problem, rulebook: Rulebook, layers: Sequence[Sections]) -> Kept | None:
    """The file with the problem's counterexample at its end; None where no example can say it."""
    shown = problem.counterexample
    if shown is None or shown.of not in KINDS:
        return None
    before, _ = parse_toml(raw, problem.place.file)
    after = _with(raw, example_text(problem, shown))
    document, problems = parse_toml(after, problem.place.file)
    if before is None or document is None or problems or not _only_one_more(before, document):
        return None
    tried = _tried(document, rulebook, layers)
    if tried is None or any(one.code in OF_EXAMPLE for one in tried.problems):
        return None
    line = document.header_place(("example", len(document.data["example"]) - 1)).line
    return Kept(after, line, tried)


def example_text(problem: Problem, shown: Counterexample) -> str:
    """The example as TOML, labelled with the lint and what comes of it."""
    labels = (("zh", f"{problem.code}：{shown.comes.zh}"), ("en", f"{problem.code}: {shown.comes.en}"))
    label = ", ".join(f"{language} = {_quoted(text)}" for language, text in labels)
    given = ", ".join(f"{as_key(name)} = {written}" for name, written in shown.given)
    return "\n".join((
        "[[example]]",
        f"{shown.of} = {_quoted(shown.name)}",
        f"label = {{ {label} }}",
        f"given = {{ {given} }}" if given else "given = {}",
        "",
    ))  # fmt: skip


def is_kept(shown: Counterexample, document: Document) -> bool:
    """Whether the file has an example of the same thing with the same facts already."""
    wanted, _ = parse_toml(f"given = {{ {', '.join(f'{as_key(n)} = {w}' for n, w in shown.given)} }}".encode(), "")
    examples = document.data.get("example", [])
    return wanted is not None and any(
        isinstance(one, dict) and one.get(shown.of) == shown.name and one.get("given", {}) == wanted.data["given"]
        for one in examples
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _with(raw: bytes, text: str) -> bytes:
    """The bytes as they are, and the text after an empty line, with the line ends that the file has."""
    end = b"\r\n" if b"\r\n" in raw else b"\n"
    gap = end if raw.endswith(b"\n") or not raw else end + end
    return raw + gap + end.join(line.encode() for line in text.split("\n"))


def _only_one_more(before: Document, after: Document) -> bool:
    """Whether the second says what the first says, and one example more."""
    rest = {key: value for key, value in after.data.items() if key != "example"}
    same = rest == {key: value for key, value in before.data.items() if key != "example"}
    return same and after.data.get("example", [])[:-1] == before.data.get("example", [])


def _tried(document: Document, rulebook: Rulebook, layers: Sequence[Sections]) -> Tried | None:
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
