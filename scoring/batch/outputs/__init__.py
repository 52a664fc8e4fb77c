"""What goes out: scores and rejects as files, whole or not at all; empty tables to fill in; the figures of a run.

A format is a function and its line in `files.FORMATS`. May import `inputs` and `columns`.
"""
