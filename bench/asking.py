"""Proving and reaching against scoring one project: python -m bench.asking [--rounds 3]

Both ask of all numbers what scoring asks of one. Each command runs beside a `scoring score` of the same rules, in turns; the ratio of
processor time is the median of the pairs. A proof compares the shipped set with one of which a weight or a threshold is another.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path
from statistics import median

from bench.tuning import ROOT, ran

FORM = "examples/self-evaluation/form.toml"
CASES = "examples/grassroots-2024"
THRESHOLD = ('nothing_below = "80%"', 'nothing_below = "82%"')


def edited(work: Path) -> Path:
    """The rules of the shipped set, and another edition of them in which one threshold is moved."""
    shutil.copytree(ROOT / "rules", work / "rules")
    for file in sorted((work / "rules" / "performance-evaluation").rglob("*.toml")):
        text = file.read_text(encoding="utf-8")
        if THRESHOLD[0] in text:
            file.write_text(text.replace(*THRESHOLD, 1), encoding="utf-8")
            return work / "rules" / "performance-evaluation"
    raise SystemExit(f"no {THRESHOLD[0]} in the shipped rules")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        other = str(edited(Path(name)))
        of_set = ["performance-evaluation+grassroots-2024", f"{other}+grassroots-2024"]
        tried = {
            "reach: one and two of 16 facts, 98 points": (["reach", FORM, "--points", "98"], FORM),
            "reach: nothing missing, 29 indicators, 95 points": (["reach", f"{CASES}/completed.toml", "--points", "95"], f"{CASES}/completed.toml"),
            "reach: 27 facts missing, 29 indicators, a grade": (["reach", f"{CASES}/as-reported.toml", "--grade", "良"], f"{CASES}/as-reported.toml"),
            "prove: nothing differs, 29 indicators": (["prove", of_set[0], of_set[0]], f"{CASES}/completed.toml"),
            "prove: one threshold, no project changes": (["prove", *of_set], f"{CASES}/completed.toml"),
            "prove: one threshold, no project loses": (["prove", *of_set, "--no", "loss"], f"{CASES}/completed.toml"),
        }  # fmt: skip
        print(f"load {os.getloadavg()[0]:.1f}")
        for what, (arguments, project) in tried.items():
            pairs = [(ran(*arguments, ends=(0, 1, 3)), ran("score", project)) for _ in range(asked.rounds)]
            mine, scored = (median(pair[side][1] for pair in pairs) for side in (0, 1))
            ratio = median(pair[0][1] / pair[1][1] for pair in pairs)
            most = max(pair[0][2] for pair in pairs)
            print(
                f"{what}: of processors {mine:.1f} s, a score {scored:.2f} s, ratio {ratio:.1f}; {most:.0f} MiB",
                flush=True,
            )


if __name__ == "__main__":
    main()
