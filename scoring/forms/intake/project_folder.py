"""A folder of projects that were read from forms: one file a form, and beside them what was read last.

What was read last lies in `.read/`; a project's file that says the same is written anew, another is amended, so that what a
person wrote into it stays. Every file is written whole or not at all, and none outside of the folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.documents.document import LARGEST
from scoring.documents.editing import amended, appended, said_by, without_key
from scoring.documents.files import cannot_write, read_bytes, write_bytes
from scoring.forms.intake.form_reader import OneForm
from scoring.forms.intake.naming import Identity
from scoring.forms.intake.project_text import project_text
from scoring.forms.intake.reading_again import LISTED, NOTHING, Change, changed_paths, merge, with_known_ids
from scoring.forms.intake.scans import Scan, ScanChange, scans_of, with_scans
from scoring.problems import InputRefused, Place, Problem, Text

READ = ".read"
"""The folder of what was read last: projects, and workbooks as they were handed in."""
BEFORE = ".before.toml"
"""How a file ends that a person had edited, as it was before it was written anew."""
LARGEST_DOCUMENT = 50 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a project's file: new, changed or unchanged; changes of the form, and rows whose judgement is stale."""

    name: str
    state: str  # new changed unchanged
    changes: Sequence[Change] = ()
    stale: Sequence[str] = ()
    rewritten: bool = False  # a file that a person had edited was written anew: its comments are in `.read`
    scans: Sequence[ScanChange] = ()  # those whose file is another now
    scan_is_older: bool = False  # the form changed, and its scan is the one of before


@dataclass(frozen=True, slots=True)
class ProjectFolder:
    """Where projects go. Files of it are named by people's code or document, and never lead out of it."""

    path: Path

    def prepare(self) -> None:
        """Raises `InputRefused` where there can be no such folder."""
        try:
            (self.path / READ).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputRefused([cannot_write(self.path.name or str(self.path), error)]) from None

    def known(self) -> dict[str, Identity]:
        """The projects that were read before, by the names of their files."""
        found = {}
        for file in sorted((self.path / READ).glob("*.toml")):
            said = self._said(file) if not file.name.endswith(BEFORE) else None
            if said is not None:
                found[file.stem] = Identity.of(said[1])
        return found

    def write(self, name: str, form: OneForm, scans: Sequence[Scan] = ()) -> Written:
        """The project of a form under that name; raises `InputRefused` where the file there is no project, or protected."""
        file, kept = self.path / f"{name}.toml", self.path / READ / f"{name}.toml"
        now, base = self._said(file), self._said(kept)
        known = base[1] if base is not None and now is not None else {}
        new, rescanned = with_scans(form.project.data, known, scans)
        if now is None:
            self._put(kept, project_text(new).encode())
            self._put(file, project_text(new).encode())
            return Written(name, "new")
        raw, mine = now
        if base is None:
            raise InputRefused([_nobody_read_it(file)])
        told = merge(base[1], mine, new)
        renamed = with_known_ids(base[1], new)
        after, rewritten = self._amended(raw, base, mine, told.data, renamed)
        if after != raw:
            if rewritten:
                self._put(self.path / READ / f"{name}{BEFORE}", raw)
            self._put(file, after, raw)
        if renamed != base[1]:
            self._put(kept, project_text(renamed).encode())
        state = "changed" if told.changes or rescanned else "unchanged"
        older = bool(told.changes) and bool(scans_of(known)) and scans_of(known) == scans_of(new)
        return Written(name, state, told.changes, told.stale, rewritten, rescanned, older)

    def keep(self, name: str, document: Path) -> None:
        """The workbook that the project was read from, so that it can be filled in later wherever the project goes."""
        if document.suffix.lower() == ".xlsx":
            raw, problems = read_bytes(document, document.name, LARGEST_DOCUMENT)
            if raw is None:
                raise InputRefused(problems)
            self._put(self.path / READ / f"{name}.xlsx", raw)

    def _amended(
        self,
        raw: bytes,
        base: tuple[bytes, dict[str, Any]],
        mine: dict[str, Any],
        data: dict[str, Any],
        new: dict[str, Any],
    ) -> tuple[bytes, bool]:
        """The file as it should say; where a person's own lines cannot be amended it is written anew."""
        if data == mine:
            return raw, False
        if raw == base[0]:
            return project_text(data).encode(), False
        paths = [(path, value) for path, value in changed_paths(mine, data) if path[0] not in LISTED]
        after: bytes | None = raw
        for path, value in paths:  # one after the other: what one adds the next may stand in
            if after is not None:
                after = without_key(after, path) if value is NOTHING else amended(after, path, value)
        listed = [name for name in LISTED if mine.get(name) != data.get(name)]
        if after is not None and listed:
            after = _listed_anew(after, listed, data)
        if after is None or said_by(after) != data:
            return project_text(data).encode(), True
        return after, False

    def _said(self, file: Path) -> tuple[bytes, dict[str, Any]] | None:
        if not file.exists():
            return None
        raw, problems = read_bytes(file, file.name, LARGEST)
        if raw is None:
            raise InputRefused(problems)
        said = said_by(raw)
        if said is None or said.get("format") != 1:
            raise InputRefused([_nobody_read_it(file)])
        return raw, said

    def _put(self, file: Path, raw: bytes, before: bytes | None = None) -> None:
        try:
            write_bytes(file, raw, before)
        except OSError as error:
            raise InputRefused([cannot_write(file.name, error)]) from None


def _listed_anew(raw: bytes, names: Sequence[str], data: Mapping[str, Any]) -> bytes | None:
    """The file with other `[[not_understood]]` and so on at its end; nobody writes into those by hand but to delete them."""
    kept: list[bytes] = []
    inside = False
    for line in raw.splitlines(keepends=True):
        head = line.strip()
        inside = head in [f"[[{name}]]".encode() for name in names] or (inside and head[:1] not in (b"", b"[", b"#"))
        if not inside:
            kept.append(line)
    after: bytes | None = b"".join(kept).rstrip() + b"\n"
    for name in names:
        for one in data.get(name, []):
            after = appended(after, name, one) if after is not None else None
    return after


def _nobody_read_it(file: Path) -> Problem:
    return Problem(
        "not-read-from-a-form",
        Text(
            f"`{file.name}` is there already, and was not read from a form", f"{file.name} 已存在，且不是从表中读出的"
        ),
        Place(file.name),
        Text("move it away, or name another folder", "移走它，或另选文件夹"),
    )
