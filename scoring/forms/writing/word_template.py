"""A Word template, filled: opened with care, its instructions checked, then carried out in the sandbox."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from lxml import etree

from scoring.forms.writing.archive import same_bytes
from scoring.forms.writing.installed import installed
from scoring.forms.writing.names import Names
from scoring.forms.writing.sandbox import Rounds, Sandbox, TooMuch, counted
from scoring.forms.writing.template_text import Paragraph, check_instructions
from scoring.problems import InputRefused, Place, Problem, Text

MOST_BYTES = 20_000_000
MOST_UNPACKED = 60_000_000
MOST_XML = 5_000_000
MOST_PARTS = 500
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
FILLED = ("document.main+xml", "header+xml", "footer+xml", "footnotes+xml")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
SAVE_AS = Text("open it in Word or WPS and save it as .docx", "用 Word 或 WPS 打开并另存为 .docx")


class WordTemplate:
    """A template that was opened and whose instructions were checked, once for all the documents that are made of it.

    Reports `template-unreadable`, `template-too-large`, `template-reaches-out`, `template-syntax`, `template-unknown-name`,
    `template-list`, `template-unsupported`, `not-installed`.
    """

    def __init__(self, raw: bytes, shown: str, names: Names) -> None:
        problems = _archive_problems(raw, shown)
        if problems:
            raise InputRefused(problems)
        self._raw, self._shown = raw, shown
        document = self._document()
        try:
            document.init_docx()
            parts = list(_parts(document, shown))
        except Exception as error:  # whatever a broken document makes its readers raise
            raise InputRefused([_unreadable(shown, type(error).__name__)]) from None
        problems = [problem for part in parts for problem in check_instructions(part, names)]
        problems += _reaching_out(document, shown)
        if problems:
            raise InputRefused(problems)
        self._sandbox = Sandbox()

    def _document(self) -> Any:
        with installed(self._shown):
            from docxtpl import DocxTemplate
        return DocxTemplate(BytesIO(self._raw))

    def filled(self, said: Mapping[str, Any]) -> bytes:
        """The document with what stands under each name; the same input gives the same bytes.

        Reports `template-too-much`, and `template-unreadable` where no document comes of it.
        """
        document = self._document()
        try:
            document.render(counted(dict(said), Rounds()), self._sandbox, autoescape=True)
            made = BytesIO()
            document.save(made)
        except TooMuch:
            message = Text("the template writes more than a document holds", "模板写出的内容过多")
            fix = Text("go through each list once", "每个列表只循环一次")
            raise InputRefused([Problem("template-too-much", message, Place(self._shown), fix)]) from None
        except (etree.XMLSyntaxError, ValueError, KeyError, IndexError) as error:
            raise InputRefused([_broken(self._shown, error)]) from None
        return same_bytes(made.getvalue())


# ---------------------------------------------------------------- what comes in


def _archive_problems(template: bytes, shown: str) -> list[Problem]:
    """Why an archive is not opened: what a bomb is made of, and entities."""
    if len(template) > MOST_BYTES:
        return [_too_large(shown)]
    try:
        with zipfile.ZipFile(BytesIO(template)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                return [_too_large(shown)]
            for part in parts:
                if part.flag_bits & 1:
                    return [_unreadable(shown, "encrypted")]
                if part.filename.endswith((".xml", ".rels")):
                    if part.file_size > MOST_XML:
                        return [_too_large(shown)]
                    if b"<!DOCTYPE" in (read := archive.read(part)) or b"<!ENTITY" in read:
                        return [_unreadable(shown, "DOCTYPE")]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        return [_unreadable(shown, type(error).__name__)]
    return []


def _parts(document: Any, shown: str) -> Iterator[list[Paragraph]]:
    """The paragraphs of everything that is filled, and the properties of the document."""
    package = document.docx.part.package
    for part in package.parts:
        if not part.content_type.startswith(WORD) or part.content_type.removeprefix(WORD) not in FILLED:
            continue
        root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        name = str(part.partname).rpartition("/")[2]
        named = shown if name == "document.xml" else f"{shown}/{name}"
        yield [Paragraph(named, number, _text(one)) for number, one in enumerate(root.iter(f"{W}p"), 1)]
    properties = document.docx.core_properties
    said = [str(getattr(properties, name) or "") for name in PROPERTIES]
    yield [Paragraph(f"{shown}/properties", number, text) for number, text in enumerate(said, 1)]


def _text(paragraph: etree._Element) -> str:
    """The text of a paragraph, without that of paragraphs that stand in it, as in a text box."""
    said = []
    for one in paragraph.iter(f"{W}t"):
        above = next(one.iterancestors(f"{W}p"))
        if above is paragraph:
            said.append(one.text or "")
    return "".join(said)


def _reaching_out(document: Any, shown: str) -> Iterator[Problem]:
    """Pictures, templates and objects that a reader's Word would fetch from somewhere; links that people click are none."""
    for part in document.docx.part.package.iter_parts():
        for one in part.rels.values():
            if one.is_external and not one.reltype.endswith("/hyperlink"):
                what = one.reltype.rpartition("/")[2]
                message = Text(
                    f"the template fetches something from elsewhere ({what})", f"模板会从外部取内容（{what}）"
                )
                fix = Text("put it into the document itself", "将其嵌入文档本身")
                yield Problem("template-reaches-out", message, Place(shown), fix)


def _unreadable(shown: str, why: str) -> Problem:
    message = Text(f"the template is no Word document that can be read ({why})", f"模板不是可读的 Word 文档（{why}）")
    return Problem("template-unreadable", message, Place(shown), SAVE_AS)


def _too_large(shown: str) -> Problem:
    message = Text("the template is too large", "模板过大")
    fix = Text("a template has at most 20 MB, unpacked 60 MB", "模板最大 20 MB，解压后 60 MB")
    return Problem("template-too-large", message, Place(shown), fix)


def _broken(shown: str, error: Exception) -> Problem:
    message = Text(
        f"what comes of the template is no document: {str(error)[:160]}", f"按模板得不到文档：{str(error)[:160]}"
    )
    fix = Text(
        "a `{%p … %}` stands alone in its paragraph, a `{%tr … %}` in its row",
        "{%p … %} 应独占一段，{%tr … %} 应独占一行",
    )
    return Problem("template-unreadable", message, Place(shown), fix)
