"""Examples, whole scorecards and published cases beside the rules: tried, covered, recorded. Imports `lint` and below."""
