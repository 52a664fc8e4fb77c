"""What authors write: rulebooks and indicator sets, their models, where they are found, how they rest on others. Imports `formula` and below."""
