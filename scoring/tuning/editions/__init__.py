"""Two editions of a rulebook: where each is found, what differs between them, and projects scored by both."""
