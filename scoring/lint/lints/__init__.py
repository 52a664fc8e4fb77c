"""The lints, one mistake a module; the docstring is its page.

A lint is found because its module lies here: `CODE` is the module's name with hyphens, `find` yields a problem for each
mistake. `make lint-new CODE=row-gap` begins one, with the rulebooks of its test.
"""
