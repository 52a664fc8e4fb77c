"""Texts in which the keys of criteria act."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.key_cases.texts import (
    A_JUDGED,
    ADOPTED,
    BEYOND,
    BY_POINTS,
    CHECKLIST,
    DEDUCTION,
    JUDGED,
    JUDGEMENT,
    PROPORTIONAL,
    SEVERAL,
    TARGET,
)

CASES: Mapping[str, tuple[str, ...]] = {
    "RuleModel.kind": ('[rule.r]\nkind = "⟦proportional|judged⟧"\n', TARGET),
    "RuleModel.nothing_below": (PROPORTIONAL + '⟦nothing_below = "90%"⟧', TARGET),
    "RuleModel.over": (PROPORTIONAL + '⟦over = { beyond = "130%" }⟧', BEYOND),
    "RuleModel.deduct": (DEDUCTION + '[{ each = "b", points = ⟦1|2⟧ }]',),
    "RuleModel.items": (CHECKLIST + '[{ when = "yes" }⟦, { when = "no" }⟧]',),
    "RuleModel.levels": ('[rule.r]\nkind = "judged"\nlevels = [["good", ">= ⟦80|60⟧%"], ["poor", "else"]]\n',
                         JUDGEMENT.format('share = "70%"')),
    "RuleModel.full": ('[rule.r]\nkind = "judged"\n⟦full = 10⟧\nlevels = [["good", 6, 10], ["poor", 0, 5]]\n',
                       JUDGEMENT.format("points = 7")),
    "RuleModel.step": (BY_POINTS + "⟦step = 2⟧", JUDGEMENT.format("points = 7")),
    "RuleModel.panel": (JUDGED + 'panel = "⟦mean|median⟧"\n', SEVERAL.format(A_JUDGED)),
    "RuleModel.adopts": (JUDGED + "⟦adopts = true⟧\n", ADOPTED.format("self")),
    "RuleModel.words": (JUDGED + '⟦words = { poor = ["bad"] }⟧\n', '[indicator]\nX = { in = "g/h", weight = 20, rule = "r", '
                        'target = "定性", actual = "bad", judged = { level = "good", share = "90%" } }\n'),
    "RuleModel.part": ('[[rule.r.part]]\ngives = "points"\nis = "⟦a|b⟧"\n',),
    "OverModel.beyond": (PROPORTIONAL + 'over = { beyond = "⟦130|190⟧%" }', BEYOND),
    "OverModel.then": (PROPORTIONAL + 'over = { beyond = "130%"⟦, then = "50%"⟧ }', BEYOND),
    "OverModel.unless": (PROPORTIONAL + 'over = { beyond = "130%"⟦, unless = "why"⟧ }', BEYOND.replace(" }", ', why = "w" }')),
    "DeductionModel.each": (DEDUCTION + '[{ each = "⟦a|b⟧", points = 1 }]',),
    "DeductionModel.when": (DEDUCTION + '[{ when = "⟦yes|no⟧", points = 1 }]',),
    "DeductionModel.points": (DEDUCTION + '[{ when = "yes", points = ⟦1|2⟧ }]',),
    "DeductionModel.all": (DEDUCTION + '[{ when = "yes", ⟦all = true|points = 1⟧ }]',),
    "DeductionModel.at_most": (DEDUCTION + '[{ each = "a", points = 1⟦, at_most = 3⟧ }]',),
    "DeductionModel.label": (DEDUCTION + '[{ when = "yes", points = 1⟦, label = "said"⟧ }]',),
    "DeductionModel.id": (DEDUCTION + '[{ when = "yes", points = 1⟦, id = "named"⟧ }]',),
    "ItemModel.when": (CHECKLIST + '[{ when = "⟦yes|no⟧" }]',),
    "ItemModel.id": (CHECKLIST + '[{ when = "yes"⟦, id = "named"⟧ }]',),
    "ItemModel.label": (CHECKLIST + '[{ when = "yes"⟦, label = "said"⟧ }]',),
    "ItemModel.evidence": (CHECKLIST + '[{ when = "yes"⟦, evidence = "required"⟧ }]',),
    "ItemModel.needs": (CHECKLIST + '[{ id = "n", when = "no" }, { when = "yes"⟦, needs = "n"⟧ }]',),
    "ItemModel.earns": (CHECKLIST + '[{ when = "yes"⟦, earns = 3⟧ }, { when = "no" }]',),
    "PartModel.id": ('[[rule.r.part]]\n⟦id = "first"⟧\ngives = "points"\nis = "a"\n[[rule.r.part]]\ngives = "points"\nis = "b"\n',),
}  # fmt: skip
