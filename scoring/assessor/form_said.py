"""What a project keeps of the form that it was read from, and what reading it left open or took by declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scoring.assessor.approved import whereabouts
from scoring.problems import Text
from scoring.project.project import Project
from scoring.rulebook import model
from scoring.rulebook.rulebook import text_of
from scoring.scorecard.scorecard import Finding, FormSaid, Said


def form_said(written: model.FilledFormModel | None) -> FormSaid | None:
    """What the scorecard shows of the form; None where the project was read from none."""
    if written is None:
        return None
    return FormSaid(
        form=written.form,
        source=written.source,
        sheet=written.sheet,
        title=_said(written.title) if written.title is not None else None,
        head=_each_said(written.head),
        goals=_each_said(written.goals),
        total=_each_said(written.total),
        notes=tuple(_said(one) for one in written.notes),
        more=_each_said(written.more),
    )


def _each_said(written: Mapping[str, model.Said]) -> dict[str, Said]:
    return {name: _said(one) for name, one in written.items()}


def _said(written: model.Said) -> Said:
    return Said(written, None) if isinstance(written, str) else Said(written.value, written.at)


def left_open(project: Project) -> Iterator[Finding]:
    """What nobody could read in the project's documents, and what was taken by declaration."""
    for number, one in enumerate(project.file.not_understood):
        why, at = text_of(one.why), whereabouts(one.row, one.at)
        en, zh = f"{at.en}`{one.text}` is not understood: {why.en}", f"{at.zh}“{one.text}”没有读懂：{why.zh}"
        if not one.text:
            en, zh = f"{at.en}is empty: {why.en}", f"{at.zh}为空：{why.zh}"
        fix = text_of(one.fix) if one.fix is not None else None
        if fix is not None:
            en, zh = f"{en}; {fix.en}", f"{zh}；{fix.zh}"
        yield Finding("not-understood", "warning", Text(en, zh), project.place("not_understood", number, "text"),
                      indicator=one.row, at=one.at, fix=fix)  # fmt: skip
    for number, taken in enumerate(project.file.assumed):
        why, at = text_of(taken.why), whereabouts(taken.row, taken.at)
        message = Text(f"{at.en}`{taken.text}` is taken for `{taken.is_}`: {why.en}",
                       f"{at.zh}“{taken.text}”按“{taken.is_}”读取：{why.zh}")  # fmt: skip
        yield Finding(
            "assumed", "note", message, project.place("assumed", number, "is"), indicator=taken.row, at=taken.at
        )
