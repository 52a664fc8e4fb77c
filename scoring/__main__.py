"""Starts the command line: the one packed with the program, or the checkout's `cli.py` at its top.

That file is loaded by its path: the name `cli` belongs to whoever else wants it.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType


def main() -> None:
    """Runs the command line on the program's arguments and leaves with its exit status."""
    sys.exit(_command_line().main())


def _command_line() -> ModuleType:
    package = Path(__file__).resolve().parent
    packed = package / "_cli.py"
    spec = spec_from_file_location("scoring._cli", packed if packed.is_file() else package.parent / "cli.py")
    if spec is None or spec.loader is None:
        raise ImportError("the program is not whole: its command line is missing")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
