"""Samples with bytes changed at random: in the file as it lies there, or in one part of an archive before it is packed again.

Run by itself (`python -m tests.forms.mutated SECONDS`) it goes on for that long and prints how many were read and refused.
"""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile
from pathlib import Path

from scoring.forms.readers import document_of
from scoring.problems import InputRefused
from tests.forms.packed import packed

GIVEN = Path(__file__).parent / "given"
SAMPLES = sorted(path.name for path in GIVEN.iterdir() if path.suffix not in (".json", ".md"))


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The same document with a few changes."""
    if data.startswith(b"PK") and dice.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = dice.choice([name for name in parts if parts[name]])
        parts[name] = changed(parts[name], dice)
        return packed(parts)
    return changed(data, dice)


def changed(data: bytes, dice: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        at = dice.randrange(len(made))
        way = dice.random()
        if way < 0.4:
            made[at] = dice.randrange(256)
        elif way < 0.6:
            made[at : at + dice.randrange(1, 40)] = b""
        elif way < 0.8:
            start = dice.randrange(len(made))
            made[at:at] = made[start : start + dice.randrange(1, 80)]
        else:
            digits = [place for place in range(at, min(at + 200, len(made))) if 48 <= made[place] < 58]
            if digits:
                made[digits[0] : digits[0] + 1] = dice.choice((b"99999999", b"0", b"-1", b"1e9999", b""))
        made = made or bytearray(b" ")
    return bytes(made)


def main(seconds: float) -> None:
    dice, read, refused = random.Random(1), 0, 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        name = dice.choice(SAMPLES)
        if name.endswith(".pdf") and dice.random() < 0.9:
            continue
        data = mutated((GIVEN / name).read_bytes(), dice)
        try:
            document_of(data, name)
            read += 1
        except InputRefused:
            refused += 1
        except BaseException:
            Path("mutated.bytes").write_bytes(data)  # for whoever looks into it
            raise
    print(f"{read + refused} documents: {read} read, {refused} refused, nothing else")


if __name__ == "__main__":
    main(float(sys.argv[1]))
