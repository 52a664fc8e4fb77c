"""LibreOffice, where it is installed: it makes a document another kind of file.

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

SECONDS = 120
LARGEST_MADE = 200_000_000
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def program() -> str | None:
    """Where it is; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def made(office: str, data: bytes, ending: str, to: str) -> bytes | None:
    """A file of one kind as another (`docx`, `pdf`); None where it could not make that, or not in time."""
    with tempfile.TemporaryDirectory(prefix="scoring-") as folder:
        return _run(office, data, ending, to, Path(folder))


def _run(office: str, data: bytes, ending: str, to: str, folder: Path) -> bytes | None:
    profile, source, out = folder / "profile", folder / f"document.{ending}", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    source.write_bytes(data)
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
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
    result = out / f"document.{to}"
    if not result.is_file() or result.stat().st_size > LARGEST_MADE:
        return None
    return result.read_bytes()


def _end(running: subprocess.Popen[bytes]) -> None:
    """Ends it with all that it started."""
    if running.poll() is None:
        with suppress(OSError, AttributeError):
            os.killpg(running.pid, signal.SIGKILL)
        running.kill()
        running.wait()
