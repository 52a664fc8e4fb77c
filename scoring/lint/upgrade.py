"""Files of an earlier language brought to today's: what can only mean one thing is rewritten, the rest stays as it is told.

Bytes in, bytes out. Rewritten are the text none where it meant that there is no result, keys that never had an effect and
are refused now, and percentages of facts that are plain numbers; none of it moves a score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from scoring.documents.document import Document, parse_toml
from scoring.documents.editing import amended_all, without_key
from scoring.documents.positions import Path
from scoring.problems import Place, Problem

NO_RESULT = {"none": True}
PERCENTAGE = re.compile(r"\s*([+-]?\d{1,30}(?:\.\d{1,30})?)\s*%\s*")
CONSTRUCTS = ("value", "result", "rule")
WITHOUT_EFFECT: Mapping[str, frozenset[str]] = {
    "rule": frozenset({"unit"}),
    "part": frozenset({"unit", "basis", "allow"}),
    "grade": frozenset(
        {"is", "lines", "of", "combine", "gives", "unit", "missing", "round", "when", "between", "with"}
    ),
    "list": frozenset({"range", "if_missing", "may_be_missing", "from", "label", "note", "allow"}),
}
"""Keys that were accepted in these sections and never acted."""


def upgraded(raw: bytes, file: str, problems: Iterable[Problem]) -> bytes:
    """The file with everything rewritten that is mechanical, given what is told of it."""
    document, _ = parse_toml(raw, file)
    if document is None:
        return raw
    told = [problem for problem in problems if problem.place.file == file]
    changes = [
        *_none_expected(document),
        *_weights(document, told),
        *_none_in_tables(document, told),
        *_shares_for_numbers(document, told),
    ]
    after = amended_all(raw, changes) or raw if changes else raw
    for path in _useless(document, told):
        after = without_key(after, path) or after
    return after


def _none_in_tables(document: Document, told: Sequence[Problem]) -> Iterator[tuple[Path, Any]]:
    """Results of tables that meant that there is none."""
    for problem in told:
        if problem.code == "none-as-text":
            yield from ((path, dict(NO_RESULT)) for path in _paths_at(document, problem.place, key=False))


def _weights(document: Document, told: Sequence[Problem]) -> Iterator[tuple[Path, Any]]:
    """Members whose weights never counted, by their names alone."""
    for problem in told:
        for path in _paths_at(document, problem.place, key=False) if problem.code == "stray-key" else ():
            if len(path) > 2 and path[-3] == "of" and path[-1] == 1:
                yield path[:-1], _at(document.data, path[:-1])[0]


def _shares_for_numbers(document: Document, told: Sequence[Problem]) -> Iterator[tuple[Path, Any]]:
    """Facts that are plain numbers, reported in percent: they counted as what the percentage comes to."""
    for problem in told:
        for path in _paths_at(document, problem.place, key=False) if problem.code == "share-for-number" else ():
            share = PERCENTAGE.fullmatch(str(_at(document.data, path)))
            if path[0] == "facts" and share is not None:
                yield path, Decimal(share.group(1)).scaleb(-2)


def _useless(document: Document, told: Sequence[Problem]) -> Iterator[Path]:
    """Keys that are refused and never acted."""
    for problem in told:
        if problem.code not in ("stray-key", "unknown-key"):
            continue
        for path in _paths_at(document, problem.place, key=True):
            if isinstance(path[-1], str) and (problem.code == "stray-key" or _never_acted(path)):
                yield path


def _never_acted(path: Path) -> bool:
    """Whether an unknown key is one that was known, and did nothing."""
    section = str(path[0])
    if section == "rule" and len(path) >= 4 and path[2] == "part":
        section = "part"
    elif section == "fact" and "list" in path[2:-1]:
        section = "list"
    elif section not in ("rule", "grade"):
        return False
    return path[-1] in WITHOUT_EFFECT[section]


def _none_expected(document: Document) -> Iterator[tuple[Path, Any]]:
    """What examples expect where there is no result: `gives`, and parts of `[scorecard.expect]`."""
    texts = set(_texts(document.data))
    for number, example in enumerate(_listed(document.data.get("example"))):
        of = example.get("value") or example.get("result")
        if example.get("gives") == "none" and of not in texts:
            yield ("example", number, "gives"), dict(NO_RESULT)
    for number, example in enumerate(_listed(document.data.get("scorecard"))):
        expected = example.get("expect")
        if not isinstance(expected, dict):
            continue
        for key in ("total", "grade"):
            if expected.get(key) == "none" and (key == "total" or "grade" not in texts):
                yield ("scorecard", number, "expect", key), dict(NO_RESULT)
        results = expected.get("results")
        for name, value in results.items() if isinstance(results, dict) else ():
            if value == "none" and name not in texts:
                yield ("scorecard", number, "expect", "results", name), dict(NO_RESULT)


def _texts(data: Mapping[str, Any]) -> Iterator[str]:
    """Values and results that may give the text none; `grade` where a grade is called so."""
    for path, section in _constructs(data):
        gives = section.get("gives")
        rows = str(section.get("rows")) + str(section.get("otherwise"))
        if (gives == "text" and "'none'" in rows) or (isinstance(gives, list) and "none" in gives):
            yield str(path[1])
            yield from (
                str(other[1]) for other, each in _constructs(data) if str(each.get("is")).strip() == str(path[1])
            )
    if "'none'" in str(data.get("grade")):
        yield "grade"


def _constructs(data: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for kind in CONSTRUCTS:
        sections = data.get(kind)
        for name, section in sections.items() if isinstance(sections, dict) else ():
            if isinstance(section, dict):
                yield (kind, name), section
                for number, part in enumerate(_listed(section.get("part"))):
                    yield (kind, name, "part", number), part


def _listed(written: Any) -> Sequence[Mapping[str, Any]]:
    return [one for one in written if isinstance(one, dict)] if isinstance(written, list) else []


def _paths_at(document: Document, place: Place, key: bool) -> Iterator[Path]:
    """The paths whose key, or value, stands at a place."""
    for path in document.paths():
        if _same(document.key_place(path) if key else document.value_place(path), place):
            yield path


def _same(one: Place, other: Place) -> bool:
    return (one.line, one.column) == (other.line, other.column)


def _at(data: Any, path: Path) -> Any:
    for each in path:
        data = data[each]
    return data
