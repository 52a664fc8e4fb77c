"""Old and foreign kinds of file (DOC, WPS, RTF, XLSB) as DOCX or XLSX, by LibreOffice where it is installed.

It runs without a window, with a profile of its own in a folder that is deleted, macros and links switched off, and not for long.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from scoring.forms.readers.allowance import LARGEST_FILE, Allowance
from scoring.forms.readers.xml_pieces import SAVE_ANEW
from scoring.problems import Problem, Text

SECONDS = 120
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def converted(data: bytes, ending: str, to: str, allowance: Allowance) -> tuple[bytes, Problem]:
    """The file as `docx` or `xlsx`, and the note that says so. Raises `InputRefused` where there is no LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        message = Text(f"{ending.upper()} is read through LibreOffice, which is not installed",
                       f"读取 {ending.upper()} 需要 LibreOffice，尚未安装")  # fmt: skip
        fix = Text(f"save it as {to.upper()}", f"另存为 {to.upper()}")
        raise allowance.refused("not-installed", message, fix)
    with tempfile.TemporaryDirectory(prefix="scoring-") as folder:
        made = _run(program, data, ending, to, Path(folder))
    if made is None:
        message = Text(f"LibreOffice could not make it {to.upper()}", f"LibreOffice 无法将其转为 {to.upper()}")
        raise allowance.refused("broken-document", message, SAVE_ANEW)
    message = Text(f"LibreOffice made it {to.upper()}, which is read", f"经 LibreOffice 转为 {to.upper()} 后读取")
    return made, allowance.note("converted", message)


def _run(program: str, data: bytes, ending: str, to: str, folder: Path) -> bytes | None:
    profile, source, out = folder / "profile", folder / f"document.{ending}", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    source.write_bytes(data)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
               "--convert-to", to, "--outdir", str(out), str(source)]  # fmt: skip
    try:
        running = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return None
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(running)
    made = out / f"document.{to}"
    if not made.is_file() or made.stat().st_size > LARGEST_FILE:
        return None
    return made.read_bytes()


def _end(running: subprocess.Popen[bytes]) -> None:
    """Ends it with all that it started."""
    if running.poll() is None:
        with suppress(OSError, AttributeError):
            os.killpg(running.pid, signal.SIGKILL)
        running.kill()
        running.wait()
