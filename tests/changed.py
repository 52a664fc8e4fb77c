"""Names the tests of what changed since main: what `make check-fast` runs.

python tests/changed.py [BRANCH]

A changed test is run; a changed module is tried by the tests that import it, and by those that are named after it or after
its package; golden files, rulebooks and pages by the tests that read them. The imports of modules are always looked at.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALWAYS = ("test_layers",)
READ_BY = (
    (r"tests/golden/lints/|scoring/lint/", ("test_lints", "test_lints_speak")),
    (r"tests/golden/(scorecards|explained|summaries|show)/", ("test_views", "test_show", "test_batch_summary")),
    (r"tests/golden/constructs/|docs/templates/|docs/making/", ("test_constructs", "test_reference")),
    (r"docs/(en|zh)/", ("test_docs",)),
    (r"README|docs/architecture|CONTRIBUTING", ("test_readme", "test_docs")),
    (r"examples/published/", ("test_published",)),
    (r"(rules|indicators)/", ("test_first_project", "test_lints", "test_mutations")),
    (r"schemas/", ("test_schemas",)),
)
"""What else is read, by whom."""


def changed_since(branch: str) -> list[str]:
    """Every file that differs from where this branch left the other one, committed or not."""

    def git(*words: str) -> list[str]:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
        return done.stdout.split("\n")

    (base, *_) = git("merge-base", "HEAD", branch)
    files = {*git("diff", "--name-only", base), *git("ls-files", "--others", "--exclude-standard")}
    return sorted(file for file in files if file)


def imported_by(test: Path) -> Iterator[str]:
    """The program's modules that a test imports."""
    for node in ast.walk(ast.parse(test.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def tests_of(changed: Iterable[str]) -> list[Path]:
    """The test files that say whether these files still do what they should."""
    tests = {path.stem: path for path in sorted((ROOT / "tests").rglob("test_*.py"))}
    imports = {name: set(imported_by(path)) for name, path in tests.items()}
    wanted = dict.fromkeys(ALWAYS)
    for file in changed:
        path = Path(file)
        for pattern, names in READ_BY:
            if re.match(pattern, file):
                wanted |= dict.fromkeys(names)
        if path.suffix != ".py":
            continue
        module = ".".join(path.with_suffix("").parts)
        if path.parts[0] == "tests":  # a test itself, or what tests are written in
            wanted |= dict.fromkeys(name for name in tests if name == path.stem or {module, path.stem} & imports[name])
        else:
            named = {f"test_{path.stem}", f"test_{path.stem.rstrip('s')}", f"test_{path.stem}s"}
            wanted |= dict.fromkeys(name for name in tests if module in imports[name] or name in named)
    return [tests[name] for name in wanted if name in tests]


def main(branch: str = "main") -> int:
    print(" ".join(str(path.relative_to(ROOT)) for path in tests_of(changed_since(branch))))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
