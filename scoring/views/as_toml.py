"""The scorecard as TOML: the JSON scorecard's keys and texts, without those that are null or an empty table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from scoring.documents.spelling import key, value
from scoring.problems import Language
from scoring.scorecard.scorecard import Scorecard
from scoring.views.as_json import data


def render(scorecard: Scorecard, language: Language) -> str:
    """The scorecard as TOML text, read back and compared before it is given away."""
    return dumped(without_nothing(data(scorecard, language)))


def dumped(content: dict[str, Any]) -> str:
    """TOML text of plain data. `toml` mangles some characters in texts and keys, so what it wrote must read back as it was."""
    import toml

    text = toml.dumps(content)
    try:
        same = tomllib.loads(text) == content
    except tomllib.TOMLDecodeError:
        same = False
    if same and text.replace("\n", "").isprintable():
        return text
    text = "\n".join(_lines(content, ())) + "\n"
    if tomllib.loads(text) != content:
        raise ValueError("the TOML written does not read back as it was")
    return text


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """A table's own keys, then the tables in it, each with its head; what is not seen is written by its number."""
    below = {name: each for name, each in table.items() if isinstance(each, dict) or _is_tables(each)}
    yield from (f"{key(name)} = {value(each)}" for name, each in table.items() if name not in below)
    for name, each in below.items():
        head = ".".join(map(key, (*path, name)))
        for one in [each] if isinstance(each, dict) else each:
            yield from ("", f"[{head}]" if one is each else f"[[{head}]]", *_lines(one, (*path, name)))


def _is_tables(each: Any) -> bool:
    return isinstance(each, list) and bool(each) and all(isinstance(one, dict) for one in each)


def without_nothing(content: Any) -> Any:
    """Plain data without keys that are null, which TOML cannot say, or empty tables, which `toml` does not write."""
    if isinstance(content, dict):
        return {key: without_nothing(each) for key, each in content.items() if each is not None and each != {}}
    if isinstance(content, list):
        return [without_nothing(each) for each in content if each is not None]
    return content
