"""What is said with every save: driven look by look, and once as a program with real saves until a deadline."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from running import run
from tuning.test_whatif import PROJECT, folder
from tuning.trial import RULES, TABLE, edited, shelf

from scoring.engines.columnar.duck import connect
from scoring.tuning.editions.scored import Data
from scoring.tuning.watch.text import render
from scoring.tuning.watch.watch import Watched, watched
from scoring.tuning.whatif.whatif import Chosen

PATIENCE = 60
"""Seconds after which nothing more is waited for: a bound, not a measure."""


def nothing() -> Data:
    raise AssertionError("no table is read")


def said(of: Watched) -> list[str]:
    return [render(seen, "en") for seen in of.look()]


def test_a_save_shows_the_new_score_beside_the_old_one(tmp_path: Path) -> None:
    file = folder(tmp_path)
    of = watched(str(file), Chosen(), nothing)
    assert said(of) == ["p.toml  88.00 of 100  良\n"]
    assert said(of) == []
    file.write_text(edited(PROJECT, {"91 万元": "89 万元"}), encoding="utf-8")
    (text,) = said(of)
    assert "B1 执行率         40.00         20.00         −20" in text
    assert "total      88.00 of 100  68.00 of 100         −20" in text
    assert said(of) == []


def test_a_broken_file_in_between_is_told_once_and_what_comes_after_is_compared_with_what_was_before(tmp_path: Path) -> None:  # fmt: skip
    file = folder(tmp_path)
    of = watched(str(file), Chosen(), nothing)
    said(of)
    file.write_text(PROJECT.replace("[facts]", "[facts"), encoding="utf-8")
    (text,) = said(of)
    assert "cannot be scored" in text and "p.toml:8" in text
    assert said(of) == []
    file.write_text(PROJECT, encoding="utf-8")
    assert said(of) == ["p.toml: scored again, as before\n"]
    file.unlink()
    assert "there is no file `p.toml`" in said(of)[0]
    file.write_text(edited(PROJECT, {"8 个": "9 个"}), encoding="utf-8")
    assert "+6" in said(of)[0]


def test_a_save_of_the_rules_is_a_change_as_well(tmp_path: Path) -> None:
    file = folder(tmp_path)
    of = watched(str(file), Chosen(), nothing)
    said(of)
    assert of.folders() == {tmp_path}
    (tmp_path / "ours.toml").write_text(edited(RULES, {'[">= 90%", "100%"]': '[">= 92%", "100%"]'}), encoding="utf-8")
    assert "−20" in said(of)[0]


def test_rules_that_are_broken_from_the_beginning_are_watched_until_they_are_mended(tmp_path: Path) -> None:
    file = folder(tmp_path)
    away = tmp_path / "rules"
    away.mkdir()
    rules = (tmp_path / "ours.toml").rename(away / "ours.toml")
    file.write_text(PROJECT.replace('"ours.toml"', '"rules/ours.toml"'), encoding="utf-8")
    rules.write_text(RULES.replace("[grade]", "[grad]"), encoding="utf-8")
    of = watched(str(file), Chosen(), nothing)
    assert "did you mean `grade`" in said(of)[0] and away in of.folders()
    rules.write_text(RULES, encoding="utf-8")
    assert said(of) == ["p.toml  88.00 of 100  良\n"]


def test_of_a_folder_each_project_that_moves_is_told_and_what_comes_and_goes(tmp_path: Path) -> None:
    folder(tmp_path)
    forms = tmp_path / "forms"
    forms.mkdir()
    for name in ("a", "b"):
        (forms / f"{name}.toml").write_text(PROJECT.replace('rules = "ours.toml"\nindicators = "set.toml"\n', ""), encoding="utf-8")  # fmt: skip
    of = watched(str(forms), Chosen(str(tmp_path / "ours.toml"), str(tmp_path / "set.toml")), nothing)
    assert said(of) == ["a.toml  88.00 of 100  良\n", "b.toml  88.00 of 100  良\n"]
    (forms / "b.toml").write_text((forms / "b.toml").read_text("utf-8").replace("91 万元", "89 万元"), encoding="utf-8")
    (forms / "c.toml").write_text((forms / "a.toml").read_text("utf-8"), encoding="utf-8")
    (forms / "a.toml").unlink()
    gone, moved, new = said(of)
    assert (gone, new) == ("a.toml: gone\n", "c.toml  88.00 of 100  良\n") and "b.toml" in moved and "−20" in moved


def test_folders_of_links_and_of_a_base_are_watched_and_a_link_round_is_not_followed(tmp_path: Path) -> None:
    elsewhere, forms = tmp_path / "elsewhere", tmp_path / "forms"
    elsewhere.mkdir()
    (forms / "new").mkdir(parents=True)
    file = folder(elsewhere)
    (forms / "p.toml").symlink_to(file)
    (forms / "round").symlink_to(forms)
    rules, indicators = str(elsewhere / "ours.toml"), str(elsewhere / "set.toml")
    of = watched(str(forms), Chosen(rules, indicators), nothing)
    (first,) = of.look()
    assert first.name == "p.toml" and of.folders() == {forms, forms / "new", elsewhere}
    file.write_text(edited(PROJECT, {"91 万元": "89 万元"}), encoding="utf-8")
    assert "−20" in said(of)[0]
    (forms / "new" / "q.toml").write_text("format = 1\nproject = 1\n", encoding="utf-8")
    (broken,) = said(of)
    assert broken.startswith("new/q.toml: cannot be scored")
    base, ours = elsewhere / "base" / "rulebook.toml", elsewhere / "ours" / "rulebook.toml"
    base.parent.mkdir()
    ours.parent.mkdir()
    base.write_text(edited(RULES, {'name = "ours"': 'name = "base"'}), encoding="utf-8")
    uses = 'format = 1\nuse = ["base"]\n[rulebook]\nname = "ours"\n'
    ours.write_text(uses, encoding="utf-8")
    of = watched(str(forms / "p.toml"), Chosen(str(ours.parent), indicators), nothing)
    said(of)
    assert base.parent in of.folders()
    base.write_text(edited(base.read_text("utf-8"), {'[">= 60%", "50%"]': '[">= 60%", "40%"]'}), encoding="utf-8")
    assert "−4" in said(of)[0]


def test_a_folder_that_is_gone_is_told_and_what_comes_back_is_seen(tmp_path: Path) -> None:
    folder(tmp_path)
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "a.toml").write_text(
        PROJECT.replace('rules = "ours.toml"\nindicators = "set.toml"\n', ""), encoding="utf-8"
    )
    of = watched(str(forms), Chosen(str(tmp_path / "ours.toml"), str(tmp_path / "set.toml")), nothing)
    said(of)
    forms.rename(tmp_path / "away")
    assert said(of) == ["a.toml: gone\n"]
    (tmp_path / "away").rename(forms)
    assert said(of) == ["a.toml  88.00 of 100  良\n"]


def test_of_a_table_whoever_moves_is_told_by_edits_of_rules_or_by_cells(tmp_path: Path) -> None:
    shelf(tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    table = tmp_path / "table.csv"
    chosen = Chosen(str(tmp_path / "ours.toml"), str(tmp_path / "set.toml"))
    of = watched(str(table), chosen, lambda: Data([str(table)], connect(None, None, work), work))
    assert said(of) == ["table.csv: scored; save to see what moves\n"]
    assert said(of) == []
    table.write_text(edited(TABLE, {"甲,2024,100,95": "甲,2024,100,89"}), encoding="utf-8")
    assert "1 of 6 projects change: 0 gain points, 1 lose points" in said(of)[0]
    (tmp_path / "ours.toml").write_text(edited(RULES, {'[">= 90%", "100%"]': '[">= 92%", "100%"]'}), encoding="utf-8")
    (text,) = said(of)
    assert "row 1, condition: >= 90% → >= 92%" in text and "1 of 6 projects change" in text
    table.write_text("project,nothing\nx,1\n", encoding="utf-8")
    assert "cannot be scored" in said(of)[0]


def test_a_table_needs_rules(tmp_path: Path) -> None:
    assert run("watch", shelf(tmp_path) / "table.csv", "--once").codes == ["no-rules"]


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="signals of another kind")
def test_the_program_says_what_moves_with_a_save_by_a_new_file_and_ctrl_c_ends_it_well(tmp_path: Path) -> None:
    file = folder(tmp_path)
    command = [sys.executable, "-m", "scoring", "watch", str(file), "--lang", "en"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    lines: queue.Queue[str] = queue.Queue()
    assert running.stdout is not None
    stream = running.stdout
    reader = threading.Thread(target=lambda: [lines.put(line) for line in stream], daemon=True)
    reader.start()
    try:
        _until(lines, lambda line: "88.00 of 100" in line, lambda: None)
        numbers = iter(range(10, 1_000))

        def save() -> None:
            """As many editors do: a new file that takes the old one's name; again, until it was seen."""
            new = tmp_path / ".p.toml.new"
            new.write_text(edited(PROJECT, {"91 万元": f"{next(numbers)}.5 万元"}), encoding="utf-8")
            os.replace(new, file)

        _until(lines, lambda line: line.startswith("total") and "−40" in line, save)
        running.send_signal(signal.SIGINT)
        assert running.wait(PATIENCE) == 0
    finally:
        running.kill()
        running.wait()
        reader.join()
        stream.close()


def _until(lines: queue.Queue[str], wanted: Callable[[str], bool], act: Callable[[], None]) -> None:
    """Acts, and reads lines until one is as wanted, acting again while nothing comes."""
    for _ in range(PATIENCE):
        act()
        try:
            while True:
                if wanted(lines.get(timeout=1)):
                    return
        except queue.Empty:
            continue
    raise AssertionError("nothing came")
