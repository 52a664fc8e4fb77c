"""Indicators and rules in TOML; points, grades and a trace of every point out."""

__version__ = "0.1.0"

SEMANTICS = 2
"""Raised by every change of the program that moves any point of any scorecard."""
