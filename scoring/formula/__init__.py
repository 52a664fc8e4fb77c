"""Formula text to core nodes, with kinds and units; nothing is ever evaluated by Python."""

from __future__ import annotations

from scoring.formula.cells import parse_literal, parse_test
from scoring.formula.names import FUNCTIONS, KEYWORDS, Names
from scoring.formula.parser import parse
from scoring.formula.written import written

__all__ = ["FUNCTIONS", "KEYWORDS", "Names", "parse", "parse_literal", "parse_test", "written"]
