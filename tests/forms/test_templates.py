"""A template prints names, asks for them and goes through lists; everything else is refused with its place."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from scoring.forms.writing import sandbox
from tests.running import Ran, run

FORM = "examples/self-evaluation/form.toml"


def template(folder: Path, *paragraphs: str, rows: Sequence[str] = ()) -> Path:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), 1)
        for cell, text in zip(table.columns[0].cells, rows, strict=True):
            cell.text = text
    path = folder / "ours.docx"
    document.save(str(path))
    return path


def filled(folder: Path, *paragraphs: str, rows: Sequence[str] = ()) -> list[str]:
    done = written(folder, template(folder, *paragraphs, rows=rows))
    assert done.status == 0, done.err
    document = Document(str(folder / "report.docx"))
    return [one.text for one in document.paragraphs] + [
        cell.text for table in document.tables for cell in table.columns[0].cells
    ]


def written(folder: Path, path: Path) -> Ran:
    return run("write", FORM, "--report", "--template", path, "-o", folder / "report.docx")


def test_a_bureau_writes_its_own_template_with_names_in_either_language(tmp_path: Path) -> None:
    assert filled(tmp_path, "{{ project }}：{{ 总分 }} {{grade}}") == ["乡村卫生室设备更新项目（示例）：95.00 优"]


def test_a_list_is_gone_through_by_rows_and_by_paragraphs(tmp_path: Path) -> None:
    rows = ["{%tr for one in losses %}", "{{ one.label }} {{ one.失分 }}", "{%tr endfor %}"]
    said = filled(tmp_path, "{%p for one in basis %}", "{{ loop.index }} {{ one.text }}", "{%p endfor %}", rows=rows)
    assert said[0] == "1 财预〔2020〕10号 《项目支出绩效评价管理办法》"
    assert said[2:] == ["基层诊疗能力提升 1.50", "设备维护机制 1.50", "培训村医 0.75", "预算执行率 0.45",
                        "每室平均设备费用 0.40", "就诊群众满意度 0.40"]  # fmt: skip


def test_what_is_asked_for_may_be_nothing(tmp_path: Path) -> None:
    said = filled(tmp_path, "{% if open %}有{% else %}无{% endif %}{% if complete and not limits %}，完整{% endif %}",
                  "{{ losses|length }} {{ '是' if grade == '优' else '否' }}")  # fmt: skip
    assert said == ["无，完整", "6 是"]


def test_an_instruction_that_word_broke_into_pieces_is_still_one(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ pro", "ject ", "}}"):
        paragraph.add_run(piece).bold = piece == "ject "
    document.save(str(tmp_path / "ours.docx"))
    assert written(tmp_path, tmp_path / "ours.docx").status == 0
    assert Document(str(tmp_path / "report.docx")).paragraphs[0].text == "乡村卫生室设备更新项目（示例）"


def test_every_unknown_name_is_told_with_its_paragraph_and_what_was_meant(tmp_path: Path) -> None:
    ours = template(
        tmp_path,
        "标题",
        "{{ projct }}",
        "{%p for one in losses %}",
        "{{ one.lable }}",
        "{%p endfor %}",
        "{{ one.label }}",
    )
    done = written(tmp_path, ours)
    assert (done.status, done.codes) == (1, ["template-unknown-name"] * 3)
    assert "ours.docx:2:4: there is no name `projct` here" in done.err and "did you mean `project`?" in done.err
    assert "ours.docx:4:4: there is no name `one.lable` here" in done.err and "did you mean `label`?" in done.err
    assert "ours.docx:6:4: there is no name `one` here" in done.err
    assert not (tmp_path / "report.docx").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ indicators }}", "template-list"),
        ("{% for x in project %}{% endfor %}", "template-list"),
        ("{{ project.__class__ }}", "template-unknown-name"),
        ("{{ ''.__class__.__mro__ }}", "template-unsupported"),
        ("{{ range(1000000000) }}", "template-unsupported"),
        ("{{ project * 1000000 }}", "template-unsupported"),
        ("{{ 2 ** 100000 }}", "template-unsupported"),
        ("{{ project ~ project }}", "template-unsupported"),
        ("{{ project|attr('x') }}", "template-unsupported"),
        ("{{ project|center(1000000000) }}", "template-unsupported"),
        ("{{ project['x'] }}", "template-unsupported"),
        ("{{ cycler }}", "template-unknown-name"),
        ("{{ self }}", "template-unknown-name"),
        ("{% include 'x' %}", "template-unsupported"),
        ("{% import 'os' as os %}", "template-unsupported"),
        ("{% macro m() %}{{ m() }}{% endmacro %}", "template-unsupported"),
        ("{% set x = 1 %}", "template-unsupported"),
        ("{% for x in losses recursive %}{{ loop(losses) }}{% endfor %}", "template-unsupported"),
        ("{{r project }}", "template-unsupported"),
        ("{% colspan 3 %}", "template-unsupported"),
        ("{% if project", "template-syntax"),
        ("{% if project %}", "template-syntax"),
        ("{{ project | }}", "template-syntax"),
        ("{{ " + "(" * 5000 + ")" * 5000 + " }}", "template-syntax"),
    ],
)  # fmt: skip
def test_nothing_else_is_carried_out(tmp_path: Path, text: str, code: str) -> None:
    done = written(tmp_path, template(tmp_path, text))
    assert (done.status, done.codes[0]) == (1, code), done.err


def test_a_template_cannot_write_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_ROUNDS", 10_000)
    deep = 5
    text = "".join(f"{{% for i{n} in indicators %}}" for n in range(deep)) + "x" + "{% endfor %}" * deep
    assert written(tmp_path, template(tmp_path, text)).codes == ["template-too-much"]
    monkeypatch.setattr(sandbox, "MOST_WRITTEN", 20_000)
    assert written(tmp_path, template(tmp_path, "x" * 10_000, "y" * 10_001)).codes == ["template-too-much"]


def test_a_name_in_a_header_and_in_a_table_is_filled(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ period }}"
    document.core_properties.title = "{{ project }}"
    document.save(str(tmp_path / "ours.docx"))
    assert written(tmp_path, tmp_path / "ours.docx").status == 0
    made = Document(str(tmp_path / "report.docx"))
    assert made.sections[0].header.paragraphs[0].text == "2024"
    assert made.core_properties.title == "乡村卫生室设备更新项目（示例）"


def test_an_unknown_name_in_a_header_is_told_too(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ perid }}"
    document.save(str(tmp_path / "ours.docx"))
    assert "ours.docx/header1.xml:1:4: there is no name `perid` here" in written(tmp_path, tmp_path / "ours.docx").err


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The same archive, one of its parts another."""
    made = BytesIO()
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for part in given.infolist():
            if part.filename != name:
                out.writestr(part.filename, given.read(part))
        out.writestr(name, content)
    path.write_bytes(made.getvalue())
    return path


def test_broken_and_hostile_files_are_refused_with_a_message(tmp_path: Path) -> None:
    empty = tmp_path / "empty.docx"
    empty.write_bytes(b"")
    text = tmp_path / "text.docx"
    text.write_text("no archive", encoding="utf-8")
    bomb = with_part(template(tmp_path, "x").rename(tmp_path / "bomb.docx"), "word/big.xml", b" " * 70_000_000)
    entity = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e "x">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&e;</w:document>'
    entities = with_part(template(tmp_path, "x").rename(tmp_path / "entities.docx"), "word/document.xml", entity)
    torn = with_part(template(tmp_path, "x").rename(tmp_path / "torn.docx"), "word/document.xml", b"<w:document")
    for path, code in ((empty, "template-unreadable"), (text, "template-unreadable"), (bomb, "template-too-large"),
                       (entities, "template-unreadable"), (torn, "template-unreadable")):  # fmt: skip
        assert written(tmp_path, path).codes == [code], path.name


def test_a_template_that_fetches_something_is_refused(tmp_path: Path) -> None:
    document = Document()
    document.part.relate_to("http://example.invalid/spy.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    document.part.relate_to("http://example.invalid/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    document.save(str(tmp_path / "ours.docx"))
    assert written(tmp_path, tmp_path / "ours.docx").codes == ["template-reaches-out"]


def test_a_template_goes_with_word_documents_alone(tmp_path: Path) -> None:
    done = run("write", FORM, "--report", "--template", template(tmp_path, "x"), "-o", tmp_path / "report.html")
    assert done.codes == ["template-unused"]
