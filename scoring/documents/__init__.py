"""TOML and JSON files: read strictly, with the place of every key and value; written, amended and laid out. Imports `values` and below."""
