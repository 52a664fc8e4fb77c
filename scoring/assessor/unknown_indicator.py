"""An indicator that a project names and nobody has."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.problems import Place, Problem, Text, nearest


def unknown_indicator(id_: str, known: Iterable[str], place: Place) -> Problem:
    """Tells where an id stands that none of the known ones is, with the nearest or all of them."""
    near = nearest(id_, sorted(known))
    return Problem(
        "unknown-indicator",
        Text(f"there is no indicator `{id_}`", f"没有指标 {id_}"),
        place,
        Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else _there_are(known),
    )


def _there_are(known: Iterable[str]) -> Text:
    some = sorted(known)
    listed = ", ".join(some[:20]) + (", …" if len(some) > 20 else "")
    return (
        Text(f"there are {listed}", f"有 {listed}")
        if some
        else Text("declare it in [indicator]", "在 [indicator] 中声明")
    )
