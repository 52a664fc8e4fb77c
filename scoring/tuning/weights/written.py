"""Weights into the TOML of an indicator set: one value an indicator, comments and layout kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from scoring.documents.document import Document
from scoring.documents.editing import amended_all
from scoring.documents.files import cannot_write, read_folder, write_bytes
from scoring.documents.spelling import number
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.tuning.weights.weights import Weight, Weights
from scoring.values.number import cut

Change = tuple[tuple[str | int, ...], int | Decimal | str]


def write_weights(found: Weights, target: Path) -> int:
    """Writes each weight to the indicator of its name in a set's file or folder, and gives back how many; all or none.

    Raises `InputRefused`: a name that is no indicator there, an indicator there that has no weight among these, a file that
    cannot be read, changed or written.
    """
    documents, problems = read_folder(target, target.name)
    homes = {name: one for one in documents for name in one.data.get("indicator") or {}}
    if not has_errors(problems):
        problems += _unmatched(found.leaves, homes, target)
    edited = []
    for one in documents:
        if (changes := _changes(found.leaves, homes, one)) and one.home is not None:
            after = amended_all(one.raw, changes)
            edited.append((one.home, one.raw, after or b""))
            problems += [] if after else [_cannot_change(one)]
    if has_errors(problems):
        raise InputRefused(problems)
    for path, raw, after in edited:
        try:
            write_bytes(path, after, before=raw)
        except OSError as error:
            raise InputRefused([cannot_write(str(path), error)]) from None
    return len(found.leaves)


def _cannot_change(document: Document) -> Problem:
    return Problem("cannot-change", Text("the weights of this file cannot be changed one by one", "无法逐个修改此文件中的权重"),
                   Place(document.file), Text("write them by hand", "请手工写入"))  # fmt: skip


def _unmatched(leaves: Sequence[Weight], homes: dict[str, Document], target: Path) -> list[Problem]:
    names = {one.name for one in leaves}
    place = Place(str(target))
    unknown = [Problem("unknown-indicator", Text(f"no indicator `{cut(name)}`", f"没有指标 {cut(name)}"), place,
                       Text("name members by the ids of the indicators", "成员名称应为指标的编号")) for name in sorted(names - homes.keys())]  # fmt: skip
    left = [Problem("no-weight", Text(f"`{cut(name)}` gets no weight", f"{cut(name)} 没有权重"), homes[name].key_place(("indicator", name)),
                    Text("judge it as well, so that the weights of the set still sum to its total", "也应评判它，否则合计不符")) for name in sorted(homes.keys() - names)]  # fmt: skip
    return [*unknown, *left]


def _changes(leaves: Sequence[Weight], homes: dict[str, Document], document: Document) -> list[Change]:
    return [
        (("indicator", one.name, "weight"), number(one.weight)) for one in leaves if homes.get(one.name) is document
    ]
