"""Forms stand in a file of their own, among the rules of a rulebook, or beside them; `read`, `score` and `batch` take each."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.forms.test_form_declarations import CARD, NEVER_SEEN
from tests.running import run

RULES = """
[rulebook]
name = "works"
total = 100
rule_for = { ">=" = "met" }

[fact]
budget = { kind = "number", unit = "万元" }

[rule.met]
kind = "proportional"
"""
FORM = CARD.partition("\n\n")[2].replace("[form.card]\n", '[form.card]\nfacts = { budget_adjusted = "budget" }\n')


@pytest.fixture
def card(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in NEVER_SEEN.strip().split("\n"):
        sheet.append([cell or None for cell in line.split("|")])
    (tmp_path / "cards").mkdir()
    book.save(tmp_path / "cards" / "card.xlsx")
    return tmp_path / "cards" / "card.xlsx"


@pytest.fixture(params=["in one file", "among the rules", "beside the rules", "a file alone"])
def works(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A rulebook with a form, laid out in each of the ways."""
    folder = tmp_path / "works"
    folder.mkdir()
    head = "format = 1\n"
    if request.param == "in one file":
        (folder / "works.toml").write_text(head + RULES + FORM, encoding="utf-8")
    elif request.param == "among the rules":
        first, _, second = RULES.partition("[rule.met]")
        (folder / "works.toml").write_text(head + first, encoding="utf-8")
        (folder / "more.toml").write_text(head + "[rule.met]" + second + FORM, encoding="utf-8")
    elif request.param == "beside the rules":
        (folder / "works.toml").write_text(head + RULES, encoding="utf-8")
        (folder / "forms.toml").write_text(head + FORM, encoding="utf-8")
    else:
        (folder / "works.toml").write_text(head + RULES + FORM, encoding="utf-8")
        return folder / "works.toml"
    return folder


def test_a_rulebook_with_forms_is_sound(works: Path) -> None:
    ran = run("check", works, "--lang", "en")
    assert (ran.status, "no problems" in ran.said) == (0, True), ran.said


def test_a_mistake_in_a_form_is_told_once_with_its_line(works: Path) -> None:
    file = next(
        file
        for file in (works.parent if works.is_file() else works).glob("*.toml")
        if "[form.card]" in file.read_text("utf-8")
    )
    file.write_text(file.read_text("utf-8").replace("[form.card.head]", "[form.card.hed]"), encoding="utf-8")
    ran = run("check", works)
    assert (ran.status, ran.codes.count("unknown-key")) == (1, 1)


@pytest.mark.parametrize(("rule", "codes"), [("met", []), ("meet", ["unknown-rule"])])
def test_names_in_a_form_that_lies_with_a_rulebook_are_those_of_the_rulebook(
    works: Path, rule: str, codes: list[str]
) -> None:
    files = (works.parent if works.is_file() else works).glob("*.toml")
    file = next(one for one in files if "[form.card]" in one.read_text("utf-8"))
    said = f'[form.card]\nrule_for = {{ "干了多少" = "{rule}" }}\n'
    file.write_text(file.read_text("utf-8").replace("[form.card]\n", said), encoding="utf-8")
    ran = run("check", works, "--lang", "en")
    assert (ran.status, ran.codes) == (0, codes), ran.said
    assert not codes or "did you mean `met`?" in ran.said


def test_a_form_is_read_by_the_words_of_its_rulebook(works: Path, card: Path, tmp_path: Path) -> None:
    ran = run("read", card, "-o", tmp_path / "projects", "--rules", works, "--lang", "en")
    assert ran.status == 0, ran.said
    project = (tmp_path / "projects" / "card.toml").read_text("utf-8")
    assert 'project = "东渠加固"' in project and 'rules   = "works"' in project and "[facts]\nbudget" in project


def test_a_form_is_scored_by_the_words_and_rules_of_its_rulebook(works: Path, card: Path) -> None:
    ran = run("score", card, "--rules", works, "--lang", "en")
    assert ran.status == 0 and "total   98.40 of 100" in ran.said


def test_a_batch_of_forms_is_scored_by_the_words_and_rules_of_its_rulebook(
    works: Path, card: Path, tmp_path: Path
) -> None:
    ran = run("batch", card.parent, "-o", tmp_path / "scores.csv", "--rules", works)
    assert ran.status == 0, ran.said
    assert "东渠加固,complete,98.40" in (tmp_path / "scores.csv").read_text("utf-8-sig")


def test_a_card_that_no_form_knows_is_refused_by_each(card: Path, tmp_path: Path) -> None:
    assert run("score", card).codes == ["no-form"]
    ran = run("batch", card.parent, "-o", tmp_path / "scores.csv", "--rejects", tmp_path / "rejects.csv")
    assert ran.status != 0 and not (tmp_path / "scores.csv").exists()


def test_score_and_batch_take_files_of_forms(card: Path, tmp_path: Path) -> None:
    (tmp_path / "forms.toml").write_text(CARD, encoding="utf-8")
    assert "东渠加固" in run("score", card, "--forms", tmp_path / "forms.toml").said
    ran = run("batch", card.parent, "-o", tmp_path / "scores.csv", "--forms", tmp_path / "forms.toml")
    assert ran.status == 0 and "东渠加固" in (tmp_path / "scores.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("command", ["read", "score", "batch"])
def test_a_form_that_lies_with_a_rulebook_is_not_read_for_another_in_silence(
    works: Path, card: Path, tmp_path: Path, command: str
) -> None:
    out = {"read": ["-o", tmp_path / "projects"], "score": [], "batch": ["-o", tmp_path / "scores.csv"]}[command]
    ran = run(command, card, *out, "--forms", works)
    assert (ran.status, ran.codes) == (1, ["form-of-other-rules"]), ran.said
    assert "lies with the rulebook `works`" in ran.said and "--rules" in ran.said
    assert run(command, card, *out, "--forms", works, "--rules", works).status == 0
    file = next(one for one in (works.parent if works.is_file() else works).glob("*.toml") if "[form.card]" in one.read_text("utf-8"))  # fmt: skip
    file.write_text(file.read_text("utf-8").replace("[form.card]\n", '[form.card]\nrules = "self-evaluation"\n'), encoding="utf-8")  # fmt: skip
    assert run(command, card, *out, "--forms", works).status in (0, 3)


def test_a_card_is_scored_for_documents_by_the_words_and_rules_of_its_rulebook(
    works: Path, card: Path, tmp_path: Path
) -> None:
    for name in (card, card.parent):
        ran = run("write", name, "--rules", works, "--findings", "-o", tmp_path / "findings.csv")
        assert ran.status == 0 and "1 file written of 1 project, 0 not scored" in ran.said, ran.said
    assert run("write", card, "--rules", works, "--report", "-o", tmp_path / "report.md").status == 0
    assert "98.40" in (tmp_path / "report.md").read_text("utf-8")


def test_a_card_that_cannot_be_read_is_rejected_by_the_words_that_the_others_are_read_by(
    works: Path, card: Path, tmp_path: Path
) -> None:
    cells = "".join(f"<td>{word}</td>" for word in ("工程", "东渠", "承办", "水利站", "计划", "花掉", "加起来"))
    card.with_name("broken.html").write_text(f"<table><tr>{cells}</tr></table>", encoding="utf-8")
    rejects = tmp_path / "rejects.csv"
    run("batch", card.parent, "-o", tmp_path / "scores.csv", "--rules", works, "--rejects", rejects)
    (told,) = [line for line in rejects.read_text("utf-8-sig").splitlines() if "broken.html" in line]
    assert "`card` comes closest" in told, told


def test_words_of_forms_are_no_part_of_a_rulebooks_fingerprint(tmp_path: Path, card: Path) -> None:
    (tmp_path / "plain.toml").write_text("format = 1\n" + RULES, encoding="utf-8")
    (tmp_path / "worded.toml").write_text("format = 1\n" + RULES + FORM, encoding="utf-8")
    (tmp_path / "project.toml").write_text('format = 1\nproject = "甲"\n', encoding="utf-8")
    told = [
        run("score", tmp_path / "project.toml", "--rules", tmp_path / name, "--lang", "en").said.split("\n")[1]
        for name in ("plain.toml", "worded.toml")
    ]
    assert told[0] == told[1]
