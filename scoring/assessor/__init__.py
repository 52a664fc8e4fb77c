"""A rulebook with its set and a project, made ready and scored. Imports `scorecard` and below."""
