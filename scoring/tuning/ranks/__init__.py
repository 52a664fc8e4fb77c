"""Projects of a table in order: places, shares of rank, bands, within groups."""
