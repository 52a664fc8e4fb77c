"""Tables that come in: CSV, Parquet and XLSX staged as rows by their numbers."""
