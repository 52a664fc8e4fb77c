"""What a fix offers: the one of several that was meant, or all of them."""

from __future__ import annotations

from collections.abc import Collection

from scoring.problems.nearest import nearest
from scoring.problems.text import Text

MOST_OFFERED = 12


def did_you_mean(name: str) -> Text:
    return Text(f"did you mean `{name}`?", f"是否指 {name}？")


def one_of(written: str, options: Collection[str]) -> Text:
    """The option that was meant where a slip explains what is written; otherwise each of them."""
    near = nearest(written, options)
    if near is not None:
        return did_you_mean(near)
    offered = list(options)[:MOST_OFFERED]
    more = "" if len(options) <= MOST_OFFERED else ", …"
    first, last = ", ".join(f"`{each}`" for each in offered[:-1]), f"`{offered[-1]}`" if offered else ""
    en = f"{first} or {last}" if first and not more else ", ".join(f"`{each}`" for each in offered) + more
    return Text(f"write {en}", f"写 {'、'.join(offered)}{'…' if more else ''}{'' if len(offered) == 1 else ' 之一'}")
