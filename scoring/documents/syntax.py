"""Why a text is no TOML or JSON: every such place in it, in an author's words, with what mends it.

Sizes, nesting and the length of numbers are bounded here, before a parser that recurses sees the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence

from scoring.problems import Place, Problem, Text

LONGEST = 100_000
"""Characters of one text."""
DEEPEST = 64
MOST_DIGITS = 100
MOST_FAULTS = 20
LARGEST_READ_AGAIN = 200_000
"""Characters of a text in which more than one fault is looked for."""

FULL_WIDTH = {
    **dict.fromkeys("“”„＂「」", '"'),
    **dict.fromkeys("‘’＇", "'"),
    **{"＝": "=", "，": ",", "、": ",", "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}", "＃": "#"},
    **{"：": "=", "．": ".", "。": ".", "－": "-", "＿": "_", "\u3000": " "},
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}

_HIDDEN = re.compile(
    r'"""(?:[^"\\]|\\.|""?(?!"))*+"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*+"|\'[^\'\n]*+\'|#[^\n]*+', re.DOTALL
)
_BRACKET = re.compile(r"[\[\]{}]")
_DOTTED = re.compile(rf"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){{{DEEPEST}}}")
_DIGITS = re.compile(rf"(?<![\w.])[+-]?[0-9][0-9_]{{{MOST_DIGITS},}}+")


def as_key(name: str) -> str:
    """A name as it is written as a key: in quotes unless it is plain ASCII."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def at_offset(
    code: str, text: str, offset: int, file: str, message: Text, fix: Text | None, length: int = 1
) -> Problem:
    """A problem at the character of that number in the whole text."""
    return Problem(code, message, place_of(text, offset, file, length), fix)


def place_of(text: str, offset: int, file: str, length: int = 1) -> Place:
    """The place of the character of that number in the whole text."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    source = text[start : end if end >= 0 else len(text)]
    return Place(file, text.count("\n", 0, offset) + 1, offset - start + 1, length, source)


def bare(text: str) -> str:
    """The text, as long as it was, with the insides of quotes and comments filled up by `"` and `#`."""
    return _HIDDEN.sub(_filled, text)


def _filled(found: re.Match[str]) -> str:
    inside = found.group()
    filling = "#" if inside.startswith("#") else '"'
    return re.sub(r"[^\n]", filling, inside) if "\n" in inside else filling * len(inside)


def beyond_bounds(text: str, skeleton: str, file: str) -> Iterator[Problem]:
    """What is nested too deeply, and numbers too long to be read."""
    deep = _too_deep(skeleton)
    if deep is not None:
        yield too_deep(place_of(text, deep, file))
    for found in _DIGITS.finditer(skeleton):
        yield too_long(place_of(text, found.start(), file, len(found.group())))


def too_deep(place: Place) -> Problem:
    """Brackets in brackets, beyond what is read."""
    message = Text(f"nested more than {DEEPEST} levels deep", f"嵌套超过 {DEEPEST} 层")
    return Problem("too-deep", message, place, Text("write it with fewer levels", "减少嵌套的层数"))


def too_long(place: Place) -> Problem:
    """A number with too many digits."""
    message = Text(
        f"this number has more than {MOST_DIGITS} digits, or an exponent beyond {MOST_DIGITS}",
        f"这个数的位数或指数超过 {MOST_DIGITS}",
    )
    return Problem("number-too-long", message, place, Text("write the number plainly", "按普通写法写明数字"))


def _too_deep(skeleton: str) -> int | None:
    depth = 0
    for found in _BRACKET.finditer(skeleton):
        if found.group() in "[{":
            depth += 1
            if depth > DEEPEST:
                return found.start()
        else:
            depth = max(0, depth - 1)
    dotted = _DOTTED.search(skeleton)
    return None if dotted is None else dotted.start()


# ---------------------------------------------------------------- TOML

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_BARE_KEY = re.compile(r"\s*(\[{0,2})\s*([\w.\"'-]+)")
_BEGINS = re.compile(r"\s*(?:\[{1,2}[\w.\"'-]+\]{1,2}\s*(?:#.*)?$|[\w.\"'-]+\s*=)")
_WORD = re.compile(r"[^\s,\]}#\"]+")


def toml_faults(text: str, file: str) -> list[Problem]:
    """The faults of a text that is no TOML.

    A parser stops at the first. The line that it stops at is left out and the rest read again, as long as what comes
    is no mere consequence of what was told before.
    """
    problems: list[Problem] = []
    lines = text.split("\n")
    before = -1
    while len(problems) < MOST_FAULTS:
        error = _error_of("\n".join(lines))
        if error is None:
            break
        what, line, column = _where(error, lines)
        wide = _full_width(lines[line - 1], column, what)
        opened = _opened(lines, line - 1)
        follows = line <= before + 1 and wide is None and opened is not None
        if problems and (follows or _at_end(error)):
            break
        never_closed = _never_closed(lines, line, _at_end(error), file) if wide is None else None
        problems.append(never_closed or _fault(what, lines, line, column, wide, file))
        if never_closed or _at_end(error) or len(text) > LARGEST_READ_AGAIN or not _stands_alone(lines[line - 1], what):
            break
        lines[line - 1] = ""
        before = line
    return problems


def _error_of(text: str) -> str | None:
    try:
        tomllib.loads(text)
    except ValueError as error:
        return str(error)
    return None


def _where(error: str, lines: Sequence[str]) -> tuple[str, int, int]:
    """What the parser says, and the line and column that it says it of."""
    found = _POSITION.search(error)
    what = _POSITION.sub("", error)
    if found is None or found.group(1) is None:
        return what, len(lines), len(lines[-1]) + 1
    return what, int(found.group(1)), int(found.group(2))


def _at_end(error: str) -> bool:
    return error.endswith("(at end of document)")


def _stands_alone(line: str, what: str) -> bool:
    """Whether the fault is this line's own, and not that of something opened above."""
    return _error_of(line) is not None or (_is_twice(what) and not line.lstrip().startswith("["))


def _is_twice(what: str) -> bool:
    return any(word in what for word in ("overwrite", "twice", "Duplicate", "mutate", "redefine"))


def _never_closed(lines: Sequence[str], line: int, at_end: bool, file: str) -> Problem | None:
    """The bracket that is still open where the next key or section begins, or the file ends."""
    if not at_end and _BEGINS.match(lines[line - 1]) is None:
        return None
    above = line if at_end else line - 1
    opened = _opened(lines, above)
    if opened is None:
        return None
    text = "\n".join(lines[:above])
    closing = "]" if text[opened] == "[" else "}"
    message = Text(f"`{text[opened]}` is opened here and never closed", f"这里的 {text[opened]} 没有收尾")
    fix = Text(f"write `{closing}` where it ends", f"在末尾写 {closing}")
    return at_offset("syntax", text, opened, file, message, fix)


def _opened(lines: Sequence[str], count: int) -> int | None:
    """Where the innermost bracket stands that these first lines leave open."""
    opened: list[int] = []
    for bracket in _BRACKET.finditer(bare("\n".join(lines[:count]))):
        if bracket.group() in "[{":
            opened.append(bracket.start())
        elif opened:
            opened.pop()
    return opened[-1] if opened else None


def _fault(what: str, lines: Sequence[str], line: int, column: int, wide: int | None, file: str) -> Problem:
    source = lines[line - 1]
    if wide is not None:
        sign = source[wide]
        name = "U+3000" if sign == "\u3000" else sign
        message = Text(f"`{name}` is a full-width character", f"{name} 是全角字符")
        instead = Text("a plain space", "半角空格") if sign == "\u3000" else Text(*[f"`{FULL_WIDTH[sign]}`"] * 2)
        fix = Text(f"write {instead.en}", f"改用半角 {instead.zh}")
        return Problem("syntax", message, Place(file, line, wide + 1, 1, source), fix)
    if _is_twice(what):
        return _twice(what, lines, line, column, file)
    message, fix = _said(what, source, column)
    marked = _WORD.match(source, column - 1)
    length = len(marked.group()) if marked else 1
    return Problem("syntax", message, Place(file, line, max(1, min(column, len(source) + 1)), length, source), fix)


def _full_width(source: str, column: int, what: str) -> int | None:
    """Where a full-width character is to blame, counted from 0."""
    if source[column - 1 : column] in FULL_WIDTH:
        return column - 1
    ended = source.rstrip()
    if "Illegal character" in what and column > len(ended) and ended[-1:] in ("”", "“", "’", "」", "＂"):
        return len(ended) - 1  # "…” is never closed
    return None


def _twice(what: str, lines: Sequence[str], line: int, column: int, file: str) -> Problem:
    source = lines[line - 1]
    inline = re.search(r"inline table key '(.*)'", what)
    key = _BARE_KEY.match(source) if inline is None else None
    message = Text("this is written twice", "这里重复书写了同一个键或小节")
    fix = Text("delete one of the two, or rename it", "删去其中一个，或改名")
    if inline is not None and (start := source.rfind(inline.group(1), 0, column - 1)) >= 0:
        message = Text(f"`{inline.group(1)}` is written twice", f"{inline.group(1)} 重复书写")
        return Problem("syntax", message, Place(file, line, start + 1, len(inline.group(1)), source), fix)
    if key is None:
        return Problem("syntax", message, Place(file, line, column, 1, source), fix)
    opening, name = key.groups()
    message = Text(f"`{opening and '['}{name}{opening and ']'}` is written twice", f"{name} 重复书写")
    first = _first_of(lines, line, opening, name)
    if first is not None:
        fix = Text(f"delete one of the two, or rename it; the other is in line {first}",
                   f"删去其中一个，或改名；另一处在第 {first} 行")  # fmt: skip
    return Problem("syntax", message, Place(file, line, key.start(2) + 1, len(name), source), fix)


def _first_of(lines: Sequence[str], line: int, opening: str, name: str) -> int | None:
    """The line of the same header, or of the same key in the same section."""
    for number in range(line - 1, 0, -1):
        found = _BARE_KEY.match(lines[number - 1])
        if found is not None and found.groups() == (opening, name):
            return number
        if not opening and found is not None and found.group(1):
            return None
    return None


_QUOTES = Text(
    'texts, and amounts with their unit, stand in quotes: "28 万元"', '文字和带单位的数要加引号，例如 "28 万元"'
)
_CLOSE_QUOTE = Text('close the quote: "…"', '补上右引号 "…"')
_KEY = Text("write key = value, or [section]", "写成“键 = 值”，或 [小节]")

_NO_DATE = Text("there is no such date", "没有这个日期"), Text("such as 2024-03-01", "例如 2024-03-01")

# What the parser says, in an author's words: (part of its message, what is wrong, what mends it).
_SAID: tuple[tuple[str, Text, Text], ...] = (
    ("Expected '='", Text("a key is followed by `=`", "键之后应为 ="), Text("write key = value", "写成“键 = 值”")),
    ("Expected newline", Text("this does not belong behind the value", "值的后面有多余的内容"), _QUOTES),
    ("Invalid statement", Text("this is neither a key nor a section", "这里既不是键，也不是小节"), _KEY),
    ("Invalid value", Text("this is no value", "这不是合法的值"), _QUOTES),
    ("Invalid initial character", Text("a name belongs here", "这里应为名称"), _KEY),
    (
        "Unclosed array",
        Text("the list is not closed here, and no comma follows", "列表在此没有收尾，也没有逗号"),
        Text("write , between items and ] at the end", "各项之间写逗号，末尾写 ]"),
    ),
    (
        "Unclosed inline table",
        Text("the table is not closed here, and no comma follows", "内嵌表在此没有收尾，也没有逗号"),
        Text("write , between keys and } at the end, all in one line", "各键之间写逗号，末尾写 }，全部写在一行"),
    ),
    ("Expected ']]'", Text("the section's name is not closed", "小节名称没有收尾"), Text("write ]] behind it", "在其后写 ]]")),
    ("Expected ']'", Text("the section's name is not closed", "小节名称没有收尾"), Text("write ] behind it", "在其后写 ]")),
    ("Illegal character", Text("the quote is not closed in its line", "引号没有在本行收尾"), _CLOSE_QUOTE),
    ("Unterminated string", Text("the quote is not closed", "引号没有收尾"), _CLOSE_QUOTE),
    ("Expected '\"\"\"'", Text("the quote is not closed", "引号没有收尾"), _CLOSE_QUOTE),
    ("Expected \"'''\"", Text("the quote is not closed", "引号没有收尾"), _CLOSE_QUOTE),
    (
        "Unescaped '\\'",
        Text("a backslash in double quotes means something else", "双引号里的反斜杠有别的含义"),
        Text("write \\\\, or put the text in single quotes: '…'", "写成 \\\\，或改用单引号 '…'"),
    ),
    (
        "Invalid hex value",
        Text("a backslash in double quotes means something else", "双引号里的反斜杠有别的含义"),
        Text("write \\\\, or put the text in single quotes: '…'", "写成 \\\\，或改用单引号 '…'"),
    ),
    ("not a Unicode scalar", Text("there is no such character", "没有这个字符"), Text("delete it", "删去")),
    ("Invalid date", *_NO_DATE),
)  # fmt: skip


def _said(what: str, source: str, column: int) -> tuple[Text, Text]:
    """What is wrong and what mends it."""
    rest = source[column - 1 :].strip()
    if what.startswith("Expected '='") and rest.startswith(":"):
        return Text("a key is followed by `=`, not by `:`", "键之后应为 =，不是冒号"), Text("write `=`", "改为 =")
    if re.match(r"\s*[^\x00-\x7f]", source) and ("statement" in what or "Expected '='" in what or "initial" in what):
        return (
            Text("a name that is not ASCII stands in quotes", "含中文等字符的键要加引号"),
            Text('write "预算" = …', '例如写成 "预算" = …'),
        )
    thousands = re.search(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", source)
    if what.startswith("Expected newline") and rest.startswith(",") and thousands:
        plain = thousands.group().replace(",", "")
        return (Text(f"`{thousands.group()}` has separators of thousands", f"{thousands.group()} 带有千位分隔符"),
                Text(f"write {plain}", f"写成 {plain}"))  # fmt: skip
    day = re.search(r"=\s*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\s*(?:#.*)?$", source)
    if day and all(1 <= int(part) <= most for part, most in zip(day.groups()[1:], (12, 31), strict=True)):
        written = "-".join(part.zfill(2) for part in day.groups())
        if written in source:
            return _NO_DATE
        return (Text("a date has two digits for the month and for the day", "日期中月和日各写两位"),
                Text(f"write {written}", f"写成 {written}"))  # fmt: skip
    word = re.match(r"[A-Za-z]+", rest)
    if what == "Invalid value" and word and word.group().lower() in ("true", "false", "yes", "no", "是", "否"):
        return Text(f"`{word.group()}` is no value", f"{word.group()} 不是合法的值"), Text(
            "write true or false", "写 true 或 false"
        )
    for part, message, fix in _SAID:
        if part in what:
            return message, fix
    message = Text(f"this is no TOML: {what[:1].lower()}{what[1:80]}", "这不是合法的 TOML")
    return message, Text("texts stand in quotes, lists in [ ], items are separated by commas",
                         "文字加引号，列表用 [ ]，各项用逗号隔开")  # fmt: skip


# ---------------------------------------------------------------- JSON


def json_fault(text: str, offset: int, what: str, file: str) -> Problem:
    """The one place at which a text ceases to be JSON."""
    wide = text[offset : offset + 1]
    if wide in FULL_WIDTH:
        instead = ":" if wide in ("：", "＝") else FULL_WIDTH[wide]
        message = Text(f"`{wide}` is a full-width character", f"{wide} 是全角字符")
        return at_offset("syntax", text, offset, file, message, Text(f"write `{instead}`", f"改用半角 {instead}"))
    for part, message, fix in _SAID_OF_JSON:
        if part in what:
            return at_offset("syntax", text, offset, file, message, fix)
    message = Text(f"this is no JSON: {what[:1].lower()}{what[1:80]}", "这不是合法的 JSON")
    return at_offset("syntax", text, offset, file, message, _SAID_OF_JSON[0][2])


_SAID_OF_JSON: tuple[tuple[str, Text, Text], ...] = (
    (
        "Expecting property name",
        Text("a key in double quotes belongs here", "这里应为带双引号的键"),
        Text('write "key": value, and no comma before `}`', '写成 "键": 值，} 之前不写逗号'),
    ),
    (
        "Expecting value",
        Text("a value belongs here", "这里应为值"),
        Text("write a number, true, false, or a text in double quotes; no comma before `]`",
             "写数字、true、false 或带双引号的文字；] 之前不写逗号"),
    ),
    ("',' delimiter", Text("a comma is missing before this", "此处之前缺少逗号"), Text("write `,`", "补上 ,")),
    ("':' delimiter", Text("a colon is missing before this", "此处之前缺少冒号"), Text("write `:`", "补上 :")),
    ("Unterminated string", Text("the quote is not closed", "引号没有收尾"), _CLOSE_QUOTE),
    ("Extra data", Text("nothing may follow the end", "结尾之后不能有内容"), Text("delete what follows", "删去其后的内容")),
    (
        "control character",
        Text("a text goes on in the next line, or has a tab in it", "文字跨行，或含有制表符"),
        Text("write \\n for a new line, \\t for a tab", "换行写成 \\n，制表符写成 \\t"),
    ),
    (
        "escape",
        Text("a backslash in a text means something else", "文字里的反斜杠有别的含义"),
        Text("write \\\\", "写成 \\\\"),
    ),
    ("trailing comma", Text("a comma too many", "多了一个逗号"), Text("delete it", "删去")),
)  # fmt: skip
