"""Whether any project at all can move between two editions."""
