"""A rulebook as terms of a solver: what it gives for facts that are not known yet."""
