"""Runs every lint over a rulebook and its set; silences what is allowed in place, and sets severities."""

from __future__ import annotations

from dataclasses import replace

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lints import (
    denominator_not_named,
    edges_mixed,
    evidence_mixed,
    frame_off_total,
    group_not_declared,
    hundredfold,
    item_twice,
    levels_overlap,
    limit_always_bites,
    limit_never_bites,
    message_names_nothing,
    points_fall,
    row_gap,
    row_shadowed,
    row_unreachable,
    rows_overlap,
    silences_nothing,
    unused_fact,
    unused_rule,
    unused_value,
    weight_exceeded,
    weight_out_of_reach,
    weights_off_frame,
    weights_off_total,
    without_basis,
    without_example,
)
from scoring.lint.silences import faults, silences
from scoring.problems import NotDecided, Problem

LINTS = (
    *(row_gap, rows_overlap, row_unreachable, row_shadowed, edges_mixed, hundredfold),
    *(item_twice, evidence_mixed, levels_overlap),
    *(limit_never_bites, limit_always_bites),
    *(weight_out_of_reach, weight_exceeded, points_fall),
    *(weights_off_total, weights_off_frame, frame_off_total, group_not_declared),
    *(unused_fact, unused_value, unused_rule, message_names_nothing),
    *(without_example, without_basis, denominator_not_named),
)
LAST = silences_nothing
"""Looks at what the others leave."""
MODULES = (*LINTS, LAST)
CODES = tuple(module.CODE for module in MODULES)
NEED_SET = {module.CODE for module in LINTS if getattr(module, "NEEDS_SET", False)}


def analysed(book: AnalysisModel) -> list[Problem]:
    """Everything that lints find, less what is allowed where it stands, in the severity that the rulebook sets."""
    written = silences(book.rulebook, book.indicator_set)
    found = []
    used = set()
    for each in LINTS:
        for problem in each.find(book):
            silence = next((one for one in written if one.holds_for(problem)), None)
            if silence is None:
                found.append(problem)
            else:
                used.add(silence)
    left = [one for one in written if one not in used and one.code in CODES]
    found += [one for one in LAST.find(book, left, NEED_SET) if not any(two.holds_for(one) for two in written)]
    severities = book.rulebook.header.model.lint
    told = ((problem, severities.get(problem.code, problem.severity)) for problem in dict.fromkeys(found))
    set_ = [replace(problem, severity=severity) for problem, severity in told if severity != "off"]
    return set_ + list(faults(book.rulebook, written, CODES))


def not_decided(book: AnalysisModel) -> list[NotDecided]:
    """Tables and limits of which something is left open."""
    return [NotDecided(table.name, table.choose.place, why)
            for table in (*book.tables, *book.limits.values()) if (why := table.not_decided(book)) is not None]  # fmt: skip
