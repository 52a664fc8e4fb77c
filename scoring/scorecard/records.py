"""What a scorecard says of the records of a list: who counted and as what, who was left out and why, who stands beside whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from scoring.problems import Place, Text


@dataclass(frozen=True, slots=True)
class Counted:
    """A record that counted."""

    key: Annotated[str, "what names it"]
    shown: Annotated[Text | None, "what it counted as, as people read it; null where it was counted alone"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that did not count, or has no place."""

    key: Annotated[str, "what names it"]
    because: Annotated[Text, "why"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of several records: of a list that was made from another, or of an aggregate such as a mean."""

    of: Annotated[Text, "the list or the aggregate, as people read it"]
    counted: Annotated[tuple[Counted, ...], "the records that counted, in their order"]
    left_out: Annotated[tuple[LeftOut, ...], "those that did not count"]
    open: Annotated[tuple[LeftOut, ...], "those of which that is not known, and why"] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A record in an order, with what it is ordered by."""

    key: Annotated[str, "what names it"]
    place: Annotated[Text, "its place, or between which it is"]
    by: Annotated[tuple[Text, ...], "what it is ordered by, in the order of the keys"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a record stands in an order: the ones beside it, and those that cannot be told apart from it."""

    by: Annotated[tuple[Text, ...], "what records are ordered by, as people read it"]
    largest_first: Annotated[tuple[bool, ...], "of each of these, whether the largest comes first"]
    within: Annotated[Text | None, "the group that it is ordered in"]
    ties: Annotated[
        Literal["shared", "dense", "last", "listed", "told"], "the place of records that cannot be told apart"
    ]
    of: Annotated[Text, "among how many"]
    own: Annotated[Ranked, "the record itself"]
    before: Annotated[Ranked | None, "the one before it"]
    after: Annotated[Ranked | None, "the one after it"]
    tied: Annotated[tuple[str, ...], "others with the same keys"]
    where: Annotated[Place, "the place of the order in the rulebook"]
