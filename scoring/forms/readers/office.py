"""Old and foreign kinds of file (DOC, WPS, RTF, XLSB) as DOCX or XLSX, by LibreOffice where it is installed."""

from __future__ import annotations

from scoring.forms import office
from scoring.forms.readers.allowance import LARGEST_FILE, Allowance
from scoring.forms.readers.xml_pieces import SAVE_ANEW
from scoring.problems import Problem, Text


def converted(data: bytes, ending: str, to: str, allowance: Allowance) -> tuple[bytes, Problem]:
    """The file as `docx` or `xlsx`, and the note that says so. Raises `InputRefused` where there is no LibreOffice."""
    program = office.program()
    if program is None:
        message = Text(f"{ending.upper()} is read through LibreOffice, which is not installed",
                       f"读取 {ending.upper()} 需要 LibreOffice，尚未安装")  # fmt: skip
        fix = Text(f"save it as {to.upper()}", f"另存为 {to.upper()}")
        raise allowance.refused("not-installed", message, fix)
    made = office.made(program, data, ending, to)
    if made is None or len(made) > LARGEST_FILE:
        message = Text(f"LibreOffice could not make it {to.upper()}", f"LibreOffice 无法将其转为 {to.upper()}")
        raise allowance.refused("broken-document", message, SAVE_ANEW)
    message = Text(f"LibreOffice made it {to.upper()}, which is read", f"经 LibreOffice 转为 {to.upper()} 后读取")
    return made, allowance.note("converted", message)
