"""Looks at a site that was built: nothing is loaded from elsewhere, every link leads somewhere, no path of this machine is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
}
TEXTS = (".html", ".js", ".css", ".txt", ".json", ".svg")


class Page(HTMLParser):
    """What a page loads, where it leads, and the places in it that one can lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = {name: value or "" for name, value in attrs}
        self.places |= {written[name] for name in ("id", "name") if name in written}
        if tag in LOADS and LOADS[tag] in written:
            self.loads.append(written[LOADS[tag]])
        if tag == "a" and "href" in written:
            self.links.append(written["href"])


@cache
def _page(file: Path) -> Page:
    return Page(file.read_text(encoding="utf-8"))


def faults(site: Path, checkout: Path) -> list[str]:
    """Every fault, as `file: what`."""
    found = []
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        shown = file.relative_to(site)
        if file.suffix in TEXTS:
            text = file.read_text(encoding="utf-8")
            found += [f"{shown}: names the folder {path}" for path in (checkout, site) if str(path) in text]
        if file.suffix == ".css":
            found += [
                f"{shown}: loads {url}" for url in re.findall(r"url\(['\"]?(https?:[^)'\"]+)", file.read_text("utf-8"))
            ]
        if file.suffix == ".html":
            found += [f"{shown}: {fault}" for fault in _of_page(file)]
    return found


def _of_page(file: Path) -> Iterator[str]:
    page = _page(file)
    for url in page.loads:
        if urlsplit(url).netloc:
            yield f"loads {url}"
    for url in dict.fromkeys(page.loads + page.links):
        parts = urlsplit(url)
        if parts.scheme or parts.netloc:
            continue
        target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        if not target.is_file():
            yield f"leads nowhere: {url}"
        elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in _page(target).places:
            yield f"leads to no place of that page: {url}"
