"""The scorecard as people read it on a terminal: breakdown, total, grade, limits, claims, findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.documents.spelling import width
from scoring.problems import Language
from scoring.scorecard.scorecard import Claim, Finding, IndicatorScore, Scorecard
from scoring.values.number import show_number
from scoring.views.members import member_table
from scoring.views.terminal import BLUE, BOLD, DIM, GREEN, RED, YELLOW, columns, padded, painted, wrapped
from scoring.views.words import NOTHING, OUTCOMES, SEVERITIES, STATUS, Words, in_tree, revised

PAINTS = {"scored": GREEN, "not_applicable": DIM, "not_scorable": YELLOW}
OF_SEVERITY = {"error": RED, "warning": YELLOW, "note": BLUE}
NARROWEST_REASON = 24


def render(scorecard: Scorecard, language: Language, color: bool = False, width: int = 100) -> str:
    """The scorecard as lines of text, `width` columns wide where the reasons allow it; colour only where asked for."""
    page = _Page(Words(scorecard, language), color, width)
    return "\n".join(page.lines()) + "\n"


class _Page:
    def __init__(self, words: Words, color: bool, width: int) -> None:
        self.words, self.card = words, words.card
        self.color, self.width = color, width

    def lines(self) -> Iterator[str]:
        yield from self.head()
        if self.card.indicators:
            yield ""
            yield from self.breakdown()
        if self.card.results:
            yield ""
            yield from self.results()
        yield ""
        yield from self.bottom()
        if self.card.findings:
            yield ""
            yield from self.findings()

    def paint(self, text: str, paint: str) -> str:
        return painted(text, paint, self.color)

    def head(self) -> Iterator[str]:
        card, words = self.card, self.words
        period = f"  {card.period}" if card.period else ""
        yield self.paint(card.project + period, BOLD)
        book = " ".join(filter(None, (card.rulebook.name, card.rulebook.edition)))
        rules = f"{words.say('rules', '规则集')} {book} ({card.rulebook.fingerprint[7:19]})"
        if card.indicator_set is not None:
            named = f"{card.indicator_set.name} ({card.indicator_set.fingerprint[7:19]})"
            rules += f"  {words.say('indicators', '指标集')} {named}"
        yield self.paint(rules, DIM)
        scored_by = [one for one in (card.rulebook, card.indicator_set) if one is not None]
        for revision in (one.revisions[-1] for one in scored_by if one.revisions):
            told = f"{words.say('last revised', '最近修订')} {revised(revision, words)}"
            yield from (self.paint(line, DIM) for line in wrapped(told, self.width))
        if said := words.of_form():
            yield self.paint("  ".join(f"{name} {value}" for name, value in said), DIM)

    # ------------------------------------------------------------------ breakdown

    def breakdown(self) -> Iterator[str]:
        from tabulate import tabulate

        say = self.words.say
        head = [say("indicator", "指标"), say("weight", "权重"), say("points", "得分"), say("lost", "失分"),
                say("outcome", "结果"), say("reason", "说明")]  # fmt: skip
        rows, paints = self.rows()
        room = max(NARROWEST_REASON, self.width - self.taken(head, rows))
        table: list[list[str]] = []
        painted_lines: list[str] = []
        for row, paint in zip(rows, paints, strict=True):
            parts = wrapped(row[-1], room) or [""]
            table.append([*row[:-1], parts[0]])
            table += [["", "", "", "", "", part] for part in parts[1:]]
            painted_lines += [paint] * len(parts)
        text = tabulate(
            table, head, "simple", disable_numparse=True, preserve_whitespace=True,
            colalign=("left", "right", "right", "right", "left", "left"),
        )  # fmt: skip
        lines = text.split("\n")
        yield self.paint(lines[0].rstrip(), BOLD)
        yield lines[1]
        for line, paint in zip(lines[2:], painted_lines, strict=True):
            yield self.paint(line.rstrip(), paint)

    def taken(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
        """Columns that all but the reasons need, with two between each."""
        return sum(max(width(row[n]) for row in [head, *rows]) + 2 for n in range(len(head) - 1))

    def rows(self) -> tuple[list[list[str]], list[str]]:
        """Groups and their indicators, indented by depth, and the colour of each row."""
        words, rows, paints = self.words, [], []
        for depth, group, indicators in in_tree(self.card):
            if group is not None:
                label = "  " * depth + words.of(group.label)
                rows.append(
                    [
                        label,
                        show_number(group.weight),
                        words.earned(group),
                        words.lost(group),
                        "",
                        words.group(group),
                    ]
                )
                paints.append(BOLD)
            for one in indicators:
                rows.append(self.row(one, depth + 1 if group is not None else 0))
                paints.append(PAINTS[one.outcome] if one.outcome != "scored" or one.lost == 0 else "")
        return rows, paints

    def row(self, one: IndicatorScore, depth: int) -> list[str]:
        words = self.words
        name = "  " * depth + f"{one.id} {words.of(one.label)}"
        points = NOTHING if one.outcome == "not_applicable" else words.range(one.points, one.lowest, one.highest)
        outcome = words.of(OUTCOMES[one.outcome])
        return [name, words.weight(one), points, words.lost(one), outcome, words.reason(one)]

    # ------------------------------------------------------------------ results, total and what surrounds it

    def results(self) -> Iterator[str]:
        words = self.words
        rows = []
        for one in self.card.results:
            label = words.of(one.label)
            named = one.name if label == one.name else f"{one.name} {label}"
            grade = f"{words.say('grade', '等级')} {one.grade}" if one.grade else ""
            rows.append([named, words.result(one), grade])
        yield self.paint(words.say("results", "结果"), BOLD)
        for one, line in zip(self.card.results, columns(rows, indent="  "), strict=True):
            yield line
            if one.members:
                made = member_table(one, words)
                listed = [made.heads, *made.rows]
                yield from columns(listed, right=made.right, indent="    ")

    def bottom(self) -> Iterator[str]:
        words, card = self.words, self.card
        rows = []
        if card.indicators or card.total.lowest is not None:
            rows.append((words.say("total", "总分"), words.total(), BOLD))
            if card.total.arithmetic is not None:
                rows.append(("", words.of(card.total.arithmetic), ""))
            earned = card.total.earned
            if earned is not None and earned != card.total.points:
                rows.append((words.say("before limits", "限制前"), words.points(earned), ""))
        if card.grades_possible:
            rows.append((words.say("grade", "等级"), words.grade(), BOLD))
        rows.append((words.say("status", "状态"), self.status(), "" if card.status == "complete" else YELLOW))
        for limit in card.limits:
            paint = {"yes": RED, "unknown": YELLOW, "no": ""}[limit.bites]
            shown = f"{words.of(limit.label)}{words.say(': ', '：')}{words.limit(limit)}"
            rows.append((words.say("limit", "限制"), shown, paint))
        for claim in card.claims:
            rows.append((words.say("claim", "申报"), self.claim(claim), "" if claim.supported else YELLOW))
        size = max(width(name) for name, _, _ in rows) + 2
        for name, shown, paint in rows:
            yield padded(name, size) + self.paint(shown, paint)

    def status(self) -> str:
        words, card = self.words, self.card
        said = words.of(STATUS[card.status])
        counts = {outcome: sum(one.outcome == outcome for one in card.indicators) for outcome in PAINTS}
        listed = [f"{words.of(OUTCOMES[outcome])} {count}" for outcome, count in counts.items() if count]
        if card.drafts:
            listed.append(words.drafts())
        return words.sentence(said, *listed)

    def claim(self, claim: Claim) -> str:
        words = self.words
        total = NOTHING if claim.total is None else show_number(claim.total)
        if claim.total is None:
            return f"{words.role(claim.by)} {words.say('points of indicators only', '仅分项得分')}"
        difference = words.say("difference ", "相差 ") + words.difference(claim)
        return f"{words.role(claim.by)} {total}  {difference}  {words.claim(claim)}"

    # ------------------------------------------------------------------ findings

    def findings(self) -> Iterator[str]:
        words = self.words
        yield self.paint(words.say("findings", "发现") + f" {len(self.card.findings)}", BOLD)
        for finding in self.card.findings:
            yield from self.finding(finding)

    def finding(self, finding: Finding) -> Iterator[str]:
        severity = self.words.of(SEVERITIES[finding.severity])
        indent = "  " + " " * (width(severity) + 2)
        first, *rest = wrapped(self.words.of(finding.message), max(40, self.width - len(indent)))
        yield f"  {self.paint(severity, OF_SEVERITY[finding.severity])}  {first}"
        yield from (indent + line for line in rest)
        yield self.paint(f"{indent}{finding.where}  [{finding.code}]", DIM)
