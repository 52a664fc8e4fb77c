"""What a project reports: its file, facts, indicator rows and claims. Imports `rulebook` and below."""
