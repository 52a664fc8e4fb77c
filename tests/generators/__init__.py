"""Whole rulebooks, indicator sets and projects made up from a number: the same number, the same texts.

They know the whole language; `tests/whole/test_generators_reach.py` counts it by the models. What is made is plain data
as TOML gives it; `toml` writes it out.
"""

from tests.generators.author import MODES, Data, Fact, Generated, Rule
from tests.generators.books import generated
from tests.generators.projects import Reporter, project
from tests.generators.toml import inline, key, toml

__all__ = ["MODES", "Data", "Fact", "Generated", "Reporter", "Rule", "generated", "inline", "key", "project", "toml"]
