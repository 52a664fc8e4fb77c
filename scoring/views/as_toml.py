"""The scorecard as TOML: the JSON scorecard's keys and texts, without those that are null or an empty table."""

from __future__ import annotations

import tomllib
from typing import Any

from scoring.problems import Language
from scoring.scorecard.scorecard import Scorecard
from scoring.views.as_json import data


def render(scorecard: Scorecard, language: Language) -> str:
    """The scorecard as TOML text, read back and compared before it is given away."""
    return dumped(without_nothing(data(scorecard, language)))


def dumped(content: dict[str, Any]) -> str:
    """TOML text of plain data. `toml` mangles some characters, so what it wrote must read back as it was."""
    import toml

    text = toml.dumps(content)
    try:
        same = tomllib.loads(text) == content
    except tomllib.TOMLDecodeError:
        same = False
    if same:
        return text
    text = toml.dumps(content, encoder=_strict())
    if tomllib.loads(text) != content:
        raise ValueError("the TOML written does not read back as it was")
    return text


def _strict() -> Any:
    """An encoder that writes every text as JSON does, whose escapes TOML shares."""
    import json

    import toml

    encoder = toml.TomlEncoder()
    encoder.dump_funcs[str] = lambda text: json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    return encoder


def without_nothing(content: Any) -> Any:
    """Plain data without keys that are null, which TOML cannot say, or empty tables, which `toml` does not write."""
    if isinstance(content, dict):
        return {key: without_nothing(each) for key, each in content.items() if each is not None and each != {}}
    if isinstance(content, list):
        return [without_nothing(each) for each in content if each is not None]
    return content
