"""Texts in which the keys of projects act."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.key_cases.texts import (
    ADOPTED,
    BEYOND,
    BY_POINTS,
    GRADE,
    JUDGED,
    JUDGEMENT,
    POINTS,
    PROPORTIONAL,
    REPORTED,
    ROW,
    SET,
    SEVERAL,
    TARGET,
)

FORM = '[filled_form]\nform = "f"\n'
OF_FORM = {
    "source": '⟦source = "s"⟧\n', "sheet": 'sheet = "⟦one|two⟧"\n', "title": 'title = "⟦S|T⟧"\n', "head": 'head = { unit = "⟦S|T⟧" }\n',
    "goals": 'goals = { expected = "⟦S|T⟧" }\n', "total": 'total = { weight = "⟦100|99⟧" }\n', "notes": 'notes = ["⟦S|T⟧"]\n',
    "more": 'more = { phone = "⟦1|2⟧" }\n',
}  # fmt: skip
LEFT = '[[not_understood]]\ntext = "约 5"\nwhy = "about"\n'
TAKEN = '[[assumed]]\ntext = "6 个"\nis = ">= 6 个"\nwhy = "declared"\n'
OF_PROJECTS = {
    "filled_form": "⟦" + FORM + "⟧",
    "not_understood": "⟦" + LEFT + "⟧",
    "assumed": "⟦" + TAKEN + "⟧",
    "adjusted": '⟦[[adjusted]]\nwhat = "added"\n⟧',
    "period": "period = ⟦2024|2023⟧\n",
    "departs": '⟦departs = "small"⟧\n',
    "source": '⟦[source.s]\ntitle = "S"\n⟧',
    "facts": "[facts]\na = ⟦10|11⟧\n",
    "indicator": '[indicator]\nX = { in = "g", weight = ⟦20|30⟧, rule = "r" }\n',
    "not_applicable": '⟦[not_applicable]\nX = { why = "none" }\n⟧',
    "claim": "⟦[claim.self]\ntotal = 3\n⟧",
    "override": '⟦[override.grade]\nis = "high"\nwhy = "w"\n⟧',
}

CASES: Mapping[str, tuple[str, ...]] = {
    "ProjectFile.project": (POINTS, '§project = "⟦one|two⟧"\n' + REPORTED + ROW),
    "IndicatorModel.in": (POINTS, REPORTED + '[indicator]\nX = { in = "⟦g|h⟧", weight = 20, rule = "r" }\n'),
    "IndicatorModel.label": (POINTS, REPORTED + '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, label = "said"⟧ }\n'),
    "IndicatorModel.weight": (POINTS, REPORTED + '[indicator]\nX = { in = "g", weight = ⟦20|30⟧, rule = "r" }\n'),
    "IndicatorModel.rule": (POINTS + '[rule.s]\ngives = "points"\nis = "b"\n',
                            REPORTED + '[indicator]\nX = { in = "g", weight = 20, rule = "⟦r|s⟧" }\n'),
    "IndicatorModel.target": (PROPORTIONAL, TARGET.replace("10 个", "⟦10|16⟧ 个")),
    "IndicatorModel.actual": (PROPORTIONAL, TARGET.replace("8 个", "⟦8|4⟧ 个")),
    "IndicatorModel.judged": (JUDGED, '[indicator]\nX = { in = "g", weight = 20, rule = "r"'
                              '⟦, judged = { level = "good", share = "90%" }⟧ }\n'),
    "IndicatorModel.claimed": (POINTS, REPORTED + '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, claimed = 3⟧ }\n'),
    "IndicatorModel.why": (PROPORTIONAL + 'over = { beyond = "130%", unless = "why" }', BEYOND.replace(" }", '⟦, why = "w"⟧ }')),
    "IndicatorModel.missing": ('[rule.r]\ngives = "points"\nis = "gone"\n',
                               REPORTED + '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, missing = "zero"⟧ }\n'),
    "IndicatorModel.note": (POINTS, REPORTED, SET + '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, note = "remarkable"⟧ }\n'),
    "IndicatorModel.allow": ('[rule.r]\nby = "a"\nrows = [["> 3", 30], ["else", 0]]\n', REPORTED,
                             SET + '[indicator]\nX = { in = "g", weight = 20, rule = "r"'
                             '⟦, allow = { "weight-exceeded" = "for a reason" }⟧ }\n'),
    "IndicatorModel.source": (POINTS, '[source.s]\ntitle = "S"\n' + REPORTED +
                              '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, source = "s"⟧ }\n'),
    "IndicatorModel.at": (POINTS, REPORTED + '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, at = { label = "D13" }⟧ }\n'),
    "JudgedModel.level": (JUDGED, '[indicator]\nX = { in = "g", weight = 20, rule = "r", '
                          'judged = { level = "⟦good|poor⟧" } }\n'),
    "JudgedModel.share": (JUDGED, JUDGEMENT.format('share = "⟦80|90⟧%"')),
    "JudgedModel.points": (BY_POINTS, JUDGEMENT.format("points = ⟦7|8⟧")),
    "JudgedModel.by": (JUDGED, JUDGEMENT.format('share = "80%"⟦, by = "panel"⟧')),
    "JudgedModel.on": (JUDGED, JUDGEMENT.format('share = "80%"⟦, on = 2024-01-02⟧')),
    "JudgedModel.why": (JUDGED, JUDGEMENT.format('share = "80%"⟦, why = "seen"⟧')),
    "JudgedModel.source": (JUDGED, '[source.s]\ntitle = "S"\n' + JUDGEMENT.format('share = "80%"⟦, source = "s"⟧')),
    "JudgedModel.each": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "A", level = "good", share = "⟦80|99⟧%" }')),
    "JudgedModel.adopted": (JUDGED + "adopts = true\n", ADOPTED.format("⟦self|other⟧")),
    "JudgedModel.confirmed": (JUDGED, JUDGEMENT.format('share = "80%"⟦, confirmed = { by = "B" }⟧')),
    "JudgedModel.stale": (JUDGED, JUDGEMENT.format('share = "80%"⟦, stale = "F20: 8 → 9"⟧')),
    "JudgedModel.at": (JUDGED, JUDGEMENT.format('share = "80%"⟦, at = "p. 3"⟧')),
    "OneJudgementModel.level": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "A", level = "⟦good|poor⟧", share = "80%" }')),
    "OneJudgementModel.share": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "A", level = "good", share = "⟦80|99⟧%" }')),
    "OneJudgementModel.points": (BY_POINTS + 'panel = "mean"\n', '[indicator]\nX = { in = "g/h", weight = 20, rule = "r", '
                                 'judged = { each = [{ by = "A", level = "good", points = ⟦7|9⟧ }] } }\n'),
    "OneJudgementModel.by": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "⟦A|Z⟧", level = "good", share = "80%" }')),
    "OneJudgementModel.on": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "A"⟦, on = 2024-01-02⟧, level = "good", share = "80%" }')),
    "OneJudgementModel.why": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "A"⟦, why = "seen"⟧, level = "good", share = "80%" }')),
    "ConfirmedModel.by": (JUDGED, JUDGEMENT.format('share = "80%", confirmed = { by = "⟦B|C⟧" }')),
    "ConfirmedModel.on": (JUDGED, JUDGEMENT.format('share = "80%", confirmed = { by = "B"⟦, on = 2024-01-02⟧ }')),
    **{f"FilledFormModel.{key}": (POINTS, '[source.s]\ntitle = "S"\n' + REPORTED + ROW + FORM + said) for key, said in OF_FORM.items()},
    "FilledFormModel.form": (POINTS, REPORTED + ROW + FORM.replace("\"f\"", "\"⟦f|g⟧\"")),
    "SaidModel.value": (POINTS, REPORTED + ROW + FORM + 'title = { value = "⟦S|T⟧" }\n'),
    "SaidModel.at": (POINTS, REPORTED + ROW + FORM + 'title = { value = "T"⟦, at = "A1"⟧ }\n'),
    "NotUnderstoodModel.text": (POINTS, REPORTED + ROW + '[[not_understood]]\ntext = "⟦约 5|约 6⟧"\nwhy = "about"\n'),
    "NotUnderstoodModel.why": (POINTS, REPORTED + ROW + LEFT.replace("about", "⟦about|perhaps⟧")),
    **{f"{shape}.{key}": (POINTS, REPORTED + ROW + f"{head}⟦{key} = {said}⟧\n")
       for shape, head in (("NotUnderstoodModel", LEFT), ("AssumedModel", TAKEN))
       for key, said in {"at": '"D13"', "row": '"X"', "fix": '"ask"'}.items() if (shape, key) != ("AssumedModel", "fix")},
    "AssumedModel.text": (POINTS, REPORTED + ROW + TAKEN.replace("6 个", "⟦6 个|7 个⟧", 1)),
    "AssumedModel.is": (POINTS, REPORTED + ROW + TAKEN.replace(">=", "⟦>=|<=⟧")),
    "AssumedModel.why": (POINTS, REPORTED + ROW + TAKEN.replace("declared", "⟦declared|said⟧")),
    "AdjustedModel.what": (POINTS, REPORTED + ROW + '[[adjusted]]\nwhat = "⟦target|weight⟧"\n'),
    **{f"AdjustedModel.{key}": (POINTS, REPORTED + ROW + f'[[adjusted]]\nwhat = "target"\n⟦{key} = "X"⟧\n')
       for key in ("row", "approved", "reported", "at", "approved_at")},
    "AdjustedModel.counts": (POINTS, REPORTED + ROW + '[[adjusted]]\nwhat = "target"\n⟦counts = "approved"⟧\n'),
    "SourceModel.title": (POINTS, '[source.s]\ntitle = "⟦S|T⟧"\n' + REPORTED + ROW),
    "SourceModel.sha256": (POINTS, '[source.s]\ntitle = "S"\n⟦sha256 = "0f"⟧\n' + REPORTED + ROW),
    "SourceModel.on": (POINTS, '[source.s]\ntitle = "S"\n⟦on = 2024-01-02⟧\n' + REPORTED + ROW),
    "SourceModel.by": (POINTS, '[source.s]\ntitle = "S"\n⟦by = "bureau"⟧\n' + REPORTED + ROW),
    "SourceModel.note": (POINTS, '[source.s]\ntitle = "S"\n⟦note = "remarkable"⟧\n' + REPORTED + ROW),
    "NotApplicableModel.why": (POINTS, REPORTED + ROW + '[not_applicable]\nX = { why = "⟦none|never⟧" }\n'),
    "NotApplicableModel.by": (POINTS, REPORTED + ROW + '[not_applicable]\nX = { why = "none"⟦, by = "panel"⟧ }\n'),
    "NotApplicableModel.on": (POINTS, REPORTED + ROW + '[not_applicable]\nX = { why = "none"⟦, on = 2024-01-02⟧ }\n'),
    "ClaimModel.total": (POINTS, REPORTED + ROW + "[claim.self]\n⟦total = 3⟧\n"),
    "ClaimModel.points": (POINTS, REPORTED + ROW + "[claim.self]\n⟦points = { X = 3 }⟧\n"),
    "OverrideModel.is": (POINTS + GRADE, REPORTED + ROW + '[override.grade]\nis = "⟦high|low⟧"\nwhy = "w"\n'),
    "OverrideModel.why": (POINTS + GRADE, REPORTED + ROW + '[override.grade]\nis = "high"\nwhy = "⟦w|v⟧"\n'),
    "OverrideModel.by": (POINTS + GRADE, REPORTED + ROW + '[override.grade]\nis = "high"\nwhy = "w"\n⟦by = "panel"⟧\n'),
    "OverrideModel.on": (POINTS + GRADE, REPORTED + ROW + '[override.grade]\nis = "high"\nwhy = "w"\n⟦on = 2024-01-02⟧\n'),
}  # fmt: skip
