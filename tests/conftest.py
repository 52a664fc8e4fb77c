"""How every test runs: the same examples each time, and texts that people read kept beside the tests."""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; review them like code")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where one module's tables are staged."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def duck(folder: Path) -> Any:
    """A connection to DuckDB for all tests of a module."""
    from scoring.engines.columnar.duck import connect

    return connect("256MB", 1, folder)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(text, "tests/golden/name.txt")`: the text is what that file holds, to the last byte."""
    update = request.config.getoption("--update-golden")

    def compare(text: str, name: str) -> None:
        file = ROOT / name
        if update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
            return
        kept = file.read_bytes().decode() if file.is_file() else ""
        if text != kept:
            lines = unified_diff(kept.splitlines(), text.splitlines(), name, "now", lineterm="")
            pytest.fail(
                "\n".join([f"{name} differs; if it should: pytest --update-golden, and review it", *lines]),
                pytrace=False,
            )

    return compare
