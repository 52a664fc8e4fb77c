"""Mistakes planted in the shipped rulebooks and sets, and how many of them `check` and `test` catch.

python tests/mutations.py            writes docs/planted-mistakes.md anew: counts, and every mistake that slipped through
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scoring.documents.document import Document
from scoring.documents.files import parse_stream
from scoring.examples.example import try_examples
from scoring.examples.scorecards import try_scorecards
from scoring.lint.checking import check_rulebook
from scoring.problems import InputRefused
from scoring.rulebook.rulebook import put_set_together, put_together

ROW = re.compile(r"  (\[|\{ (row|when|each|id) = ).*,$")
RESULT = re.compile(r'"([^"]*)"\](?=, label)')
MEANS = re.compile(
    r"(nothing_below|over|within|grade|total|when|step|full|between|otherwise|severity|broken|range)\s*= "
)
"""Keys without which a section is still read, and means something else."""
WORDS = (
    ("true", "false"), ("half_up", "down"), ("required", "none"), ("not_scorable", "zero"), ("rescale", "full"),
    ("proportional", "checklist"), ("finding", "stop"),
)  # fmt: skip


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
    names = _rules_of(file)
    for number, line in enumerate(lines):
        header = re.match(r"\[+([\w.\"-]+)", line)
        section = header.group(1) if header else section
        if line.lstrip().startswith("#") or section.startswith(("example", "scorecard")):
            continue
        for kind, after in (*_numbers(line), *_signs(line), *_words(line, section), *_names(line, section, names)):
            yield Planted(kind, file, number, line, after)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        yield from _rows(file, number, line, following)


def _rows(file: str, number: int, line: str, following: str) -> Iterator[Planted]:
    """Mistakes in whole rows and lines."""
    if ROW.match(line):
        yield Planted("a dropped row or item", file, number, line, "")
        yield Planted("a row or item written twice", file, number, line, f"{line}\n{line}")
        if ROW.match(following) and "row = " in line:  # the order of items and of deductions means nothing
            yield Planted("two rows swapped", file, number, line, f"{following}\n{line}")
            results = [found for each in (line, following) if (found := RESULT.search(each)) is not None]
            if len(results) == 2 and results[0].group(1) != results[1].group(1):
                yield Planted("a row with its neighbour's result", file, number, line,
                              _with(line, results[0], 1, results[1].group(1)))  # fmt: skip
    if MEANS.match(line):
        yield Planted("a dropped key", file, number, line, "")


def _numbers(line: str) -> Iterator[tuple[str, str]]:
    """A number, an edge or a unit that is not quite right."""
    for found in re.finditer(r'"([1-9]\d*)%"', line):  # nothing is nothing, with a sign or without
        share = f"{int(found.group(1)) / 100:g}"
        yield "a share without its percent sign", line[: found.start()] + share + line[found.end() :]
    for found in re.finditer(r'(?<=[ "])(-?[1-9]\d?)%"', line.split("label =")[0]):  # what people read moves no point
        more = int(found.group(1)) + 1
        yield "a percentage off by one", f'{line[: found.start()]}{more}%"{line[found.end() :]}'
        yield "a percentage ten times too large", f'{line[: found.start()]}{found.group(1)}0%"{line[found.end() :]}'
    for found in re.finditer(r"\b(points|at_most|full|step|total|decimals) = (\d+)\b", line):
        yield "points off by one", line[: found.start(2)] + str(int(found.group(2)) + 1) + line[found.end(2) :]
    for found in re.finditer(r'(?<=\["(?:>|<)= )(\d+)(?=")|(?<=, )(\d+)(?=[\],])', line):
        if line.startswith(("rows", "levels")):
            more = str(int(found.group()) + 1)
            yield "an edge or level off by one", line[: found.start()] + more + line[found.end() :]
    weight = re.search(r"\bweight\s*= (\d+)\b", line)
    if weight:
        yield "a weight off by one", _with(line, weight, 1, str(int(weight.group(1)) + 1))
        yield "a weight ten times too large", _with(line, weight, 1, weight.group(1) + "0")
    for found in re.finditer(r"\b\d+ (元|万元|天|日|人)\b", line.split("label =")[0].split("#")[0]):
        other = {"元": "万元", "万元": "元"}.get(found.group(1), "公里")
        yield "a changed unit", _with(line, found, 1, other)


def _signs(line: str) -> Iterator[tuple[str, str]]:
    """Another comparison or operator."""
    if "range" not in line and "target" not in line:
        for found in re.finditer(r'"(>=|<=|>|<) (?=-?\d)', line):
            sign = found.group(1)
            strict = sign[0] if len(sign) == 2 else sign + "="
            yield "an edge that excludes or includes its value", _with(line, found, 1, strict)
            yield "a sign turned round", _with(line, found, 1, ("<" if sign[0] == ">" else ">") + sign[1:])
    target = re.search(r'target = "(>=|<=) ', line)
    if target:
        yield "a target's sign turned round", _with(line, target, 1, "<=" if target.group(1) == ">=" else ">=")
    formula = re.match(r"(that|is|when)\s*=", line) or "when = " in line or "actual >= target" in line
    for sign, other in (("==", "!="), (" <= ", " >= "), (" >= ", " <= "), (" - ", " + "), (" / ", " * "),
                        (" and ", " or "), (" or ", " and "), ("min(", "max("), ("max(", "min("), ("not ", "")):  # fmt: skip
        for found in re.finditer(re.escape(sign), re.split(r",? *label = |  #", line)[0]):
            if formula:
                yield "another operator", line[: found.start()] + other + line[found.end() :]


def _words(line: str, section: str) -> Iterator[tuple[str, str]]:
    """Another word where one of a few belongs."""
    for first, second in WORDS:
        for one, other in ((first, second), (second, first)):
            for found in re.finditer(rf"(?<![\w]){one}(?![\w])", re.split(r",? *label *= |  #", line)[0]):
                if re.match(r"\s*(\{|[\w-]+\s*=)", line):
                    yield "another word", line[: found.start()] + other + line[found.end() :]
    unit = re.search(r'unit = "(元|万元|%|天|人|个|名|笔|份)"', line)
    if unit and section == "fact":
        yield "a changed unit", _with(line, unit, 1, "公里")
    key = re.match(r"(kind|by|rows|items|levels|deduct|that|when|grade|total|is)(\s*= )", line)
    if key:
        yield "a misspelt key", _with(line, key, 1, key.group(1) + "s")


def _names(line: str, section: str, rules: list[str]) -> Iterator[tuple[str, str]]:
    """A name that is another's, or nobody's."""
    fact = re.match(r"(\w+)(\s*= \{ (?:unit|kind|label|options|list))", line)
    if section == "fact" and fact:
        yield "a renamed fact", _with(line, fact, 1, fact.group(1) + "_x")
    header = re.match(r"\[(?:rule|value|basis)\.([\w-]+)\]", line)
    if header:
        yield "a renamed section", _with(line, header, 1, header.group(1) + "_x")
    row = re.match(r"\w+\s*= \{ in = ", line)
    if row:
        yield "a copied id", f"{line}\n{line}"
        group = re.search(r'in = "([^"]+)"', line)
        if group:
            yield "a group misspelt", _with(line, group, 1, group.group(1)[:-1])
    rule = re.search(r'\brule = "(\w+)"', line)
    if rule and rule.group(1) in rules:
        other = rules[(rules.index(rule.group(1)) + 1) % len(rules)]
        yield "another rule", _with(line, rule, 1, other)
        yield "a rule misspelt", _with(line, rule, 1, rule.group(1) + "s")
    actual = re.search(r'actual = "= (\w+)"', line)
    if actual:
        yield "an actual misspelt", _with(line, actual, 1, actual.group(1) + "s")
        yield "another actual", _with(line, actual, 1, "arrival_rate" if "arrival" not in line else "execution_rate")


def _with(line: str, found: re.Match[str], group: int, other: str) -> str:
    return line[: found.start(group)] + other + line[found.end(group) :]


@cache
def _rules_of(file: str) -> list[str]:
    """The rules of the rulebook that a set is scored by, in the order written."""
    folder = file.rpartition("/")[0]
    book = folder if folder.startswith("rules/") else f"rules/{_book_of(folder.removeprefix('indicators/'))}"
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / book).glob("*.toml"))]
    return [name for text in texts for name in re.findall(r"^\[rule\.(\w+)\]", text, re.MULTILINE)]


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
        scorecards = try_scorecards(book, chosen, layers[-1].scorecards, "exact")
        if all(one.passed for one in chain(try_examples(book, layers, "exact"), scorecards)):
            return None
    except InputRefused as refused:
        return f"test: {refused.problems[0].code}"
    return "test"


PAGE = ROOT / "docs" / "planted-mistakes.md"
HEAD = """# Planted mistakes

Made by `python tests/mutations.py`: each line of the rulebooks and of the set that are shipped, with one mistake in it at a time, and whether `scoring check`
or `scoring test` (the examples and whole scorecards beside the rules) tells it. A test tries a part of them, and all that slip.

"""


def tried_all(mistakes: list[Planted]) -> list[tuple[Planted, str | None]]:
    """Every mistake with what catches it, on all cores."""
    with ProcessPoolExecutor() as pool:
        return list(zip(mistakes, pool.map(caught, mistakes, chunksize=20), strict=True))


def main() -> int:
    text = HEAD + page(tried_all(list(planted())))
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return 0


def page(found: list[tuple[Planted, str | None]]) -> str:
    """The page: how many of each kind are caught, by what; the rest with the reason."""
    total = Counter(mistake.kind for mistake, _ in found)
    by_check = Counter(mistake.kind for mistake, by in found if by is not None and by.startswith("check"))
    by_test = Counter(mistake.kind for mistake, by in found if by is not None and by.startswith("test"))
    lines = ["| mistake | planted | caught by `check` | by `test` | slipped |", "|---|---|---|---|---|"]
    for kind, count in sorted(total.items()):
        slipped = count - by_check[kind] - by_test[kind]
        lines.append(f"| {kind} | {count} | {by_check[kind]} | {by_test[kind]} | {slipped or ''} |")
    caught_ = by_check.total() + by_test.total()
    lines.append(f"| **all** | {len(found)} | {by_check.total()} | {by_test.total()} | {len(found) - caught_} |")
    lines += ["", f"{caught_} of {len(found)} are caught: {100 * caught_ / len(found):.1f} %. The rest:", ""]
    lines += [slip_line(mistake) for mistake, by in found if by is None]
    return "\n".join(lines) + "\n"


def slip_line(mistake: Planted) -> str:
    """The line of the page for a mistake that slips."""
    before, after = (
        re.split(r",? *label *= ", text.strip().split("\n")[-1])[0] for text in (mistake.before, mistake.after)
    )
    written = f"`{after}`" if after else f"`{before}` left out"
    return f"- `{mistake.file}`, {mistake.kind}: {written}: {reason(mistake) or 'no reason'}"


REASONS = (
    ("another word", "says = ", "only a report shows whether a wording says yes or no"),
    ("a changed unit", "range = ", "nothing is nothing in any unit: no fact is taken or refused that was not before"),
    ("", ">= target", "means the same: from the target on the ratio to it is at least 1, and points are kept at the weight"),
    ("another operator", "precision(", "no example is between one and two units of the last published digit away from its rate"),
    ("another operator", "not known(initial_total) or", "a check with an unknown side is silent either way"),
    ("another operator", "abs(actual - spent)", "of a cost that differs from what was spent no example differs by their sum alone"),
    ("a dropped key", "severity = ", "a finding is shown as a warning instead of an error, and moves no point"),
    ("a dropped key", "step ", "half points are then taken as well: an example says what is earned, not what is refused"),
    ("a dropped key", "total  ", "sets and forms whose weights add up to 100 score alike"),
    ("another word", "weights_off_total = ", "sets whose weights add up score alike: an example says what is earned, not what is refused"),
    ("", 'broken = "stop"', "a tender whose weights do not add up is then a finding: an example says what is earned, not what is refused"),
    ("percentage", "excellent_share", "an example says what is earned, not what is refused, and a percent is a room more from 24 people on"),
    ("another word", "message  = ", "a message's own words, which the program does not understand"),
)  # fmt: skip
"""Of a kind of mistake, what stands in the line that was right, and why a mistake of it may slip."""


def reason(mistake: Planted) -> str | None:
    """Why a mistake may slip."""
    written = f"{mistake.before}\n{mistake.after}"
    return next((why for kind, part, why in REASONS if kind in mistake.kind and part in written), None)


if __name__ == "__main__":
    sys.exit(main())
