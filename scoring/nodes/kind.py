"""What a value is: its kind, and of numbers the dimension and the unit that people write them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.values.units import DIMENSIONLESS, Dimension

KindName = Literal["number", "yes_no", "text", "date", "list", "record", "any"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is. Numbers have a dimension and the unit people write them in (`%` marks a share)."""

    name: KindName
    dimension: Dimension = DIMENSIONLESS
    unit: str | None = None
    options: tuple[str, ...] | None = None  # of text that is one of several, in order
    fields: tuple[tuple[str, Kind], ...] = ()  # of a record, of a list's records, of several results
    of: str = ""  # of a list: by which name it is declared, so that its records have the columns of this name
    key: str = ""  # of a list: the field that names each record

    @property
    def is_share(self) -> bool:
        return self.name == "number" and self.unit == "%"


NUMBER = Kind("number")


SHARE = Kind("number", unit="%")


PLACE = Kind("record", fields=(("place", NUMBER), ("of", NUMBER), ("share", SHARE)))
"""What a place is: which, of how many, and the one divided by the other."""


YES_NO = Kind("yes_no")


TEXT = Kind("text")


DATE = Kind("date")


ANY = Kind("any")  # not yet known: a criterion checked by itself, without an indicator
