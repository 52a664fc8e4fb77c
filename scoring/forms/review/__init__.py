"""Rows that only a person can judge: as workbooks to fill in, and what was filled in put into the projects."""
