"""Projects in order: the place of each among all of them or within a group, and how a group's numbers are spread."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Ties = Literal["shared", "dense", "last"]


@dataclass(frozen=True, slots=True)
class RankRequest:
    """What a ranking is asked for: by a column of the scores, within what stands below a head of the table, or a text fact."""

    by: str = "total"
    within: str | None = None
    ties: Ties = "shared"
    smallest_first: bool = False
    bands: int = 4  # equal parts of a group by place: quarters
    top: int = 20  # projects of each group that are shown


@dataclass(frozen=True, slots=True)
class RankedProject:
    """A project with its place, from `place` to `worst` of `of` as long as something is missing anywhere."""

    id: str
    project: str
    within: str | None
    lowest: Fraction
    highest: Fraction
    place: int
    worst: int
    of: int
    band: int | None
    grade: str | None

    @property
    def share(self) -> Fraction | None:
        """Place ÷ of how many, where the place is known."""
        return Fraction(self.place, self.of) if self.place == self.worst else None


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """Projects that are ranked among each other: how many, how many of them incomplete, and the number that ends each band
    of the complete ones, the smallest first (each the number of a project, by the inverse of the distribution)."""

    within: str | None
    projects: int
    incomplete: int
    ends: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """All groups, and the first projects of each; who has no place, and why."""

    asked: RankRequest
    data: tuple[str, ...]
    decimals: int
    projects: int
    groups: tuple[RankedGroup, ...]
    first: tuple[RankedProject, ...]
    no_number: int  # scored, but without any number to rank by
    no_group: int  # nothing stands below the head of `within`
    rejected: int
