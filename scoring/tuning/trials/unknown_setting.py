"""Why a path of `--set` leads to nothing, and the nearest that leads somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from scoring.documents.positions import Path
from scoring.problems import Place, Problem, Text, did_you_mean, nearest, one_of
from scoring.rulebook.rulebook import Entry
from scoring.tuning.editions.edit_words import SECTIONS as WORDS
from scoring.tuning.editions.side import Key
from scoring.values.number import cut

OPTION = "--set"
SECTIONS: Final[Mapping[str, str]] = {
    "rules": "rule", "values": "value", "limits": "limit", "checks": "check", "results": "result", "frames": "frame",
    "lists": "list", "columns": "column", "units": "unit", "groups": "group", "indicators": "indicator", "facts": "fact",
}  # fmt: skip
"""What may stand before the name of something declared: in the plural, or as the file has it."""
PLURALS: Final[Mapping[str, str]] = {one: many for many, one in SECTIONS.items()}
MOST_LISTED = 20


def unknown_setting(
    steps: Sequence[str], facts: Sequence[str], ids: Sequence[str], parts: Mapping[Key, Entry[Any]]
) -> Problem:
    """A path that names nothing: what was meant, or what there is."""
    written, lead = ".".join(steps), ".".join(steps[:2])
    rows = {name for _, section, name in parts if section == "indicator"}
    weights = [f"weights.{name}" for name in dict.fromkeys([*ids, *sorted(rows)])]
    declared = {f"{PLURALS[section]}.{name}": (section, entry) for (_, section, name), entry in parts.items() if section in PLURALS}  # fmt: skip
    if steps[0] == "weights" and nearest(written, weights) is None and weights:
        message = Text(f"there is no indicator `{cut('.'.join(steps[1:]))}`", f"没有指标 {cut('.'.join(steps[1:]))}")
        return _problem(message, _there_are(weights))
    if lead in declared:
        section, entry = declared[lead]
        keys = _at(entry.document.data, entry.path)
        listed = ", ".join(f"{lead}.{key}" for key in keys) if isinstance(keys, dict) else WORDS[section].en
        message = Text(f"`{cut(written)}` does not say which key of it", f"{cut(written)} 没有写明是哪个键")
        return _problem(message, Text(f"such as {listed}", f"例如 {listed}"))
    message = Text(f"`{cut(written)}` is no fact, indicator or rule", f"没有名为 {cut(written)} 的事实、指标或规则")
    known = [*facts, *(f"{id_}.{key}" for id_ in ids for key in ("actual", "target", "weight")), *weights]
    near = next(_meant(steps, facts, ids, known, declared), None)
    if near is not None and near != written:
        return _problem(message, did_you_mean(near))
    of_section = [name for name in declared if name.startswith(f"{_plural(steps[0])}.")]
    if of_section:
        return _problem(message, _there_are(of_section))
    return _problem(message, _there_are(_some(facts, ids, declared)))


def _meant(
    steps: Sequence[str], facts: Sequence[str], ids: Sequence[str], known: Sequence[str], declared: Collection[str]
) -> Iterator[str]:
    """What a path may have been meant to be, the likeliest first."""
    written, lead = ".".join(steps), ".".join([_plural(steps[0]), *steps[1:2]])
    named = next((one for one in declared if one.partition(".")[2] == steps[0]), None)
    if named is not None:
        yield ".".join([named, *steps[1:]])
    near_lead = nearest(lead, declared) if len(steps) > 1 else None
    if near_lead is not None:
        yield ".".join([near_lead, *steps[2:]])
    near = nearest(written, [*known, *declared])
    if near is not None:
        yield near
    first = [*facts, *ids, *SECTIONS, "weights"]
    near = nearest(steps[0], first) if steps[0] not in (*first, *PLURALS) else None
    if near is not None:
        yield ".".join([near, *steps[1:]])


def _plural(section: str) -> str:
    return PLURALS.get(section, section)


def _some(facts: Sequence[str], ids: Sequence[str], declared: Iterable[str]) -> list[str]:
    """Facts and ids, and of what is declared one of each kind."""
    leads = [next((one for one in declared if one.startswith(lead)), None) for lead in ("indicators.", "rules.")]
    kinds = [f"{one}.…" for one in leads if one is not None] + [f"weights.{id_}" for id_ in ids[:1]]
    return [*facts, *ids, *kinds][-MOST_LISTED:] or list(declared)[:MOST_LISTED]


def leads_to_nothing(data: Any, inside: Path, steps: Sequence[str]) -> Problem | None:
    """What is wrong with the rest of a path in a part that there is; None where a value stands there, or may be put there."""
    at, before = data, len(steps) - len(inside)
    for number, step in enumerate(inside):
        if isinstance(at, dict) and isinstance(step, int) and "row" in at:
            at = at["row"]
        is_last = number == len(inside) - 1
        if isinstance(at, list) and isinstance(step, int):
            if step >= len(at):
                message = Text(f"`{'.'.join(steps)}`: there are {len(at)}, counted from 0", f"{'.'.join(steps)}：共有 {len(at)} 个，从 0 数起")  # fmt: skip
                return _problem(message, Text(f"0 to {len(at) - 1}", f"0 至 {len(at) - 1}") if at else None)
            at = at[step]
        elif isinstance(at, dict) and isinstance(step, str) and (is_last or step in at):
            at = at.get(step)
        else:
            message = Text(f"`{'.'.join(steps)}` leads to nothing", f"{'.'.join(steps)} 不存在")
            lead, rest = steps[: before + number], steps[before + number + 1 :]
            names = [".".join([*lead, str(name), *rest]) for name in at] if isinstance(at, dict) else []
            if isinstance(at, list):
                names = [".".join([*lead, str(place)]) for place in range(len(at))]
            return _problem(
                message, one_of(".".join(steps), names) if names else Text("name the value itself", "应写到值本身")
            )
    return None


def _there_are(names: Sequence[str]) -> Text:
    listed = ", ".join(names[:MOST_LISTED])
    return Text(f"there are {listed}", f"有 {listed}")


def _problem(message: Text, fix: Text | None) -> Problem:
    return Problem("unknown-setting", message, Place(OPTION), fix)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data
