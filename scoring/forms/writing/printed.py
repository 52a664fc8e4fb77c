"""A Word document as PDF, by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from scoring.problems import InputRefused, Place, Problem, Text

OFFICES = ("soffice", "libreoffice")
LONGEST = 120
"""Seconds after which it is given up."""


def printed(document: bytes, shown: str) -> bytes:
    """The PDF of a Word document. Reports `not-installed`, `not-printed`."""
    office = next((found for name in OFFICES if (found := shutil.which(name)) is not None), None)
    if office is None:
        message = Text("a PDF is made by LibreOffice, which is not installed", "生成 PDF 需要 LibreOffice，尚未安装")
        fix = Text("install LibreOffice, or write .docx and save it as PDF in Word or WPS",
                   "安装 LibreOffice，或写成 .docx 后用 Word、WPS 另存为 PDF")  # fmt: skip
        raise InputRefused([Problem("not-installed", message, Place(shown), fix)])
    with tempfile.TemporaryDirectory(prefix="scoring-") as folder:
        source, made = Path(folder, "document.docx"), Path(folder, "document.pdf")
        source.write_bytes(document)
        profile = Path(folder, "profile").as_uri()
        _run([office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf",
              "--outdir", folder, str(source)])  # fmt: skip
        if not made.is_file():
            message = Text("LibreOffice made no PDF of it", "LibreOffice 没有生成 PDF")
            fix = Text("write .docx, and open it in Word or WPS", "写成 .docx，用 Word 或 WPS 打开")
            raise InputRefused([Problem("not-printed", message, Place(shown), fix)])
        return made.read_bytes()


def _run(command: list[str]) -> None:
    """Waits for it, and ends it and what it started where it takes too long."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        try:
            running.wait(LONGEST)
        except subprocess.TimeoutExpired:
            if hasattr(os, "killpg"):
                os.killpg(running.pid, signal.SIGKILL)
            running.kill()
