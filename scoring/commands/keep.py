"""`scoring test --keep`: a project and its scorecard of today, kept as an example of a rulebook or a set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scoring.assessor.assessor import score
from scoring.assessor.loaded_project import open_project
from scoring.commands.check import COMMAND_LINE
from scoring.documents.document import LARGEST, Document, parse_toml
from scoring.documents.editing import appended
from scoring.documents.files import cannot_write, is_file, read_bytes, write_bytes
from scoring.examples.recording.projects import record_project, sections_of
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.rulebook.folder import things_at
from scoring.rulebook.library import command_line, editions_of, folder_of
from scoring.rulebook.rulebook import Rulebook

BESIDE = "scorecards.toml"
NEW_FILE = b"format = 1\n"


def keep_project(project: str, name: str, into: str | None, label: str | None) -> Text:
    """Adds the project to the rulebook or set of that name or path; where it went, in words."""
    thing, *_ = things_at(name, command_line())
    is_set = thing.kind == "indicator_set"
    folder: Path | None = folder_of("indicators" if is_set else "rules", name, command_line())
    opened = open_project(project, None if is_set else name, name if is_set else None)
    rulebook, indicator_set = opened.assessor.rulebook, opened.assessor.indicator_set
    if folder is None or (not is_set and indicator_set is not None):
        raise InputRefused([_belongs_to_set(indicator_set.name if indicator_set else name)])
    if not is_set:
        folder = _edition(folder, rulebook)
    file = _file(folder, into)
    called = label or (Path(project).stem if project != "-" else "stdin")
    card = score(opened.prepared)
    table, left_out = record_project(opened.project, card, rulebook, indicator_set, called)
    documents = (indicator_set or rulebook).documents
    again = next((place for document in documents for place in _same(document, table)), None)
    if again is not None:
        raise InputRefused([_kept_already(again)])
    append(file, file.name, "scorecard", table, list(sections_of(table)))
    if left_out:
        return Text(
            f"kept in {file}, without documents, people, days and remarks",
            f"已保留到 {file}，不含资料、人员、日期和备注",
        )
    return Text(f"kept in {file}, with documents and people: the score depends on them",
                f"已保留到 {file}，含资料和人员：评分取决于它们")  # fmt: skip


def _edition(folder: Path, rulebook: Rulebook) -> Path:
    """Of a rulebook of several editions the folder of the one that scored."""
    editions = {path.name: path for path in editions_of(folder)}
    return editions.get(rulebook.header.document.file.split("/")[-2], folder) if editions else folder


def _same(document: Document, table: Mapping[str, Any]) -> Iterator[Place]:
    """Scorecards that say the same under whatever label."""

    def unlabelled(of: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in of.items() if key != "label"}

    for number, one in enumerate(document.data.get("scorecard", [])):
        if unlabelled(one) == unlabelled(table):
            yield document.key_place(("scorecard", number))


def _file(folder: Path, into: str | None) -> Path:
    """The file that is added to: one that is read together with the others."""
    if into is None:
        return folder if folder.is_file() else folder / BESIDE
    file = Path(into)
    home = folder.parent if folder.is_file() else folder
    read = file.suffix == ".toml" and not file.name.startswith(".") and not file.is_dir()
    if not read or file.resolve().parent != home.resolve() or (folder.is_file() and file.resolve() != folder.resolve()):
        message = Text(f"`{into}` is not read with `{folder}`", f"{into} 不会与 {folder} 一起读取")
        fix = Text(f"such as --into {folder if folder.is_file() else folder / BESIDE}",
                   f"例如 --into {folder if folder.is_file() else folder / BESIDE}")  # fmt: skip
        raise InputRefused([Problem("not-beside", message, COMMAND_LINE, fix)])
    return file


def _kept_already(place: Place) -> Problem:
    return Problem("kept-already", Text("this project is kept already, with the same result", "这个项目已经保留，结果相同"),
                   place, Text("nothing is to be done", "无须再做"))  # fmt: skip


def _belongs_to_set(name: str) -> Problem:
    return Problem(
        "belongs-to-set",
        Text(f"the rows of this project are those of the indicator set `{name}`", f"这个项目的指标来自指标集 {name}"),
        COMMAND_LINE,
        Text("keep it there: name that set's folder as PATH", "请保留在那里：把该指标集的文件夹写作 PATH"),
    )


# ---------------------------------------------------------------- one more section at the end of a file


def append(
    path: Path,
    shown: str,
    name: str,
    table: Mapping[str, Any],
    apart: Sequence[Sequence[str]] = (),
) -> None:
    """Appends `[[NAME]]` with the table to a TOML file, which is begun when there is none.

    What lies at a path in `apart` is written as a section of its own; see `spelling.section`. Raises `InputRefused` where the
    file cannot be read or written, or would not say what it should; it is then as it was.
    """
    before: bytes | None = None
    if is_file(path):
        before, problems = read_bytes(path, shown, LARGEST)
        if before is None:
            raise InputRefused(problems)
        document, problems = parse_toml(before, shown)
        if document is None:
            raise InputRefused(problems)
    after = appended(NEW_FILE if before is None else before, name, table, apart)
    if after is None or len(after) > LARGEST:
        raise InputRefused([_cannot_keep(shown, name)])
    try:
        write_bytes(path, after, before)
    except OSError as error:
        raise InputRefused([cannot_write(shown, error)]) from None


def _cannot_keep(shown: str, name: str) -> Problem:
    return Problem(
        "cannot-keep",
        Text(f"[[{name}]] cannot be added to `{shown}`: it would not read back as what it should say",
             f"无法把 [[{name}]] 加到 {shown}：写入后读回的内容会不一致"),
        Place(shown),
        Text("name another file, and write sections as [[…]], not as one list",
             "换一个文件，小节写成 [[…]]，不要写成一个列表"),
    )  # fmt: skip
