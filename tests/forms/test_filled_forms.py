"""Twelve forms of the field, each with what is wrong with it by design: that is found, and nothing else is told.

A form says in its first lines what has to be found (应发现) or refused (应拒绝); what is told besides is a false alarm, and
said by the test.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.forms.filling import batch, run

FILLED = Path(__file__).parent / "filled"
FORMS = sorted(FILLED.glob("*.toml"))


def planted(form: Path, word: str) -> list[str]:
    found = re.search(rf"^# {word}：(.*)$", form.read_text(encoding="utf-8"), re.M)
    return sorted(found.group(1).split()) if found else []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem[:2])
def test_every_planted_defect_is_found_and_nothing_else_is_told(form: Path) -> None:
    printed, said, _ = run("score", form, "--format", "json")
    refused = planted(form, "应拒绝")
    if refused:
        assert printed == ""
        assert sorted(one["code"] for one in json.loads(said)["problems"]) == refused
        return
    found = {one["code"] for one in json.loads(printed)["findings"]}
    assert sorted(found) == planted(form, "应发现")


def test_a_long_table_without_defects_is_scored_and_nothing_is_told() -> None:
    scores, rejects, said = batch((FILLED / "11-长表-无毛病.csv").read_text(encoding="utf-8"))
    assert rejects == [], said
    assert [(row["total"], row["status"], row["findings"]) for row in scores] == [("99.91", "complete", "")]


def test_a_long_table_with_defects_tells_every_one_of_them() -> None:
    scores, rejects, _ = batch((FILLED / "12-长表-毛病.csv").read_text(encoding="utf-8"))
    assert [(reject["row"], reject["column"], reject["value"]) for reject in rejects] == [
        ("1", "实际完成值", "1000件"),
        ("2", "实际完成值", "达成预期指标"),
        ("3", "实际完成值", "/"),
    ]
    assert [row["findings"].split() for row in scores] == [
        ["claim-does-not-add-up", "claim-not-supported", "claimed-points-differ", "row-twice", "spent-beyond-budget",
         "weights-off-frame"]
    ]  # fmt: skip


def test_there_are_twelve_forms() -> None:
    assert len(list(FILLED.iterdir())) == 12
