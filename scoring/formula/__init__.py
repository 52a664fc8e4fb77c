"""Formula text to nodes, with kinds and units; nothing is ever evaluated by Python. Imports `nodes` and below."""
