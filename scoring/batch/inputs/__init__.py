"""What comes in: tables of every kind as rows by their numbers, and projects in files of their own (`sources`).

A kind of table is a module and its line in `sources.TABLES`. May import nothing else of `batch` but `reject`.
"""
