"""PDFs with text: one grid a page, its cells where lines are drawn, lines of text outside of them before and after it.

A PDF has no cells: the place of everything is its page, `p1`. The `row` of a line is that of the drawn rows in which, or after
which, it stands. It is read by a process of its own, bounded in processor time and
memory (`pdf_pages`).
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import cast

from scoring.forms.grid import Cell, Grid
from scoring.forms.readers.allowance import MOST_PAGES, Allowance
from scoring.forms.readers.archive import locked
from scoring.forms.readers.pdf_pages import SECONDS, Page, Told
from scoring.forms.readers.xml_pieces import SAVE_ANEW
from scoring.problems import InputRefused, Problem, Text

PATIENCE = 4 * SECONDS  # on a machine that does much else
ATTACH = Text("attach it by hash to its form, or hand in the spreadsheet", "按哈希附在自评表上，或交电子表格")


def read_pdf(data: bytes, allowance: Allowance) -> tuple[list[Grid], list[Problem]]:
    """Its pages in their order. Raises `InputRefused` where there is no text in it."""
    if importlib.util.find_spec("pdfplumber") is None:
        raise allowance.not_installed("pdfplumber")
    found = _told(data, allowance)
    if found["refused"]:
        raise _refused(found["refused"], allowance)
    grids = [_grid(number, page, allowance) for number, page in enumerate(found["pages"], start=1)]
    if not any(grid.cells or grid.before or grid.after for grid in grids):
        raise no_text(allowance)
    silent = [str(number) for number, (grid, page) in enumerate(zip(grids, found["pages"], strict=True), start=1)
              if page["pictures"] and not (grid.cells or grid.before or grid.after)]  # fmt: skip
    if not silent:
        return grids, []
    message = Text(f"pages that are pictures without text are not read: {', '.join(silent)}",
                   f"以下页是没有文字的图片，不读：{'、'.join(silent)}")  # fmt: skip
    return grids, [allowance.note("not-read", message)]


def no_text(allowance: Allowance) -> InputRefused:
    """What is said of a stamped scan."""
    return allowance.refused("no-text", Text("there is no text in it, only pictures", "其中没有文字，只有图片"), ATTACH)


def _told(data: bytes, allowance: Allowance) -> Told:
    """What the process says. The very modules of this one are found by it, wherever it was started."""
    root = str(Path(__file__).resolve().parents[3])
    path = os.pathsep.join(each for each in (root, os.environ.get("PYTHONPATH", "")) if each)
    command = [sys.executable, "-m", "scoring.forms.readers.pdf_pages"]
    try:
        ran = subprocess.run(
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE,
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"refused": "work", "pages": []}
    except OSError:
        return {"refused": "broken", "pages": []}
    try:
        return cast(Told, json.loads(ran.stdout))
    except ValueError:  # the system ended it in the middle of its work, or it could not begin
        return {"refused": "work" if ran.returncode < 0 else "broken", "pages": []}


def _refused(why: str, allowance: Allowance) -> InputRefused:
    if why == "password":
        return locked(allowance)
    if why == "pages":
        return allowance.too_large(f"more than {MOST_PAGES} pages", f"超过 {MOST_PAGES} 页")
    if why == "work":
        return allowance.too_large(f"more than {SECONDS} seconds of work", f"读取超过 {SECONDS} 秒")
    message = Text("this cannot be read as a PDF", "无法作为 PDF 读取")
    return allowance.refused("broken-document", message, SAVE_ANEW)


def _grid(number: int, page: Page, allowance: Allowance) -> Grid:
    place = f"p{number}"
    allowance.take_cells(len(page["cells"]) + len(page["before"]) + len(page["after"]))
    cells = sorted(page["cells"], key=lambda cell: (cell["row"], cell["column"]))
    return Grid(
        name=None,
        cells=tuple(
            Cell(place, cell["row"], cell["column"], cell["text"], rows=cell["rows"], columns=cell["columns"])
            for cell in cells
        ),
        before=tuple(Cell(place, line["row"], 1, line["text"]) for line in page["before"]),
        after=tuple(Cell(place, line["row"], 1, line["text"]) for line in page["after"]),
    )
