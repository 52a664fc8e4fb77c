"""The engine over columns: the same program as one SQL text, run by DuckDB in-process."""
