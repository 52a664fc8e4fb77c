"""A project's program as spreadsheet formulas over whole numbers: the same points as ours, recomputed by anybody."""
