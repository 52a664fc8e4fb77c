"""Sphinx's settings for both languages of the site; `docs/website.py` says which one, and where its pages are."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from chinese_search import register  # noqa: E402

CHINESE = os.environ["SITE_LANGUAGE"] == "zh"

project = "scoring"
author = "the scoring authors"
copyright = author
language = "zh_CN" if CHINESE else "en"
html_title = "按指标打分" if CHINESE else "scoring by indicators"

extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = []
nitpicky = True

html_theme = "furo"
html_static_path = [str(HERE / "static")]
templates_path = [str(HERE / "templates")]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_use_index = False
html_search_language = "zh" if CHINESE else "en"
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "language.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_context = {
    "other_language": "en" if CHINESE else "zh",
    "other_language_name": "English" if CHINESE else "中文",
}
pygments_style = "friendly"

# What the theme says and has no Chinese for.
SAID = {
    "On this page": "本页目录",
    "Back to top": "回到页首",
    "Next": "下一页",
    "Previous": "上一页",
    "Home": "首页",
    "Made with ": "制作工具：",
}


def in_chinese(app, pagename, templatename, context, doctree):
    from sphinx.locale import get_translation

    known = get_translation("sphinx")
    context["_"] = context["gettext"] = lambda text: SAID.get(text) or str(known(text))


def setup(app):
    register()
    if CHINESE:
        app.connect("html-page-context", in_chinese)
