"""The names that templates of reports and letters may use, each with what stands there."""

from __future__ import annotations

from scoring.forms.writing.letter_names import LETTER
from scoring.forms.writing.names import Names, every
from scoring.forms.writing.report_names import REPORT


def of_reports() -> str:
    return _table(REPORT)


def of_letters() -> str:
    return _table(LETTER)


def _table(names: Names) -> str:
    lines = ["| name | in Chinese | what stands there |", "|---|---|---|"]
    for path, one in every(names):
        said = f"a list: {one.said.en}" if one.kind == "list" else one.said.en
        asked = " (to be asked for)" if one.kind == "yes or no" else ""
        lines.append(f"| `{path}` | `{one.chinese}` | {said}{asked} |")
    return "\n".join(lines)
