"""What was approved at the beginning of the year against what is reported: what differs, and which of the two counts."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.problems import Problem, Text
from scoring.project.project import Project
from scoring.rulebook.rulebook import Rulebook
from scoring.scorecard.scorecard import Finding

SOURCE = "approved"
"""What projects that were read from a form call the document of what was approved."""
REPORTED, APPROVED = Text("what is reported", "自评表"), Text("what was approved", "批复")
WHICH = {"reported": REPORTED, "approved": APPROVED}
COUNT = {name: Text(f"; {which.en} counts", f"，以{which.zh}为准") for name, which in WHICH.items()}


def counted_otherwise(project: Project, rulebook: Rulebook) -> Iterator[Problem]:
    """Rows in which another of the two stands than the one that the rulebook says counts: told once, at the first."""
    counts = rulebook.header.model.counts
    found = [number for number, one in enumerate(project.file.adjusted) if one.counts not in (None, counts)]
    if counts is None or not found:
        return
    is_, other = WHICH[counts], WHICH[str(project.file.adjusted[found[0]].counts)]
    message = Text(
        f"by the rulebook {is_.en} counts; in this project {other.en} does",
        f"规则集以{is_.zh}为准，该项目采用的是{other.zh}",
    )
    fix = Text("read its form again for this rulebook: scoring read FORM --against FOLDER --rules …", "按该规则集重新读表：scoring read 表 --against 文件夹 --rules …")  # fmt: skip
    yield Problem("counted-otherwise", message, project.place("adjusted", found[0], "counts"), fix)


def nothing_approved(project: Project, rulebook: Rulebook) -> Iterator[Finding]:
    """That a rulebook counts what was approved, and the project was read from its form without it."""
    if rulebook.header.model.counts == "approved" and project.file.filled_form and SOURCE not in project.file.source:
        message = Text("by the rulebook what was approved counts, and nothing approved is known: the targets are those reported",
                       "规则集以批复为准，但没有该项目的批复，采用的是自评表的指标值")  # fmt: skip
        yield Finding("nothing-approved", "warning", message, project.place("filled_form"))


def adjusted(project: Project) -> Iterator[Finding]:
    """What the report says differently from what was approved."""
    for number, one in enumerate(project.file.adjusted):
        at = whereabouts(one.row, one.at)
        was, now = one.approved or "—", one.reported or "—"
        where = f" ({one.approved_at})" if one.approved_at is not None else ""
        said = {
            "target": Text(f"the target was approved as `{was}`{where} and is reported as `{now}`", f"指标值批复为“{was}”{where}，自评表为“{now}”"),
            "weight": Text(f"the weight was approved as {was}{where} and is reported as {now}", f"分值批复为 {was}{where}，自评表为 {now}"),
            "added": Text("this row was not approved", "该行不在批复之中"),
            "dropped": Text(f"the approved row `{was}`{where} is not reported", f"批复的指标“{was}”{where}没有报送"),
        }[one.what]  # fmt: skip
        counts = COUNT[one.counts] if one.counts is not None else Text("", "")
        message = Text(f"{at.en}{said.en}{counts.en}", f"{at.zh}{said.zh}{counts.zh}")
        yield Finding("adjusted", "warning", message, project.place("adjusted", number, "what"))


def whereabouts(row: str | None, at: str | None) -> Text:
    """What a message about a cell of the form begins with: the row by its id, and the cell; ids look like cells (`E1` in `E9`)."""
    said = f"{row} ({at})" if row is not None and at is not None else row if row is not None else at
    return Text(f"{said} ", f"{said} ") if said is not None else Text("", "")
