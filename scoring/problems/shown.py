"""What others wrote, as it is shown: nothing in it ends a line, moves a cursor, hides or turns the direction of writing."""

from __future__ import annotations

import unicodedata

UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode's categories of what is no visible character: controls, formats, halves of characters, ends of lines and paragraphs."""


def is_seen(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) not in UNSEEN


def escaped(character: str) -> str:
    """A character as TOML writes it by its number."""
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def harmless(text: str) -> str:
    """On one line, what is not seen written by its number: `\\u2028`."""
    if text.isprintable():
        return text
    return "".join(
        " " if character in "\t\n\r" else character if is_seen(character) else escaped(character) for character in text
    )
