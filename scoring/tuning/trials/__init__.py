"""A value tried in a rulebook or in facts, and what of it is written down."""
