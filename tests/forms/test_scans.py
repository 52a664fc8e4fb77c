"""Stamped scans: attached by their hash to the form that they are of, kept when it is read again, and never guessed."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.forms.filling import run
from tests.forms.test_register import EXPECTED, FORM

PICTURE = b"\x89PNG\r\n\x1a\n stamped"
SCANNED = b"\xff\xd8\xff\xe0 a page with a stamp"


class Handed:
    """A folder of what units handed in, and the projects that are read from it."""

    def __init__(self, home: Path) -> None:
        self.home, self.forms, self.out = home, home / "forms", home / "out"
        self.forms.mkdir()

    def form(self, file: str, code: str, name: str = "村道硬化", actual: str = "12公里") -> None:
        self.put(file, FORM.format(code=code, name=name, actual=actual).encode())

    def put(self, file: str, raw: bytes) -> None:
        (self.forms / file).parent.mkdir(parents=True, exist_ok=True)
        (self.forms / file).write_bytes(raw)

    def read(self, *more: object) -> tuple[str, int]:
        printed, said, status = run("read", self.forms, "-o", self.out, "--lang", "en", *more)
        assert not said
        return printed, status

    def scans(self, name: str) -> dict[str, str]:
        """The scans of a project: their hash by their name."""
        made = tomllib.loads((self.out / f"{name}.toml").read_text(encoding="utf-8"))
        return {one["note"]: one["sha256"] for source, one in made["source"].items() if source.startswith("scan")}


@pytest.fixture
def handed(tmp_path: Path) -> Handed:
    return Handed(tmp_path)


@pytest.mark.parametrize(
    "scan",
    [
        "shangwan.png", "SHANGWAN.PNG", "shangwan-盖章.png", "shangwan（盖章扫描件）.png", "shangwan_2.png",
        "shangwan 第3页.png", "扫描件 P-001.png", "p-001盖章.png", "上湾/表.png",
    ],
)  # fmt: skip
def test_a_scan_is_attached_by_the_name_of_its_form_by_code_or_by_folder(handed: Handed, scan: str) -> None:
    handed.form("上湾/shangwan.csv" if "/" in scan else "shangwan.csv", "P-001")
    handed.form("xiawan.csv", "P-002", "灌渠清淤")
    handed.put(scan, PICTURE)
    printed, status = handed.read()
    assert (status, "scans attached: 1" in printed) == (0, True), printed
    assert handed.scans("P-001") == {Path(scan).name: hashlib.sha256(PICTURE).hexdigest()}
    assert handed.scans("P-002") == {}


def test_the_scorecard_names_the_scan_by_its_hash(handed: Handed) -> None:
    handed.form("shangwan.csv", "P-001")
    handed.put("shangwan.jpg", SCANNED)
    handed.read()
    card = json.loads(run("score", handed.out / "P-001.toml", "--format", "json")[0])
    source = next(one for one in card["sources"] if one["name"] == "scan")
    assert (source["sha256"], source["note"]) == (hashlib.sha256(SCANNED).hexdigest(), "shangwan.jpg")


def test_several_pages_are_attached_each(handed: Handed) -> None:
    handed.form("shangwan.csv", "P-001")
    for page in ("shangwan-1.tif", "shangwan-2.tif"):
        handed.put(page, PICTURE + page.encode())
    handed.read()
    assert list(handed.scans("P-001")) == ["shangwan-1.tif", "shangwan-2.tif"]


@pytest.mark.parametrize(
    ("scan", "why"),
    [
        ("IMG_2034.jpg", "nothing says which form it is of"),
        ("P-003.jpg", "nothing says which form it is of"),
        ("P-0011.jpg", "nothing says which form it is of"),
        ("P-001 P-002.jpg", "it may be of P-001, P-002"),
        ("上湾/P-002.jpg", "by its name it is of `P-002`, by its folder of `P-001`"),
    ],
)
def test_a_scan_that_cannot_be_matched_is_listed_and_not_guessed(handed: Handed, scan: str, why: str) -> None:
    handed.form("上湾/shangwan.csv", "P-001")
    handed.form("xiawan.csv", "P-002", "灌渠清淤")
    handed.put(scan, SCANNED)
    printed, status = handed.read()
    assert status == 4
    assert f"{Path(scan).name}:1:1: a scan that is attached to no form: {why}" in printed
    assert "name it like its form or by the project's code" in printed
    assert handed.scans("P-001") == handed.scans("P-002") == {}


def test_one_form_in_the_folder_that_was_named_takes_no_scan_because_it_is_alone(handed: Handed) -> None:
    handed.form("shangwan.csv", "P-001")
    handed.put("IMG_2034.jpg", SCANNED)
    assert handed.read()[1] == 4


def test_a_pair_is_declared_in_the_list_of_what_is_expected(handed: Handed) -> None:
    handed.form("shangwan.csv", "P-001")
    handed.put("IMG_2034.jpg", SCANNED)
    (handed.home / "expected.csv").write_text(EXPECTED.replace("文件\n", "文件,扫描件\n").replace("2025-03-31,\n", "2025-03-31,,IMG_2034.jpg\n", 1), encoding="utf-8")  # fmt: skip
    for _ in range(2):  # the register knows it the second time as well
        printed, status = handed.read("--expect", handed.home / "expected.csv", "--on", "2025-03-20")
        assert status == 0, printed
        assert list(handed.scans("P-001")) == ["IMG_2034.jpg"]
    assert "shangwan.csv,IMG_2034.jpg,handed in" in (handed.out / "register.csv").read_text(encoding="utf-8-sig")


def test_reading_again_keeps_the_scan_and_tells_when_it_is_another(handed: Handed) -> None:
    handed.form("shangwan.csv", "P-001")
    handed.put("shangwan.jpg", SCANNED)
    handed.read()
    before = (handed.out / "P-001.toml").read_bytes()
    assert "unchanged" in handed.read()[0] and (handed.out / "P-001.toml").read_bytes() == before
    (handed.forms / "shangwan.jpg").unlink()
    handed.read()
    assert (handed.out / "P-001.toml").read_bytes() == before
    handed.put("shangwan.jpg", SCANNED + b"2")
    printed, _ = handed.read()
    told = [hashlib.sha256(raw).hexdigest()[:12] for raw in (SCANNED, SCANNED + b"2")]
    assert f"scan shangwan.jpg changed: {told[0]} → {told[1]}" in printed
    assert handed.scans("P-001") == {"shangwan.jpg": hashlib.sha256(SCANNED + b"2").hexdigest()}


def test_a_scan_of_before_the_form_changed_is_told(handed: Handed) -> None:
    handed.form("shangwan.csv", "P-001")
    handed.put("shangwan.jpg", SCANNED)
    handed.read()
    handed.form("shangwan.csv", "P-001", actual="11公里")
    assert "its scan is the one of before the change" in handed.read()[0]
    handed.put("shangwan.jpg", SCANNED + b"2")
    assert "the one of before" not in handed.read()[0]


def test_what_a_person_wrote_stays_when_a_scan_comes(handed: Handed) -> None:
    handed.form("shangwan.csv", "P-001")
    handed.read()
    file = handed.out / "P-001.toml"
    text = file.read_text(encoding="utf-8").replace('value = "12公里"', 'value = "11.5 公里"')
    file.write_text("# 已核对\n" + text, encoding="utf-8")
    handed.put("shangwan.jpg", SCANNED)
    handed.read()
    after = file.read_text(encoding="utf-8")
    assert after.startswith("# 已核对\n") and 'value = "11.5 公里"' in after and list(handed.scans("P-001")) == ["shangwan.jpg"]  # fmt: skip


def scanned_pdf() -> bytes:
    """A PDF of one page with a line drawn on it, and no text."""
    drawn = b"10 10 m 100 100 l S"
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
             b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
             b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)]  # fmt: skip
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (table, len(made))  # fmt: skip


def test_a_pdf_of_pictures_is_a_scan(handed: Handed) -> None:
    handed.form("shangwan.csv", "P-001")
    handed.put("shangwan.pdf", scanned_pdf())
    printed, status = handed.read()
    assert status == 0, printed
    assert list(handed.scans("P-001")) == ["shangwan.pdf"]


def test_what_came_of_scans_is_in_the_data(handed: Handed) -> None:
    handed.form("shangwan.csv", "P-001")
    handed.put("shangwan.jpg", SCANNED)
    files: list[dict[str, Any]] = json.loads(handed.read("--format", "json")[0])["files"]
    assert [(one["file"], one["scan_of"]) for one in files] == [("shangwan.csv", None), ("shangwan.jpg", "P-001.toml")]
    assert [one["file"] for one in files[0]["forms"][0]["scans"]] == ["shangwan.jpg"]
