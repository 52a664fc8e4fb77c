"""The empty table to fill in, as a file: CSV or XLSX by its name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from scoring.batch.columns.column_meanings import Layout
from scoring.batch.outputs.atomic_output import whole
from scoring.batch.outputs.files import BYTE_ORDER_MARK
from scoring.batch.outputs.template import Template, template
from scoring.batch.outputs.template_book import write_book
from scoring.problems import InputRefused, Language, Place, Problem, Text
from scoring.rulebook.rulebook import IndicatorSet, Rulebook


def _write_csv(made: Template, path: Path, lang: Language) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([[field.head for field in made.fields], *made.rows])
    with whole(path) as part:
        part.write_bytes((BYTE_ORDER_MARK + text.getvalue()).encode())


FORMATS: Mapping[str, Callable[[Template, Path, Language], None]] = {".csv": _write_csv, ".xlsx": write_book}


def write_template(
    rulebook: Rulebook, indicator_set: IndicatorSet | None, path: Path, lang: Language, layout: Layout = "wide"
) -> Template:
    """Writes the empty table by the file's name. Reports `unknown-output`."""
    made = template(rulebook, indicator_set, lang, layout)
    write = FORMATS.get(path.suffix.lower())
    if write is None:
        message = Text(f"a template is .csv or .xlsx, not `{path.suffix or path.name}`", "空表只能是 .csv 或 .xlsx")
        fix = Text("name the output so", "改输出文件名")
        raise InputRefused([Problem("unknown-output", message, Place("<command line>"), fix)])
    write(made, path, lang)
    return made
