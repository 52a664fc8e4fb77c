"""A project's data as the text of its file, the way that authors write it; read back and compared before it is given away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.documents.editing import said_by
from scoring.documents.spelling import key, pairs

HEAD = ("format", "project", "period", "rules", "indicators", "departs")
EACH_BY_ITSELF = ("source", "indicator", "claim", "not_applicable", "override")
"""Sections that have a table for each of their names."""


def project_text(data: Mapping[str, Any]) -> str:
    """The TOML text of a project."""
    text = "".join(f"{line}\n" for line in _lines(data))
    if said_by(text.encode()) != _plain(data):
        raise ValueError("the project written does not read back as it was")
    return text


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    yield from pairs({name: data[name] for name in HEAD if name in data})
    for name, section in data.items():
        if name in HEAD:
            continue
        if isinstance(section, list):
            for one in section:
                yield from ("", f"[[{key(name)}]]", *pairs(one))
        elif name in EACH_BY_ITSELF:
            for inner, one in section.items():
                yield from ("", f"[{key(name)}.{key(inner)}]", *pairs(one))
        else:
            yield from _section(name, section)


def _section(name: str, section: Mapping[str, Any]) -> Iterator[str]:
    """A section; tables of tables in it are sections of their own."""
    apart = {
        inner
        for inner, one in section.items()
        if name == "filled_form" and isinstance(one, Mapping) and "value" not in one
    }
    yield from ("", f"[{key(name)}]", *pairs({inner: one for inner, one in section.items() if inner not in apart}))
    for inner in apart and [inner for inner in section if inner in apart]:
        yield from ("", f"[{key(name)}.{key(inner)}]", *pairs(section[inner]))


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {name: _plain(each) for name, each in data.items()}
    return [_plain(each) for each in data] if isinstance(data, list) else data
