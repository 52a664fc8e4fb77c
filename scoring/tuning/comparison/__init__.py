"""Whose score moves between two editions, and which edit moved it."""
