"""Pairs that bring too little together are left out before any of their values is looked at, and no answer is another for that."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.api.reaching import reach
from scoring.problems import InputRefused
from scoring.tuning.reach.answer import Reach, Way
from scoring.tuning.reach.together import Together
from tests.generators import toml
from tests.tuning.small_reach import Case

EXAMPLES = Path(__file__).parents[2] / "examples"


def written(seed: int, folder: Path) -> tuple[Path, dict[str, object]]:
    case = Case(seed)
    for name, data in (("rules", case.rulebook), ("set", case.set()), ("project", case.project(case.now))):
        (folder / f"{name}.toml").write_text(toml(data), encoding="utf-8")
    return folder / "project.toml", case.goal or {"points": case.rng.randint(20, 90)}


def told(found: Reach) -> tuple[object, ...]:
    def said(ways: tuple[Way, ...]) -> list[object]:
        return [([(one.fact, one.after, one.until) for one in way.changes], way.effort, way.ends) for way in ways]

    little = [(one.fact, one.at, one.total) for one in found.too_little]
    lost = [(one.id, one.next, one.wins) for one in found.lost]
    return said(found.ways), said(found.pairs), little, lost


def test_of_a_shipped_example_the_answers_are_those_of_looking_at_every_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    form = EXAMPLES / "self-evaluation" / "form.toml"
    left_out = told(reach(form, points=97).found)
    monkeypatch.setattr(Together, "may_hold", lambda *_: True)
    assert left_out == told(reach(form, points=97).found)


def test_of_small_cases_the_answers_are_those_of_looking_at_every_pair(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, left_out = 0, 0
    for seed in range(100, 110):
        project, goal = written(seed, tmp_path)
        asked: list[bool] = []

        def seen(self: Together, *two: object, at: list[bool] = asked, may=Together.may_hold) -> bool:  # type: ignore[no-untyped-def]
            at.append(may(self, *two))
            return at[-1]

        try:
            with monkeypatch.context() as patched:
                patched.setattr(Together, "may_hold", seen)
                found = told(reach(project, **goal).found)  # type: ignore[arg-type]
            with monkeypatch.context() as patched:
                patched.setattr(Together, "may_hold", lambda *_: True)
                every = reach(project, **goal).found  # type: ignore[arg-type]
        except InputRefused:
            continue
        looked, left_out = looked + len(asked), left_out + asked.count(False)
        assert every.pairs_beyond is not None or found == told(every), seed
    assert left_out > 5 and looked > left_out + 5
