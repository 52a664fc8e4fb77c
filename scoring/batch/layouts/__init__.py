"""How rows make projects: a row a project, or a row an indicator. May import `inputs` and `columns`."""
