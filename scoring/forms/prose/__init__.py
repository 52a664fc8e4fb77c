"""Reports in prose: amounts, counts, shares and dates with their places, what contradicts what, drafts of facts."""
