"""Scorecards, problems and rulebooks as text for people and as data for programs: values in, text out."""
