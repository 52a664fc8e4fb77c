"""Names of files made from names of people: within their folder, on every system, no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
OF_WINDOWS = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$")
MOST_BYTES = 150  # a name may have 255, with its ending and a number


def file_names(said: Iterable[str], ending: str) -> list[str]:
    """A name for each, in the same order; those that some system takes for the same are numbered."""
    made: list[str] = []
    taken: set[str] = set()
    for one in said:
        stem = safe_stem(one)
        name, number = stem, 1
        while _compared(name) in taken:
            number += 1
            name = f"{stem} ({number})"
        taken.add(_compared(name))
        made.append(name + ending)
    return made


def safe_stem(said: str) -> str:
    """A name without what leads elsewhere or means something to a system."""
    text = unicodedata.normalize("NFC", said)
    text = "".join(each if _printed(each) else "_" for each in text)
    text = " ".join(NOT_IN_NAMES.sub("_", text).split())
    text = _short(text).strip(" .")
    if not text or OF_WINDOWS.match(text) or text[0] in "~-":
        text = f"_{text}"
    return text


def _printed(character: str) -> bool:
    return character == " " or (
        character.isprintable() and unicodedata.category(character) not in ("Cn", "Co", "Cs", "Zs")
    )


def _short(text: str) -> str:
    """As much as a file system's name takes, no character broken."""
    return text.encode()[:MOST_BYTES].decode(errors="ignore")


def _compared(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
