"""The definition of every score: nodes interpreted in exact rationals."""
