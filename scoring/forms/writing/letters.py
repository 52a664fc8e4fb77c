"""Letters: one for each unit, with all its projects, from the bureau's own Word template or ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from scoring.forms.writing.assessed import AssessedProject
from scoring.forms.writing.file_names import file_names
from scoring.forms.writing.installed import installed
from scoring.forms.writing.letter_names import LETTER
from scoring.forms.writing.letter_outline import LETTER_OUTLINE
from scoring.forms.writing.letter_words import Heads, NotScored, letter_words
from scoring.problems import Language, Text

NO_UNIT = Text("unit not stated", "未写明单位")
COUNTED = re.compile(r"\{([0-9]{1,9})\}")
Letters = dict[str, bytes]
"""Each letter by the name of its file."""


def letters(
    projects: Sequence[AssessedProject],
    rejected: Sequence[NotScored],
    heads: Heads,
    language: Language,
    template: bytes | None = None,
    shown: str = "",
) -> Letters:
    """A letter for each unit, the units in the order of their names. Reports what `WordTemplate` does.

    In the number, `{12}` is counted on: 12, 13, … Projects that say no unit are in one letter, to be addressed by a person.
    """
    with installed("letter.docx"):
        from scoring.forms.writing.word_template import WordTemplate

    raw = template if template is not None else letter_template(language)
    opened = WordTemplate(raw, shown or "letter.docx", LETTER)
    by_unit = units(projects, rejected)
    named = [unit or NO_UNIT.in_language(language) for unit in by_unit]
    made: Letters = {}
    for at, (name, unit, file) in enumerate(zip(named, by_unit, file_names(named, ".docx"), strict=True)):
        own = Heads(_number(heads.number, at), heads.on, heads.due)
        words = letter_words(name, *by_unit[unit], own, language)
        made[file] = opened.filled(words)
    return made


def units(
    projects: Sequence[AssessedProject], rejected: Sequence[NotScored]
) -> dict[str, tuple[list[AssessedProject], list[NotScored]]]:
    """The projects of each unit in the order in which they came; those that say none under an empty name, last."""
    found: dict[str, tuple[list[AssessedProject], list[NotScored]]] = {}
    for name, one in _with_units(projects, rejected):
        of_unit = found.setdefault(name, ([], []))
        if isinstance(one, NotScored):
            of_unit[1].append(one)
        else:
            of_unit[0].append(one)
    return {name: found[name] for name in sorted(found, key=lambda name: (not name, name))}


def _with_units(
    projects: Sequence[AssessedProject], rejected: Sequence[NotScored]
) -> Iterator[tuple[str, AssessedProject | NotScored]]:
    for project in projects:
        yield " ".join(project.head.get("unit", "").split()), project
    for one in rejected:
        yield " ".join(one.unit.split()), one


def _number(written: str, at: int) -> str:
    return COUNTED.sub(lambda found: str(int(found.group(1)) + at), written)


@cache
def letter_template(language: Language) -> bytes:
    """Our template of a letter, to be edited in Word."""
    with installed("letter.docx"):
        from scoring.forms.writing.word_outline import word_template

    return word_template(LETTER_OUTLINE, LETTER, language)
