"""Many projects at once: a table in, a table out, every row scored or rejected with its reason."""
