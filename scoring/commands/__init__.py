"""What the command line can do: one module for each command, each with a `command`.

Listed here with one line of help, so that `scoring --help` imports none of them. A command gives back its exit
status, or nothing when it is done; it refuses input by raising `InputRefused`, before it has written anything.
"""

from __future__ import annotations

from typing import Final

HELP: Final = {
    "score": "points, total and grade of a project",
    "explain": "why an indicator got its points; without one, where points were lost",
    "check": "every problem in rulebooks, indicator sets and projects",
    "test": "score the examples that stand beside the rules",
    "fmt": "lay TOML files out; data and comments stay",
    "show": "a rulebook or an indicator set as a sheet to read and print",
    "batch": "every row of a table scored, or rejected with its reason",
    "read": "facts out of documents that were handed in",
    "review": "what only a person can judge, as a workbook to fill in and read back",
    "write": "the official form filled from a scored project, every point a live formula",
    "weights": "weights from pairwise judgements, an order of importance or a table",
    "compare": "two rulebooks over the same projects: who gains, who loses, and by which edit",
    "prove": "that a change moves no project at all, or the smallest project that it moves",
    "reach": "what it would take to reach a grade, and what could be won back",
    "rank": "the places of the projects of a table, among all of them or within groups",
    "whatif": "a project's scorecard before and after some values are otherwise",
    "sensitivity": "how grades and ranks react when weights and thresholds move a little",
    "watch": "a project, a table or a folder scored again with every save",
    "schema": "the JSON Schemas that editors complete and check with",
    "init": "copy a rulebook and an indicator set out for editing",
}

DONE: Final = 0
PROBLEMS: Final = 1
"""Problems in the input, or a check, a test or a verification that fails."""
WRONG_USAGE: Final = 2
INCOMPLETE: Final = 3
"""Under `--strict`: the scorecard has a range where a total should be."""
ROWS_REJECTED: Final = 4
INTERNAL_ERROR: Final = 70
