"""The fingerprint of what authors wrote: the same whatever the order, the remarks and the names of files are."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoring.rulebook.authored import Authored


def fingerprint_of(written: Mapping[str, Any]) -> str:
    """`sha256:` and the SHA-256 of the canonical JSON of what was written: keys sorted where their order says nothing, numbers as exact text."""
    canonical = json.dumps(
        ordered(written), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_exact_text
    )
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def ordered(written: Any) -> Any:
    """What was written, with the outputs of a table (`gives`) as a list where they are not sorted: its cells stand in their order."""
    if isinstance(written, Mapping):
        return {name: [[one, each] for one, each in inside.items()] if is_ordered(name, inside) else ordered(inside)
                for name, inside in written.items()}  # fmt: skip
    return [ordered(one) for one in written] if isinstance(written, list | tuple) else written


def is_ordered(name: object, inside: Any) -> bool:
    """Whether the order in which a table's keys are written means something, and is not that of their names."""
    return name == "gives" and isinstance(inside, Mapping) and list(inside) != sorted(inside)


def _exact_text(value: object) -> str:
    if isinstance(value, Decimal):
        text = format(value, "f")
        return "#" + (text.rstrip("0").rstrip(".") if "." in text else text)
    if isinstance(value, datetime.date):
        return "#" + value.isoformat()
    raise TypeError(f"{type(value)} has no canonical text")


def plain_of(authored: Authored) -> dict[str, Any]:
    """What an author wrote, without what is the same as leaving it out."""
    return authored.model_dump(by_alias=True, exclude_defaults=True)
