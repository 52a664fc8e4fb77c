"""What was typed behind `--set` as the place of what is wrong with it: no line is told that nobody wrote so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from scoring.documents.document import Document, parse_json, parse_toml
from scoring.documents.positions import Path
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.tuning.trials.settings import Setting
from scoring.tuning.trials.trial import Texts, home_of
from scoring.tuning.trials.unknown_setting import OPTION

Made = TypeVar("Made")


def with_settings(settings: Sequence[Setting], texts: Texts, attempt: Callable[[Sequence[Setting]], Made]) -> Made:
    """What `attempt` makes with settings; `texts` are the files with all of them in it. Raises `InputRefused`."""
    try:
        return attempt(settings)
    except InputRefused as refused:
        raise InputRefused(_Typed(settings, texts, attempt).told(refused.problems)) from None


@dataclass(frozen=True)
class _Typed:
    """Settings with which something cannot be done."""

    settings: Sequence[Setting]
    texts: Texts
    attempt: Callable[[Sequence[Setting]], object]

    def told(self, problems: Sequence[Problem]) -> list[Problem]:
        """Problems that came of the settings, each at the one that it is about; what is wrong elsewhere says where."""
        documents = {one.path: document for one in self.settings if (document := self._document(one)) is not None}
        return [self._told(one, documents) for one in problems]

    def _document(self, one: Setting) -> Document | None:
        """Its file as it would be."""
        home = home_of(one)
        if home is None or home not in self.texts:
            return None
        read = parse_json if one.document.is_json else parse_toml
        return read(self.texts[home][1], one.document.file)[0]

    def _told(self, problem: Problem, documents: Mapping[Path, Document]) -> Problem:
        for one in self.settings:
            document = documents.get(one.path)
            if document is None or problem.place.file != one.document.file:
                continue
            at = document.value_place(one.path)
            if _within(problem.place, at):
                return _of_value(problem, one, problem.place.column - at.column)
            if _within(problem.place, document.key_place(one.path)):
                return replace(
                    problem,
                    place=replace(one.typed_at, length=len(one.written)),
                    fix=_fix("set another key", "改设其他键", problem.fix),
                )
        causes = list(self._causes(problem))
        message = problem.message
        if problem.place.line > 1 or problem.place.source:
            message = Text(f"{message.en} ({problem.place})", f"{message.zh}（{problem.place}）")
        fix = _fix("set something else, or leave it out", "改设其他内容，或不作此设置", problem.fix)
        return replace(problem, message=message, place=_of_all(causes), fix=fix)

    def _causes(self, problem: Problem) -> Iterator[Setting]:
        """The settings each of which alone brings the problem about; all of them where none does."""
        if len(self.settings) == 1:
            yield from self.settings
            return
        found = [
            one
            for one in self.settings
            if any(each.code == problem.code and each.message == problem.message for each in self._alone(one))
        ]
        yield from found or self.settings

    def _alone(self, one: Setting) -> Sequence[Problem]:
        try:
            self.attempt([one])
        except InputRefused as refused:
            return refused.problems
        return ()


def _within(place: Place, around: Place) -> bool:
    return place.line == around.line and around.column <= place.column <= around.column + around.length


def _of_value(problem: Problem, one: Setting, offset: int) -> Problem:
    """A problem of the value itself: marked in what was typed where it is spelled alike there."""
    whole = one.typed_at
    start = whole.column - 1 + offset
    marked = problem.place.source[problem.place.column - 1 :][: problem.place.length]
    place = (
        replace(whole, column=start + 1, length=problem.place.length) if one.typed[start:].startswith(marked) else whole
    )
    return replace(problem, place=place, fix=_fix("set another value", "改设其他值", problem.fix))


def _of_all(settings: Sequence[Setting]) -> Place:
    if len(settings) == 1:
        return settings[0].typed_at
    return Place(OPTION, source=f" {OPTION} ".join(one.typed for one in settings))


def _fix(en: str, zh: str, more: Text | None) -> Text:
    return Text(en, zh) if more is None else Text(f"{en}: {more.en}", f"{zh}：{more.zh}")
