"""A Word document as PDF, by LibreOffice where it is installed."""

from __future__ import annotations

from io import BytesIO

from scoring.forms import office
from scoring.forms.writing.installed import installed
from scoring.problems import InputRefused, Place, Problem, Text


def printed(document: bytes, shown: str) -> bytes:
    """The PDF of a Word document: of the same document the same bytes. Reports `not-installed`, `not-printed`."""
    with installed(shown):
        import pikepdf  # noqa: F401  # told before LibreOffice has worked for nothing
    program = office.program()
    if program is None:
        message = Text("a PDF is made by LibreOffice, which is not installed", "生成 PDF 需要 LibreOffice，尚未安装")
        fix = Text("install LibreOffice, or write .docx and save it as PDF in Word or WPS",
                   "安装 LibreOffice，或写成 .docx 后用 Word、WPS 另存为 PDF")  # fmt: skip
        raise InputRefused([Problem("not-installed", message, Place(shown), fix)])
    made = office.made(program, document, "docx", "pdf")
    if made is None:
        message = Text("LibreOffice made no PDF of it", "LibreOffice 没有生成 PDF")
        fix = Text("write .docx, and open it in Word or WPS", "写成 .docx，用 Word 或 WPS 打开")
        raise InputRefused([Problem("not-printed", message, Place(shown), fix)])
    return without_its_hour(made)


def without_its_hour(pdf: bytes) -> bytes:
    """The same pages, without when they were printed and by which numbers: the identifier is a digest of what stands there.

    LibreOffice writes the hour into the document's properties and its identifier, and the objects in an order of its own.
    """
    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for properties, keys in (
            (document.docinfo, ("/CreationDate", "/ModDate")),
            (document.trailer, ("/ID", "/DocChecksum")),
            (document.Root, ("/Metadata",)),  # the same properties once more
        ):
            for key in keys:
                if key in properties:
                    del properties[key]
        document.save(out, deterministic_id=True)
    return out.getvalue()
