"""Five hundred broken files, the same each time; `python tests/fuzz.py` tries as many as one likes."""

from tests.fuzz import run


def test_five_hundred_broken_files_are_refused_with_problems_or_scored() -> None:
    tally = run(range(500), seed=20241130)
    assert not tally.wrong, tally.told(20241130)
    assert tally.fates["refused"] > 250
    assert tally.fates["scored"] > 0
