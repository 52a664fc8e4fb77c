"""Makes the pages of `docs/reference/` from the program's models and from files that the tests run.

python docs/build.py            write the pages anew
python docs/build.py --check    exit 1 if one is stale
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs.making import commands, constructs, functions, lints, outputs, sections, shown, templates, units

PAGES = ROOT / "docs" / "reference"
TEMPLATES = ROOT / "docs" / "templates"

FILLERS: Mapping[str, Callable[[], str]] = {
    "functions": functions.functions,
    "hits": constructs.hits,
    "kinds": constructs.kinds,
    "rounding": constructs.rounding,
    "units": units.units,
    "sections": sections.sections,
    "lints": lints.lints,
    "statuses": commands.statuses,
    "commands": commands.commands_page,
    "scorecard": outputs.scorecard,
    "indicator": outputs.indicator,
    "problems": outputs.problems,
    "ofreports": templates.of_reports,
    "ofletters": templates.of_letters,
    "pilot": shown.pilot,
    "kept": shown.kept,
}


def pages() -> dict[str, str]:
    """Every page of the reference, by the name of its file."""
    return {template.name: page(template) for template in sorted(TEMPLATES.glob("*.md"))}


def page(template: Path) -> str:
    def filled(found: re.Match[str]) -> str:
        kind, _, name = found.group(1).partition(":")
        if kind == "construct":
            return constructs.construct(name)
        if kind == "file":
            return shown.file(name)
        return FILLERS[kind]()

    note = f"<!-- Made by docs/build.py from docs/templates/{template.name}; change that file, not this one. -->\n\n"
    return note + re.sub(r"\{\{([a-z]+(?::[^}]+)?)\}\}", filled, template.read_text(encoding="utf-8"))


def stale() -> list[str]:
    """The pages that are not what the program says today, and those that no template makes."""
    made = pages()
    kept = {file.name: file.read_text(encoding="utf-8") for file in PAGES.glob("*.md")}
    return sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))


def main() -> int:
    os.environ["COLUMNS"] = "120"
    os.chdir(ROOT)
    if "--check" in sys.argv:
        return 1 if stale() else 0
    PAGES.mkdir(exist_ok=True)
    for name in stale():
        (PAGES / name).unlink(missing_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
