"""A comparison as one HTML page: opens without a network, runs nothing, prints well, light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.problems import Language
from scoring.tuning import page
from scoring.tuning.comparison.comparison import NO_GRADE, REJECTED, Comparison
from scoring.tuning.comparison.plots import TONES, histogram, reach, shares
from scoring.tuning.comparison.words import MOST_SHARES, ComparisonWords
from scoring.views.batch_page import table_of
from scoring.views.batch_plots import plain, stacked
from scoring.views.batch_words import Section
from scoring.views.page_head import END

OWN_STYLE = """
:root { --gain: #2f8f6b; --loss: #c4584f; --edit0: #3b6fb6; --edit1: #d9a441; --edit2: #7a5ca8; --edit3: #3b87a6;
  --edit4: #bf4340; --edit5: #5aa469; --edit6: #8a6d4f; --edit7: #c26a9c; --together: #a0a8b4; }
@media screen and (prefers-color-scheme: dark) {
  :root { --gain: #4fb98f; --loss: #e07b72; --edit0: #6b9be0; --edit1: #e0b65c; --edit2: #a488d2; --edit3: #5db0d0;
    --edit4: #df6b66; --edit5: #7cc28b; --edit6: #b5977a; --edit7: #dd8fbb; --together: #6d7684; }
}
.gain { fill: var(--gain); background: var(--gain); } .loss { fill: var(--loss); background: var(--loss); }
.together { fill: var(--together); background: var(--together); } .middle { fill: var(--ink); }
.matrix td { text-align: center; font-variant-numeric: tabular-nums; border: 2px solid var(--card); border-radius: 6px; padding: 8px; }
.matrix th { text-align: center; padding: 6px 10px; } .matrix tbody th { text-align: right; }
.same { background: var(--track); }
.up1 { background: color-mix(in srgb, var(--gain) 22%, var(--card)); } .up2 { background: color-mix(in srgb, var(--gain) 45%, var(--card)); }
.down1 { background: color-mix(in srgb, var(--loss) 22%, var(--card)); } .down2 { background: color-mix(in srgb, var(--loss) 45%, var(--card)); }
@media print { tr { break-inside: avoid; } }
.empty { color: var(--soft); }
.book { margin-top: 28px; border-top: 3px solid var(--ink); }
.movers td:first-child { white-space: nowrap; }
.movers td:nth-last-child(2) { min-width: 64px; }
.open { fill: var(--edit1); background: var(--edit1); } .kept { fill: var(--edit0); background: var(--edit0); }
.rest { fill: var(--edit2); background: var(--edit2); }
.narrow { width: 20%; min-width: 120px; padding-right: 0; }
""" + "".join(f".edit{n} {{ fill: var(--edit{n}); background: var(--edit{n}); }}\n" for n in range(TONES))
WIDE = ("edits", "differences", "effects", "movers")


def render(comparison: Comparison, language: Language) -> str:
    """The page; everything in it that somebody else wrote is text and nothing more."""
    return "\n".join(_lines(ComparisonWords(comparison, language))) + "\n"


def render_several(comparisons: Sequence[Comparison], language: Language) -> str:
    """One page of the rulebooks that rest on a base, each compared resting on either edition of it: in short, then each in full."""
    each = [ComparisonWords(one, language) for one in comparisons]
    return "\n".join(_lines_of_several(each, language)) + "\n"


def _lines_of_several(each: Sequence[ComparisonWords], language: Language) -> Iterator[str]:
    first = each[0]
    about = [
        one for one in first.about() if one[0] not in (first.say("before", "修改前"), first.say("after", "修改后"))
    ]
    yield from head(language, first.say("Before and after, by every rulebook", "各规则集的前后对比"), about)
    yield from _in_short(each)
    for number, words in enumerate(each, start=1):
        yield f'<section class="wide book" id="book{number}"><h2>{plain(words.book())}</h2>'
        yield from (f'<p class="note">{plain(what)}: <bdi>{plain(said)}</bdi></p>' for what, said in words.about()[:2])
        yield "</section>"
        yield from _of_one(words)
    yield END


def _in_short(each: Sequence[ComparisonWords]) -> Iterator[str]:
    """A line a rulebook, which leads to its part of the page."""
    first = each[0]
    heads = (first.say("rulebook", "规则集"), first.say("projects", "项目"), first.say("change", "变化"), first.say("gain points", "加分"),
             first.say("lose points", "减分"), first.say("change grade", "等级变化"), first.say("rejected after", "修改后拒收"))  # fmt: skip
    yield '<section class="wide first"><div class="scroll"><table><thead><tr>'
    yield "".join(f"<th{' class=number' if n else ''}>{plain(one)}</th>" for n, one in enumerate(heads)) + "</tr></thead><tbody>"  # fmt: skip
    for number, words in enumerate(each, start=1):
        counts = words.of.counts
        numbers = (counts.projects, counts.changed, counts.gain, counts.lose, counts.regraded, counts.rejected_after)
        cells = "".join(f"<td class=number>{one:,}</td>" for one in numbers)
        yield f'<tr><td><a href="#book{number}"><bdi>{plain(words.book())}</bdi></a></td>{cells}</tr>'
    yield "</tbody></table></div></section>"


def _lines(words: ComparisonWords) -> Iterator[str]:
    yield from head(words.language, words.title(), words.about())
    yield from _of_one(words)
    yield END


def _of_one(words: ComparisonWords) -> Iterator[str]:
    yield from _figures(words)
    for section in words.sections():
        yield from _section(words, section)


def head(language: Language, title: str, about: Sequence[tuple[str, str]], style: str = "") -> Iterator[str]:
    """A page up to where its sections begin."""
    return page.head(language, title, about, OWN_STYLE + style)


def _figures(words: ComparisonWords) -> Iterator[str]:
    """The few numbers to see first, and a bar in which every project has its place once."""
    counts = words.of.counts
    parts = [(words.say("gain points", "加分"), counts.gain, "gain"), (words.say("lose points", "减分"), counts.lose, "loss")]  # fmt: skip
    if counts.open:
        parts.append((words.say("may gain or lose", "可能加分或减分"), counts.open, "open"))
    if counts.others:
        parts.append((words.say(*words.unmoved).format("").strip(), counts.others, "kept"))
    if rest := counts.changed - sum(count for _, count, _ in parts):
        parts.append((words.say("change otherwise", "其他变化"), rest, "rest"))
    parts.append((words.say("no change", "无变化"), counts.projects - counts.changed, "together"))
    shown = [(words.say("projects", "项目"), counts.projects, ""), *parts, (words.say("change grade", "等级变化"), counts.regraded, "")]  # fmt: skip
    yield '<section class="wide first"><div class="figures">'
    for what, number, tone in shown:
        dot = f'<i class="dot {tone}"></i>' if tone else ""
        yield f'<div class="figure"><b>{number:,}</b><span>{dot}{plain(what)}</span></div>'
    yield "</div>"
    yield stacked([(f"{what} {number:,}", number, tone) for what, number, tone in parts])
    yield from (f'<p class="note">{plain(line)}</p>' for line in words.sum())
    yield "</section>"


def _section(words: ComparisonWords, section: Section) -> Iterator[str]:
    wide = ' class="wide"' if section.name in WIDE else ""
    yield f"<section{wide}><h2>{plain(section.title)}</h2>"
    if section.name == "matrix":
        yield from _matrix(words)
    elif section.name == "differences":
        yield histogram(words)
    elif section.name == "movers" and words.shared():
        yield from _movers(words, section)
    elif section.lines:
        yield from table_of(section)
    yield from (f'<p class="note">{plain(note)}</p>' for note in section.notes)
    if section.name == "differences":
        yield f"<details><summary>{plain(words.say('as a table', '以表格查看'))}</summary>"
        yield from table_of(section)
        yield "</details>"
    yield "</section>"


def _matrix(words: ComparisonWords) -> Iterator[str]:
    """Grades before by grades after: better is green, worse is red, the more the stronger."""
    names, matrix = words.order(), words.of.matrix
    most = max((count for (a, b), count in matrix.items() if a != b), default=0)
    yield '<div class="scroll"><table class="matrix"><thead><tr>'
    yield f"<th>{plain(words.say('before ＼ after', '前＼后'))}</th>" + "".join(
        f"<th>{plain(words.grade(name))}</th>" for name in names
    )
    yield "</tr></thead><tbody>"
    for row, before in enumerate(names):
        cells = []
        for column, after in enumerate(names):
            count = matrix.get((before, after), 0)
            graded = not {before, after} & {NO_GRADE, REJECTED}
            tone = "same" if row == column else "empty"
            if count and row != column and graded:
                tone = ("up" if column < row else "down") + ("2" if 2 * count > most else "1")
            cells.append(f'<td class="{tone}">{f"{count:,}" if count else "·"}</td>')
        yield f"<tr><th>{plain(words.grade(before))}</th>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _movers(words: ComparisonWords, section: Section) -> Iterator[str]:
    """The table of projects, with a bar of what each edit did."""
    named = "".join(f'<span><i class="dot edit{number % TONES}"></i>{plain(words.label(number))}</span>' for number in range(len(words.of.groups) if len(words.of.groups) <= MOST_SHARES else 0))  # fmt: skip
    yield f'<p class="legend">{named}<span><i class="dot together"></i>{plain(words.say("together", "共同"))}</span></p>'
    longest = reach(words.of.moves)
    yield '<div class="scroll"><table class="movers"><thead><tr>'
    yield "".join(f'<th{"" if n in section.left else " class=number"}>{plain(head)}</th>' for n, head in enumerate(section.heads)) + "<th></th></tr></thead><tbody>"  # fmt: skip
    for line, move in zip(section.lines, words.of.moves, strict=True):
        cells = "".join(f'<td{"" if n in section.left else " class=number"}><bdi>{plain(cell)}</bdi></td>' for n, cell in enumerate(line.cells))  # fmt: skip
        yield f'<tr>{cells}<td class="narrow">{shares(words, move, longest)}</td></tr>'
    yield "</tbody></table></div>"
