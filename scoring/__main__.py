"""Starts the command line: the one packed with the program, or the checkout's `cli.py` at its top.

That file is loaded by its path: the name `cli` belongs to whoever else wants it.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType


def main() -> None:
    """Runs the command line on the program's arguments and leaves with its exit status."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(
            signal.SIGINT, signal.SIG_DFL
        )  # until the command line sees to it: no traceback of what is loaded
    status = _command_line().main()
    if status > 128:  # ended from outside; Python would say 130 of it, whichever signal came while a library ran code
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
    sys.exit(status)


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
