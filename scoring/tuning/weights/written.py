"""Weights into the TOML of an indicator set: one value an indicator, comments and layout kept, with the reason in its changelog."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from scoring.documents.document import Document
from scoring.documents.files import is_file, read_folder
from scoring.documents.spelling import number
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.tuning.editions.edit_words import said
from scoring.tuning.trials.revision import Reason, write
from scoring.tuning.trials.settings import Setting
from scoring.tuning.trials.trial import Texts, texts_of
from scoring.tuning.weights.weights import Weight, Weights
from scoring.values.number import cut, exact

Moved = Callable[[Texts], Text]
"""Whose scores move where files say something else, in words."""


def write_weights(found: Weights, target: Path, reason: Reason, whose: Moved | None = None) -> list[Path]:
    """Writes each weight to the indicator of its name in a set's file or folder, with a `[[revision]]`; gives back which files, none
    where all weights are there already. `whose` tells whose scores move, which stands in the revision as well.

    Raises `InputRefused`, and then nothing is written: a name that is no indicator there, an indicator there that has no weight
    among these, no reason, a file that is shipped, or cannot be read, changed or written.
    """
    documents, problems = read_folder(target, "" if is_file(target) else target.name)
    homes = {name: one for one in documents for name in one.data.get("indicator") or {}}
    if not has_errors(problems):
        problems += _unmatched(found.leaves, homes, target)
    if has_errors(problems):
        raise InputRefused(problems)
    settings = list(_settings(found.leaves, homes))
    if not settings:
        return []
    texts, how = texts_of(settings), _how(found)
    scores = (
        whose(texts)
        if whose is not None
        else Text("no project was scored, --data names none", "未用 --data 写明项目，未评分")
    )
    moved = Text(f"{len(settings)} of {len(found.leaves)} weights: {how.en}; {scores.en}",
                 f"{len(found.leaves)} 个权重中的 {len(settings)} 个：{how.zh}；{scores.zh}")  # fmt: skip
    return write(texts, settings, None, reason, moved)


def _how(found: Weights) -> Text:
    """How the weights came about, in words."""
    ways = dict.fromkeys(group.how for group in found.groups)
    return Text("; ".join(one.en for one in ways), "；".join(one.zh for one in ways))


def _settings(leaves: Sequence[Weight], homes: dict[str, Document]) -> Iterator[Setting]:
    """The weights that are not there yet."""
    for one in leaves:
        document = homes[one.name]
        row = document.data["indicator"][one.name]
        before, after = row.get("weight") if isinstance(row, dict) else None, number(one.weight)
        if isinstance(before, int | Decimal) and not isinstance(before, bool) and exact(before) == one.weight:
            continue
        words = said(("indicators", "indicator", one.name), ("weight",), "—" if before is None else before, after)
        yield Setting(f"weights.{one.name}", document, ("indicator", one.name, "weight"), before, after, words)


def _unmatched(leaves: Sequence[Weight], homes: dict[str, Document], target: Path) -> list[Problem]:
    names = {one.name for one in leaves}
    place = Place(str(target))
    unknown = [Problem("unknown-indicator", Text(f"no indicator `{cut(name)}`", f"没有指标 {cut(name)}"), place,
                       Text("name members by the ids of the indicators", "成员名称应为指标的编号")) for name in sorted(names - homes.keys())]  # fmt: skip
    left = [Problem("no-weight", Text(f"`{cut(name)}` gets no weight", f"{cut(name)} 没有权重"), homes[name].key_place(("indicator", name)),
                    Text("judge it as well, so that the weights of the set still sum to its total", "也应评判它，否则合计不符")) for name in sorted(homes.keys() - names)]  # fmt: skip
    return [*unknown, *left]
