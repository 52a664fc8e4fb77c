"""Characters of forms that are the same as plain ones: full-width digits and signs, `≥`, `−`. Nothing else is taken for another."""

from __future__ import annotations

import re

_SMALL = {"﹢": "+", "﹣": "-", "﹤": "<", "﹥": ">", "﹦": "=", "﹪": "%", "﹒": "."}
_PLAIN = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **_SMALL,
        "\u3000": " ",
        "−": "-",
    }
)
_MEANT = {"≥": ">=", "⩾": ">=", "≧": ">=", "≤": "<=", "⩽": "<=", "≦": "<=", "==": "="}
_SIGN = re.compile(r"\s*(>\s?=|<\s?=|==?|[><≥⩾≧≤⩽≦])\s*")
SPELT = {
    **_MEANT,
    "＝": "=",
    "＞": ">",
    "＜": "<",
    "＞=": ">=",
    "＞＝": ">=",
    "＜=": "<=",
    "＜＝": "<=",
    "﹥": ">",
    "﹤": "<",
    "﹦": "=",
}
"""Signs by how forms mostly write them; `sign_of` knows the others as well."""


def plain(text: str) -> str:
    """The text with full-width and small characters as plain ones, each in its place."""
    return text if text.isascii() else text.translate(_PLAIN)


def sign_of(text: str) -> tuple[str, int] | None:
    """The sign that a text begins with, as `>=`, `>`, `<=`, `<` or `=`, and where the rest begins."""
    found = _SIGN.match(plain(text))
    if found is None:
        return None
    written = found.group(1).replace(" ", "")
    return _MEANT.get(written, written), found.end()
