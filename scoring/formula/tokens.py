"""Formula text to tokens; every character that no formula may hold is named, with what to write for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from scoring.formula.names import KEYWORDS
from scoring.problems import Place, Problem, Text

TokenKind = Literal["number", "percent", "name", "word", "text", "date", "sign", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is as written, for texts without their quotes."""

    kind: TokenKind
    text: str
    start: int
    end: int


MOST_PROBLEMS = 20
"""A text that is no formula at all is not answered character by character."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![0-9\w.])")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_SIGN = re.compile(r"==|!=|<=|>=|[-+*/^<>(),\[\]]")
_TEXT = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_WIDE = re.compile("[\uff01-\uff5e]")
_SPACE = re.compile(r"[ \t\r\n]+")

# Signs of other languages and other keyboards, and what a formula has instead.
_INSTEAD = {
    "＝": "==", "≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "÷": "/", "·": "*", "−": "-", "–": "-", "—": "-",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "％": "%", "，": ",", "、": ",",
    "（": "(", "）": ")", "＜": "<", "＞": ">", "＋": "+", "－": "-", "＊": "*", "／": "/", "．": ".", "。": ".",
    "\u3000": " ", "\u00a0": " ", "**": "^", "&&": "and", "||": "or", "<>": "!=", "=": "==", "!": "not", "：": ":",
    "；": ";", "≈": "==", "√": "sqrt( )",
}  # fmt: skip
_MISTAKEN = re.compile("|".join(re.escape(sign) for sign in sorted(_INSTEAD, key=len, reverse=True)))
_TEXT_IN_CURLY_QUOTES = re.compile(r"[“„”]([^“”„\"]*)[“”]|[‘’]([^‘’']*)[‘’]|「([^」]*)」")


def tokens(text: str, at: Place) -> tuple[list[Token], list[Problem]]:
    """The tokens of a formula, the last one its end, and a problem for every character that is none."""
    found: list[Token] = []
    problems: list[Problem] = []
    here = 0
    while here < len(text) and len(problems) < MOST_PROBLEMS:
        token, end = _next(text, here)
        if token is None and text[here] == "=" and _is_said(found):
            token, end = Token("sign", "=", here, here + 1), here + 1
        if token is not None:
            found.append(token)
        elif end == here:
            end, problem = _refused(text, here, at)
            problems.append(problem)
        here = end
    found.append(Token("end", "", len(text), len(text)))
    return found, problems


def _is_said(found: list[Token]) -> bool:
    """Whether a name alone stands behind a comma, so that `=` goes before what is said by it: `, where = x > 1`."""
    return len(found) > 1 and found[-1].kind in ("name", "word") and found[-2].text == "," and found[-2].kind == "sign"


def _next(text: str, here: int) -> tuple[Token | None, int]:
    """The token at a position, or None: behind spaces, or at the same position when there is no token."""
    if (space := _SPACE.match(text, here)) is not None:
        return None, space.end()
    if text.startswith(("**", "<>"), here):
        return None, here
    if text[here] == "." and text[:here].endswith(")") and _NAME.match(text, here + 1) is not None:
        return Token("sign", ".", here, here + 1), here + 1  # one of several results of a call: `line(n).low`
    if (sign := _SIGN.match(text, here)) is not None:
        return Token("sign", sign.group(), here, sign.end()), sign.end()
    if (date := _DATE.match(text, here)) is not None:
        return Token("date", date.group(), here, date.end()), date.end()
    if (number := _NUMBER.match(text, here)) is not None and number.group().isascii():
        return Token("number", number.group(), here, number.end()), number.end()
    if (name := _NAME.match(text, here)) is not None and (written := _WIDE.split(name.group())[0]):
        kind: TokenKind = "word" if written in KEYWORDS else "name"
        return Token(kind, written, here, here + len(written)), here + len(written)
    if (quoted := _TEXT.match(text, here)) is not None:
        inside = quoted.group(1) if quoted.group(1) is not None else quoted.group(2)
        return Token("text", inside, here, quoted.end()), quoted.end()
    if text[here] in "%‰":
        return Token("percent", text[here], here, here + 1), here + 1
    return None, here


def _refused(text: str, here: int, at: Place) -> tuple[int, Problem]:
    """Where to go on after something that is no token, and the problem that says what to write instead."""
    if (curly := _TEXT_IN_CURLY_QUOTES.match(text, here)) is not None:
        inside = next(group for group in curly.groups() if group is not None)
        return curly.end(), _instead(curly.group()[0], f'"{inside}"', at.inside(here, curly.end() - here))
    if (mistaken := _MISTAKEN.match(text, here)) is not None:
        instead = _INSTEAD[mistaken.group()]
        if instead == " ":
            message = Text("a full-width space in a formula", "公式中有全角空格")
            fix = Text("write a plain space", "请改为半角空格")
            return mistaken.end(), Problem("full-width", message, at.inside(here, 1), fix)
        return mistaken.end(), _instead(mistaken.group(), instead, at.inside(here, mistaken.end() - here))
    if text[here] in "\"'":
        message = Text("a text that is not closed", "文本缺少结束引号")
        fix = Text(f"close it with `{text[here]}`", f"请用 `{text[here]}` 结束文本")
        return len(text), Problem("text-not-closed", message, at.inside(here, len(text) - here), fix)
    if "\uff01" <= text[here] <= "\uff5e":
        end = here
        while end < len(text) and "\uff01" <= text[end] <= "\uff5e":
            end += 1
        plain = "".join(chr(ord(character) - 0xFEE0) for character in text[here:end])
        return end, _instead(text[here:end], plain, at.inside(here, end - here))
    shown = text[here] if text[here].isprintable() else f"U+{ord(text[here]):04X}"
    message = Text(f"`{shown}` has no meaning in a formula", f"`{shown}` 在公式中没有意义")
    return here + 1, Problem("unknown-character", message, at.inside(here, 1), Text("delete it", "请删去"))


def _instead(sign: str, ascii_form: str, place: Place) -> Problem:
    wide = not sign.isascii()
    en = f"`{sign}` is not a sign of formulas" + (": it is no ASCII character" if wide else "")
    message = Text(en, f"公式中不能用{'全角或排版符号' if wide else ''} `{sign}`")
    return Problem(
        "full-width" if wide else "foreign-sign", message, place, Text(f"write `{ascii_form}`", f"请写 `{ascii_form}`")
    )
