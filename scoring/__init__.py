"""Indicators and rules in TOML; points, grades and a trace of every point out.

The library is `scoring.api`, whose names are found here when they are first asked for, so that `import scoring` costs nothing.
"""

from __future__ import annotations

__version__ = "0.1.0"

SEMANTICS = 2
"""Raised by every change of the program that moves any point of any scorecard."""

TYPE_CHECKING = False  # for those who check types; `typing` takes longer to import than all of this

if TYPE_CHECKING:
    from scoring.api import *  # noqa: F403
else:

    def __getattr__(name: str) -> object:
        if not name.startswith("_"):
            from importlib import import_module

            api = import_module("scoring.api")
            if name in api.__all__:
                return globals().setdefault(name, getattr(api, name))
        raise AttributeError(f"module 'scoring' has no attribute '{name}'")

    def __dir__() -> list[str]:
        from scoring import api

        return [*globals(), *api.__all__]
