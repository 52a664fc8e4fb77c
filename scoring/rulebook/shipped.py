"""The rulebooks, indicator sets and forms that come with the program: which there are, where, and what people are shown.

Installed they lie inside the package, in a checkout at its top; either way their files are shown as
`rules/<book>/file.toml`, `indicators/<set>/file.toml` and `forms/<form>.toml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

ShippedKind = Literal["rules", "indicators", "forms"]

_PACKAGE = Path(__file__).resolve().parents[1]


def find(kind: ShippedKind, name: str) -> Path | None:
    """The folder `<name>/`, or the one file `<name>.toml`, of what is shipped by that name; None if nothing is.

    A path is never a name: `../x`, `a/b` and `` find nothing.
    """
    return _all(kind).get(name)


def holds(kind: ShippedKind, path: Path) -> bool:
    """Whether what lies there is shipped."""
    return path.resolve().is_relative_to(_home(kind).resolve())


def names(kind: ShippedKind) -> tuple[str, ...]:
    """What is shipped, in the order of its names."""
    return tuple(_all(kind))


def shown(kind: ShippedKind, name: str, file: Path) -> str:
    """How a file of something shipped is named to people, wherever the program lies: `rules/<book>/file.toml`."""
    home = find(kind, name)
    if home is None or home.is_file():
        return f"{kind}/{file.name}"
    inside = file.relative_to(home) if file.is_absolute() else file
    return f"{kind}/{name}/{inside.as_posix()}"


def _all(kind: ShippedKind) -> dict[str, Path]:
    folder = _home(kind)
    if not folder.is_dir():
        return {}
    found = {_name(path): path for path in folder.iterdir() if _is_one(path)}
    return {name: found[name] for name in sorted(found)}


def _home(kind: ShippedKind) -> Path:
    """Above an installed package lies somebody's site-packages, whose `rules` would not be ours."""
    packed = _PACKAGE / "_shipped"
    return (packed if packed.is_dir() or not (_PACKAGE.parent / "cli.py").is_file() else _PACKAGE.parent) / kind


def _is_one(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    return any(path.glob("*.toml")) if path.is_dir() else path.suffix == ".toml"


def _name(path: Path) -> str:
    return path.name if path.is_dir() else path.stem
