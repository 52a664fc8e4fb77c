"""Names of files that are made of what strangers wrote: nowhere else than in their folder, and none twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 80
RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")


def safe_name(text: str, otherwise: str = "form") -> str:
    """A text as the name of a file, without its ending: letters, digits, `-`, `_` and brackets; the rest is `_`."""
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(each if each.isalnum() or each in "-_()（）" else "_" for each in plain)
    name = re.sub(r"_+", "_", kept).strip("_-")[:LONGEST].encode("utf-8")[:180].decode("utf-8", "ignore")
    name = name.strip("_-") or otherwise
    return f"{name}_" if RESERVED.fullmatch(name) else name


def each_once(names: Iterable[str]) -> list[str]:
    """The names, those that come again with a number; capitals do not tell names apart."""
    taken: set[str] = set()
    found = []
    for name in names:
        number, one = 1, name
        while one.casefold() in taken:
            number += 1
            one = f"{name}-{number}"
        taken.add(one.casefold())
        found.append(one)
    return found
