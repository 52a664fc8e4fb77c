"""How the program ends when it is told to from outside: at once, with nothing left behind, and with that as its status."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

ENDING = [one for name in ("SIGINT", "SIGTERM") if (one := getattr(signal, name, None)) is not None]


@dataclass
class Ending:
    """Which signal came, if one did: what goes wrong from then on is its doing, whatever library says so in what words."""

    signal: int | None = None

    @property
    def status(self) -> int | None:
        """As a shell says of a program that a signal ended: 130 and 143."""
        return None if self.signal is None else 128 + self.signal


@contextmanager
def told_to_end() -> Iterator[Ending]:
    """Raises `KeyboardInterrupt` inside for the first signal; further ones do not disturb the cleaning up."""
    ending = Ending()
    if threading.current_thread() is not threading.main_thread():
        yield ending
        return

    def end(number: int, frame: FrameType | None) -> None:
        for one in ENDING:
            signal.signal(one, signal.SIG_IGN)
        ending.signal = number
        raise KeyboardInterrupt

    before = {one: signal.signal(one, end) for one in ENDING if signal.getsignal(one) is not signal.SIG_IGN}
    try:
        with suppress(KeyboardInterrupt):
            yield ending
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
