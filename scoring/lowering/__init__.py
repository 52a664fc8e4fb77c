"""The one place that knows what each construct of the language means: constructs to core nodes."""
