"""Rows drawn for review: by a seed that anybody can draw again with, whatever order the rows come in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from scoring.problems import Text
from scoring.values.number import show_number


@dataclass(frozen=True, slots=True)
class Sample:
    """The rows that were drawn, by key; `share` of `among`, rounded up."""

    share: Fraction
    seed: int
    among: int
    drawn: frozenset[str]

    @property
    def said(self) -> Text:
        share, count = show_number(self.share * 100), len(self.drawn)
        return Text(f"sample of {share}% with seed {self.seed}: {count} of {self.among} rows that a person judges",
                    f"抽样 {share}%，种子 {self.seed}：须人工评判的 {self.among} 项中抽取 {count} 项")  # fmt: skip


def sample_of(keys: Iterable[str], share: Fraction, seed: int) -> Sample:
    """Those with the lowest SHA-256 of the seed and their key: the same for the same rows, judged or not by then."""
    ranked = sorted(set(keys), key=lambda key: (hashlib.sha256(f"{seed}\n{key}".encode()).digest(), key))
    return Sample(share, seed, len(ranked), frozenset(ranked[: ceil(len(ranked) * share)]))
