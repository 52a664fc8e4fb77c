"""The one place of meaning: every construct of the language lowered to nodes. Imports `project` and below."""
