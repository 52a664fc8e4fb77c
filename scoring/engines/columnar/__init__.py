"""The column engine: the Program as one SQL text over scaled integers, run by DuckDB in-process."""
