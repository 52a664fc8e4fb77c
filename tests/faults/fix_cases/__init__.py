"""Mistakes whose fixes are written where they were told, and fixes that offer nothing to write, each with its reason.

To add a case: write a text with its mistake and fix marked (`case` says how) into the list of its area. A fix that tells to look,
to decide or to do something else than write is a line in `nothing_to_write`, below the reason that holds for it.
"""

from __future__ import annotations

from tests.faults.fix_cases import commands, forms, formulas, lists, projects, sections, sets, syntax, tables, values
from tests.faults.fix_cases.case import PROJECT, RULES, Case
from tests.faults.fix_cases.nothing_to_write import NOTHING_TO_WRITE

__all__ = ["CASES", "NOTHING_TO_WRITE", "PROJECT", "RULES", "Case"]

AREAS = {
    "amounts": projects.AMOUNTS,
    "facts": projects.FACTS,
    "rows": projects.ROWS,
    "judgements": projects.JUDGED,
    "claims": projects.CLAIMS,
    "files": projects.FILES,
    "found": projects.FOUND,
    "TOML": syntax.TOML,
    "JSON": syntax.JSON,
    "formulas": formulas.FORMULAS,
    "values": values.VALUES,
    "sections": sections.SECTIONS,
    "lists": lists.LISTS,
    "peers": lists.PEERS,
    "sets": sets.SETS,
    "tables": tables.TABLES,
    "published": tables.PUBLISHED,
    "commands": commands.COMMANDS,
    "rulebooks": commands.RULEBOOKS,
    "weights": commands.WEIGHTS,
    "wordings": forms.WORDINGS,
    "forms": forms.FORMS,
}
CASES: dict[str, str | Case] = {
    f"{area} {number}": case for area, written in AREAS.items() for number, case in enumerate(written)
}
