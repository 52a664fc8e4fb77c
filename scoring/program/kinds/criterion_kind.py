"""What a short form of criteria brings: one value of this for each, in a module of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scoring.nodes.node import Node
from scoring.problems import Text
from scoring.program.criterion_input import CriterionInput, Extra, RuleEntry

Lower = Callable[[RuleEntry, CriterionInput, Extra], Node | None]


@dataclass(frozen=True, slots=True)
class CriterionKind:
    """A short form by its name in `kind = "…"`."""

    name: str
    keys: frozenset[str]  # of a rule, that act in this form alone
    lower: Lower  # its points for one indicator; None where something is wrong, which the scope is told
    clause: Text  # what one of its branches is called
    means: str  # for the reference
    own_clauses: bool = False  # whether the program writes its branches, rather than the author
