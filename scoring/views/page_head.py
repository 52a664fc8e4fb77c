"""How each of our HTML pages begins: it opens without a network, runs nothing, and applies its own style alone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

from scoring.problems import Language

END = "</main></body></html>"
NO_NETWORK = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def page_head(title: str, language: Language, style: str, dark: bool = True) -> Iterator[str]:
    """Up to where the page's own content begins. `title` is HTML already; `dark`: the style knows dark screens as well."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    yield "<!DOCTYPE html>"
    yield f'<html lang="{"zh-CN" if language == "zh" else "en"}">'
    yield '<head><meta charset="utf-8">'
    # No script, no picture, no font and no address is ever fetched; this very style alone is applied.
    yield f'<meta http-equiv="Content-Security-Policy" content="{NO_NETWORK.format(digest)}">'
    schemes = '<meta name="color-scheme" content="light dark">' if dark else ""
    yield f'<meta name="viewport" content="width=device-width, initial-scale=1">{schemes}'
    yield f"<title>{title}</title>"
    yield f"<style>{style}</style></head>"
    yield "<body><main>"
