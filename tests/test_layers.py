"""Imports go down only, each outside library has one home, and only the rim touches disk and clock.

A new module gets a line in ORDER where its imports allow: it may import from the lines above its own.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Lowest first, a package a line.
ORDER = (
    "problems",
    "values",
    "documents",
    "nodes",
    "formula",
    "rulebook",
    "project",
    "program",
    "engines",
    "scorecard",
    "assessor",
    "lint",
    "examples",
    "views",
    "forms",
    "batch",
    "tuning",
    "api",
    "commands",
    "cli",
    "__main__",
)

CIRCLES: set[str] = set()
"""Those that are still to be opened; none may be added."""

# Who alone may import what.
HOMES = {
    "click": ("cli", "scoring.commands"),
    "duckdb": ("scoring.engines.columnar",),
    "durable_rules_engine": ("scoring.engines.durable",),
    "xlsxwriter": ("scoring.batch.outputs.sheet", "scoring.forms"),
    "python_calamine": (),  # it knows no number formats: a percent would be read as a share; tests count cells with it
    "xlrd": ("scoring.forms.readers.xls",),
    "pdfplumber": ("scoring.forms.readers", "scoring.forms.prose"),
    "docx": ("scoring.forms",),
    "docxtpl": ("scoring.forms.writing",),
    "z3": ("scoring.tuning",),
    "watchfiles": ("scoring.tuning.watch.watch",),
    "durable": (),  # its host leaks timers and swallows exceptions; the C module below it is what we use
}

# Disk, clock, network and chance, and who alone may touch them.
RIM = (
    *("cli", "scoring.__main__", "scoring.documents.files"),
    *(
        "scoring.rulebook.shipped",
        "scoring.rulebook.library",
        "scoring.rulebook.folder",
        "scoring.api",
        "scoring.forms",
        "scoring.batch",
        "scoring.tuning.editions.case_data",
        "scoring.tuning.editions.history",
        "scoring.tuning.editions.opening",
        "scoring.tuning.trials.revision",
        "scoring.tuning.editions.scored",
        "scoring.tuning.trials.trial",
        "scoring.tuning.editions.users",
        "scoring.tuning.watch.watch",
        "scoring.tuning.weights.written",
        "scoring.commands",
    ),
)
OUTSIDE = {
    *("glob", "io", "os", "random", "secrets", "shutil", "socket", "subprocess", "tempfile", "time", "urllib", "uuid"),
}
OUTSIDE_CALLS = {
    *("open", "input", "print", "now", "utcnow", "today"),
    *("read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "rglob", "mkdir", "unlink", "touch"),
    *("exists", "is_file", "is_dir", "stat", "cwd", "home"),
}

NEVER_CALLED = {"eval", "exec", "compile", "__import__", "id"}
NEVER_IMPORTED = {"pickle", "marshal", "shelve"}


@cache
def modules() -> dict[str, Path]:
    """Every module of the program by its name: `scoring.nodes.node`, `scoring.formula`, `cli`."""
    found = {"cli": ROOT / "cli.py"}
    for path in sorted((ROOT / "scoring").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def looked_at(module: str) -> tuple[ast.Import | ast.ImportFrom | ast.Call, ...]:
    """What a module imports and calls, wherever in it."""
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    return tuple(node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom | ast.Call))


def imports(module: str) -> Iterator[tuple[str, str]]:
    """What a module imports as (`module:line`, name of a module)."""
    for node in looked_at(module):
        if isinstance(node, ast.Import):
            yield from ((f"{module}:{node.lineno}", alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield f"{module}:{node.lineno}", inner if inner in modules() else "." * node.level + (node.module or "")


def calls(module: str) -> Iterator[tuple[str, str]]:
    """What a module calls by name, as (`module:line`, name): `open`, and `read_text` of `path.read_text()`."""
    for node in looked_at(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            yield f"{module}:{node.lineno}", node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id


def word(module: str) -> str:
    """`scoring.formula.cells` is of `formula`."""
    return module.removeprefix("scoring.").split(".")[0]


HEIGHT = {name: height for height, name in enumerate(ORDER)}


QUOTING = "urllib.parse"
"""Reads and writes addresses as text; unlike the rest of urllib it opens none."""


def under(module: str, homes: tuple[str, ...]) -> bool:
    return any(module == home or module.startswith(home + ".") for home in homes)


def test_every_module_has_its_place() -> None:
    homeless = {word(module) for module in modules() if module != "scoring"} - HEIGHT.keys()
    assert not homeless, f"give these a line in ORDER of {Path(__file__).name}: {sorted(homeless)}"


def test_imports_only_go_down() -> None:
    upward = [
        f"{place} imports {imported}, which stands above it"
        for module in modules()
        for place, imported in imports(module)
        if imported.startswith("scoring.") and HEIGHT.get(word(imported), 0) > HEIGHT.get(word(module), len(ORDER))
    ]
    assert upward == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Also not inside a package, also not later, within a function."""
    below = {
        module: {
            name
            for _, name in imports(module)
            if name in modules() and name != module and modules()[name].stem != "__init__"
        }
        for module in modules()
    }
    done: set[str] = set()
    circles: list[str] = []

    def walk(module: str, way: tuple[str, ...]) -> None:
        if module in way:
            circles.append(" > ".join((*way[way.index(module) :], module)))
        elif module not in done:
            for name in sorted(below[module]):
                walk(name, (*way, module))
            done.add(module)

    for module in sorted(below):
        walk(module, ())
    assert set(circles) == CIRCLES


def test_imports_are_written_out_in_full() -> None:
    assert [place for module in modules() for place, imported in imports(module) if imported.startswith(".")] == []


def test_the_package_itself_imports_the_library_alone_and_that_when_it_is_asked_for() -> None:
    assert {imported for _, imported in imports("scoring") if imported.startswith("scoring")} == {"scoring.api"}
    loaded = "import scoring, sys; print(sorted(name for name in sys.modules if name.startswith('scoring')))"
    ran = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['scoring']"


def test_an_outside_library_is_imported_at_its_home_only() -> None:
    strays = [
        f"{place} imports {imported}"
        for module in modules()
        for place, imported in imports(module)
        if not under(module, HOMES.get(imported.split(".")[0], (module,)))
    ]
    assert strays == []


def test_only_the_rim_touches_disk_clock_and_chance() -> None:
    inside = [module for module in modules() if not under(module, RIM)]
    touches = [
        *(
            f"{place} imports {name}"
            for module in inside
            for place, name in imports(module)
            if word(name) in OUTSIDE and name != QUOTING
        ),
        *(f"{place} calls {name}" for module in inside for place, name in calls(module) if name in OUTSIDE_CALLS),
    ]
    assert touches == []


def test_no_text_is_ever_run_as_python() -> None:
    bare = {
        f"{module}:{node.lineno} calls {node.func.id}"
        for module in modules()
        for node in looked_at(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NEVER_CALLED
    }
    imported = {place for module in modules() for place, name in imports(module) if word(name) in NEVER_IMPORTED}
    assert bare | imported == set()
