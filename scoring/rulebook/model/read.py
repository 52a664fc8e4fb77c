"""`[read.NAME]`: how reports in prose tell a fact."""

from __future__ import annotations

from pydantic import Field

from scoring.rulebook.authored import Authored


class ReadModel(Authored):
    """`[read.NAME]`: how reports in prose tell the fact NAME, or the actual of an indicator (`[read."N1.actual"]`)."""

    find: list[str] = Field(
        description="wordings: words, … for any other words, and one of {amount} {count} {share} {date} {number} {each}"
    )
    says: bool | str | None = Field(None, description="what a wording without a slot says; of yes and no it is true")
