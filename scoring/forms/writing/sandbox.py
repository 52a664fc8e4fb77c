"""Where a template is carried out: it sees the names that it is given and nothing else, and ends.

`template_text` has refused all that a template may not do; what is bounded here is how much it may write, and how often it
may go through what it is given. No attribute of any object, no function and no file is within its reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import Template, Undefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

MOST_WRITTEN = 200_000_000  # characters of a part
MOST_ROUNDS = 1_000_000


class TooMuch(SecurityError):
    """A template writes more, or goes through lists more often, than a document needs."""


class Rounds:
    """How often lists were gone through in all."""

    def __init__(self) -> None:
        self.left = MOST_ROUNDS

    def one(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooMuch


class Listed(list[Any]):
    """A list that counts how often its records are looked at."""

    rounds: Rounds

    def __iter__(self) -> Iterator[Any]:
        for one in super().__iter__():
            self.rounds.one()
            yield one


def counted(said: Any, rounds: Rounds) -> Any:
    """The same, its lists counting."""
    if isinstance(said, dict):
        return {name: counted(one, rounds) for name, one in said.items()}
    if isinstance(said, list):
        made = Listed(counted(one, rounds) for one in said)
        made.rounds = rounds
        return made
    return said


def _bounded(pieces: Iterable[str]) -> str:
    kept, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > MOST_WRITTEN:
            raise TooMuch
        kept.append(piece)
    return "".join(kept)


def _shown(value: Any) -> Any:
    """A value as text of the document. `{_{` would be taken for two braces by who puts the document together."""
    if isinstance(value, Undefined):
        return ""
    return Markup(str(escape(value)).replace("_", "&#95;"))


class Sandbox(SandboxedEnvironment):
    """Nothing but names: a dot means a record's field, and never an attribute of what holds it."""

    concat = staticmethod(_bounded)

    def __init__(self) -> None:
        super().__init__(autoescape=True, finalize=_shown, keep_trailing_newline=True)
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: self.filters[name] for name in ("length", "default")}
        self._compiled: dict[str, Template] = {}

    def from_string(self, source: Any, *_: Any, **__: Any) -> Template:
        """The parts of a template are the same for every document that is made of it, and compiled once."""
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source)
        return self._compiled[source]

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(name=attribute)
        if type(obj).__name__ == "LoopContext" and attribute in ("index", "first", "last", "length"):
            return getattr(obj, attribute)
        return self.undefined(name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self.undefined(name=str(argument))
