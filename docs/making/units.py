"""The units that are shipped."""

from __future__ import annotations

from scoring.values.units import CONVERTING, MEASURE_WORDS


def units() -> str:
    lines = ["| measures | units; each converts into the others of its line |", "|---|---|"]
    lines.append("| shares | % ‰ |")
    for base, exponent, names in CONVERTING:
        shown = ", ".join(
            name.replace("=1", "") if name.endswith("=1") else name.replace("=", " = ") for name in names.split()
        )
        lines.append(f"| {base}{ {1: '', 2: '²', 3: '³'}[exponent] } | {shown} |")
    lines.append(f"| counts, each for itself | {' '.join(MEASURE_WORDS.split())} |")
    return "\n".join(lines)
