"""Builds the site: the same pages in Chinese and in English, each with the reference, and a first page that leads to both.

python docs/website.py FOLDER    every warning is an error; afterwards what was built is looked at by docs/inspection.py
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs.inspection import faults

DOCS = ROOT / "docs"
LANGUAGES = ("zh", "en")
FENCE = re.compile(r"^```(?P<language>\w+)(?P<attributes> .*)?\n(?P<text>(?:.*\n)*?)```$", re.M)
FIRST_PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>scoring</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { font: 1.25rem/2 system-ui, sans-serif; margin: 20vh auto; text-align: center }</style></head>
<body><p><a href="zh/index.html">中文文档</a></p><p><a href="en/index.html" lang="en">English documentation</a></p></body></html>
"""


def build(target: Path) -> list[str]:
    """Everything that is wrong with the site that was built there; nothing when it is good."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    (target / "index.html").write_text(FIRST_PAGE, encoding="utf-8")
    with tempfile.TemporaryDirectory() as work:
        for language in LANGUAGES:
            # Sphinx keeps what it read beside the pages of one language, where the other must not find it.
            if not sphinx(gathered(language, Path(work)), target / language, Path(work) / f"{language}-read", language):
                return [f"Sphinx stopped at the pages in {language}"]
    return faults(target, ROOT)


def sphinx(source: Path, target: Path, kept: Path, language: str) -> bool:
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going", "-d", str(kept)]
    environment = {**os.environ, "SITE_LANGUAGE": language, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
    done = subprocess.run(
        [*command, "-c", str(DOCS / "site"), str(source), str(target)], env=environment, cwd=source, check=False
    )
    (target / ".buildinfo").unlink(missing_ok=True)
    return done.returncode == 0


def gathered(language: str, work: Path) -> Path:
    """One language's pages, with the reference beside them."""
    source = work / language
    shutil.copytree(DOCS / language, source)
    shutil.copytree(DOCS / "reference", source / "reference")
    architecture = (DOCS / "architecture.md").read_text(encoding="utf-8").replace("](en/", "](")
    (source / "architecture.md").write_text(re.sub(r"\[(\S+)\]\(\.\./\S+\)", r"`\1`", architecture), encoding="utf-8")
    for page in source.rglob("*.md"):
        text = for_sphinx(page.read_text(encoding="utf-8"), language)
        page.write_text(with_contents(text) if page.name == "index.md" else text, encoding="utf-8")
    return source


def for_sphinx(page: str, language: str) -> str:
    """A page as the site wants it: links from where it now stands, and above each file its name."""
    page = re.sub(r"(\]\()((?:\.\./)*)\.\./(reference/|architecture\.md)", r"\1\2\3", page)
    page = re.sub(rf"(\]\((?:\.\./)*)\.\./{language}/", r"\1", page)
    page = re.sub(r"\[([^\]]+)\]\(((?:\.\./)*\.\./(?:zh|en)/[\w/-]+)\.md\)", r'<a href="\2.html">\1</a>', page)
    return FENCE.sub(_captioned, page)


def with_contents(page: str) -> str:
    """An index with what Sphinx makes the site's contents of: the pages that it leads to, section by section."""
    sections = re.split(r"^## (.+)\n", page, flags=re.M)
    made = [sections[0] + _contents("", sections[0])]
    for heading, text in zip(sections[1::2], sections[2::2], strict=True):
        made.append(f"## {heading}\n{text.rstrip()}\n{_contents(heading, text)}")
    return "\n".join(made)


def _contents(caption: str, text: str) -> str:
    links = re.findall(r"^(?:- |.*\| )\[([^\]]+)\]\(([\w/-]+)\.md\)", text, re.M)
    if not links:
        return ""
    lines = ["", "```{toctree}", ":hidden:", *([f":caption: {caption}"] if caption else []), ""]
    return "\n".join([*lines, *(f"{title} <{page}>" for title, page in links), "```", ""])


def _captioned(found: re.Match[str]) -> str:
    language = {"csv": "text", "sh": "console"}.get(found["language"], found["language"])
    named = re.search(r"(?:file|add)=(\S+)", found["attributes"] or "")
    if named is None:
        return f"```{language}\n{found['text']}```"
    return f"```{{code-block}} {language}\n:caption: {named.group(1)}\n\n{found['text']}```"


def main() -> int:
    wrong = build(Path(sys.argv[1]).resolve())
    for each in wrong:
        print(each, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
