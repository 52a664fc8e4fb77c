"""Mistakes planted in the shipped rulebooks and sets, and how many of them `check` and `test` catch.

python tests/mutations.py            counts, and every mistake that slipped through
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scoring.checking import check_rulebook
from scoring.documents import Document
from scoring.examples import try_examples
from scoring.expected import try_scorecards
from scoring.files import parse_stream
from scoring.problems import InputRefused
from scoring.rulebook import put_set_together, put_together

ROW = re.compile(r"  (\[|\{ (row|when|each|id) = ).*,$")


@dataclass(frozen=True)
class Planted:
    """One line of one file with a mistake in it."""

    kind: str
    file: str
    line: int
    before: str
    after: str


def planted() -> Iterator[Planted]:
    """Every mistake that can be planted, in the order of files and lines."""
    for folder in ("rules", "indicators"):
        for file in sorted((ROOT / folder).rglob("*.toml")):
            shown = str(file.relative_to(ROOT))
            lines = file.read_text(encoding="utf-8").split("\n")
            yield from _in_file(shown, lines)


def _in_file(file: str, lines: list[str]) -> Iterator[Planted]:
    section = ""
    for number, line in enumerate(lines):
        header = re.match(r"\[+([\w.\"]+)", line)
        section = header.group(1) if header else section
        for kind, after in _of_line(line, section):
            yield Planted(kind, file, number, line, after)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if ROW.match(line) and not section.startswith(("example", "scorecard")):
            yield Planted("a dropped row or item", file, number, line, "")
            if ROW.match(following) and "row = " in line:  # the order of items and of deductions means nothing
                yield Planted("two rows swapped", file, number, line, f"{following}\n{line}")


def _of_line(line: str, section: str) -> Iterator[tuple[str, str]]:
    if line.lstrip().startswith("#") or section.startswith(("example", "scorecard")):
        return
    for found in re.finditer(r'">= (?=[\d%]+")|">= (?=\d[\d.]*%?")', line):
        if "range" not in line and "target" not in line:
            yield "an edge made exclusive", line[: found.start()] + '"> ' + line[found.end() :]
    for found in re.finditer(r'"([1-9]\d*)%"', line):  # nothing is nothing, with a sign or without
        share = f"{int(found.group(1)) / 100:g}"
        yield "a share without its percent sign", line[: found.start()] + share + line[found.end() :]
    for found in re.finditer(r'(?<=[ "])([1-9]\d?)%"', line.split("label =")[0]):  # what people read moves no point
        more = int(found.group(1)) + 1
        yield "a percentage off by one", f'{line[: found.start()]}{more}%"{line[found.end() :]}'
    for found in re.finditer(r"\b(points|at_most|full|step) = (\d+)\b", line):
        yield "points off by one", line[: found.start(2)] + str(int(found.group(2)) + 1) + line[found.end(2) :]
    for sign, other in (("==", "!="), (" <= ", " >= "), (" - ", " + "), (" / ", " * ")):
        for found in re.finditer(re.escape(sign), line):
            if re.match(r"(that|is|when)\s*=", line) or "when = " in line:
                yield "another operator", line[: found.start()] + other + line[found.end() :]
    fact = re.match(r"(\w+)(\s*= \{ (?:unit|kind|label|options|list))", line)
    if section == "fact" and fact:
        yield "a renamed fact", line.replace(fact.group(1), fact.group(1) + "_x", 1)
    unit = re.search(r'unit = "(元|%|天|人|个)"', line)
    if unit and section == "fact":
        yield "a changed unit", line.replace(f'unit = "{unit.group(1)}"', 'unit = "公里"')
    weight = re.search(r"weight = (\d+)\b", line)
    if weight:
        yield "a weight off by one", line.replace(weight.group(0), f"weight = {int(weight.group(1)) + 1}")
    row = re.match(r"(\w+)\s*= \{ in = ", line)
    if row:
        yield "a copied id", f"{line}\n{line}"


@cache
def _documents(folder: str) -> tuple[Document, ...]:
    found = []
    for file in sorted((ROOT / folder).glob("*.toml")):
        document, _ = parse_stream(file.read_bytes(), f"{folder}/{file.name}")
        assert document is not None
        found.append(document)
    return tuple(found)


def caught(mistake: Planted) -> str | None:
    """By what a mistake is caught: `check` (with the code), `test`, or nothing."""
    folder = mistake.file.rpartition("/")[0]
    lines = (ROOT / mistake.file).read_text(encoding="utf-8").split("\n")
    if mistake.kind == "two rows swapped":
        lines[mistake.line : mistake.line + 2] = [mistake.after]
    else:
        lines[mistake.line] = mistake.after
    document, problems = parse_stream("\n".join(lines).encode(), mistake.file)
    if document is None or problems:
        return f"check: {problems[0].code}"
    documents = [document if one.file == mistake.file else one for one in _documents(folder)]
    sets = sorted(path.name for path in (ROOT / "indicators").iterdir())
    books = sorted(path.name for path in (ROOT / "rules").iterdir())
    if folder.startswith("rules/"):
        pairs = [(documents, None)]
        pairs += [(documents, _documents(f"indicators/{name}")) for name in sets if _book_of(name) == folder[6:]]
    else:
        name = folder.removeprefix("indicators/")
        assert _book_of(name) in books
        pairs = [(list(_documents(f"rules/{_book_of(name)}")), tuple(documents))]
    for book_documents, set_documents in pairs:
        found = _by(book_documents, set_documents)
        if found is not None:
            return found
    return None


@cache
def _book_of(name: str) -> str:
    found, _ = put_set_together(_documents(f"indicators/{name}"))
    assert found is not None
    return found.header.model.rules


def _by(book_documents: list[Document], set_documents: tuple[Document, ...] | None) -> str | None:
    book, problems = put_together(book_documents)
    chosen = None
    if set_documents is not None:
        chosen, found = put_set_together(set_documents)
        problems += found
    if book is not None and not problems:
        problems = check_rulebook(book, chosen)
    if problems or book is None:
        return f"check: {problems[0].code}"
    try:
        layers = [book.sections, *([chosen.sections] if chosen is not None else [])]
        tried = [*try_examples(book, layers, "exact"), *try_scorecards(book, chosen, layers[-1].scorecards, "exact")]
        if all(one.passed for one in tried):
            return None
    except InputRefused as refused:
        return f"test: {refused.problems[0].code}"
    return "test"


def main() -> int:
    total: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    slipped = []
    for mistake in planted():
        total[mistake.kind] += 1
        by = caught(mistake)
        if by is None:
            slipped.append(mistake)
        else:
            ended[mistake.kind] += 1
    for kind, count in total.items():
        print(f"{kind:34} {ended[kind]:4} of {count:4}")
    everything = sum(total.values())
    print(f"{'all':34} {sum(ended.values()):4} of {everything:4}  {100 * sum(ended.values()) / everything:.1f} %")
    for mistake in slipped:
        print(f"slipped: {mistake.file}:{mistake.line + 1}: {mistake.kind}: {mistake.after.strip()[:110]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
