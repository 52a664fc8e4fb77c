"""The core that every rule becomes: nodes, their kinds, walking through them and printing them. Imports `documents` and below."""
