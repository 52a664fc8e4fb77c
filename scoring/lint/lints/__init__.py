"""The lints, one mistake a module; the docstring is its page."""
