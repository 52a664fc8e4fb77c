"""The analyser: mistakes of a rulebook that loading accepts, each found by a module of `lints` named after it.

A lint is silenced where it is, with a reason: `allow = { "row-gap" = "…" }`; its severity is set for a rulebook by
`lint = { "row-gap" = "error" }`, or "off". Imports `assessor` and below.
"""
