"""Reports of many fields and styles, each with its answers written into it before it was read: figures, doubts, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms.marked import added, judged, marked
from tests.forms.reports import report_saying

REPORTS = sorted((Path(__file__).parent / "marked_reports").glob("*.txt"))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_report_is_read_and_doubted_as_a_careful_person_does(path: Path) -> None:
    wanted = marked(path)
    result = judged(report_saying(wanted.text), wanted)
    assert (result.missed, result.wrong) == ([], [])
    assert (result.doubts_missed, result.false, result.questions) == ([], [], [])


def test_there_is_something_to_find_in_them() -> None:
    total = added([judged(report_saying(one.text), one) for one in map(marked, REPORTS)])
    assert total["facts"] >= 1500
    assert total["doubts"] >= 30
