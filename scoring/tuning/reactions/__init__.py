"""How grades and ranks react when weights and thresholds move a little, and what hangs on one rounding step or one unit."""
