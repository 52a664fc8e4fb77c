"""A rulebook or its facts, scored again whenever somebody saves them."""
