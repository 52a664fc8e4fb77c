"""The rules engine: durable-rules matches a project's facts against the clauses, inside guarded bounds.

`ruleset` is the one module that drives durable-rules and keeps its bounds, `codes` turns measured values
into the whole numbers that cross to it, `compiling` turns tables into its rules, `matching` says which
clauses hold.
"""
