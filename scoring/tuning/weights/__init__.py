"""Weights from judgements: pairwise comparison, order of importance, entropy of a table; rounded so that they sum exactly."""
