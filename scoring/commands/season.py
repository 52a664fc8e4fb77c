"""The register of a season, as `scoring read --expect` and `--send-back` keep it in the folder of the projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.commands import DONE
from scoring.problems import InputRefused, Language, Place, Problem, Text
from scoring.problems.shown import harmless

if TYPE_CHECKING:
    from scoring.forms.intake.intake import TakenFile
    from scoring.forms.intake.register import Entry, Register

REGISTER = "register.csv"
LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class SendBack:
    """Who is sent back: codes, or a table of findings; why, and until when it is to come again."""

    named: tuple[str, ...]
    why: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """The folder with the register, the list of what is expected, and the day."""

    folder: Path
    expect: str | None
    on: str

    @classmethod
    def of(cls, folder: str, expect: str | None, on: str | None) -> Season:
        """Raises `InputRefused` where the day is none."""
        return cls(Path(folder), expect, _day(on or ""))

    @property
    def file(self) -> Path:
        return self.folder / REGISTER

    def earlier(self) -> tuple[Entry, ...]:
        """What the register knew."""
        return _entries(self.file) if self.file.exists() else ()

    def expected(self) -> tuple[Entry, ...]:
        """What is expected; without a list what the register has."""
        if self.expect is not None:
            return _entries(Path(self.expect))
        if not self.file.exists():
            message = Text(f"there is no `{REGISTER}` in `{self.folder.name}`", f"{self.folder.name} 中没有 {REGISTER}")
            fix = Text(
                "name the projects that are expected: --expect PROJECTS.csv", "用 --expect 名单.csv 写明应报项目"
            )
            raise InputRefused([Problem("not-found", message, Place(REGISTER), fix)])
        return self.earlier()

    def scans(self) -> dict[str, str]:
        """The scans that somebody wrote beside a project, in the list or in the register."""
        from scoring.forms.intake.register import declared_scans

        return declared_scans((*self.earlier(), *self.expected()))

    def brought_up(self, taken: Sequence[TakenFile], back: SendBack | None, language: Language) -> Register:
        """The register on that day, with what came and what is sent back, written into the folder."""
        from scoring.documents.files import cannot_write, write_bytes
        from scoring.forms.intake.register import brought_up
        from scoring.forms.intake.register_file import as_csv

        register = brought_up(self.expected(), self.earlier(), taken, self.on)
        if back is not None:
            register = self._sent_back(register, back)
        try:
            write_bytes(self.file, as_csv(register, language))
        except OSError as error:
            raise InputRefused([cannot_write(self.file.name, error)]) from None
        return register

    def _sent_back(self, register: Register, back: SendBack) -> Register:
        from scoring.forms.intake.register import sent_back
        from scoring.forms.intake.sending_back import is_table, reasons_in

        due = _day(back.due) if back.due is not None else ""
        reasons: dict[str, str] = {}
        for one in back.named:
            found = reasons_in(Path(one), register.entries) if is_table(one) else {one: ""}
            reasons |= {code: back.why or why for code, why in found.items()}
        register, problems = sent_back(register, reasons, self.on, due)
        if problems:
            raise InputRefused(problems)
        return register


def send_back(season: Season, back: SendBack, language: Language) -> int:
    """The register alone: nothing is read."""
    tell(season.brought_up((), back, language), language)
    return DONE


def tell(register: Register, language: Language, err: bool = False) -> None:
    from scoring.forms.intake.register_text import as_lines

    for line in as_lines(register, language):
        click.echo(harmless(line), err=err)


def _day(said: str) -> str:
    from scoring.values.day import Day

    day = Day.parse(said)
    if day is None or not day.is_exact:
        message = Text(f"`{said[:40]}` is no day", f"{said[:40]} 不是日期")
        fix = Text("write year, month and day: 2025-03-31", "写明年月日：2025-03-31")
        raise InputRefused([Problem("not-a-date", message, Place("<command line>"), fix)])
    return said


def _entries(file: Path) -> tuple[Entry, ...]:
    from scoring.documents.files import read_bytes
    from scoring.forms.intake.register_file import read_register

    raw, problems = read_bytes(file, file.name, LARGEST)
    entries, found = read_register(raw, file.name) if raw is not None else ((), [])
    if problems or found:
        raise InputRefused([*problems, *found])
    return entries
