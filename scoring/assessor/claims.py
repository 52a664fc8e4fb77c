"""What a project and its earlier reviewers claim: totals and points by role."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scoring.assessor.unknown_indicator import unknown_indicator
from scoring.problems import Place, Problem, Text
from scoring.project.project import Project
from scoring.project.rows import Row, share_or_points
from scoring.scorecard.findings import ClaimedPoints


def claims_of(project: Project, rows: Iterable[Row]) -> tuple[list[ClaimedPoints], list[Problem]]:
    """Claims by role: totals and points of `[claim.ROLE]`, and `claimed` on rows."""
    known = [row.id for row in rows]
    problems: list[Problem] = []
    points: dict[str, dict[str, Fraction]] = {}
    for row in rows:
        for by, claimed in row.claimed.items():
            points.setdefault(by, {})[row.id] = claimed
    totals: dict[str, Fraction | None] = {}
    places: dict[str, Place] = {}
    for by, claim in project.file.claim.items():
        path = ("claim", by)
        places[by] = project.document.key_place(path)
        totals[by] = _claimed_points(claim.total, project.place(*path, "total"), problems)
        for id_, raw in claim.points.items():
            if id_ not in known:
                problems.append(unknown_indicator(id_, known, project.document.key_place((*path, "points", id_))))
                continue
            read = _claimed_points(raw, project.place(*path, "points", id_), problems)
            if read is not None:
                points.setdefault(by, {})[id_] = read
    roles = list(dict.fromkeys([*totals, *points]))
    claims = [ClaimedPoints(by, totals.get(by), points.get(by, {}), places.get(by, project.place())) for by in roles]
    return claims, problems


def _claimed_points(raw: object, place: Place, problems: list[Problem]) -> Fraction | None:
    if raw is None:
        return None
    read = share_or_points(raw)
    if read is None or read[0] != "points":
        problems.append(
            Problem("wrong-kind", Text("points belong here", "这里应为分值"), place, Text("such as 92", "例如 92"))
        )
        return None
    return read[1]
