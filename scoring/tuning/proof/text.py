"""A proof as text, as a page and as data: what is claimed, whether it is so, and the project that shows that it is not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import toml

from scoring.documents.spelling import width
from scoring.problems import Language, Text
from scoring.problems.shown import harmless
from scoring.scorecard.scorecard import Scorecard
from scoring.tuning.page import figures, page
from scoring.tuning.proof.proof import Counterexample, NotConfirmed, Proof
from scoring.views import as_json, batch_page
from scoring.views.batch_plots import plain
from scoring.views.batch_text import table_of
from scoring.views.batch_words import Line, Section
from scoring.views.terminal import BOLD, DIM, padded, painted

SCHEMA = "proof/1"
CLAIMS = {
    "change": Text("no project is given another score", "没有项目的得分会改变"),
    "loss": Text("no project is given fewer points", "没有项目的得分会降低"),
    "grade": Text("no project is given another grade", "没有项目的等级会改变"),
}
VERDICTS = {
    "proved": Text("proved", "已证明"),
    "counterexample": Text("not so: there is a counterexample", "不成立：存在反例"),
    "not decided": Text("not decided", "未能判定"),
}
PARTS = {
    "total": Text("total", "总分"),
    "grade": Text("grade", "等级"),
    "accepted": Text("which projects are accepted", "项目是否被受理"),
}


@dataclass(frozen=True, slots=True)
class ProofWords:
    """A proof in one language."""

    of: Proof
    before: str
    after: str
    language: Language

    def say(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def text(self, said: Text) -> str:
        return harmless(said.in_language(self.language))

    def title(self) -> str:
        return f"{self.text(CLAIMS[self.of.claim])}{self.say(': ', '：')}{self.text(VERDICTS[self.of.verdict])}"

    def about(self) -> list[tuple[str, str]]:
        proof = self.of
        changed = self.say(", ", "、").join(self.name(one) for one in proof.changed) or self.say("nothing", "无")
        return [
            (self.say("before", "修改前"), self.before),
            (self.say("after", "修改后"), self.after),
            (self.say("differs", "不同之处"), changed),
            (self.say("alike", "相同之处"), str(proof.alike)),
            (
                self.say("work", "工作量"),
                self.say(f"{proof.work:,} of {proof.budget:,}", f"{proof.work:,} / {proof.budget:,}"),
            ),
        ]

    def name(self, name: str) -> str:
        return self.text(PARTS[name]) if name in PARTS else harmless(name)

    def notes(self) -> Iterator[str]:
        for why in self.of.why:
            yield self.text(why)
        found = self.of.counterexample
        if found is not None:
            if found.before is None or found.after is None:
                sides = [
                    self.say("refused", "不予受理") if card is None else self.say("scored", "可以评分")
                    for card in (found.before, found.after)
                ]
                yield self.say(f"before: {sides[0]}, after: {sides[1]}", f"修改前：{sides[0]}，修改后：{sides[1]}")
            for told in found.refused:
                yield self.say("refused: ", "不予受理：") + self.text(told)
            away = [harmless(one) for one in found.away] + [self.text(one) for one in found.beside]
            nothing = self.say("nothing", "无")
            if found.refused:
                nothing = self.say("nothing but what is refused", "除不予受理的内容外，无")
            shown = self.say(", ", "、").join(away) or nothing
            yield self.say(f"unusual in it: {shown}", f"与寻常项目不同的数据：{shown}")

    def moved(self) -> Section | None:
        found = self.of.counterexample
        if found is None or not found.moved:
            return None
        heads = (self.say("of", "项目"), self.say("before", "修改前"), self.say("after", "修改后"))
        lines = tuple(Line((self.name(one.name), self.text(one.before), self.text(one.after))) for one in found.moved)
        return Section("moved", self.say("what moves in it", "其中变动的部分"), heads, lines)


def render(proof: Proof, before: str, after: str, language: Language, color: bool = False) -> str:
    """The proof as lines of text."""
    return "\n".join(line.rstrip() for line in _lines(ProofWords(proof, before, after, language), color)) + "\n"


def _lines(words: ProofWords, color: bool) -> Iterator[str]:
    yield painted(words.title(), BOLD, color)
    named = words.about()
    size = max(width(what) for what, _ in named) + 2
    yield from (painted(padded(what, size) + said, DIM, color) for what, said in named)
    moved = words.moved()
    if moved is not None:
        yield ""
        yield painted(moved.title, BOLD, color)
        yield from table_of(moved, color)
    notes = list(words.notes())
    if notes:
        yield ""
        yield from notes
    if words.of.counterexample is not None:
        yield ""
        yield from project_text(words.of.counterexample).rstrip("\n").split("\n")


def project_text(found: Counterexample) -> str:
    """The counterexample as a project's file."""
    return _toml(found.project)


def file_text(proof: Proof, before: str, after: str, commands: Sequence[str]) -> str:
    """The counterexample as a file that says what it is one of, what moves in it, and what shows both scores."""
    found = proof.counterexample
    assert found is not None
    words = ProofWords(proof, before, after, "en")
    said = [
        f"{CLAIMS[proof.claim].zh} / {CLAIMS[proof.claim].en}: {before} → {after}",
        *(f"{words.name(one.name)}: {words.text(one.before)} → {words.text(one.after)}" for one in found.moved),
        *(harmless(told.en) for told in found.refused),
        *commands,
    ]
    return "".join(f"# {' '.join(line.split())}\n" for line in said) + "\n" + project_text(found)


def report_of(fault: NotConfirmed) -> str:
    """A counterexample that is none, for those who look for the mistake: the project, and what either book scores it."""
    cards = zip(("before", "after"), fault.scores, strict=True)
    scores = (f"{side}:\n{'refused' if card is None else as_json.render(card, 'en')}" for side, card in cards)
    return "\n".join((f"the project that should differ in `{fault.name}`:", _toml(fault.project), *scores))


def _toml(project: Mapping[str, Any]) -> str:
    """Decimals as they are: a number that is a counterexample may not be rounded."""
    writer: Any = toml.TomlEncoder()
    writer.dump_funcs[Decimal] = lambda number: format(number, "f")
    return toml.dumps(dict(project), writer)


def as_page(proof: Proof, before: str, after: str, language: Language) -> str:
    """The proof as one HTML page."""
    words = ProofWords(proof, before, after, language)
    return page(language, words.title(), words.about(), _body(words))


def _body(words: ProofWords) -> Iterator[str]:
    yield '<section class="wide first">'
    yield from figures([(words.say("verdict", "结论"), words.text(VERDICTS[words.of.verdict]))])
    yield from (f'<p class="note">{plain(note)}</p>' for note in words.notes())
    yield "</section>"
    moved = words.moved()
    if moved is not None:
        yield f'<section class="wide"><h2>{plain(moved.title)}</h2>'
        yield from batch_page.table_of(moved)
        yield "</section>"
    if words.of.counterexample is not None:
        title = words.say("the project", "该项目")
        yield f'<section class="wide"><h2>{plain(title)}</h2><pre>{plain(project_text(words.of.counterexample))}</pre></section>'


def as_data(proof: Proof, before: str, after: str, language: Language) -> str:
    """The proof as JSON, `proof/1`."""
    found = proof.counterexample
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "claim": proof.claim,
        "verdict": proof.verdict,
        "before": before,
        "after": after,
        "why": [why.in_language(language) for why in proof.why],
        "differs": list(proof.changed),
        "alike": proof.alike,
        "proved_by_solver": proof.asked,
        "work": proof.work,
        "budget": proof.budget,
        "counterexample": None
        if found is None
        else {
            "project": project_text(found),
            "unusual": [*found.away, *(one.in_language(language) for one in found.beside)],
            "moved": [
                {"name": one.name, "before": one.before.in_language(language), "after": one.after.in_language(language)}
                for one in found.moved
            ],
            "refused": [told.in_language(language) for told in found.refused],
            "before": _card(found.before, language),
            "after": _card(found.after, language),
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _card(card: Scorecard | None, language: Language) -> Any:
    return None if card is None else json.loads(as_json.render(card, language))
